"""The parts of a Federal Register document's text, and the redline of two documents part by part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.register_text import is_register_document, parts_of, redline_by_part, words_of

PREAMBLE = "DEPARTMENT OF JUSTICE\n# Placement of X\n## ACTION:\nFinal rule.\n## SUMMARY:\nDated: May 1, the order was asked for.\n"
SUBJECTS = "## List of Subjects in 21 CFR Part 1308\nDrug traffic control.\n"
ORDER = "For the reasons set out above, DEA amends 21 CFR part 1308 as follows:\n"
PART = "## PART 1308—SCHEDULES OF CONTROLLED SUBSTANCES\n1. In § 1308.11, add paragraph (h)(96).\n### § 1308.11 Schedule I.\n(h) * * *\n"
SIGNED = "Signed in Arlington, Virginia.\nAn Administrator.\n"
FOOT = "[FR Doc. 2026-17429 Filed 8-25-26; 8:45 am]\nBILLING CODE 4410-09-P\n"


@pytest.mark.parametrize(
    ("text", "regulation"),
    [
        (PREAMBLE + SUBJECTS + ORDER + PART + SIGNED + FOOT, SUBJECTS + ORDER + PART),
        (PREAMBLE + ORDER + PART + SIGNED + FOOT, ORDER + PART),
        (PREAMBLE + PART + FOOT, PART),
        (PREAMBLE + SUBJECTS + SIGNED + ORDER + PART + FOOT, SUBJECTS + SIGNED + ORDER + PART),  # as the EPA signs
        (PREAMBLE + SUBJECTS + SIGNED + FOOT, ""),  # a list of subjects alone amends nothing
        (PREAMBLE + SIGNED + FOOT, ""),
        ("The order places a substance in schedule I. List of Subjects", ""),
        ("", ""),
    ],
)
def test_the_regulation_stands_between_the_explanation_and_the_signature(text: str, regulation: str) -> None:
    found = parts_of(text)
    assert found.preamble + found.regulation + found.signature == text
    assert found.regulation == regulation


def test_one_whole_document_is_told_from_an_abstract_a_bill_and_an_issue() -> None:
    whole = PREAMBLE + ORDER + PART + SIGNED + FOOT
    assert is_register_document(whole)
    for other in (PREAMBLE, FOOT, whole + whole, "", "SECTION 1. A bill.\n"):
        assert not is_register_document(other)


LINES = st.lists(
    st.sampled_from([*PREAMBLE.splitlines(), *SUBJECTS.splitlines(), ORDER.strip(), *PART.splitlines(), "x", "", *FOOT.splitlines()]),
    max_size=20,
).map("\n".join)  # fmt: skip


@given(LINES, LINES)
def test_the_parts_of_a_redline_join_to_the_two_texts(old: str, new: str) -> None:
    operations = [one for _, found in redline_by_part(old, new) for one in found]
    assert "".join(one.old for one in operations if one.op != "insert") == old
    assert "".join(one.new for one in operations if one.op != "delete") == new


def test_no_paragraph_of_law_meets_one_that_only_explains_it() -> None:
    law = "(h)(96) Mitragynine pseudoindoxyl and its isomers, esters, ethers and salts.\n"
    old = PREAMBLE + law + SUBJECTS + PART + SIGNED + FOOT
    new = PREAMBLE + SUBJECTS + PART + law + SIGNED + FOOT
    found = dict(redline_by_part(old, new))
    assert words_of(found["preamble"]) == (0, 11)
    assert words_of(found["regulation"]) == (11, 0)
    assert words_of(found["signature"]) == (0, 0)
