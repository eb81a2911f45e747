"""What a printed page carries besides its text: running heads and feet, page numbers, file names, watermarks.

They stand at a page's edges and return on most pages (on every second one where left and right pages differ), or they are
such that no text is (`- 3 -`, `Page 2 of 5`). Told by where a line stands, not by the order in which a PDF names it: Michigan
writes the foot of a page first. Used by `pdf` and `positioned`.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from monitor.reading.legend import is_foot_note
from monitor.reading.placed import Placed

_DIGITS = re.compile(r"\d+")
_ENDS_SENTENCE = re.compile(r".*[.;:,]\W*$")
_MANY_WORDS = 5
_ALWAYS = 0.8  # of the pages
_EDGE_LINES = 6
_NOTE_LINES = 8
_HEIGHT = 6.0  # points within which heads and feet stand at one height
_RETURNING = 0.4  # of the pages
_NO_TEXT = re.compile(
    r"(?i)[-–—\s]*(?:page\s*)?[-–—]*\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—]*\s*|(?:final|last)\s+page|[ivxl]{1,5}|[=_*\s-]{4,}"
    r"|(?:LC|LR|LSB|LRB|TLSB|LD|BR|SR|DRAFT|File)[\s.-]*\d[\w./-]*(?:\s*[-–—]\s*page\s+\d+\s+of\s+\d+|\s+\(\d+\)\s+\d+)?|(?:T?LSB\s+\w+\s+\(\d+\)\s+\d+\s+)?[a-z]{2,3}/[a-z]{2,3}(?:\s+\d+/\s*\d+)?"
)


def without_heads(pages: Sequence[list[Placed]]) -> list[list[Placed]]:
    """The pages in reading order, without the lines at their edges that return on other pages or hold no text."""
    ordered = [_without_notes(_in_order(page)) for page in pages]
    edges = [_edges(page) for page in ordered]
    returning = _Returning(edges, ordered, most=max(2, math.ceil(_RETURNING * len(pages))))
    return [
        _without_codes(
            [line for at, line in enumerate(page) if at not in edge or not returning.holds(line, first=number == 0)]
        )
        for number, (page, edge) in enumerate(zip(ordered, edges, strict=True))
    ]


class _Returning:
    """What the edges of the pages say more than once: the same words at any height, or at one height the same but for numbers."""

    def __init__(self, edges: Sequence[set[int]], pages: Sequence[list[Placed]], *, most: int) -> None:
        self._most, self._pages = most, len(pages)
        self._same: Counter[str] = Counter()
        self._heights: defaultdict[str, list[float]] = defaultdict(list)
        for edge, page in zip(edges, pages, strict=True):
            self._same.update({_words(page[at]) for at in edge})
            for words, top in {(_sign(page[at]), page[at].top) for at in edge}:
                self._heights[words].append(top)

    def holds(self, line: Placed, *, first: bool) -> bool:
        """Whether the line returns on enough pages; the end of a sentence ("of this section.") may by chance, and what the
        first page says as its title ("H. B. No. 123") is the head of all others."""
        at_height = sum(abs(top - line.top) < _HEIGHT for top in self._heights[_sign(line)])
        if _is_running_text(line.bare):
            return at_height >= max(3, math.ceil(_ALWAYS * self._pages))
        return at_height >= self._most or (not first and self._same[_words(line)] >= self._most)


def _is_running_text(text: str) -> bool:
    """Whether a line reads as part of a sentence, which a budget or a list of duties repeats page for page."""
    return _ENDS_SENTENCE.match(text) is not None or sum(word[:1].islower() for word in text.split()) >= _MANY_WORDS


def _without_codes(page: list[Placed]) -> list[Placed]:
    """The page without the numbers and codes that stand first and last on it."""
    start, stop = 0, len(page)
    while start < min(_EDGE_LINES, stop) and _is_code(page[start]):
        start += 1
    while stop > max(start, len(page) - _EDGE_LINES) and _is_code(page[stop - 1]):
        stop -= 1
    return page[start:stop]


def _is_code(line: Placed) -> bool:
    return _NO_TEXT.fullmatch(line.bare.strip()) is not None


def _in_order(page: list[Placed]) -> list[Placed]:
    """The page with its head first and its foot last, wherever the file names them; what lies between keeps its order."""
    middle = page[_EDGE_LINES:-_EDGE_LINES]
    if not middle:
        return page
    upper, lower = min(line.top for line in middle), max(line.top for line in middle)
    feet = [line for line in page[:_EDGE_LINES] if line.top > lower]
    heads = [line for line in page[-_EDGE_LINES:] if line.top < upper]
    return [*heads, *(line for line in page if line not in feet and line not in heads), *feet]


def _without_notes(page: list[Placed]) -> list[Placed]:
    """The page without the legend of a bill's marks at its foot, and what stands below that, or at its head."""
    for at in range(max(1, len(page) - _NOTE_LINES), len(page)):
        if is_foot_note(page[at].bare):
            return page[:at]
    return page[1:] if len(page) > _NOTE_LINES and is_foot_note(page[0].bare) else page


def _edges(page: Sequence[Placed]) -> set[int]:
    """The positions of the lines at the edges of a page."""
    return {*range(min(_EDGE_LINES, len(page))), *range(max(0, len(page) - _EDGE_LINES), len(page))}


def _words(line: Placed) -> str:
    """What a line says, its words in any order: left and right pages carry the same in another."""
    return "".join(sorted(line.bare.split()))


def _sign(line: Placed) -> str:
    """As `_words`, with every number alike."""
    return "".join(sorted(_DIGITS.sub("#", line.bare).split()))
