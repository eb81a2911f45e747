"""Where two long texts go on alike, found without cutting them into lines: a redline of a whole code is quick that way. Before
`blocks`, step 6 of the path.

Most of a long law is the same in its next version. From each difference on the next place is sought where both texts have the
same few hundred characters; what lies between is cut into lines and aligned as a short text is.
"""

from collections.abc import Iterator

from patiencediff import PatienceSequenceMatcher
from rapidfuzz.distance import Prefix

from monitor.changes.anchors import Pair, Run, anchored
from monitor.changes.likeness import share_ends

_LONG = 500_000
"""Texts of so many characters are compared by passages first."""
_CHUNKS = (2_048, 256)
"""Characters compared at once, ever fewer towards a difference."""
_SAME = 400
"""Texts go on alike where so many characters are the same."""
_ENOUGH = 100
"""Behind two lines that are versions of one, so many are enough."""
_NEAR = 8_000
"""Characters on one side, and lines on the other, within which that is sought first."""
_FEW_LINES = 2
_LINES = (24, 600)
"""Lines within which it is sought then."""

Passage = tuple[int, int, int]
"""Where an equal passage begins in the old text and in the new one, and its length; it begins and ends with a line."""


def cut(old: str, new: str) -> tuple[list[str], list[str], list[Run]]:
    """Two texts, in which every line has an end, as blocks, and the runs of equal ones, the last an empty one at the ends.

    A block is a line; in a long text an equal passage of any length is one block, and a line that plainly is the other wording
    of the one line against it is a run by itself.
    """
    if len(old) < _LONG or len(new) < _LONG:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
        return before, after, anchored(before, after)
    before, after = [], []
    runs: list[Run] = []
    at, to = 0, 0
    for i, j, size in [*_passages(old, new), (len(old), len(new), 0)]:
        left, right = old[at:i].splitlines(keepends=True), new[to:j].splitlines(keepends=True)
        x, y = len(before), len(after)
        if len(left) == len(right) == 1:
            runs += [(x, y, 1)] if share_ends(left[0], right[0]) else []
        elif left and right:
            runs += [(a + x, b + y, n) for a, b, n in anchored(left, right) if n]
        before += left
        after += right
        if size:
            runs.append((len(before), len(after), 1))
            text = old[i : i + size]
            before.append(text)
            after.append(text)
        at, to = i + size, j + size
    return before, after, [*runs, (len(before), len(after), 0)]


def _passages(old: str, new: str) -> Iterator[Passage]:
    at, to = 0, 0
    while True:
        size = _same(old, new, at, to)
        if size:
            yield at, to, size
        place = _meeting(old, new, at + size, to + size)
        if place is None:
            return
        at, to = place


def _same(old: str, new: str, at: int, to: int) -> int:
    """How many characters of whole lines are the same from here on."""
    i, j = at, to
    for size in _CHUNKS:
        while old[i : i + size] == new[j : j + size] != "":
            i, j = i + size, j + size
    i, j = min(i, len(old)), min(j, len(new))
    i += Prefix.similarity(old[i : i + _CHUNKS[-1]], new[j : j + _CHUNKS[-1]])
    return max(old.rfind("\n", at, i) + 1 - at, 0)


def _meeting(old: str, new: str, at: int, to: int) -> Pair | None:
    """The next place from which both texts go on alike, the lines here being different; none where it is too far."""
    i, j = old.find("\n", at) + 1, new.find("\n", to) + 1
    if not i or not j:
        return None
    size = _SAME if old[i : i + _SAME] == new[j : j + _SAME] else _ENOUGH
    if old[i : i + size] == new[j : j + size] != "" and (size == _SAME or share_ends(old[at:i], new[to:j])):
        return i, j
    return _near(old, new, at, to) or _far(old, new, at, to)


def _near(old: str, new: str, at: int, to: int) -> Pair | None:
    """The same after a few lines on one side, and any number of them on the other: the nearest one after the fewest."""
    i, j = at, to
    for skipped in range(_FEW_LINES):
        ahead = not skipped  # where both stand they do not go on alike, whatever a long line begins with
        x, y = _line_with(new, old[i : i + _SAME], to + ahead), _line_with(old, new[j : j + _SAME], at + ahead)
        if x >= 0 and (y < 0 or i + x - to <= j + y - at):
            return i, x
        if y >= 0:
            return y, j
        i, j = old.find("\n", i) + 1, new.find("\n", j) + 1
        if not i or not j:
            return None
    return None


def _line_with(text: str, passage: str, start: int) -> int:
    """Where a line begins near here that goes on with a passage; -1 where none does."""
    place = text.find(passage, start, start + _NEAR) if len(passage) == _SAME else -1
    return place if place <= 0 or text[place - 1] == "\n" else -1


def _far(old: str, new: str, at: int, to: int) -> Pair | None:
    """The same by patience among some lines, and then among some hundred."""
    for count in _LINES:
        left, right = _lines(old, at, count), _lines(new, to, count)
        for x, y, size in PatienceSequenceMatcher(None, left, right).get_matching_blocks():
            if sum(map(len, left[x : x + size])) >= _SAME:
                return at + sum(map(len, left[:x])), to + sum(map(len, right[:y]))
    return None


def _lines(text: str, start: int, count: int) -> list[str]:
    """So many lines from here on, where these are no longer than usual, without the last one, which may be cut."""
    return text[start : start + count * 250].splitlines(keepends=True)[:count][:-1]
