"""Public inspection, and searches that find more than they show: what a filing becomes, and what an empty desk does not say."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy.http import TextResponse

from monitor.model.documents import Document
from monitor.model.errors import ExtractionError
from monitor.source.extract import Extraction, extract
from monitor.source.spider import Bundle
from spiders.families.register_documents import filed_document, published_document
from spiders.families.register_links import amends
from spiders.us.dea_rules import DeaRules
from spiders.us.federal_register_topic import FederalRegisterTopic

NOW = datetime(2026, 10, 13, 16, tzinfo=UTC)
DESK = "https://www.federalregister.gov/api/v1/public-inspection-documents/current.json"
DEA = [{"slug": "drug-enforcement-administration", "name": "Drug Enforcement Administration"}]
STAMPS = {"special_filings_updated_at": None, "regular_filings_updated_at": "2026-10-13T08:45:00-04:00"}


def filing(number: str, on: str | None, **more: Any) -> dict[str, Any]:
    named = {"document_number": number, "type": "Proposed Rule", "title": "7- Hydroxymitragynine", "agencies": DEA}
    return named | {"publication_date": on, "filing_type": "regular"} | more


def checked(filed: Mapping[str, Any] | None, published: Iterable[str] = ("2026-10-09",), **more: Any) -> Extraction:
    (request,) = DeaRules(now=NOW).requests()
    search = request.meta["bundle"]["published"]
    results = [{"document_number": f"2026-9{number}", "publication_date": on} for number, on in enumerate(published)]
    answers = {"published": {"count": len(results), "results": results, **more}, "filed": filed}
    members = {
        name: None if said is None else TextResponse(url, body=json.dumps(said).encode())
        for (name, said), url in zip(answers.items(), (search, DESK), strict=True)
    }
    return extract(DeaRules(now=NOW), Bundle(search, members))


def became(found: Extraction, on: str | None = "2026-10-14") -> Document | None:
    (absent,) = found.absent
    return absent.becomes(filed_document(filing("2026-20943", on), DESK))


OPEN: dict[str, Any] = {"count": 0, "results": [], **STAMPS}


def test_a_filing_taken_back_before_its_day_was_withdrawn() -> None:
    gone = became(checked(OPEN))
    assert gone
    assert gone.status == "withdrawn from public inspection, publication was scheduled 2026-10-14"
    (absent,) = checked(OPEN).absent
    assert absent.becomes(gone) == gone, "and stays so"


@pytest.mark.parametrize("desk", [None, {"count": 0, "results": []}])
def test_no_desk_and_no_issue_yet_say_nothing(desk: dict[str, Any] | None) -> None:
    kept = became(checked(desk))
    assert kept
    assert kept.status == "filed for public inspection, publication scheduled 2026-10-14"


def test_on_its_day_nothing_is_said_before_the_issue_is_out() -> None:
    waiting = became(checked(OPEN), on="2026-10-13")
    assert waiting
    assert waiting.status.startswith("filed")
    out = became(checked(OPEN, published=("2026-10-13", "2026-10-09")), on="2026-10-13")
    assert out
    assert out.status == "no longer on public inspection, and not published, publication was scheduled 2026-10-13"


def test_a_filing_that_may_stand_on_a_further_page_is_not_missed() -> None:
    found = checked(OPEN, published=("2026-10-13", "2026-10-12"), next_page_url=f"{DESK}&page=2")
    earlier, later = became(found, on="2026-10-12"), became(found, on="2026-10-13")
    assert earlier
    assert later
    assert (earlier.status[:5], later.status[:9]) == ("filed", "no longer")


def test_of_published_documents_absence_says_nothing() -> None:
    (absent,) = checked(OPEN).absent
    assert absent.becomes(published_document({"document_number": "2026-1", "type": "Rule"}, DESK)) is None
    published = checked(OPEN, published=("2026-10-13",))
    assert published.absent[0].becomes(filed_document(filing("2026-90", "2026-10-13"), DESK)) is None


def test_how_it_was_filed_and_taken_back_is_in_its_status() -> None:
    special = filed_document(filing("2026-1", "2026-10-14", filing_type="special"), DESK)
    assert special.status == "filed for public inspection, a special filing, publication scheduled 2026-10-14"
    note = "The agency has withdrawn this document."
    back = filed_document(filing("2026-1", "2026-10-14", editorial_note=note), DESK)
    assert back.status == "withdrawn from public inspection, publication was scheduled 2026-10-14"


def test_a_desk_that_holds_fewer_than_it_counts_is_refused() -> None:
    with pytest.raises(ExtractionError, match="counts 2"):
        checked({"count": 2, "results": [filing("2026-1", None)], **STAMPS})


def search(terms: tuple[str, ...] = ("kratom",)) -> str:
    return FederalRegisterTopic(now=NOW, terms=terms).searches_made()["kratom"]


def halves(url: str, **said: Any) -> list[tuple[str, ...]]:
    answer = {"count": 10_000, "results": [{"document_number": "2026-1"}], **said}
    found = extract(FederalRegisterTopic(now=NOW), TextResponse(url, body=json.dumps(answer).encode()))
    names = [f"conditions[publication_date][{end}]" for end in ("gte", "lte")]
    asked = [parse_qs(urlsplit(one.url).query) for one in found.requests]
    assert all(one["conditions[term]"] == ['"kratom"'] for one in asked)
    return [tuple(one.get(name, [""])[0] for name in names) for one in asked]


def test_a_search_that_finds_more_than_it_shows_is_halved_until_nothing_is_cut() -> None:
    todo, seen = [search()], []
    while todo:
        (since, until), (after, _) = halves(todo.pop())
        assert date.fromisoformat(after).toordinal() - date.fromisoformat(until).toordinal() == 1
        seen.append((since, until))
        base = search().replace("2026-08-01", since)
        if since != until:
            todo.append(f"{base}&conditions[publication_date][lte]={until}")
    assert seen[-1][0] == seen[-1][1] == "2026-08-01"
    with pytest.raises(ExtractionError, match="of one day"):
        halves(f"{search()}&conditions[publication_date][lte]=2026-08-01")


def test_fifty_pages_are_too_many_and_forty_nine_are_not() -> None:
    assert len(halves(search(), count=5_000, total_pages=50)) == 2
    url = f"{search()}&page=2"
    assert len(halves(search(), count=4_900, total_pages=49, next_page_url=url)) == 1


def test_a_topic_asks_one_search_a_term_as_a_phrase() -> None:
    asked = FederalRegisterTopic(now=NOW, terms=("kratom", 'mitragyna "speciosa"')).searches_made()
    terms = [parse_qs(urlsplit(url).query)["conditions[term]"] for url in asked.values()]
    assert terms == [['"kratom"'], ['"mitragyna  speciosa"']]
    assert list(FederalRegisterTopic(now=NOW).requests()) == []


@pytest.mark.parametrize(
    ("number", "named", "told", "found"),
    [
        ("C1-2013-16962", "", "", ("2013-16962",)),
        ("R1-2012-31311", "", "", ("2012-31311",)),
        ("C1-E9-1234", "", "", ("E9-1234",)),
        ("C9-2389", "", "", ()),
        ("2026-2", "Correcting amendment", "FR Doc. 2026-1, and FR Doc. E9-1234", ("2026-1", "E9-1234")),
        ("2026-2", "Correction", "FR Doc. 94–12345 at 59 FR 1,234", ("94-12345", "59 FR 1234")),
        ("2016-24659", "Withdrawal of notice of intent", "(81 FR 59929)", ("81 FR 59929",)),
        ("2026-2", "Notice; extension of comment period", "July 6, 2026 (91 FR 41049)", ("91 FR 41049",)),
        ("2026-2", "Temporary rule; temporary scheduling order; extension", "88 FR 86040", ("88 FR 86040",)),
        ("2026-2", "Agency Information Collection; Extension", "82 FR 35947", ()),
        ("2026-2", "Withdrawal of Approval of an Application", "82 FR 35947", ()),
        ("2026-2", "Final rule", "82 FR 35947", ()),
    ],
)
def test_what_a_document_amends_is_what_it_says_of_itself(
    number: str, named: str, told: str, found: tuple[str, ...]
) -> None:
    assert amends(number, named=named, told=[told]) == found
