"""A bill of Iowa is put together from list, history and Bill Book."""

from datetime import UTC, date, datetime
from pathlib import Path

from scrapy import Request

from monitor.changes.progress import progress
from monitor.model.documents import Bill, Sponsor
from monitor.source.extract import extract, load
from spiders.iowa.bills import BOOK, HISTORY, LIST, IowaBills

FIXTURES = Path(__file__).parents[1] / "fixtures" / "iowa.bills"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def history(now: datetime = NOW) -> Request:
    spider = IowaBills(now=now)
    page = load(spider, FIXTURES / "history.html", url=f"{HISTORY}?billName=HF%202133&ga=91")
    (request,) = extract(spider, page, "parse_history").requests
    return request


def test_the_history_comes_back_with_the_bill_book() -> None:
    spider, request = IowaBills(now=NOW), history()
    page = load(spider, FIXTURES / "bill.html", url=f"{BOOK}?ga=91&ba=HF2133")
    (bill,) = extract(spider, page, "parse_book", **request.cb_kwargs).documents
    assert isinstance(bill, Bill)
    assert bill.title == "A bill for an act adding kratom to schedule I."
    assert bill.sponsors == (Sponsor(name="Committee on HEALTH AND HUMAN SERVICES", primary=True),)
    assert [(step.on, step.text, step.by) for step in bill.actions] == [
        (date(2026, 3, 18), "Read first time, referred to Health and Human Services. S.J. 612.", "upper"),
        (date(2026, 3, 17), "Passed House, ayes 71, nays 20. H.J. 700.", "lower"),
        (date(2026, 3, 17), "Amendment H-8123 adopted. H.J. 699.", "lower"),
        (date(2026, 3, 11), "Amendment H-8123 filed. H.J. 580.", "lower"),
        (date(2026, 2, 12), "Committee report approving bill, renumbered as HF 2133. H.J. 240.", "lower"),
        (date(2026, 1, 22), "Subcommittee recommends passage. Vote Total: 3-0.", "legislature"),
        (date(2026, 1, 20), "Introduced, referred to Health and Human Services. H.J. 95.", "lower"),
    ]
    assert progress(bill) == "passed one chamber"


def test_the_bill_book_is_read_again_while_new_versions_may_appear_and_then_no_more() -> None:
    def token(month: int, day: int) -> str:
        return str(history(datetime(2026, month, day, 12, tzinfo=UTC)).meta["when"])

    assert token(3, 19) == token(3, 20) != token(3, 27)
    assert token(5, 4) == token(6, 22)


def test_the_list_is_asked_for_as_the_sites_own_script_does() -> None:
    first = {each.url: each.headers.get("X-Requested-With") for each in IowaBills(now=NOW).requests()}
    assert first == {f"{LIST}?ga=91": b"XMLHttpRequest", f"{BOOK}?ga=91": None}
