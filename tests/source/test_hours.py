"""Hours in which a publisher wants no machine."""

from datetime import UTC, datetime, time

import pytest

from monitor.source.hours import closed


class ByDay:
    zone = "America/New_York"
    closed_hours = (time(6), time(21))


class ByNight:
    zone = "America/New_York"
    closed_hours = (time(22), time(4))


@pytest.mark.parametrize(
    ("moment", "by_day", "by_night"),
    [
        (datetime(2026, 11, 22, 10, 59, tzinfo=UTC), False, False),  # 05:59 in winter
        (datetime(2026, 11, 22, 11, 0, tzinfo=UTC), True, False),
        (datetime(2026, 7, 1, 10, 0, tzinfo=UTC), True, False),  # 06:00 in summer
        (datetime(2026, 11, 23, 1, 59, tzinfo=UTC), True, False),
        (datetime(2026, 11, 23, 2, 0, tzinfo=UTC), False, False),
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), False, True),
        (datetime(2026, 11, 23, 8, 59, tzinfo=UTC), False, True),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), False, False),
    ],
)
def test_the_clock_on_the_publishers_wall_counts(moment: datetime, by_day: bool, by_night: bool) -> None:
    assert (closed(ByDay, moment), closed(ByNight, moment)) == (by_day, by_night)


def test_a_source_without_closed_hours_may_always_be_asked() -> None:
    assert not closed(object(), datetime(2026, 11, 22, 12, tzinfo=UTC))
