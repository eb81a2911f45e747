"""Bills as each legislature prints them: what is read is the law with its marks, without numbers, heads, feet and legends.

The table below is the list of conventions: the enacting words and the legend that tell whose bill it is, how it shows new
and struck words, where it numbers its lines, and what stands at the edges of its pages.
"""

import re
from dataclasses import dataclass, replace

import pytest
from printed_bills import Print, printed

from monitor.reading.pdf import pdf_text


@dataclass(frozen=True, kw_only=True)
class Convention:
    enacts: str
    new: str = "<u>{}</u>"
    old: str = "<s>{}</s>"
    layout: Print
    legend: str = ""


LEFT = Print(number_at=95)
RUNNING = replace(LEFT, restarts=False)
RIGHT = replace(RUNNING, number_at=590, left=90)


def foot(*words: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((110, 60 - 14 * at, line) for at, line in enumerate(words))


def head(*words: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((90, 760 - 14 * at, line) for at, line in enumerate(words))


CONVENTIONS = {
    "ak": Convention(enacts="BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF ALASKA:", new="<b><u>{}</u></b>", old="[{}]", layout=replace(LEFT, foot=foot("HB0110a          -#-          HB 110", "New Text Underlined [DELETED TEXT BRACKETED]"))),
    "al": Convention(enacts="BE IT ENACTED BY THE LEGISLATURE OF ALABAMA:", layout=replace(LEFT, head=head("HB12 INTRODUCED"), foot=foot("Page #"))),
    "ar": Convention(enacts="BE IT ENACTED BY THE GENERAL ASSEMBLY OF THE STATE OF ARKANSAS:", layout=replace(LEFT, foot=foot("#          01/03/2026 9:12:34 AM ABC123"))),
    "az": Convention(enacts="Be it enacted by the Legislature of the State of Arizona:", new="CAPITALS", layout=replace(LEFT, foot=foot("- # -"))),
    "co": Convention(enacts="Be it enacted by the General Assembly of the State of Colorado:", new="CAPITALS", layout=replace(LEFT, foot=foot("-#-                HB26-1045"), first_foot=((110, 110, "Shading denotes HOUSE amendment. Double underlining denotes SENATE amendment."), (110, 98, "Capital letters or bold & italic numbers indicate new material to be added to"), (110, 86, "existing law. Dashes through the words or numbers indicate deletions.")))),
    "ct": Convention(enacts="Be it enacted by the Senate and House of Representatives in General Assembly convened:", old="[{}]", legend="[Proposed deletions are enclosed in brackets. Proposed additions are indicated by underline.]", layout=replace(RUNNING, foot=foot("LCO No. 1234                    # of 7"))),
    "dc": Convention(enacts="BE IT ENACTED BY THE COUNCIL OF THE DISTRICT OF COLUMBIA, That this act may be cited:", layout=replace(RUNNING, foot=foot("#"))),
    "de": Convention(enacts="BE IT ENACTED BY THE GENERAL ASSEMBLY OF THE STATE OF DELAWARE:", layout=replace(RUNNING, foot=foot("Page # of 5", "HD : ABC : DEF     Released: 01/15/2026 09:01 AM"))),
    "fl": Convention(enacts="Be It Enacted by the Legislature of the State of Florida:", layout=replace(RIGHT, head=head("HB 123                                2026"), foot=foot("Page # of 9", "CODING: Words stricken are deletions; words underlined are additions.", "hb0123-00", "F L O R I D A   H O U S E   O F   R E P R E S E N T A T I V E S"))),
    "ga": Convention(enacts="BE IT ENACTED BY THE GENERAL ASSEMBLY OF GEORGIA:", layout=replace(RUNNING, head=head("25                              LC 44 2345"), foot=foot("H. B. 181", "- # -"))),
    "hi": Convention(enacts="BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF HAWAII:", old="[<s>{}</s>]", layout=replace(RIGHT, restarts=True, head=head("Page #                    S.B. NO. 123"), foot=foot("2026-1234 SB SMA.doc"))),
    "il": Convention(enacts="Be it enacted by the People of the State of Illinois, represented in the General Assembly:", layout=replace(LEFT, head=head("HB1234        - # -        LRB104 05678 ABC 12345 b"))),
    "in": Convention(enacts="Be it enacted by the General Assembly of the State of Indiana:", new="<b>{}</b>", layout=replace(LEFT, foot=foot("2026          IN 1234-LS 6789/DI 123"))),
    "ks": Convention(enacts="Be it enacted by the Legislature of the State of Kansas:", new="<i>{}</i>", layout=replace(LEFT, head=head("HB 2045              #"))),
    "ky": Convention(enacts="Be it enacted by the General Assembly of the Commonwealth of Kentucky:", new="<b><u>{}</u></b>", old="[<s>{}</s>]", layout=replace(LEFT, head=head("UNOFFICIAL COPY          26 RS BR 123"), foot=foot("Page # of 9", "XXXX    1/7/2026 1:23 PM    Jacketed"))),
    "la": Convention(enacts="Be it enacted by the Legislature of Louisiana:", layout=replace(LEFT, head=head("HLS 26RS-123          ORIGINAL"), foot=foot("Page # of 9", "CODING: Words in struck through type are deletions from existing law; words", "underscored are additions."))),
    "ma": Convention(enacts="Be it enacted by the Senate and House of Representatives in General Court assembled:", layout=replace(RUNNING, foot=foot("# of 4"))),
    "md": Convention(enacts="SECTION 1. BE IT ENACTED BY THE GENERAL ASSEMBLY OF MARYLAND, That the Laws read as follows:", new="CAPITALS", old="[{}]", layout=replace(LEFT, first_foot=((110, 100, "EXPLANATION: CAPITALS INDICATE MATTER ADDED TO EXISTING LAW."), (110, 88, "[Brackets] indicate matter deleted from existing law.")))),
    "me": Convention(enacts="Be it enacted by the People of the State of Maine as follows:", layout=replace(LEFT, foot=foot("Page # - 132LR0123(01)"))),
    "mo": Convention(enacts="Be it enacted by the General Assembly of the state of Missouri, as follows:", new="<b>{}</b>", old="<b>[</b>{}<b>]</b>", layout=replace(LEFT, head=head("HB 1037              #"), first_foot=((110, 100, "EXPLANATION -- Matter enclosed in bold-faced brackets [thus] in the above"), (110, 88, "bill is not enacted and is intended to be omitted from the law.")))),
    "mt": Convention(enacts="BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF MONTANA:", layout=replace(LEFT, head=head("69th Legislature 2025          HB 12.1"), foot=foot("- # -     Authorized Print Version - HB 12"))),
    "nc": Convention(enacts="The General Assembly of North Carolina enacts:", layout=replace(LEFT, foot=foot("H468 [Filed]     House Bill 468-First Edition     Page #"))),
    "nd": Convention(enacts="BE IT ENACTED BY THE LEGISLATIVE ASSEMBLY OF NORTH DAKOTA:", layout=replace(LEFT, foot=foot("Page No. #          25.0123.01000"))),
    "ne": Convention(enacts="Be it enacted by the people of the State of Nebraska,", layout=replace(LEFT, head=head("LB230                LB230"), foot=foot("-#-"))),
    "nh": Convention(enacts="Be it Enacted by the Senate and House of Representatives in General Court convened:", new="<b><i>{}</i></b>", old="[<s>{}</s>]", legend="Explanation: Matter added to current law appears in bold italics. Matter removed appears [in brackets and struckthrough.]", layout=replace(LEFT, head=head("HB 123 - AS INTRODUCED", "- Page # -"))),
    "nm": Convention(enacts="BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF NEW MEXICO:", old="[{}]", layout=replace(LEFT, foot=foot(".228432.1", "- # -", "underscored material = new", "[bracketed material] = delete"))),
    "nv": Convention(enacts="THE PEOPLE OF NEVADA, REPRESENTED IN SENATE AND ASSEMBLY, DO ENACT AS FOLLOWS:", new="<b><i>{}</i></b>", old="<b>[</b><s>{}</s><b>]</b>", legend="EXPLANATION - Matter in bolded italics is new; matter between brackets [omitted material] is material to be omitted.", layout=replace(LEFT, foot=foot("- # -"))),
    "ny": Convention(enacts="The People of the State of New York, represented in Senate and Assembly, do enact as follows:", old="[<s>{}</s>]", layout=replace(LEFT, first_foot=((130, 100, "EXPLANATION--Matter in italics (underscored) is new; matter in brackets"), (200, 88, "[ ] is old law to be omitted."), (420, 76, "LBD00491-01-7")))),
    "oh": Convention(enacts="BE IT ENACTED BY THE GENERAL ASSEMBLY OF THE STATE OF OHIO:", layout=replace(RIGHT, head=head("H. B. No. 123          Page #", "As Introduced"))),
    "ok": Convention(enacts="BE IT ENACTED BY THE PEOPLE OF THE STATE OF OKLAHOMA:", layout=replace(LEFT, foot=foot("Req. No. 12345               Page #"))),
    "or": Convention(enacts="Be It Enacted by the People of the State of Oregon:", new="<b>{}</b>", old="[<i>{}</i>]", layout=replace(LEFT, head=head("HB 4010"), foot=foot("[#]"), first_foot=((110, 100, "NOTE: Matter in boldfaced type in an amended section is new; matter [italic and"), (110, 88, "bracketed] is existing law to be omitted.")))),
    "pa": Convention(enacts="The General Assembly of the Commonwealth of Pennsylvania hereby enacts as follows:", old="[{}]", layout=replace(LEFT, head=((545, 600, "<--"),), foot=foot("20260HB0123PN1234              - # -"))),
    "sd": Convention(enacts="BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF SOUTH DAKOTA:", layout=replace(LEFT, foot=foot("Catchlines are not law. (§ 2-16-13.1)", "Underscores indicate new language.", "Overstrikes indicate deleted language."))),
    "tn": Convention(enacts="BE IT ENACTED BY THE GENERAL ASSEMBLY OF THE STATE OF TENNESSEE:", layout=Print(foot=foot("SB1655          - # -          011234"))),
    "us": Convention(enacts="Be it enacted by the Senate and House of Representatives of the United States of America,", new="<i>{}</i>", legend="[Strike out all after the enacting clause and insert the part printed in italic]", layout=replace(LEFT, foot=foot("HR 1234 RH"))),
    "va": Convention(enacts="Be it enacted by the General Assembly of Virginia:", new="<i>{}</i>", layout=replace(RUNNING, head=head("INTRODUCED               HB360"), foot=foot("# of 4"))),
    "wa": Convention(enacts="BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF WASHINGTON:", old="((<s>{}</s>))", layout=replace(LEFT, foot=foot("p. #                      HB 1234"))),
    "wi": Convention(enacts="The people of the state of Wisconsin, represented in senate and assembly, do enact as follows:", layout=replace(LEFT, head=head("2025 - 2026 Legislature     - # -     LRB-1234/1", "ASSEMBLY BILL 393"))),
    "wy": Convention(enacts="Be It Enacted by the Legislature of the State of Wyoming:", layout=replace(LEFT, head=head("2026        STATE OF WYOMING        26LSO-0123"), foot=foot("#                    HB0012"))),
}  # fmt: skip

DUTIES = (
    "each label shows the lot number",
    "no product is sold to a minor",
    "records are kept for the term of the license",
)


def law(new: str = "<u>{}</u>", old: str = "<s>{}</s>") -> list[str]:
    """An amended section, long enough for three pages, with lines that begin and end in numbers of their own."""

    def added(words: str) -> str:
        return words.upper() if new == "CAPITALS" else new.format(words)

    paragraphs = [
        "Section 1. Section 12-34 of the code is amended to read as follows:",
        (
            f"(a) A person who sells a kratom product to an individual under {old.format('eighteen')} {added('twenty-one')} years of"
            f" age commits a {old.format('violation')} {added('misdemeanor and shall pay a fine of not more than')} a sum that the court sets."
        ),
    ]
    for number in range(1, 13):
        duty = DUTIES[number % 3]
        paragraphs.append(
            f"({number}) The department shall inspect each retailer within {number + 20} days after the registration of the"
            f" retailer, and within {number + 50} days of each complaint of {old.format('any')} {added('a consumer who saw it')},"
            f" so that {duty}, as section {number}-{number + 100} has provided since July 1, {2000 + number}."
        )
    return [*paragraphs, "Section 2. This act takes effect July 1, 2026."]


def marked(text: str) -> str:
    text = re.sub(r"<u>(.*?)</u>", r"{+\1+}", text)
    return re.sub(r"<s>(.*?)</s>", r"[-\1-]", text)


@pytest.mark.parametrize("numbers_last", [False, True])
@pytest.mark.parametrize("state", CONVENTIONS)
def test_a_bill_in_print_reads_as_its_law_with_its_marks(state: str, numbers_last: bool) -> None:
    ways = CONVENTIONS[state]
    title = [
        "AN ACT relating to kratom; and prescribing penalties for the sale of a product.",
        *filter(None, [ways.legend]),
    ]
    body = [*title, ways.enacts, *law(ways.new, ways.old)]
    expected = [*title, ways.enacts, *map(marked, law())]
    if ways.new == "CAPITALS":
        expected = [re.sub(r"\{\+.*?\+\}", lambda found: found.group(0).upper(), line) for line in expected]
    got = pdf_text(printed(body, replace(ways.layout, numbers_last=numbers_last)))
    assert got.split("\n") == expected


def test_numbers_on_every_fifth_line_go() -> None:
    text = pdf_text(printed(["BE IT ENACTED:", *law()], Print(number_at=95, every=5)))
    assert text.split("\n") == ["BE IT ENACTED:", *map(marked, law())]


def test_a_table_whose_rows_are_counted_is_no_column_of_line_numbers() -> None:
    rows = [f"{number} county of the first class" for number in range(1, 12)]
    text = pdf_text(printed([*rows, *law()], Print(indent=0)))
    assert text.split("\n")[0].startswith("1 county")
    assert all(f"{number} county of the first class" in text for number in range(1, 12))


def test_numbers_that_begin_lines_of_an_unnumbered_bill_are_law() -> None:
    text = pdf_text(printed(law(), Print(columns=40)))
    assert [word for word in re.findall(r"\d+", text) if word != "34"] == [
        word for line in law() for word in re.findall(r"\d+", line) if word != "34"
    ]


def test_a_sentence_that_ends_alike_on_the_head_of_many_pages_is_no_running_head() -> None:
    pages = [
        [f"Clause {'abcde'[page]}{'klmnopqrstuvwxyz'[line]} is repealed." for line in range(16)] for page in range(5)
    ]
    lines = [
        line for at, page in enumerate(pages) for line in (*page, "of this section." if at % 2 else "of the code.")
    ]
    text = pdf_text(printed(lines, Print(lines=17, indent=0)))
    assert text.count("of this section.") == 2
    assert text.count("of the code.") == 3


def test_latin_and_names_of_plants_are_in_italics_without_being_new() -> None:
    body = [
        "Be it enacted by the General Assembly of Virginia:",
        "Products of <i>Mitragyna speciosa</i> under section 3 <i>et seq.</i> are <i>controlled</i>.",
        *law("{}", "{}"),
    ]
    assert pdf_text(printed(body, LEFT)).split("\n")[1] == (
        "Products of Mitragyna speciosa under section 3 et seq. are {+controlled+}."
    )
