"""Hours as committee schedules print them."""

from datetime import UTC, date, datetime, time

import pytest

from monitor.model.documents import Hearing
from spiders.families.schedule import called_off, clock, nearest, numbered, starts


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("10:00 AM", time(10)),
        ("Room 1525 - 1:30 PM", time(13, 30)),
        ("9 a.m.", time(9)),
        ("12:00 PM", time(12)),
        ("12:15 a.m.", time(0, 15)),
        ("Noon", time(12)),
        ("Call of Chair", None),
        ("Off the Floor", None),
        ("", None),
    ],
)
def test_an_hour_is_read_and_other_words_are_none(printed: str, expected: time | None) -> None:
    assert clock(printed) == expected


def test_an_hour_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(ValueError, match="not a time"):
        clock("17:30 pm")


def test_a_meeting_starts_by_the_publishers_clock() -> None:
    assert starts(date(2026, 1, 29), "1:30 PM", "America/Chicago") == datetime(2026, 1, 29, 19, 30, tzinfo=UTC)
    assert starts(date(2026, 7, 1), "9:00 AM", "America/New_York") == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert starts(date(2026, 7, 1), "Call of Chair", "America/New_York") is None


def test_a_meeting_is_called_off_by_its_words() -> None:
    assert all(map(called_off, ("CANCELLED - Judiciary", "The committee will not meet", "Canceled", "Postponed")))
    assert not called_off("Judiciary: cancellation of contracts")


def test_a_day_without_year_is_the_nearest_one() -> None:
    assert nearest("Jan", 12, date(2026, 12, 20)) == date(2027, 1, 12)
    assert nearest("December", 20, date(2027, 1, 5)) == date(2026, 12, 20)
    assert nearest("Feb", 29, date(2027, 2, 20)) == date(2028, 2, 29)
    with pytest.raises(ValueError, match="not a day: Feb 30"):
        nearest("Feb", 30, date(2027, 2, 20))


def test_two_meetings_of_one_name_have_two_identifiers() -> None:
    one = Hearing(identifier="Judiciary 2026-01-29", title="Judiciary", url="u")
    assert [each.identifier for each in numbered([one, one])] == ["Judiciary 2026-01-29", "Judiciary 2026-01-29 (2)"]
