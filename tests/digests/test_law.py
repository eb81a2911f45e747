"""Legal status in a digest: confirmed, in force, proposed, drawn; and never what nobody confirmed as if it were law."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from digest_world import NOW, World, bill, crowded, lawful, quiet, rich

from monitor.digests.compose import MAIL_LIMIT, Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.read import preview, stored
from monitor.digests.render import render
from monitor.digests.subject import subject
from monitor.model.records import LegalStatus, Subscription, Upcoming
from monitor.store import legal, proposals
from monitor.store.engine import read, write

FORMATS = ("html", "text", "markdown")


def said_by(world: World, who: Subscription) -> DigestContent:
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW)


def recorded(world: World, *statuses: LegalStatus) -> None:
    with write(world.engine) as conn:
        legal.record(conn, statuses, NOW)


def status(code: str, what: str, **values: object) -> LegalStatus:
    return LegalStatus(topic="kratom", jurisdiction=f"us-{code}", status=what, **values)  # type: ignore[arg-type]  # fields by name


def words_of(body: str) -> str:
    plain = re.sub(r"</?(?:b|a|span)\b[^>]*>", "", body)
    plain = re.sub(r"\]\([^)]*\)|<[^>]+>", " ", plain).replace("\\", "").replace("**", "").replace("->", "→")
    return re.sub(r"\s+([,:;])", r"\1", " ".join(plain.replace("[", "").split()))


@pytest.mark.parametrize("form", FORMATS)
def test_a_digest_tells_what_was_confirmed_what_came_into_force_and_what_is_only_proposed(
    world: World, form: str
) -> None:
    told = words_of(render(said_by(world, lawful(world)), form).body)  # type: ignore[arg-type]
    for words in (
        "Georgia: regulated, 21+ since Nov 19, 2026. HB 968",
        "Kentucky: banned from Dec 1, 2026, enacted; until then regulated, 21+. HB 757",
        "Texas: banned is in force since Nov 20, 2026; it was regulated, 21+",
        "proposes regulated, 21+; not confirmed",
        "HB 219 (2026): Signed by Governor, Nov 20, 2026",
        "In force from Tue, Dec 1 (in 9 days): Kratom: banned, Kentucky",
    ):
        assert words in told, words
    assert "LA" in told
    assert "legal status by state on Nov 22, 2026" in told


@pytest.mark.parametrize("form", FORMATS)
def test_the_first_screen_is_in_the_order_in_which_a_reader_needs_it(world: World, form: str) -> None:
    told = words_of(render(said_by(world, lawful(world)), form).body)  # type: ignore[arg-type]
    order = (
        "What needs you",
        "What moved",
        "What is new",
        "What the text now says",
        "Legal status",
        "Seen Nov",
        "Withdrawn from the source",
        "Checked 6 sources",
    )
    assert [told.index(words) for words in order] == sorted(told.index(words) for words in order)


def test_only_a_weekly_digest_draws_the_map(world: World) -> None:
    who = lawful(world)
    assert said_by(world, who).law[0].html_map
    daily = said_by(world, replace(who, cadence="daily 08:00"))
    assert not daily.law[0].html_map
    assert daily.law[0].confirmed
    assert said_by(world, replace(who, cadence="monthly 1 08:00")).law[0].html_map


@pytest.mark.parametrize("form", FORMATS)
def test_topics_without_statuses_have_no_legal_section(world: World, form: str) -> None:
    said = said_by(world, rich(world))
    assert said.law == ()
    assert "Legal status" not in render(said, form).body  # type: ignore[arg-type]


def test_what_a_digest_told_the_next_does_not(world: World) -> None:
    who = lawful(world)
    world.gather(who)
    later = NOW + timedelta(days=7)
    with read(world.engine) as conn:
        (law,) = preview(conn, who, now=later).law
    assert (law.confirmed, law.begun) == ((), ())
    assert len(law.proposed) == 1, "nobody has settled it"


def test_a_status_that_is_confirmed_is_worth_a_digest_by_itself(world: World) -> None:
    who = replace(quiet(world), send_empty=False)
    recorded(world, status("ky", "regulated"))
    assert world.gather(who) is None, "the table a topic starts from is no news"
    first = world.gather(replace(who, send_empty=True), slot="first")
    recorded(world, status("ky", "banned", instrument="HB 757"))
    second = world.gather(who, slot="second", now=NOW + timedelta(days=7))
    assert first
    assert second
    with read(world.engine) as conn:
        said = stored(conn, second)
    assert subject(said) == "Kratom: Kentucky, regulated → banned"
    assert "No change" not in render(said, "text").body
    assert "Kentucky: regulated -> banned" in render(said, "text").body


def test_a_law_that_begins_on_its_day_is_told_once(world: World) -> None:
    who = replace(quiet(world), send_empty=False)
    coming = Upcoming(on=date(2026, 11, 25), status="banned")
    recorded(world, status("ky", "regulated", upcoming=(coming,)))
    world.gather(replace(who, send_empty=True), slot="first")
    assert world.gather(who, slot="second", now=NOW + timedelta(days=1)) is None
    assert world.gather(who, slot="third", now=NOW + timedelta(days=4))
    assert world.gather(who, slot="fourth", now=NOW + timedelta(days=5)) is None


def test_a_digest_says_the_same_when_statuses_change_afterwards(world: World) -> None:
    made = world.gather(lawful(world))
    assert made
    with read(world.engine) as conn:
        before = render(stored(conn, made), "html").body
    recorded(world, status("oh", "banned", change_id=None), status("wy", "banned"))
    with read(world.engine) as conn:
        assert render(stored(conn, made), "html").body == before


def test_settling_a_proposal_without_a_new_status_is_no_news(world: World) -> None:
    who = lawful(world)
    world.gather(who)
    with read(world.engine) as conn:
        (proposed,) = proposals.waiting(conn, "kratom")
    recorded(world, status("oh", "regulated", age=21, change_id=proposed.change_id, note="unchanged by HB 219"))
    with read(world.engine) as conn:
        (law,) = preview(conn, who, now=NOW + timedelta(days=7)).law
    assert (law.confirmed, law.proposed) == ((), ())


def test_an_oversized_digest_keeps_its_legal_section_within_the_mail(world: World) -> None:
    who = crowded(world, 300)
    long = "x" * 5000
    states = [
        "al",
        "ak",
        "az",
        "ar",
        "ca",
        "co",
        "ct",
        "de",
        "fl",
        "ga",
        "hi",
        "id",
        "il",
        "in",
        "ia",
        "ks",
        "ky",
        "la",
        "me",
        "md",
        "ma",
        "mi",
        "mn",
        "ms",
        "mo",
        "mt",
        "ne",
        "nv",
        "nh",
    ]
    recorded(world, *(status(code, "regulated") for code in states))
    world.gather(replace(who, topics=()), slot="none")
    world.gather(replace(who, topics=("kratom",), minimum_importance=1.0, send_empty=True), slot="first")
    recorded(
        world, *(status(code, "banned", instrument=long, evidence=(f"https://e.example/{long}",)) for code in states)
    )
    for number in range(120):
        world.change(bill(9000 + number, title=f"Kratom {long}"), source="virginia.bills", jurisdiction="us-va")
    message = compose(said_by(world, who), Room(format="html"))
    assert len(message.body.encode()) <= MAIL_LIMIT
    assert "Legal status" in message.body
    assert "and 21 more: policywatch legal" in message.body
    assert message.body.rstrip().endswith("</html>")


def test_a_chat_gets_a_line_or_two_of_law_and_no_map(world: World) -> None:
    message = compose(said_by(world, lawful(world)), Room(format="markdown", limit=2000, subject_in_body=True))
    assert len(message.body) <= 2000
    assert "Legal status" in message.body
    assert "```" not in message.body
