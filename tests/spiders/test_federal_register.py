"""The Federal Register's answers: what counts, what is left out, and what is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import TextResponse

from monitor.model.documents import Notice, Rule
from monitor.model.errors import ExtractionError
from monitor.source.extract import Extraction, extract
from monitor.source.spider import Bundle
from spiders.families.register_documents import published_document
from spiders.us.dea_rules import DeaRules

SEARCH = "https://www.federalregister.gov/api/v1/documents.json?order=newest"
DESK = "https://www.federalregister.gov/api/v1/public-inspection-documents/current.json"
DEA = [{"raw_name": "Drug Enforcement Administration", "slug": "drug-enforcement-administration"}]


def answer(data: Any, url: str = SEARCH) -> TextResponse:
    return TextResponse(url, body=json.dumps(data).encode())


def read(data: Any, filed: list[dict[str, Any]] | None = None, url: str = SEARCH) -> Extraction:
    members = {"published": answer(data, url), "filed": None if filed is None else answer({"results": filed}, DESK)}
    return extract(DeaRules(), Bundle(url, members))


def filing(number: str, on: str | None) -> dict[str, Any]:
    return {
        "document_number": number,
        "type": "Rule",
        "filing_type": "special",
        "publication_date": on,
        "agencies": DEA,
    }


def one(**fields: Any) -> Rule | Notice:
    return published_document({"document_number": "2026-1", "type": "Rule", **fields}, SEARCH)


@pytest.mark.parametrize(
    ("printed", "docket"),
    [
        (["Docket No. DEA-1570"], "DEA-1570"),
        (["Docket No. DEA1155"], "DEA-1155"),
        (["DEA 1155"], "DEA-1155"),
        (["Docket No. DEA‑442W"], "DEA-442W"),
        (["Docket Nos. DEA-1570 and DEA1644"], "DEA-1570; DEA-1644"),
        (["Docket No.: FAA-2026-6935", "Notice No. 26-07"], "FAA-2026-6935; Notice No. 26-07"),
        (["CMS-1846-P"], "CMS-1846-P"),
        (["Docket No. FDA-2025-N-0001", "FDA-2025-N-0001"], "FDA-2025-N-0001"),
        ([], ""),
        (None, ""),
    ],
)
def test_a_docket_has_one_spelling(printed: list[str] | None, docket: str) -> None:
    assert one(docket_ids=printed).docket == docket


def test_a_notice_of_intent_is_a_proposed_rule_and_an_unknown_type_a_notice() -> None:
    proposed = one(type="Proposed Rule")
    assert isinstance(proposed, Rule)
    assert proposed.stage == "proposed rule"
    assert isinstance(one(type="Presidential Document"), Notice)
    assert isinstance(one(type=None), Notice)


def test_titles_keep_their_typesetting_blanks() -> None:
    assert one(title="5,6- Dichloro Brorphine").title == "5,6- Dichloro Brorphine"


@given(
    st.dictionaries(st.sampled_from(["page_views", "images", "start_page", "regulations_dot_gov_info"]), st.integers())
)
def test_what_moves_all_day_is_in_no_document(volatile: dict[str, int]) -> None:
    assert one(**volatile) == one()


@given(st.permutations(["title", "abstract", "action", "docket_ids", "effective_on"]))
def test_the_order_of_keys_means_nothing(order: list[str]) -> None:
    values = {
        "title": "T",
        "abstract": "A",
        "action": "Final rule.",
        "docket_ids": ["Docket No. DEA-1"],
        "effective_on": "2026-08-26",
    }
    assert one(**{name: values[name] for name in order}) == one(**values)


def test_a_document_that_is_filed_and_published_is_the_published_one() -> None:
    found = read(
        {"count": 1, "results": [{"document_number": "2026-1", "type": "Rule", "publication_date": "2026-10-14"}]},
        [filing("2026-1", "2026-10-14"), filing("2026-2", "2026-10-15")],
    )
    assert [(one.identifier, one.status) for one in found.documents] == [
        ("2026-1", "published"),
        ("2026-2", "filed for public inspection, a special filing, publication scheduled 2026-10-15"),
    ]
    assert found.total == 2


def test_filings_are_read_even_when_nothing_is_published() -> None:
    assert [one.identifier for one in read({"count": 0}, [filing("2026-2", None)]).documents] == ["2026-2"]


def test_filings_of_other_agencies_are_left_out_and_published_documents_never() -> None:
    other = [{"name": "Air Force Department", "slug": "air-force-department"}]
    found = read(
        {"count": 1, "results": [{"document_number": "2026-1", "agencies": other}]},
        [{**filing("2026-2", None), "agencies": other}],
    )
    assert [one.identifier for one in found.documents] == ["2026-1"]


def test_the_number_that_the_source_names_counts_only_when_all_of_it_is_on_one_page() -> None:
    page = {"count": 30, "results": [{"document_number": "2026-1"}]}
    following = f"{SEARCH}&page=2"
    first = read({**page, "next_page_url": following})
    assert (first.total, [request.url for request in first.requests]) == (None, [following])
    assert read(page, url=following).total is None
    assert read(page).total == 30


@pytest.mark.parametrize(
    "data",
    [
        {"status": 404, "message": "Record Not Found"},
        {"status": 500, "message": "Internal Server Error"},
        {"errors": {"term": "is invalid"}},
        {"count": 3},
        {"results": {}},
        {"results": ["2026-1"]},
        {"results": [{"document_number": None}]},
        {"results": [{"document_number": "2026-1", "publication_date": "July 6"}]},
        {"results": [{"document_number": "2026-1", "agencies": "DEA"}]},
        "words",
        None,
    ],
)
def test_what_is_no_answer_is_refused(data: Any) -> None:
    with pytest.raises(ExtractionError) as refused:
        read(data)
    assert "federalregister.gov" in str(refused.value)


def test_a_page_where_json_was_promised_is_refused() -> None:
    wall = TextResponse(SEARCH, body=b"<html><title>Federal Register :: Request Access</title></html>")
    with pytest.raises(ExtractionError, match="expected JSON"):
        extract(DeaRules(), wall)
