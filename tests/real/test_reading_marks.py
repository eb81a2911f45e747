"""Struck and inserted text of real bills is kept as marks, in each legislature's own way of drafting."""

from pathlib import Path

import pytest

from monitor.reading import read


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("states/sc/**/4648_20251217_12172025.htm", "contains a [-fully-] synthetic alkaloid including, but not limited to, [-fully-] synthetic mitragynine,"),
        ("states/mn/**/HF3453/*.html", "to a person under the age of [-18-] {+21+} is guilty of a gross misdemeanor."),
        ("states/mn/**/HF3453/*.html", "## {+EFFECTIVE DATE.+}"),
        ("states/tx/**/HB00227I_Introduced.HTM", "CHAPTER {+445+} [-444-]. MANUFACTURE, DISTRIBUTION, AND SALE OF KRATOM PRODUCTS"),
        ("states/tx/**/HB00227I_Introduced.HTM", "(3) contains a level of 7-hydroxymitragynine in the alkaloid fraction that is greater than {+0.1+} [-two-] percent of"),
        ("states/tx/**/HB00227I_Introduced.HTM", "manufactures, prepares, {+or+} distributes[-, or maintains-] kratom products for sale;"),
        ("states/wv/**/bills_text.cfm_billdoc_hb4459*", "of §19-12E-1 et seq. of this code [-and §19-12F-1 et seq. of this code, as-] relating to retail sales."),
        ("states/ut/**/HB0387_Introduced.xml", "(a class [-C-]{+B+} misdemeanor"),
        ("states/ut/**/HB0387_Introduced.xml", '[-(1) "Commissioner" means the commissioner of the department.-]'),
        ("states/ny/**/2015-S434-*.html", "6. to the plaintiffs in an action or proceeding brought by the [-attorney-general-] {+attorney general+} under"),
        ("states/ny/**/S9999_expected.html", "{+Giving unlawful ice cream is a class Z felony.+}"),
        ("states/ny/**/S9999_expected.html5", "{+Giving unlawful ice cream is a class Z felony.+}"),
        ("states/ny/**/*BILLTEXT_A05457.XML", '{+a. As used in this subdivision, "minimum OSHA standards" shall mean'),
        ("states/ms/**/HB0863IN_Current_version.htm", "{+(k) 7-hydroxymitragynine.+}"),
        ("states/nj/**/301_I1_Introduced_Version.HTM", "{+(24) 7 Hydroxymitragynine+}."),
        ("states/nj/**/2271_I1_Introduced_Version.HTM", "[-or-]"),
        ("states/mo/**/billtext-house.html", "[-four-year-] {+five-year+} period beginning on August 28, 2009"),
        ("states/mo/**/billtext2-house.html", "nor shall he {+or she+} be hindered"),
        ("states/tx/**/SB00006E_Engrossed.HTM", "must be tested as provided by[-:-]\n[-(1)-] Subsections (b){+,+} [-and-] (c){+, and+}[-; or-]\n[-(2) Subsection-] (d)."),
        ("states/tx/**/SB00006E_Engrossed.HTM", "{+(b) An offense under this section is a Class B misdemeanor.+}\n{+Sec. 443.255. OFFENSE:"),
        ("states/ia/**/HSB508_Introduced.html", "\nSection 1. Section 124.204, subsection 4, Code 2026, is amended"),
        ("states/ia/**/HF612_Introduced.html", "\nSec. 2. NEW SECTION. 124F.2 Kratom product"),
        ("states/mi/**/GetObject*", "support of public libraries and county law libraries in the same manner"),
        ("states/ut/**/HB0385_Enrolled.xml", "{+This bill takes effect on May 6, 2026.+}"),
        ("states/ri/**/H7518_7518.pdf", "\n21-28.12-4. Age limits and sales restrictions. [Effective April 1, 2026.]\n"),
        ("states/ri/**/H7518_7518.pdf", "\nThis act would provide that all kratom products"),
        ("states/id/**/S1418_Bill_Text.pdf", "by the addition thereto of a NEW CHAPTER, to be known"),
        ("states/id/**/H0830_Bill_Text.pdf", "(N-(1-phenethylpiperidin-4-yl)-N-phenylisobutyramide);"),
        ("states/ca/**/law_edc_44955.lob", "\n(b) Whenever in any school year"),
        ("states/vt/**/H-0416*.pdf", "{+(6) “Kratom” means the plant Mitragyna speciosa or any part of the plant.+}"),
        ("states/ri/**/H7518_7518.pdf", "kept behind the sales counter {+and within a locked case, which case would+} only accessible to store"),
        ("states/ut/**/CP_HB0385S01*.pdf", "creates fees and penalties related to the license; {[-and-]}"),
        ("federal/**/BILLS-118s1325rs.xml", "### [-SECTION 1. SHORT TITLE.-]"),
    ],
)  # fmt: skip
def test_marks_are_kept_as_the_bill_shows_them(corpus: Path, pattern: str, expected: str) -> None:
    paths = sorted(corpus.glob(pattern))
    assert paths
    assert expected.removeprefix("(") in read(paths[0].read_bytes()).text


@pytest.mark.parametrize(
    "path",
    [
        "federal/fda/warning_letter_pages/abs-corporation-732115-07232026.2026-08-04.html",
        "federal/gov_html_pairs/energy.gov_home.9d4de183.html",
        "federal/congress/thomas_html_legacy/hr547-113.html",
        "states/mt/laws_2023/web-roster-2023-house.html",
        "states/nm/nmlegis/2019-SB11.html",
        "states/mo/openstates_fixtures/11-senatordetails.html",
        "federal/federalregister/full_text_xml/2014-18838.xml",
        "states/id/bills/2026/S1418/S1418_Bill_Text.pdf",
    ],
)
def test_pages_without_amendments_carry_no_marks(corpus: Path, path: str) -> None:
    text = read((corpus / path).read_bytes()).text
    assert "[-" not in text
    assert "{+" not in text.replace("{+NEW CHAPTER+}", "")
