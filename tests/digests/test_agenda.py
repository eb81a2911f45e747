"""What is due when: set, moved, called off, read in a text, or from the session calendar; each day says how it is known."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from digest_world import NOW, World, bill

from monitor.changes.deadlines import IN_BILL, IN_LAW, OF_TABLE, PUBLISHED
from monitor.cli import policywatch
from monitor.digests.agenda import Agendum, agenda
from monitor.digests.read import preview
from monitor.model.documents import Action, Hearing, Notice, Page, Rule
from monitor.store import sessions
from monitor.store.engine import read, write

TODAY = NOW.date()
SOON = TODAY + timedelta(days=14)
RULE = Rule(
    identifier="2026-1",
    title="Placement of mitragynine",
    url="https://www.federalregister.gov/d/2026-1",
    stage="proposed rule",
    comments_close_on=date(2026, 11, 30),
)
HEARING = Hearing(
    identifier="2026-11-25 House Health",
    title="House Health: HB 587",
    url="https://legislature.example.gov/h/1",
    starts_at=datetime(2026, 11, 25, 15, tzinfo=UTC),
)
TEXT = (
    "Be it enacted by the General Assembly of the State of Ohio:\nSection 1. No person shall sell kratom.\n"
    "Section 2. This act takes effect December 1, 2026."
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "watch.db")
    for name, jurisdiction in (("us.federal_register", "us"), ("ohio.hearings", "us-oh"), ("ohio.bills", "us-oh")):
        made.source(name, jurisdiction=jurisdiction)
        made.check(name, NOW - timedelta(hours=1))
    made.topic("kratom", "Kratom")
    yield made
    made.engine.dispose()


def due(world: World, last: date = SOON, **wanted: object) -> list[Agendum]:
    with read(world.engine) as conn:
        return agenda(conn, TODAY, last, **wanted)  # type: ignore[arg-type]  # options by name


def said(world: World, last: date = SOON) -> list[tuple[str, str, str]]:
    return [(str(one.due.on), one.due.what, one.due.certainty) for one in due(world, last)]


def test_days_stand_in_order_and_say_how_they_are_known(world: World) -> None:
    world.standing(RULE, source="us.federal_register")
    world.standing(HEARING, source="ohio.hearings", jurisdiction="us-oh")
    assert said(world) == [
        ("2026-11-25", "hearing", PUBLISHED),
        ("2026-11-30", "comments close", PUBLISHED),
    ]
    assert [one.source for one in due(world)] == ["ohio.hearings", "us.federal_register"]
    assert said(world, TODAY + timedelta(days=3)) == [("2026-11-25", "hearing", PUBLISHED)]


def test_a_day_that_moved_says_from_when_and_one_called_off_stays_as_cancelled(world: World) -> None:
    world.change(
        replace(RULE, comments_close_on=date(2026, 12, 4)), before=RULE, source="us.federal_register", jurisdiction="us"
    )
    world.change(replace(HEARING, cancelled=True), before=HEARING, source="ohio.hearings", jurisdiction="us-oh")
    hearing, comments = due(world)
    assert hearing.due.cancelled
    assert (comments.due.on, comments.due.was, comments.due.cancelled) == (date(2026, 12, 4), date(2026, 11, 30), False)


def test_a_day_that_is_said_no_longer_is_called_off(world: World) -> None:
    world.change(replace(RULE, comments_close_on=None), before=RULE, source="us.federal_register", jurisdiction="us")
    (only,) = due(world)
    assert only.due.cancelled


@pytest.mark.parametrize(("kinds", "certainty"), [((), IN_BILL), (("became-law",), IN_LAW)])
def test_a_day_in_a_bills_text_is_certain_only_when_the_bill_is_law(
    world: World, kinds: tuple[str, ...], certainty: str
) -> None:
    acted = (Action(on=date(2026, 11, 1), text="Became law", kinds=kinds),) if kinds else ()
    text = Page(identifier="HB 587", title="Text of HB 587", url="https://legislature.example.gov/t", text=TEXT)
    world.source("ohio.bills texts", jurisdiction="us-oh")
    world.standing(bill(actions=acted), source="ohio.bills", jurisdiction="us-oh:136")
    world.standing(text, source="ohio.bills texts", jurisdiction="us-oh:136 texts")
    (only,) = due(world, topics=("kratom",))
    assert (only.due.on, only.due.what, only.due.certainty) == (date(2026, 12, 1), "takes effect", certainty)
    assert only.due.sentence == "This act takes effect December 1, 2026."


def test_the_end_of_a_session_counts_the_watched_bills_that_are_pending_in_it(world: World) -> None:
    with write(world.engine) as conn:
        sessions.note(conn, {"us-oh:136": (date(2025, 1, 6), date(2026, 12, 1))})
    assert said(world) == []
    world.standing(bill(587), source="ohio.bills", jurisdiction="us-oh:136")
    world.standing(
        bill(588, actions=(Action(on=date(2026, 11, 1), text="Signed", kinds=("executive-signature",)),)),
        source="ohio.bills",
        jurisdiction="us-oh:136",
    )
    (only,) = due(world)
    assert (only.due.what, only.due.certainty, only.bills) == ("session ends", OF_TABLE, 1)


def test_a_session_whose_end_moved_is_noted_once(world: World) -> None:
    with write(world.engine) as conn:
        for last in (date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 8)):
            sessions.note(conn, {"us-oh:136": (None, last)})
        assert sessions.session_days(conn) == {
            "us-oh:136": sessions.SessionDays(starts_on=None, ends_on=date(2026, 12, 8))
        }


def test_other_topics_and_other_places_are_left_out(world: World) -> None:
    world.topic("scheduling")
    world.standing(RULE, source="us.federal_register", topic="scheduling")
    world.standing(HEARING, source="ohio.hearings", jurisdiction="us-oh")
    assert [one.due.what for one in due(world, topics=("kratom",))] == ["hearing"]
    assert [one.due.what for one in due(world, jurisdictions=("us",))] == ["comments close"]
    assert [one.due.what for one in due(world, jurisdictions=("us-*",))] == ["hearing"]


def test_what_was_not_known_yet_is_not_told_of_an_earlier_day(world: World) -> None:
    world.standing(RULE, source="us.federal_register")
    assert due(world, until=NOW - timedelta(days=1)) == []


def test_a_digest_lists_what_is_due_although_nothing_of_it_changed(world: World) -> None:
    who = world.subscribe("Kratom weekly")
    notice = Notice(identifier="2026-2", title="A meeting about kratom", url="https://www.federalregister.gov/d/2026-2")
    world.standing(RULE, source="us.federal_register")
    world.gather(who, kind="welcome", slot="welcome", now=NOW - timedelta(minutes=1))
    world.change(notice, source="us.federal_register", at=NOW)
    with read(world.engine) as conn:
        told = preview(conn, who, now=NOW + timedelta(minutes=1))
    assert [(one.what, one.on, one.name) for one in told.soon] == [
        ("comments close", date(2026, 11, 30), "Placement of mitragynine")
    ]


def test_the_verb_prints_the_list_for_people_and_for_scripts(world: World, tmp_path: Path) -> None:
    world.change(
        replace(RULE, comments_close_on=date(2026, 12, 4)), before=RULE, source="us.federal_register", jurisdiction="us"
    )
    asked = ["calendar", "--database", str(tmp_path / "watch.db"), "--from", "2026-11-22", "--topic", "kratom"]
    row = json.loads(CliRunner().invoke(policywatch, [*asked, "--json"]).output)
    assert (row["on"], row["was"], row["what"]) == ("2026-12-04", "2026-11-30", "comments close")
    assert (row["certainty"], row["source"], row["cancelled"]) == ("published", "us.federal_register", False)
    told = CliRunner().invoke(policywatch, asked).output
    assert told.splitlines()[0] == "2026-12-04  comments close  United States  2026-1"
    assert "was 2026-11-30" in told
    assert CliRunner().invoke(policywatch, [*asked, "--days", "2"]).output == ""
