"""Sixty Mondays in five zones, over both changes of the clock: each digest once, at eight in the morning of its place."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from service_world import TEXT, configured, put

from monitor.service.due import gather_due
from monitor.store import schema
from monitor.store.engine import read, write

ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "Europe/Berlin", "Australia/Lord_Howe")
FIRST = date(2026, 1, 5)
WEEKS = 60


def subscription(zone: str, at: str) -> str:
    return (
        f'[subscriptions."{zone.partition("/")[2]} {at.replace(":", "")}"]\n'
        f'topics = ["kratom"]\ncadence = "mon {at}"\ntimezone = "{zone}"\nsend_empty = true\n'
    )


def beats(zones: tuple[str, ...], times: tuple[str, ...]) -> list[datetime]:
    """Moments at which a service looks: every few hours, and thickly around each local time on Sunday, Monday and Tuesday."""
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) - timedelta(days=2)
    found = {begin + timedelta(hours=hours) for hours in range(0, 24 * 7 * WEEKS, 9)}
    for zone in zones:
        for week in range(WEEKS):
            for at in times:
                hour, minute = map(int, at.split(":"))
                on = FIRST + timedelta(weeks=week)
                due = datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)
                found |= {due + timedelta(minutes=minutes) for minutes in (-60, -1, 0, 1, 59, 60, 61)}
    return sorted(found)


@pytest.mark.parametrize("at", ["08:00", "02:30"])
def test_each_monday_has_one_digest_in_each_zone_whatever_the_clock_does(
    database: sa.Engine, tmp_path: Path, at: str
) -> None:
    text = TEXT.partition("[subscriptions.weekly]")[0] + "".join(subscription(zone, at) for zone in ZONES)
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) - timedelta(days=3)
    put(database, configured(tmp_path, text), now=begin)
    with write(database) as conn:
        conn.execute(schema.source.update().values(last_checked_at=begin))
    for now in beats(ZONES, (at,)):
        gather_due(database, now=now, destinations={})
    query = sa.select(
        schema.subscription.c.name, schema.subscription.c.settings, schema.digest.c.created_at, schema.digest.c.slot
    )
    query = query.join(schema.digest, schema.digest.c.subscription_id == schema.subscription.c.id)
    with read(database) as conn:
        rows = conn.execute(query.where(schema.digest.c.kind == "digest")).all()
    counted = Counter(row.name for row in rows)
    assert counted == dict.fromkeys(counted, WEEKS)
    assert len(counted) == len(ZONES)
    mondays = {(FIRST + timedelta(weeks=week)).isoformat() for week in range(WEEKS)}
    for name in counted:
        assert {row.slot for row in rows if row.name == name} == mondays
    for row in rows:
        local = row.created_at.astimezone(ZoneInfo(row.settings["timezone"]))
        assert f"{local:%a %H:%M}" == f"Mon {at}"
