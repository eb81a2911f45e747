"""Eleven days through the whole stack, read as those who are told read them: a chat, a board's mailbox, a volunteer's.

The days are played once (`fortnight.play` says what happens on each); every test reads what some of them brought.
"""

from collections.abc import Iterator

import pytest
from agency import WALL
from fortnight import DEA, FDA, OHIO, ORDER, Day, Fortnight, fortnight
from receivers import parts

from monitor.store import evidence

TOPICS = "Kratom and 7-OH, Scheduling"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortnight]:
    """All of it has happened."""
    with fortnight(tmp_path_factory.mktemp("story")) as played:
        yield played


@pytest.fixture
def days(story: Fortnight) -> dict[int, Day]:
    return story.days


def plain(words: str) -> str:
    """Without line breaks, which only wrap."""
    return " ".join(words.split())


def board_text(day: Day) -> str:
    (letter,) = day.board
    return plain(parts(letter)[0])


def chat_text(day: Day) -> str:
    (message,) = day.chat
    return plain(message["message"])


def told_nothing_as_change(day: Day) -> bool:
    (letter,) = day.board
    return not day.chat and any(said in letter["Subject"] for said in ("nothing changed", "no change "))


def test_the_first_look_is_quiet_and_a_welcome_lists_what_is_there(days: dict[int, Day]) -> None:
    first = days[1]
    assert set(first.outcomes.values()) == {"baseline"}
    assert first.chat[0]["title"] == f"{TOPICS}: 10 documents already there"
    for words in (chat_text(first), board_text(first)):
        assert "10 documents match today" in words
        assert "* HB 8 (Kratom and 7-OH: “kratom”)" in words
        assert "Checked 3 sources, none failed." in words
    assert first.volunteer == []


def test_a_publication_is_told_with_the_words_that_matched(story: Fortnight, days: dict[int, Day]) -> None:
    second = days[2]
    (letter,) = second.board
    text, html = parts(letter)
    assert second.chat[0]["title"] == letter["Subject"] == f"Kratom and 7-OH: new notice: {ORDER}"
    for words in (chat_text(second), plain(text)):
        assert f"* NEW: {ORDER} (notice)" in words
        assert "Why: Kratom and 7-OH: “7-OH”, “kratom”; Scheduling: “schedule I”" in words
        assert words.count(f"* NEW: {ORDER}") == 1, "a change of two topics is told once"
        assert story.site.url("/dea/2") in words
    assert f'<a href="{story.site.url("/dea/2")}">{ORDER}</a>' in html
    assert "Kratom seized in Ohio" not in chat_text(second), "what was there already is not news"


def test_an_amendment_keeps_its_redline_in_mail_and_chat(days: dict[int, Day]) -> None:
    third = days[3]
    text, html = parts(third.board[0])
    for words in (chat_text(third), plain(text)):
        assert "* CHANGED: FDA and kratom (page)" in words
        assert "a penalty of [-$10-]{+$25+} for each unit sold." in words
    assert ">[-<del>$10</del>-]</span>" in html
    assert ">{+<ins>$25</ins>+}</span>" in html
    assert "$1025" not in html


def test_what_did_not_change_costs_one_conditional_request(story: Fortnight, days: dict[int, Day]) -> None:
    assert story.site.statuses(FDA)[:3] == [200, 304, 200]
    assert story.site.statuses(DEA)[:3] == [200, 200, 304]
    assert story.site.statuses("/ohio/bills/1") == [200] + [304] * 10, "also behind an index that did not change"
    assert days[2].outcomes == {"DEA news": "changed", "FDA and kratom": "unchanged", "Ohio bills": "unchanged"}


def test_errors_are_no_changes_and_every_digest_names_them(days: dict[int, Day]) -> None:
    fourth = days[4]
    assert fourth.outcomes == {"DEA news": "broken", "FDA and kratom": "unreachable", "Ohio bills": "unchanged"}
    assert told_nothing_as_change(fourth)
    assert fourth.board[0]["Subject"] == "daily: no change found, but 2 of 3 sources could not be read"
    failed = "2 failed: DEA news (broken since Jul 9, 2026), FDA and kratom (unreachable since Jul 9, 2026)."
    text, html = parts(fourth.board[0])
    assert failed in plain(text)
    assert failed in plain(html)
    assert "1 failed: FDA and kratom (unreachable since Jul 9, 2026)." in board_text(days[6])


def test_a_fault_of_ours_is_told_to_the_operator_at_once_and_so_is_its_end(days: dict[int, Day]) -> None:
    (told,), (recovered,) = days[4].volunteer, days[5].volunteer
    assert told["Subject"] == "policywatch: DEA news is failing (broken)"
    assert "* DEA news: failing (broken)" in plain(parts(told)[0])
    assert recovered["Subject"] == "policywatch: DEA news recovered"
    assert told_nothing_as_change(days[5]), "the feed came back as it was"


def test_three_failures_in_a_row_are_told_to_the_operator_once(days: dict[int, Day]) -> None:
    told = {number: [plain(parts(letter)[0]) for letter in day.volunteer] for number, day in days.items()}
    failing = [number for number, letters in told.items() if "FDA and kratom: failing" in " ".join(letters)]
    assert failing == [6]
    assert "* FDA and kratom: failing (unreachable)" in told[6][0]
    assert [number for number, day in days.items() if "FDA and kratom" in day.red] == [6, 7, 8]


def test_a_wall_is_blocked_and_kept_as_evidence_and_never_a_change(story: Fortnight, days: dict[int, Day]) -> None:
    eighth = days[8]
    assert eighth.outcomes["FDA and kratom"] == "blocked"
    assert told_nothing_as_change(eighth)
    assert "1 failed: FDA and kratom (blocked" in board_text(eighth)
    assert eighth.volunteer == [], "it is known to fail"
    with story.app.engine.connect() as conn:
        walls = [answer for answer, body in evidence.history(conn) if body == WALL]
    assert [(answer.url, answer.status) for answer in walls] == [(story.site.url(FDA), 200)]


def test_recovery_tells_the_operator_and_what_changed_meanwhile(days: dict[int, Day]) -> None:
    ninth = days[9]
    assert [letter["Subject"] for letter in ninth.volunteer] == ["policywatch: FDA and kratom recovered"]
    for words in (chat_text(ninth), board_text(ninth)):
        assert "{+Products with more than 1 % of 7-OH are adulterated.+}" in words
        assert "“7-OH” (new in the text)" in words
        assert "[-" not in words.replace("[-taken out-]", ""), "compared with the last good state, not with the wall"
        assert "Checked 3 sources, none failed." in words


def test_half_a_listing_gone_is_held_and_red_and_its_return_is_no_news(days: dict[int, Day]) -> None:
    sixth, seventh = days[6], days[7]
    assert "Ohio bills" in sixth.red
    assert told_nothing_as_change(sixth)
    assert "held for another look before being called withdrawn: 4 documents of Ohio bills." in board_text(sixth)
    assert "4 of 8 documents vanished at once; their removal is held" in plain(parts(sixth.volunteer[0])[0])
    assert "Ohio bills" not in seventh.red
    assert told_nothing_as_change(seventh)
    assert "held" not in board_text(seventh)
    assert [letter["Subject"] for letter in seventh.volunteer] == ["policywatch: Ohio bills recovered"]


def test_a_removal_is_told_when_it_was_seen_twice(story: Fortnight, days: dict[int, Day]) -> None:
    assert "HB 3" not in chat_text(days[9])
    assert "called withdrawn: 1 document of Ohio bills." in board_text(days[9])
    assert days[10].chat[0]["title"] == "Kratom and 7-OH: HB 3 withdrawn"
    for words in (chat_text(days[10]), board_text(days[10])):
        assert "* WITHDRAWN: HB 3 (page)" in words
        assert story.site.url("/ohio/bills/3") in words
        assert "held" not in words


def test_what_was_withdrawn_and_is_listed_again_is_told_as_back(days: dict[int, Day]) -> None:
    assert "* BACK: HB 3 (page)" in chat_text(days[11])
    assert "* BACK: HB 3 (page)" in board_text(days[11])


def test_a_run_when_nothing_is_due_does_nothing(story: Fortnight, days: dict[int, Day]) -> None:
    assert len(story.chat.received) == sum(len(day.chat) for day in days.values())
    assert len(story.office.letters) == sum(len(day.board) + len(day.volunteer) for day in days.values())
    assert len(story.site.statuses(OHIO)) == len(days)


def test_the_command_line_tells_the_same_story(story: Fortnight) -> None:
    changes = [(row["kind"], row["document"]["title"], row["topics"]) for row in story.lines("changes")]
    assert changes == [
        ("added", ORDER, ["kratom", "scheduling"]),
        ("amended", "FDA and kratom", ["kratom"]),
        ("amended", "FDA and kratom", ["kratom"]),
        ("removed", "HB 3", ["kratom"]),
        ("restored", "HB 3", ["kratom"]),
    ]
    deliveries = story.lines("deliveries")
    assert {(row["state"], row["attempts"]) for row in deliveries} == {("sent", 1)}
    assert len({row["digest"] for row in deliveries}) == len(deliveries)
    assert len(deliveries) == len(story.chat.received) + len(story.office.letters)
