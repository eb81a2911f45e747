"""How often: the words a person writes ("every 6 hours", "mon 08:00", a cron line) as one value.

Standard library only, so that a configuration can be judged without loading a scheduler; `monitor.service.schedule` turns
the value into moments. Cron lines keep cron's meaning, not APScheduler's: there 0 is Monday, in cron 0 and 7 are Sunday
(crontab(5)), so weekdays are always carried by name.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")  # in cron's order, which counts from Sunday
FORMS = (
    '"at once", "hourly", "every 6 hours", "every 30 minutes", "daily 08:00", "weekdays 08:00", "mon 08:00", '
    '"mon,thu 08:00", "monthly 1 08:00", "last day 08:00", or five cron fields such as "0 8 * * mon-fri"'
)
_LONG_NAMES = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_PART = re.compile(r"(?:\*|(?P<first>[a-z0-9]+)(?:-(?P<last>[a-z0-9]+))?)(?:/(?P<step>[0-9]+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """When something is due: an interval (`every`), cron `fields` in the owner's time zone, or neither for "at once".

    `fields` is (minute, hour, day, month, weekdays) in APScheduler's syntax, weekdays by name.
    """

    text: str
    every: timedelta | None = None
    fields: tuple[str, str, str, str, str] | None = None

    @property
    def at_once(self) -> bool:
        """True when nothing is waited for."""
        return self.every is None and self.fields is None

    @property
    def dated(self) -> bool:
        """True when a local date alone names an occurrence; an interval of 24 hours can meet a day of 25 hours twice."""
        return self.fields is not None and self.fields[0].isdecimal() and self.fields[1].isdecimal()


def parse_cadence(text: str) -> Cadence:
    """The cadence that `text` describes, case and spacing aside; ValueError says what is wrong and which forms there are."""
    words = text.lower().split()
    for read in (_plain, _interval, _clock, _monthly, _cron):
        cadence = read(words)
        if cadence:
            return cadence
    raise ValueError(f"{text!r} is not a cadence; write {FORMS}")


def _plain(words: list[str]) -> Cadence | None:
    if words == ["at", "once"]:
        return Cadence(text="at once")
    if words == ["hourly"]:
        return Cadence(text="hourly", every=timedelta(hours=1))
    return None


def _interval(words: list[str]) -> Cadence | None:
    if len(words) not in (2, 3) or words[0] != "every":
        return None
    count = words[1] if len(words) == 3 else "1"
    unit = _UNITS.get(words[-1].removesuffix("s"))
    if unit is None or not re.fullmatch(r"[0-9]{1,6}", count):
        return None
    every = int(count) * unit
    if not timedelta(minutes=1) <= every <= timedelta(days=366):
        raise ValueError(f"{' '.join(words)!r} must lie between a minute and a year")
    return Cadence(text=" ".join(words), every=every)


def _clock(words: list[str]) -> Cadence | None:
    if len(words) != 2 or ":" not in words[1]:
        return None
    named = {"daily": "*", "weekdays": "mon,tue,wed,thu,fri", "weekends": "sat,sun"}
    minute, hour = _time(words[1])
    if words[0] not in named and re.search(r"[0-9*/]", words[0]):
        raise ValueError(f"{words[0]!r} is no weekday; write one of {', '.join(WEEKDAYS)}")
    return Cadence(text=" ".join(words), fields=(minute, hour, "*", "*", named.get(words[0]) or _weekdays(words[0])))


def _monthly(words: list[str]) -> Cadence | None:
    if words[:2] == ["last", "day"]:
        words = ["monthly", "last", *words[2:]]
    if len(words) != 3 or words[0] != "monthly" or ":" not in words[2]:
        return None
    minute, hour = _time(words[2])
    day = words[1]
    if day != "last" and not (re.fullmatch(r"[0-9]{1,2}", day) and 1 <= int(day) <= 28):
        raise ValueError(f'not every month has a day {day!r}; write a day from 1 to 28, or "last day {words[2]}"')
    return Cadence(text=" ".join(words), fields=(minute, hour, day, "*", "*"))


def _cron(words: list[str]) -> Cadence | None:
    if len(words) != 5:
        return None
    minute, hour, day, month, weekday = words
    _values(minute, "minute", 0, 59)
    _values(hour, "hour", 0, 23)
    days, months = _values(day, "day of the month", 1, 31), _values(month, "month", 1, 12, _MONTHS)
    if min(days) > max(_LONGEST_MONTH[number] for number in months):
        raise ValueError(f"{' '.join(words)!r} never comes: no such month has day {min(days)}")
    if day != "*" and weekday != "*":
        raise ValueError(
            f"{' '.join(words)!r} restricts both the day and the weekday; cron would run on either, so write one"
        )
    return Cadence(text=" ".join(words), fields=(minute, hour, day, month, _weekdays(weekday)))


def _time(text: str) -> tuple[str, str]:
    """(minute, hour) of "08:00"."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"{text!r} is not a time of day; write 08:00 or 17:30")
    return str(int(found[2])), str(int(found[1]))


def _values(field: str, name: str, low: int, high: int, names: tuple[str, ...] = ()) -> set[int]:
    """The numbers that a cron field stands for."""
    numbers: set[int] = set()
    for part in field.split(","):
        first, last, step = _range(part, name, low, high, names)
        if not low <= first <= last <= high:
            raise ValueError(f"{part!r} is no {name} ({low} to {high})")
        numbers.update(range(first, last + 1, step))
    return numbers


def _weekdays(field: str) -> str:
    """A cron weekday field, or a person's "mon,thu" and "fri-mon", as names joined by commas; "*" for all seven."""
    numbers: set[int] = set()
    for part in field.split(","):
        first, last, step = _range(part, "weekday", 0, 6, WEEKDAYS, _LONG_NAMES)
        if not (first <= 7 and last <= 7):
            raise ValueError(f"{part!r} is no weekday (0 to 7, or sun to sat)")
        last += 7 if last < first else 0  # fri-mon runs over the week's end
        numbers.update(number % 7 for number in range(first, last + 1, step))
    return "*" if len(numbers) == 7 else ",".join(WEEKDAYS[number] for number in sorted(numbers))


def _range(part: str, name: str, low: int, high: int, *names: tuple[str, ...]) -> tuple[int, int, int]:
    """(first, last, step) of one part of a cron field: *, */2, 5, 1-5, 1-5/2, with names where the field has them."""
    found = _PART.fullmatch(part)
    step = int(found["step"] or 1) if found else 0
    if not found or not 1 <= step <= 59 or (found["step"] and found["first"] and not found["last"]):
        raise ValueError(f"{part!r} is no {name}")
    if found["first"] is None:
        return low, high, step
    first = _number(found["first"], name, names)
    return first, _number(found["last"], name, names) if found["last"] else first, step


def _number(word: str, name: str, names: tuple[tuple[str, ...], ...]) -> int:
    if word.isdecimal():
        return int(word)
    for known in names:
        if word in known:
            return known.index(word)
    raise ValueError(f"{word!r} is no {name}")
