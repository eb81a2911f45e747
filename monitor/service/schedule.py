"""When: a cadence and a moment give the next moment, and the slot that a digest of that moment belongs to.

Pure, on APScheduler's triggers. Due times are rows, not jobs, so nothing here remembers anything: an interval is counted
from the epoch with a stable offset for each name, not from when the process started, so that a machine that restarts
daily still runs its weekly check, and a hundred sources "every 6 hours" do not all start at midnight.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from monitor.config.cadence import Cadence, parse_cadence

__all__ = ["Cadence", "latest_due", "next_due", "parse_cadence", "slot_of"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIDEST_SHIFT = timedelta(hours=3)  # no zone's summer time moves the clock further
_LONGEST_LOOK_BACK = timedelta(days=35)  # the last monthly occurrence is in it


def next_due(cadence: Cadence, *, after: datetime, timezone: str, spread: str = "") -> datetime:
    """The first moment strictly after `after` at which `cadence` is due, in UTC.

    Cron fields are read on the wall clock of `timezone`. A wall-clock time that the clock skips is due at the instant it
    would have been (02:30 on the night it becomes 03:30); one that it repeats is due once, the first time. Intervals are
    aligned to an offset derived from `spread`. ValueError for "at once", which has no next time.
    """
    if cadence.every is not None:
        return _aligned(cadence.every, after, spread)
    if cadence.fields is None:
        raise ValueError("at once has no next time")
    return _on_the_wall(cadence.fields, ZoneInfo(timezone), after)


def latest_due(cadence: Cadence, *, due: datetime, now: datetime, timezone: str, spread: str = "") -> datetime:
    """The last occurrence not after `now`, given one that was `due`: what a machine that slept makes up, once for all."""
    latest = due
    step = max(due, now - _LONGEST_LOOK_BACK)
    while True:
        step = next_due(cadence, after=step, timezone=timezone, spread=spread)
        if step > now:
            return latest
        latest = step


def slot_of(cadence: Cadence, due: datetime, timezone: str) -> str:
    """The name of an occurrence in the ledger: its local date, with the time where a date is not enough ("2026-07-06T14:00")."""
    local = due.astimezone(ZoneInfo(timezone))
    return local.strftime("%Y-%m-%d" if cadence.dated else "%Y-%m-%dT%H:%M")


def _aligned(every: timedelta, after: datetime, spread: str) -> datetime:
    """The next multiple of `every` since the epoch, shifted by a part of it that depends on the name alone."""
    share = int.from_bytes(sha256(spread.encode()).digest()[:8]) if spread else 0
    offset = timedelta(seconds=share % int(every.total_seconds()))
    passed = (after - _EPOCH - offset) // every
    return _EPOCH + offset + (passed + 1) * every


@lru_cache(maxsize=256)  # thousands of subscriptions share a cadence, a zone and a moment
def _on_the_wall(fields: tuple[str, str, str, str, str], zone: ZoneInfo, after: datetime) -> datetime:
    """The next occurrence, found on a wall clock without summer time and then placed in the zone.

    Left to itself the trigger fires twice at 01:30 when the clock goes back, and loses the day, and a weekly one its week,
    when the clock skips midnight (Africa/Cairo, 24 April 2026).
    """
    local = after.astimezone(zone)
    shifted = local.utcoffset() != (after - _WIDEST_SHIFT).astimezone(zone).utcoffset()
    wall = local.replace(tzinfo=UTC) - (_WIDEST_SHIFT if shifted else timedelta())  # times in a gap lie behind us
    while True:
        wall = _trigger(fields).get_next_fire_time(None, wall + timedelta(microseconds=1))
        due: datetime = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if due > after:
            return due


@lru_cache(maxsize=256)
def _trigger(fields: tuple[str, str, str, str, str]) -> Any:
    from apscheduler.triggers.cron import CronTrigger

    minute, hour, day, month, weekday = fields
    return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, second="0", timezone=UTC)
