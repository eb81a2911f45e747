"""The watched bills that do not move: in a weekly digest a line or two, by `policywatch bills` one by one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from digest_world import NOW, World, bill

from monitor.cli import policywatch
from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.read import preview, stored
from monitor.model.documents import Action
from monitor.model.records import Subscription
from monitor.store import sessions
from monitor.store.engine import read, write

TODAY = NOW.date()


def acted(number: int, *steps: tuple[int, str, str], **values: object) -> object:
    actions = tuple(
        Action(on=TODAY - timedelta(days=days), text=kind.replace("-", " "), by=by, kinds=(kind,))
        for days, by, kind in steps
    )
    return bill(number, actions=actions, **values)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Three stalled bills of Ohio, one that moves, one defeated; two of Virginia, whose session is over; one nobody watches."""
    made = World(tmp_path / "watch.db")
    for name, place in (("ohio.bills", "us-oh"), ("virginia.bills", "us-va")):
        made.source(name, jurisdiction=place)
        made.check(name, NOW - timedelta(hours=1))
    made.topic("kratom", "Kratom")
    made.topic("tea", "Tea")
    ohio, virginia = (
        {"source": f"{name}.bills", "jurisdiction": code} for name, code in (("ohio", "us-oh"), ("virginia", "us-va"))
    )
    for number, days in ((12, 60), (3, 45), (7, 31)):
        made.standing(acted(number, (days, "lower", "referral-committee")), **ohio)  # type: ignore[arg-type]  # a bill, by name
    made.standing(acted(1, (3, "lower", "reading-2")), **ohio)  # type: ignore[arg-type]
    made.standing(acted(2, (90, "lower", "failure")), **ohio)  # type: ignore[arg-type]
    made.standing(acted(99, (200, "lower", "introduction")), topic="tea", **ohio)  # type: ignore[arg-type]
    for number in (40, 41):
        made.standing(acted(number, (50, "lower", "referral-committee")), **virginia)  # type: ignore[arg-type]
    with write(made.engine) as conn:
        sessions.note(conn, {"us-va": (date(2026, 1, 14), TODAY - timedelta(days=4))})
    yield made
    made.engine.dispose()


def told(world: World, who: Subscription, **how: object) -> DigestContent:
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW, **how)  # type: ignore[arg-type]  # options by name


def test_a_weekly_digest_counts_the_stalled_and_names_the_longest_and_what_ended(world: World) -> None:
    said = told(world, world.subscribe("Kratom weekly"))
    assert [(one.name, one.said) for one in said.still] == [
        (
            "stalled",
            (
                "3 bills without an action for 30 days or more; the longest: Ohio HB 12 (60 days, in committee), "
                "Ohio HB 3 (45 days, in committee), Ohio HB 7 (31 days, in committee)"
            ),
        ),
        ("session over without an outcome", "Virginia HB 40, Virginia HB 41 (ended Nov 18, 2026)"),
    ]


@pytest.mark.parametrize("form", ["html", "text", "markdown"])
def test_it_stands_in_every_format(world: World, form: str) -> None:
    body = compose(told(world, world.subscribe("Kratom weekly")), Room(format=form)).body  # type: ignore[arg-type]  # of three
    words = " ".join(body.split())
    assert "What does not move" in words
    assert "Ohio HB 12 (60 days, in committee)" in words
    assert "HB 99" not in words, "another topic's"


def test_one_stalled_bill_needs_no_count(world: World) -> None:
    said = told(world, world.subscribe("Tea weekly", ("tea",)))
    assert [one.said for one in said.still] == ["Ohio HB 99 (200 days, introduced)"]


def test_only_a_digest_that_comes_weekly_or_seldomer_says_it(world: World) -> None:
    for cadence in ("daily 08:00", "weekdays 08:00"):
        assert told(world, world.subscribe("often", cadence=cadence)).still == ()
    assert told(world, world.subscribe("monthly", cadence="0 8 1 * *")).still
    assert told(world, world.subscribe("Kratom weekly"), kind="welcome").still == ()
    elsewhere = told(world, world.subscribe("Kansas", jurisdictions=("us-ks",)))
    assert (elsewhere.still, compose(elsewhere, Room(format="text")).body.count("does not move")) == ((), 0)


def test_the_end_of_a_session_is_told_by_one_digest(world: World) -> None:
    who = world.subscribe("Kratom weekly", send_empty=True)
    first = world.gather(who)
    later = NOW + timedelta(days=7)
    second = world.gather(who, now=later, slot="2026-11-29")
    assert first
    assert second
    with read(world.engine) as conn:
        names = [[one.name for one in stored(conn, number).still] for number in (first, second)]
    assert names == [["stalled", "session over without an outcome"], ["stalled"]]


def rows(world: World, tmp_path: Path, *options: str) -> list[dict[str, object]]:
    asked = ["bills", "--database", str(tmp_path / "watch.db"), "--now", "2026-11-22", "--json", *options]
    done = CliRunner().invoke(policywatch, asked)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def names(found: list[dict[str, object]]) -> list[str]:
    return [one["document"]["identifier"] for one in found]  # type: ignore[index]  # a mapping


def test_the_verb_lists_watched_bills_longest_without_an_action_first(world: World, tmp_path: Path) -> None:
    assert names(rows(world, tmp_path)) == ["HB 99", "HB 2", "HB 12", "HB 40", "HB 41", "HB 3", "HB 7", "HB 1"]
    assert names(rows(world, tmp_path, "--stalled", "--topic", "kratom")) == ["HB 12", "HB 3", "HB 7"]
    assert names(rows(world, tmp_path, "--dead")) == ["HB 2", "HB 40", "HB 41"]
    assert names(rows(world, tmp_path, "--dead", "--stalled", "--jurisdiction", "US-VA")) == ["HB 40", "HB 41"]
    assert rows(world, tmp_path, "--revived") == rows(world, tmp_path, "--carried-over") == []


def test_a_row_has_its_standing_its_days_and_the_evidence(world: World, tmp_path: Path) -> None:
    (row,) = (one for one in rows(world, tmp_path) if names([one]) == ["HB 40"])
    assert row["at"] == "in committee"
    assert row["days"] == 50
    assert row["last_action"] == {"on": "2026-10-03", "text": "referral committee", "by": "lower"}
    assert (row["states"], row["why"]) == (["dead"], ["session ended 2026-11-18 without an outcome"])
    assert row["session_ends_on"] == "2026-11-18"


def test_people_read_it_in_lines(world: World, tmp_path: Path) -> None:
    asked = ["bills", "--database", str(tmp_path / "watch.db"), "--now", "2026-11-22", "--stalled", "--topic", "kratom"]
    told = CliRunner().invoke(policywatch, asked).output.splitlines()
    assert told[0].strip() == "60 d  Ohio HB 12, in committee  [stalled]"
    assert told[2].strip() == "no action for 60 days"


def test_an_unknown_topic_is_named(world: World, tmp_path: Path) -> None:
    done = CliRunner().invoke(policywatch, ["bills", "--database", str(tmp_path / "watch.db"), "--topic", "kratm"])
    assert done.exit_code != 0


def test_a_bill_that_crossed_over_and_lies_there_is_both(world: World, tmp_path: Path) -> None:
    crossed = acted(5, (90, "lower", "passage"), (60, "upper", "referral-committee"), chamber="lower")
    world.standing(replace(crossed, title="Kratom in the Senate"), source="ohio.bills", jurisdiction="us-oh")  # type: ignore[type-var]  # a bill
    (row,) = rows(world, tmp_path, "--crossed-over")
    assert row["states"] == ["stalled", "crossed over"]
