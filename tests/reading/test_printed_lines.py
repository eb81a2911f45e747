"""Lines of print → paragraphs, margin numbers and hyphens put right with care."""

from monitor.reading.printed import margin_numbers, reflow


def test_lines_of_a_paragraph_join_and_a_short_line_ends_it() -> None:
    text = "The department shall adopt rules to administer this chapter and shall\nreport yearly.\nIt may delegate this duty to a county that has asked for it in writing."
    assert reflow(text) == [
        "The department shall adopt rules to administer this chapter and shall report yearly.",
        "It may delegate this duty to a county that has asked for it in writing.",
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    text = "   Section 1. This act may be cited as the kratom consumer protection act.\nIt applies to every retailer in this state who sells kratom to consumers\n   Section 2. This act takes effect on passage."
    assert len(reflow(text)) == 2


def test_items_stay_apart_although_their_lines_are_full() -> None:
    text = "(a) sells a product that contains more than two percent of alkaloids;\n(b) sells a product that contains more than three percent of it all; or\n(c) lies."
    assert [line[:3] for line in reflow(text)] == ["(a)", "(b)", "(c)"]


def test_a_blank_line_always_parts() -> None:
    assert reflow("The first line is long enough to be full of words\n\nand the next one") == [
        "The first line is long enough to be full of words",
        "and the next one",
    ]


def test_a_hyphen_of_the_typesetter_goes() -> None:
    text = "This bill regulates kratom products that have been manufac-\ntured in this state and sold in another state of this union"
    assert "manufactured in" in reflow(text)[0]


def test_a_hyphen_that_the_document_writes_elsewhere_stays() -> None:
    text = "A laboratory must be a third-party laboratory, and every third-\nparty laboratory must be accredited by the department of health"
    assert "every third-party laboratory" in reflow(text)[0]


def test_the_hyphen_of_a_chemical_name_stays_without_a_blank() -> None:
    text = "Brorphine, that is (1-(1-(1-(4-Bromophenyl)ethyl)piperidin-4-yl)-1,3-\ndihydro-2H-benzo[D]imidazol-2-one), and all of its salts and isomers"
    assert "1,3-dihydro" in reflow(text)[0]


def test_columns_are_not_running_text() -> None:
    text = "Adkins            X                Louis              X\nAlcon             X                Lundstrom          X"
    assert len(reflow(text)) == 2


def test_margin_numbers_run_on_and_start_again() -> None:
    page = ["1 AN ACT", "2 relating to", "3 kratom", "4 Be it", "5 enacted", "Page 1", "1 Section 1.", "2 Ends."]
    assert margin_numbers(page) == {0, 1, 2, 3, 4, 6, 7}


def test_numbers_that_do_not_run_on_are_text() -> None:
    assert margin_numbers(["30 days after the", "date, and", "90 days", "2026 is", "1 year"]) == set()
    assert margin_numbers(["1 year", "2 years", "3 years"]) == set()
