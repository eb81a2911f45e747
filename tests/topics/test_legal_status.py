"""What enacted changes propose for a legal status, and what is never proposed."""

from datetime import UTC, date, datetime

import pytest

from monitor.model.documents import Action, Bill, Document, Notice, Rule
from monitor.model.records import Change, ChangeKind, Key, LegalStatus, Move, Upcoming
from monitor.topics.status import enacted_for_later, in_force, open_proposals, propose, reading_of

KRATOM = ("kratom", "mitragynine", "7-OH")
SIGNED = Move(before="to the executive", after="signed", on=date(2026, 4, 1), because="Approved by Governor")


def bill(title: str, text: str = "") -> Bill:
    return Bill(identifier="SB 985", title=title, url="https://x.example/985", text=text, session="2026")


def change(document: Document, *moves: Move, kind: ChangeKind = ChangeKind.AMENDED) -> Change:
    return Change(
        id=7,
        kind=kind,
        key=Key(registry="us-wv:2026", kind=document.kind, identifier=document.identifier),
        source="west_virginia.bills",
        detected_at=datetime(2026, 4, 2, tzinfo=UTC),
        document=document,
        moves=moves,
        jurisdiction="us-wv",
    )


def test_a_signed_act_proposes_what_its_words_say() -> None:
    text = "A processor of kratom shall register with the department.\nNo person may sell kratom to anyone under 21 years of age."
    proposed = propose("kratom", change(bill("Relating to kratom", text), SIGNED), KRATOM)
    assert proposed is not None
    assert (proposed.words, proposed.jurisdiction, proposed.change_id) == ("regulated, 21+", "us-wv", 7)
    assert proposed.because == "Approved by Governor, 2026-04-01"
    assert proposed.instrument == "SB 985 (2026)"
    assert proposed.sentence == "A processor of kratom shall register with the department."


@pytest.mark.parametrize(
    "move",
    [
        Move(before="in committee", after="passed one chamber"),
        Move(before="passed one chamber", after="passed both"),
        Move(before="passed both", after="vetoed"),
        Move(before="signed", after="law"),
    ],
    ids=lambda move: move.after,
)
def test_no_other_step_proposes_anything(move: Move) -> None:
    assert propose("kratom", change(bill("Prohibiting the sale of kratom"), move), KRATOM) is None


def rule(stage: str, effective: date | None) -> Rule:
    return Rule(
        identifier="2026-17429",
        title="Schedules of Controlled Substances: Temporary Placement of Mitragynine Pseudoindoxyl in Schedule I",
        url="https://x.example/r",
        stage=stage,
        action="Temporary amendment; temporary scheduling order.",
        effective_on=effective,
        text="This order places mitragynine pseudoindoxyl in schedule I of the Controlled Substances Act.",
    )


def test_a_final_rule_with_a_date_proposes_a_schedule() -> None:
    made = change(rule("rule", date(2026, 8, 26)), kind=ChangeKind.ADDED)
    proposed = propose("kratom", made, ("mitragynine pseudoindoxyl",))
    assert proposed is not None
    assert (proposed.status, proposed.effective_on) == ("scheduled I", date(2026, 8, 26))


def test_a_notice_of_intent_proposes_nothing_though_it_carries_a_date() -> None:
    made = change(rule("proposed rule", date(2026, 7, 6)), kind=ChangeKind.ADDED)
    assert propose("kratom", made, KRATOM) is None
    notice = Notice(identifier="2026-13364", title="Kratom in schedule I", url="https://x.example/n")
    assert propose("kratom", change(notice, kind=ChangeKind.ADDED), KRATOM) is None


@pytest.mark.parametrize(
    ("sentence", "status", "age"),
    [
        ("It is unlawful to sell kratom in this state", "banned", None),
        ("The act adds mitragynine to schedule I", "scheduled I", None),
        ("A retailer may not sell kratom to a person under the age of 18", "age limit", 18),
        ("Kratom products must bear a label", "regulated", None),
        ("The department shall study kratom", "unknown", None),
        ("The act removes mitragynine from schedule I", "unknown", None),
        ("The act repeals the prohibition of the sale of kratom", "unknown", None),
        ("It is unlawful to sell tobacco", "unknown", None),
        ("[-It is unlawful to sell kratom-]", "unknown", None),
        ("Kratom is studied with substances in schedules I and II", "unknown", None),
    ],
)
def test_words_are_read_only_where_they_are_plain(sentence: str, status: str, age: int | None) -> None:
    found = reading_of(bill("An act", sentence + "."), KRATOM)
    assert found[:2] == (status, age)
    assert bool(found[2]) == (status != "unknown")


def test_what_a_person_settled_is_not_proposed_again() -> None:
    proposed = propose("kratom", change(bill("Prohibiting the sale of kratom"), SIGNED), KRATOM)
    assert proposed is not None
    assert open_proposals([proposed, proposed], []) == (proposed,)
    settled = LegalStatus(topic="kratom", jurisdiction="us-wv", status="banned", change_id=7)
    assert open_proposals([proposed], [settled]) == ()
    assert open_proposals([proposed], [LegalStatus(topic="hemp", jurisdiction="us-wv", status="banned", change_id=7)])


KENTUCKY = LegalStatus(topic="kratom", jurisdiction="us-ky", status="regulated", since="2024-07-15", age=21)
BAN = LegalStatus(topic="kratom", jurisdiction="us-ky", status="banned", since="2027-01-01", instrument="HB 757")


def test_a_status_confirmed_for_later_waits_for_its_day() -> None:
    recorded = enacted_for_later(KENTUCKY, BAN, date(2026, 11, 22))
    assert (recorded.status, recorded.since) == ("regulated", "2024-07-15")
    assert recorded.upcoming == (Upcoming(on=date(2027, 1, 1), status="banned", instrument="HB 757"),)
    assert in_force(recorded, date(2026, 12, 31)) == recorded
    held = in_force(recorded, date(2027, 1, 1))
    assert (held.status, held.since, held.instrument, held.age, held.upcoming) == (
        "banned",
        "2027-01-01",
        "HB 757",
        None,
        (),
    )


def test_a_status_confirmed_for_today_holds_at_once() -> None:
    assert enacted_for_later(KENTUCKY, BAN, date(2027, 1, 1)) == BAN
    only_year = LegalStatus(topic="kratom", jurisdiction="us-ky", status="banned", since="2027")
    assert enacted_for_later(KENTUCKY, only_year, date(2026, 11, 22)) == only_year


def test_actions_do_not_disturb_the_reading() -> None:
    acted = Action(on=date(2026, 4, 1), text="Approved by Governor", by="executive", kinds=("executive-signature",))
    document = Bill(
        identifier="SB 1", title="Kratom Consumer Protection Act", url="https://x.example/1", actions=(acted,)
    )
    assert reading_of(document, KRATOM)[0] == "regulated"
