"""Several changes of one document are one entry, told once and plainly; the first screen of a digest stands alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from digest_world import NEW_TEXT, NOW, OLD_TEXT, World, bill, eventful, passing, published, quiet, rich, settled
from hypothesis import given
from hypothesis import strategies as st

from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.course import net, steps
from monitor.digests.describe import line
from monitor.digests.entries import Entry
from monitor.digests.excerpt import excerpt
from monitor.digests.fields import field_lines, spelled
from monitor.digests.gather import HealthEvent, operator_message
from monitor.digests.glance import glance, headline, overview
from monitor.digests.legislature import body_name, standing
from monitor.digests.read import preview, stored
from monitor.digests.render import render
from monitor.digests.words import short, span
from monitor.model.documents import Bill, Enforcement, Page, Rule
from monitor.model.records import Change, ChangeKind, FieldChange, Hit, Key, Move, Subscription
from monitor.store import schema
from monitor.store.engine import read, write

FORMATS = ("html", "text", "markdown")
VIRGINIA = {"source": "virginia.bills", "jurisdiction": "us-va"}
WAY = "in committee → reported → passed one chamber → passed both chambers"
PLACEMENT = "Temporary Placement of MGM-15 in Schedule I"
TEXT = (FieldChange(name="text", before=None, after=None),)


@pytest.fixture
def capitol(world: World) -> World:
    world.source("virginia.bills", jurisdiction="us-va")
    world.source("us.dea_rules")
    world.topic("kratom", "Kratom and 7-OH")
    world.topic("scheduling", "Scheduling")
    return world


def said_by(world: World, who: Subscription, kind: str = "digest") -> DigestContent:
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW, kind=kind)


def flat(text: str) -> str:
    return " ".join(text.split())


def told(world: World, *topics: str) -> Entry:
    who = world.subscribe(topics=topics or ("kratom", "scheduling"))
    with read(world.engine) as conn:
        (entry,) = preview(conn, who, now=NOW, since=NOW - timedelta(days=90)).ranked
    return entry


# -- one document, several changes ------------------------------------------------------------------------------------


def test_a_bill_that_moved_three_times_stands_once_with_its_way_and_its_steps(capitol: World) -> None:
    who = capitol.subscribe(topics=("kratom", "scheduling"))
    made = passing(capitol)
    said = said_by(capitol, who)
    (entry,) = said.ranked
    assert (entry.change_id, entry.changes, entry.label) == (made[-1], 3, "changed")
    assert entry.importance == 0.9, "the highest, not the last"
    (way,) = entry.status
    assert way.said == WAY
    assert way.on == "Nov 19, 2026"
    assert [(one.on, one.said) for one in entry.steps] == [
        ("Nov 17", "Reported from Health with substitute (18-Y 3-N) (House); text changed"),
        ("Nov 18", "passed one chamber: Read third time and passed House (61-Y 36-N); text changed"),
        ("Nov 19", "passed both chambers: Read third time and passed Senate (27-Y 12-N); text changed"),
    ]
    assert entry.counted == "3 changes, Nov 17–19"
    assert entry.redline == excerpt(OLD_TEXT, NEW_TEXT).pieces, "from the state before the first to that after the last"
    assert [one.said for one in entry.reasons] == [
        "Kratom and 7-OH: “kratom”, “7-hydroxymitragynine” (new in the text)",
        "Scheduling: “kratom”, “7-hydroxymitragynine” (new in the text)",
    ]
    assert said.tally == "3 changes of 1 document"
    assert render(said, "text").subject == "Kratom and 7-OH: Virginia HB 9001 passed both chambers"


@pytest.mark.parametrize("form", FORMATS)
def test_each_step_is_read_once_in_every_format(capitol: World, form: str) -> None:
    who = capitol.subscribe()
    passing(capitol)
    body = flat(render(said_by(capitol, who), form).body)  # type: ignore[arg-type]
    assert body.count("HB 9001") == 1
    assert body.count("61-Y 36-N") == 1
    assert body.count("21") > 0
    assert "3 changes, Nov 17–19" in body


def test_every_change_still_counts_once_in_the_ledger(capitol: World) -> None:
    who = capitol.subscribe()
    passing(capitol)
    digest_id = capitol.gather(who)
    item = schema.digest_item
    with read(capitol.engine) as conn:
        parts = conn.execute(sa.select(item.c.part).where(item.c.digest_id == digest_id)).scalars().all()
        assert stored(conn, digest_id or 0).total == 3
    assert parts == ["entry"] * 3
    assert capitol.gather(who, slot="next") is None


def test_an_alert_for_a_chat_tells_it_once_too(capitol: World) -> None:
    who = capitol.subscribe(cadence="at once")
    passing(capitol)
    body = compose(said_by(capitol, who, "alert"), Room(format="markdown", limit=2000, subject_in_body=True)).body
    assert body.count("HB 9001") == 1
    assert "passed one chamber → passed both chambers" in body


def test_a_rule_that_was_filed_and_then_published_is_new_in_its_newest_state(capitol: World) -> None:
    published(capitol)
    entry = told(capitol)
    assert (entry.label, entry.changes) == ("new", 2)
    assert entry.url == "https://www.federalregister.gov/d/2026-17429"
    assert entry.status[0].said == "filed for public inspection, publication scheduled Nov 19, 2026 → published"
    assert entry.status[0].on == "Nov 19, 2026"
    assert [one.said for one in entry.steps] == [
        "first listed, filed for public inspection, publication scheduled Nov 19, 2026",
        "published; now with text, CFR, effective date",
    ]
    assert [one.url for one in entry.steps] == ["https://www.federalregister.gov/public-inspection/2026-17429", ""]
    assert [(one.name, one.after) for one in entry.facts] == [
        ("CFR", "21 CFR 1308"),
        ("in effect since", "Nov 19, 2026"),
    ]
    assert entry.redline == ()
    assert not any(reason.fresh for reason in entry.reasons), "in a new document every word is new"


def test_what_appeared_and_is_gone_again_is_withdrawn(capitol: World) -> None:
    capitol.change(bill(5), at=NOW - timedelta(days=3), **VIRGINIA)
    capitol.change(bill(5), before=bill(5), kind=ChangeKind.REMOVED, at=NOW - timedelta(days=1), **VIRGINIA)
    entry = told(capitol)
    assert (entry.label, entry.note) == (
        "withdrawn",
        "withdrawn from the source: it appeared and is no longer listed there",
    )
    assert [(one.on, one.said) for one in entry.steps] == [("Nov 19", "first listed"), ("Nov 21", "no longer listed")]


def test_what_was_withdrawn_and_listed_again_is_back(capitol: World) -> None:
    capitol.change(bill(5), before=bill(5), kind=ChangeKind.REMOVED, at=NOW - timedelta(days=3), **VIRGINIA)
    capitol.change(bill(5), before=bill(5), kind=ChangeKind.RESTORED, at=NOW - timedelta(days=1), **VIRGINIA)
    entry = told(capitol)
    assert (entry.label, len(entry.steps)) == ("back", 2)


def test_two_sources_of_one_document_are_not_compared_with_each_other(capitol: World) -> None:
    capitol.source("legiscan.virginia", jurisdiction="us-va")
    old, new = {"text": "Passed house", "on": None}, {"text": "HOUSE PASSAGE", "on": None}
    capitol.change(
        bill(5, text="one\n"),
        before=bill(5, text="none\n"),
        fields=(*TEXT, FieldChange(name="actions", before=[], after=[old])),
        at=NOW - timedelta(days=3),
        **VIRGINIA,
    )
    capitol.change(
        bill(5, text="A TEXT IN CAPITALS 2\n"),
        before=bill(5, text="A TEXT IN CAPITALS 1\n"),
        source="legiscan.virginia",
        jurisdiction="us-va",
        fields=(*TEXT, FieldChange(name="actions", before=[new], after=[new, {"text": "SIGNED", "on": None}])),
        at=NOW - timedelta(days=1),
    )
    entry = told(capitol)
    assert [piece.text for piece in entry.redline if piece.op != "same"] == ["1", "2"]
    assert [one.said for one in entry.steps] == ["Passed house; text changed", "SIGNED; text changed"]
    assert entry.source == "virginia.bills, legiscan.virginia"


def _change(number: int, kind: ChangeKind, sponsors: list[str], before: list[str]) -> Change:
    return Change(
        id=number + 1,
        kind=kind,
        key=Key(registry="us-va", kind="bill", identifier="HB 1"),
        source="virginia.bills",
        detected_at=datetime(2026, 11, 1 + number, tzinfo=UTC),
        document=bill(1, title=f"after {number}"),
        before=bill(1, title=f"before {number}"),
        fields=(FieldChange(name="subjects", before=before, after=sponsors),),
    )


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True), min_size=2, max_size=6))
def test_a_merged_list_tells_the_difference_between_its_first_and_its_last_state(states: list[list[str]]) -> None:
    changes = [_change(at, ChangeKind.AMENDED, after, before) for at, (before, after) in enumerate(pairwise(states))]
    whole = net(changes)
    assert len(steps(changes, UTC)) == (len(changes) if len(changes) > 1 else 0)
    assert (whole.before, whole.document) == (changes[0].before, changes[-1].document)
    came, went = set(states[-1]) - set(states[0]), set(states[0]) - set(states[-1])
    found = {one.name: one for one in whole.fields}
    assert (set(found["subjects"].after) - set(found["subjects"].before) if found else set()) == came
    assert (set(found["subjects"].before) - set(found["subjects"].after) if found else set()) == went


@given(st.lists(st.sampled_from(list(ChangeKind)), min_size=1, max_size=5))
def test_a_document_is_withdrawn_when_it_is_gone_at_the_end_and_new_when_it_came(kinds: list[ChangeKind]) -> None:
    whole = net([_change(at, kind, [], []) for at, kind in enumerate(kinds)])
    assert (whole.kind is ChangeKind.REMOVED) == (kinds[-1] is ChangeKind.REMOVED)
    assert (whole.kind is ChangeKind.ADDED) == (kinds[0] is ChangeKind.ADDED and kinds[-1] is not ChangeKind.REMOVED)
    assert whole.id == len(kinds)


def test_the_changes_of_a_busy_week_are_all_counted(world: World) -> None:
    said = said_by(world, eventful(world))
    assert said.total == sum(one.changes for one in said.ranked) == 10
    assert said.tally == "10 changes of 6 documents: 3 changed, 1 new, 1 listed again, 1 withdrawn"
    small = compose(said, Room(format="text", limit=1500))
    left = 0 if "left out" not in small.body else int(small.body.split(" more change")[0].split()[-1])
    assert 0 < left < 10


# -- no repetition, plain words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_text_where_there_was_none_is_told_once_and_without_marks(capitol: World, form: str) -> None:
    who = capitol.subscribe()
    rule = Rule(identifier="2026-1", title="Order on kratom", url="https://example.gov/1", stage="rule")
    words = "The order places MGM-15 in schedule I."
    capitol.change(
        replace(rule, text=words, cfr=("21 CFR 1308",), effective_on=date(2026, 11, 1)),
        before=rule,
        source="us.dea_rules",
        fields=(
            *TEXT,
            FieldChange(name="cfr", before=[], after=["21 CFR 1308"]),
            FieldChange(name="effective_on", before=None, after="2026-11-01"),
            FieldChange(name="docket", before="DEA-1644-A-17", after=""),
        ),
    )
    body = flat(render(said_by(capitol, who), form).body).replace("<b>", "").replace("</b>", "")  # type: ignore[arg-type]
    assert body.count(words) == 1
    assert "{+" not in body
    for said in ("CFR: 21 CFR 1308 added", "Effective: set to Nov 1, 2026", "Docket: taken out (was “DEA-1644-A-17”)"):
        assert said in body
    assert "empty" not in body


def test_an_emptied_text_is_said_to_be_taken_out(capitol: World) -> None:
    page = Page(identifier="https://e.org", title="Kratom", url="https://e.org", text="Kratom is legal.\nBuy it.\n")
    capitol.change(replace(page, text=""), before=page, fields=TEXT, source="us.dea_rules")
    entry = told(capitol)
    assert entry.redline == ()
    assert [(one.name, one.said) for one in entry.fields] == [
        ("text", "taken out (it began “Kratom is legal. ¶ Buy it.”)")
    ]


def test_a_date_to_act_by_is_not_told_a_second_time_as_a_field(capitol: World) -> None:
    rule = Rule(identifier="2026-1", title="Order on kratom", url="", stage="rule")
    capitol.change(
        replace(rule, effective_on=date(2026, 12, 1)),
        before=rule,
        fields=(FieldChange(name="effective_on", before=None, after="2026-12-01"),),
        source="us.dea_rules",
    )
    entry = told(capitol)
    assert entry.fields == ()
    assert [one.said for one in entry.dates] == ["takes effect Tue, Dec 1 (in 9 days)"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_proposed_rule_is_called_that_and_takes_no_effect(capitol: World, form: str) -> None:
    filed = Rule(
        identifier="2026-13580",
        title="Schedules of Controlled Substances: Temporary Placement of 7-OH in Schedule I",
        url="https://www.federalregister.gov/d/2026-13580",
        stage="proposed rule",
        status="filed for public inspection",
    )
    published = replace(filed, status="published", effective_on=date(2026, 12, 1), published_on=date(2026, 11, 20))
    fields = (
        FieldChange(name="status", before=filed.status, after="published"),
        FieldChange(name="effective_on", before=None, after="2026-12-01"),
    )
    moves = (Move(before=filed.status, after="published"),)
    who = capitol.subscribe()
    capitol.change(published, before=filed, fields=fields, moves=moves, source="us.dea_rules")
    said = said_by(capitol, who)
    message = render(said, form)  # type: ignore[arg-type]
    assert message.subject == "Kratom and 7-OH: proposed rule: Temporary Placement of 7-OH in… now published"
    for line_ in ("takes effect", "in effect", "Effective"):
        assert line_ not in message.body
    assert line(said.ranked[0]).status.startswith("proposed rule, filed for public inspection → published")
    assert glance(said.ranked[0]).said.startswith("proposed rule, now published")


def test_a_redline_shows_the_whole_sentence_and_the_sentence_is_not_repeated(capitol: World) -> None:
    capitol.change(bill(1, text=NEW_TEXT), before=bill(1, text=OLD_TEXT), fields=TEXT, **VIRGINIA)
    entry = told(capitol)
    assert entry.sentence == ""
    assert "".join(one.text for one in entry.redline).startswith("… No person shall sell a kratom product to an")


def test_a_recall_whose_text_repeats_its_fields_has_no_second_telling(capitol: World) -> None:
    recall = Enforcement(
        identifier="F-1",
        title="Kratom capsules",
        url="",
        product="Kratom capsules 500 mg",
        reason="Salmonella was found",
        text="Product: Kratom capsules 500 mg\nReason: Salmonella was found\nCodes: Lot 1\n",
    )
    capitol.change(recall, source="us.dea_rules")
    entry = told(capitol)
    assert entry.sentence == ""
    assert [one.name for one in entry.facts] == ["product", "reason"]


def test_links_lead_to_the_new_texts_of_a_bill(capitol: World) -> None:
    version = {"note": "Substitute", "on": "2026-11-19", "url": "https://lis.example/H1.pdf", "media_type": ""}
    hostile = {"note": "Bad", "on": None, "url": "javascript:alert(1)", "media_type": ""}
    capitol.change(
        bill(1),
        before=bill(1),
        fields=(FieldChange(name="versions", before=[], after=[version, hostile]),),
        **VIRGINIA,
    )
    entry = told(capitol)
    assert [(one.name, one.url) for one in entry.links] == [("Substitute, Nov 19, 2026", "https://lis.example/H1.pdf")]
    assert [one.name for one in entry.fields] == ["2 new versions"], "one of them has no link"


def test_a_text_that_is_linked_is_not_named_twice(capitol: World) -> None:
    version = {"note": "Substitute", "on": None, "url": "https://lis.example/H1.pdf", "media_type": ""}
    capitol.change(
        bill(1),
        before=bill(1),
        fields=(FieldChange(name="versions", before=[], after=[version]),),
        **VIRGINIA,
    )
    entry = told(capitol)
    assert (len(entry.links), entry.fields) == (1, ())


def test_a_published_rule_has_its_day_beside_its_status(capitol: World) -> None:
    filed = Rule(identifier="2026-1", title="Order on kratom", url="", status="filed for public inspection")
    capitol.change(
        replace(filed, status="published", published_on=date(2026, 11, 19)),
        before=filed,
        fields=(FieldChange(name="published_on", before=None, after="2026-11-19"),),
        moves=(Move(before=filed.status, after="published"),),
        source="us.dea_rules",
    )
    entry = told(capitol)
    assert (entry.status[0].said, entry.status[0].on) == ("filed for public inspection → published", "Nov 19, 2026")
    assert entry.fields == ()


@pytest.mark.parametrize(
    ("by", "jurisdiction", "name"),
    [
        ("lower", "us-va", "House"),
        ("lower", "us-ca", "Assembly"),
        ("lower", "de-by", "lower chamber"),
        ("upper", "us", "Senate"),
        ("upper", "us-ne", "Legislature"),
        ("upper", "", "upper chamber"),
        ("legislature", "us", "Congress"),
        ("legislature", "us-dc", "Council"),
        ("executive", "us", "President"),
        ("executive", "us-oh", "Governor"),
        ("executive", "", "executive"),
        ("House Health", "us-va", "House Health"),
    ],
)
def test_a_chamber_is_called_by_its_name(by: str, jurisdiction: str, name: str) -> None:
    assert body_name(by, jurisdiction) == name


def test_where_a_bill_stands_is_said_for_people() -> None:
    assert standing("passed both", "us-va") == "passed both chambers"
    assert standing("passed both", "us-ne") == "passed the Legislature"
    assert standing("to the executive", "us-va") == "sent to the governor"
    assert standing("to the executive", "us") == "sent to the president"
    assert standing("law", "us-va") == "became law"
    assert standing("Left in Courts of Justice", "us-va") == "Left in Courts of Justice"


def test_an_action_names_its_chamber_unless_its_words_do() -> None:
    actions = [
        {"text": "Passed Senate", "by": "upper", "on": "2026-11-19", "kinds": []},
        {"text": "Engrossed", "by": "lower", "on": None, "kinds": []},
    ]
    (line,) = field_lines((FieldChange(name="actions", before=[], after=actions),), "us-va")
    assert (line.name, line.said) == ("2 new actions", "Passed Senate, Nov 19, 2026; Engrossed (House)")
    (line,) = field_lines((FieldChange(name="chamber", before="lower", after="upper"),), "us-va")
    assert (line.before, line.after) == ("House", "Senate")


def test_iso_dates_in_a_status_are_spelled_out_and_numbers_are_left_alone() -> None:
    assert spelled("scheduled 2026-08-26; see 2026-13580 and 2026-08-26-x, 2026-13-45") == (
        "scheduled Aug 26, 2026; see 2026-13580 and 2026-08-26-x, 2026-13-45"
    )


# -- the first screen -------------------------------------------------------------------------------------------------


def test_the_first_screen_says_what_moved_what_is_new_and_what_else_changed(world: World) -> None:
    said = said_by(world, eventful(world))
    parts = {
        part.name: [f"{one.name} {one.title}: {one.said}".strip() for one in part.glances] for part in said.overview
    }
    assert parts == {
        "What moved": [
            f"Virginia HB 9001 Kratom products; minimum age (example): {WAY} (Nov 19, 2026)",
            "Virginia HB 6 Kratom; tax: listed again",
            "Virginia HB 5 Kratom; study: withdrawn",
        ],
        "What is new": [
            f"Schedules of Controlled Substances: {PLACEMENT}: rule, United States, now published",
        ],
        "What else changed": ["About kratom: text changed", "An emptied page: text changed"],
    }
    body = render(said, "text").body
    assert "What needs you" not in body, "nothing to act on by a date is left out, not said to be empty"
    assert body.index("What moved") < body.index("== Kratom and 7-OH: Virginia ==")


def test_few_documents_need_no_overview_and_many_are_counted(world: World) -> None:
    said = said_by(world, rich(world))
    assert overview(said.ranked[:2]) == ()
    many = overview(said.ranked[:1] * 9)
    assert [(part.name, len(part.glances), part.more) for part in many] == [("What is new", 5, 4)]
    assert replace(said, brief=True).overview == ()


@pytest.mark.parametrize("form", FORMATS)
def test_what_needs_somebody_comes_first(world: World, form: str) -> None:
    body = render(said_by(world, rich(world)), form).body  # type: ignore[arg-type]
    order = ["What needs you in the next 14 days", "What moved", "What is new", "What else changed"]
    assert sorted(order, key=body.index) == order
    assert "House Courts of Justice: House Courts" not in body, "a hearing's made-up identifier is not shown"


def test_a_headline_keeps_the_telling_part_of_a_title_and_fits(world: World) -> None:
    said = said_by(world, rich(world))
    rule = next(one for one in said.ranked if one.what == "proposed rule")
    assert headline(rule, 90) == "new proposed rule: Temporary Placement of 7-Hydroxymitragynine in Schedule I"
    assert headline(rule, 55) == "new proposed rule: Temporary Placement of 7-Hydroxymit…"
    ohio = next(one for one in said.ranked if one.name == "HB 587")
    moved = replace(ohio, status=(replace(ohio.status[0], after="in committee"),))
    assert headline(moved) == "Ohio HB 587 now in committee"


def test_a_channel_too_small_for_entries_gets_the_headlines(world: World) -> None:
    body = compose(said_by(world, rich(world)), Room(format="text", limit=330)).body
    assert body.startswith("6 changes: 3 new, 2 changed, 1 withdrawn\n- new proposed rule: ")
    assert "- Ohio HB 587 passed one chamber\n" in body
    assert body.endswith("[preview]")
    assert len(body) <= 330


# -- welcome, health, quiet -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_a_welcome_to_a_hundred_documents_says_where_they_are_and_what_is_due(world: World, form: str) -> None:
    message = compose(said_by(world, settled(world), "welcome"), Room(format=form))  # type: ignore[arg-type]
    assert message.subject == "Kratom and 7-OH: 100 documents already there"
    assert "100 documents match today" in message.body
    assert "Where: Virginia 99, United States 1." in message.body
    assert "Comments close Tue, Dec 1 (in 9 days)" in message.body
    assert message.body.index("HB 2: ") < message.body.index("HB 10: ")
    assert "published Nov 1, 2026" in message.body


@pytest.mark.parametrize("form", FORMATS)
def test_the_operator_reads_what_is_wrong_and_what_to_do(world: World, form: str) -> None:
    who = world.subscribe("operator", topics=())
    events = (
        HealthEvent(source="us.fda_recalls", state="failing", since=NOW, outcome="blocked", detail="an apology page"),
        HealthEvent(source="virginia.bills", state="failing", since=NOW, outcome="changed", detail="7 of 15 vanished"),
        HealthEvent(source="ohio.bills", state="recovered", since=NOW, outcome="unchanged", detail="no answer"),
    )
    with write(world.engine) as conn:
        told_ = operator_message(conn, who, now=NOW, slot="h", events=events)
        assert told_ is not None
        said = stored(conn, told_)
    body = flat(render(said, form).body.replace("\\", ""))  # type: ignore[arg-type]
    assert "the site shows robots a wall instead of its pages." in body
    assert "An apology page." in body
    assert "(changed)" not in body, "an outcome that is good explains nothing"
    assert "It was: No answer." in body
    assert "policywatch check NAME" in body
    assert "policywatch check NAME" not in render(replace(said, events=said.events[2:]), form).body  # type: ignore[arg-type]


def test_a_quiet_digest_says_that_nothing_behind_a_failure_is_lost(world: World) -> None:
    body = flat(render(said_by(world, quiet(world)), "text").body)
    assert "1 of 2 sources could not be read: us.dea_rules. The sources were asked 2 times." in body
    assert "What changes at a failing source is told when it can be read again." in body


def test_days_are_spanned_shortly() -> None:
    assert span(date(2026, 8, 26), date(2026, 8, 28)) == "Aug 26–28"
    assert span(date(2026, 8, 30), date(2026, 9, 2)) == "Aug 30 – Sep 2"
    assert span(date(2026, 8, 26), date(2026, 8, 26)) == "Aug 26"
    assert short("Placement of 7-OH in", 18) == "Placement of 7-OH…", "a word that just fits stays"


def test_a_bill_without_actions_still_has_its_moves_told(capitol: World) -> None:
    thing = Bill(identifier="HB 3", title="Kratom", url="")
    for at in range(9):
        move = Move(before=f"step {at}", after=f"step {at + 1}")
        capitol.change(thing, before=thing, moves=(move,), at=NOW - timedelta(days=10 - at), hits=(), **VIRGINIA)
    entry = told(capitol)
    assert entry.status[0].said == "step 0 → … → step 5 → step 6 → step 7 → step 8 → step 9"
    assert entry.reasons[0].said == "Kratom and 7-OH"


def test_a_word_that_an_earlier_change_brought_stays_new(capitol: World) -> None:
    for at, new in enumerate((True, False)):
        hits = (Hit(words="7-OH", where="text", at=0, new=new),)
        capitol.change(bill(1), before=bill(1), hits=hits, at=NOW - timedelta(days=3 - at), **VIRGINIA)
    assert told(capitol, "kratom").reasons[0].said == "Kratom and 7-OH: “7-OH” (new in the text)"
