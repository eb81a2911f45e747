"""Alerts: short, right, one for a document however many topics hit it, and rolled up when they come too thick."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from digest_world import NOW, World, bill, passing, rich
from hypothesis import given
from hypothesis import strategies as st

from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.entries import Entry
from monitor.digests.gather import AN_HOUR, BURST, crowding
from monitor.digests.glance import ALERT, alert
from monitor.digests.read import preview, stored
from monitor.digests.subject import subject
from monitor.model.documents import Hearing, Rule
from monitor.model.records import Move, Subscription
from monitor.store.digests import Recent
from monitor.store.engine import read

CHAT = Room(format="markdown", limit=2000, subject_in_body=True)
ROOMS = (CHAT, Room(format="text"), Room(format="html"))


@pytest.fixture
def ohio(world: World) -> World:
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom", "Kratom")
    world.topic("sales", "Sales to minors")
    return world


def moved(world: World, number: int, **values: object) -> int:
    return world.change(
        bill(number),
        before=bill(number),
        source="ohio.bills",
        jurisdiction="us-oh",
        moves=(Move(before="in committee", after="passed one chamber", on=date(2026, 11, 19)),),
        **values,  # type: ignore[arg-type]  # options by name
    )


def said_by(world: World, who: Subscription) -> DigestContent:
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW, kind="alert")


def test_an_alert_begins_with_what_where_from_to_and_the_link(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    moved(ohio, 587)
    body = compose(said_by(ohio, who), Room(format="text", limit=1000)).body
    assert " ".join(body.split()).startswith(
        "Ohio HB 587: in committee -> passed one chamber (Nov 19, 2026). Kratom products; prohibits sale to individuals "
        "under 21 https://legislature.example.gov/bills/hb587 Why: Kratom"
    )


def test_two_topics_that_hit_one_bill_make_one_alert_with_both_reasons(ohio: World) -> None:
    who = ohio.subscribe(topics=("kratom", "sales"), cadence="at once")
    moved(ohio, 587, topics=("kratom", "sales"))
    assert ohio.gather(who, slot="", kind="alert") is not None
    assert ohio.gather(who, slot="", kind="alert") is None
    with read(ohio.engine) as conn:
        body = compose(stored(conn, 1), CHAT).body
    assert body.count("HB 587") == 1
    assert "Why: Kratom: “kratom” (new in the text); Sales to minors: “kratom” (new in the text)" in body


@given(room=st.integers(120, ALERT), title=st.text(max_size=400), length=st.integers(0, 200))
def test_an_alert_keeps_to_its_room(room: int, title: str, length: int) -> None:
    base = _ENTRIES[0]
    for what in ("bill", "rule"):
        one = replace(base, what=what, title=title or "x", url=f"https://e.example/{'x' * length}" if length else "")
        made = alert(one, room)
        assert len(made.text if len(one.url) < room // 2 else replace(made, url="").text) <= room


_ENTRIES: list[Entry] = []


@pytest.fixture(autouse=True, scope="module")
def _entry(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = World(tmp_path_factory.mktemp("alert") / "world.sqlite")
    _ENTRIES[:] = said_by(made, rich(made)).ranked
    made.engine.dispose()


def test_by_when_is_said_of_rules_and_hearings(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    ohio.source("us.dea_rules")
    rule = Rule(
        identifier="2026-1",
        title="Placement of 7-Hydroxymitragynine in Schedule I",
        url="https://www.federalregister.gov/d/2026-1",
        stage="proposed rule",
        comments_close_on=date(2026, 12, 1),
    )
    ohio.change(rule, source="us.dea_rules")
    assert "Comments close Tue, Dec 1 (in 9 days)" in alert(said_by(ohio, who).ranked[0]).text
    ohio.change(
        Hearing(identifier="h", title="House Health", starts_at=datetime(2026, 11, 24, 19, tzinfo=UTC), url=""),
        source="ohio.bills",
        jurisdiction="us-oh",
        importance=0.99,
    )
    assert "Hearing Tue, Nov 24, 2:00 PM EST" in alert(said_by(ohio, who).ranked[0]).text


def test_a_channel_of_160_characters_still_learns_which_bill_and_where_it_stands(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    moved(ohio, 587)
    body = compose(said_by(ohio, who), Room(format="text", limit=160)).body
    assert len(body) <= 160
    assert "Ohio HB 587: in committee → passed one chamber (Nov 19, 2026)" in body
    assert "https://legislature.example.gov/bills/hb587" in body


def test_follow_ups_of_a_bill_hang_together_and_those_of_another_do_not(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    threads, subjects = [], []
    for number, after in ((587, "reported"), (587, "signed"), (9, "signed")):
        ohio.change(
            bill(number),
            before=bill(number),
            source="ohio.bills",
            jurisdiction="us-oh",
            moves=(Move(before="x", after=after),),
        )
        made = ohio.gather(who, slot="", kind="alert")
        assert made
        with read(ohio.engine) as conn:
            said = stored(conn, made)
        threads.append(said.thread)
        subjects.append(subject(said))
    assert threads[0] == threads[1] != threads[2]
    assert all(threads)
    assert all(one.startswith("Kratom: Ohio HB 587 ") for one in subjects[:2])


def test_a_follow_up_names_its_bill_and_says_that_it_is_one(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    other = ohio.subscribe("other", cadence="at once")
    bodies = []
    for days, (number, after) in enumerate(((587, "reported"), (587, "passed one chamber"), (9, "signed"))):
        ohio.change(
            bill(number),
            before=bill(number),
            source="ohio.bills",
            jurisdiction="us-oh",
            moves=(Move(before="in committee", after=after),),
        )
        now = NOW + timedelta(days=days)
        made = ohio.gather(who, slot="", kind="alert", now=now)
        assert made
        with read(ohio.engine) as conn:
            said = stored(conn, made)
        bodies.append([compose(said, room).body for room in (*ROOMS, Room(format="text", limit=500))])
        assert all(len(alert(one).text) <= ALERT for one in said.ranked)
    first, second, third = bodies
    assert not any("follow-up" in body for body in (*first, *third))
    for body in second:
        words = re.sub(r"<[^>]+>|[*]", "", " ".join(body.split()))
        assert "Ohio HB 587 (follow-up; last told Sun, Nov 22): in committee" in words
    made = ohio.gather(other, slot="", kind="alert", now=NOW + timedelta(days=3))
    assert made
    with read(ohio.engine) as conn:
        assert not any(one.last_told for one in stored(conn, made).ranked), "nobody told this reader before"


def test_a_follow_up_in_a_small_room_keeps_its_news(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    moved(ohio, 587)
    told = replace(said_by(ohio, who).ranked[0], last_told="Nov 12, 2026")
    assert "passed one chamber" in alert(told, 160).text
    assert len(alert(told, 160).text) <= 160


def test_a_digest_and_an_alert_about_several_documents_are_no_thread(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    moved(ohio, 1)
    with read(ohio.engine) as conn:
        assert preview(conn, who, now=NOW).thread == ""
    moved(ohio, 2)
    assert said_by(ohio, who).thread == ""


def test_a_burst_becomes_an_hourly_roll_up_that_says_so_and_loses_nothing(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    told: list[tuple[datetime, DigestContent]] = []
    for minute in range(0, 180, 2):
        now = NOW + timedelta(minutes=minute)
        if minute < 90:
            moved(ohio, minute)
        made = ohio.gather(who, now=now, slot="", kind="alert")
        if made:
            with read(ohio.engine) as conn:
                told.append((now, stored(conn, made)))
    minutes = [round((at - NOW).total_seconds() / 60) for at, _ in told]
    assert minutes == [0, 2, 4, 6, 8, 10, 70, 130]
    assert [said.rolled_up for _, said in told] == [False] * BURST + [True, True]
    assert sum(said.total for _, said in told) == 45
    body = compose(told[-1][1], CHAT).body
    assert "hourly roll-up until it calms down" in body
    moved(ohio, 999)
    later = ohio.gather(who, now=NOW + timedelta(hours=5), slot="", kind="alert")
    assert later
    with read(ohio.engine) as conn:
        assert not stored(conn, later).rolled_up, "after a calm hour it is at once again"


def test_alerts_that_come_apart_are_never_held() -> None:
    apart = [Recent(created_at=NOW - timedelta(minutes=13 * at), entries=3, rolled_up=False) for at in range(BURST)]
    assert crowding(apart) is None
    thick = [Recent(created_at=NOW - timedelta(minutes=10 * at), entries=1, rolled_up=False) for at in range(BURST)]
    assert crowding(thick) == NOW + AN_HOUR
    assert crowding([]) is None


def test_the_html_of_an_alert_begins_with_the_news(ohio: World) -> None:
    who = ohio.subscribe(cadence="at once")
    ohio.source("virginia.bills", jurisdiction="us-va")
    ohio.topic("scheduling", "Scheduling")
    passing(ohio)
    page = compose(said_by(ohio, who), Room(format="html")).body
    assert page.index("Virginia HB 9001") < page.index("Status:")
