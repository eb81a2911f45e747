"""When a subscription keeps silent: its quiet hours and holidays, on its own clock. Pure.

What is due then waits, and nothing is lost: an alert or another try comes with the end of the quiet hours, a digest of a
holiday at the same time of the next working day, or with the next one where that comes earlier.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clocked(Protocol):
    """What has quiet hours ("21:00-07:00", "" for none) and holidays (ISO dates) on a clock: a subscription."""

    @property
    def quiet_hours(self) -> str:
        """When nothing is sent, each day."""

    @property
    def holidays(self) -> tuple[str, ...]:
        """On which days nothing is sent."""

    @property
    def timezone(self) -> str:
        """Whose clock it is."""


def silent(one: Clocked, now: datetime) -> bool:
    """Whether nothing is sent at this moment."""
    return on_holiday(one, now) or _in_quiet_hours(one, now)


def speaks_again(one: Clocked, now: datetime) -> datetime:
    """When silence ends, in UTC; `now` itself where there is none. An end that the clock skips is at the instant at which it would
    have been."""
    while silent(one, now):
        now = _next_edge(one, now)
    return now


def on_holiday(one: Clocked, now: datetime) -> bool:
    """Whether the local date is one of its holidays."""
    return _local(one, now).date().isoformat() in one.holidays


def after_holidays(one: Clocked, due: datetime, now: datetime) -> datetime:
    """The time of day of `due` on the first day from `now` on that is no holiday, in UTC."""
    local = datetime.combine(_local(one, now), _local(one, due).timetz())
    while local.date().isoformat() in one.holidays:
        local += timedelta(days=1)  # on the wall clock
    return local.replace(fold=0).astimezone(UTC)


def _in_quiet_hours(one: Clocked, now: datetime) -> bool:
    if not one.quiet_hours:
        return False
    begin, end = _hours(one)
    clock = _local(one, now).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def _next_edge(one: Clocked, now: datetime) -> datetime:
    """The next midnight or end of the quiet hours; an hour that the clock repeats is tried both times."""
    edges = {time(), *([_hours(one)[1]] if one.quiet_hours else [])}
    local = _local(one, now)
    moments = {
        datetime.combine(local.date() + timedelta(days=days), edge, local.tzinfo).replace(fold=fold).astimezone(UTC)
        for days in (0, 1)
        for edge in edges
        for fold in (0, 1)
    }
    return min(moment for moment in moments if moment > now)


def _hours(one: Clocked) -> tuple[time, time]:
    begin, end = map(time.fromisoformat, one.quiet_hours.split("-"))
    return begin, end


def _local(one: Clocked, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(one.timezone))
