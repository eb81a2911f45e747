"""Every legislature of the country has bills of its own, with sessions, words and pages that prove it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from spiders_at_hand import SPIDERS

from monitor.changes.progress import progress
from monitor.model.documents import Bill
from spiders.families.legislature import BillSpider

FIXTURES = Path(__file__).parents[1] / "fixtures"
CODES = [
    "al",
    "ak",
    "az",
    "ar",
    "ca",
    "co",
    "ct",
    "de",
    "dc",
    "fl",
    "ga",
    "hi",
    "id",
    "il",
    "in",
    "ia",
    "ks",
    "ky",
    "la",
    "me",
    "md",
    "ma",
    "mi",
    "mn",
    "ms",
    "mo",
    "mt",
    "ne",
    "nv",
    "nh",
    "nj",
    "nm",
    "ny",
    "nc",
    "nd",
    "oh",
    "ok",
    "or",
    "pa",
    "pr",
    "ri",
    "sc",
    "sd",
    "tn",
    "tx",
    "ut",
    "vt",
    "va",
    "wa",
    "wv",
    "wi",
    "wy",
]
"""The fifty states, the District of Columbia and Puerto Rico."""
ENDED = {"signed", "vetoed", "law", "failed", "withdrawn", "carried over", "passed both"}
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
BILLS = {name: spider for name, spider in SPIDERS.items() if issubclass(spider, BillSpider)}


def cases(name: str) -> Iterator[dict[str, Any]]:
    for path in sorted((FIXTURES / name).glob("*.case.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def bills_of(name: str) -> Iterator[dict[str, Any]]:
    """The bills that the fixtures of a source expect."""
    for case in cases(name):
        yield from (row["fields"] for row in case.get("documents", ()) if row["type"] == "bill")


@pytest.mark.parametrize("code", CODES)
def test_every_legislature_has_one_source_of_its_own(code: str) -> None:
    (name,) = (name for name, spider in BILLS.items() if spider.jurisdiction == f"us-{code}")
    assert name.endswith(".bills")
    assert BILLS[name].route == "direct"


def test_there_is_no_other() -> None:
    assert {spider.jurisdiction for spider in BILLS.values()} == {f"us-{code}" for code in CODES}


@pytest.mark.parametrize("name", sorted(BILLS))
def test_it_reads_a_session_today_and_the_next_one_in_time(name: str) -> None:
    sessions = BILLS[name].sessions
    assert sessions.due(TODAY), "no session is read in November 2026"
    assert sessions.due(TODAY.replace(year=2027, month=2)), "no session is read in February 2027"


@pytest.mark.parametrize("name", sorted(BILLS))
def test_its_fixtures_show_a_bill_in_the_middle_of_its_life_and_one_at_its_end(name: str) -> None:
    found = [msgspec.convert(bill, Bill) for bill in bills_of(name)]
    standings = {progress(bill) for bill in found}
    assert standings & ENDED, standings
    assert standings - ENDED - {""}, standings
    assert all(bill.session and bill.chamber and bill.title for bill in found)


@pytest.mark.parametrize("name", sorted(BILLS))
def test_its_bills_lead_to_texts_where_it_says_so(name: str) -> None:
    addresses = [version["url"] for bill in bills_of(name) for version in bill["versions"] if version["url"]]
    assert bool(addresses) or not BILLS[name].texts


@pytest.mark.parametrize("name", sorted(BILLS))
def test_a_redesign_is_refused(name: str) -> None:
    assert [case["error"] for case in cases(name) if "error" in case]
