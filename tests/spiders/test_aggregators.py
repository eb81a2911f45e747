"""Aggregators meet the direct sources in one document: sessions by our names, questions only for what moved."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from spiders_at_hand import EVERY, SPIDERS

from monitor.model.documents import Bill
from monitor.source.extract import extract, respond
from spiders.families.aggregated import same_session
from spiders.families.legiscan import LegiScanBills
from spiders.families.openstates import OpenStatesBills
from spiders.families.sessions import Session
from spiders.families.states import NAMES, direct, folder

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEGISCAN_IDAHO = EVERY["legiscan.idaho"]
SEARCHED = Path(__file__).parents[1] / "fixtures" / "legiscan.idaho" / "search.json"
SESSION_OF_2026 = {"session_id": 2245, "year_start": 2026, "year_end": 2026, "special": 0, "session_name": "2026"}
TABLE = (
    Session(identifier="2025-2026", starts_on=date(2025, 1, 7), ends_on=date(2026, 11, 30)),
    Session(identifier="2025-2026S1", starts_on=date(2025, 1, 7)),
    Session(identifier="2025-2026S2", starts_on=date(2025, 1, 7)),
    Session(identifier="2027"),
)


def test_every_legislature_has_both_routes_where_the_aggregator_has_it() -> None:
    assert {name for name in EVERY if name.startswith("openstates.")} == {
        f"openstates.{folder(code)}" for code in NAMES
    }
    legiscan = {name for name in EVERY if name.startswith("legiscan.")}
    assert legiscan == {f"legiscan.{folder(code)}" for code in NAMES if code != "pr"}
    assert all(spider.on_request for name, spider in EVERY.items() if spider.route != "direct")


def test_the_direct_source_of_a_state_is_the_one_of_its_jurisdiction() -> None:
    found = {code: direct(code) for code in NAMES if direct(code)}
    assert {f"us-{code}": spider.name for code, spider in found.items()} == {
        spider.jurisdiction: name
        for name, spider in SPIDERS.items()
        if name.endswith(".bills") and spider.route == "direct"
    }


@pytest.mark.parametrize(
    ("name", "years", "special", "ours"),
    [
        ("2025-2026 Regular Session", (2025, 2026), False, "2025-2026"),
        ("2025 1st Special Session", (2025, 2026), True, "2025-2026S1"),
        ("Second Extraordinary Session", (2025, 2026), True, "2025-2026S2"),
        ("2027 Regular Session", (2027, 2027), False, "2027"),
        ("2027 Special Session", (2027, 2027), True, ""),
        ("2031 Regular Session", (2031, 2032), False, ""),
    ],
)
def test_a_session_is_known_by_its_years_and_whether_it_is_special(
    name: str, years: tuple[int, int], special: bool, ours: str
) -> None:
    assert same_session(TABLE, names=(name,), years=years, special=special) == ours


def test_the_name_that_the_site_gives_a_session_comes_first() -> None:
    table = (Session(identifier="34", name="34th Legislature"), Session(identifier="35", name="35th Legislature"))
    assert same_session(table, names=("", "34TH LEGISLATURE"), years=(2025, 2026), special=False) == "34"


def test_without_a_table_a_session_is_called_by_its_years() -> None:
    assert same_session((), names=("2025-2026 Regular Session",), years=(2025, 2026), special=False) == "2025-2026"
    assert same_session((), names=("2026 2nd Special Session",), years=(2026, 2026), special=True) == "2026S2"


def test_legiscan_is_asked_once_a_week_for_sessions_and_never_with_a_key_in_the_address() -> None:
    spider = EVERY["legiscan.virginia"](now=NOW)
    assert isinstance(spider, LegiScanBills)
    (request,) = spider.requests()
    assert request.url == "https://api.legiscan.com/?op=getSessionList&state=VA"
    assert request.meta["when"] == "2026-W47"


def test_openstates_is_asked_for_what_moved_and_once_a_month_for_the_year() -> None:
    spider = EVERY["openstates.district_of_columbia"](now=NOW)
    assert isinstance(spider, OpenStatesBills)
    recent, year = spider.requests()
    assert "district%3Adc" in recent.url
    assert "updated_since=2026-11-19" in recent.url
    assert "per_page=20" in recent.url
    assert (recent.meta["when"], year.meta["when"]) == (None, "2026-11")
    assert "action_since=2026-01-01" in year.url


def test_a_bill_of_a_session_that_is_in_no_table_any_more_is_called_by_its_years() -> None:
    spider = EVERY["legiscan.idaho"](now=NOW)
    assert isinstance(spider, LegiScanBills)
    long_past = {"session_name": "61st Legislature", "year_start": 2011, "year_end": 2012, "special": 0}
    assert spider.session_of(long_past) == ""
    assert spider.session_of(long_past, known=()) == "2011-2012"


def test_a_search_of_texts_names_the_bills_whose_texts_are_to_be_read() -> None:
    spider = LEGISCAN_IDAHO(now=NOW, terms=("kratom", "mitragyna speciosa"))
    (listed, asked) = spider.parse_sessions([SESSION_OF_2026])
    assert "op=getMasterListRaw" in listed.url
    assert asked.url.endswith("op=getSearch&id=2245&query=kratom+OR+%22mitragyna+speciosa%22&page=1")
    assert asked.meta["when"] == "2026-W47"
    found = extract(spider, respond(asked.url, SEARCHED.read_bytes(), name="search.json"), **asked.cb_kwargs)
    assert [(one.session, one.identifier) for one in found.mentions] == [("2026", "S 1282"), ("2026", "S 1418")]
    assert [one.url.rpartition("&")[2] for one in found.requests] == ["page=2"]


def test_without_words_to_search_for_nothing_is_searched() -> None:
    assert len(list(LEGISCAN_IDAHO(now=NOW).parse_sessions([SESSION_OF_2026]))) == 1


def test_openstates_names_maines_papers_by_the_number_that_people_use() -> None:
    maine = EVERY["openstates.maine"](now=NOW)
    paper = {
        "identifier": "HP 1154",
        "title": "An Act",
        "session": "132",
        "openstates_url": "https://openstates.org/me/",
    }
    (listed,) = maine._bills([paper | {"extras": {"ld_number": "LD 1727"}}], "https://v3.openstates.org/bills")
    assert isinstance(listed, Bill)
    assert (listed.identifier, listed.aliases) == ("LD 1727", ("HP 1154",))
    (order,) = maine._bills([paper | {"extras": {}}], "https://v3.openstates.org/bills")
    assert isinstance(order, Bill)
    assert (order.identifier, order.aliases) == ("HP 1154", ())
