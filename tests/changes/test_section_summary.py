"""What a version changes, section by section."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.sections import sections
from monitor.changes.summary import summary

FEES = "Section 3. Fees. The fee for a license is $500 a year and is paid to the department by every seller.\n"
LABELS = "Section 4. Labels. Every package names the seller, the lot and the alkaloids that it contains.\n"
AGE = "Section 7. Age. Nobody sells kratom to a person who is younger than eighteen years of age.\n"
DUTY = "Registration. A seller registers each product with the department before it is offered for sale.\n"


def lines(old: str, new: str) -> list[str]:
    return [str(change) for change in summary(old, new)]


def test_edits_new_and_struck_sections_are_each_a_line() -> None:
    new = FEES.replace("$500", "$1,000") + LABELS + "Section 5. " + DUTY
    assert lines(FEES + LABELS + AGE, new) == [
        "§ 3 (Fees): $500 → $1,000; (+2 −1 words)",
        "§ 7 struck: Age",
        "§ 5 new: Registration",
    ]


def test_a_section_that_moved_and_was_reworded_is_told_with_its_old_number() -> None:
    new = (
        LABELS.replace("4", "3")
        + AGE.replace("7", "4")
        + FEES.replace("Section 3", "Section 7").replace("$500", "$1,000")
    )
    assert lines(FEES + LABELS + AGE, new) == [
        "§ 3 (was § 4) renumbered: Labels",
        "§ 4 (was § 7) renumbered: Age",
        "§ 7 (was § 3) (Fees): $500 → $1,000; (+2 −1 words)",
    ]


def test_a_block_at_the_end_that_moved_under_a_longer_number_is_summed_up() -> None:
    stays = "".join(f"Paragraph {n} of the part that stays where it is, in order.\n" for n in range(5))
    assert lines(f"{LABELS}{stays}(9) {DUTY}".rstrip(), f"{LABELS}(10) {DUTY}{stays}") == []


def test_a_section_that_only_got_another_number_is_renumbered() -> None:
    new = FEES + "Section 4. " + DUTY + LABELS.replace("Section 4", "Section 5")
    assert lines(FEES + LABELS, new) == ["§ 4 new: Registration", "§ 5 (was § 4) renumbered: Labels"]


def test_a_section_that_stands_elsewhere_has_moved() -> None:
    assert lines(FEES + LABELS + AGE, AGE + FEES + LABELS) == ["§ 7 moved: Age"]


def test_a_section_rewritten_under_its_name_is_amended() -> None:
    (line,) = lines(
        FEES + "Section 9. Penalties. Whoever errs pays.\n", FEES + "Section 9. Penalties. A felony of degree one.\n"
    )
    assert line.startswith("§ 9 (Penalties): ")


def test_figures_and_duties_are_told_before_other_words() -> None:
    old = "SEC. 2. Sale.\nThe red shop of the old town may sell it at noon to a man of 18 years for $5 in the green hall.\n"
    new = (
        old.replace("red", "blue")
        .replace("old", "new")
        .replace("18", "21")
        .replace("may", "shall not")
        .replace("$5", "$6")
    )
    (change,) = summary(old, new)
    assert change.told == ("may → shall not", "18 → 21", "$5 → $6")


def test_marks_and_links_alone_change_no_section() -> None:
    assert summary(FEES + LABELS, FEES + "{+" + LABELS.strip() + "+}\n") == ()
    linked = LABELS.replace("the lot", "[the lot](https://example.org/a)")
    assert summary(FEES + LABELS, FEES + linked) == ()


def test_a_line_that_announces_a_section_of_the_code_belongs_to_it() -> None:
    text = "AN ACT.\nSection 2. Section 4-45a-102 is enacted to read:\n4-45a-102. License.\n(1) Sellers need one.\n"
    assert [(one.number, one.caption) for one in sections(text)] == [("", ""), ("4-45a-102", "License")]


@pytest.mark.parametrize(
    ("line", "number", "caption"),
    [
        ("### SEC. 2. REMOVAL OF FORCES.", "2", "REMOVAL OF FORCES"),
        ("37-3108. ENFORCEMENT AND PENALTIES. (1) A person", "37-3108", "ENFORCEMENT AND PENALTIES"),
        ("§ 1308.11   Schedule I.", "1308.11", "Schedule I"),
        ("Section [44-53-2010](https://example.org/#44-53-2010). As used here:", "44-53-2010", "As used here"),
        ("{+Sec. 104. (a) (1) Except as provided below+}", "104", "Except as provided below"),
        ("3. (New section) The board", "3", "The board"),
        ("## NOTICES", "", "NOTICES"),
    ],
)
def test_heads_of_sections_are_known_in_each_office_s_way(line: str, number: str, caption: str) -> None:
    assert [(one.number, one.caption) for one in sections(f"Be it enacted:\n{line}\n")][1:] == [(number, caption)]


@pytest.mark.parametrize(
    "line", ["Section 5 of this act applies.", "2026 GENERAL SESSION", "The fee is 5.", "§ and more"]
)
def test_a_reference_begins_no_section(line: str) -> None:
    assert len(sections(f"Be it enacted:\n{line}\n")) == 1


part = st.sampled_from([FEES, LABELS, AGE, "## Notices\n", "It goes on (b) for $7.\n", "Sec. 8.\n", "\n"])
bills: st.SearchStrategy[str] = st.lists(part, max_size=8).map("".join)


@given(bills)
def test_sections_cover_the_text(text: str) -> None:
    def joined(parts: Sequence[str]) -> str:
        return "".join(parts)

    assert joined([text[one.start : one.stop] for one in sections(text)]) == text


@given(bills)
def test_a_text_against_itself_has_no_summary(text: str) -> None:
    assert summary(text, text) == ()


@given(bills, bills)
def test_every_new_and_struck_section_is_one_of_the_texts(old: str, new: str) -> None:
    names = {one.number for one in sections(old)} | {one.number for one in sections(new)}
    assert {change.number for change in summary(old, new)} <= names
