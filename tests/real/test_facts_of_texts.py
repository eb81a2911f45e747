"""Facts of real kratom bills against a table read by hand: all of these are found, and nothing else is asserted."""

from pathlib import Path

import pytest

from monitor.changes.facts import facts
from monitor.reading import read

READ_BY_HAND = {
    "states/sc/bills/2025-2026/H4030/4030_20250218_02182025.htm": """
        age: under 18
        content: greater than 2%
        penalty: $500
        penalty: $1,000
        effective: upon approval by the governor
    """,
    "states/sc/bills/2025-2026/H4636/4636_Filed.htm": """
        schedule: Schedule I
        repeals: Article 20, Chapter 53, Title 44 of the S.C. Code
        effective: six months after approval by the governor
    """,
    "states/sc/bills/2025-2026/H4648/4648_Filed.htm": """
        effective: upon approval by the governor
    """,
    "states/nj/bills/222/S301/301_I1_Introduced_Version.HTM": """
        schedule: Schedule I
        effective: immediately
    """,
    "states/nj/bills/222/A4222/4222_I1_Introduced_Version.HTM": """
        prohibits: a retailer shall not prepare
        content: greater than 2%
        age: under 21
        penalty: $500
        penalty: $1,000
        offense: disorderly persons offense
        offense: petty disorderly persons offense
        register: registration
        effective: immediately
    """,
    "states/ia/bills/2025-2026/SF367/SF367_Introduced.html": """
        schedule: Schedule I
    """,
    "states/ia/bills/2025-2026/HF612/HF612_Introduced.html": """
        register: registration
        content: greater than 2%
        prohibits: a registrant shall not prepare
        prohibits: a person shall not sell
        penalty: $10,000
        penalty: $15,000
        age: under 21
        prohibits: a person shall not knowingly or willfully sell
        offense: simple misdemeanor
        offense: serious misdemeanor
        prohibits: a person shall not knowingly or willfully manufacture
        offense: class D felony
    """,
    "states/id/bills/2026/S1418/S1418_Bill_Text.pdf": """
        content: exceeds 2%
        content: more than 1 mg per serving
        age: under 21
        prohibits: no person shall sell
        offense: misdemeanor
        penalty: $1,000
        penalty: $2,500
        effective: 2026-07-01
    """,
    "states/id/bills/2026/S1418/S1418E1_Engrossment_1.pdf": """
        content: exceeds 2%
        content: more than 1 mg per serving
        age: under 21
        prohibits: no person shall sell
        offense: misdemeanor
        penalty: $1,000
        penalty: $2,500
        effective: 2027-01-01
    """,
    "states/mi/bills/2025-2026/HB4969/2025-HIB-4969_House_Introduced_Bill.htm": """
        register: license
        fee: $200
        fee: $125
        prohibits: a person shall not distribute
        content: greater than 2%
        age: under 21
        prohibits: a licensee shall not distribute
        prohibits: a person shall not purchase
        penalty: $500
        penalty: $1,000
    """,
    "states/mi/bills/2025-2026/HB4969/GetObject_objectName_2025-HCVBH-4969-0N295_Substitute_H_2.pdf": """
        prohibits: a person shall not manufacture
        content: greater than 2%
        penalty: $1,000
        penalty: $5,000
    """,
    "states/mn/bills/2025-2026/HF3452/bill_content_Introduction.html": """
        schedule: Schedule II
        repeals: Minnesota Statutes 2024, section 152.027, subdivision 7
    """,
    "states/mn/bills/2025-2026/HF3453/bill_content_Introduction.html": """
        age: under 21
        effective: 2026-08-01
    """,
    "states/ms/bills/2026/HB1712/HB1712IN_Current_version.htm": """
        schedule: Schedule III
        effective: 2026-07-01
    """,
    "states/ms/bills/2026/SB2645/SB2645IN_Current_version.htm": """
        prohibits: it shall be unlawful for any person to sell
        penalty: $500
        offense: misdemeanor
        effective: 2026-07-01
    """,
    "states/ms/bills/2026/SB2822/SB2822IN_Current_version.htm": """
        schedule: Schedule III
        repeals: Sections 27-72-51, Mississippi Code of 1972
        repeals: Sections 75-103-1, 75-103-3, 75-103-5, and 75-103-7, Mississippi Code of 1972
        effective: 2026-07-01
    """,
    "states/ri/bills/2026/SB2457/S2457A_2457_SUB_A.pdf": """
        effective: 2027-07-01
    """,
    "states/ut/bills/2026/HB387/HB0387_Introduced.xml": """
        penalty: $5,000
        prohibits: a kratom processor or kratom retailer may not prepare
        offense: class B misdemeanor
        offense: class A misdemeanor
        offense: third degree felony
        register: registration
        age: under 21
        prohibits: a kratom processor or kratom retailer may not distribute
        effective: 2026-05-06
    """,
}  # fmt: skip


@pytest.mark.parametrize("path", READ_BY_HAND, ids=[Path(path).stem[:24] for path in READ_BY_HAND])
def test_a_bill_says_what_a_reader_found_in_it_and_nothing_else(corpus: Path, path: str) -> None:
    text = read((corpus / path).read_bytes(), url=f"https://example.org/{Path(path).name}").text
    found = {f"{one.kind}: {one.value}" for one in facts(text)}
    assert found == {line.strip() for line in READ_BY_HAND[path].strip().splitlines()}


@pytest.mark.parametrize("path", READ_BY_HAND, ids=[Path(path).stem[:24] for path in READ_BY_HAND])
def test_the_sentence_of_each_fact_stands_in_the_bill(corpus: Path, path: str) -> None:
    text = read((corpus / path).read_bytes(), url=f"https://example.org/{Path(path).name}").text
    words = {word.strip('.,;:()[]{}+-“”"') for word in text.split()}
    for one in facts(text):
        said = [word.strip('.,;:()[]{}+-“”"') for word in one.sentence.split()]
        assert len([word for word in said if word and word != "…" and word not in words]) <= 1, one
