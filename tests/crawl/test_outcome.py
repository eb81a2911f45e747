"""How a check ends is decided from its counts alone."""

from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request

from monitor.crawl.outcome import Tally, collapsed, judge, notice
from monitor.crawl.unread import Lost, alarming, bearable, mark_details
from monitor.model.records import PARTLY, Outcome


def outcome(*, baselined: bool = True, may_be_empty: bool = False, **counts: object) -> Outcome:
    tally = Tally(**{"pages": 1, "documents": 10, **counts})  # type: ignore[arg-type]  # counts of a tally by name
    return judge(tally, baselined=baselined, may_be_empty=may_be_empty)[0]


def test_nothing_moved_is_unchanged() -> None:
    assert outcome() is Outcome.UNCHANGED


@pytest.mark.parametrize("moved", ["added", "amended", "removed", "restored"])
def test_anything_moved_is_changed(moved: str) -> None:
    assert outcome(**{moved: 1}) is Outcome.CHANGED


def test_the_first_complete_check_is_the_baseline() -> None:
    assert outcome(baselined=False) is Outcome.BASELINE


def test_no_documents_is_a_fault_unless_the_source_may_be_empty() -> None:
    assert outcome(documents=0) is Outcome.EMPTY
    assert outcome(documents=0, may_be_empty=True) is Outcome.UNCHANGED


def test_a_raising_callback_outweighs_walls_and_walls_outweigh_silence() -> None:
    assert outcome(broken=["x"], walls=["w"], unreachable=["u"], added=3) is Outcome.BROKEN
    assert outcome(walls=["w"], unreachable=["u"], added=3) is Outcome.BLOCKED
    assert outcome(unreachable=["u"], added=3) is Outcome.UNREACHABLE


def test_a_faulty_first_check_is_no_baseline() -> None:
    assert outcome(baselined=False, walls=["w"]) is Outcome.BLOCKED


def test_no_answer_at_all_is_unreachable() -> None:
    assert outcome(pages=0, documents=0) is Outcome.UNREACHABLE


def test_the_sources_own_total_must_agree() -> None:
    ended, words = judge(Tally(pages=2, documents=117, totals=[120]), baselined=True, may_be_empty=False)
    assert ended is Outcome.BROKEN
    assert "120" in words
    assert "117" in words


def test_several_faults_are_counted() -> None:
    _, words = judge(Tally(unreachable=["a", "b", "c"]), baselined=True, may_be_empty=False)
    assert words == "a (and 2 more)"


def test_a_drop_of_more_than_thirty_percent_is_a_collapse() -> None:
    assert collapsed(10, 4)
    assert not collapsed(10, 3)
    assert not collapsed(0, 0)


def lost(count: int, outcome: Outcome = Outcome.UNREACHABLE) -> dict[str, Lost]:
    return {
        f"/{number}": Lost(outcome=outcome, fault=f"/{number}: HTTP 500", why="HTTP 500", name=f"HB {number}")
        for number in range(1, count + 1)
    }


def test_one_page_of_four_hundred_is_named_and_the_check_is_good() -> None:
    tally = Tally(pages=400, documents=399, details=400, lost=lost(1), amended=2)
    said = judge(tally, baselined=True, may_be_empty=False)
    assert said == (Outcome.CHANGED, "1 of 400 pages could not be read: HB 1 (HTTP 500)")
    assert PARTLY in said[1]


def test_more_than_two_in_a_hundred_or_one_of_a_handful_are_a_fault_of_their_kind() -> None:
    assert bearable(8, 400)
    assert not bearable(9, 400)
    assert bearable(1, 20)
    assert not bearable(1, 19)
    assert not bearable(2, 60)
    assert outcome(details=400, lost=lost(9)) is Outcome.UNREACHABLE
    assert outcome(details=400, lost=lost(9, Outcome.BLOCKED)) is Outcome.BLOCKED
    assert outcome(details=400, lost=lost(9, Outcome.BROKEN)) is Outcome.BROKEN
    _, words = judge(Tally(pages=9, details=9, lost=lost(2)), baselined=True, may_be_empty=False)
    assert words == "/1: HTTP 500 (and 1 more)"


def test_many_pages_are_counted_and_the_first_named() -> None:
    _, words = judge(Tally(pages=9, documents=9, details=4000, lost=lost(7)), baselined=True, may_be_empty=False)
    assert words.startswith("7 of 4,000 pages could not be read: HB 1 (HTTP 500), HB 2")
    assert words.endswith("HB 5 (HTTP 500) and 2 more")


def test_a_fault_of_the_list_is_not_outweighed_by_good_pages() -> None:
    assert outcome(details=400, lost=lost(1), unreachable=["the list"]) is Outcome.UNREACHABLE


def test_the_sources_own_total_may_lack_what_could_not_be_read_and_no_more() -> None:
    assert outcome(documents=399, totals=[400], details=400, lost=lost(1)) is Outcome.UNCHANGED
    assert outcome(documents=398, totals=[400], details=400, lost=lost(1)) is Outcome.BROKEN
    assert outcome(documents=401, totals=[400], details=400, lost=lost(1)) is Outcome.BROKEN


def test_a_list_that_leads_to_far_fewer_than_before_is_not_read_whole() -> None:
    tally = Tally(pages=2, documents=45)
    notice(tally, 15)
    assert tally.collapse == "", "a quarter may have died in committee"
    notice(tally, 2900)
    said = "2,900 of 2,945 documents could not be read: what was read does not lead to them any more"
    assert judge(tally, baselined=True, may_be_empty=False) == (Outcome.UNCHANGED, said)
    few = Tally(pages=2, documents=1)
    notice(few, 10)
    assert few.collapse == ""


def asking(callback: object, *, when: str | None = "x", count: int = 1) -> list[Request]:
    return [Request(f"https://example.org/{number}", callback=callback, meta={"when": when}) for number in range(count)]  # type: ignore[arg-type]  # a plain function will do


def parse_bill() -> None:
    """Stands for a callback."""


def parse_list() -> None:
    """Stands for another."""


def test_many_requests_of_one_kind_under_tokens_are_details_and_what_these_ask_for() -> None:
    bills, lists, next_pages = asking(parse_bill, count=8), asking(parse_list, count=7), asking(parse_bill, when=None)
    mark_details([*bills, *lists, *next_pages], of_a_detail=False)
    assert all(one.meta.get("detail") for one in bills)
    assert not any(one.meta.get("detail") for one in [*lists, *next_pages])
    mark_details(next_pages, of_a_detail=True)
    assert next_pages[0].meta["detail"]


NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_page_names_what_stands_on_it_and_when_it_was_last_read() -> None:
    (one,) = lost(1).values()
    one.identify(["HB 12"], NOW - timedelta(hours=6), NOW)
    assert str(one) == "HB 12 (HTTP 500)"
    one.identify(["HB 12"], NOW - timedelta(days=2), NOW)
    assert str(one) == "HB 12 (HTTP 500, last read 2026-11-20)"


@pytest.mark.parametrize(
    ("kind", "read_at", "since", "expected"),
    [
        (Outcome.UNREACHABLE, NOW - timedelta(days=4), NOW - timedelta(days=4), True),
        (Outcome.UNREACHABLE, NOW - timedelta(days=4), NOW - timedelta(days=1), False),  # a page read once a week
        (
            Outcome.UNREACHABLE,
            NOW - timedelta(days=1),
            NOW - timedelta(days=9),
            False,
        ),  # another page was missing before
        (Outcome.UNREACHABLE, None, NOW - timedelta(days=9), False),  # a record that the site never could show
        (Outcome.UNREACHABLE, NOW - timedelta(days=9), None, False),
        (Outcome.BROKEN, None, None, True),
    ],
)
def test_what_lasts_or_does_not_fit_is_a_matter_for_the_operator(
    kind: Outcome, read_at: datetime | None, since: datetime | None, expected: bool
) -> None:
    (one,) = lost(1, kind).values()
    one.read_at = read_at
    assert alarming([one], since=since, now=NOW) is expected
