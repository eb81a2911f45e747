"""Odd forms of federal records that are real: numbers as old issues print them, steps without words, prints of bills."""

from pathlib import Path

import pytest
from lxml import etree

from monitor.model.errors import MonitorError
from monitor.source.extract import extract, load
from spiders.families.register_xml import documents_of
from spiders.us.congress import Congress
from spiders.us.congress_texts import CongressTexts

RULE = "<RULE><PREAMB><SUBJECT>Placement of X</SUBJECT></PREAMB><FRDOC>[{} Filed 1-2-03; 8:45 am]</FRDOC></RULE>"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("FR Doc. 2016-08846", "2016-08846"),
        ("FR Doc. 2024–02930", "2024-02930"),
        ("FR Doc. E9-1234", "E9-1234"),
        ("FR Doc. 94-1234", "94-1234"),
        ("FR Doc. C1-2013-16962", "C1-2013-16962"),
        ("FR Doc. R1-2010-1", "R1-2010-1"),
        ("FR Doc. Z9-12345", "Z9-12345"),
        ("FR Doc. No. 2012-29862", "2012-29862"),
        ("FR Doc. No.: 2012- 29862", "2012-29862"),
        ("FR Document 03-5", "03-5"),
        ("FR Doc.2016-08846", "2016-08846"),
    ],
)
def test_a_number_of_every_form_is_read(printed: str, number: str) -> None:
    (document,) = documents_of(etree.fromstring(RULE.format(printed)), "https://www.federalregister.gov/x.xml")
    assert document.identifier == number
    assert document.url.endswith(f"/d/{number}")


BILL = """<billStatus><version>3.0.0</version><bill><number>10</number><type>HR</type><congress>118</congress>
<title>Reserved for the Speaker.</title><actions>{}</actions><relatedBills>{}</relatedBills></bill></billStatus>"""
STEP = "<item><actionDate>2023-01-09</actionDate>{}<type>IntroReferral</type></item>"


def bill_status(folder: Path, actions: str, related: str = "") -> list[object]:
    file = folder / "bill.xml"
    file.write_text(BILL.format(actions, related), encoding="utf-8")
    spider = Congress()
    url = "https://www.govinfo.gov/bulkdata/BILLSTATUS/118/hr/BILLSTATUS-118hr10.xml"
    return list(extract(spider, load(spider, file, url=url)).documents)


def test_a_step_without_words_and_a_related_bill_without_number_are_left_out(tmp_path: Path) -> None:
    steps = STEP.format("") + STEP.format("<text/>") + STEP.format("<text>Introduced in House</text>")
    related = (
        "<item><title>Somewhere</title></item><item><number>5</number><type>S</type><congress>118</congress></item>"
    )
    (bill,) = bill_status(tmp_path, steps, related)
    assert [one.text for one in bill.actions] == ["Introduced in House"]  # type: ignore[attr-defined]  # it is a Bill
    assert bill.companions == ("S 5",)  # type: ignore[attr-defined]  # it is a Bill


def test_a_bill_that_is_only_reserved_is_a_bill(tmp_path: Path) -> None:
    (bill,) = bill_status(tmp_path, "")
    assert (bill.identifier, bill.sponsors, bill.actions) == ("HR 10", (), ())  # type: ignore[attr-defined]  # it is a Bill


PRINTED = (
    "118th CONGRESS\n1st Session\nS. 3039\nA BILL\nTo protect consumers of kratom.\nBe it enacted by the Senate.\n"
)


@pytest.mark.parametrize("ending", ["BILLS-118s3039is.txt", "BILLS-118s3039is/htm"])
def test_a_print_of_a_bill_is_read_at_an_address_that_names_it(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "bill.txt"
    file.write_text(PRINTED, encoding="utf-8")
    spider = CongressTexts()
    (page,) = extract(spider, load(spider, file, url=f"https://www.govinfo.gov/content/pkg/{ending}")).documents
    assert (page.identifier, page.status) == ("S 3039 (118) is", "Introduced in Senate")
    assert "kratom" in page.text


def test_a_print_that_nothing_names_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bill.txt"
    file.write_text(PRINTED, encoding="utf-8")
    spider = CongressTexts()
    with pytest.raises(MonitorError, match="names no bill"):
        extract(spider, load(spider, file, url="https://www.govinfo.gov/content/pkg/x.txt"))
