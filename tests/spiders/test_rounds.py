"""Bills whose list shows no last action are read in rounds: each of them once, and each day about as many."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from monitor.service.catalogue import spiders
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


COVERAGE = Path(__file__).parents[2] / "docs" / "reference" / "coverage.md"
ROUNDS = {"each day": 1, "every second day": 2, "every third day": 3, "every seventh day": 7}


def test_the_documentation_tells_how_late_each_legislature_may_be() -> None:
    told = {
        re.sub(r" *\(.*?\)", "", name): days
        for line in COVERAGE.read_text(encoding="utf-8").splitlines()
        for said, days in ROUNDS.items()
        if line.startswith(f"| {said} |")
        for name in line.split("|")[2].strip().split(", ")
    }
    declared = {
        name.removesuffix(".bills").replace("_", " ").title(): spider.rounds
        for name, spider in spiders().items()
        if spider.rounds
    }
    assert told == declared


def test_whoever_reads_in_rounds_declares_it() -> None:
    modules = {name: Path(str(import_module(spider.__module__).__file__)) for name, spider in spiders().items()}
    reading = {
        name for name, file in modules.items() if name.endswith(".bills") and "round_of(" in file.read_text("utf-8")
    }
    assert reading == {name for name, spider in spiders().items() if spider.rounds}
