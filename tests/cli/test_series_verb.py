"""Numbers that a source reports are kept and shown, and announced to nobody; a deadline that moved is announced with them."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from recorded import Policywatch

from spiders.us.openfda_food_events import OpenFdaFoodEvents
from spiders.us.regulations_gov import API, COUNTS, KEY, RegulationsGov

DAYS = ("2026-10-20T12:00:00Z", "2026-10-21T12:00:00Z", "2026-10-22T12:00:00Z")
EVENTS, POSTINGS = "us.openfda_food_events", "us.regulations_gov"
CONFIG = """
[sources]
enabled = []
[sources."us.openfda_food_events"]
terms = ["kratom"]
[topics.kratom]
query = "kratom OR mitragynine"
[subscriptions.weekly]
topics = ["kratom"]
"""


def recorded(folder: Path, answers: list[tuple[str, str, int, Any]]) -> None:
    replay = folder / "replay"
    replay.mkdir()
    rows = [["url", "at", "status", "media_type", "file"]]
    for number, (url, at, status, body) in enumerate(answers):
        (replay / f"{number}.json").write_text(json.dumps(body))
        rows.append([url, at, str(status), "application/json", f"{number}.json"])
    with (replay / "captures.csv").open("w", newline="") as out:
        csv.writer(out).writerows(rows)


def reports(total: int, day: str) -> dict[str, Any]:
    meta = {"last_updated": day, "results": {"skip": 0, "limit": 1, "total": total}}
    return {"meta": meta, "results": [{"report_number": "65353"}]}


def test_reports_of_adverse_events_are_a_series_and_no_change(empty: Path, policywatch: Policywatch) -> None:
    Path("policywatch.toml").write_text(CONFIG)
    assert policywatch("apply").code == 0
    url = OpenFdaFoodEvents(terms=("kratom",)).address("kratom")
    none = {"error": {"code": "NOT_FOUND", "message": "No matches found!"}}
    recorded(
        empty,
        [
            (url, DAYS[0], 404, none),
            (url, DAYS[1], 200, reports(1204, "2026-10-20")),
            (url, DAYS[2], 200, reports(1210, "2026-10-21")),
        ],
    )
    outcomes = [policywatch("check", EVENTS, "--replay", "replay", "--now", day, "--json").rows[0] for day in DAYS]
    assert [(one["outcome"], one["documents"], one["error"]) for one in outcomes] == [
        ("baseline", 1, ""),
        ("unchanged", 1, ""),
        ("unchanged", 1, ""),
    ]
    assert policywatch("changes", "--json").rows == []
    assert [(row["on"], row["value"], row["name"]) for row in policywatch("series", "--json").rows] == [
        ("2026-10-20", 1204, "report"),
        ("2026-10-21", 1210, "report"),
    ]
    assert policywatch("series", "--source", POSTINGS).code == 2


def posting(closes: str | None, *, opened: bool) -> dict[str, Any]:
    attributes = {
        "agencyId": "DEA",
        "docketId": "DEA-2026-0793",
        "documentType": "Notice",
        "title": "Kratom: request for comments",
        "postedDate": "2026-10-01T04:00:00Z",
        "commentStartDate": "2026-10-01T04:00:00Z",
        "commentEndDate": closes,
        "openForComment": opened,
        "frDocNum": None,
    }
    return {"id": "DEA-2026-0793-0001", "type": "documents", "attributes": attributes}


def test_a_comment_period_is_told_with_the_comments_so_far(
    empty: Path, policywatch: Policywatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "a-key")
    Path("policywatch.toml").write_text(CONFIG)
    assert policywatch("apply").code == 0
    days = ("2026-10-20T12:00:00Z", "2026-10-23T12:00:00Z", "2026-11-03T12:00:00Z", "2026-11-05T12:00:00Z")
    states = [
        posting("2026-10-31T03:59:59Z", opened=True),
        posting("2026-11-02T04:59:59Z", opened=True),
        posting("2026-11-02T04:59:59Z", opened=False),
        posting("2026-12-02T04:59:59Z", opened=True),
    ]
    counts = [1204, 1300, 1300, 1400]
    answers: list[tuple[str, str, int, Any]] = []
    for day, state, count in zip(days, states, counts, strict=True):
        for request in RegulationsGov(now=datetime.fromisoformat(day)).requests():
            ours = "agencyId%5D=DEA" in request.url and request.url.count("documentType%5D=Notice")
            answers.append((request.url, day, 200, {"data": [state] if ours else []}))
        counted = {"data": {"id": "DEA-2026-0793-0001", "type": COUNTS, "attributes": {"count": count}}}
        answers.append((f"{API}/{COUNTS}/DEA-2026-0793-0001", day, 200, counted))
    recorded(empty, answers)
    for day in days:
        row = policywatch("check", POSTINGS, "--replay", "replay", "--now", day, "--json").rows[0]
        assert row["error"] == ""
    told = [reason for row in policywatch("changes", "--json").rows for reason in row["reasons"]]
    assert [one for one in told if one.startswith("comment period") and "closes in" not in one] == [
        "comment period extended from 2026-10-30 to 2026-11-01",
        "comment period closed",
        "comment period reopened until 2026-12-01",
    ]
    assert [row["value"] for row in policywatch("series", "--json").rows] == [1204, 1300, 1400]
    digest = policywatch("digest", "weekly", "--since", "2026-10-21", "--format", "text").out
    assert "Comment period reopened until Dec 1, 2026." in digest
    assert "Comments so far: 1,400" in digest
