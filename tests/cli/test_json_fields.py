"""What `--json` prints, verb by verb: the fields that scripts depend on, with their types, on a database of recorded days."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from recorded import ADDRESS, DAYS, PAGE, SOURCE, Policywatch

Types = Mapping[str, Any]
MOMENT = "moment"
DOCUMENT = {"kind": str, "registry": str, "identifier": str, "title": str, "url": str}
OPERATION = {"op": str, "old": str, "new": str}
CHANGE = {
    "id": int,
    "kind": str,
    "source": str,
    "jurisdiction": str,
    "document": DOCUMENT,
    "fields": [{"name": str, "before": object, "after": object}],
    "moves": [{"before": str, "after": str, "on": (str, type(None)), "because": str}],
    "redline": ([OPERATION], None),
    "importance": float,
    "reasons": [str],
    "topics": [str],
    "detected_at": MOMENT,
    "facts": [{"kind": str, "value": str, "sentence": str}],
    "related": [dict],
}


def assert_is(value: Any, wanted: Any, where: str = "") -> None:
    """A value of exactly these fields and types; a pair of alternatives may hold None."""
    if isinstance(wanted, dict):
        assert list(value) == list(wanted), where
        for name, kind in wanted.items():
            assert_is(value[name], kind, f"{where}.{name}")
    elif isinstance(wanted, list):
        assert isinstance(value, list), where
        for one in value:
            assert_is(one, wanted[0], f"{where}[]")
    elif isinstance(wanted, tuple) and wanted[-1] is None:
        assert value is None or assert_is(value, wanted[0], where) is None
    elif wanted == MOMENT:
        assert datetime.fromisoformat(value).tzinfo is not None, where
    else:
        assert isinstance(value, wanted), f"{where} is {value!r}"


def test_check(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("check", SOURCE, PAGE, "--replay", "replay", "--now", DAYS[-1], "--json")
    assert said.code == 0
    assert {row["source"] for row in said.rows} == {SOURCE, PAGE}
    fields = {
        "source": str,
        "outcome": str,
        "documents": int,
        "added": int,
        "amended": int,
        "removed": int,
        "held": int,
        "seconds": float,
        "error": str,
        "moved": [str],
        "untracked": [str],
        "waiting": int,
        "unread": [str],
        "alarm": bool,
    }
    for row in said.rows:
        assert_is(row, fields)
        assert row["outcome"] == "unchanged"


def test_sources(world: Path, policywatch: Policywatch) -> None:
    fields = {
        "name": str,
        "jurisdiction": str,
        "publisher": str,
        "kinds": [str],
        "route": str,
        "verified": str,
        "enabled": bool,
        "outcome": (str, type(None)),
        "last_good_at": (MOMENT, None),
        "next_due_at": (MOMENT, None),
        "error": str,
        "untracked": [str],
        "instead_of": [str],
        "stands_by": bool,
        "allowance": (dict, type(None)),
        "moved": [str],
    }
    (bills, page) = policywatch("sources", SOURCE, PAGE, "--json").rows
    assert_is(bills, fields)
    assert_is(page, fields)
    assert (bills["jurisdiction"], bills["kinds"], bills["route"], bills["verified"]) == (
        "us-va",
        ["bill"],
        "direct",
        "capture",
    )
    assert bills["outcome"] == "changed"
    assert datetime.fromisoformat(bills["last_good_at"]) == datetime.fromisoformat(DAYS[-1])
    assert bills["next_due_at"] > bills["last_good_at"]


def test_changes_and_show(world: Path, policywatch: Policywatch) -> None:
    rows = policywatch("changes", "--json").rows
    told = [(row["kind"], row["document"]["identifier"]) for row in rows]
    assert told == [
        ("amended", "HB 360"),
        ("added", "SB 12"),
        ("amended", "HB 360"),
        ("amended", "https://pharmacy.example.gov/kratom"),
        ("removed", "HB 5"),
    ]
    for row in rows:
        assert_is(row, CHANGE)
        assert policywatch("show", row["id"], "--json").row == row | {"against": None}
    passed, _, _, page, _ = rows
    assert [(one["before"], one["after"]) for one in passed["moves"]] == [("in committee", "passed one chamber")]
    assert {one["name"] for one in passed["fields"]} == {"status", "actions"}
    assert passed["topics"] == ["kratom"]
    assert passed["redline"] is None
    assert [one for one in page["redline"] if one["op"] != "equal"] == [
        {"op": "delete", "old": "$1,000", "new": ""},
        {"op": "insert", "old": "", "new": "$2,500"},
    ]


def test_changes_are_narrowed_by_every_option(world: Path, policywatch: Policywatch) -> None:
    def identifiers(*options: str) -> list[str]:
        return [row["document"]["identifier"] for row in policywatch("changes", "--json", *options).rows]

    assert identifiers("--since", "2026-01-23") == ["HB 5"]
    assert identifiers("--until", "2026-01-22") == ["HB 360", "SB 12"]
    assert identifiers("--kind", "added") == ["SB 12"]
    assert identifiers("--kind", "page") == ["https://pharmacy.example.gov/kratom"]
    assert identifiers("--source", SOURCE, "--kind", "removed") == ["HB 5"]
    assert identifiers("--topic", "fish") == []
    assert len(identifiers("--topic", "kratom")) == 4
    assert len(identifiers("--jurisdiction", "us-*")) == len(identifiers("--jurisdiction", "US-VA")) == 5
    assert identifiers("--jurisdiction", "us") == []


def test_parse(world: Path, policywatch: Policywatch) -> None:
    rows = policywatch("parse", SOURCE, "replay/day1.csv", "--url", ADDRESS).rows
    assert len(rows) == 7
    for row in rows:
        assert list(row) == ["type", "fields"]
        assert row["type"] == "bill"
        assert {"identifier", "title", "url", "session", "chamber", "sponsors", "actions", "versions"} <= set(
            row["fields"]
        )
    assert rows[0]["fields"]["identifier"] == "HB 360"


def test_parse_prints_follow_up_requests(empty: Path, policywatch: Policywatch) -> None:
    Path("index.html").write_text('<ul><li><a href="/minutes.html">Minutes</a></ul>')
    said = policywatch("parse", "anywhere.index", "index.html", "--url", "https://pharmacy.example.gov/")
    assert said.row == {
        "type": "request",
        "url": "https://pharmacy.example.gov/minutes.html",
        "callback": "parse_document",
    }


def test_compare(empty: Path, policywatch: Policywatch) -> None:
    Path("old.txt").write_text("The penalty is $10.\n")
    Path("new.txt").write_text("The penalty is $25.\n")
    rows = policywatch("compare", "old.txt", "new.txt", "--json").rows
    for row in rows:
        assert_is(row, OPERATION)
    assert "".join(row["old"] for row in rows if row["op"] != "insert") == "The penalty is $10."
    assert "".join(row["new"] for row in rows if row["op"] != "delete") == "The penalty is $25."


def test_topics(world: Path, policywatch: Policywatch) -> None:
    for verb in (["topics"], ["topics", "list"]):
        rows = policywatch(*verb, "--json").rows
        assert [row["name"] for row in rows] == ["fish", "kratom"]
        assert_is(rows[0], {"name": str, "query": str, "candidates": str})


def test_topics_test(world: Path, policywatch: Policywatch) -> None:
    (bill, page, substance) = policywatch("topics", "test", 'kratom OR "7-OH"', "--json").rows
    fields = {"document": DOCUMENT, "matched": [str], "where": [str], "at": MOMENT, "near": [str]}
    for row in (bill, page, substance):
        assert_is(row, fields)
    assert (bill["document"]["identifier"], bill["matched"], bill["where"]) == ("HB 360", ["Kratom"], ["title"])
    assert substance["matched"] == ["7-OH"]
    assert "text" in page["where"]
    (row,) = policywatch("topics", "test", "7-OH", "--since", "2026-01-21", "--json").rows
    assert row["document"]["identifier"] == "SB 12"


def test_deliveries(world: Path, policywatch: Policywatch) -> None:
    fields = {
        "id": int,
        "digest": int,
        "subscription": str,
        "destination": str,
        "state": str,
        "attempts": int,
        "error": str,
        "settled_at": (MOMENT, None),
    }
    said = policywatch("deliveries", "--json")
    assert said.rows
    for row in said.rows:
        assert_is(row, fields)
        assert row["destination"].startswith("hook (json://")
        assert (row["subscription"], row["state"], row["attempts"]) == ("alerts", "pending", 1)
    assert "secret-token" not in said.out


def test_status_and_doctor(world: Path, policywatch: Policywatch) -> None:
    for verb in ("status", "doctor"):
        said = policywatch(verb, "--json")
        assert said.code == 0
        for row in said.rows:
            assert_is(row, {"what": str, "state": str, "words": str})


def test_digest(world: Path, policywatch: Policywatch) -> None:
    for form in ("text", "html", "markdown"):
        row = policywatch("digest", "weekly", "--format", form, "--now", "2026-01-24", "--json").row
        assert_is(row, {"subject": str, "format": str, "body": str})
        assert row["format"] == form
        assert "HB 360" in row["body"]


def test_what_changes_something_says_what(world: Path, policywatch: Policywatch) -> None:
    plan = {"added": [str], "changed": [str], "disabled": [str]}
    assert_is(policywatch("apply", "--json").row, plan)
    assert_is(policywatch("init", "--json").row, {"file": str, "written": bool, **plan})
    assert_is(policywatch("resend", "1", "--json").row, {"id": int, "state": str})
    assert_is(policywatch("backup", "--json").row, {"file": str})
    assert_is(
        policywatch("export", "warc", "--out", "e.warc.gz", "--json").row,
        {"file": str, "responses": int, "manifest": str},
    )
    tried = policywatch("send-test", "hook", "--json")
    assert tried.code == 1
    assert_is(tried.row, {"destination": str, "state": str, "error": str, "format": str, "subject": str, "body": str})


@pytest.mark.parametrize(
    "verb", [["changes"], ["sources"], ["deliveries"], ["topics"], ["status"], ["export", "json"]], ids=" ".join
)
def test_every_line_is_one_object_and_nothing_else_is_printed(
    world: Path, policywatch: Policywatch, verb: list[str]
) -> None:
    said = policywatch(*verb, *([] if verb[0] == "export" else ["--json"]))
    assert said.err == ""
    assert said.rows
    assert all(isinstance(json.loads(line), dict) for line in said.out.splitlines())
