"""When a source turns red, what is said about it, and when it is well again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.records import Outcome
from monitor.service.health import Event, Health, judge

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
GOOD = tuple(outcome for outcome in Outcome if outcome.good)
POOR = tuple(outcome for outcome in Outcome if not outcome.good)


def after(*outcomes: Outcome, start: Health | None = None) -> tuple[Health, list[Event | None]]:
    """The health after checks an hour apart, and what each had to tell."""
    health, told = start or Health(), []
    for number, outcome in enumerate(outcomes):
        health, event = judge(health, outcome, f"fault {number}", now=NOW + number * HOUR)
        told.append(event)
    return health, told


def test_three_failures_in_a_row_turn_a_source_red_and_it_is_said_once() -> None:
    health, told = after(Outcome.UNREACHABLE, Outcome.BLOCKED, Outcome.EMPTY, Outcome.UNREACHABLE)
    assert told == [None, None, Event(state="failing", since=NOW + 2 * HOUR, reason="fault 2"), None]
    assert health == Health(failures=4, red_since=NOW + 2 * HOUR, red_reason="fault 3", told_at=NOW + 2 * HOUR)


def test_a_good_check_between_failures_starts_the_count_anew() -> None:
    health, _ = judge(Health(failures=2), Outcome.UNCHANGED, "", now=NOW)
    assert health == Health()


def test_one_broken_check_is_enough() -> None:
    _, told = after(Outcome.BROKEN)
    assert told == [Event(state="failing", since=NOW, reason="fault 0")]


def test_a_listing_that_collapsed_is_red_although_the_check_was_good() -> None:
    health, event = judge(Health(), Outcome.CHANGED, "40 of 100 are missing", now=NOW, alarm=True)
    assert event == Event(state="failing", since=NOW, reason="40 of 100 are missing")
    assert health.failures == 0
    _, event = judge(health, Outcome.UNCHANGED, "", now=NOW + HOUR)
    assert event == Event(state="recovered", since=NOW, reason="40 of 100 are missing")


@pytest.mark.parametrize("outcome", GOOD)
def test_recovery_is_said_with_when_it_began(outcome: Outcome) -> None:
    red, _ = after(Outcome.BROKEN)
    health, event = judge(red, outcome, "", now=NOW + 30 * HOUR)
    assert event == Event(state="recovered", since=NOW, reason="fault 0")
    assert health == Health()


def test_the_reminder_comes_weekly() -> None:
    health, _ = after(Outcome.BROKEN)
    told = []
    for day in range(1, 22):
        health, event = judge(health, Outcome.BROKEN, "still", now=NOW + timedelta(days=day))
        told += [day] if event else []
        assert event is None or event == Event(state="still failing", since=NOW, reason="still")
    assert told == [7, 14, 21]


def test_a_clock_set_back_delays_the_reminder_by_no_more_than_a_week() -> None:
    future = NOW + timedelta(days=400)
    red = Health(failures=3, red_since=future, red_reason="x", told_at=future)
    red, event = judge(red, Outcome.BLOCKED, "x", now=NOW)
    assert event is None
    _, event = judge(red, Outcome.BLOCKED, "x", now=NOW + timedelta(days=7))
    assert event is not None


def test_an_outcome_without_words_is_named() -> None:
    _, event = judge(Health(failures=2), Outcome.BLOCKED, "", now=NOW)
    assert event is not None
    assert event.reason == "blocked"


def test_health_goes_to_the_columns_of_a_source_and_back() -> None:
    health, _ = after(Outcome.BROKEN)
    assert Health.of({"name": "us.dea_rules", **health.columns()}) == health


@given(st.lists(st.sampled_from(tuple(Outcome)), max_size=40))
def test_failing_and_recovered_alternate(outcomes: list[Outcome]) -> None:
    _, told = after(*outcomes)
    states = [event.state for event in told if event and event.state != "still failing"]
    assert states == ["failing", "recovered"] * (len(states) // 2) + ["failing"] * (len(states) % 2)


@given(st.lists(st.sampled_from(tuple(Outcome)), min_size=1, max_size=40))
def test_a_source_is_red_only_after_a_poor_check(outcomes: list[Outcome]) -> None:
    health, _ = after(*outcomes)
    assert (health.failures == 0) == outcomes[-1].good
    three_poor = len(outcomes) >= 3 and all(outcome in POOR for outcome in outcomes[-3:])
    if outcomes[-1].good:
        assert health == Health()
    elif three_poor or outcomes[-1] is Outcome.BROKEN:
        assert health.red_since is not None


def test_what_a_site_lists_and_nobody_reads_is_red_at_once_and_said_once() -> None:
    health, event = judge(Health(), Outcome.UNCHANGED, "", now=NOW, untracked=["session '2027'"])
    said = "lists session '2027', which is not read"
    assert event == Event(state="failing", since=NOW, reason=said)
    assert (health.failures, health.red_reason) == (0, said)
    health, event = judge(health, Outcome.CHANGED, "", now=NOW + HOUR, untracked=["session '2027'"])
    assert (event, health.red_since) == (None, NOW)
    health, event = judge(health, Outcome.CHANGED, "", now=NOW + timedelta(days=7), untracked=["session '2027'"])
    assert event == Event(state="still failing", since=NOW, reason=said)
    _, event = judge(health, Outcome.CHANGED, "", now=NOW + timedelta(days=8))
    assert event == Event(state="recovered", since=NOW, reason=said)


def test_more_that_nobody_reads_is_news() -> None:
    red, _ = judge(Health(), Outcome.UNCHANGED, "", now=NOW, untracked=["a"])
    _, event = judge(red, Outcome.UNCHANGED, "", now=NOW + HOUR, untracked=["a", "b"])
    assert event == Event(state="failing", since=NOW + HOUR, reason="lists a, b, which are not read")


def test_a_source_that_can_be_read_again_and_lists_too_much_is_told_for_what_it_lists() -> None:
    red, _ = after(Outcome.BROKEN)
    health, event = judge(red, Outcome.CHANGED, "", now=NOW + HOUR, untracked=["a"])
    assert event == Event(state="failing", since=NOW + HOUR, reason="lists a, which is not read")
    assert health.failures == 0


def test_a_check_that_goes_on_later_is_no_failure() -> None:
    health = Health(failures=2)
    assert judge(health, Outcome.UNREACHABLE, "900 wait", now=NOW, waiting=True) == (health, None)
    red = Health(failures=3, red_since=NOW - HOUR, red_reason="wall", told_at=NOW - HOUR)
    still, event = judge(red, Outcome.UNREACHABLE, "900 wait", now=NOW, waiting=True)
    assert (still.failures, still.red_since, event) == (3, NOW - HOUR, None)
