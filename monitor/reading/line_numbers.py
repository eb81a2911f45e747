"""Numbers down the margin of a printed bill, told by where they stand: one column, beside the text, counting on.

Most legislatures number the lines of a bill, at the left (New York, Pennsylvania, Congress) or the right (Ohio, Florida's
House), every line or every fifth, from 1 on each page or through the bill, as `12`, `1-12` (Texas) or `1.12` (Minnesota). What
a line says cannot tell such a number from "15 days", a sum or a list's number; its place can. Used by `pdf`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from monitor.reading.placed import MarginNumber, Placed, without_number_at_end, without_number_at_start

_FEWEST = 4
_ALIGNED = 5.0  # points within which the edges of a column of numbers lie
_APART = 5.0  # points, at least, between a number and the text beside it
_COUNTING = 0.8  # of the steps from one number to the next
_WIDEST_STEP = 10  # blank lines and pictures count too, and a comparison leaves lines out
_COVERED = 0.45  # of the lines of a page where every line has a number
_STRAY = 0.35  # of the lines may stand where the numbers do: heads, feet, notes
_SIDES = ("lead", "trail")
_EDGES = ("left", "right")

Found = tuple[int, int, MarginNumber]  # page, line on it, number


@dataclass(frozen=True, slots=True)
class _Column:
    """The numbers of one side whose left or right edges are aligned."""

    side: str
    numbers: tuple[Found, ...]


def without_numbers(pages: Sequence[list[Placed]]) -> list[list[Placed]] | None:
    """The pages without the numbers of their lines; None where no column of them can be told."""
    column = next((column for column in _columns(pages) if _is_line_numbers(column, pages)), None)
    if column is None:
        return None
    numbered = {(page, line) for page, line, _ in column.numbers}
    return [
        [kept for at, line in enumerate(page) if (kept := _bare(line, column.side, (number, at) in numbered))]
        for number, page in enumerate(pages)
    ]


def _columns(pages: Sequence[list[Placed]]) -> Iterator[_Column]:
    """The columns of numbers, the longest first: on each side, aligned by either edge."""
    found = []
    for side in _SIDES:
        numbers = [
            (page, at, number)
            for page, lines in enumerate(pages)
            for at, line in enumerate(lines)
            if (number := getattr(line, side)) is not None
        ]
        found += [_Column(side, _aligned(numbers, edge)) for edge in _EDGES if numbers]
    yield from sorted(found, key=lambda column: -len(column.numbers))


def _aligned(numbers: Sequence[Found], edge: str) -> tuple[Found, ...]:
    """The most numbers of which an edge lies within a few points."""
    ordered = sorted(numbers, key=lambda found: float(getattr(found[2], edge)))
    places = [float(getattr(found[2], edge)) for found in ordered]
    best, start = (0, 0), 0
    for end, place in enumerate(places, 1):
        while place - places[start] > _ALIGNED:
            start += 1
        best = max(best, (end - start, start))
    return tuple(ordered[best[1] : best[1] + best[0]])


def _is_line_numbers(column: _Column, pages: Sequence[list[Placed]]) -> bool:
    if len(column.numbers) < _FEWEST:
        return False
    step = _step(column, pages)
    return step > 0 and _stands_apart(column, pages, step)


def _step(column: _Column, pages: Sequence[list[Placed]]) -> int:
    """By how much the numbers count on: 1, 5 …; 0 where they do not."""
    values: dict[int, list[tuple[float, int]]] = {}
    for page, at, number in column.numbers:
        values.setdefault(page, []).append((pages[page][at].top, number.value))
    steps = [
        after - before
        for found in values.values()
        for (_, before), (_, after) in pairwise(sorted(found))
        if after != 1  # a page of two columns, or a bill that begins again
    ]
    if len(steps) < _FEWEST - 1:
        return 0
    usual, times = Counter(steps).most_common(1)[0]
    on = sum(0 < step <= max(usual, _WIDEST_STEP) for step in steps)
    return usual if usual > 0 and on >= _COUNTING * len(steps) and times >= len(steps) / 2 else 0


def _stands_apart(column: _Column, pages: Sequence[list[Placed]], step: int) -> bool:
    """Whether the numbers stand beside the text: at most lines of their pages, and with no text where they are."""
    numbered = {(page, at) for page, at, _ in column.numbers}
    used = {page for page, _, _ in column.numbers}
    lines = [(page, at, line) for page in used for at, line in enumerate(pages[page])]
    if len(numbered) < _COVERED * len({(page, round(line.top)) for page, _, line in lines}) / step:
        return False
    near = [_gap(number, column.side) >= _APART for _, _, number in column.numbers]
    at_left = column.side == "lead"
    edge = (
        max(number.right for _, _, number in column.numbers)
        if at_left
        else min(number.left for _, _, number in column.numbers)
    )
    others = [line for page, at, line in lines if (page, at) not in numbered]
    stray = sum(line.left < edge if at_left else line.right > edge for line in others)
    return sum(near) >= _COUNTING * len(near) and stray <= _STRAY * (len(others) + len(numbered))


def _gap(number: MarginNumber, side: str) -> float:
    if number.beside is None:
        return _APART
    return number.beside - number.right if side == "lead" else number.left - number.beside


def _bare(line: Placed, side: str, numbered: bool) -> Placed | None:
    """The line without its number; None for a number alone."""
    number: MarginNumber | None = getattr(line, side)
    if not numbered or number is None:
        return line
    if number.beside is None:
        return None
    if side == "lead":
        text, styled = without_number_at_start(line.text), without_number_at_start(line.styled)
        return replace(line, text=text, styled=styled, left=number.beside, first=number.first, lead=None)
    text, styled = without_number_at_end(line.text), without_number_at_end(line.styled)
    return replace(line, text=text, styled=styled, right=number.beside, trail=None)
