"""The captures of federal texts: the Federal Register's XML, the Code of Federal Regulations, the FDA's pages."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.changes.compare import only_cosmetic
from monitor.changes.importance import COSMETIC
from monitor.changes.revise import revise
from monitor.model.documents import Enforcement, Notice, Rule
from monitor.model.errors import ExtractionError
from monitor.model.records import Key, Revision
from monitor.source.extract import extract, load
from monitor.source.spider import SourceSpider
from spiders.us.ecfr import Ecfr
from spiders.us.fda_announcements import FdaAnnouncements
from spiders.us.fda_warning_letters import FdaWarningLetters
from spiders.us.federal_register_full_text import FederalRegisterFullText

REGISTER = "federal/federalregister"
ISSUES = "https://www.govinfo.gov/bulkdata/FR"
ONE = "https://www.federalregister.gov/documents/full_text/xml/2016/04/15"
LETTER = (
    "https://www.fda.gov/inspections-compliance-enforcement-and-criminal-investigations/warning-letters/"
    "abs-corporation-732115-07232026"
)


def documents(spider: type[SourceSpider], file: Path, url: str) -> dict[str, Rule | Notice | Enforcement]:
    """The documents of a capture by identifier; each must stand there once."""
    running = spider()
    found = extract(running, load(running, file, url=url)).documents
    by_number = {one.identifier: one for one in found if isinstance(one, Rule | Notice | Enforcement)}
    assert len(by_number) == len(found)
    return by_number


def printed_numbers(file: Path) -> list[str]:
    """What the bytes say, without any reading: the numbers at the foot of the documents."""
    found = re.findall(r"<FRDOC>\s*\[FR Doc\.\s*([\w–-]+)", file.read_text(encoding="utf-8"))
    return [number.replace("–", "-") for number in found]


def one_of_the_register(file: Path) -> Rule | Notice:
    (document,) = documents(FederalRegisterFullText, file, f"{ONE}/{file.name}").values()
    assert isinstance(document, Rule | Notice)
    return document


@pytest.mark.parametrize(
    ("folder", "count"),
    [("full_text_xml", 19), ("articles_xml_legacy", 3), ("bulk_xml_slices", 9), ("full_text_xml_pairs", 2)],
)
def test_every_document_of_the_register_is_read_from_its_xml(corpus: Path, folder: str, count: int) -> None:
    files = sorted((corpus / REGISTER / folder).glob("*.xml"))
    assert len(files) == count
    for file in files:
        document, raw = one_of_the_register(file), file.read_text(encoding="utf-8")
        assert [document.identifier] == printed_numbers(file)
        assert document.kind == ("notice" if raw.lstrip().startswith("<NOTICE") else "rule")
        assert document.title
        assert document.agencies
        assert len(document.text) > 700
        assert bool(document.docket) == ("<DEPDOC>" in raw)
        if isinstance(document, Rule):
            assert document.stage == "rule"
            assert bool(document.rin) == ("<RIN>" in raw)
            assert set(re.findall(r"\d+ CFR Part (\d+)<", raw)) <= {part.split()[-1] for part in document.cfr}


def test_fields_of_a_rule_are_those_it_prints(corpus: Path) -> None:
    rule = one_of_the_register(corpus / REGISTER / "full_text_xml/2014-30419.xml")
    assert isinstance(rule, Rule)
    assert rule.title.startswith("Appraisals for Higher-Priced Mortgage Loans Exempt")
    assert (rule.docket, rule.rin) == ("OCC-2014-0027; R-1443", "1557-AD90; 7100-AD90; 3170-AA11")
    assert rule.cfr == ("12 CFR 34", "12 CFR 226", "12 CFR 1026")
    assert rule.effective_on == date(2015, 1, 1)
    correction = one_of_the_register(corpus / REGISTER / "articles_xml_legacy/C12_013_-16_962.xml")
    assert (correction.identifier, correction.docket) == ("C1-2013-16962", "CFPB-2013-0010")


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("bulk_xml/FR-2016-04-15.xml", date(2016, 4, 15)),
        ("bulk_xml_pair_ndash_2024-03/FR-2024-02-12.current.xml", date(2024, 2, 12)),
        ("bulk_xml_pair_ndash_2024-03/FR-2024-02-12.updated.xml", date(2024, 2, 12)),
    ],
)
def test_a_whole_issue_is_read_document_by_document(corpus: Path, name: str, on: date) -> None:
    file = corpus / REGISTER / name
    issue = documents(FederalRegisterFullText, file, f"{ISSUES}/x/{file.name}")
    raw = file.read_text(encoding="utf-8")
    assert list(issue) == printed_numbers(file)
    assert {one.published_on for one in issue.values()} == {on}
    assert all(one.title and one.text for one in issue.values())
    stages = [one.stage if isinstance(one, Rule) else one.kind for one in issue.values()]
    assert stages.count("rule") == raw.count("<RULE>")
    assert stages.count("proposed rule") == raw.count("<PRORULE>")
    assert stages.count("notice") == raw.count("<NOTICE>") + raw.count("<PRESDOCU>")
    assert not [one for one in issue.values() if isinstance(one, Rule) and one.stage != "rule" and one.effective_on]


def test_a_slice_of_an_issue_is_the_document_of_the_issue(corpus: Path) -> None:
    file = corpus / REGISTER / "bulk_xml/FR-2016-04-15.xml"
    issue = documents(FederalRegisterFullText, file, f"{ISSUES}/x/{file.name}")
    for piece in sorted((corpus / REGISTER / "bulk_xml_slices").glob("*.xml")):
        document = one_of_the_register(piece)
        assert document == replace(
            issue[document.identifier], citation=""
        )  # the volume stands at the head of the issue


def test_a_document_of_an_issue_is_cited_by_the_page_on_which_it_begins(corpus: Path) -> None:
    issues = {
        "bulk_xml/FR-2016-04-15.xml": {"2016-08792": "81 FR 22176", "2016-08690": "81 FR 22194"},
        "bulk_xml_pair_ndash_2024-03/FR-2024-02-12.current.xml": {
            "2024-02741": "89 FR 9743",
            "2024-02236": "89 FR 9819",
            "2024-02182": "89 FR 9920",
        },
    }
    for name, cited in issues.items():
        issue = documents(FederalRegisterFullText, corpus / REGISTER / name, f"{ISSUES}/x/FR-2016-04-15.xml")
        assert all(isinstance(one, Rule | Notice) and one.citation for one in issue.values())
        assert {number: issue[number].citation for number in cited} == cited


def test_the_clean_up_of_the_dashes_changed_no_document(corpus: Path) -> None:
    folder = corpus / REGISTER / "bulk_xml_pair_ndash_2024-03"
    old, new = (
        documents(FederalRegisterFullText, folder / f"FR-2024-02-12.{state}.xml", f"{ISSUES}/x/FR-2024-02-12.xml")
        for state in ("current", "updated")
    )
    assert old.keys() == new.keys()
    assert len(old) == 96
    now = datetime(2024, 3, 1, tzinfo=UTC)
    for number, before in old.items():
        after = new[number]
        key = Key(registry="federalregister.gov", kind=before.kind, identifier=number)
        last = Revision(key=key, source="s", number=1, document=before, fingerprint="", seen_at=now)
        verdict = revise(last, after, key=key, source="s", jurisdiction="us", now=now)
        assert before == after or (verdict and verdict.change and verdict.change.importance == COSMETIC), number


def test_an_edit_of_seven_bytes_is_seen(corpus: Path) -> None:
    folder = corpus / REGISTER / "full_text_xml_pairs"
    before, after = (one_of_the_register(folder / f"201_330_108.{state}.xml") for state in ("original", "edited"))
    assert (before.identifier, before.title, before.docket) == (after.identifier, after.title, after.docket)
    assert not only_cosmetic(before, after, ("text",))


@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_an_issue_that_broke_off_is_refused(corpus: Path, tmp_path: Path, share: float) -> None:
    body = (corpus / REGISTER / "bulk_xml/FR-2016-04-15.xml").read_bytes()
    cut = tmp_path / "FR-2016-04-15.xml"
    cut.write_bytes(body[: int(len(body) * share)])
    with pytest.raises(ExtractionError, match="well-formed"):
        documents(FederalRegisterFullText, cut, f"{ISSUES}/x/{cut.name}")


@pytest.mark.parametrize(
    ("name", "url", "sections", "first"),
    [
        (
            "ecfr/versioner_full/title-3.2024-05-17.xml",
            "https://www.ecfr.gov/api/versioner/v1/full/2024-05-17/title-3.xml",
            27,
            "3 CFR 100.1",
        ),
        ("cfr_annual_xml/CFR-2005-title45-vol1-sec46-111.xml", "", 44, "45 CFR 46.101"),
        ("cfr_annual_xml/CFR-2012-title12-vol8-part1003.xml", "", 9, "12 CFR 1003.1"),
        ("cfr_annual_xml/CFR-2012-title12-vol8-part1004.xml", "", 5, "12 CFR 1004.1"),
        ("cfr_annual_xml/CFR-2012-title12-vol8-part1006.xml", "", 8, "12 CFR 1006.1"),
        ("cfr_annual_xml/CFR-2014-title12-vol8-part1003.xml", "", 9, "12 CFR 1003.1"),
        ("cfr_annual_xml/CFR-2017-title12-vol9-part1071.xml", "", 21, "12 CFR 1071.100"),
        ("cfr_annual_xml/CFR-2017-title12-vol9-part1080.xml", "", 14, "12 CFR 1080.1"),
    ],
)
def test_every_section_of_the_code_is_read(corpus: Path, name: str, url: str, sections: int, first: str) -> None:
    file = corpus / "federal" / name
    found = documents(Ecfr, file, url or f"https://www.govinfo.gov/content/pkg/x/xml/{file.name}")
    assert (len(found), next(iter(found))) == (sections, first)
    for rule in found.values():
        assert isinstance(rule, Rule)
        assert rule.stage == "codified text"
        assert rule.title in rule.text.partition("\n")[0]
        assert rule.cfr
        assert "_SUBSTITUTE_DATE_" not in rule.text


def test_two_editions_of_a_part_differ_in_words_alone(corpus: Path) -> None:
    folder = corpus / "federal/cfr_annual_xml"
    old, new = (
        documents(Ecfr, folder / f"CFR-{year}-title12-vol8-part1003.xml", f"https://www.govinfo.gov/CFR-{year}-title12")
        for year in (2012, 2014)
    )
    assert old.keys() == new.keys()
    assert 0 < sum(old[number] == new[number] for number in old) < len(old)
    supplement = new["12 CFR Supplement I to Part 1003"]
    assert isinstance(supplement, Rule)
    assert (supplement.action, supplement.published_on) == ("78 FR 79286, Dec. 30, 2013", date(2013, 12, 30))


def test_a_warning_letter_is_read_whole_without_the_site_around_it(corpus: Path) -> None:
    file = corpus / "federal/fda/warning_letter_pages/abs-corporation-732115-07232026.2026-08-04.html"
    (letter,) = documents(FdaWarningLetters, file, LETTER).values()
    assert isinstance(letter, Enforcement)
    assert (letter.identifier, letter.firm, letter.product) == ("MARCS-CMS 732115", "ABS Corporation", "Drugs")
    assert (letter.published_on, letter.url) == (date(2026, 7, 23), LETTER)
    assert letter.text.startswith("Product: Drugs\nRecipient: Mr. David G. Wood President/CEO ABS Corporation")
    assert "Your firm manufactures animal drugs for (b)(4) and (b)(4) use." in letter.text
    assert letter.text.endswith("Quality Systems Approach to Pharmaceutical CGMP Regulations.")
    assert not re.search(r"More Warning Letters|In this Section|Delivery Method", letter.text)


def test_a_page_of_the_fda_is_read_whole_and_without_what_stands_beside_it(corpus: Path) -> None:
    (file,) = (corpus / "federal/fda/warning_letter_pages").glob("*.html")
    running = FdaAnnouncements()
    (page,) = extract(running, load(running, file, url=LETTER)).documents
    assert isinstance(page, Notice)
    (letter,) = documents(FdaWarningLetters, file, LETTER).values()
    assert page.title.startswith("ABS Corporation")
    assert page.text.splitlines() == [line for line in letter.text.splitlines() if line in page.text.splitlines()]
    assert len(page.text) > 0.9 * len(letter.text)
    assert "Content current as of" not in page.text
    assert not any(line.startswith("Regulated Product") for line in page.text.splitlines())
