"""Pages whose words are placed on the screen one by one (Iowa's bills) → lines of print.

Each line is `<span class='t' style='top:250px;'>` and each word in it a span of its own with `left:100px`; line numbers are
links named `'1_2'`, sections words within a link named `"section_1"`. Nothing else tells where a line ends. The page is rewritten with its lines in `<pre>`, and the walker puts
the paragraphs together. Comes before parsing.
"""

import re
from collections.abc import Iterator

from monitor.reading.placed import Placed
from monitor.reading.running_heads import without_heads

_SIGN = "<span class='t' style='top:"
_PAGE = "<div class='p'"
_PAGE_END = "</div>"
_SPAN = re.compile(r"<span class='[a-z]' style='[^'<>]*?(top|left):(\d+)px;[^'<>]*'>(?:<a name=\"[^\"<>]*\">)?([^<>]*)")
_PIXELS_PER_COLUMN = 7.0


def as_print(html: str) -> str:
    """The page with positioned lines as preformatted text; any other page as it is."""
    return "".join(_rewritten(html)) if _SIGN in html else html


def _rewritten(html: str) -> Iterator[str]:
    """What stands before and behind the printed pages as it is, and between them the pages as one print without their heads."""
    pages: list[list[Placed]] = []
    first = end = html.find(_PAGE)
    if first < 0:
        yield html
        return
    start = first
    while start >= 0 and (stop := html.find(_PAGE_END, start)) >= 0:
        pages.append(_lines(html[start:stop]))
        end = stop + len(_PAGE_END)
        start = html.find(_PAGE, end)
    lines = "\n".join(
        " " * round(line.left / _PIXELS_PER_COLUMN) + line.text for page in without_heads(pages) for line in page
    )
    yield html[:first]
    yield f"<pre>\n{lines}\n</pre>"
    yield html[end:]


def _lines(page: str) -> list[Placed]:
    """The lines from top to bottom; words at one height are one line. A span with `top` begins a line, one with `left` a word."""
    heights: dict[int, list[tuple[int, str]]] = {}
    line: list[tuple[int, str]] = []
    for found in _SPAN.finditer(page):
        axis, place, word = found.group(1), found.group(2), found.group(3)
        if axis == "top":
            line = heights.setdefault(int(place), [])
        elif word and word.strip():
            line.append((int(place), word.strip()))
    return [_line(top, sorted(words)) for top, words in sorted(heights.items()) if words]


def _line(top: int, words: list[tuple[int, str]]) -> Placed:
    text = ""
    for _, word in words:
        text += word if word[:1] in ".,;:)" or not text else f" {word}"
    return Placed(text=text, left=words[0][0], right=words[-1][0], top=top)
