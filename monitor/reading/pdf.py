"""PDF → text in blocks, with pdfium. Runs in the crawl's child process, where a crash of the library is one exit code.

A PDF knows characters and places, nothing else: lines, margin numbers, page heads and paragraphs are found again from where
the characters stand. What is struck or new is drawn as a line through or under the characters, which `rules` finds;
underlining counts from the enacting words on, since headings and labels above them are underlined too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from monitor.model.errors import UnreadableDocument
from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON, close_and_reopen
from monitor.reading.blocks import Reading, assemble
from monitor.reading.inline import finished
from monitor.reading.legend import ENACTING, Legend, is_note, legend_of, with_brackets, with_capitals
from monitor.reading.line_numbers import without_numbers
from monitor.reading.pdf_lines import joined, lines_of_page
from monitor.reading.placed import Placed, without_number_at_start
from monitor.reading.printed import Line, margin_numbers, paragraphs
from monitor.reading.rules import signed
from monitor.reading.running_heads import without_heads

MOST_PAGES = 2000
"""Pages that are read; a longer document is cut there (the longest bill ever printed has fewer)."""

_LONE_NUMBER = re.compile(r"(?m)^[^\S\n]*\d{1,4}[^\S\n]+|[^\S\n]+\d{1,4}[^\S\n]*$")
_SIGNS = str.maketrans("", "", STRIKE_ON + STRIKE_OFF + INSERT_ON + INSERT_OFF)
_GAP = 1.45  # times the usual distance between lines
_MOSTLY = 0.5
_FALLBACK_WIDTH = 6.0
_WITHOUT_INSERTS = str.maketrans("", "", INSERT_ON + INSERT_OFF)
_MARKED = re.compile(f"{INSERT_ON}([^{INSERT_OFF}]*){INSERT_OFF}")
_READ_AS = re.compile(r"(?i)\bamended\s+to\s+read(?:\s+as\s+follows)?\s*[:.]?$")
_CAPTION = re.compile(r"\W*\d[\w.-]*[.-]\s*\S.{0,200}")
_TURNS = {STRIKE_ON: "-", STRIKE_OFF: "", INSERT_ON: "+", INSERT_OFF: ""}
_LEGEND_PAGES = 2  # at either end of a document


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
        pages = [lines_of_page(page, legend.type_) for page in _pages(document)]
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"a page of this PDF cannot be read: {_reason(error)}") from error
    finally:
        document.close()
    lines = _of_bill(_lines(pages), legend)
    blocks = paragraphs(_columns(lines))
    if legend.brackets or legend.capitals:
        blocks = list(_as_told(blocks, legend))
    return Reading(title="", text=assemble(map(finished, blocks), ignore))


def _ends(document: pdfium.PdfDocument) -> str:
    """The words of the first and the last pages, where a bill explains its marks."""
    count = len(document)
    numbers = sorted({*range(min(_LEGEND_PAGES, count)), *range(max(0, count - _LEGEND_PAGES), count)})
    return " ".join(" ".join(_LONE_NUMBER.sub(" ", _plain(document[number])).split()) for number in numbers)


def _plain(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range()).replace("\r\n", "\n")
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
        struck = close_and_reopen(text, "\n").split("\n")
        body = [block if is_note(block) else marked for block, marked in zip(body, struck, strict=True)]
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


def _lines(pages: Sequence[list[Placed]]) -> list[Placed]:
    """The lines of all pages without their numbers, heads and feet."""
    bare = without_numbers(pages)
    whole = [joined(page) for page in bare or pages]
    lines = [line for page in without_heads(whole) for line in page]
    return lines if bare else _unnumbered(lines)


def _unnumbered(lines: list[Placed]) -> list[Placed]:
    """The lines without numbers that begin them and count on, where no column of numbers was found by its place."""
    numbered = margin_numbers([line.bare for line in lines])
    if len(numbered) < _MOSTLY * len(lines):
        return lines  # a table whose rows are counted
    bare = [
        replace(
            line,
            text=without_number_at_start(line.text),
            styled=without_number_at_start(line.styled),
            left=line.lead.beside if line.lead and line.lead.beside is not None else line.left,
            first=line.lead.first if line.lead else 0.0,
        )
        if at in numbered
        else line
        for at, line in enumerate(lines)
    ]
    return [line for line in bare if line.text]


def _of_bill(lines: list[Placed], legend: Legend) -> list[Placed]:
    """The lines with underlining and bold type as marks from the enacting words on. Above them both are for headings, and in
    a document that has no such words and strikes nothing they are throughout."""
    enacted = next((at for at, line in enumerate(lines) if ENACTING.search(line.bare)), len(lines))
    if legend.type_:
        lines = [
            replace(line, text=_both(line, legend)) if at > enacted and line.styled else line
            for at, line in enumerate(lines)
        ]
    lines = [
        replace(line, text=line.text.translate(_WITHOUT_INSERTS)) if at and _is_caption(lines[at - 1], line) else line
        for at, line in enumerate(lines)
    ]
    if any(STRIKE_ON in line.text for line in lines):
        return lines
    plain = [replace(line, text=line.text.translate(_WITHOUT_INSERTS)) for line in lines[: enacted + 1]]
    return plain + lines[enacted + 1 :]


def _both(line: Placed, legend: Legend) -> str:
    """The marks of bold type or italics, unless lines through or under words have marked the line as new already."""
    if INSERT_ON in line.text:
        return line.text
    styled = _MARKED.sub(lambda found: found.group(0 if legend.is_new(found.group(1)) else 1), line.styled)
    return styled if STRIKE_ON not in line.text else _overlaid(line.text, styled)


def _overlaid(struck: str, styled: str) -> str:
    """Two readings of one line as one: what is struck in the one is struck, what is new in the other and stays is new."""
    if struck.translate(_SIGNS) != styled.translate(_SIGNS):
        return struck
    kinds = ["-" if one == "-" else two for one, two in zip(_kinds(struck), _kinds(styled), strict=True)]
    return signed(struck.translate(_SIGNS), kinds)


def _kinds(text: str) -> list[str]:
    """For each character of a line whether it is struck, new or neither."""
    kinds: list[str] = []
    kind = ""
    for character in text:
        if character in _TURNS:
            kind = _TURNS[character]
        else:
            kinds.append(kind)
    return kinds


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
        Line(
            text=line.text,
            indent=line.left / width,
            end=line.right / width,
            after_gap=gap,
            first=line.first / width,
        )
        for line, gap in zip(lines, gaps, strict=True)
    ]
