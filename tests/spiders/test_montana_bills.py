"""Montana's interface says "no texts" by 404, and a bill is read all the same."""

from scrapy.http import TextResponse

from monitor.source.extract import extract
from spiders.montana.bills import MontanaBills

SESSION = {"name": "20251", "number": 2, "when": None}
ROW = {
    "billNumber": 7,
    "billType": {"code": "HJ"},
    "sponsorId": None,
    "draft": {"draftNumber": "LC1200", "shortTitle": "Interim study of kratom", "subjects": [], "billStatuses": []},
}


def test_a_bill_without_texts_is_read() -> None:
    answer = TextResponse("https://api.legmt.gov/docs/v1/documents/getBillVersions?billNumber=7", status=404)
    (bill,) = extract(MontanaBills(), answer, "parse_bill", row=ROW, session=SESSION, names={}).documents
    assert (bill.identifier, bill.title) == ("HJ 7", "Interim study of kratom")


def test_its_texts_are_asked_for_again_when_the_row_moves() -> None:
    page = b'{"content": [%s], "totalPages": 1}'
    answer = b'{"billNumber": 7, "billType": {"code": "HJ"}, "draft": {"draftNumber": "LC1200", "fiscalNote": %s}}'
    tokens = []
    for state in (b"false", b"false", b"true"):
        response = TextResponse("https://api.legmt.gov/bills/v1/bills/search", body=page % (answer % state))
        (request,) = extract(MontanaBills(), response, "parse_page", session=SESSION, names={}).requests
        assert request.meta["handle_httpstatus_list"] == [404]
        tokens.append(request.meta["when"])
    assert tokens[0] == tokens[1] != tokens[2]
