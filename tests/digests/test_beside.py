"""What stands beside a bill in its entry: whether it moves, and which bills are alike."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from digest_world import NOW, World, bill

from monitor.changes.proposal import Against
from monitor.changes.summary import SectionChange
from monitor.digests.beside import against_lines, related_lines, same_texts
from monitor.digests.compose import Room, compose
from monitor.digests.read import preview
from monitor.model.documents import Action, Rule, Sponsor
from monitor.model.records import FieldChange, Key
from monitor.store import sessions
from monitor.store.engine import read, write
from monitor.store.related import RelatedText

TEXT = Key(registry="us-oh:136 texts", kind="page", identifier="HB 587")


def alike(registry: str, identifier: str, share: float, *differs: str, version: str = "Introduced") -> RelatedText:
    return RelatedText(
        registry=registry,
        identifier=identifier,
        jurisdiction=registry.partition(":")[0],
        version=version,
        url="https://legislature.example.gov/t",
        share=share,
        differs=differs,
    )


def test_a_bill_that_lies_still_while_its_session_runs_out_says_so(tmp_path: Path) -> None:
    world = World(tmp_path / "watch.db")
    world.source("ohio.bills", jurisdiction="us-oh")
    world.check("ohio.bills", NOW - timedelta(hours=1))
    world.topic("kratom", "Kratom")
    who = world.subscribe()
    with write(world.engine) as conn:
        sessions.note(conn, {"us-oh": (date(2025, 1, 6), date(2026, 12, 1))})
    acted = (Action(on=NOW.date() - timedelta(days=43), text="Referred", kinds=("referral-committee",)),)
    world.change(
        bill(actions=acted, sponsors=(Sponsor(name="A. Smith"),)),
        before=bill(actions=acted),
        source="ohio.bills",
        jurisdiction="us-oh",
        fields=(FieldChange(name="sponsors", before=[], after=[{"name": "A. Smith", "primary": False}]),),
    )
    with read(world.engine) as conn:
        said = compose(preview(conn, who, now=NOW), Room(format="text")).body
    assert "Pace: no action for 43 days; session ends Dec 1, 2026 (in 9 days)" in " ".join(said.split())
    world.engine.dispose()


def test_bills_are_named_by_their_place_and_session_where_these_are_others() -> None:
    found = [
        alike("us-ut:2026", "SB 45", 0.871, "4", version="Enrolled"),
        alike("us-oh:136", "SB 299", 0.8, "1", "2"),
        alike("us-oh:135", "HB 12", 0.7),
        alike("us-va:2026", "HB 360", 0.6),
    ]
    assert [one.after for one in related_lines(TEXT, "us-oh", found)] == [
        "87 % the same as Utah's SB 45 as enrolled; differs in § 4",
        "80 % the same as SB 299 as introduced; differs in § 1, 2",
        "70 % the same as HB 12 (session 135) as introduced",
        "and HB 360",
    ]


def test_a_twin_that_the_status_names_is_not_named_twice_and_is_told_together() -> None:
    twin = alike("us-oh:136", "SB 299", 1)
    assert related_lines(TEXT, "us-oh", [twin], "Introduced; the same text as SB 299") == ()
    assert same_texts(TEXT, [twin, alike("us-oh:136", "SB 3", 0.99)]) == {
        Key(registry="us-oh:136 texts", kind="page", identifier="SB 299")
    }
    bills = Key(registry="us-oh:136", kind="bill", identifier="HB 587")
    assert same_texts(bills, [twin]) == frozenset(), "each bill has its own way through its chamber"


def test_a_rule_is_held_against_its_proposal_with_the_days_spelled_out() -> None:
    proposal = Rule(
        identifier="2026-13581",
        title="Placement of MGM-16",
        url="",
        stage="proposed rule",
        published_on=date(2026, 7, 6),
    )
    part = SectionChange(
        number="1308.11", caption="Schedule I", kind="amended", told=("1.0 → 0.5",), added=1, removed=1
    )
    said = [
        against_lines(one)[0].after
        for one in (
            Against(proposal=proposal, summary=(part,)),
            Against(proposal=proposal, as_proposed=True),
            Against(proposal=proposal, missing="the full text of the proposal is not kept"),
        )
    ]
    assert said == [
        "differs from the proposal 2026-13581 of Jul 6, 2026: § 1308.11 (Schedule I): 1.0 → 0.5 (+1 −1 words)",
        "amends the Code as the proposal 2026-13581 of Jul 6, 2026 would",
        "answers the proposal 2026-13581 of Jul 6, 2026; the full text of the proposal is not kept",
    ]


def test_a_digest_says_of_an_order_which_proposal_it_answers(tmp_path: Path) -> None:
    world = World(tmp_path / "watch.db")
    world.source("us.dea_rules")
    world.check("us.dea_rules", NOW - timedelta(hours=1))
    world.topic("kratom", "Kratom")
    who = world.subscribe()
    common = {"docket": "DEA-1644", "cfr": ("21 CFR 1308",), "agencies": ("Drug Enforcement Administration",)}
    title = "Schedules of Controlled Substances: Temporary Placement of MGM-16 in Schedule I"
    intent = Rule(
        identifier="2026-13581",
        title=title,
        url="https://www.federalregister.gov/d/2026-13581",
        stage="proposed rule",
        action="Proposed amendment; notice of intent.",
        published_on=date(2026, 7, 6),
        **common,  # type: ignore[arg-type]  # fields by name
    )
    order = replace(
        intent,
        identifier="2026-17429",
        url="https://www.federalregister.gov/d/2026-17429",
        stage="rule",
        action="Temporary amendment; temporary scheduling order.",
        published_on=date(2026, 11, 19),
    )
    world.standing(intent, source="us.dea_rules", jurisdiction="federalregister.gov")
    world.standing(order, source="us.dea_rules", jurisdiction="federalregister.gov")
    world.change(order, source="us.dea_rules", jurisdiction="federalregister.gov")
    with read(world.engine) as conn:
        said = preview(conn, who, now=NOW)
        assert "Its proposal: answers the proposal 2026-13581 of Jul 6, 2026" in compose(said, Room(format="text")).body
    world.engine.dispose()
