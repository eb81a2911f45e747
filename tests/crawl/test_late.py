"""A crawl whose time is nearly used up makes no more requests; what was read stays read, and the next check goes on."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from scrapy import Request

from monitor.crawl.observe import ObserveMiddleware
from monitor.crawl.outcome import Tally, judge
from monitor.crawl.visit import Desk, Settled
from monitor.model.records import Outcome
from monitor.store.evidence import PageState

ADDRESS = "https://legislature.example.gov/bill/1"


def asked(late: Callable[[], bool], state: PageState | None = None) -> tuple[Request, Tally]:
    """A request as it leaves the outermost middleware, or the Settled that it raised, and the tally of its source."""
    watch = SimpleNamespace(
        pages={ADDRESS: state} if state else {},
        tally=Tally(),
        edition="1",
        touched=[],
        matters=frozenset(),
        visit=lambda address: None,
    )
    recorder = SimpleNamespace(unchanged=lambda watch, state: None)
    desk = Desk(recorder, {"example.bills": watch}, late=late)  # type: ignore[arg-type, dict-item]  # as much of them as is used
    crawler = SimpleNamespace(settings={"POLICYWATCH_DESK": desk}, spider=SimpleNamespace(name="example.bills"))
    request = Request(ADDRESS, callback=lambda response: None, meta={"when": "read already"})
    try:
        ObserveMiddleware(crawler).process_request(request)  # type: ignore[arg-type]  # as above
    except Settled as settled:
        request.meta["settled"] = str(settled)
    return request, watch.tally


def test_in_time_a_request_goes_out() -> None:
    request, tally = asked(lambda: False)
    assert "settled" not in request.meta
    assert tally.waiting == 0


def test_late_it_waits_and_is_counted() -> None:
    request, tally = asked(lambda: True)
    assert request.meta["settled"] == "waits for the next check"
    assert tally.waiting == 1


def test_what_was_read_before_costs_no_time_and_never_waits() -> None:
    known = PageState(id=1, address=ADDRESS, snapshot_id=7, token="read already", edition="1")
    request, tally = asked(lambda: True, known)
    assert request.meta["settled"] == "read before under the same token"
    assert tally.waiting == 0


@pytest.mark.parametrize("baselined", [True, False])
def test_a_check_with_pages_waiting_is_not_complete(baselined: bool) -> None:
    tally = Tally(pages=1500, documents=1499, waiting=1600)
    assert judge(tally, baselined=baselined, may_be_empty=False) == (
        Outcome.UNREACHABLE,
        "1500 pages read in the time there was; at least 1600 wait for the next check",
    )


def test_a_fault_is_said_before_what_waits() -> None:
    tally = Tally(pages=3, documents=2, waiting=5, walls=["login page at https://x.example"])
    assert judge(tally, baselined=True, may_be_empty=False)[0] is Outcome.BLOCKED
