"""What a person may write for "how often"."""

import re
from datetime import timedelta

import pytest

from monitor.config.cadence import parse_cadence


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("hourly", timedelta(hours=1)),
        ("every hour", timedelta(hours=1)),
        ("every 6 hours", timedelta(hours=6)),
        ("Every  30 Minutes", timedelta(minutes=30)),
        ("every 1 day", timedelta(days=1)),
    ],
)
def test_intervals(text: str, every: timedelta) -> None:
    cadence = parse_cadence(text)
    assert cadence.every == every
    assert cadence.fields is None
    assert not cadence.dated


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("daily 08:00", ("0", "8", "*", "*", "*")),
        ("weekdays 17:05", ("5", "17", "*", "*", "mon,tue,wed,thu,fri")),
        ("weekends 9:00", ("0", "9", "*", "*", "sat,sun")),
        ("mon 08:00", ("0", "8", "*", "*", "mon")),
        ("Monday 08:00", ("0", "8", "*", "*", "mon")),
        ("mon,thu 08:00", ("0", "8", "*", "*", "mon,thu")),
        ("fri-mon 08:00", ("0", "8", "*", "*", "sun,mon,fri,sat")),
        ("monthly 1 08:00", ("0", "8", "1", "*", "*")),
        ("monthly last 08:00", ("0", "8", "last", "*", "*")),
        ("last day 08:00", ("0", "8", "last", "*", "*")),
        ("0 8 * * *", ("0", "8", "*", "*", "*")),
        ("0 8,17 1-7 jan,jul *", ("0", "8,17", "1-7", "jan,jul", "*")),
    ],
)
def test_clock_times_and_cron(text: str, fields: tuple[str, ...]) -> None:
    assert parse_cadence(text).fields == fields


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("0", "sun"),
        ("7", "sun"),
        ("1", "mon"),
        ("1-5", "mon,tue,wed,thu,fri"),
        ("5-7", "sun,fri,sat"),
        ("0-6", "*"),
        ("0-7", "*"),
        ("1-7", "*"),
        ("*/2", "sun,tue,thu,sat"),
        ("1-5/2", "mon,wed,fri"),
        ("sun", "sun"),
        ("MON-WED", "mon,tue,wed"),
        ("6,0", "sun,sat"),
    ],
)
def test_weekdays_of_cron_count_from_sunday(field: str, days: str) -> None:
    fields = parse_cadence(f"0 8 * * {field}").fields
    assert fields is not None
    assert fields[4] == days


def test_at_once_waits_for_nothing() -> None:
    cadence = parse_cadence("At once")
    assert cadence.at_once
    assert cadence.text == "at once"
    assert not parse_cadence("hourly").at_once


@pytest.mark.parametrize(("text", "dated"), [("daily 08:00", True), ("0 8,17 * * *", False), ("*/5 8 * * *", False)])
def test_a_date_is_enough_where_a_day_has_one_occurrence(text: str, dated: bool) -> None:
    assert parse_cadence(text).dated is dated


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a cadence"),
        ("sometimes", "every 6 hours"),
        ("daily", "is not a cadence"),
        ("daily 24:00", "not a time of day"),
        ("daily 8:5", "not a time of day"),
        ("mon 08:60", "not a time of day"),
        ("mond 08:00", "is no weekday"),
        ("1 08:00", "is no weekday"),
        ("every 0 hours", "between a minute and a year"),
        ("every 400 days", "between a minute and a year"),
        ("every 6 fortnights", "is not a cadence"),
        ("every -6 hours", "is not a cadence"),
        ("every ٦ hours", "is not a cadence"),
        ("monthly 31 08:00", "last day"),
        ("monthly 0 08:00", "last day"),
        ("60 8 * * *", "is no minute"),
        ("0 24 * * *", "is no hour"),
        ("0 8 0 * *", "is no day of the month"),
        ("0 8 * 13 *", "is no month"),
        ("0 8 * * 8", "is no weekday"),
        ("0 8 * * mon#1", "is no weekday"),
        ("0 8 L * *", "is no day"),
        ("0 8-3 * * *", "is no hour"),
        ("*/0 8 * * *", "is no minute"),
        ("5/2 8 * * *", "is no minute"),
        ("0 8 31 2 *", "never comes"),
        ("0 8 30 feb *", "never comes"),
        ("0 8 1 * mon", "restricts both"),
        ("0 8 * *", "is not a cadence"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_cadence(text)
