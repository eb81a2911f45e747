"""Marks that a bill explains in words: brackets, capitals, bold type; and texts that enact the same."""

import pytest
from test_pdf_text import FULL, page, pdf

from monitor.reading.legend import Legend, is_note, legend_of, with_brackets, with_capitals
from monitor.reading.pdf import pdf_text
from monitor.reading.same_law import law_mark


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("EXPLANATION: CAPITALS INDICATE MATTER ADDED TO EXISTING LAW. [Brackets] indicate matter deleted", Legend(capitals=True, brackets=True)),
        ("EXPLANATION--Matter in italics (underscored) is new; matter in brackets [ ] is old law to be omitted.", Legend(brackets=True)),
        ("NOTE: Matter in boldfaced type in an amended section is new; matter [italic and bracketed] is existing law to be omitted.", Legend(bold=True, brackets=True)),
        ("EXPLANATION – Matter in bolded italics is new; matter between brackets [omitted material] is material to be omitted.", Legend(bold=True, italic=True, brackets=True)),
        ("New Text Underlined [DELETED TEXT BRACKETED]", Legend(brackets=True)),
        ("[Proposed deletions are enclosed in brackets. Proposed additions are indicated by underline.]", Legend(brackets=True)),
        ("Capital letters or bold & italic numbers indicate new material to be added to existing law.", Legend(capitals=True, bold=True, italic=True)),
        ("Be it enacted by the Legislature of the State of Arizona:", Legend(capitals=True)),
        ("THE PEOPLE OF THE STATE OF MICHIGAN ENACT:", Legend(bold=True)),
        ("Be it enacted by the General Assembly of Virginia:", Legend(italic=True)),
        ("[Strike out all after the enacting clause and insert the part printed in italic]", Legend(italic=True)),
        ("BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF TEXAS:", Legend()),
    ],
)  # fmt: skip
def test_a_bill_says_how_it_marks(words: str, expected: Legend) -> None:
    assert legend_of(words) == expected


def test_the_legend_itself_marks_nothing() -> None:
    assert is_note("EXPLANATION: CAPITALS INDICATE MATTER ADDED TO EXISTING LAW.")
    assert not is_note("A person may sell [or buy] kratom.")


def test_a_maryland_bill_in_print_carries_marks_from_its_enacting_words_on() -> None:
    text = pdf_text(
        pdf(
            page(
                "EXPLANATION: CAPITALS INDICATE MATTER ADDED TO EXISTING LAW.",
                "[Brackets] indicate matter deleted from existing law.",
                "HOUSE BILL 12",
                "SECTION 1. BE IT ENACTED BY THE GENERAL ASSEMBLY OF MARYLAND, That:",
                "(a) A person may not sell kratom OR A KRATOM PRODUCT to an",
                "individual under [18] 21 years of age, the FDA notwithstanding.",
            )
        )
    )
    assert "HOUSE BILL 12" in text
    assert "{+OR A KRATOM PRODUCT+}" in text
    assert "under [-18-] 21 years of age, the FDA notwithstanding." in text


def test_struck_passages_go_on_over_lines_and_pages() -> None:
    assert with_brackets("the [old\nlaw] stays [here") == "the \x01old\nlaw\x02 stays [here"


@pytest.mark.parametrize(
    "line", ["SECTION 2. AND BE IT FURTHER ENACTED, That", "ARTICLE 5. PENALTIES", "by the FDA or the DEA"]
)
def test_headings_and_abbreviations_are_not_new(line: str) -> None:
    assert with_capitals(line) == line


def test_numbers_down_the_right_margin_go() -> None:
    lines = [(72.0, 700.0 - 14 * n, f"{FULL if n % 2 else 'Section. Ends.':70}{n}") for n in range(1, 9)]
    text = pdf_text(pdf(lines))
    assert not any(line.rstrip().endswith(tuple("12345678")) for line in text.split("\n")), text


def test_a_foot_that_the_file_names_first_does_not_cut_a_sentence() -> None:
    foot: list[tuple[float, float, str]] = [(72, 20, "RMH H04479'25 (H-2) 87n5op")]
    first = [*foot, *page(*[FULL] * 20)]
    last: list[tuple[float, float, str]] = [
        (270, 30, "Final Page"),
        *foot,
        *page("report to the legislature.", *[FULL] * 12),
    ]
    assert f"{FULL} report to the legislature." in pdf_text(pdf(first, last))
    assert "Final Page" not in pdf_text(pdf(first, last))
    assert "RMH" not in pdf_text(pdf(first, last))


def test_heads_of_left_and_right_pages_differ() -> None:
    pages = [
        [(72.0, 760.0, "HB 12" if n % 2 else "GENERAL ASSEMBLY"), *page(f"({n}) {FULL}", *[FULL] * 9)]
        for n in range(1, 7)
    ]
    text = pdf_text(pdf(*pages))
    assert "GENERAL ASSEMBLY" not in text
    assert "HB 12" not in text


def test_bills_that_enact_the_same_words_share_a_mark() -> None:
    body = "SECTION 1. A person may not sell kratom to a minor in this state."
    house = f"HOUSE BILL 1\nBE IT ENACTED BY THE LEGISLATURE:\n{body}"
    senate = f"SENATE BILL 9\nby Senator Last\nBE IT ENACTED BY THE LEGISLATURE:\n{body.upper()}"
    other = house.replace("minor", "adult")
    assert law_mark(house) == law_mark(senate)
    assert law_mark(other) != law_mark(house)
    assert law_mark(body) == b""
    assert law_mark("BE IT ENACTED BY THE LEGISLATURE:\nSECTION 1.") == b""


def test_bold_type_in_print_is_new_below_the_enacting_words_of_michigan() -> None:
    body = pdf(page("HOUSE BILL NO. 5", "THE PEOPLE OF THE STATE OF MICHIGAN ENACT:", "Sec. 9. A new section."))
    bold = body.replace(b"/BaseFont/Courier>>", b"/BaseFont/Courier-Bold>>")
    assert pdf_text(body).split("\n")[2] == "Sec. 9. A new section."
    assert pdf_text(bold).split("\n") == [
        "HOUSE BILL NO. 5",
        "THE PEOPLE OF THE STATE OF MICHIGAN ENACT:",
        "{+Sec. 9. A new section.+}",
    ]
