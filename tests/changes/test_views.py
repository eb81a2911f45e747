"""What a bill's own marks say, and the law with and without them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.views import as_amended, as_it_stands, own_marks

BILL = "Section 3. Fees.\n(1) The fee is $[-500-]{+1,000+} and shall [-not-] be paid.\n{+(2) Kratom is a food.+}\n[-(2) Old.-]\n"


def test_the_law_as_amended_and_as_it_stands() -> None:
    assert as_amended(BILL) == "Section 3. Fees.\n(1) The fee is $1,000 and shall be paid.\n(2) Kratom is a food.\n"
    assert as_it_stands(BILL) == "Section 3. Fees.\n(1) The fee is $500 and shall not be paid.\n(2) Old.\n"


def test_a_bill_s_own_marks_are_a_redline_of_the_law() -> None:
    assert [(one.op, one.old or one.new) for one in own_marks(BILL) if one.op != "equal"] == [
        ("delete", "500"),
        ("insert", "1,000"),
        ("delete", "not"),
        ("insert", "(2) Kratom is a food."),
        ("delete", "(2) Old."),
    ]


def test_a_bill_that_is_new_from_end_to_end_marks_nothing() -> None:
    (only,) = own_marks("{+Section 1. Kratom is a food.+}\n{+Section 2. A fee is due.+}\n")
    assert (only.op, only.new) == ("equal", "Section 1. Kratom is a food.\nSection 2. A fee is due.\n")


def test_a_mark_over_several_lines_is_taken_whole() -> None:
    assert as_amended("a\n[-one\ntwo-] three\nb\n") == "a\nthree\nb\n"
    assert as_it_stands("a\n{+one\ntwo+} three\nb\n") == "a\nthree\nb\n"


@pytest.mark.parametrize("text", ["", "no marks here\n", "a list [-", "{+ open\nb\n", "x  y\n"])
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert as_amended(text) == as_it_stands(text) == text


@given(st.lists(st.sampled_from(["[-a-]", "{+b+}", "c ", " ", "\n", "[-d\ne-]", "(1) "]), max_size=12).map("".join))
def test_own_marks_join_to_the_words_of_both_laws(text: str) -> None:
    operations = own_marks(text)
    old = "".join(one.old for one in operations).split()
    assert "".join("".join(one.new for one in operations).split()) == "".join(as_amended(text).split())
    if any(one.op == "delete" for one in operations):
        assert "".join(old) == "".join(as_it_stands(text).split())
