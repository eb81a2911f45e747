"""Our redline of two versions of a bill beside the comparison that the legislature itself published.

Utah prints in red what a substitute inserts and in blue what it omits. The comparisons of substitutes 1 → 2 and 2 → 3 of its
HB 385 (2026) show the whole bill; that of the introduced bill with substitute 1 leaves unaffected law out and is not used.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from monitor.changes.redline import redline
from monitor.cli.redlines import operation_rows
from monitor.reading import read

BILL = "states/ut/bills/2026/HB385"
COMPARED = [
    ("CP_HB0385S01_To_HB0385S02_Comparison_to_Sub_1.pdf", "HB0385S01_Substitute_1.xml", "HB0385S02_Substitute_2.xml"),
    ("CP_HB0385S02_To_HB0385S03_Comparison_to_Sub_2.pdf", "HB0385S02_Substitute_2.xml", "HB0385S03_Substitute_3.xml"),
]
RED, BLUE = (255, 0, 0), (0, 0, 255)
LEGEND = Counter({RED: Counter(["inserted", "text"]), BLUE: Counter(["omitted", "text"])})

Words = Counter[str]


def words(text: str) -> Words:
    return Counter(word.lower() for word in re.findall(r"[A-Za-z0-9]+", text))


def places(file: Path) -> Iterator[tuple[str, str]]:
    """What a comparison sets off, place by place: the red and the blue of neighbouring stretches with no word between them."""
    red, blue, between = "", "", ""
    for letter, colour in characters(file):
        if colour in (RED, BLUE):
            between = ""
            red, blue = (red + letter, blue + " ") if colour == RED else (red + " ", blue + letter)
            continue
        between, red, blue = between + letter, red + " ", blue + " "
        if any(map(str.isalnum, between)) and (red + blue).strip():
            yield red, blue
            red, blue, between = "", "", ""
    yield red, blue


def characters(file: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            text = page.get_textpage()
            for at in range(text.count_chars()):
                parts = [ctypes.c_uint() for _ in range(4)]
                pdfium.FPDFText_GetFillColor(text, at, *parts)
                letter = chr(pdfium.FPDFText_GetUnicode(text, at))
                yield letter, tuple(part.value for part in parts[:3])


def ours(first: Path, second: Path) -> tuple[Words, Words]:
    """The words inserted and deleted, as `compare --json` prints them."""
    old, new = (read(file.read_bytes(), url=file.name).text for file in (first, second))
    rows = operation_rows(redline(old, new))
    inserted = words(" ".join(row["new"] for row in rows if row["op"] == "insert"))
    deleted = words(" ".join(row["old"] for row in rows if row["op"] == "delete"))
    return inserted, deleted


def official(file: Path) -> tuple[Words, Words, int]:
    """The same as the legislature prints it, and how many words it strikes and inserts again in one place, which are left out:
    where the file of a bill has a mark within a word ("a<ln/>nd", "U.S.<marker>C."), its program takes it for another."""
    inserted, deleted, again = Words(), Words(), 0
    for red, blue in places(file):
        come, gone = words(red), words(blue)
        if sorted(_letters(red)) == sorted(_letters(blue)):
            again += come.total()
        else:
            inserted += come
            deleted += gone
    return inserted - LEGEND[RED], deleted - LEGEND[BLUE], again


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def agreement(expected: Words, found: Words) -> tuple[float, float]:
    """Precision and recall of words."""
    shared = (expected & found).total()
    return shared / found.total(), shared / expected.total()


@pytest.mark.parametrize(("comparison", "first", "second"), COMPARED, ids=["1 to 2", "2 to 3"])
@pytest.mark.parametrize("side", [0, 1], ids=["inserted", "deleted"])
def test_the_words_are_those_that_the_legislature_sets_off(
    corpus: Path, comparison: str, first: str, second: str, side: int
) -> None:
    *expected, again = official(corpus / BILL / comparison)
    found = ours(corpus / BILL / first, corpus / BILL / second)
    precision, recall = agreement(expected[side], found[side])
    print(
        f"\n{comparison}: {('inserted', 'deleted')[side]} words, precision {precision:.3f}, recall {recall:.3f} of "
        f"{expected[side].total()}; struck and inserted again: {again}"
    )
    assert precision >= 0.98, found[side] - expected[side]
    assert recall >= 0.98, expected[side] - found[side]


def test_little_is_left_out_of_what_the_legislature_sets_off(corpus: Path) -> None:
    """Counting also what it strikes and inserts again, 95 of 100 words of both comparisons agree."""
    for comparison, first, second in COMPARED:
        *expected, again = official(corpus / BILL / comparison)
        found = ours(corpus / BILL / first, corpus / BILL / second)
        shared = sum((mine & theirs).total() for mine, theirs in zip(found, expected, strict=True))
        theirs = sum(one.total() for one in expected) + 2 * again
        assert shared / theirs >= 0.95
