"""Virginia's tables cannot be read for days, LegiScan is read instead, the tables come back: the whole way, by the command line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from recorded import ADDRESS, KRATOM, PASSED_HOUSE, Bill, Policywatch, bill, write_captures, write_table

API = "https://api.legiscan.com/?op="
START = datetime(2026, 1, 20, 12, tzinfo=UTC)
CONFIG = """
[sources]
enabled = ["virginia.bills", "legiscan.virginia"]

[jurisdictions.us-va]
route = "direct"
then = ["legiscan"]

[topics.kratom]
query = "kratom"

[subscriptions.weekly]
topics = ["kratom"]
"""
REPORTED = {
    "Last_senate_action": "Reported from Education and Health (15-Y 0-N)",
    "Last_senate_action_date": "1/27/2026",
}


def at(days: float) -> str:
    return (START + timedelta(days=days)).isoformat()


def legiscan(*history: tuple[str, str, str]) -> dict[str, Any]:
    session = {
        "session_id": 2100,
        "year_start": 2026,
        "year_end": 2026,
        "special": 0,
        "session_name": "2026 Regular Session",
    }
    steps = [{"date": day, "chamber": chamber, "action": words} for day, chamber, words in history]
    return {
        "bill_id": 1, "change_hash": str(len(steps)), "session": session, "state": "VA", "bill_number": "HB360", "body": "H",
        "title": "Kratom products; regulation.", "description": "Regulates kratom.", "status": 2, "history": steps,
        "url": "https://legiscan.com/VA/bill/HB360/2026", "state_link": "https://lis.virginia.gov/HB360",
        "sponsors": [], "sasts": [], "subjects": [], "texts": [],
    }  # fmt: skip


REFERRED_L = ("2026-01-14", "H", "House: Referred to Committee for Courts of Justice")
PASSED_L = ("2026-01-21", "H", "House: Read third time and passed House (97-Y 0-N)")
SENATE_L = ("2026-01-24", "S", "Senate: Referred to Committee on Education and Health")


@pytest.fixture
def route(empty: Path, policywatch: Policywatch, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten days: well for two, an error for five, well again."""
    monkeypatch.setenv("LEGISCAN_KEY", "0a1b2c")
    folder = empty / "replay"
    folder.mkdir()
    rows: list[tuple[object, ...]] = []
    rest = [bill(number) for number in ("HB1", "HB2", "SB9")]
    tables: list[tuple[float, Bill]] = [
        (0, bill("HB360", **KRATOM)),
        (1, bill("HB360", **KRATOM, **PASSED_HOUSE)),
        (7, bill("HB360", **KRATOM, **PASSED_HOUSE, **REPORTED)),
    ]
    for day, row in tables:
        write_table(folder / f"{day}.csv", [row, *rest])
        rows.append((ADDRESS, at(day), 200, "text/csv", f"{day}.csv"))
    (folder / "error.html").write_text("<h1>Service Unavailable</h1>")
    rows.append((ADDRESS, at(2), 503, "text/html", "error.html"))
    moved = legiscan(REFERRED_L, PASSED_L, SENATE_L)
    said = {
        "getSessionList&state=VA": {"sessions": [moved["session"]]},
        "getMasterListRaw&id=2100": {
            "masterlist": {"session": moved["session"], "0": {"bill_id": 1, "number": "HB360", "change_hash": "3"}}
        },
        "getSearch&id=2100&query=kratom&page=1": {"searchresult": {"summary": {"page_current": 1, "page_total": 1}}},
        "getBill&id=1": {"bill": moved},
    }
    for number, (asked, answer) in enumerate(said.items()):
        (folder / f"legiscan{number}.json").write_text(json.dumps({"status": "OK", **answer}))
        rows.append((f"{API}{asked}", at(0), 200, "application/json", f"legiscan{number}.json"))
    write_captures(folder, rows)
    (empty / "policywatch.toml").write_text(CONFIG)
    assert policywatch("apply").code == 0
    return empty


def checked(policywatch: Policywatch, day: float) -> dict[str, str]:
    """The sources that were due, with how each ended; texts of bills are in no recording."""
    said = policywatch("check", "--due", "--replay", "replay", "--now", at(day), "--json")
    return {row["source"]: row["outcome"] for row in said.rows if not row["source"].endswith("texts")}


def told(policywatch: Policywatch) -> Iterator[tuple[str, str]]:
    for row in policywatch("changes", "--json").rows:
        for field in row["fields"]:
            if field["name"] == "actions":
                yield from ((row["source"], one["text"]) for one in field["after"] if one not in field["before"])


def test_each_step_is_told_once_whichever_route_is_read(route: Path, policywatch: Policywatch) -> None:
    assert checked(policywatch, 0) == {"virginia.bills": "baseline"}
    assert checked(policywatch, 1) == {"virginia.bills": "changed"}
    before = list(told(policywatch))
    assert before == [("virginia.bills", PASSED_HOUSE["Last_house_action"])]

    for day in (2, 2.5, 3):
        assert checked(policywatch, day) == {"virginia.bills": "unreachable"}
    assert checked(policywatch, 4.5) == {"virginia.bills": "unreachable", "legiscan.virginia": "baseline"}
    assert list(told(policywatch)) == [*before, ("legiscan.virginia", SENATE_L[2])]
    preview = policywatch("digest", "weekly", "--format", "text", "--now", at(4.6)).out
    assert "virginia.bills could not be read for a day: legiscan.virginia is read instead until it can." in " ".join(
        preview.split()
    )

    assert checked(policywatch, 7) == {"virginia.bills": "changed", "legiscan.virginia": "unchanged"}
    assert list(told(policywatch))[2:] == [("virginia.bills", REPORTED["Last_senate_action"])]
    assert checked(policywatch, 8) == {"virginia.bills": "unchanged"}
    assert len(policywatch("changes", "--json").rows) == 3
