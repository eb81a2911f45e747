"""What may not go out yet is held: in quiet hours, on holidays, and while a receiver asks for a pause."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from digest_world import NOW, World, bill
from hypothesis import given
from hypothesis import strategies as st
from test_delivering import HOOKS, Recorder, delivered, rows

from monitor.digests import deliver
from monitor.digests.quiet import silent, speaks_again
from monitor.digests.send import Sent
from monitor.model.records import Destination, Subscription

ZONE = ZoneInfo("America/New_York")
RETRY = Sent(state="retry", error="503")  # NOW is eight in the morning, on a Sunday


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def who(**values: object) -> Subscription:
    settings: dict[str, object] = {"name": "w", "topics": ("k",), "cadence": "at once", "timezone": "America/New_York"}
    return Subscription(destinations=(), **(settings | values))  # type: ignore[arg-type]  # fields by name


def waiting(world: World, destinations: dict[str, Destination], **values: object) -> None:
    """A digest of a subscription with these settings, waiting for its deliveries."""
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom", "Kratom")
    reader = world.subscribe(destinations=tuple(destinations.values()), **values)
    world.change(bill(1), source="ohio.bills", jurisdiction="us-oh")
    assert world.gather(reader) is not None


@pytest.mark.parametrize(
    ("quiet_hours", "holidays", "at", "until"),
    [
        ("", (), "2026-07-06T03:00", "2026-07-06T03:00"),
        ("21:00-07:00", (), "2026-07-06T20:59", "2026-07-06T20:59"),
        ("21:00-07:00", (), "2026-07-06T21:00", "2026-07-07T07:00"),
        ("21:00-07:00", (), "2026-07-07T03:00", "2026-07-07T07:00"),
        ("12:00-13:30", (), "2026-07-06T12:10", "2026-07-06T13:30"),
        ("", ("2026-12-25", "2026-12-26"), "2026-12-25T10:00", "2026-12-27T00:00"),
        ("21:00-07:00", ("2026-12-25",), "2026-12-24T22:00", "2026-12-26T07:00"),
        ("21:00-02:30", (), "2026-03-08T01:00", "2026-03-08T03:30"),  # half past two is skipped
        ("21:00-01:30", (), "2026-11-01T00:30", "2026-11-01T01:30"),  # the first one of two
    ],
)
def test_silence_ends_with_the_quiet_hours_or_the_holidays(
    quiet_hours: str, holidays: tuple[str, ...], at: str, until: str
) -> None:
    assert speaks_again(who(quiet_hours=quiet_hours, holidays=holidays), local(at)) == local(until)


@given(
    hours_in=st.floats(0, 365 * 24),
    begin=st.times(),
    end=st.times(),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]),
)
def test_silence_always_ends_within_a_day_or_so(hours_in: float, begin: object, end: object, zone: str) -> None:
    hours = f"{begin:%H:%M}-{end:%H:%M}"
    one = who(quiet_hours=hours if f"{begin:%H:%M}" != f"{end:%H:%M}" else "", timezone=zone)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours_in)
    until = speaks_again(one, now)
    assert not silent(one, until)
    assert timedelta() <= until - now <= timedelta(hours=26)


def test_another_try_that_falls_into_the_quiet_hours_waits_for_their_end(world: World) -> None:
    waiting(world, {"a": HOOKS["a"]}, quiet_hours="08:00-19:00")
    recorder = Recorder(RETRY)
    assert delivered(world, HOOKS, recorder) == []
    assert recorder.messages == []
    (row,) = rows(world)
    assert (row["state"], row["attempts"], row["next_try_at"]) == ("pending", 0, local("2026-11-22T19:00"))
    (tried,) = delivered(world, HOOKS, recorder, after=timedelta(hours=12))
    assert (tried.attempts, tried.error) == (1, "503")
    assert tried.next_try_at is not None
    assert tried.next_try_at < local("2026-11-22T20:02")


def test_a_failure_just_before_the_night_is_tried_again_in_the_morning(world: World) -> None:
    waiting(world, {"a": HOOKS["a"]}, quiet_hours="08:00-07:59")  # awake for a minute: NOW is its end
    recorder = Recorder(RETRY)
    (tried,) = delivered(world, HOOKS, recorder, after=timedelta(hours=23, minutes=59, seconds=30))
    assert tried.next_try_at == local("2026-11-24T07:59")
    assert [one.state for one in delivered(world, HOOKS, recorder, after=timedelta(hours=47, minutes=59))] == ["sent"]


def test_what_is_held_for_one_reader_keeps_no_other_waiting(world: World) -> None:
    waiting(world, {"a": HOOKS["a"]}, name="asleep", holidays=("2026-11-22",))
    other = world.subscribe("awake", destinations=(HOOKS["b"],))
    assert world.gather(other) is not None
    assert [one.destination for one in delivered(world, HOOKS, Recorder())] == ["b"]
    assert [one.destination for one in delivered(world, HOOKS, Recorder(), after=timedelta(hours=16))] == ["a"]


def test_a_receiver_that_asks_for_a_pause_gets_it_for_all_that_is_meant_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(world, {"a": HOOKS["a"]}, name="first")
    for name in ("second", "third"):
        assert world.gather(world.subscribe(name, destinations=(HOOKS["a"],))) is not None
    assert world.gather(world.subscribe("elsewhere", destinations=(HOOKS["b"],))) is not None
    monkeypatch.setattr(deliver, "_SIDE_BY_SIDE", 1)
    asking = Recorder(Sent(state="retry", retry_after=600, error="429"))
    delivered(world, HOOKS, asking)
    assert sorted(name for name, _ in asking.messages) == ["a", "b"]
    held = [row["next_try_at"] - NOW for row in rows(world) if row["state"] == "pending"]
    assert len(held) == 3
    assert all(timedelta(minutes=10) <= one < timedelta(minutes=11) for one in held)
    assert [row["attempts"] for row in rows(world)] == [1, 0, 0, 1]
    assert [one.state for one in delivered(world, HOOKS, Recorder(), after=timedelta(minutes=11))] == ["sent"] * 3
