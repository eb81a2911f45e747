"""What a printed page carries besides its text: running heads and feet, page numbers, file names, watermarks.

They stand at a page's edges and return on most pages (on every second one where left and right pages differ), or they are
such that no text is (`- 3 -`, `Page 2 of 5`). Told by where a line stands, not by the order in which a PDF names it: Michigan
writes the foot of a page first. Used by `pdf` and `positioned`.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON

_SIGNS = str.maketrans("", "", STRIKE_ON + STRIKE_OFF + INSERT_ON + INSERT_OFF)
_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 4
_RETURNING = 0.4  # of the pages
_NO_TEXT = re.compile(
    r"(?i)[-–—\s]*(?:page\s*)?[-–—]*\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—]*\s*|(?:final|last)\s+page|[ivxl]{1,5}|[=_*\s-]{4,}"
    r"|(?:LC|LR|LSB|LRB|TLSB|LD|BR|SR|DRAFT|File)[\s.-]*\d[\w./-]*(?:\s*[-–—]\s*page\s+\d+\s+of\s+\d+|\s+\(\d+\)\s+\d+)?|(?:T?LSB\s+\w+\s+\(\d+\)\s+\d+\s+)?[a-z]{2,3}/[a-z]{2,3}(?:\s+\d+/\s*\d+)?"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on a page: its text and its edges in points, `top` counted downwards from the page's upper edge. `inner` is the
    right edge without a number at the line's end; `styled` the text with bold words marked as new."""

    text: str
    left: float
    right: float
    top: float
    inner: float = 0.0
    styled: str = ""

    @property
    def bare(self) -> str:
        """The text without marks."""
        return self.text.translate(_SIGNS)


def without_heads(pages: Sequence[list[Placed]]) -> list[list[Placed]]:
    """The pages in reading order, without the lines at their edges that return on other pages or hold no text."""
    ordered = [_in_order(page) for page in pages]
    edges = [_edges(page) for page in ordered]
    seen = Counter(sign for page in edges for sign in set(page.values()))
    most = max(2, math.ceil(_RETURNING * len(pages)))
    return [
        _without_codes([line for at, line in enumerate(page) if not signs[at] or seen[signs[at]] < most])
        for page, signs in zip(ordered, edges, strict=True)
    ]


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


def _edges(page: Sequence[Placed]) -> defaultdict[int, str]:
    """What the lines at the edges of a page say, by position; "" for the lines between."""
    edges: defaultdict[int, str] = defaultdict(str)
    for at in range(max(0, len(page) - _EDGE_LINES), len(page)):
        edges[at] = _sign(page[at])
    for at in range(min(_EDGE_LINES, len(page))):
        edges[at] = _sign(page[at])
    return edges


def _sign(line: Placed) -> str:
    return _DIGITS.sub("#", "".join(line.bare.split()))
