"""Alabama's list is read page by page to its end."""

import json
import re
from datetime import UTC, datetime

from monitor.source.extract import extract, respond
from spiders.alabama.bills import ENDPOINT, PAGE, AlabamaBills

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)


def rows(count: int) -> list[dict[str, str]]:
    return [{"instrumentNbr": f"HB{n}", "instrumentType": "B", "sessionAbbreviation": "2026rs"} for n in range(count)]


def offsets(count: int, offset: int) -> list[int]:
    body = {"data": {"instruments": {"count": count, "data": rows(min(PAGE, count - offset))}}}
    answer = respond(ENDPOINT, json.dumps(body).encode(), name="list.json")
    found = extract(AlabamaBills(now=NOW), answer, "parse_list", session="2026rs", kind="B", offset=offset)
    asked = [json.loads(request.body) for request in found.requests]
    numbers = [number[1] for each in asked if (number := re.search(r'instrumentNbr: {eq: "(\w+)"}', each["query"]))]
    assert numbers == [f"HB{n}" for n in range(min(PAGE, count - offset))]
    return [each["variables"]["offset"] for each in asked if "offset" in each["variables"]]


def test_a_full_page_leads_to_the_next_until_the_count_is_reached() -> None:
    assert offsets(count=101, offset=0) == [50]
    assert offsets(count=101, offset=50) == [100]
    assert offsets(count=101, offset=100) == []
    assert offsets(count=100, offset=50) == []


def test_bills_and_resolutions_of_the_session_in_office_are_asked_for_at_each_check_and_a_finished_one_once_a_week() -> (
    None
):
    first = list(AlabamaBills(now=NOW).requests())
    asked = [(each.cb_kwargs["session"], each.meta["when"]) for each in first]
    assert all(f'{{eq: "{each.cb_kwargs["session"]}"}}' in json.loads(each.body)["query"] for each in first)
    assert asked == [("2025rs", "2026-W07"), ("2025rs", "2026-W07"), ("2026rs", None), ("2026rs", None)]
    assert all(b"Authorization" not in each.headers for each in first)  # the server calls it an invalid token


def test_the_pages_of_a_finished_sessions_list_are_asked_for_at_its_pace() -> None:
    body = {"data": {"instruments": {"count": 60, "data": rows(PAGE)}}}
    answer = respond(ENDPOINT, json.dumps(body).encode(), name="list.json")
    first = next(iter(AlabamaBills(now=NOW).requests()))
    *_, following = extract(AlabamaBills(now=NOW), answer, "parse_list", **first.cb_kwargs).requests
    assert following.meta["when"] == first.meta["when"] == "2026-W07"
