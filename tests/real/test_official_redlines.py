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


def coloured(file: Path) -> dict[tuple[int, ...], str]:
    """The characters of a PDF in each colour; where the colour changes stands a blank."""
    found: dict[tuple[int, ...], str] = {RED: "", BLUE: ""}
    last: tuple[int, ...] = ()
    for letter, colour in characters(file):
        for each in found:
            found[each] += letter if colour == each else " " if last == each else ""
        last = colour
    return found


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
    """The words inserted and deleted. A new number is printed as inserted and the old one as nothing, as our rows say too."""
    old, new = (read(file.read_bytes(), url=file.name).text for file in (first, second))
    inserted, deleted = Words(), Words()
    for each in redline(old, new):
        if each.op in ("insert", "renumber"):
            inserted += words(each.new)
        elif each.op == "delete":
            deleted += words(each.old)
    return inserted, deleted


def official(file: Path) -> tuple[Words, Words]:
    found = coloured(file)
    return words(found[RED]) - LEGEND[RED], words(found[BLUE]) - LEGEND[BLUE]


def agreement(expected: Words, found: Words) -> tuple[float, float]:
    """Precision and recall of words."""
    shared = (expected & found).total()
    return shared / found.total(), shared / expected.total()


@pytest.mark.parametrize(("comparison", "first", "second"), COMPARED, ids=["1 to 2", "2 to 3"])
def test_inserted_words_are_those_the_legislature_prints_in_red(
    corpus: Path, comparison: str, first: str, second: str
) -> None:
    expected, _ = official(corpus / BILL / comparison)
    found, _ = ours(corpus / BILL / first, corpus / BILL / second)
    precision, recall = agreement(expected, found)
    print(f"\n{comparison}: inserted words, precision {precision:.3f}, recall {recall:.3f} of {expected.total()}")
    assert precision >= 0.95, found - expected
    assert recall >= 0.95, expected - found


def test_deleted_words_are_those_the_legislature_prints_in_blue(corpus: Path) -> None:
    """Of both comparisons together: 2 → 3 omits eight words, one of which ("and") only lost a blank inside."""
    expected, found = Words(), Words()
    for comparison, first, second in COMPARED:
        official_words, our_words = official(corpus / BILL / comparison)[1], ours(*_paths(corpus, first, second))[1]
        precision, recall = agreement(official_words, our_words)
        print(f"\n{comparison}: omitted words, precision {precision:.3f}, recall {recall:.3f}")
        assert (our_words - official_words).total() <= 2
        assert (official_words - our_words).total() <= 4
        expected += official_words
        found += our_words
    precision, recall = agreement(expected, found)
    assert precision >= 0.95, found - expected
    assert recall >= 0.95, expected - found


def _paths(corpus: Path, *names: str) -> tuple[Path, ...]:
    return tuple(corpus / BILL / name for name in names)
