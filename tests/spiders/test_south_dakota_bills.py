"""South Dakota's bills, from answers that come together."""

import json
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import TextResponse

from monitor.model.documents import Action, Bill, Version
from monitor.source import Bundle
from monitor.source.extract import extract
from spiders.south_dakota.bills import API, SouthDakotaBills

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ROW = {
    "BillId": 26722,
    "BillType": "HB",
    "BillNumberOnly": 1004,
    "Title": "authorize the recall of county commissioners.",
}
BILL = {
    **ROW,
    "SessionId": 71,
    "BillSponsor": [{"SponsorType": "P", "Member": {"UniqueName": "Ismay"}}],
    "Keywords": [],
}


def answers(**members: Any) -> Bundle:
    def saved(name: str, data: Any) -> TextResponse:
        return TextResponse(f"{API}/{name}", body=json.dumps(data).encode(), request=Request(f"{API}/{name}"))

    return Bundle(
        f"{API}/Bills/26722", {name: None if data is None else saved(name, data) for name, data in members.items()}
    )


def line(
    words: str | None, body: str, result: str, *, committee: str = "House of Representatives", **more: Any
) -> dict[str, Any]:
    acting = {"FullName": committee, "Body": body}
    return {
        "StatusText": words,
        "ActionDate": "2026-01-13T12:00:00-06:00",
        "ActionCommittee": acting,
        "Result": result,
        **more,
    }


def tokens(status: Any, now: datetime = NOW) -> list[str]:
    found = extract(SouthDakotaBills(now=now), answers(bills=[ROW], status=status), "parse_list")
    assert [request.meta["bundle"]["actions"] for request in found.requests] == [f"{API}/Bills/ActionLog/26722"]
    return [request.meta["when"] for request in found.requests]


def test_a_bill_is_read_again_when_its_last_action_moves() -> None:
    before = [{"BillId": 26722, "ActionLogs": [line("First read in House and referred to", "H", "N")]}]
    after = [{"BillId": 26722, "ActionLogs": [line("Signed by the Governor", "H", "N")]}]
    assert tokens(before) == tokens(before, NOW.replace(day=20)) != tokens(after)


def test_without_the_table_of_last_actions_every_bill_is_read_once_a_day() -> None:
    assert tokens(None) == tokens(None, NOW.replace(hour=20)) != tokens(None, NOW.replace(day=11))


def test_a_bill_has_its_log_and_versions_from_the_other_two_answers() -> None:
    log = [
        line("First read in House and referred to", "H", "N", AssignedCommittee={"FullName": "House Local Government"}),
        line("Do Pass Amended", "H", "P", committee="House Local Government", Vote={"Yeas": 9, "Nays": 4}),
        line("Do Pass Amended", "H", "P", Vote={"VoteId": 1, "Yeas": 60, "Nays": 9}),
        line(None, "H", "N", Description=None),
        line("First read in Senate and referred to", "S", "N", committee="Senate", AssignedCommittee=None),
        line("Signed by the Governor", "H", "N", Vote=None),
    ]
    texts = [{"DocumentId": 291307, "BillVersion": "Introduced", "DocumentDate": "2025-12-19T16:31:05.527-06:00"}]
    found = extract(SouthDakotaBills(now=NOW), answers(bill=BILL, actions=log, versions=texts), "parse_bill").documents
    assert len(found) == 1
    bill = found[0]
    assert isinstance(bill, Bill)
    assert (bill.identifier, bill.session, bill.chamber) == ("HB 1004", "2026", "lower")
    on = datetime(2026, 1, 13, tzinfo=UTC).date()
    read, passed = ("introduction", "reading-1", "referral-committee"), ("passage",)
    assert bill.actions == (
        Action(on=on, text="First read in House and referred to House Local Government", by="lower", kinds=read),
        Action(
            on=on,
            text="House Local Government Do Pass Amended, Passed, YEAS 9, NAYS 4",
            by="lower",
            kinds=("committee-passage-favorable",),
        ),
        Action(
            on=on, text="House of Representatives Do Pass Amended, Passed, YEAS 60, NAYS 9", by="lower", kinds=passed
        ),
        Action(on=on, text="First read in Senate and referred to", by="upper", kinds=read),
        Action(on=on, text="Signed by the Governor", by="executive", kinds=("executive-signature",)),
    )
    filed = datetime(2025, 12, 19, tzinfo=UTC).date()
    url = f"{API}/Documents/291307.html"
    assert bill.versions == (Version(note="Introduced", on=filed, url=url, media_type="text/html"),)


def test_a_finished_session_is_asked_for_once_a_week() -> None:
    rows = [{"SessionId": 71, "Year": "2026"}, {"SessionId": 72, "Year": "2027"}]
    body = json.dumps(rows).encode()
    response = TextResponse(f"{API}/Sessions/", body=body, request=Request(f"{API}/Sessions/"))
    found = extract(SouthDakotaBills(now=datetime(2026, 11, 22, tzinfo=UTC)), response, "parse_sessions").requests
    assert [(each.url, each.meta["when"], each.meta["optional"]) for each in found] == [
        (f"{API}/Bills/Session/Light/71", "2026-W47", True),
        (f"{API}/Bills/Session/Light/72", None, True),
    ]
