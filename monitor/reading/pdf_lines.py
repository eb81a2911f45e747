"""A page of a PDF → its lines where they stand, with what lines drawn through and under the characters, and type, say.

pdfium gives characters in the order in which the file names them. A fragment that stands at one height with the one before
(a number and its text, two columns) is put to it later, by `joined`, when the numbers of the lines are gone.
"""

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from monitor.reading.charset import clean
from monitor.reading.placed import NUMBER_AT_END, NUMBER_AT_START, MarginNumber, Placed
from monitor.reading.rules import Box, Rule, marked, near, rules_of, signed

_HYPHEN_AT_END = "\x02"  # pdfium's sign for a hyphen that ends a line; it drops the line break behind it
_LINE_ENDS = re.compile(r"\r\n|\r|\n|(?<=[\x02\ufffe])")
_CONTROLS = dict.fromkeys({*range(0x20)} - {0x02, 0x09})
_ARROW = re.compile(r"<-+|←+|-+>|→+")  # Pennsylvania's sign in the margin: this line was changed
_BOLD_FROM = 600
_ITALIC = 1 << 6  # of the flags of a font (ISO 32000-1, table 123)
_LEVEL = 0.2


def lines_of_page(page: pdfium.PdfPage, type_: str = "") -> list[Placed]:
    """The lines of a page in the order of the file; `type_` ("bold", "italic", "bold italic" or "") is what counts as new."""
    textpage = page.get_textpage()
    try:
        return _lines(textpage, page.get_height(), rules_of(page), type_)
    finally:
        textpage.close()


def joined(lines: Sequence[Placed]) -> list[Placed]:
    """The lines with what stands behind another at the same height as part of it."""
    whole: list[Placed] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last is None or abs(last.top - line.top) > 1 or line.left < last.right:
            whole.append(line)
        else:
            styled = f"{last.styled} {line.styled}" if line.styled else last.styled
            whole[-1] = replace(last, text=f"{last.text} {line.text}", right=line.right, styled=styled)
    return whole


def _lines(textpage: pdfium.PdfTextPage, height: float, rules: Sequence[Rule], type_: str) -> list[Placed]:
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars():  # characters beyond the basic plane count twice
        text = "".join(_character(textpage, index) for index in range(textpage.count_chars()))
    lines: list[Placed] = []
    start = 0
    for piece in _LINE_ENDS.split(text):
        start = text.index(piece, start)
        if _words(piece) and not _is_turned(textpage, start, piece) and not _ARROW.fullmatch(piece.strip()):
            line = _placed(textpage, start, piece, height, rules)
            lines.append(replace(line, styled=_styled(textpage, start, piece, type_)) if type_ else line)
        start += len(piece)
    return lines


def _character(textpage: pdfium.PdfTextPage, index: int) -> str:
    code = pdfium_c.FPDFText_GetUnicode(textpage.raw, index)
    return chr(code) if 0 < code < 0x110000 else " "


def _is_turned(textpage: pdfium.PdfTextPage, start: int, piece: str) -> bool:
    """Whether the words do not run from left to right: a watermark across the page, a file's name up its side."""
    middle = start + len(piece) // 2
    angle = pdfium_c.FPDFText_GetCharAngle(textpage.raw, middle) if piece[len(piece) // 2].strip() else 0.0
    return abs(math.sin(angle)) > _LEVEL  # half a turn is how some printers write upright words


def _styled(textpage: pdfium.PdfTextPage, start: int, piece: str, type_: str) -> str:
    """The line with words in a telling type marked as new; a bracket in it is the bracket's business."""
    kinds = [
        "+" if character not in "[]" and _is_set_in(textpage, start + at, type_) else ""
        for at, character in enumerate(piece)
    ]
    return signed(_hyphened(piece), kinds).strip()


def _is_set_in(textpage: pdfium.PdfTextPage, index: int, type_: str) -> bool:
    """By the font's weight and flags, or its name where the file gives neither (Times-Bold)."""
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(textpage.raw, index, buffer, len(buffer), flags)
    name = buffer.value.lower()
    if "italic" in type_ and not (b"italic" in name or b"oblique" in name or flags.value & _ITALIC):
        return False
    return "bold" not in type_ or b"bold" in name or pdfium_c.FPDFText_GetFontWeight(textpage.raw, index) >= _BOLD_FROM


def _words(piece: str) -> str:
    return clean(_hyphened(piece)).strip()


def _hyphened(piece: str) -> str:
    return piece.replace(_HYPHEN_AT_END, "-").replace("\ufffe", "-")


def _placed(textpage: pdfium.PdfTextPage, start: int, piece: str, height: float, rules: Sequence[Rule]) -> Placed:
    """A line with its edges, by its first and last visible characters, and the numbers at its ends."""
    first_at, last_at = len(piece) - len(piece.lstrip()), len(piece.rstrip()) - 1
    first, last = _box(textpage, start + first_at), _box(textpage, start + last_at)
    words = _words(piece)
    touching = near(rules, first) if rules else []
    if touching and len(piece) == len(piece.translate(_CONTROLS)):
        boxes = [_box(textpage, start + at) for at in range(len(piece))]
        words = marked(_hyphened(piece), boxes, touching).strip()
    width = _width_of_word(textpage, start, piece, first_at)
    lead, trail = _lead(textpage, start, piece), _trail(textpage, start, piece)
    return Placed(words, first[0], last[1], height - first[2], width, lead=lead, trail=trail)


def _width_of_word(textpage: pdfium.PdfTextPage, start: int, piece: str, at: int) -> float:
    end = at + len(piece[at:].split(maxsplit=1)[0]) - 1
    return max(0.0, _box(textpage, start + end)[1] - _box(textpage, start + at)[0])


def _lead(textpage: pdfium.PdfTextPage, start: int, piece: str) -> MarginNumber | None:
    found = NUMBER_AT_START.match(piece)
    if found is None:
        return None
    from_, to = len(piece) - len(piece.lstrip()), found.end(1) - 1
    left, right = _box(textpage, start + from_)[0], _box(textpage, start + to)[1]
    if found.end() >= len(piece.rstrip()):
        return MarginNumber(int(found.group(1)), left, right)
    beside, first = _box(textpage, start + found.end())[0], _width_of_word(textpage, start, piece, found.end())
    return MarginNumber(int(found.group(1)), left, right, beside, first)


def _trail(textpage: pdfium.PdfTextPage, start: int, piece: str) -> MarginNumber | None:
    found = NUMBER_AT_END.search(piece)
    if found is None:
        return None
    text_end = len(piece[: found.start()].rstrip())
    beside = _box(textpage, start + text_end - 1)[1] if text_end else None
    from_ = len(piece[: found.end(1)]) - len(piece[found.start() : found.end(1)].lstrip())
    left, right = _box(textpage, start + from_)[0], _box(textpage, start + found.end(1) - 1)[1]
    return MarginNumber(int(found.group(1)), left, right, beside)


def _box(textpage: pdfium.PdfTextPage, index: int) -> Box:
    """Left, right, lower and upper edge of one character, in points."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
    return left.value, right.value, bottom.value, top.value
