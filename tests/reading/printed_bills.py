"""Printed bills made for tests: pages in Courier with numbers, heads, feet, bold and italic words, lines drawn under and
through words. `<s>`, `<u>`, `<b>` and `<i>` mark words as in HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

WIDTH = 6.0  # of a character in Courier 10
_TAG = re.compile(r"(</?[subi]>)")
_FONTS = ("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique")

Words = tuple[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Print:
    """How a legislature prints a page. `head` and `foot` are (left, height, words), `#` standing for the page's number."""

    lines: int = 20
    columns: int = 66
    left: int = 110
    number_at: int = 0  # right edge of the line numbers; 0: none
    every: int = 1
    restarts: bool = True
    numbers_last: bool = False
    head: tuple[tuple[int, int, str], ...] = ()
    foot: tuple[tuple[int, int, str], ...] = ()
    first_foot: tuple[tuple[int, int, str], ...] = ()
    indent: int = 3


def printed(paragraphs: Sequence[str], layout: Print) -> bytes:
    """The paragraphs as a PDF."""
    lines = [line for paragraph in paragraphs for line in _wrapped(paragraph, layout)]
    contents: list[str] = []
    number = 0
    rest = iter(lines)
    while page := list(islice(rest, layout.lines)):
        number = 0 if layout.restarts else number
        contents.append(_page(page, layout, len(contents) + 1, number))
        number += len(page)
    return _file(contents)


def _wrapped(paragraph: str, layout: Print) -> list[tuple[int, list[Words]]]:
    style: set[str] = set()
    tokens: list[Words] = []
    for piece in _TAG.split(paragraph):
        if _TAG.fullmatch(piece):
            (style.discard if piece[1] == "/" else style.add)(piece.strip("</>"))
        else:
            tokens += [(part, frozenset(style)) for part in re.split(r"( )", piece) if part]
    lines: list[tuple[int, list[Words]]] = [(layout.indent, [])]
    used = layout.indent
    for word in _whole_words(tokens):
        length = sum(len(part) for part, _ in word)
        if used + length > layout.columns and not word[0][0].isspace():
            lines.append((0, []))
            used = 0
        if lines[-1][1] or not word[0][0].isspace():
            lines[-1][1].extend(word)
            used += length
    return lines


def _whole_words(tokens: Sequence[Words]) -> list[list[Words]]:
    words: list[list[Words]] = []
    for token in tokens:
        if words and not token[0].isspace() and not words[-1][-1][0].isspace():
            words[-1].append(token)
        else:
            words.append([token])
    return words


def _page(lines: Sequence[tuple[int, list[Words]]], layout: Print, page: int, number: int) -> str:
    text, numbers = "", ""
    for at, (indent, parts) in enumerate(lines):
        height, left = 700 - 20 * at, layout.left + indent * WIDTH
        if layout.number_at and (number + at + 1) % layout.every == 0:
            figure = str(number + at + 1)
            mark = _show(layout.number_at - len(figure) * WIDTH, height, figure)
            text, numbers = (text, numbers + mark) if layout.numbers_last else (text + mark, numbers)
        for words, style in parts:
            text += _show(left, height, words, 1 + ("b" in style) + 2 * ("i" in style))
            for kind, rise in (("s", 3), ("u", -2)):
                text += f"{left} {height + rise} {len(words) * WIDTH} 0.6 re f\n" if kind in style else ""
            left += len(words) * WIDTH
    heads = (*layout.head, *layout.foot, *(layout.first_foot if page == 1 else ()))
    return text + numbers + "".join(_show(left, height, words.replace("#", str(page))) for left, height, words in heads)


def _show(left: float, height: float, words: str, font: int = 1) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F{font} 10 Tf {left} {height} Td ({escaped}) Tj ET\n"


def _file(contents: Sequence[str]) -> bytes:
    first = 3 + len(_FONTS)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(contents)))
    fonts = "".join(f"/F{number} {2 + number} 0 R" for number in range(1, len(_FONTS) + 1))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>"]
    objects += [f"<</Type/Font/Subtype/Type1/BaseFont/{name}>>" for name in _FONTS]
    for number, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<<{fonts}>>>>/Contents {first + 1 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return (out + end).encode("latin-1")
