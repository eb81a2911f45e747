"""Pages whose words are placed on the screen one by one (Iowa's bills) → lines of print.

Each line is `<span class='t' style='top:250px;'>` and each word in it a span of its own with `left:100px`; line numbers are
`<a name='t_2'>`. Nothing else tells where a line ends. The page is rewritten with its lines in `<pre>`, and the walker puts
the paragraphs together. Comes before parsing.
"""

import re

_SIGN = "<span class='t' style='top:"
_PAGE = re.compile(r"(?is)<div class='p'[^>]*>(.*?)</div>")
_LINE = re.compile(r"(?is)<span class='t' style='top:(\d+)px;'>\s*((?:<span class='[to]'.*?</span>\s*)*)</span>")
_WORD = re.compile(r"(?is)<span class='t' style='[^']*?left:(\d+)px;[^']*'>(.*?)</span>")
_NUMBER = re.compile(r"(?is)<a name='t_\d+'>\s*\d+\s*</a>")
_PIXELS_PER_COLUMN = 7.0


def as_print(html: str) -> str:
    """The page with positioned lines as preformatted text; any other page as it is."""
    return _PAGE.sub(lambda page: f"<pre>\n{_lines(page.group(1))}\n</pre>", html) if _SIGN in html else html


def _lines(page: str) -> str:
    """The lines from top to bottom; pieces at one height are one line."""
    heights: dict[int, str] = {}
    for found in _LINE.finditer(page):
        top = int(found.group(1))
        heights[top] = heights.get(top, "") + found.group(2)
    return "\n".join(_line(spans) for _, spans in sorted(heights.items()))


def _line(spans: str) -> str:
    words = sorted(
        (int(left), word.strip()) for left, word in _WORD.findall(spans) if not _NUMBER.fullmatch(word.strip())
    )
    if not words:
        return ""
    text = ""
    for _, word in words:
        text += word if word[:1] in ".,;:)" or not text else f" {word}"
    return " " * round(words[0][0] / _PIXELS_PER_COLUMN) + text
