"""Missouri's Senate bills, from three pages that come together."""

from datetime import UTC, date, datetime

from scrapy import Request
from scrapy.http import HtmlResponse

from monitor.model.documents import Bill, Version
from monitor.source import Bundle
from monitor.source.extract import extract, respond
from spiders.missouri.bills import SENATE, MissouriBills

ADDRESS = f"{SENATE}/BillInformation?year=2025&billid=7"
BILL = b"""<div class="main-header-text">SB 4 - Senate Bill</div><div class="main-header-description">Modifies kratom</div>
<div class="detail-grid__item"><div>Sponsor</div><div>Trent</div></div>"""
ACTIONS = b"""<table><tbody><tr><td>9/3/2025</td><td>S First Read--SB 4-Trent</td><td>S9</td></tr>
<tr><td>9/10/2025</td><td>H Third Read and Passed</td><td></td></tr>
<tr><td>9/12/2025</td><td>Signed by Governor</td><td></td></tr></tbody></table>"""
TEXTS = b"""<div class="link-card-stack"><a href="/25info/pdf-bill/intro/SB4.pdf">Introduced</a></div>"""


def page(handler: str, body: bytes) -> HtmlResponse:
    url = ADDRESS + (f"&handler={handler}" if handler else "")
    return HtmlResponse(url, body=b"<html><body>" + body + b"</body></html>", request=Request(url))


def test_a_senate_bill_of_an_extraordinary_session_is_told_from_the_regular_one() -> None:
    body = b"""<html><body><div class="bill-card-header"><div class="bill-number">
    <a href="/BillTracking/Bills/BillInformation?year=2025&amp;billid=7">SB 4</a></div></div></body></html>"""
    listed = respond(f"{SENATE}/BillList?year=2025&session=E2", body, name="list.html")
    requests = extract(MissouriBills(now=datetime(2025, 9, 10, tzinfo=UTC)), listed, "parse_senate_list").requests
    assert [request.cb_kwargs for request in requests] == [{"session": "2025S2"}]
    assert requests[0].meta["bundle"] == {
        "bill": ADDRESS,
        "actions": f"{ADDRESS}&handler=Actions",
        "texts": f"{ADDRESS}&handler=BillText",
    }


def test_a_senate_bill_has_its_history_and_texts_from_the_other_two_pages() -> None:
    answers = Bundle(
        ADDRESS, {"bill": page("", BILL), "actions": page("Actions", ACTIONS), "texts": page("BillText", TEXTS)}
    )
    found = extract(MissouriBills(), answers, "parse_senate_bill", session="2025S2").documents
    assert len(found) == 1
    bill = found[0]
    assert isinstance(bill, Bill)
    assert (bill.identifier, bill.session, bill.title) == ("SB 4", "2025S2", "Modifies kratom")
    assert [(each.on, each.by, each.kinds) for each in bill.actions] == [
        (date(2025, 9, 3), "upper", ("introduction", "reading-1")),
        (date(2025, 9, 10), "lower", ("reading-3", "passage")),
        (date(2025, 9, 12), "executive", ("executive-signature",)),
    ]
    url = "https://www.senate.mo.gov/25info/pdf-bill/intro/SB4.pdf"
    assert bill.versions == (Version(note="Introduced", url=url, media_type="application/pdf"),)
