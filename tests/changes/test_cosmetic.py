"""Spacing and typography are told from words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes import cosmetic
from monitor.changes.cosmetic import difference
from monitor.changes.redline import is_cosmetic


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Animal control officers; training.", "Animal control officers; training.          ", "spacing"),
        ("one two", "one\n  two", "spacing"),
        ("§ 5", "§\u00a05", "spacing"),
        ("2024–02801", "2024-02801", "typography"),
        ("9776–9784", "9776-9784", "typography"),
        ("the “Act” isn’t", 'the "Act" isn\'t', "typography"),
        ("``Act''", "“Act”", "typography"),
        ("coop\u00aderate", "cooperate", "typography"),
        ("ﬁnal ﬂoor", "final floor", "typography"),
        ("5,6- Dichloro", "5,6-Dichloro", "typography"),
        ("word—word", "word — word", "typography"),
        ("(a) (1)", "(a)(1)", "typography"),
        ("and so on…", "and so on...", "typography"),
        ("cafe\u0301", "café", "typography"),
    ],
)
def test_a_difference_that_changes_no_word(old: str, new: str, kind: str) -> None:
    assert difference(old, new) == difference(new, old) == kind
    assert is_cosmetic(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("same", "same"),
        ("The Act", "the act"),
        ("no table", "notable"),
        ("1,000", "1000"),
        ("5, 6", "5,6"),
        ("1 000", "1000"),
        ("10²", "102"),
        ("§ 5", "5"),
        ("shall", "shall not"),
        ("a.", "a"),
        ("", "x"),
    ],
)
def test_a_difference_in_content(old: str, new: str) -> None:
    assert difference(old, new) == ""
    assert not is_cosmetic(old, new)


@given(st.lists(st.text(alphabet="abc019.,-(", min_size=1, max_size=5), min_size=1, max_size=6), st.data())
def test_padding_and_breaking_lines_never_matters(words: list[str], data: st.DataObject) -> None:
    blank = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0"])
    old, new = " ".join(words), "".join(word + data.draw(blank) for word in words)
    assert old == new or difference(old, new) == "spacing"


typeset = st.text(alphabet=" \u00a0ab19.,-–—'’“\"`(%\u00ad\n", max_size=12)


@given(typeset, typeset, typeset, typeset)
def test_looking_only_at_the_part_that_differs_changes_no_answer(head: str, old: str, new: str, tail: str) -> None:
    before, after = head + old + tail, head + new + tail
    if before == after:
        expected = ""
    elif " ".join(before.split()) == " ".join(after.split()):
        expected = "spacing"
    else:
        expected = "typography" if cosmetic._plain(before) == cosmetic._plain(after) else ""
    assert difference(before, after) == expected
