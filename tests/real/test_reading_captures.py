"""Every real HTML, XML and PDF capture reads, says something, and says it as blocks; some sentences are known exactly."""

import csv
import lzma
import re
from pathlib import Path

import pytest

from monitor.model.errors import UnreadableDocument
from monitor.reading import read
from monitor.reading.html import html_text
from monitor.reading.pdf import pdf_text
from monitor.reading.xml import xml_text

READABLE = re.compile(r"(?i)\.(?:html?|html5|xml|pdf|rss|lob|aspx|htm_yr_.*)$")
LONGEST_COMPRESSED = 300_000
UNREADABLE = {
    "states/ks/bills/2025-2026/SB430/sb430_00_0000_As_Introduced.pdf": "no text",  # cut short when it was captured
    "states/ca/pubinfo/analyses/2009_doc.lob": "Office",
    "states/ny/openleg/processor/bill/sameas/2017-02-01-09.31.43.383879_SAMEAS_S03526A-invalid-xml.XML": "well-formed",
}


def captures(corpus: Path) -> list[str]:
    with (corpus / "MANIFEST.csv").open(encoding="utf-8", newline="") as manifest:
        paths = [row["path"] for row in csv.DictReader(manifest)]
    return [path for path in paths if READABLE.search(path.removesuffix(".xz")) and (corpus / path).is_file()]


def body(corpus: Path, path: str) -> bytes:
    raw = (corpus / path).read_bytes()
    return lzma.decompress(raw) if path.endswith(".xz") and len(raw) < LONGEST_COMPRESSED else raw


def lines(corpus: Path, path: str) -> list[str]:
    return read(body(corpus, path), url=f"https://example.gov/{path}").text.split("\n")


def test_every_capture_reads_and_says_something_in_blocks(corpus: Path) -> None:
    read_so_far = 0
    for path in captures(corpus):
        if path in UNREADABLE or (path.endswith(".xz") and (corpus / path).stat().st_size >= LONGEST_COMPRESSED):
            continue
        text = read(body(corpus, path), url="https://example.gov/a/b").text
        assert text, path
        wrong = next((line for line in text.split("\n") if line != " ".join(line.split()) or not line), None)
        assert wrong is None, f"{path}: {wrong!r}"
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", text), path
        read_so_far += 1
    assert read_so_far > 250


def test_a_damaged_pdf_is_named_as_one_where_the_server_said_pdf(corpus: Path) -> None:
    damaged = body(corpus, "states/ks/bills/2025-2026/SB430/sb430_00_0000_As_Introduced.pdf")
    with pytest.raises(UnreadableDocument, match="PDF"):
        read(damaged, media_type="application/pdf")
    with pytest.raises(UnreadableDocument, match="PDF"):
        pdf_text(damaged)


def test_what_no_reader_understands_says_why(corpus: Path) -> None:
    for path, reason in UNREADABLE.items():
        with pytest.raises(UnreadableDocument, match=reason):
            read(body(corpus, path))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "federal/fda/warning_letter_pages/abs-corporation-732115-07232026.2026-08-04.html",
            (
                "You failed to perform adequate identity testing on each shipment and lot of incoming components at high risk of "
                "contamination. Additionally, you used expired raw material in the manufacture of drug products before receiving "
                "retest results and subsequently released those batches for distribution after the material failed retesting. For "
                "example:"
            ),
        ),
        (
            "states/ms/bills/2026/HB863/HB0863IN_Current_version.htm",
            (
                "AN ACT TO AMEND SECTION 41-29-117, MISSISSIPPI CODE OF 1972, TO ADD KRATOM TO SCHEDULE III OF THE UNIFORM "
                "CONTROLLED SUBSTANCES ACT; AND FOR RELATED PURPOSES."
            ),
        ),
        (
            "states/ia/bills/2025-2026/HSB508/HSB508_Introduced.html",
            "An Act designating kratom as a schedule I controlled substance, and making penalties applicable.",
        ),
        (
            "states/nj/bills/222/S301/301_I1_Introduced_Version.HTM",
            "Be It Enacted by the Senate and General Assembly of the State of New Jersey:",
        ),
        (
            "states/id/bills/2026/S1418/S1418_Bill_Text.pdf",
            (
                "RELATING TO KRATOM; AMENDING TITLE 37, IDAHO CODE, BY THE ADDITION OF A NEW CHAPTER 31, TITLE 37, IDAHO CODE, TO "
                "ESTABLISH THE KRATOM CONSUMER PROTECTION AND SAFETY ACT; AND DECLARING AN EMERGENCY AND PROVIDING AN EFFECTIVE DATE."
            ),
        ),
        (
            "states/id/bills/2026/H0830/H0830_Bill_Text.pdf",
            "(22) Brorphine (1-(1-(1-(4-Bromophenyl)ethyl)piperidin-4-yl)-1,3-dihydro-2H-benzo[D]imidazol-2-one);",
        ),
        (
            "states/mi/bills/2025-2026/HB4969/GetObject_objectName_2025-HCVBH-4969-0N295_Substitute_H_2.pdf",
            (
                "A bill to regulate certain conduct related to kratom and kratom products; to prohibit the manufacturing, "
                "processing, distribution, and sale of certain kratom products; to require labeling of certain kratom products; and "
                "to prescribe fines."
            ),
        ),
        (
            "federal/congress/uslm_bill_text/single/S1000_IS.XML",
            (
                "“(1) In general.—Notwithstanding subsection (d), an eligible population census tract may be designated as a "
                "qualified opportunity zone."
            ),
        ),
        (
            "federal/federalregister/full_text_xml/2014-18838.xml",
            "# Truth in Lending (Regulation Z) Annual Threshold Adjustments (CARD ACT, HOEPA and ATR/QM)",
        ),
        (
            "federal/ecfr/versioner_full/title-3.2024-05-17.xml",
            "### § 100.1 Ethical conduct standards and financial disclosure regulations.",
        ),
        (
            "states/ut/bills/2026/HB387/HB0387_Introduced.xml",
            (
                "suspends the operation of the Kratom Consumer Protection Act if every alkaloid found in the Mitragyna speciosa "
                "plant is a controlled substances under state law."
            ),
        ),
        (
            "states/ca/pubinfo/lobs/bill_version_amended.lob",
            (
                "SECTION 1. Section 54221 of the Government Code, as amended by Section 5 of Chapter 494 of the Statutes of 2024, "
                "is amended to read:"
            ),
        ),
    ],
)
def test_known_sentences_are_blocks_word_for_word(corpus: Path, path: str, expected: str) -> None:
    assert expected in lines(corpus, path)


def test_a_long_list_in_a_compressed_capture_reads_row_by_row(corpus: Path) -> None:
    listing = lzma.decompress((corpus / "states/nm/nmlegis/Legislation_List_Session=57.html.xz").read_bytes())
    text = html_text(listing, url="https://www.nmlegis.gov/Legislation/Legislation_List?Session=57").text
    assert text.count("\n") > 1000
    assert "](https://www.nmlegis.gov/Legislation/Legislation?" in text


def test_two_captures_of_a_page_differ_only_in_what_was_published(corpus: Path) -> None:
    old = set(lines(corpus, "federal/gov_html_pairs/energy.gov_home.775a8b04.html"))
    new = set(lines(corpus, "federal/gov_html_pairs/energy.gov_home.9d4de183.html"))
    assert len(old - new) < 12
    assert all("View Article" in line or "Perry" in line or "Vogtle" in line or "2017" in line for line in old - new)


def test_a_notice_corrected_by_the_register_keeps_its_text(corpus: Path) -> None:
    old = xml_text(body(corpus, "federal/federalregister/full_text_xml_pairs/201_330_108.original.xml"))
    new = xml_text(body(corpus, "federal/federalregister/full_text_xml_pairs/201_330_108.edited.xml"))
    assert 0 < len(set(old.split("\n")) ^ set(new.split("\n"))) < 8


def test_vermonts_running_heads_are_gone(corpus: Path) -> None:
    folder = corpus / "states/vt/bills/2025-2026/H416"
    text = pdf_text(next(folder.glob("*.pdf")).read_bytes())
    assert "BILL AS INTRODUCED" not in text
    assert "VT LEG #381089" not in text


def test_iowas_pages_run_on_without_heads_and_feet(corpus: Path) -> None:
    found = lines(corpus, "states/ia/bills/2025-2026/HF612/HF612_Introduced.html")
    assert not [line for line in found if re.search(r"LSB|ss/ko|^-\d+-$|H\.F\. 612", line)]
    assert "Sec. 4. NEW SECTION. 124F.4 Kratom product —— labeling." in found
    assert any("person or kratom processor that sells, prepares, manufactures" in line for line in found)
