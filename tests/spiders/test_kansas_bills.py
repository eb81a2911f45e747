"""A measure of Kansas is put together from its page and the pieces of its history."""

from datetime import UTC, date, datetime
from pathlib import Path

from scrapy import Request
from scrapy.http import HtmlResponse

from monitor.changes.progress import progress
from monitor.model.documents import Bill, Sponsor, Version
from monitor.source.extract import extract, load
from spiders.kansas.bills import KansasBills

FIXTURES = Path(__file__).parents[1] / "fixtures" / "kansas.bills"
SPIDER = KansasBills(now=datetime(2026, 11, 22, 12, tzinfo=UTC))
BILL = "https://www.kslegislature.gov/b2025_26/bills/SB430/"


def asked(file: str, url: str) -> Request:
    (request,) = extract(SPIDER, load(SPIDER, FIXTURES / file, url=url), "parse_bill").requests
    return request


def test_what_the_page_says_comes_back_with_the_last_piece_of_the_history() -> None:
    hints = asked("bill.html", BILL).cb_kwargs
    history = load(SPIDER, FIXTURES / "history_approved.html", url=f"{BILL}history/?per_page=20&page=1")
    (bill,) = extract(SPIDER, history, "parse_history", **hints).documents
    assert isinstance(bill, Bill)
    assert bill.sponsors == (
        Sponsor(name="Senate Committee on Public Health and Welfare", primary=True),
        Sponsor(name="Sen. Beverly Gossage"),
    )
    folder = "https://www.kslegislature.gov/b2025_26/bills/download/?apn=b2025_26/year2/ready_for_publication/sb_430/"
    assert bill.versions == (
        Version(note="Enrolled", url=f"{folder}sb430_enrolled.pdf", media_type="application/pdf"),
        Version(note="As introduced", url=f"{folder}sb430_00_0000.pdf", media_type="application/pdf"),
    )
    assert (bill.subjects, bill.companions) == (("Health Professions and Practices",), ("HB 2365",))
    assert progress(bill) == "signed"


def test_a_history_in_pieces_is_read_to_its_end() -> None:
    url = "https://www.kslegislature.gov/b2025_26/bills/HB2230/"
    first = load(SPIDER, FIXTURES / "history_first_piece.html", url=f"{url}history/?per_page=2&page=1")
    (following,) = extract(SPIDER, first, "parse_history", **asked("bill_with_escapes.html", url).cb_kwargs).requests
    row = '<tr class="history-row"><td data-label="Date">Tue, Feb 04, 2025</td><td class="col-primary">Introduced</td></tr>'
    page = f'<p class="site-table-count">Showing 3–3 of 3 entries</p><table>{row}</table>'
    last = HtmlResponse(following.url, body=page.encode(), request=following)
    (bill,) = extract(SPIDER, last, "parse_history", **following.cb_kwargs).documents
    assert isinstance(bill, Bill)
    assert bill.title == "Enacting the kratom consumer protection act & defining kratom as a food product."
    assert [(step.on, step.text, step.by) for step in bill.actions] == [
        (date(2026, 4, 10), "Died in Committee", "lower"),
        (date(2025, 2, 4), "Referred to House Committee on Health and Human Services", "lower"),
        (date(2025, 2, 4), "Introduced", "legislature"),
    ]
    assert progress(bill) == "failed"


def test_a_quiet_check_asks_for_no_history_again_and_a_moved_row_for_its_own() -> None:
    def history(moves: str, file: str = "bill.html") -> str:
        page = load(SPIDER, FIXTURES / file, url=BILL)
        (request,) = extract(SPIDER, page, "parse_bill", moves=moves).requests
        return str(request.meta["when"])

    assert history("row as it was") == history("row as it was") != history("row that moved")


def test_the_pieces_of_a_finished_bienniums_list_are_asked_for_at_its_pace() -> None:
    url = "https://www.kslegislature.gov/b2025_26/measures/"
    (first,) = extract(SPIDER, load(SPIDER, FIXTURES / "measures.html", url=url), "parse_measures", pace="W47").requests
    piece = load(SPIDER, FIXTURES / "list.html", url=first.url)
    *_, following = extract(SPIDER, piece, "parse_list", **first.cb_kwargs).requests
    assert (first.meta["when"], following.meta["when"]) == ("W47", "W47")
