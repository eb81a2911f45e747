"""PDF → text in blocks, with pdfium. Runs in the crawl's child process, where a crash of the library is one exit code.

A PDF knows characters and places, nothing else: lines, margin numbers, page heads and paragraphs are found again from where
the characters stand. What is struck or new is drawn as a line through or under the characters, which `rules` finds;
underlining counts from the enacting words on, since headings and labels above them are underlined too.
"""

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from monitor.model.errors import UnreadableDocument
from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON, close_and_reopen
from monitor.reading.blocks import Reading, assemble
from monitor.reading.charset import clean
from monitor.reading.inline import finished
from monitor.reading.legend import ENACTING, Legend, is_note, legend_of, with_brackets, with_capitals
from monitor.reading.printed import Line, margin_numbers, paragraphs
from monitor.reading.rules import Box, Rule, marked, near, rules_of, signed
from monitor.reading.running_heads import Placed, without_heads

MOST_PAGES = 2000
"""Pages that are read; a longer document is cut there (the longest bill ever printed has fewer)."""

_HYPHEN_AT_END = "\x02"  # pdfium's sign for a hyphen that ends a line; it drops the line break behind it
_LINE_ENDS = re.compile(r"\r\n|\r|\n|(?<=[\x02\ufffe])")
_MARGIN_NUMBER = re.compile(r"\s*\d{1,4}(?:\s+|$)")
_NUMBER_AT_END = re.compile(r"\s+(\d{1,4})\s*$")
_SIGNS = str.maketrans("", "", STRIKE_ON + STRIKE_OFF + INSERT_ON + INSERT_OFF)
_GAP = 1.45  # times the usual distance between lines
_FALLBACK_WIDTH = 6.0
_CONTROLS = dict.fromkeys({*range(0x20)} - {0x02, 0x09})
_WITHOUT_INSERTS = str.maketrans("", "", INSERT_ON + INSERT_OFF)
_READ_AS = re.compile(r"(?i)\bamended\s+to\s+read(?:\s+as\s+follows)?\s*[:.]?$")
_CAPTION = re.compile(r"\W*\d[\w.-]*[.-]\s*\S.{0,200}")
_LEGEND_PAGES = 2  # at either end of a document
_BOLD_FROM = 600
_LEVEL = 0.2


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
        legend = legend_of(_ends(document))
        pages = [_lines_of_page(page, bold=legend.bold) for page in _pages(document)]
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"a page of this PDF cannot be read: {_reason(error)}") from error
    finally:
        document.close()
    lines = _of_bill(_unnumbered([line for page in without_heads(pages) for line in page]), legend)
    blocks = paragraphs(_columns(lines))
    if legend.brackets or legend.capitals:
        blocks = list(_as_told(blocks, legend))
    return Reading(title="", text=assemble(map(finished, blocks), ignore))


def _ends(document: pdfium.PdfDocument) -> str:
    """The words of the first and the last pages, where a bill explains its marks."""
    count = len(document)
    numbers = sorted({*range(min(_LEGEND_PAGES, count)), *range(max(0, count - _LEGEND_PAGES), count)})
    return " ".join(" ".join(_plain(document[number]).split()) for number in numbers)


def _plain(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()
        page.close()


def _as_told(blocks: Sequence[str], legend: Legend) -> Iterator[str]:
    """The raw blocks with what the bill shows as struck and new by brackets and capitals marked, from the enacting words on."""
    enacted = next((at for at, block in enumerate(blocks) if ENACTING.search(block.translate(_SIGNS))), len(blocks)) + 1
    yield from blocks[:enacted]
    body = blocks[enacted:]
    if legend.capitals:
        body = [block if is_note(block) else with_capitals(block) for block in body]
    if legend.brackets:
        text = with_brackets("\n".join("" if is_note(block) else block for block in body))
        body = close_and_reopen(text, "\n").split("\n")
    yield from body


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


def _lines_of_page(page: pdfium.PdfPage, *, bold: bool = False) -> list[Placed]:
    textpage = page.get_textpage()
    try:
        return _read_lines(textpage, page.get_height(), rules_of(page), bold=bold)
    finally:
        textpage.close()


def _read_lines(textpage: pdfium.PdfTextPage, height: float, rules: Sequence[Rule], *, bold: bool) -> list[Placed]:
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars():  # characters beyond the basic plane: places cannot be told
        return [Placed(_words(piece), 0.0, float(len(piece)), 0.0) for piece in _LINE_ENDS.split(text) if piece.strip()]
    lines: list[Placed] = []
    start = 0
    for piece in _LINE_ENDS.split(text):
        start = text.index(piece, start)
        if _words(piece) and not _is_turned(textpage, start, piece):
            line = _placed(textpage, start, piece, height, rules)
            _add(lines, replace(line, styled=_bold(textpage, start, piece)) if bold else line)
        start += len(piece)
    return lines


def _is_turned(textpage: pdfium.PdfTextPage, start: int, piece: str) -> bool:
    """Whether the words do not run from left to right: a watermark across the page, a file's name up its side."""
    middle = start + len(piece) // 2
    angle = pdfium_c.FPDFText_GetCharAngle(textpage.raw, middle) if piece[len(piece) // 2].strip() else 0.0
    return abs(math.sin(angle)) > _LEVEL  # half a turn is how some printers write upright words


def _bold(textpage: pdfium.PdfTextPage, start: int, piece: str) -> str:
    """The line with bold words marked as new; a bold bracket is the bracket's business."""
    kinds = [
        "+" if character not in "[]" and _is_bold(textpage, start + at) else "" for at, character in enumerate(piece)
    ]
    return signed(piece.replace(_HYPHEN_AT_END, "-").replace("\ufffe", "-"), kinds).strip()


def _add(lines: list[Placed], line: Placed) -> None:
    """Adds a line, or its words to the line before where both stand at one height: a number and its text, two columns."""
    last = lines[-1] if lines else None
    if last is None or abs(last.top - line.top) > 1 or line.left < last.right:
        lines.append(line)
        return
    left = line.left if last.text.isdigit() else last.left
    inner = last.right if line.text.isdigit() else line.inner
    styled = f"{last.styled} {line.styled}"
    lines[-1] = Placed(f"{last.text} {line.text}", left, line.right, last.top, inner, styled if line.styled else "")


def _words(piece: str) -> str:
    return clean(piece.replace(_HYPHEN_AT_END, "-").replace("\ufffe", "-")).strip()


def _placed(textpage: pdfium.PdfTextPage, start: int, piece: str, height: float, rules: Sequence[Rule]) -> Placed:
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
    number_at_end = _NUMBER_AT_END.search(piece)
    inner_end = (
        _box(textpage, start + number_at_end.start() - 1)[1] if number_at_end and number_at_end.start() else last[1]
    )
    return Placed(words, first[0], last[1], height - first[2], inner_end)


def _box(textpage: pdfium.PdfTextPage, index: int) -> Box:
    """Left, right, lower and upper edge of one character, in points."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    """By the weight of the character's font, or its name where the file gives no weight (Times-Bold)."""
    name = ctypes.create_string_buffer(128)
    pdfium_c.FPDFText_GetFontInfo(textpage.raw, index, name, len(name), ctypes.c_int())
    return b"bold" in name.value.lower() or pdfium_c.FPDFText_GetFontWeight(textpage.raw, index) >= _BOLD_FROM


def _unnumbered(lines: list[Placed]) -> list[Placed]:
    """The lines without the numbers down their left margin or, as Ohio and Hawaii print them, down their right one."""
    numbered = margin_numbers([line.bare for line in lines])
    if not numbered:
        return _unnumbered_at_right(lines)
    bare = (
        replace(line, text=_cut(_MARGIN_NUMBER, line.text), styled=_cut(_MARGIN_NUMBER, line.styled))
        if at in numbered
        else line
        for at, line in enumerate(lines)
    )
    return [line for line in bare if line.text]


def _unnumbered_at_right(lines: list[Placed]) -> list[Placed]:
    found = [_NUMBER_AT_END.search(line.bare) for line in lines]
    numbered = margin_numbers([match.group(1) if match else "" for match in found])
    if len(numbered) < len(lines) / 2:
        return lines
    return [
        replace(line, text=_cut(_NUMBER_AT_END, line.text), styled=_cut(_NUMBER_AT_END, line.styled), right=line.inner)
        if at in numbered
        else line
        for at, line in enumerate(lines)
    ]


def _cut(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub("", text, count=1)


def _of_bill(lines: list[Placed], legend: Legend) -> list[Placed]:
    """The lines with underlining and bold type as marks from the enacting words on. Above them both are for headings, and in
    a document that has no such words and strikes nothing they are throughout."""
    enacted = next((at for at, line in enumerate(lines) if ENACTING.search(line.bare)), len(lines))
    if legend.bold:
        lines = [
            replace(line, text=_both(line)) if at > enacted and line.styled else line for at, line in enumerate(lines)
        ]
    lines = [
        replace(line, text=line.text.translate(_WITHOUT_INSERTS)) if at and _is_caption(lines[at - 1], line) else line
        for at, line in enumerate(lines)
    ]
    if any(STRIKE_ON in line.text for line in lines):
        return lines
    plain = [replace(line, text=line.text.translate(_WITHOUT_INSERTS)) for line in lines[: enacted + 1]]
    return plain + lines[enacted + 1 :]


def _both(line: Placed) -> str:
    """The marks of bold type, unless lines through or under words have marked the line already."""
    return line.text if STRIKE_ON in line.text or INSERT_ON in line.text else line.styled


def _is_caption(before: Placed, line: Placed) -> bool:
    """Whether a line is the caption of a section that is being amended: Rhode Island underlines it, though it is old."""
    return (
        line.text.startswith(INSERT_ON)
        and line.text.rstrip().endswith(INSERT_OFF)
        and line.text.count(INSERT_ON) == 1
        and _READ_AS.search(before.bare.rstrip()) is not None
        and _CAPTION.fullmatch(line.bare) is not None
    )


def _columns(lines: Sequence[Placed]) -> list[Line]:
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
