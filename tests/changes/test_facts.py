"""Facts pulled out of bill texts, and the look-alikes that are none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.enacted import passages
from monitor.changes.facts import Fact, facts, telling
from monitor.changes.spelled_numbers import figure

ENACTED = "An Act relating to kratom.\nBe it enacted by the Legislature of the State of Utah:\n"


def said(*lines: str) -> set[str]:
    return {f"{one.kind}: {one.value}" for one in facts(ENACTED + "\n".join(lines))}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("No person shall sell kratom to anyone under 21 years of age.", "age: under 21"),
        ("A person may not sell kratom to an individual who has not attained the age of eighteen.", "age: under 18"),
        ("A product may not contain more than two percent (2%) 7-hydroxymitragynine.", "content: more than 2%"),
        ("It may not exceed one (1) milligram per serving of an alkaloid.", ""),
        ("A violator is subject to a civil penalty of two thousand five hundred dollars.", "penalty: $2,500"),
        ("An applicant shall pay a fee of $1,500.00 to the department.", "fee: $1,500"),
        ("This act takes effect January 1, 2027.", "effective: 2027-01-01"),
        ("This act shall take effect and be in force from and after July 1, 2026.", "effective: 2026-07-01"),
        ("This act shall be in force on and after\nJuly 1, 2026.", "effective: 2026-07-01"),
        ("This section expires on June 30, 2030.", "sunset: 2030-06-30"),
        ("A retailer shall register with the department.", "register: registration"),
        ("Chapter 444, Health and Safety Code, is repealed.", "repeals: Chapter 444, Health and Safety Code"),
        ("Whoever does so is guilty of a class \"D\" felony.", "offense: class D felony"),
    ],
)  # fmt: skip
def test_a_sentence_says_one_fact(line: str, expected: str) -> None:
    found = {one for one in said(f"SECTION 1. {line}") if not one.startswith("prohibits")}
    assert found == ({expected} if expected else {"content: exceed 1 mg per serving"})


@pytest.mark.parametrize(
    "line",
    [
        "The label must bear a statement against use by individuals who are under 21 years of age.",
        "Imprisonment for not less than 10 days.",
        "Tobacco products account for more than 35% of the total quarterly gross receipts.",
        "An owner with an interest of 10% or greater must be named.",
        "A tax of five hundred dollars is imposed on each license.",
        "An offense committed before the effective date of this act is not affected.",
        "This act applies if it takes effect.",
        "The department may set a fee to register a kratom product.",
        "A substance that is found in Schedule I is not affected.",
        "$5,000,000 is appropriated to the department.",
    ],
)
def test_what_only_looks_like_a_fact_is_none(line: str) -> None:
    assert said(f"SECTION 1. {line}") == set()


def test_a_section_that_amends_the_law_states_only_what_it_marks_as_new() -> None:
    assert said(
        "Section 1. Section 4-45-105 is amended to read:",
        "(1) On pain of a fine of $500 a retailer may not sell kratom to an individual under [-18-] {+21+} years old.",
        "Section 2. Section 4-45-106 is enacted to read:",
        "(1) A retailer who violates this section is subject to a fine of $700.",
    ) == {"age: under 21", "penalty: $700"}


def test_what_is_struck_is_not_stated() -> None:
    assert said("SECTION 1. Whoever sells it pays a fine of [-$500-] {+$1,000+}.") == {"penalty: $1,000"}


def test_what_is_said_about_the_bill_is_no_part_of_it() -> None:
    text = f"{ENACTED}SECTION 1. Kratom is a food.\nEXPLANATION\nA fine of $430 applies."
    assert facts(text) == ()


def test_the_long_title_tells_what_is_scheduled_but_not_what_is_taken_from_a_schedule() -> None:
    title = "AN ACT TO ADD KRATOM TO SCHEDULE III OF THE UNIFORM CONTROLLED SUBSTANCES ACT\n"
    away = "AN ACT TO PLACE LIMITS AND TO REMOVE KRATOM FROM THE LIST OF SUBSTANCES IN SCHEDULE I\n"
    body = "Be it enacted by the Legislature:\nSECTION 1. Text."
    assert [one.value for one in facts(title + body)] == ["Schedule III"]
    assert facts(away + body) == ()


def test_an_item_is_quoted_with_the_line_that_it_completes() -> None:
    (age,) = (
        one
        for one in facts(
            f"{ENACTED}SECTION 1. It is unlawful to:\n(1) sell kratom to a person under 21 years of age; or\n(2) give it away.\n"
        )
        if one.kind == "age"
    )
    assert age.sentence == "It is unlawful to: … sell kratom to a person under 21 years of age; or"


def test_items_of_another_list_do_not_complete_a_line() -> None:
    lines = "(a) The department shall:\n(1) test kratom; and\n(2) label it.\n(b) A fine of $500 is due."
    last = list(passages(f"{ENACTED}SECTION 1. Rules.\n{lines}"))[-1]
    assert last.lead == ""


def test_of_a_later_version_only_what_the_earlier_did_not_state() -> None:
    before = f"{ENACTED}SECTION 1. A fine of $500 is due.\nSECTION 2. This act takes effect July 1, 2026."
    after = before.replace("$500", "$750")
    assert [(one.kind, one.value) for one in facts(after, before)] == [("penalty", "$750")]


def test_another_document_gives_its_dates_alone() -> None:
    text = "DATES: Comments must be submitted on or before August 27, 2026. A fine of $500 is due. This rule is effective May 1, 2027."
    assert [(one.kind, one.value) for one in facts(text)] == [("effective", "2027-05-01"), ("comments", "2026-08-27")]


def test_what_speaks_of_the_topic_is_told_first_and_one_of_a_kind_before_a_second() -> None:
    found = tuple(
        Fact(kind=kind, value=value, sentence=sentence)
        for kind, value, sentence in (
            ("penalty", "$1", "hemp"),
            ("age", "under 21", "hemp"),
            ("penalty", "$2", "kratom"),
            ("penalty", "$3", "kratom"),
            ("effective", "immediately", "kratom"),
        )
    )
    assert [one.value for one in telling(found, 3, ["Kratom"])] == ["immediately", "$2", "$3"]
    assert [one.value for one in telling(found, 3)] == ["under 21", "immediately", "$1"]


@pytest.mark.parametrize(
    ("words", "number"),
    [("twenty-one", 21), ("two thousand five hundred", 2500), ("one hundred and fifty", 150), ("1,000", 1000), ("one-half", 0.5), ("kratom", None)],
)  # fmt: skip
def test_numbers_in_words(words: str, number: float | None) -> None:
    assert figure(words) == number


@given(st.text(alphabet="ab (1.)[]{}+-:;,\n$0123456789§“”", max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    facts(ENACTED + text)
    facts(text)


def test_a_line_without_an_end_is_read_in_a_moment() -> None:
    words = ("a word 12 of the chapter act shall not ", "no person a retailer any person with many words may ")
    for some in words:
        began = time.process_time()
        facts(f"{ENACTED}SECTION 1. {some * 2000}")
        assert time.process_time() - began < 3
