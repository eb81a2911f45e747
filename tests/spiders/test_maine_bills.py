"""A paper of Maine's Legislature is told by three pages."""

from datetime import UTC, datetime
from pathlib import Path

from scrapy import Request

from monitor.model.documents import Bill
from monitor.source.extract import extract, respond
from spiders.maine.bills import MaineBills

FIXTURES = Path(__file__).parents[1] / "fixtures" / "maine.bills"
NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
PAPER = "https://legislature.maine.gov/bills/display_ps.asp?snum=132&paper=HP1154&PID=1456"


def following(request: Request, file: str) -> tuple[tuple[Bill, ...], tuple[Request, ...]]:
    answer = respond(request.url, (FIXTURES / file).read_bytes(), name=file)
    found = extract(MaineBills(now=NOW), answer, request.callback.__name__, **request.cb_kwargs)  # type: ignore[union-attr]  # a callback
    return tuple(each for each in found.documents if isinstance(each, Bill)), found.requests


def test_the_steps_of_committee_floor_and_governor_come_together_by_day() -> None:
    spider = MaineBills(now=NOW)
    first = spider.follow(PAPER, spider.parse_paper, cb_kwargs={"ld": "1727", "moves": "a"})
    _, (summary,) = following(first, "paper.html")
    _, (docket,) = following(summary, "summary.html")
    (bill,), _ = following(docket, "docket_enacted.html")
    assert [(step.text, step.by) for step in bill.actions if step.by in ("legislature", "executive")] == [
        ("Work Session Held - TABLED", "legislature"),
        ("Reported Out - OTP-AM/ONTP", "legislature"),
        ("Signed by the Governor", "executive"),
    ]
    assert [step.on for step in bill.actions] == sorted(step.on for step in bill.actions if step.on)
    assert [version.note for version in bill.versions] == ["LD 1727, HP 1154", "C-A (H-411)", "ACTPUB Chapter 294"]
    assert bill.sponsors[0].name == "Representative Amy Kuhn"


def test_each_page_of_a_paper_is_asked_for_again_only_when_something_before_it_moved() -> None:
    spider = MaineBills(now=NOW)
    tokens = []
    for moves in ("a", "a", "b"):
        first = spider.follow(PAPER, spider.parse_paper, cb_kwargs={"ld": "1727", "moves": moves})
        _, (summary,) = following(first, "paper.html")
        _, (docket,) = following(summary, "summary.html")
        tokens.append((summary.meta["when"], docket.meta["when"]))
    assert tokens[0] == tokens[1]
    assert not set(tokens[0]) & set(tokens[2])
