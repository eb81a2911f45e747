"""What is due, over days of sleep, wrong clocks and nights with two one o'clocks."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from service_world import NOW, TEXT, Clock, Notes, configured, put, set_source, source_row, subscription_row

from monitor.model.records import CheckResult, Outcome, Subscription
from monitor.service.due import due_sources, gather_due
from monitor.service.settle import settle
from monitor.store import digests, schema, subscriptions
from monitor.store.engine import read, write

ZONE = "America/New_York"


def local(text: str, zone: str = ZONE) -> datetime:
    """A wall-clock time, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def due(engine: sa.Engine, now: datetime = NOW) -> tuple[str, ...]:
    return due_sources(engine, now=now, timezone=ZONE)


def gathered(engine: sa.Engine, notes: Notes, *moments: datetime) -> None:
    """Looks for due digests at these moments."""
    for now in moments:
        gather_due(engine, now=now, destinations={}, gather=notes.gather)


def only_weekly(engine: sa.Engine, folder: Path, cadence: str, zone: str = ZONE) -> None:
    """A configuration whose one subscription has this cadence."""
    text = TEXT.replace('"mon 08:00"', f'"{cadence}"').replace("America/New_York", zone)
    put(engine, configured(folder, text))


def test_a_source_never_scheduled_is_due_and_one_disabled_never(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    assert set(due(database)) == {"us.dea_rules", "virginia.bills"}
    set_source(database, "virginia.bills", enabled=False)
    assert due(database) == ("us.dea_rules",)


def test_what_was_due_first_is_checked_first(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    set_source(database, "us.dea_rules", next_due_at=NOW)
    set_source(database, "virginia.bills", next_due_at=NOW - timedelta(hours=1))
    assert due(database) == ("virginia.bills", "us.dea_rules")


def test_a_source_is_not_due_before_its_time(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    clock = Clock()
    results = [CheckResult(source=name, outcome=Outcome.UNCHANGED) for name in due(database)]
    with write(database) as conn:
        settle(conn, results, now=NOW, timezone=ZONE, destinations={}, tell=Notes().tell)
    at = source_row(database, "us.dea_rules")["next_due_at"]
    while clock.now < at:
        assert "us.dea_rules" not in due(database, clock.now)
        clock.turn(minutes=7)
    assert "us.dea_rules" in due(database, at)


def test_a_source_scheduled_by_a_clock_that_was_years_ahead_is_not_forgotten(
    database: sa.Engine, tmp_path: Path
) -> None:
    put(database, configured(tmp_path))
    set_source(database, "us.dea_rules", next_due_at=datetime(2040, 1, 1, tzinfo=UTC))
    set_source(database, "virginia.bills", next_due_at=local("2026-07-07T06:00"))
    assert due(database) == ("us.dea_rules",)


def test_a_new_subscription_waits_for_its_first_slot(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "mon 08:00")
    notes = Notes()
    gathered(database, notes, NOW)
    assert notes.slots == []
    assert subscription_row(database, "weekly")["next_due_at"] == local("2026-07-06T08:00")
    gathered(database, notes, NOW + timedelta(minutes=1), NOW + timedelta(minutes=2))
    assert notes.slots == ["2026-07-06"]
    assert subscription_row(database, "weekly")["next_due_at"] == local("2026-07-13T08:00")


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "UTC"])
def test_sixty_weeks_of_looking_every_hour_give_each_monday_once(
    database: sa.Engine, tmp_path: Path, zone: str
) -> None:
    only_weekly(database, tmp_path, "mon 01:30", zone)
    notes, start = Notes(), datetime(2026, 1, 1, tzinfo=UTC)
    row = subscription_row(database, "weekly")
    for hour in range(60 * 7 * 24):
        now = start + timedelta(hours=hour, minutes=10)
        if row["next_due_at"] is None or row["next_due_at"] <= now:  # the rest is one comparison; kept out for speed
            gathered(database, notes, now)
            row = subscription_row(database, "weekly")
    assert notes.slots == [str(date(2026, 1, 5) + timedelta(weeks=week)) for week in range(60)]


def test_a_night_with_two_half_past_ones_has_one_digest(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "daily 01:30")
    notes = Notes()
    night = [datetime(2026, 11, 1, 4, tzinfo=UTC) + timedelta(minutes=10 * step) for step in range(30)]
    gathered(database, notes, *night)
    assert notes.slots == ["2026-11-01"]


def test_a_night_without_half_past_two_has_one_digest(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "daily 02:30")
    notes = Notes()
    night = [datetime(2026, 3, 8, 5, tzinfo=UTC) + timedelta(minutes=10 * step) for step in range(30)]
    gathered(database, notes, *night)
    assert notes.slots == ["2026-03-08"]


def test_a_machine_that_slept_for_three_weeks_sends_one_digest(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "mon 08:00")
    notes = Notes()
    gathered(database, notes, NOW, local("2026-07-29T11:00"), local("2026-07-29T11:01"))
    assert notes.slots == ["2026-07-27"]
    assert subscription_row(database, "weekly")["next_due_at"] == local("2026-08-03T08:00")


def test_a_clock_set_back_by_a_day_does_not_give_a_slot_twice(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "daily 08:00")
    taken: list[str] = []

    def gather(conn: sa.Connection, subscription: Subscription, *, slot: str, kind: str, **_: object) -> int | None:
        if kind != "digest" or slot in taken:
            return None
        taken.append(slot)
        return len(taken)

    def look(now: datetime) -> tuple[int, ...]:
        return gather_due(database, now=now, destinations={}, gather=gather)

    assert look(NOW) == ()
    assert look(local("2026-07-06T08:01")) == (1,)
    assert look(local("2026-07-05T09:00")) == ()  # set back; reckoned anew
    assert look(local("2026-07-06T08:01")) == ()  # the same slot again
    assert look(local("2026-07-07T08:01")) == (2,)
    assert taken == ["2026-07-06", "2026-07-07"]


def test_a_clock_that_was_years_ahead_does_not_silence_a_subscription(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "mon 08:00")
    notes = Notes()
    gathered(database, notes, datetime(2040, 1, 1, tzinfo=UTC), NOW, NOW + timedelta(minutes=1))
    assert notes.slots == ["2026-07-06"]


def test_an_at_once_subscription_is_asked_every_time_and_needs_no_slot(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "at once")
    notes = Notes()
    gathered(database, notes, NOW, NOW + timedelta(seconds=30))
    assert notes.gathered == [("weekly", "alert", ""), ("weekly", "alert", "")]
    assert subscription_row(database, "weekly")["next_due_at"] is None


def test_the_welcome_waits_until_every_source_was_checked(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    notes = Notes()
    already_there(database)
    set_source(database, "us.dea_rules", last_checked_at=NOW)
    gathered(database, notes, NOW)
    assert notes.gathered == []
    set_source(database, "virginia.bills", last_checked_at=NOW)
    gathered(database, notes, NOW)
    assert notes.gathered == [("weekly", "welcome", "welcome 2026-07-06T07:59:30")]


def already_there(engine: sa.Engine) -> None:
    """A document that matched without a change."""
    with write(engine) as conn:
        topic_id = conn.execute(sa.select(schema.topic.c.id)).scalar_one()
        values = {"registry": "us", "kind": "rule", "identifier": "1", "title": "t", "url": "", "jurisdiction": "us"}
        made = conn.execute(schema.document.insert().values(**values, first_seen_at=NOW)).inserted_primary_key[0]
        conn.execute(schema.match.insert().values(topic_id=topic_id, document_id=made, hits=[], matched_at=NOW))


def test_nothing_is_asked_where_nothing_can_be_due(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    notes = Notes()
    for name in ("us.dea_rules", "virginia.bills"):
        set_source(database, name, last_checked_at=NOW)
    gathered(database, notes, NOW, NOW + timedelta(minutes=1))
    asked = len(notes.gathered)
    gathered(database, notes, NOW + timedelta(minutes=2), NOW + timedelta(hours=3))
    assert len(notes.gathered) == asked


def test_the_operator_is_not_gathered_for(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    with read(database) as conn:
        assert "operator" in [row["name"] for row in subscriptions.rows(conn)]
    notes = Notes()
    gathered(database, notes, NOW, NOW + timedelta(minutes=1))
    assert {name for name, _, _ in notes.gathered} == {"weekly"}


def test_the_digest_and_the_next_due_time_are_one_transaction(database: sa.Engine, tmp_path: Path) -> None:
    only_weekly(database, tmp_path, "mon 08:00")
    gathered(database, Notes(), NOW)

    def fails(*_: object, **__: object) -> int:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        gather_due(database, now=NOW + timedelta(minutes=1), destinations={}, gather=fails)
    assert subscription_row(database, "weekly")["next_due_at"] == local("2026-07-06T08:00")


def test_the_real_ledger_refuses_a_second_digest_for_a_slot(database: sa.Engine, tmp_path: Path) -> None:
    text = TEXT.replace('"mon 08:00"', '"daily 01:30"\nsend_empty = true')
    put(database, configured(tmp_path, text))
    made = [
        gather_due(database, now=datetime(2026, 11, 1, 4, tzinfo=UTC) + timedelta(minutes=10 * step), destinations={})
        for step in range(30)
    ]
    assert sum(len(one) for one in made) == 1
    with write(database) as conn:  # as if the next due time had never been written
        conn.execute(schema.subscription.update().values(next_due_at=datetime(2026, 11, 1, 5, 30, tzinfo=UTC)))
    assert gather_due(database, now=datetime(2026, 11, 1, 9, tzinfo=UTC), destinations={}) == ()


def test_a_subscription_that_cannot_be_gathered_keeps_nobody_from_theirs(database: sa.Engine, tmp_path: Path) -> None:
    rest = TEXT.partition("[subscriptions.weekly]")[2]
    others = "".join(f"[subscriptions.{name}]{rest}" for name in ("after", "before", "broken"))
    put(database, configured(tmp_path, TEXT.partition("[subscriptions.weekly]")[0] + others))
    notes = Notes()
    gathered(database, notes, NOW)

    def gather(conn: sa.Connection, subscription: Subscription, **more: object) -> int | None:
        values = {"slot": "s", "kind": "digest", "created_at": NOW, "proof": {}, "content": {}}
        made = digests.add(conn, subscription.id, values, ())
        if subscription.name == "broken":
            raise ValueError("nobody expected this")
        return made

    with pytest.raises(ValueError, match="nobody expected this"):
        gather_due(database, now=NOW + timedelta(minutes=1), destinations={}, gather=gather)
    with read(database) as conn:
        told = {row["subscription"] for row in digests.listing(conn)}
    assert told == {"after", "before"}, "what the broken one wrote was taken back"
    following = {name: subscription_row(database, name)["next_due_at"] for name in ("after", "before", "broken")}
    assert following["after"] == following["before"] == local("2026-07-13T08:00")
    assert following["broken"] == local("2026-07-06T08:00")


def test_digests_of_the_same_items_have_items_of_their_own(database: sa.Engine, tmp_path: Path) -> None:
    rest = TEXT.partition("[subscriptions.weekly]")[2]
    put(
        database,
        configured(
            tmp_path,
            TEXT.partition("[subscriptions.weekly]")[0]
            + "".join(f"[subscriptions.{name}]{rest}" for name in ("one", "two", "three")),
        ),
    )
    for name in ("us.dea_rules", "virginia.bills"):
        set_source(database, name, last_checked_at=NOW)
    already_there(database)
    made = gather_due(database, now=NOW, destinations={})
    assert len(made) == 3
    with read(database) as conn:
        rows = conn.execute(sa.select(schema.digest_item)).mappings().all()
        owners = dict(conn.execute(sa.select(schema.digest.c.id, schema.digest.c.subscription_id)).all())
    assert sorted(row["digest_id"] for row in rows) == sorted(made)
    assert all(row["subscription_id"] == owners[row["digest_id"]] for row in rows)
    assert {(row["match_id"], row["part"]) for row in rows} == {(1, "standing")}
    assert gather_due(database, now=NOW + timedelta(seconds=30), destinations={}) == ()
