"""A few rounds of what `bench/kill_rounds.py` does two hundred times, and that its judge is not blind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from killing import Message, message_of, play, repeat_faults, told_faults, verdict, world
from launcher import Forks, Launcher

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds crawl processes through /proc")


@pytest.fixture
def forks() -> Iterator[Launcher]:
    launcher = Forks()
    yield launcher
    launcher.close()


@needs_proc
def test_kill_nine_loses_nothing_and_tells_nothing_twice(tmp_path: Path, forks: Launcher) -> None:
    with world(tmp_path, forks, seed=11) as played:
        assert list(play(played, 3)) == [1, 2, 3]
        found = verdict(played)
    assert found.faults == ()
    assert found.published > 3
    assert len(played.kills) >= 3


ALERT = """== kratom: Elsewhere ==

* NEW: News pw10001 of kratom (notice)
* CHANGED: Statement (page)
    … says about kratom today: [-pw10002-]{+pw10003+}.
* WITHDRAWN: Bill pw10004 (page)

--
Checked 3 sources, none failed.
alerts · digest 17 · Jul 6, 2026, 9:00 AM UTC
"""


def said(digest: int, *told: tuple[str, str], words: str = "") -> Message:
    return Message(digest=digest, words=words, told=told)


def test_the_judge_reads_what_a_message_tells() -> None:
    message = message_of(ALERT)
    assert message.digest == 17
    assert set(message.told) == {("added", "pw10001"), ("amended", "pw10003"), ("removed", "pw10004")}


def test_the_judge_misses_what_was_not_told_and_sees_what_was_told_twice() -> None:
    first, second = ("added", "pw10001"), ("amended", "pw10002")
    assert list(told_faults("x", [said(1, first), said(1, first), said(2, second)], [first, second])) == []
    assert list(told_faults("x", [said(1, first)], [first, second])) == [f"x: not told {[second]}, told in vain []"]
    assert list(told_faults("x", [said(1, first), said(2, first)], [first])) == [
        f"x: not told [], told in vain {[first]}"
    ]


def test_the_judge_allows_one_repeat_of_what_was_in_flight_word_for_word() -> None:
    twice = [said(1), said(1)]
    assert list(repeat_faults(twice, {1: 1})) == []
    assert list(repeat_faults(twice, {1: 0})) == ["digest 1 came 2 times; its process died 0 times"]
    assert list(repeat_faults([*twice, said(1)], {1: 2})) == ["digest 1 came 3 times; its process died 2 times"]
    assert list(repeat_faults([said(1, words="a"), said(1, words="b")], {1: 1})) == ["digest 1 came in different words"]
