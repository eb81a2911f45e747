"""What is asked of a SOAP service, and what counts as its answer."""

import pytest
from scrapy import Request

from monitor.crawl.conditional import address_of
from monitor.model.errors import ExtractionError
from monitor.source.extract import respond
from spiders.families.soap import answer, asking
from spiders.families.xml_records import name_of

SERVICE = "https://service.example.gov/Service.svc"
NAMESPACE = "https://example.gov/services/"


def test_a_question_is_the_same_page_at_every_check_and_another_question_another_page() -> None:
    first, again, other = (
        Request(SERVICE, **asking(NAMESPACE, "Finder", "GetDetail", {"Id": number})) for number in (1, 1, 2)
    )
    assert address_of(first) == address_of(again) != address_of(other)
    assert first.headers["SOAPAction"] == b'"https://example.gov/services/Finder/GetDetail"'


def test_what_is_asked_is_escaped() -> None:
    assert "<s:Name>A &lt;&amp; B</s:Name>" in asking(NAMESPACE, "Finder", "Find", {"Name": "A <& B"})["body"]


def test_the_result_of_the_operation_is_the_answer() -> None:
    body = b"<E><Body><GetDetailResponse><GetDetailResult><Id>1</Id></GetDetailResult></GetDetailResponse></Body></E>"
    assert name_of(answer(respond(SERVICE, body, name="a.xml"), "GetList", "GetDetail")) == "GetDetailResult"
    with pytest.raises(ExtractionError, match="expected GetListResult, found <E>"):
        answer(respond(SERVICE, body, name="a.xml"), "GetList")


def test_a_fault_is_told_in_the_servers_words() -> None:
    body = b"<E><Body><Fault><faultstring>This Roll Call Vote is not published.</faultstring></Fault></Body></E>"
    with pytest.raises(ExtractionError, match="not published"):
        answer(respond(SERVICE, body, name="a.xml"), "GetDetail")
