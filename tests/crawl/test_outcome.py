"""How a check ends is decided from its counts alone."""

import pytest

from monitor.crawl.outcome import Tally, collapsed, judge
from monitor.model.records import Outcome


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
