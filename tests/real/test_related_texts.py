"""Kratom bills of a session compared with each other: families are found, strangers are not."""

from itertools import combinations
from pathlib import Path

import pytest

from monitor.changes.related import WORTH_A_LOOK, Likeness, likeness, resemblance, sketch
from monitor.reading import read

BILLS = {
    "NJ A4222": "nj/bills/222/A4222/4222_I1_Introduced_Version.HTM",
    "NJ S1384": "nj/bills/222/S1384/1384_I1_Introduced_Version.HTM",
    "NJ A1617": "nj/bills/222/A1617/1617_I1_Introduced_Version.HTM",
    "NJ S2271": "nj/bills/222/S2271/2271_I1_Introduced_Version.HTM",
    "NJ S301": "nj/bills/222/S301/301_I1_Introduced_Version.HTM",
    "IA SF367": "ia/bills/2025-2026/SF367/SF367_Introduced.html",
    "IA HSB508": "ia/bills/2025-2026/HSB508/HSB508_Introduced.html",
    "IA 5393XD": "ia/bills/2025-2026/5393XD/1544398_Prefiled.pdf",
    "IA HF612": "ia/bills/2025-2026/HF612/HF612_Introduced.html",
    "VT H416": "vt/bills/2025-2026/H416/H-0416_20As_20Introduced_As_IntroducedOpens_in_a_new_window.pdf",
    "VT S121": "vt/bills/2025-2026/S121/S-0121_20As_20Introduced_As_IntroducedOpens_in_a_new_window.pdf",
    "RI HB7518": "ri/bills/2026/HB7518/H7518_7518.pdf",
    "RI SB2457": "ri/bills/2026/SB2457/S2457A_2457_SUB_A.pdf",
    "ID S1282": "id/bills/2026/S1282/S1282_Bill_Text.pdf",
    "ID S1418": "id/bills/2026/S1418/S1418_Bill_Text.pdf",
    "ID H0830": "id/bills/2026/H0830/H0830_Bill_Text.pdf",
    "ID H0864": "id/bills/2026/H0864/H0864_Bill_Text.pdf",
    "MS HB1712": "ms/bills/2026/HB1712/HB1712IN_Current_version.htm",
    "MS HB1750": "ms/bills/2026/HB1750/HB1750IN_Current_version.htm",
    "MS SB2822": "ms/bills/2026/SB2822/SB2822IN_Current_version.htm",
    "SC H4030": "sc/bills/2025-2026/H4030/4030_Filed.htm",
    "SC H4648": "sc/bills/2025-2026/H4648/4648_Filed.htm",
    "MI HB4969": "mi/bills/2025-2026/HB4969/2025-HIB-4969_House_Introduced_Bill.htm",
    "MN HF3453": "mn/bills/2025-2026/HF3453/bill_content_Introduction.html",
    "TX HB227": "tx/bills/892/HB227/HB00227I_Introduced.HTM",
    "UT HB385": "ut/bills/2026/HB385/HB0385_Enrolled.xml",
}
FAMILIES = {
    ("NJ A4222", "NJ S1384"): 1.0,  # the consumer-protection act, filed in both chambers
    ("NJ A1617", "NJ S2271"): 0.85,  # the ban, filed in both; the Assembly's grades more offenses
    ("IA SF367", "IA HSB508"): 0.85,  # the committee's bill adds synthetic equivalents
    ("VT H416", "VT S121"): 0.998,
    ("RI HB7518", "RI SB2457"): 0.93,  # another day of effect
    ("ID S1282", "ID S1418"): 0.8,  # brought in again by another committee, 21 for 18 years
    ("MS HB1712", "MS HB1750"): 1.0,
    ("MS HB1712", "MS SB2822"): 0.65,  # the same paragraph in schedule III, and repeals besides
    ("MS HB1750", "MS SB2822"): 0.65,
    ("IA HF612", "VT H416"): 0.43,  # one model act in two states
    ("IA HF612", "VT S121"): 0.43,
}  # fmt: skip


@pytest.fixture(scope="module")
def texts(corpus: Path) -> dict[str, str]:
    return {
        name: read((corpus / "states" / path).read_bytes(), url=f"https://example.org/{Path(path).name}").text
        for name, path in BILLS.items()
    }


def test_the_families_among_the_bills_are_found_and_nothing_else(texts: dict[str, str]) -> None:
    marks = {name: sketch(text) for name, text in texts.items()}
    near = [pair for pair in combinations(BILLS, 2) if resemblance(*(marks[one] for one in pair)) >= WORTH_A_LOOK]
    found = {pair: told.share for pair in near if (told := likeness(*(texts[one] for one in pair))).telling}
    assert {frozenset(pair) for pair in found} == {frozenset(pair) for pair in FAMILIES}
    assert all(found[pair] == pytest.approx(share, abs=0.01) for pair, share in FAMILIES.items())


def test_the_sketches_lose_no_pair_that_a_comparison_of_all_would_tell(texts: dict[str, str]) -> None:
    every = {pair: likeness(*(texts[one] for one in pair)) for pair in combinations(BILLS, 2)}
    assert {frozenset(pair) for pair, told in every.items() if told.telling} == {frozenset(pair) for pair in FAMILIES}


def test_it_is_said_in_which_section_they_part(texts: dict[str, str]) -> None:
    def told(one: str, other: str) -> Likeness:
        return likeness(texts[one], texts[other])

    assert told("RI HB7518", "RI SB2457").differs == ("2",)
    assert told("NJ A1617", "NJ S2271").differs == ("2", "3")
    assert told("ID S1282", "ID S1418").differs == ("1",)
    assert told("VT H416", "VT S121").differs == ("2",)
