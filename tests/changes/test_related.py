"""How far two bills say the same, and where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.related import KEPT, likeness, resemblance, said, sections, sketch

LEAF = "A processor may not sell a kratom product that contains a synthetic alkaloid or a residual solvent above the limit."
LABEL = (
    "Each package must bear a label that names the processor, the amount of mitragynine, and the serving size advised."
)
AGE = "No retailer may distribute, sell or give a kratom product to an individual under 21 years of age in this state."


def bill(*parts: str, state: str = "Utah", heading: str = "Section") -> str:
    body = "\n".join(f"{heading} {at}. {part}" for at, part in enumerate(parts, 1))
    return f"S.B. 45 by Senator Smith\nBe it enacted by the Legislature of the state of {state}:\n{body}\nEXPLANATION\nMore words."


def test_another_state_another_number_and_another_heading_are_the_same_bill() -> None:
    one, two = bill(LEAF, LABEL, AGE), bill(LEAF, LABEL, AGE, state="Ohio", heading="SECTION").replace("45", "7")
    assert likeness(one, two).share == 1
    assert resemblance(sketch(one), sketch(two)) == 1


def test_a_section_that_differs_is_named() -> None:
    found = likeness(bill(LEAF, LABEL, AGE), bill(LEAF, LABEL, AGE.replace("21", "18")))
    assert found.differs == ("3",)
    assert 0.95 < found.share < 1


def test_a_section_that_only_the_first_has_is_named_and_each_side_names_its_own() -> None:
    longer, shorter = bill(LEAF, LABEL, AGE), bill(LEAF, AGE)
    assert likeness(longer, shorter).differs == ("2",)
    assert likeness(shorter, longer).differs == ()
    assert likeness(shorter, longer).share == likeness(longer, shorter).share


def test_two_bills_that_each_add_a_line_to_one_long_list_are_not_alike() -> None:
    listed = "\n".join(f"({at}) substance number {word}" for at, word in enumerate(map(str, range(100)), 1))
    opening = (
        "Section 5 is amended to read: The following substances are listed in schedule one of this chapter of law."
    )
    one = bill(
        f"{opening}\n{listed}\n{{+(101) kratom, any part of the plant mitragyna speciosa, growing or not, and any extract of it+}}"
    )
    two = bill(
        f"{opening}\n{listed}\n{{+(101) bromazolam and every salt, isomer or ester that chemists can make out of that thing+}}"
    )
    assert not likeness(one, two).telling
    assert likeness(one, one).share == 1


def test_what_is_equal_only_in_its_marked_paragraphs_is_not_called_the_same_text() -> None:
    opening = "Section 5 is amended to read: The following substances are listed."
    added = f"{{+(2) {LEAF} {LABEL}+}}"
    found = likeness(bill(f"{opening}\n(1) heroin\n{added}"), bill(f"{opening}\n(1) morphine\n{added}"))
    assert 0.99 < found.share < 1
    assert said(found.share, (), "X").startswith("99 %")


def test_short_bills_share_their_formulas_and_must_share_more() -> None:
    end = "This act takes effect upon approval by the Governor and applies to offenses committed on or after that day."
    found = likeness(
        bill("Snow must be removed by noon from every sidewalk in each city.", end),
        bill("Dogs must be kept on a leash at all county fairs in June.", end),
    )
    assert 0.4 < found.share < 0.75
    assert found.telling == (found.share >= 0.6)


def test_it_is_said_in_a_readers_words() -> None:
    assert said(0.87, ("4",), "Utah's SB 45 as enrolled") == "87 % the same as Utah's SB 45 as enrolled; differs in § 4"
    assert said(1, (), "SB 45") == "the same text as SB 45"
    assert said(0.5, tuple("1234567"), "SB 45") == "50 % the same as SB 45; differs in § 1, 2, 3, 4, 5 and 2 more"


def test_a_text_that_enacts_nothing_has_no_sections_and_no_sketch() -> None:
    assert sections("Just words. " * 50) == ()
    assert sketch("Just words. " * 50) == b""
    assert likeness("Just words.", "Just words.").share == 0
    assert resemblance(b"", b"") == 0


WORDS = st.lists(
    st.sampled_from(
        ["kratom", "sale", "person", "may", "not", "under", "label", "fee", "state", "act", "of", "the", "a"]
    ),
    min_size=30,
    max_size=400,
)  # words


@given(WORDS, WORDS)
def test_the_estimate_lies_near_the_share_of_common_runs(one: list[str], two: list[str]) -> None:
    texts = [bill(" ".join(some)) for some in (one, two)]
    marks = [sketch(text) for text in texts]
    assert all(len(mark) <= 8 * KEPT for mark in marks)
    words = [[word for part in sections(text) for word in part.words] for text in texts]
    first, second = ({tuple(some[at : at + 5]) for at in range(len(some) - 4)} for some in words)
    assert resemblance(*marks) == pytest.approx(len(first & second) / len(first | second), abs=0.15)
    assert resemblance(*marks) == resemblance(*reversed(marks))
