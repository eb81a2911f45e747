"""When things are due: daylight saving, weekday names, sleep, clock jumps."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.service.schedule import latest_due, next_due, parse_cadence, slot_of

ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "UTC", "Africa/Cairo", "America/Havana")
moments = st.integers(1_704_067_200, 1_893_456_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)  # 2024 to 2030
texts = st.sampled_from(
    (
        "hourly", "every 6 hours", "every 30 minutes", "every 2 days", "daily 08:00", "daily 02:30", "daily 00:15",
        "weekdays 08:00", "mon 08:00", "sun 01:30", "mon,thu 23:45", "monthly 1 08:00", "last day 08:00", "*/15 * * * *",
        "0 8,17 * * 1-5", "30 2 29 2 *",
    )
)  # fmt: skip


def local(text: str, zone: str) -> datetime:
    """A wall-clock time of a zone, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def following(text: str, zone: str, after: datetime, count: int) -> list[datetime]:
    """The next occurrences, in UTC."""
    cadence, found = parse_cadence(text), [after]
    for _ in range(count):
        found.append(next_due(cadence, after=found[-1], timezone=zone))
    return found[1:]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["08:00", "00:15", "01:30", "02:30", "23:59"])
def test_every_monday_of_sixty_weeks_has_exactly_one_slot(zone: str, time: str) -> None:
    cadence = parse_cadence(f"mon {time}")
    found = following(f"mon {time}", zone, datetime(2025, 12, 31, tzinfo=UTC), 60)
    slots = [date.fromisoformat(slot_of(cadence, due, zone)) for due in found]
    assert slots == [date(2026, 1, 5) + timedelta(weeks=week) for week in range(60)]
    assert all(slot.weekday() == 0 for slot in slots)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["08:00", "00:15", "01:30", "02:30"])
def test_every_day_of_two_years_has_exactly_one_slot(zone: str, time: str) -> None:
    cadence = parse_cadence(f"daily {time}")
    found = following(f"daily {time}", zone, local("2025-12-31T12:00", zone), 730)
    assert [slot_of(cadence, due, zone) for due in found] == [
        str(date(2026, 1, 1) + timedelta(days=day)) for day in range(730)
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_eight_o_clock_stays_eight_o_clock_all_year(zone: str) -> None:
    found = following("daily 08:00", zone, datetime(2026, 1, 1, tzinfo=UTC), 365)
    assert {due.astimezone(ZoneInfo(zone)).strftime("%H:%M") for due in found} == {"08:00"}


def test_a_time_that_the_clock_repeats_is_due_once() -> None:
    first, second = following("30 1 * * *", "America/New_York", local("2026-10-31T12:00", "America/New_York"), 2)
    assert first == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # the first 01:30, summer time
    assert second == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


def test_looking_between_the_two_passes_of_an_hour_finds_nothing_more_that_night() -> None:
    between = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)  # 01:10, winter time
    cadence = parse_cadence("daily 01:30")
    assert next_due(cadence, after=between, timezone="America/New_York") == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


def test_a_time_that_the_clock_skips_is_due_once_at_the_instant_it_would_have_been() -> None:
    zone = "America/New_York"
    first, second = following("daily 02:30", zone, local("2026-03-07T12:00", zone), 2)
    assert first == local("2026-03-08T03:30", zone)
    assert slot_of(parse_cadence("daily 02:30"), first, zone) == "2026-03-08"
    assert second == local("2026-03-09T02:30", zone)


def test_a_skipped_time_is_still_found_from_within_the_gap() -> None:
    zone = "America/New_York"
    after = local("2026-03-08T03:10", zone)
    assert next_due(parse_cadence("daily 02:30"), after=after, timezone=zone) == local("2026-03-08T03:30", zone)


def test_a_week_whose_day_the_zone_left_out_is_not_skipped() -> None:
    found = following("fri 08:00", "Pacific/Apia", datetime(2011, 12, 20, tzinfo=UTC), 3)
    days = [due.astimezone(ZoneInfo("Pacific/Apia")).date() for due in found]
    assert days == [date(2011, 12, 23), date(2011, 12, 31), date(2012, 1, 6)]  # there was no 30 December 2011


def test_the_last_day_comes_in_every_month() -> None:
    found = following("last day 08:00", "UTC", datetime(2026, 1, 1, tzinfo=UTC), 4)
    assert [due.date() for due in found] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(("field", "weekday"), [("0", 6), ("7", 6), ("1", 0), ("sun", 6), ("mon", 0), ("sat", 5)])
def test_weekdays_of_cron_lines_mean_what_cron_means(field: str, weekday: int) -> None:
    (due,) = following(f"0 8 * * {field}", "UTC", datetime(2026, 7, 8, tzinfo=UTC), 1)
    assert due.weekday() == weekday


def test_intervals_do_not_depend_on_when_the_process_started() -> None:
    cadence = parse_cadence("every 6 hours")
    start = datetime(2026, 7, 1, tzinfo=UTC)
    found = {
        next_due(cadence, after=start + timedelta(minutes=minute), timezone="UTC", spread="us.dea_rules")
        for minute in range(24 * 60)
    }
    assert len(found) == 5
    assert {later - earlier for earlier, later in zip(sorted(found), sorted(found)[1:], strict=False)} == {
        timedelta(hours=6)
    }


def test_sources_of_one_cadence_are_spread_over_it() -> None:
    cadence = parse_cadence("every 6 hours")
    after = datetime(2026, 7, 1, tzinfo=UTC)
    due = [next_due(cadence, after=after, timezone="UTC", spread=f"state{number}.bills") for number in range(120)]
    by_hour = [
        sum(1 for one in due if after + timedelta(hours=hour) < one <= after + timedelta(hours=hour + 1))
        for hour in range(6)
    ]
    assert sum(by_hour) == 120
    assert min(by_hour) >= 10


def test_at_once_has_no_next_time() -> None:
    with pytest.raises(ValueError, match="at once has no next time"):
        next_due(parse_cadence("at once"), after=datetime(2026, 1, 1, tzinfo=UTC), timezone="UTC")


def test_what_was_missed_in_sleep_is_made_up_once_under_the_latest_slot() -> None:
    cadence, zone = parse_cadence("daily 08:00"), "America/New_York"
    due, awake = local("2026-07-06T08:00", zone), local("2026-07-09T11:00", zone)
    latest = latest_due(cadence, due=due, now=awake, timezone=zone)
    assert slot_of(cadence, latest, zone) == "2026-07-09"
    assert next_due(cadence, after=awake, timezone=zone) == local("2026-07-10T08:00", zone)


def test_a_year_of_sleep_is_made_up_without_walking_through_it() -> None:
    cadence = parse_cadence("*/5 * * * *")
    due, awake = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 2, tzinfo=UTC)
    assert latest_due(cadence, due=due, now=awake, timezone="UTC") == datetime(2026, 1, 1, tzinfo=UTC)


def test_an_occurrence_that_is_not_late_is_its_own_latest() -> None:
    cadence, due = parse_cadence("mon 08:00"), datetime(2026, 7, 6, 8, tzinfo=UTC)
    assert latest_due(cadence, due=due, now=due + timedelta(seconds=30), timezone="UTC") == due


def test_slots_of_several_a_day_carry_the_time() -> None:
    due = datetime(2026, 7, 6, 17, tzinfo=UTC)
    assert slot_of(parse_cadence("0 8,17 * * *"), due, "UTC") == "2026-07-06T17:00"
    assert slot_of(parse_cadence("daily 17:00"), due, "UTC") == "2026-07-06"


@given(text=texts, zone=st.sampled_from(ZONES), after=moments)
def test_the_next_time_is_later_and_nothing_lies_between(text: str, zone: str, after: datetime) -> None:
    cadence = parse_cadence(text)
    due = next_due(cadence, after=after, timezone=zone, spread=text)
    assert due > after
    assert next_due(cadence, after=due - timedelta(microseconds=1), timezone=zone, spread=text) == due
    between = after + (due - after) / 2
    assert next_due(cadence, after=between, timezone=zone, spread=text) == due


@given(text=texts, zone=st.sampled_from(ZONES), after=moments)
def test_two_occurrences_in_a_row_never_share_a_slot(text: str, zone: str, after: datetime) -> None:
    cadence = parse_cadence(text)
    due = next_due(cadence, after=after, timezone=zone)
    later = next_due(cadence, after=due, timezone=zone)
    back = later.astimezone(ZoneInfo(zone)).fold or due.astimezone(ZoneInfo(zone)).fold
    assert back or slot_of(cadence, due, zone) != slot_of(cadence, later, zone)
