"""Callbacks outside a crawl: saved responses become what a crawl would have shown."""

import gzip
import lzma
from pathlib import Path

import msgspec
import pytest
from scrapy.http import HtmlResponse, Response, TextResponse

from monitor.model.errors import ExtractionError, MonitorError
from monitor.source import text_of
from monitor.source.extract import extract, extract_file, load, respond
from monitor.source.spider import Bundle
from monitor.source.watched import Watched
from spiders.anywhere.feed import AnywhereFeed
from spiders.anywhere.index import AnywhereIndex
from spiders.anywhere.page import AnywherePage
from spiders.new_mexico.bills import NewMexicoBills
from spiders.texas.bills import TexasBills
from spiders.us.fda_press_releases import FdaPressReleases
from spiders.us.fda_recalls import FdaRecalls
from spiders.us.openfda_food_enforcement import OpenFdaFoodEnforcement
from spiders.virginia.bills import VirginiaBills

TABLES = "https://lis.blob.core.windows.net/lisfiles/20251"
OPENFDA = "https://api.fda.gov/food/enforcement.json?search=x&limit=1"


@pytest.mark.parametrize(
    ("url", "name", "body", "kind"),
    [
        ("https://a.gov/data.json", "saved", b"[]", TextResponse),
        ("https://a.gov/Legislation?legNo=1", "2019-SB11.html", b"<p>x", HtmlResponse),
        ("https://a.gov/Legislation?legNo=1", "list.html.xz", b"<p>x", HtmlResponse),
        ("https://a.gov/page", "saved", b"<!DOCTYPE html><html><body>x</body></html>", HtmlResponse),
        ("https://a.gov/BILLS.CSV", "saved", b"a,b", TextResponse),
    ],
)
def test_the_class_of_a_response_follows_address_name_and_bytes(
    url: str, name: str, body: bytes, kind: type[Response]
) -> None:
    assert isinstance(respond(url, body, name=name), kind)


def test_a_pdf_is_no_page_of_text() -> None:
    with pytest.raises(ExtractionError, match="expected a page of text"):
        text_of(respond("https://a.gov/a.pdf", b"%PDF-1.7\n\x00\x01"))


def test_a_member_file_of_a_bundle_is_known_by_its_address(tmp_path: Path) -> None:
    saved = tmp_path / "2025-01-20-BILLS.CSV"
    saved.write_bytes(b"Bill_id\n")
    found = load(VirginiaBills(), saved, url=f"{TABLES}/bills.csv")
    assert isinstance(found, Bundle)
    bills, history = found["bills"], found["history"]
    assert bills is not None
    assert bills.url == f"{TABLES}/bills.csv"
    assert history is None


def test_a_folder_holds_the_members_of_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "BILLS.CSV").write_bytes(b"1")
    (tmp_path / "history.csv").write_bytes(b"2")
    found = load(VirginiaBills(), tmp_path, url=f"{TABLES}/BILLS.CSV")
    assert isinstance(found, Bundle)
    assert {name: part and part.body for name, part in found.members.items()} == {
        "bills": b"1",
        "history": b"2",
        "sponsors": None,
    }


@pytest.mark.parametrize("told", ["by the caller", "in the folder"])
def test_the_members_of_a_bundle_that_a_callback_asks_for_can_be_named(tmp_path: Path, told: str) -> None:
    url = "https://capitol.texas.gov/BillLookup/History.aspx?LegSess=892&Bill=SB6"
    members = {"History": url, "Text": url.replace("History.aspx", "Text.aspx")}
    (tmp_path / "history.html").write_bytes(b"1")
    if told == "in the folder":
        (tmp_path / "members.json").write_bytes(msgspec.json.encode(members))
    found = load(TexasBills(), tmp_path, url=url, members=members if told == "by the caller" else None)
    assert isinstance(found, Bundle)
    assert {name: part and (part.url, part.body) for name, part in found.members.items()} == {
        "History": (url, b"1"),
        "Text": None,
    }


@pytest.mark.parametrize("written", ["", "[]", '{"History": 1}'])
def test_members_that_are_no_names_with_addresses_are_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "members.json").write_text(written)
    with pytest.raises(MonitorError, match=r"members\.json"):
        load(TexasBills(), tmp_path, url="https://capitol.texas.gov/x")


def test_a_folder_for_a_source_without_a_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="reads no bundle"):
        load(FdaRecalls(), tmp_path, url="https://www.fda.gov/x.json")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress])
def test_a_file_saved_packed_is_unpacked(tmp_path: Path, pack: type[bytes]) -> None:
    saved = tmp_path / "recalls.json"
    saved.write_bytes(pack(b'[{"path": "/a", "field_company_name": "F"}]'))
    (row,) = extract_file(FdaRecalls, saved, url="https://www.fda.gov/x.json")
    assert (row["type"], row["fields"]["title"], row["fields"]["registry"]) == ("enforcement", "F", "fda.gov")


def test_an_unknown_callback_is_named_with_the_known_ones() -> None:
    with pytest.raises(MonitorError, match=r"'parse_bil'.*parse_bill"):
        extract(NewMexicoBills(), respond("https://a.gov", b""), "parse_bil")


def test_openfda_says_no_matches_with_a_404_that_must_reach_the_callback() -> None:
    assert 404 in OpenFdaFoodEnforcement.handle_httpstatus_list
    body = b'{"error": {"code": "NOT_FOUND", "message": "No matches found!"}}'
    assert extract(OpenFdaFoodEnforcement(), TextResponse(OPENFDA, status=404, body=body)).documents == ()


def test_openfda_pages_by_the_link_that_the_server_names() -> None:
    record = b'{"recall_number": "F-1-2026", "recalling_firm": "A", "product_description": "B"}'
    body = b'{"meta": {"results": {"skip": 0, "limit": 1, "total": 30000}}, "results": [%s]}' % record
    link = f'<{OPENFDA}&skip=0&search_after=0%3DYEw>; rel="next"'
    found = extract(OpenFdaFoodEnforcement(), TextResponse(OPENFDA, headers={"Link": link}, body=body))
    assert [request.url for request in found.requests] == [f"{OPENFDA}&skip=0&search_after=0%3DYEw"]
    last = extract(OpenFdaFoodEnforcement(), TextResponse(f"{OPENFDA}&search_after=0%3DYEw", body=body))
    assert (last.requests, last.total) == ((), None)


def test_a_feed_that_is_cut_anywhere_before_its_end_is_refused() -> None:
    item = "<item><title>T{0}</title><link>http://www.fda.gov/{0}</link></item>"
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(map(item.format, range(9)))}</channel></rss>'
    url = FdaPressReleases.start_urls[0]
    assert len(extract(FdaPressReleases(), TextResponse(url, body=body.encode())).documents) == 9
    for end in range(40, len(body) - 1, 7):
        with pytest.raises(ExtractionError):
            extract(FdaPressReleases(), TextResponse(url, body=body[:end].encode()))


def test_a_feed_never_opens_a_file_or_an_address(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text('<rss version="2.0"><channel><item><title>secret</title></item></channel></rss>')
    with pytest.raises(ExtractionError, match="expected a feed"):
        extract(AnywhereFeed(), TextResponse("https://a.org/feed", body=str(secret).encode()))


def test_watched_addresses_share_a_spider_and_keep_their_own_settings() -> None:
    watched = (
        Watched(source="mine", url="https://a.org/p", css="#a"),
        Watched(source="yours", url="https://a.org/p", ignore=("re:^Seen",)),
    )
    spider = AnywherePage(watched=watched)
    requests = list(spider.requests())
    assert [request.meta["source"] for request in requests] == ["mine", "yours"]
    assert all(request.dont_filter for request in requests)
    page = b"<html><body><div id='a'><p>Words</p></div><p>Seen 9 times</p><p>Foot</p></body></html>"
    texts = []
    for request in requests:
        response = HtmlResponse("https://a.org/moved", body=page, headers={"Content-Type": "text/html; charset=utf-8"})
        (document,) = spider.parse(response, **request.cb_kwargs)
        assert document.identifier == "https://a.org/p"
        texts.append(document.text)
    assert texts == ["Words", "Words\nFoot"]


def test_a_linked_document_belongs_to_the_source_of_its_index() -> None:
    spider = AnywhereIndex(watched=(Watched(source="agendas", url="https://a.org/list", follow=".doc"),))
    page = b"<html><body><a href='/'>Home</a><a class='doc' href='b.html'>Agenda <b>B</b></a></body></html>"
    (request,) = spider.parse(HtmlResponse("https://a.org/list", body=page), source="agendas")
    assert (request.url, request.meta["source"]) == ("https://a.org/b.html", "agendas")
    assert request.cb_kwargs == {"source": "agendas", "title": "Agenda B"}
