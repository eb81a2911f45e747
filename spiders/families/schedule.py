"""Days and hours as committee schedules print them. Step 3 of the path, for the hearings of legislatures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from monitor.model.documents import Hearing
from monitor.source import day, squeeze

_CLOCK = re.compile(r"\b(\d{1,2})(?::(\d\d))?(?::\d\d)? ?([ap])\.?m\b", re.IGNORECASE)
_CALLED_OFF = re.compile(r"\b(cancell?ed|postponed|will not meet|not meet(ing)?)\b", re.IGNORECASE)


def clock(text: str) -> time | None:
    """The hour in "10:00 AM", "1 p.m." or "Noon"; None for words such as "Call of Chair" or "Off the Floor"."""
    words = squeeze(text)
    found = _CLOCK.search(words)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if not 1 <= hour <= 12 or minute > 59:
            raise ValueError(f"not a time: {text!r}")
        return time(hour % 12 + (12 if found[3].lower() == "p" else 0), minute)
    return time(12) if re.search(r"\bnoon\b", words, re.IGNORECASE) else None


def starts(on: date, printed: str, zone: str) -> datetime | None:
    """The moment in UTC at which a meeting begins in the publisher's zone; None when no hour is printed."""
    at = clock(printed)
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC) if at else None


def nearest(month: str, number: int, today: date) -> date:
    """The day in "Feb 11" of the year that brings it nearest to today: schedules of the weeks around leave the year out.

    ValueError for what is no day.
    """
    years = (today.year - 1, today.year, today.year + 1)
    days = [found for year in years if (found := _of_year(month, number, year))]
    if not days:
        raise ValueError(f"not a day: {month} {number}")
    return min(days, key=lambda each: abs(each - today))


def _of_year(month: str, number: int, year: int) -> date | None:
    try:
        return day(f"{month[:3]} {number}, {year}")
    except ValueError:
        return None  # the 29th of February of another year


def called_off(text: str) -> bool:
    """True for a meeting that is cancelled or postponed by its own words."""
    return _CALLED_OFF.search(text) is not None


def numbered(hearings: Iterable[Hearing]) -> Iterator[Hearing]:
    """Each hearing under an identifier of its own, in the order of the page: a second "Judiciary 2026-01-29" becomes "… (2)"."""
    seen: dict[str, int] = {}
    for each in hearings:
        again = seen[each.identifier] = seen.get(each.identifier, 0) + 1
        yield replace(each, identifier=f"{each.identifier} ({again})") if again > 1 else each
