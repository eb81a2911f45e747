"""A docket of the General Court stays one document when it becomes a bill."""

import json
from datetime import UTC, datetime
from typing import Any

from monitor.model.documents import Bill
from monitor.source.extract import extract, respond
from spiders.massachusetts.bills import SITE, MassachusettsBills

NOW = datetime(2025, 2, 10, 12, tzinfo=UTC)
LIST = f"{SITE}/api/GeneralCourts/194/Documents"
DOCKET = {"BillNumber": None, "DocketNumber": "HD1234", "Title": "An Act relative to kratom"}


def bill_of(row: dict[str, Any], now: datetime = NOW) -> Bill:
    spider = MassachusettsBills(now=now)
    found = extract(spider, respond(LIST, json.dumps([row]).encode(), name="list.json"), "parse_list")
    for request in found.requests:
        history = respond(request.url, b"[]", name="history.json")
        found = extract(spider, history, "parse_history", **request.cb_kwargs)
    (bill,) = found.documents
    assert isinstance(bill, Bill)
    return bill


def test_a_docket_that_gets_a_number_goes_by_it_and_names_the_docket() -> None:
    docket, bill = bill_of(DOCKET), bill_of({**DOCKET, "BillNumber": "H2345"})
    assert (docket.identifier, docket.aliases) == ("HD 1234", ())
    assert (bill.identifier, bill.aliases) == ("H 2345", ("HD 1234",))
    assert docket.session == bill.session
    assert (docket.status, bill.status) == ("Docket HD.1234", "Bill H.2345")
    assert bill.url == f"{SITE}/Bills/194/H2345"


def test_a_new_draft_without_a_docket_is_known_by_its_number() -> None:
    assert bill_of({**DOCKET, "BillNumber": "H5001", "DocketNumber": None}).identifier == "H 5001"


def test_every_question_asks_for_json() -> None:
    spider = MassachusettsBills(now=NOW)
    first = list(spider.requests())
    answer = respond(LIST, json.dumps([{**DOCKET, "BillNumber": "H2345"}]).encode(), name="list.json")
    asked = [*first, *extract(spider, answer, "parse_list").requests]
    assert {each.headers["Accept"] for each in asked} == {b"application/json"}


def test_a_history_is_read_once_a_week_though_its_row_does_not_move() -> None:
    row = {**DOCKET, "BillNumber": "H2345"}
    answer = respond(LIST, json.dumps([row]).encode(), name="list.json")
    days = [NOW.replace(day=day) for day in range(10, 18)]
    tokens = [extract(MassachusettsBills(now=day), answer, "parse_list").requests[0].meta["when"] for day in days]
    assert len(set(tokens)) == 2
