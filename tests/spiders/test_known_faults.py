"""The faults that each legislature's site is known for, and where it is shown what becomes of them: a table that fails when a case is missing.

`REFUSED` cases must raise, so that the check says so; `READ` cases must be read, because what looks like a fault is how the site
is; a story is over loopback and tells what readers hear (`tests/story/test_site_faults.py`, `tests/story/test_one_page.py`).
"""

import ast
import json
from functools import cache
from pathlib import Path

import pytest
from spiders_at_hand import SPIDERS

TESTS = Path(__file__).parents[1]
REFUSED, READ = "refused", "read"
ONE_PAGE = "one page of many"
"""A page of one bill that fails now and then, or for ever: the rest is kept and the check names it."""

KNOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "alabama": {
        "a field removed fails the whole question": (REFUSED, "bills/field_gone"),
        "a header that was wanted once is refused": (REFUSED, "bills/token_refused"),
        "rows stand on two pages of the list, or are missing": (REFUSED, "bills/list_cut_short"),
    },
    "alaska": {
        "bills without a title are listed": (READ, "bills/list"),
        "a malformed question is an error in XML under 200": (REFUSED, "hearings/error"),
        "the list of another legislature": (REFUSED, "bills/list_of_another_legislature"),
    },
    "arizona": {
        "XML to whoever looks like a browser": (REFUSED, "bills/list_as_xml"),
        "null for a bill that is not known": (REFUSED, "bills/bill_unknown"),
        "another session by a lost cookie (the route asks by the session's number)": ("story", "another session"),
    },
    "arkansas": {
        "the byte order of the files flips": (READ, "bills/measures_alone"),
        "rows of several sessions": (READ, "bills/ordinary"),
        "an empty file": (REFUSED, "bills/empty"),
        "a page under the file's name": (REFUSED, "bills/maintenance"),
    },
    "california": {
        "a file of a gigabyte whose parts are refused": (REFUSED, "bills/ranges_ignored"),
        "a column added": (REFUSED, "bills/column_added"),
        "the index names no file": (REFUSED, "bills/index_moved"),
    },
    "colorado": {
        "the site rebuilt": (REFUSED, "bills/bill_redesigned"),
        "another session": (REFUSED, "bills/list_of_another_session"),
        "sessions named in other words": (REFUSED, "bills/sessions_redesigned"),
        "plain clients rejected": ("story", "Access Denied under 200"),
    },
    "connecticut": {
        "a column gone": (REFUSED, "bills/column_gone"),
        "bills missing from a table beside": (READ, "bills/without_side_tables"),
        "a page instead of a table": (REFUSED, "bills/page_instead"),
    },
    "delaware": {
        "200 with an empty body": ("story", "empty 200"),
        "200 with a page instead of JSON": ("story", "the site's shell instead"),
        "a page of the list cut short": (REFUSED, "bills/list_cut_short"),
    },
    "district_of_columbia": {
        "a key is mandatory": (REFUSED, "bills/key_refused"),
        "an error instead of a list": (REFUSED, "bills/error_instead"),
        "500 for a single bill, for ever": (ONE_PAGE,),
    },
    "florida": {
        "Request Rejected under 200": ("story", "Request Rejected under 200"),
        "404 under 200": ("walls", "soft 404"),
        "another session": (REFUSED, "bills/list_of_another_session"),
        "connections closed under load": ("story", "500"),
    },
    "georgia": {
        "a fault of the service": (REFUSED, "bills/fault"),
        "an index cut short": (REFUSED, "bills/index_cut_short"),
        "a page instead of the service": (REFUSED, "bills/page_instead"),
    },
    "hawaii": {
        "403 to machines": ("story", "403"),
        "single pages answer 500 for weeks": (ONE_PAGE,),
        "a report of another year": (REFUSED, "bills/report_of_another_year"),
    },
    "idaho": {
        "the list of another session": (REFUSED, "bills/list_of_another_session"),
        "a list redesigned": (REFUSED, "bills/list_redesigned"),
    },
    "illinois": {
        "Access Denied, a page of four kilobytes": (REFUSED, "bills/access_denied"),
        "a file cut short": (REFUSED, "bills/bill_cut_short"),
    },
    "indiana": {
        "the site's shell under 200": (REFUSED, "bills/shell_instead"),
        "429 with Retry-After": ("politeness", "Retry-After"),
    },
    "iowa": {
        "500 for some bills": (ONE_PAGE,),
        "malformed pages": (REFUSED, "bills/history_malformed"),
        "another General Assembly": (REFUSED, "bills/study_bills_of_another_assembly"),
    },
    "kansas": {
        "502 Bad gateway under 200": ("story", "502 under 200"),
        "Page Not Found": (REFUSED, "bills/bill_not_found"),
        "500 for a single measure, for ever": (ONE_PAGE,),
        "another biennium under the same address": (REFUSED, "bills/bill_of_another_biennium"),
        "a piece of the list cut short": (REFUSED, "bills/list_cut_short"),
    },
    "kentucky": {
        "blank items in the history": (READ, "bills/bill_law_over_vetoes"),
        "links of the index answer 404": (ONE_PAGE,),
        "another session": (REFUSED, "bills/list_of_another_session"),
    },
    "louisiana": {
        "a column added": (READ, "bills/bill_signed"),
        "a kind with one bill leads to that bill": (READ, "bills/bill_in_place_of_a_list"),
        "the choice of sessions broken": (REFUSED, "bills/sessions_redesigned"),
    },
    "maine": {
        "sub-pages answer 404 now and then": (ONE_PAGE,),
        "a record that is not found": (REFUSED, "bills/summary_not_found"),
        "a calendar of nothing but what is skipped": (READ, "hearings/events_none"),
    },
    "maryland": {
        "the file cut short": (REFUSED, "bills/session_cut_short"),
        "a bill twice": (REFUSED, "bills/session_twice"),
    },
    "massachusetts": {
        "XML to whoever looks like a browser": (REFUSED, "bills/list_as_xml"),
        "500 for individual bills": (ONE_PAGE,),
        "steps without a day": (READ, "bills/history_in_committee"),
    },
    "michigan": {
        "challenge pages and dropped connections": ("walls", "challenge"),
        "a typing error in the page's names": (READ, "bills/bill_in_committee"),
        "addresses of another form": (REFUSED, "bills/list_of_nothing"),
    },
    "minnesota": {
        "thin answers": (REFUSED, "bills/list_empty"),
        "server errors now and then": ("story", "500"),
    },
    "mississippi": {
        "control characters in XML": (READ, "bills/measure_vetoed"),
        "XML cut short": (REFUSED, "bills/list_cut_short"),
    },
    "missouri": {
        "500 for some bills": (ONE_PAGE,),
        "unparsable XML": (REFUSED, "bills/house_bill_unparsable"),
        "no title": (READ, "bills/house_bill_without_title"),
        "a junk number": (READ, "bills/senate_list"),
    },
    "montana": {
        "a wall before the interface": (REFUSED, "bills/bill_rejected"),
        "an error for a list of sessions": (REFUSED, "bills/sessions_in_error"),
        "404 for no texts": ("declared", "404"),
    },
    "nebraska": {
        "a page without history": (REFUSED, "bills/bill_without_history"),
        "special bills among the regular ones": (REFUSED, "bills/bill_of_no_session"),
    },
    "nevada": {
        "fragments answer 500": (ONE_PAGE,),
        "no table of history": (READ, "bills/overview_without_history"),
        "another session": (REFUSED, "bills/list_of_another_session"),
    },
    "new_hampshire": {
        "tables of no byte under 200": (REFUSED, "bills/docket_empty"),
        "next year's requests among this year's": (REFUSED, "bills/bill_twice"),
        "a table cut short": (REFUSED, "bills/cut_short"),
    },
    "new_jersey": {
        "an archive cut short": (REFUSED, "bills/cut_short"),
        "a table gone": (REFUSED, "bills/table_gone"),
        "a column gone": (REFUSED, "bills/column_gone"),
    },
    "new_mexico": {
        "another session's list": (REFUSED, "bills/list_of_another_session"),
        "a list redesigned": (REFUSED, "bills/list_redesigned"),
    },
    "new_york": {
        "a key is mandatory": (REFUSED, "bills/key_refused"),
        "429 with Retry-After": ("politeness", "Retry-After"),
        "no active version": (READ, "bills/in_committee"),
        "no JSON": (REFUSED, "bills/no_json"),
    },
    "north_carolina": {
        "a feed of other elements": (REFUSED, "bills/list_redesigned"),
        "an empty feed": (REFUSED, "bills/list_empty"),
    },
    "north_dakota": {
        "maintenance": (REFUSED, "bills/maintenance"),
        "another assembly's bills": (REFUSED, "bills/another_assembly"),
        "a file that does not exist yet": (READ, "bills/no_bills_yet"),
    },
    "ohio": {
        "a record that is broken for ever": (ONE_PAGE,),
        "Internal Server Error in place of the calendar": (REFUSED, "hearings/feed_fault"),
        "an empty list": (REFUSED, "bills/list_of_nothing"),
    },
    "oklahoma": {
        "another session by a lost cookie": (REFUSED, "bills/list_of_another_session"),
        "a form without its hidden fields": (REFUSED, "bills/form_redesigned"),
        "the programmers' own test bills": (READ, "bills/list"),
    },
    "oregon": {
        "Atom instead of JSON": (REFUSED, "bills/atom_feed"),
        "a list cut short": (REFUSED, "bills/measures_cut_short"),
        "placeholders without words": (READ, "bills/measures"),
    },
    "pennsylvania": {
        "clients refused": ("story", "Access Denied under 200"),
        "an archive of another year": (REFUSED, "bills/session_of_another_year"),
        "an archive cut short": (REFUSED, "bills/session_cut_short"),
    },
    "puerto_rico": {
        "an empty list": (REFUSED, "bills/list_empty"),
        "another form of the page": (REFUSED, "bills/bill_redesigned"),
    },
    "rhode_island": {
        "the form rejected": (REFUSED, "bills/form_rejected"),
        "more than the most bills of an answer": (REFUSED, "bills/report_cut_short"),
        "gaps in the numbers": (REFUSED, "bills/nothing_where_a_block_begins"),
        "another year": (REFUSED, "bills/report_of_another_year"),
    },
    "south_carolina": {
        "an answer broken off": ("story", "cut in the middle"),
        "INVALID BILL NUMBER": (REFUSED, "bills/invalid_number"),
        "pages of days answer 404": (ONE_PAGE,),
    },
    "south_dakota": {
        "the site's shell": (REFUSED, "bills/site_instead"),
        "words that are null": (READ, "bills/bill_in_the_senate"),
    },
    "tennessee": {
        "the index of another General Assembly": (REFUSED, "bills/index_of_another_assembly"),
        "the companion's history first": (REFUSED, "bills/history_of_another"),
        "the page redesigned": (REFUSED, "bills/bill_redesigned"),
    },
    "texas": {
        "the page redesigned": (REFUSED, "bills/redesigned"),
        "another bill": (REFUSED, "bills/another_bill"),
        "hearings' notices redesigned": (REFUSED, "hearings/notice_redesigned"),
    },
    "utah": {
        "words instead of JSON under 200": (REFUSED, "bills/bill_rejected"),
        "the list's markup changed": (REFUSED, "bills/list_empty_in_session"),
        "another session": (REFUSED, "bills/list_of_another_session"),
    },
    "vermont": {
        '"" or null for no rows': (READ, "bills/history_of_nothing"),
        "a page instead of JSON": (REFUSED, "bills/list_is_a_page"),
    },
    "virginia": {
        "a column gone": (REFUSED, "bills/column_gone"),
        "cells shifted": (REFUSED, "bills/cells_shifted"),
        "a table missing": (REFUSED, "bills/only_history"),
    },
    "washington": {
        "500 where a list would be empty": ("declared", "500"),
        "a fault of the service": (REFUSED, "bills/fault"),
        "an answer cut short": (REFUSED, "bills/list_cut_short"),
    },
    "west_virginia": {
        "short lists to some networks": ("story", "a short list"),
        "links that lead elsewhere": (READ, "bills/list"),
        "another session": (REFUSED, "bills/list_of_another_session"),
    },
    "wisconsin": {
        "an abridged history first": (READ, "bills/bill_law"),
        "another house's list": (REFUSED, "bills/list_of_the_other_house"),
    },
    "wyoming": {
        "an error for a bill that is missing": (ONE_PAGE,),
        "a message instead of a list": (REFUSED, "bills/list_is_a_message"),
        "another year's bills": (REFUSED, "bills/list_of_another_year"),
    },
    "legiscan.idaho": {
        "ERROR under 200": (REFUSED, "/fault_under_200"),
        "lists for objects, objects for lists": (READ, "/bill_with_objects_for_lists"),
        "a page instead of JSON": (REFUSED, "/page_instead_of_json"),
    },
    "openstates.idaho": {
        "a question refused": (REFUSED, "/refused"),
    },
}  # fmt: skip

ROWS = [(place, fault, shown) for place, faults in KNOWN.items() for fault, shown in faults.items()]


@cache
def names_in(path: str) -> str:
    return (TESTS / path).read_text(encoding="utf-8")


@cache
def faults_of_the_story() -> frozenset[str]:
    """The keys of FAULTS, read and not run."""
    tree = ast.parse(names_in("story/test_site_faults.py"))
    (table,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "FAULTS"
    ]
    assert isinstance(table, ast.Dict)
    return frozenset(ast.literal_eval(key) for key in table.keys if key)


def case_of(place: str, shown: str) -> dict[str, object]:
    file = TESTS / "fixtures" / f"{place}{'' if shown.startswith('/') else '.'}{shown}.case.json"
    found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("place", "fault", "shown"), ROWS, ids=[f"{place}: {fault}" for place, fault, _ in ROWS])
def test_what_becomes_of_a_known_fault_is_shown(place: str, fault: str, shown: tuple[str, ...]) -> None:
    match shown:
        case (kind, name) if kind == REFUSED:
            assert case_of(place, name)["error"]
        case (kind, name) if kind == READ:
            case = case_of(place, name)
            assert "error" not in case
            assert "documents" in case
        case ("story", name):
            assert name in faults_of_the_story()
        case ("walls", name):
            assert name in names_in("crawl/test_blocked.py")
        case ("politeness", name):
            assert name in names_in("crawl/test_politeness.py")
        case ("declared", status):
            assert status in names_in(f"spiders/test_{place}_bills.py")
        case (only,):
            assert only == ONE_PAGE
            assert "def test_one_bill_that_fails" in names_in("story/test_one_page.py")
            assert "def test_a_record_that_was_broken_from_the_start" in names_in("story/test_one_page.py")
        case _:
            pytest.fail(f"{fault}: {shown}")


def test_every_legislature_has_its_faults_in_the_table() -> None:
    legislatures = {name.removesuffix(".bills") for name in SPIDERS if name.endswith(".bills")} - {"us"}
    assert legislatures - {name for name in KNOWN if not name.startswith("us")} == set()
    assert len(legislatures) == 52
