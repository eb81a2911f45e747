"""Which block of the old text became which block of the new. The outer half of a redline, step 6 of the path.

Equal lines anchor (`anchors`), what stands elsewhere now has moved (`moves`), and what is left between two anchors is paired by
likeness (`pairing`), so that an edited paragraph meets its counterpart.
"""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import pairwise

from monitor.changes.anchors import Finder, Pair, Run, filled, left_over, repeated
from monitor.changes.likeness import HELD, defined, share_ends, telling
from monitor.changes.moves import moved, moved_and_edited
from monitor.changes.pairing import WEIGHTY, alike, numbered_alike

_PLAIN = 12
"""Gaps of so few pairs of lines are looked at for plain edits first."""
_PART = 20
"""A part of a paragraph that became a paragraph of its own has at least so many characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How two lists of blocks correspond.

    `runs` rise on both sides and hold equal blocks, or one edited pair each (size 1, different texts); `moved` are blocks that
    stand elsewhere now: equal ones, or one each (size 1) under another number or reworded. Every other block was deleted or
    inserted.
    """

    runs: list[Run]
    moved: list[Run]


def align(old: list[str], new: list[str], runs: list[Run]) -> Alignment:
    """The correspondence of two lists of blocks (lines with their ends), of which these runs are known: equal and in place, or
    one edited pair each."""
    runs = filled(runs, lambda left, right: _weighty(old, new, left, right))
    away = moved(old, new, *left_over(runs))
    gone = {i + k for i, _, size in away for k in range(size)}
    come = {j + k for _, j, size in away for k in range(size)}

    def counterparts(left: list[int], right: list[int]) -> Iterable[Pair]:
        return _counterparts(old, new, _without(left, gone), _without(right, come))

    runs = filled(runs, counterparts)
    left, right = left_over(runs)
    away += moved_and_edited(old, new, _without(left, gone), _without(right, come), away)
    return Alignment(runs=[run for run in runs if run[2]], moved=away)


def _without(places: list[int], taken: set[int]) -> list[int]:
    return [place for place in places if place not in taken] if taken else places


def _weighty(old: list[str], new: list[str], left: list[int], right: list[int]) -> Iterable[Pair]:
    """Longer lines that repeat; one line against another was compared already."""
    return () if len(left) == len(right) == 1 else repeated(old, new, left, right, WEIGHTY)


def _counterparts(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Pair]:
    """The versions of one block in a gap: by likeness, between these by number, and between these the lines that repeat."""
    if len(left) * len(right) <= _PLAIN and (plain := _plainly_edited(old, new, left, right)):
        return plain
    pairs = list(alike(old, new, left, right))
    pairs = _completed(pairs, left, right, lambda some, others: numbered_alike(old, new, some, others))
    return _completed(pairs, left, right, lambda some, others: repeated(old, new, some, others, 0))


def _plainly_edited(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Pair]:
    """The usual small edits: every line of the shorter side has one line on the other that begins and ends alike, in order."""
    pairs = [(i, j) for i in left for j in right if share_ends(old[i], new[j])]
    if len(pairs) != min(len(left), len(right)):
        return []
    rising = all(i < x and j < y for (i, j), (x, y) in pairwise(pairs))
    return pairs if rising and (len(left) == len(right) or not any(defined(old[i]) for i, _ in pairs)) else []


def _completed(pairs: list[Pair], left: list[int], right: list[int], find: Finder) -> list[Pair]:
    """The pairs of a gap with what the finder saw before, between and behind them."""
    found: list[Pair] = []
    at, to = 0, 0
    for i, j in [*pairs, (-1, -1)]:
        stop, end = (left.index(i, at), right.index(j, to)) if i >= 0 else (len(left), len(right))
        if at < stop and to < end:
            found += find(left[at:stop], right[to:end])
        if i >= 0:
            found.append((i, j))
        at, to = stop + 1, end + 1
    return found


def absorbed(
    whole: str, part: str, lines: list[str], room: tuple[int, int, int], moved: Container[int]
) -> tuple[int, int]:
    """Which lines around `part`, its counterpart, a longer line `whole` holds: as first place and the place after the last.

    `room` is where the lines without a counterpart begin, where `part` stands, and where they end; a moved one has its own.
    """
    start, place, stop = room
    if stop - start == 1 or len(whole) - len(part) < _PART:
        return place, place + 1
    left = Counter(telling(whole)) - Counter(telling(part))
    first, last = place, place + 1
    while last < stop and last not in moved and _held(left, lines[last]):
        last += 1
    while first > start and first - 1 not in moved and _held(left, lines[first - 1]):
        first -= 1
    return first, last


def _held(left: Counter[str], line: str) -> bool:
    """Whether most words of a line are among those left over, which it then takes."""
    words = Counter(telling(line))
    if len(line) < _PART or (words & left).total() < HELD * words.total():
        return False
    left -= words
    return True
