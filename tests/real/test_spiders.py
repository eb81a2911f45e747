"""Every real capture that a source can read, read: whole answers come out whole, and what is no answer is refused."""

import csv
import io
import json
import lzma
import re
import tarfile
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse, TextResponse

from monitor.model.documents import Bill, Document, Rule
from monitor.model.errors import ExtractionError
from monitor.source.extract import Extraction, extract, extract_file, respond
from spiders.families.actions import classify
from spiders.new_mexico.bills import NewMexicoBills
from spiders.new_mexico.vocabulary import NEW_MEXICO, in_words
from spiders.us.dea_rules import DeaRules
from spiders.us.fda_press_releases import FdaPressReleases
from spiders.us.fda_recalls import FdaRecalls
from spiders.us.openfda_food_enforcement import OpenFdaFoodEnforcement
from spiders.virginia.bills import VirginiaBills

VIRGINIA = "https://lis.blob.core.windows.net/lisfiles/20251/BILLS.CSV"
WHO = ("house", "senate", "conference", "governor")
TOLD = (
    "Bill_description",
    *(f"Last_{who}_action{part}" for who in WHO for part in ("", "_date")),
    *("Passed_house", "Passed_senate", "Passed", "Failed", "Carried_over", "Approved", "Vetoed"),
)
NEW_MEXICO_LIST = "https://www.nmlegis.gov/Legislation/Legislation_List"


def days(corpus: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(corpus / "states/va/lis_csv/BILLS_2025_daily.tar.xz") as archive:
        for member in sorted((one for one in archive if one.isfile()), key=lambda one: one.name):
            stream = archive.extractfile(member)
            assert stream is not None
            yield member.name, stream.read()


def rows_of(body: bytes) -> dict[str, tuple[str, ...]]:
    """Each bill's row, with what is told of it first."""
    header, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    pick = itemgetter(header.index("Bill_id"), *(header.index(column) for column in TOLD))
    return {row[header.index("Bill_id")]: (*pick(row), *row) for row in rows}


def test_virginias_bills_differ_on_a_day_exactly_when_their_rows_do(corpus: Path) -> None:
    spider = VirginiaBills()
    before: dict[str, Document] = {}
    rows_before: dict[str, tuple[str, ...]] = {}
    count = 0
    for name, body in days(corpus):
        now = {
            one.identifier.replace(" ", ""): one for one in extract(spider, TextResponse(VIRGINIA, body=body)).documents
        }
        rows = rows_of(body)
        assert now.keys() == rows.keys(), name
        for bill in now.keys() & before.keys():
            told = rows[bill][: len(TOLD) + 1] != rows_before[bill][: len(TOLD) + 1]
            differs = now[bill] != before[bill]
            assert differs or not told, f"{name}: the change of {bill} is lost"
            assert not differs or rows[bill] != rows_before[bill], f"{name}: a change of {bill} is invented"
        before, rows_before, count = now, rows, count + 1
    assert count == 91


def test_virginias_outcomes_and_last_actions_are_understood(corpus: Path) -> None:
    *_, (_, body) = days(corpus)
    bills = {one.identifier: one for one in extract(VirginiaBills(), TextResponse(VIRGINIA, body=body)).documents}
    vetoed, enacted = bills["HB 1721"], bills["SB 742"]
    assert isinstance(vetoed, Bill)
    assert isinstance(enacted, Bill)
    assert vetoed.status == "Passed House; Passed Senate; Passed; Vetoed"
    assert "executive-veto" in {kind for action in vetoed.actions for kind in action.kinds}
    assert enacted.status == "Passed House; Passed Senate; Passed; Approved; Chapter 607"
    assert "became-law" in {kind for action in enacted.actions for kind in action.kinds}


def nm(corpus: Path, name: str) -> bytes:
    path = corpus / "states/nm/nmlegis" / name
    return lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()


def test_new_mexicos_list_leads_to_every_bill(corpus: Path) -> None:
    body = nm(corpus, "Legislation_List_Session=57.html.xz")
    found = extract(NewMexicoBills(), HtmlResponse(f"{NEW_MEXICO_LIST}?Session=57", body=body))
    assert len({request.url for request in found.requests}) == 1663
    assert all(re.fullmatch(r"[0-9a-f]{16}", request.meta["when"]) for request in found.requests)
    first = found.requests[0]
    assert first.url == "https://www.nmlegis.gov/Legislation/Legislation?chamber=H&legType=B&legNo=1&year=19"


def test_new_mexicos_menu_leads_to_the_sessions_of_its_newest_year(corpus: Path) -> None:
    found = extract(NewMexicoBills(), HtmlResponse(NEW_MEXICO_LIST, body=nm(corpus, "Legislation_List.html")))
    assert [request.url.rpartition("=")[2] for request in found.requests] == ["60", "59", "58"]


def test_new_mexicos_bill_page_is_read_whole(corpus: Path) -> None:
    url = "https://www.nmlegis.gov/Legislation/Legislation?chamber=S&legType=B&legNo=11&year=19"
    (bill,) = extract(NewMexicoBills(), HtmlResponse(url, body=nm(corpus, "2019-SB11.html"))).documents
    assert isinstance(bill, Bill)
    assert (bill.identifier, bill.session, bill.chamber, bill.status) == ("SB 11", "2019", "upper", "Chaptered")
    assert bill.title == "GROSS RECEIPTS FOR NONPROFIT ORGANIZATIONS"
    assert [sponsor.name for sponsor in bill.sponsors if sponsor.primary] == ["Carlos R. Cisneros"]
    assert len(bill.sponsors) == 5
    assert len(bill.actions) == 11
    assert all(action.kinds for action in bill.actions)
    assert bill.actions[-1].on is not None
    assert bill.actions[-1].on.isoformat() == "2019-02-28"
    assert [version.note for version in bill.versions] == [
        "Introduced (PDF)",
        "Introduced (HTML)",
        "Amendments in Context",
        "Final Version",
    ]


def test_new_mexicos_abbreviations_are_known_but_for_remarks(corpus: Path) -> None:
    page = HtmlResponse(NEW_MEXICO_LIST, body=nm(corpus, "Legislation_List_Session=57.html.xz"))
    steps = [words for text in page.css("span[id*='lblActions']::text").getall() for words in in_words(text)]
    unknown = [step for step in steps if not classify(step, NEW_MEXICO)]
    assert len(steps) > 8000
    assert len(unknown) < len(steps) * 0.04


@pytest.mark.parametrize(
    "name", ["Sessions_19_Regular_bills_house.html", "Committee_Standing_Committee_CommitteeCode=SJC.html"]
)
def test_other_pages_of_new_mexico_are_refused(corpus: Path, name: str) -> None:
    with pytest.raises(ExtractionError):
        extract(NewMexicoBills(), HtmlResponse(NEW_MEXICO_LIST, body=nm(corpus, name)))


def register(path: Path) -> Extraction:
    return extract(DeaRules(), respond("https://www.federalregister.gov/api/v1/documents.json", path.read_bytes()))


def test_every_answer_of_the_register_is_read_whole_or_refused(corpus: Path) -> None:
    read = refused = 0
    for path in sorted((corpus / "federal/federalregister/api_v1_bodies").iterdir()):
        try:
            found = register(path)
        except ExtractionError:
            assert path.name.startswith("404") or "search-details" in path.name, path.name
            refused += 1
            continue
        data = json.loads(path.read_bytes())
        numbers = {item["document_number"] for item in data.get("results", [])} or _numbers_of_issue(data)
        assert {one.identifier for one in found.documents} == numbers
        assert found.total in (None, len(numbers))
        read += 1
    assert (read, refused) == (16, 9)


def _numbers_of_issue(data: Any) -> set[str]:
    """Every number in a `document_numbers` list, however deep it stands."""
    if isinstance(data, list):
        return {number for part in data for number in _numbers_of_issue(part)}
    if not isinstance(data, dict):
        return set()
    found = {number for part in data.values() for number in _numbers_of_issue(part)}
    return found | set(data.get("document_numbers", ()))


def test_contents_of_an_issue_name_each_document_once(corpus: Path) -> None:
    for path in sorted((corpus / "federal/federalregister/api_issues").iterdir()):
        found = register(path)
        numbers = [one.identifier for one in found.documents]
        assert len(numbers) == len(set(numbers))
        assert set(numbers) == _numbers_of_issue(json.loads(path.read_bytes()))
        assert all(one.title for one in found.documents)


def test_the_registers_notice_of_intent_is_read_with_its_typesetting(corpus: Path) -> None:
    found = register(corpus / "federal/federalregister/api_documents/dea_cms_faa_prorule_values.2026-07-03.json")
    by_number = {one.identifier: one for one in found.documents}
    notice = by_number["2026-13364"]
    assert isinstance(notice, Rule)
    assert (notice.stage, notice.docket, notice.cfr) == ("proposed rule", "DEA-1665", ("21 CFR 1308",))
    assert "5,6- Dichloro Brorphine" in notice.title
    assert {one.docket for one in found.documents if isinstance(one, Rule)} >= {"DEA-1155", "DEA-1664", "CMS-1846-P"}


def test_a_search_of_the_register_leads_to_its_next_page(corpus: Path) -> None:
    found = register(corpus / "federal/federalregister/api_documents/documents_term_bears-ears.2026-07.json")
    assert len(found.documents) == 5
    assert [re.search(r"page=(\d+)", request.url) is not None for request in found.requests] == [True]


def test_the_fdas_feed_and_table_are_read_whole(corpus: Path) -> None:
    feed = corpus / "federal/fda/rss/press-releases.2026-09-04.xml"
    releases = list(extract_file(FdaPressReleases, feed, url=FdaPressReleases.start_urls[0]))
    assert len({row["fields"]["identifier"] for row in releases}) == 20
    assert all(row["fields"]["published_on"] and row["fields"]["url"].startswith("https://") for row in releases)
    assert not [row for row in releases if "&amp;" in row["fields"]["text"] + row["fields"]["title"]]
    table = corpus / "federal/fda/datatables_json/recalls-market-withdrawals.items.2026-08-21.json"
    recalls = list(extract_file(FdaRecalls, table, url=FdaRecalls.start_urls[0]))
    assert len({row["fields"]["identifier"] for row in recalls}) == 31
    assert all(row["fields"]["firm"] and row["fields"]["product"] and row["fields"]["published_on"] for row in recalls)
    assert not [row for row in recalls if re.search(r"[<>]|&\w+;", row["fields"]["text"])]


def test_openfdas_records_are_read_and_its_errors_are_told_from_no_match(corpus: Path) -> None:
    spider = OpenFdaFoodEnforcement()
    url = "https://api.fda.gov/food/enforcement.json?search=x&limit=1"
    kratom = sorted((corpus / "federal/openfda/food_enforcement").iterdir())
    found = [extract(spider, respond(url, path.read_bytes())) for path in kratom]
    assert [(one.total, one.documents[0].identifier) for one in found] == [(1, "F-1989-2014"), (1, "F-2411-2015")]
    for path in sorted((corpus / "federal/openfda/bodies").iterdir()):
        if path.name.startswith("404"):
            assert extract(spider, respond(url, path.read_bytes())).documents == ()
        else:  # refusals, and answers of another endpoint
            with pytest.raises(ExtractionError):
                extract(spider, respond(url, path.read_bytes()))
