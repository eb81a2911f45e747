"""Bills whose list shows no last action are read in rounds: each of them once, and each day about as many."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from spiders.families.rounds import round_of, token

NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)


@given(st.text(), st.integers(1, 14), st.integers(0, 400))
def test_a_round_begins_exactly_once_in_its_days(name: str, days: int, later: int) -> None:
    moments = [NOW + timedelta(days=later + each) for each in range(days + 1)]
    rounds = [round_of(name, moment, days=days, ends_on=None) for moment in moments]
    assert len(set(rounds)) == 2
    assert sum(one != other for one, other in pairwise(rounds)) == 1


def test_bills_are_spread_over_the_days() -> None:
    begun = Counter(
        day
        for number in range(3000)
        for day in range(3)
        if round_of(f"HB {number}", NOW + timedelta(days=day), days=3, ends_on=None)
        != round_of(f"HB {number}", NOW + timedelta(days=day - 1), days=3, ends_on=None)
    )
    assert sum(begun.values()) == 3000
    assert min(begun.values()) > 900


def test_after_the_session_only_what_is_shown_counts() -> None:
    assert round_of("HB 1", NOW, days=3, ends_on=date(2025, 6, 1)) == ""
    assert round_of("HB 1", NOW, days=3, ends_on=date(2026, 1, 1)) != ""


def test_a_token_moves_with_any_of_its_words() -> None:
    assert token("HB 1", "Kratom") == token("HB 1", "Kratom") != token("HB 1", "Kava")
    assert token("a", "b") != token("ab", "")
