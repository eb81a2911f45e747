"""What Regulations.gov is asked, with which key, and how its moments become days."""

import json

import pytest
from scrapy.http import TextResponse

from monitor.model.documents import Notice
from monitor.source.extract import extract
from spiders.us.regulations_gov import KEY, RegulationsGov

ADDRESS = "https://api.regulations.gov/v4/documents?page%5Bnumber%5D=3"


def answer(*attributes: dict[str, object], more: bool = False) -> TextResponse:
    rows = [
        {"id": f"DEA-{n}", "type": "documents", "attributes": {"documentType": "Notice", "title": "A", **each}}
        for n, each in enumerate(attributes)
    ]
    return TextResponse(ADDRESS, body=json.dumps({"data": rows, "meta": {"hasNextPage": more}}).encode())


def test_the_key_travels_in_a_header_to_every_address_and_stands_in_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "a-secret")
    spider = RegulationsGov()
    requests = [*spider.requests(), *extract(spider, answer(more=True)).requests]
    assert {request.headers[b"X-Api-Key"] for request in requests} == {b"a-secret"}
    assert all("secret" not in request.url and "key" not in request.url.lower() for request in requests)
    assert all(request.meta["dont_redirect"] for request in requests)
    assert requests[-1].url == "https://api.regulations.gov/v4/documents?page%5Bnumber%5D=4"


@pytest.mark.parametrize("unset", ["", None])
def test_without_a_key_the_public_one_is_used(monkeypatch: pytest.MonkeyPatch, unset: str | None) -> None:
    monkeypatch.delenv(KEY, raising=False) if unset is None else monkeypatch.setenv(KEY, unset)
    assert {request.headers[b"X-Api-Key"] for request in RegulationsGov().requests()} == {b"DEMO_KEY"}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-08-06T03:59:59Z", "2026-08-05"),
        ("2026-12-03T04:59:59Z", "2026-12-02"),
        ("2026-07-06T04:00:00Z", "2026-07-06"),
        ("2026-01-06T05:00:00Z", "2026-01-06"),
        ("2026-08-03T00:00:00Z", "2026-08-03"),
        ("2026-08-03", "2026-08-03"),
    ],
)
def test_a_moment_is_the_day_it_was_on_the_east_coast(moment: str, day: str) -> None:
    (notice,) = extract(RegulationsGov(), answer({"commentEndDate": moment})).documents
    assert isinstance(notice, Notice)
    assert str(notice.comments_close_on) == day


@pytest.mark.parametrize(
    ("printed", "registry", "identifier"),
    [
        ("2026-13580", "federalregister.gov", "2026-13580"),
        ("2026\u201313580", "federalregister.gov", "2026-13580"),
        ("E9-1234", "federalregister.gov", "E9-1234"),
        ("22-12345", "regulations.gov", "DEA-0"),
        ("2026-123", "regulations.gov", "DEA-0"),
        ("2026-13580, 2026-13581", "regulations.gov", "DEA-0"),
        (None, "regulations.gov", "DEA-0"),
    ],
)
def test_only_a_sure_number_makes_it_the_registers_document(
    printed: str | None, registry: str, identifier: str
) -> None:
    (one,) = extract(RegulationsGov(), answer({"frDocNum": printed})).documents
    assert (one.registry or RegulationsGov.registry, one.identifier) == (registry, identifier)


def test_the_order_of_filings_in_several_dockets_means_nothing() -> None:
    filings = (
        {"frDocNum": "2026-16000", "docketId": "B", "commentEndDate": "2026-09-02T03:59:59Z", "openForComment": True},
        {"frDocNum": "2026-16000", "docketId": "A", "commentEndDate": None},
    )
    rows = [
        {"id": each["docketId"], "type": "documents", "attributes": {"documentType": "Notice", **each}}
        for each in filings
    ]
    found = [
        extract(RegulationsGov(), TextResponse(ADDRESS, body=json.dumps({"data": order}).encode())).documents
        for order in (rows, rows[::-1])
    ]
    assert found[0] == found[1]
    (one,) = found[0]
    assert isinstance(one, Notice)
    assert (one.docket, one.status) == ("A; B", "open for comment")


def test_counts_views_and_stamps_never_change_a_document() -> None:
    plain, busy = (
        extract(RegulationsGov(), answer({"postedDate": "2026-07-06T04:00:00Z", **noise})).documents
        for noise in (
            {"lastModifiedDate": "2026-07-06T02:00:00Z", "pageCount": 0},
            {"lastModifiedDate": "2026-09-06T02:00:00Z", "pageCount": 9, "numberOfCommentsReceived": 5000},
        )
    )
    assert plain == busy
