"""Pages whose words are placed on the screen one by one (Iowa's bills) → lines of print.

Each line is `<span class='t' style='top:250px;'>` and each word in it a span of its own with `left:100px`; line numbers are
links named `'1_2'`, sections words within a link named `"section_1"`. Nothing else tells where a line ends. The page is rewritten with its lines in `<pre>`, and the walker puts
the paragraphs together. Comes before parsing.
"""

import re
from collections.abc import Iterator

_SIGN = "<span class='t' style='top:"
_PAGE = "<div class='p'"
_PAGE_END = "</div>"
_SPAN = re.compile(r"<span class='[a-z]' style='[^'<>]*?(top|left):(\d+)px;[^'<>]*'>(?:<a name=\"[^\"<>]*\">)?([^<>]*)")
_PIXELS_PER_COLUMN = 7.0


def as_print(html: str) -> str:
    """The page with positioned lines as preformatted text; any other page as it is."""
    return "".join(_rewritten(html)) if _SIGN in html else html


def _rewritten(html: str) -> Iterator[str]:
    """The page in pieces: what stands between the printed pages as it is, each of them as lines."""
    end = 0
    while (start := html.find(_PAGE, end)) >= 0:
        stop = html.find(_PAGE_END, start)
        if stop < 0:
            break
        yield html[end:start]
        yield f"<pre>\n{_lines(html[start:stop])}\n</pre>"
        end = stop + len(_PAGE_END)
    yield html[end:]


def _lines(page: str) -> str:
    """The lines from top to bottom; words at one height are one line. A span with `top` begins a line, one with `left` a word."""
    heights: dict[int, list[tuple[int, str]]] = {}
    line: list[tuple[int, str]] = []
    for found in _SPAN.finditer(page):
        axis, place, word = found.group(1), found.group(2), found.group(3)
        if axis == "top":
            line = heights.setdefault(int(place), [])
        elif word and word.strip():
            line.append((int(place), word.strip()))
    return "\n".join(_line(sorted(words)) for _, words in sorted(heights.items()))


def _line(words: list[tuple[int, str]]) -> str:
    if not words:
        return ""
    text = ""
    for _, word in words:
        text += word if word[:1] in ".,;:)" or not text else f" {word}"
    return " " * round(words[0][0] / _PIXELS_PER_COLUMN) + text
