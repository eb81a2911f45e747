"""PDF → text in blocks, with pdfium. Runs in the crawl's child process, where a crash of the library is one exit code.

A PDF knows characters and places, nothing else: lines, margin numbers, page heads and paragraphs are found again from where
the characters stand. What is struck or new is drawn as a line through or under the characters, which `rules` finds;
underlining counts from the enacting words on, since headings and labels above them are underlined too.
"""

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from monitor.model.errors import UnreadableDocument
from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON
from monitor.reading.blocks import Reading, assemble
from monitor.reading.charset import clean
from monitor.reading.inline import finished
from monitor.reading.printed import Line, margin_numbers, paragraphs
from monitor.reading.rules import Box, Rule, marked, near, rules_of

MOST_PAGES = 2000
"""Pages that are read; a longer document is cut there (the longest bill ever printed has fewer)."""

_HYPHEN_AT_END = "\x02"  # pdfium's sign for a hyphen that ends a line; it drops the line break behind it
_LINE_ENDS = re.compile(r"\r\n|\r|\n|(?<=[\x02\ufffe])")
_MARGIN_NUMBER = re.compile(r"\s*\d{1,3}(?:\s+|$)")
_SIGNS = str.maketrans("", "", STRIKE_ON + STRIKE_OFF + INSERT_ON + INSERT_OFF)
_DIGITS = re.compile(r"\d+")
_HEAD_LINES = 3
_GAP = 1.45  # times the usual distance between lines
_FALLBACK_WIDTH = 6.0
_CONTROLS = dict.fromkeys({*range(0x20)} - {0x02, 0x09})
_WITHOUT_INSERTS = str.maketrans("", "", INSERT_ON + INSERT_OFF)
_ENACTING = re.compile(r"(?i)\benacted\s+by\b|\benact:|be it (?:enacted|resolved)|hereby enacted")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line on a page: its text and its edges in points, `top` counted downwards from the page's upper edge."""

    text: str
    left: float
    right: float
    top: float


def pdf_text(body: bytes) -> str:
    """The blocks of a PDF, one per line; "" for scanned pages, which hold no characters.

    Raises UnreadableDocument for a file that is damaged, encrypted or no PDF.
    """
    return read_pdf(body).text


def read_pdf(body: bytes, *, ignore: Sequence[str] = ()) -> Reading:
    """As `pdf_text`, with the patterns of `ignore` applied. Titles in PDFs are names of files: there is none."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"this PDF cannot be opened: {_reason(error)}") from error
    try:
        pages = [_lines_of_page(page) for page in _pages(document)]
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"a page of this PDF cannot be read: {_reason(error)}") from error
    finally:
        document.close()
    lines = _of_bill(_unnumbered([line for page in _without_heads(pages) for line in page]))
    text = assemble((finished(paragraph) for paragraph in paragraphs(_columns(lines))), ignore)
    return Reading(title="", text=text)


def _reason(error: Exception) -> str:
    text = str(error)
    return "it is encrypted" if "password" in text.lower() else text.rstrip(".")


def _pages(document: pdfium.PdfDocument) -> Iterator[pdfium.PdfPage]:
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        try:
            yield page
        finally:
            page.close()


def _lines_of_page(page: pdfium.PdfPage) -> list[_Placed]:
    textpage = page.get_textpage()
    try:
        return _read_lines(textpage, page.get_height(), rules_of(page))
    finally:
        textpage.close()


def _read_lines(textpage: pdfium.PdfTextPage, height: float, rules: Sequence[Rule]) -> list[_Placed]:
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars():  # characters beyond the basic plane: places cannot be told
        return [
            _Placed(_words(piece), 0.0, float(len(piece)), 0.0) for piece in _LINE_ENDS.split(text) if piece.strip()
        ]
    lines: list[_Placed] = []
    start = 0
    for piece in _LINE_ENDS.split(text):
        start = text.index(piece, start)
        if _words(piece):
            _add(lines, _placed(textpage, start, piece, height, rules))
        start += len(piece)
    return lines


def _add(lines: list[_Placed], line: _Placed) -> None:
    """Adds a line, or its words to the line before where both stand at one height: a number and its text, two columns."""
    last = lines[-1] if lines else None
    if last is None or abs(last.top - line.top) > 1 or line.left < last.right:
        lines.append(line)
        return
    left = line.left if last.text.isdigit() else last.left
    lines[-1] = _Placed(f"{last.text} {line.text}", left, line.right, last.top)


def _words(piece: str) -> str:
    return clean(piece.replace(_HYPHEN_AT_END, "-").replace("\ufffe", "-")).strip()


def _placed(textpage: pdfium.PdfTextPage, start: int, piece: str, height: float, rules: Sequence[Rule]) -> _Placed:
    """A line with its edges, by its first and last visible characters; a margin number is not the first."""
    number = _MARGIN_NUMBER.match(piece)
    inner = number.end() if number and number.end() < len(piece) else len(piece) - len(piece.lstrip())
    first = _box(textpage, start + inner)
    last = _box(textpage, start + len(piece.rstrip()) - 1)
    words = _words(piece)
    touching = near(rules, first) if rules else []
    if touching and len(piece) == len(piece.translate(_CONTROLS)):
        boxes = [_box(textpage, start + at) for at in range(len(piece))]
        words = marked(piece.replace(_HYPHEN_AT_END, "-").replace("\ufffe", "-"), boxes, touching).strip()
    return _Placed(words, first[0], last[1], height - first[2])


def _box(textpage: pdfium.PdfTextPage, index: int) -> Box:
    """Left, right, lower and upper edge of one character, in points."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value


def _without_heads(pages: Sequence[list[_Placed]]) -> list[list[_Placed]]:
    """The pages without the lines at their head and foot that return there on most of them, page numbers aside."""
    if len(pages) < 2:
        return list(pages)
    seen = Counter(sign for page in pages for sign in set(_edges(page).values()))
    most = max(2, round(0.6 * len(pages)))
    return [
        [line for at, line in enumerate(page) if seen[edges[at]] < most] if (edges := _edges(page)) else page
        for page in pages
    ]


def _edges(page: list[_Placed]) -> defaultdict[int, str]:
    """What the first and last lines of a page say, by position; "" for the lines between."""
    edges: defaultdict[int, str] = defaultdict(str)
    for at in range(max(0, len(page) - _HEAD_LINES), len(page)):
        edges[at] = f"foot {_sign(page[at].text)}"
    for at in range(min(_HEAD_LINES, len(page))):
        edges[at] = f"head {_sign(page[at].text)}"
    return edges


def _sign(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.translate(_SIGNS).split()))


def _unnumbered(lines: list[_Placed]) -> list[_Placed]:
    numbered = margin_numbers([line.text.translate(_SIGNS) for line in lines])
    bare = (
        replace(line, text=_MARGIN_NUMBER.sub("", line.text, count=1)) if at in numbered else line
        for at, line in enumerate(lines)
    )
    return [line for line in bare if line.text]


def _of_bill(lines: list[_Placed]) -> list[_Placed]:
    """The lines without underlining above the enacting words, or anywhere where there are none and nothing is struck."""
    if any(STRIKE_ON in line.text for line in lines):
        return lines
    enacted = next((at for at, line in enumerate(lines) if _ENACTING.search(line.text)), len(lines))
    plain = [replace(line, text=line.text.translate(_WITHOUT_INSERTS)) for line in lines[: enacted + 1]]
    return plain + lines[enacted + 1 :]


def _columns(lines: Sequence[_Placed]) -> list[Line]:
    """The lines in columns of the usual character, with a gap where more than the usual distance lies above."""
    if not lines:
        return []
    widths = [
        (line.right - line.left) / len(line.text.translate(_SIGNS))
        for line in lines
        if line.right > line.left and len(line.text) > 20
    ]
    width = median(widths) if widths else _FALLBACK_WIDTH
    steps = [below.top - above.top for above, below in pairwise(lines)]
    usual = median([step for step in steps if step > 1] or [1.0])
    gaps = [False, *(step > _GAP * usual for step in steps)]
    return [
        Line(text=line.text, indent=line.left / width, end=line.right / width, after_gap=gap)
        for line, gap in zip(lines, gaps, strict=True)
    ]
