"""Struck and inserted text is kept as marks, however a legislature shows it; emphasis is not taken for law."""

import pytest

from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON, close_and_reopen, render
from monitor.reading.html import html_text
from monitor.reading.inline import finished

BILL = "<p>Be it enacted by the General Assembly:</p>"

WEST_VIRGINIA = (
    "<style><!-- /* Styles */ .cs68, .x{color:red;text-decoration: line-through;} @media print{.cs46{text-decoration:underline}}"
    "</style><p>under <span class=cs68>18</span> <span class='y cs46'>21</span> years"
)
MINNESOTA = (
    "<p>under <span class=sr-only>deleted text begin </span><s>18</s><span class=sr-only>deleted text end </span>"
    "<span class=sr-only>new text begin </span><ins> 21</ins><span class=sr-only>new text end </span> years"
)


def last(html: str) -> str:
    return html_text(html).text.split("\n")[-1]


def test_a_struck_and_a_new_sum_never_make_a_third() -> None:
    assert last("<p>$<del>10</del><ins>25</ins></p>") == "$[-10-]{+25+}"


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_struck_tags_strike_on_any_page(tag: str) -> None:
    assert last(f"<p>Fee: <{tag}>$5</{tag}> $6") == "Fee: [-$5-] $6"


@pytest.mark.parametrize(
    "html",
    [
        "<p>under <span style='text-decoration: line-through'>18</span><ins> 21</ins> years",
        WEST_VIRGINIA,
        "<p>under <span class='ol-text-change ol-text-removed'>18</span> <u>21</u> years",
        "<p>under <font class=red_text><strike>18</strike></font> <font class=blue_text><i>21</i></font> years",
        "<p>under [<s>18</s>] <u>21</u> years",
        "<p>under <b>[</b>18<b>]</b> <u>21</u> years",
        "<p>under <span style='font-weight: bold'>[</span>18<span style='font-weight: bold'>]</span> <u>21</u> years",
        MINNESOTA,
    ],
)
def test_every_way_of_drafting_reads_the_same(html: str) -> None:
    assert last(BILL + html) == "under [-18-] {+21+} years"


def test_underlining_is_emphasis_on_a_page_that_is_no_bill() -> None:
    assert (
        last("<p>Please <u>read</u> the <span style='text-decoration:underline'>guidance</span>")
        == "Please read the guidance"
    )


def test_underlining_beside_struck_text_is_new_text() -> None:
    assert last("<p><s>may</s> <u>shall</u> report") == "[-may-] {+shall+} report"


def test_a_link_is_not_new_because_it_is_underlined() -> None:
    html = (
        "<style>a.x{text-decoration:underline}</style>"
        + BILL
        + '<p><a class=x style="text-decoration:underline" href="/a">§ 1</a>'
    )
    assert last(html) == "[§ 1](/a)"


def test_a_decoration_switched_off_is_none() -> None:
    assert last(BILL + "<p><u style='text-decoration:none'>plain</u>") == "plain"


def test_marks_go_on_from_block_to_block() -> None:
    html = BILL + "<ins><p>(a) New.</p><ul><li>item</li></ul></ins><p>Old."
    assert html_text(html).text.split("\n")[1:] == ["{+(a) New.+}", "- {+item+}", "Old."]


def test_marks_stand_inside_headings_cells_and_links() -> None:
    assert last(BILL + "<h2><u>Date.</u></h2>") == "## {+Date.+}"
    assert last(BILL + "<table><tr><td><s>a</s><td>b</table>") == "| [-a-] | b |"
    assert last(BILL + "<p><s><a href='/x'>a</a></s>") == "[-[a](/x)-]"


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    html = BILL + "<p>The <u>new board shall meet.</p><p>It reports.</p><p>Always.</p>"
    assert html_text(html).text.split("\n")[1:] == ["The {+new board shall meet.+}", "It reports.", "Always."]


def test_printed_lines_in_table_rows_make_paragraphs_with_their_marks() -> None:
    row = '<tr><td width="65"><META name="PGLN" contents="1-1">&#xA0;</td><td width="615">{}</td></tr>'
    lines = [
        "&#xA0;" * 7
        + "Sec.&#xA0;1.&#xA0;&#xA0;A person who manufactures, prepares, <u>or</u> distributes[<s>, or </s>",
        "<s>maintains</s>] kratom products for sale shall register with the department and",
        "shall pay a fee.",
        "&#xA0;" * 7 + "Sec.&#xA0;2.&#xA0;&#xA0;This Act takes effect.",
    ]
    html = "<table>" + "".join(row.format(line) for line in lines) + "</table>"
    first = (
        "Sec. 1. A person who manufactures, prepares, {+or+} distributes[-, or maintains-] kratom products for sale shall "
        "register with the department and shall pay a fee."
    )
    assert html_text(html).text.split("\n") == [first, "Sec. 2. This Act takes effect."]


def test_neighbouring_marks_of_one_kind_become_one_and_blanks_stay_outside() -> None:
    raw = f"a{INSERT_ON} b {INSERT_OFF} {INSERT_ON}c{INSERT_OFF}d"
    assert finished(raw) == "a {+b c+}d"


def test_text_inserted_and_then_struck_is_struck() -> None:
    assert render(f"{INSERT_ON}a{STRIKE_ON}b{STRIKE_OFF}c{INSERT_OFF}") == "{+a+}[-b-]{+c+}"


def test_marks_around_nothing_vanish() -> None:
    assert render(f"a{STRIKE_ON} {STRIKE_OFF}b{INSERT_ON}{INSERT_OFF}") == "a b"


def test_lines_cut_from_marked_text_stand_alone() -> None:
    cut = close_and_reopen(f"a{INSERT_ON}b\nc{INSERT_OFF}d", "\n").split("\n")
    assert [render(line) for line in cut] == ["a{+b+}", "{+c+}d"]


def test_bold_type_is_new_where_a_legislature_prints_it_so_and_only_below_the_enacting_words() -> None:
    page = (
        "<p><b>AN ACT</b></p><p>Be it enacted by the General Assembly of the state of Missouri, as follows:</p>"
        "<p>for the <b>[</b>four-year<b>]</b> <b>five-year</b> period</p>"
    )
    assert html_text(page).text.split("\n") == [
        "AN ACT",
        "Be it enacted by the General Assembly of the state of Missouri, as follows:",
        "for the [-four-year-] {+five-year+} period",
    ]


def test_plain_brackets_strike_where_the_bill_says_so() -> None:
    page = (
        "<p>[Draft] AN ACT CONCERNING KRATOM.</p><p>Be it enacted by the Senate:</p><p>under [eighteen] <u>twenty-one</u> years</p>"
        "<p>[Proposed deletions are enclosed in brackets. Proposed additions are indicated by underline.]</p>"
    )
    assert html_text(page).text.split("\n")[0] == "[Draft] AN ACT CONCERNING KRATOM."
    assert "under [-eighteen-] {+twenty-one+} years" in html_text(page).text
    assert "[Proposed deletions are enclosed in brackets." in html_text(page).text


def test_double_parentheses_of_washington_give_way_to_the_mark() -> None:
    page = "<p>Be it enacted by the legislature:</p><p>a fine of ((<s>ten</s>)) <u>fifty</u> dollars</p>"
    assert html_text(page).text.split("\n")[1] == "a fine of [-ten-] {+fifty+} dollars"


def test_virginias_italics_are_new_and_its_latin_is_not() -> None:
    page = (
        "<p><i>Offered January 14</i></p><p><b>Be it enacted by the General Assembly of Virginia:</b></p>"
        "<p><b>§ 59.1-200. Practices.</b></p>"
        "<p>A. The Act (§ 54.1-3400 <i>et seq.</i>) covers <i>Mitragyna speciosa</i> under <s>18</s> <i>21</i> years.</p>"
        "<p><em>B. No person shall sell it.</em></p>"
    )
    assert html_text(page).text.split("\n") == [
        "Offered January 14",
        "Be it enacted by the General Assembly of Virginia:",
        "§ 59.1-200. Practices.",
        "A. The Act (§ 54.1-3400 et seq.) covers Mitragyna speciosa under [-18-] {+21+} years.",
        "{+B. No person shall sell it.+}",
    ]


def test_what_a_reported_bill_of_congress_calls_deleted_is_struck() -> None:
    page = (
        "<pre>\n  Be it enacted by the Senate and House of Representatives:\n\n&lt;DELETED&gt;SECTION 1. OLD.&lt;/DELETED&gt;\n\n"
        "&lt;DELETED&gt;    This Act may be cited as the Old Act and its words go on to the\nnext line.&lt;/DELETED&gt;\n\nSECTION 1. NEW.\n</pre>"
    )
    assert html_text(page).text.split("\n")[1:] == [
        "[-SECTION 1. OLD.-]",
        "[-This Act may be cited as the Old Act and its words go on to the next line.-]",
        "SECTION 1. NEW.",
    ]
