"""PDF → blocks: lines, margin numbers, running heads and drawn marks found again from places on the page."""

import pytest

from monitor.model.errors import UnreadableDocument
from monitor.reading import read
from monitor.reading.pdf import pdf_text

Page = list[tuple[float, float, str]]  # left, height, words in Courier 10 (6 points a character)


def pdf(*pages: Page, rules: tuple[tuple[float, float, float], ...] = (), trailer: str = "") -> bytes:
    """A PDF of these pages, with thin lines (left, right, height) on the first."""
    contents = []
    for number, page in enumerate(pages):
        words = "".join(f"BT /F1 10 Tf {left} {height} Td ({text}) Tj ET\n" for left, height, text in page)
        lines = "".join(
            f"{left} {height} {right - left} 0.5 re f\n" for left, right, height in (() if number else rules)
        )
        contents.append(words + lines)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF"
    return (out + end).encode("latin-1")


def page(*lines: str, left: float = 72, top: float = 700) -> Page:
    return [(left, top - 14 * number, line) for number, line in enumerate(lines)]


FULL = "The department shall adopt rules to administer this chapter and shall"


def test_lines_make_paragraphs() -> None:
    assert pdf_text(pdf(page(FULL, "report to the legislature.", "Section 2. Ends."))).split("\n") == [
        f"{FULL} report to the legislature.",
        "Section 2. Ends.",
    ]


def test_line_numbers_down_the_margin_go_and_sums_stay() -> None:
    numbered = [
        f"{number} {line}"
        for number, line in enumerate(["AN ACT", FULL, "report within", "90 days to the", "governor."], 1)
    ]
    assert pdf_text(pdf(page(*numbered))).split("\n")[:2] == ["AN ACT", f"{FULL} report within"]


def test_heads_and_feet_that_return_go_and_a_paragraph_runs_over_the_page() -> None:
    one = page(
        "BILL AS INTRODUCED H.416", "2026 Page 1 of 3", "AN ACT", "Be it enacted:", "It is.", FULL, "VT LEG 381089"
    )
    two = page(
        "BILL AS INTRODUCED H.416",
        "2026 Page 2 of 3",
        "report yearly.",
        "It shall.",
        "To you.",
        "And us.",
        "VT LEG 381089",
    )
    three = page(
        "BILL AS INTRODUCED H.416", "2026 Page 3 of 3", "Section 2.", "Ends.", "A.", "B.", "C.", "VT LEG 381089"
    )
    text = pdf_text(pdf(one, two, three))
    assert not any(words in text for words in ("BILL AS", "Page", "VT LEG"))
    assert f"{FULL} report yearly." in text.split("\n")


def test_what_stands_on_one_page_only_is_no_head() -> None:
    assert "BILL AS INTRODUCED" in pdf_text(pdf(page("BILL AS INTRODUCED", FULL), page("report.", "End")))


def test_a_line_through_strikes_and_a_line_below_is_new_after_the_enacting_words() -> None:
    lines = [
        "Introduced By: Reps. McGaw",
        "It is enacted by the General Assembly as follows:",
        "A fee of $10 $25 is due.",
    ]
    drawn = (
        (72, 72 + 6 * 14, 700 - 2),
        (72 + 6 * 9, 72 + 6 * 12, 700 - 28 + 3),
        (72 + 6 * 13, 72 + 6 * 16, 700 - 28 - 2),
    )
    assert pdf_text(pdf(page(*lines), rules=drawn[2:])).split("\n")[-1] == "A fee of $10 {+$25+} is due."
    assert pdf_text(pdf(page(*lines), rules=drawn[1:])).split("\n")[-1] == "A fee of [-$10-] {+$25+} is due."
    assert pdf_text(pdf(page(*lines), rules=(drawn[0], drawn[2]))).split("\n")[0] == "Introduced By: Reps. McGaw"


def test_columns_stay_in_lines_of_their_own() -> None:
    rows = [
        part
        for number in range(3)
        for part in ((72, 700 - 14 * number, f"Alcon{number}"), (400, 700 - 14 * number, "X"))
    ]
    assert len(pdf_text(pdf(rows)).split("\n")) == 3


def test_a_page_without_characters_is_no_text() -> None:
    assert pdf_text(pdf([])) == ""


def test_ignored_lines_are_dropped_from_a_pdf_too() -> None:
    assert read(pdf(page("Draft 7", "", "Section 1.")), ignore=["re:^Draft"]).text == "Section 1."


@pytest.mark.parametrize("cut", [0, 9, 60, 200])
def test_a_damaged_pdf_is_unreadable(cut: int) -> None:
    with pytest.raises(UnreadableDocument, match="PDF"):
        pdf_text(pdf(page("x"))[:cut])


def test_an_encrypted_pdf_says_that_it_is() -> None:
    secret = "<" + "41" * 32 + ">"
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O {secret}/U {secret}/P -4>>/ID[<00><00>]"
    with pytest.raises(UnreadableDocument, match="encrypted"):
        pdf_text(pdf(page("x"), trailer=lock))
