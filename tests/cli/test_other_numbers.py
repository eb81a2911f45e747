"""A docket is followed; it becomes a bill; whoever asks by either number finds the one document and its whole history."""

import json
from pathlib import Path

import pytest
from recorded import Policywatch, write_captures

LIST = "https://malegislature.gov/api/GeneralCourts/194/Documents"
HISTORY = f"{LIST}/H2345/DocumentHistoryActions"
FILED, NUMBERED, MOVED = "2026-03-02T12:00:00Z", "2026-03-09T12:00:00Z", "2026-03-16T12:00:00Z"
CONFIG = """
[sources]
enabled = ["massachusetts.bills"]

[topics.kratom]
query = "kratom"

[[follow]]
document = "us-ma, HD 1234"
stance = "support"
note = "our bill"

[destinations.hook]
url = "json://127.0.0.1:9/secret-token"

[subscriptions.weekly]
topics = ["followed"]
destinations = ["hook"]
"""
REFERRED = {"Date": "2026-03-05T00:00:00", "Branch": "House", "Action": "Referred to the committee on Public Health"}
REPORTED = {"Date": "2026-03-14T00:00:00", "Branch": "House", "Action": "Bill reported favorably by committee"}


def listed(number: str | None) -> str:
    other = {"BillNumber": "H1", "DocketNumber": "HD1", "Title": "An Act naming a bridge", "Cosponsors": []}
    bill = {"BillNumber": number, "DocketNumber": "HD1234", "Title": "An Act relative to kratom", "Cosponsors": []}
    return json.dumps([bill, other])


@pytest.fixture
def court(empty: Path, policywatch: Policywatch) -> Path:
    """Three days of the General Court: a docket, a bill, a bill that is reported."""
    folder = empty / "replay"
    folder.mkdir()
    rows: list[tuple[object, ...]] = []
    for day, number, steps in (
        (FILED, None, []),
        (NUMBERED, "H2345", [REFERRED]),
        (MOVED, "H2345", [REFERRED, REPORTED]),
    ):
        for address, body in (
            (LIST, listed(number)),
            (HISTORY, json.dumps(steps)),
            (f"{LIST}/H1/DocumentHistoryActions", json.dumps([REFERRED])),
        ):
            name = f"{len(rows)}.json"
            (folder / name).write_text(body)
            rows.append((address, day, 200, "application/json", name))
    write_captures(folder, rows)
    (empty / "policywatch.toml").write_text(CONFIG)
    assert policywatch("apply").code == 0
    for day in (FILED, NUMBERED, MOVED):
        said = policywatch("check", "massachusetts.bills", "--replay", "replay", "--now", day, "--json")
        assert said.rows[0]["outcome"] in ("baseline", "changed"), said.out  # the bill's texts are in no recording
    return empty


@pytest.mark.parametrize("name", ["H 2345", "h2345", "HD 1234", "hd1234", "us-ma:194th / bill / HD 1234"])
def test_either_number_leads_to_the_one_document(court: Path, policywatch: Policywatch, name: str) -> None:
    row = policywatch("why", name, "--json").row
    assert (row["document"]["identifier"], row["document"]["aliases"]) == ("H 2345", ["HD 1234"])
    assert [one["kind"] for one in row["changes"]] == ["amended", "amended"]
    assert "now H 2345 (was HD 1234)" in row["changes"][0]["reasons"]
    assert {one["topic"] for one in row["matched"]} == {"kratom", "followed"}
    assert policywatch("why", name).out.splitlines()[2] == "  also HD 1234"


def test_the_newest_change_is_shown_by_either_number(court: Path, policywatch: Policywatch) -> None:
    newest = policywatch("changes", "--json").rows[-1]
    for name in ("H 2345", "HD 1234", newest["id"]):
        assert policywatch("show", name, "--json").row["id"] == newest["id"]
    assert policywatch("show", "HD 99").code == 2


def test_who_follows_the_docket_is_told_of_the_bill(court: Path, policywatch: Policywatch) -> None:
    said = policywatch("digest", "weekly", "--since", "2026-03-03", "--format", "text", "--now", MOVED).out
    assert "H 2345" in said
    assert "was HD 1234" in said
    assert "our bill" in said
    assert "naming a bridge" not in said


def test_a_query_by_the_old_number_finds_the_bill(court: Path, policywatch: Policywatch) -> None:
    for query in ('identifier:"HD 1234"', 'identifier:"H 2345"', 'alias:"HD 1234"'):
        row = policywatch("topics", "test", query, "--json").rows[0]
        assert row["document"]["identifier"] == "H 2345"
