"""Which blocks of two texts are equal and in place: the anchors of a redline. The first step of `blocks`, step 6 of the path.

Lines that stand once in each text anchor first (patience diff), repeated ones follow between them (longest common subsequence).
"""

from collections.abc import Callable, Iterable, Iterator

from patiencediff import PatienceSequenceMatcher
from rapidfuzz.distance import LCSseq

Pair = tuple[int, int]
Run = tuple[int, int, int]
"""Blocks that belong together: place in the old list, place in the new one, how many in a row."""
Finder = Callable[[list[int], list[int]], Iterable[Pair]]
"""Given the places left over on both sides of a gap, the pairs that belong together, rising on both sides."""

LARGEST_EXACT_TABLE = 100_000_000
"""Equal lines are sought in every pair of lines of a gap up to this number of pairs, which need one bit each."""
_LONG = 5_000
"""From so many lines on, a quarter of them is anchored first."""


def anchored(old: list[str], new: list[str]) -> list[Run]:
    """The runs of equal lines between lines that each text has once, rising on both sides; the last is an empty one at the ends.

    Of long texts the lines are anchored first whose length is a multiple of four: they are the same on both sides, and one that
    stands once among them stands once in its text. Between two of these little is left, so that it costs a third.
    """
    if len(old) < _LONG or len(new) < _LONG:
        return list(PatienceSequenceMatcher(None, old, new).get_matching_blocks())
    runs: list[Run] = []
    at, to, size = 0, 0, 0  # the run that is growing
    for i, j in [*_landmarks(old, new), (len(old), len(new))]:
        start, begin = at + size, to + size
        if i - start == j - begin and old[start:i] == new[begin:j]:
            size = i - at
            continue
        for x, y, length in [*_between(old, new, (start, i), (begin, j)), (i, j, 0)]:
            if (x, y) == (at + size, to + size):
                size += length
            elif length or (x, y) == (i, j):
                runs.append((at, to, size))
                at, to, size = x, y, length
    runs.append((at, to, size))
    return [*[run for run in runs if run[2]], (len(old), len(new), 0)]


def _landmarks(old: list[str], new: list[str]) -> Iterator[Pair]:
    left = [place for place, size in enumerate(map(len, old)) if not size & 7]
    right = [place for place, size in enumerate(map(len, new)) if not size & 7]
    matcher = PatienceSequenceMatcher(None, [old[i] for i in left], [new[j] for j in right])
    for x, y, size in matcher.get_matching_blocks():
        yield from zip(left[x : x + size], right[y : y + size], strict=True)


def _between(old: list[str], new: list[str], before: Pair, after: Pair) -> Iterator[Run]:
    """The runs of equal lines in a stretch of both texts: at its beginning, at its end, and by patience between."""
    (start, stop), (begin, end) = before, after
    at, to = start, begin
    while at < stop and to < end and old[at] == new[to]:
        at, to = at + 1, to + 1
    yield start, begin, at - start
    last, final = stop, end
    while at < last and to < final and old[last - 1] == new[final - 1]:
        last, final = last - 1, final - 1
    if at < last and to < final and last - at + final - to > 2:
        for x, y, size in PatienceSequenceMatcher(None, old[at:last], new[to:final]).get_matching_blocks():
            yield at + x, to + y, size
    yield last, final, stop - last


def repeated(old: list[str], new: list[str], left: list[int], right: list[int], least: int) -> Iterator[Pair]:
    """Equal lines of a gap that stand in the same order on both sides, those of a least length."""
    shared = {old[i] for i in left}.intersection([new[j] for j in right])
    left = [i for i in left if old[i] in shared and len(old[i].strip()) >= least] if shared else []
    right = [j for j in right if new[j] in shared and len(new[j].strip()) >= least] if shared else []
    if not left or not right or len(left) * len(right) > LARGEST_EXACT_TABLE:
        return
    for run in LCSseq.opcodes([old[i] for i in left], [new[j] for j in right]).as_matching_blocks():
        yield from zip(left[run.a : run.a + run.size], right[run.b : run.b + run.size], strict=True)


def filled(runs: list[Run], find: Finder) -> list[Run]:
    """The runs with what the finder saw in the gaps that both sides have."""
    found: list[Run] = []
    at, to = 0, 0
    for run in runs:
        i, j, size = run
        if at < i and to < j:
            found += [(x, y, 1) for x, y in find(list(range(at, i)), list(range(to, j)))]
        found.append(run)
        at, to = i + size, j + size
    return found


def left_over(runs: list[Run]) -> tuple[list[int], list[int]]:
    """The places of both sides that are in no run."""
    left: list[int] = []
    right: list[int] = []
    at, to = 0, 0
    for i, j, size in runs:
        if at < i:
            left += range(at, i)
        if to < j:
            right += range(to, j)
        at, to = i + size, j + size
    return left, right
