"""Redlines of real pairs: corrected rules, successive versions of bills, pages before and after an edit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.changes.redline import changed_sentences, is_cosmetic, redline
from monitor.model.records import Operation
from monitor.reading import read

RULES = "federal/federalregister"
BILLS = "federal/congress/uslm_bill_text"
UTAH = "states/ut/bills/2026/HB385/HB0385"
PAIRS = [
    (f"{RULES}/bulk_xml_pair_ndash_2024-03/FR-2024-02-12.current.xml", f"{RULES}/bulk_xml_pair_ndash_2024-03/FR-2024-02-12.updated.xml"),
    (f"{RULES}/full_text_xml_pairs/201_330_108.original.xml", f"{RULES}/full_text_xml_pairs/201_330_108.edited.xml"),
    ("federal/cfr_annual_xml/CFR-2012-title12-vol8-part1003.xml", "federal/cfr_annual_xml/CFR-2014-title12-vol8-part1003.xml"),
    (f"{BILLS}/hr2157/H2157_IH.XML", f"{BILLS}/hr2157/h2157_enr.XML"),
    (f"{BILLS}/hr1037/h1037_eh.XML", f"{BILLS}/hr1037/H1037_RFS.XML"),
    (f"{BILLS}/hjres37/HJ37_RH.XML", f"{BILLS}/hjres37/HJ37_RFS.XML"),
    (f"{BILLS}/sconres13/SC13_ATS.XML", f"{BILLS}/sconres13/SC13_ES.XML"),
    (f"{BILLS}/hconres105/hc105_eh.XML", f"{BILLS}/hconres105/hc105_enr.XML"),
    (f"{UTAH}_Introduced.xml", f"{UTAH}S01_Substitute_1.xml"),
    (f"{UTAH}S01_Substitute_1.xml", f"{UTAH}S02_Substitute_2.xml"),
    (f"{UTAH}S03_Substitute_3.xml", f"{UTAH}_Enrolled.xml"),
    ("states/tx/bills/892/SB6/SB00006I_Introduced.HTM", "states/tx/bills/892/SB6/SB00006E_Engrossed.HTM"),
    ("states/sc/bills/2025-2026/H4030/4030_Filed.htm", "states/sc/bills/2025-2026/H4030/4030_20250218_02182025.htm"),
    ("federal/gov_html_pairs/energy.gov_home.775a8b04.html", "federal/gov_html_pairs/energy.gov_home.9d4de183.html"),
]  # fmt: skip


def text_of(path: Path) -> str:
    return read(path.read_bytes(), url=f"https://example.org/{path.name}").text


def sides(operations: tuple[Operation, ...]) -> tuple[str, str]:
    return (
        "".join(each.old for each in operations if each.op != "insert"),
        "".join(each.new for each in operations if each.op != "delete"),
    )


def forms(first: Path, second: Path) -> Iterator[tuple[str, str]]:
    """The pair as text that a person would read, and as raw markup."""
    yield text_of(first), text_of(second)
    yield first.read_bytes().decode("utf-8", "replace"), second.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=[Path(second).name for _, second in PAIRS])
def test_the_laws_hold_on_real_pairs(corpus: Path, first: str, second: str) -> None:
    for old, new in forms(corpus / first, corpus / second):
        operations = redline(old, new)
        assert sides(operations) == (old, new)
        backwards = redline(new, old)
        assert sides(backwards) == (new, old)
        assert [each.old for each in operations if each.op == "delete"] == [
            each.new for each in backwards if each.op == "insert"
        ]
        assert [each.new for each in operations if each.op == "insert"] == [
            each.old for each in backwards if each.op == "delete"
        ]


def test_the_printers_clean_up_of_dashes_in_a_whole_issue_is_cosmetic(corpus: Path) -> None:
    first, second = (corpus / path for path in PAIRS[0])
    for old, new in forms(first, second):
        assert old != new
        assert is_cosmetic(old, new)
        assert {each.op for each in redline(old, new)} == {"equal", "delete", "insert"}


def test_seven_bytes_of_a_rule_of_half_a_megabyte_are_one_insertion(corpus: Path) -> None:
    old, new = (text_of(corpus / path) for path in PAIRS[1])
    operations = redline(old, new)
    assert [(each.op, each.old, each.new) for each in operations if each.op != "equal"] == [("insert", "", "(c)(2)")]
    assert not is_cosmetic(old, new)
    (sentence,) = changed_sentences(operations, 5)
    assert sentence.startswith("Revising paragraphs (c)(2) introductory text")


def test_a_substitute_bill_shows_its_edited_lines_as_edits(corpus: Path) -> None:
    old, new = (text_of(corpus / path) for path in PAIRS[9])
    told = changed_sentences(redline(old, new), 40)
    expected = "a list of specialized products offered for sale"
    assert any("[-retail tobacco specialty businesses-] {+specialized product retailers+}" in each for each in told)
    assert any(expected in each for each in told)


def test_versions_of_a_bill_that_differ_in_their_heading_stay_equal_below_it(corpus: Path) -> None:
    old, new = (text_of(corpus / path) for path in PAIRS[4])
    equal = sum(len(each.old) for each in redline(old, new) if each.op == "equal")
    assert equal > 0.95 * len(old)
