"""The real answer of Washington's web service: every measure of it, and nothing else."""

import re
from pathlib import Path

from monitor.model.documents import Bill
from monitor.source.extract import extract, read_bytes, respond
from spiders.washington.bills import SERVICE, WashingtonBills

CAPTURE = "states/wa/wslwebservices/LegislationService_GetLegislationIntroducedSince_2026-01-14.xml"
LIST = f"{SERVICE}/GetLegislationIntroducedSince?sinceDate=2025-01-01"


def bills(corpus: Path) -> list[Bill]:
    answer = respond(LIST, read_bytes(corpus / CAPTURE), name="list.xml")
    return [each for each in extract(WashingtonBills(), answer).documents if isinstance(each, Bill)]


def test_every_measure_of_the_list_is_one_bill_with_its_last_step(corpus: Path) -> None:
    body = read_bytes(corpus / CAPTURE)
    found = bills(corpus)
    assert len(found) == len({bill.identifier for bill in found}) == body.count(b"<Legislation>") == 752
    assert all(bill.title and bill.status and bill.session == "2025-2026" for bill in found)
    assert all(len(bill.actions) == 1 and bill.actions[0].on for bill in found)
    assert {bill.identifier.split()[0] for bill in found} == {
        "HB",
        "SB",
        "HJM",
        "HJR",
        "HCR",
        "HR",
        "SJM",
        "SJR",
        "SCR",
    }
    assert sum(len(bill.companions) for bill in found) == 250
    assert [bill.identifier for bill in found if re.search("kratom", bill.title)] == ["HB 2291"]


def test_every_step_of_the_list_is_known_to_the_vocabulary(corpus: Path) -> None:
    words = {action.text for bill in bills(corpus) for action in bill.actions}
    assert [each for each in words if not WashingtonBills.vocabulary.knows(each)] == []


def test_the_list_leads_to_one_history_a_measure(corpus: Path) -> None:
    asked = extract(WashingtonBills(), respond(LIST, read_bytes(corpus / CAPTURE), name="list.xml"), "parse_list")
    assert len({request.url for request in asked.requests}) == 752
    assert asked.documents == ()
    assert all(request.meta["when"] for request in asked.requests)
