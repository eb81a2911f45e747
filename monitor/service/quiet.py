"""When a subscription keeps silent: its quiet hours and holidays, on its own clock. Pure.

What is due then waits, and nothing is lost: an alert comes with the end of the quiet hours, a digest of a holiday at the same
time of the next working day, or with the next one where that comes earlier.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model.records import Subscription


def silent(subscription: Subscription, now: datetime) -> bool:
    """Whether nothing is sent at this moment."""
    return on_holiday(subscription, now) or _in_quiet_hours(subscription, now)


def on_holiday(subscription: Subscription, now: datetime) -> bool:
    """Whether the local date is one of its holidays."""
    return _local(subscription, now).date().isoformat() in subscription.holidays


def after_holidays(subscription: Subscription, due: datetime, now: datetime) -> datetime:
    """The time of day of `due` on the first day from `now` on that is no holiday, in UTC."""
    local = datetime.combine(_local(subscription, now), _local(subscription, due).timetz())
    while local.date().isoformat() in subscription.holidays:
        local += timedelta(days=1)  # on the wall clock
    return local.replace(fold=0).astimezone(UTC)


def _in_quiet_hours(subscription: Subscription, now: datetime) -> bool:
    if not subscription.quiet_hours:
        return False
    begin, end = map(time.fromisoformat, subscription.quiet_hours.split("-"))
    clock = _local(subscription, now).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def _local(subscription: Subscription, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(subscription.timezone))
