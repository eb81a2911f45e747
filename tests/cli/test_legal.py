"""`legal`: tables, confirmations, proposals, and what may not be said."""

import csv
import io
from pathlib import Path

import pytest
import recorded
from recorded import Policywatch

from monitor.config.statuses import SHIPPED, load_statuses
from monitor.model.errors import ConfigError

TABLE = """
[[status]]
jurisdiction = "us-va"
status = "regulated"
since = "2023-07-01"
instrument = "HB 1842 (2023)"
certainty = "high"
age = 21
evidence = ["Va. Code 59.1-200"]

[[status]]
jurisdiction = "us-ky"
status = "regulated"
upcoming = [{ on = "2999-01-01", status = "banned", instrument = "HB 757" }]
"""
SIGNED = {
    "Last_governor_action": "Approved by Governor-Chapter 595 (effective 7/1/2026)",
    "Last_governor_action_date": "4/13/2026",
    "Passed": "Y",
    "Approved": "Y",
}


@pytest.fixture
def table(world: Path, policywatch: Policywatch) -> Path:
    """The recorded world with two statuses of its topic."""
    file = world / "table.toml"
    file.write_text(TABLE)
    policywatch("legal", "load", file, "--topic", "kratom")
    return file


@pytest.fixture
def enacted(table: Path, world: Path, policywatch: Policywatch) -> int:
    """The number of the change by which HB360 was signed."""
    _, *rest = recorded.days()[-1]
    signed = recorded.bill("HB360", **recorded.KRATOM, **recorded.PASSED_HOUSE, **recorded.PASSED_SENATE, **SIGNED)
    recorded.write_table(world / "replay" / "signed.csv", [signed, *rest])
    rows: list[tuple[object, ...]] = [(recorded.ADDRESS, "2026-04-14T12:00:00Z", 200, "text/csv", "signed.csv")]
    recorded.write_captures(world / "replay", rows)
    policywatch("check", recorded.SOURCE, "--replay", world / "replay", "--now", "2026-04-14T12:00:00Z")
    (row,) = policywatch("changes", "--since", "2026-04-14", "--topic", "kratom", "--json").rows
    return int(row["id"])


def test_the_table_that_ships_starts_a_topic_of_its_name(empty: Path, policywatch: Policywatch) -> None:
    assert policywatch("init").code == 0
    rows = policywatch("legal", "--topic", "kratom", "--json").rows
    assert len(rows) == len({row["jurisdiction"] for row in rows}) == 57
    kentucky = next(row for row in rows if row["jurisdiction"] == "us-ky")
    assert kentucky["status"] == "regulated"
    assert kentucky["since_on"] == "2024-07-15"
    assert [(one["on"], one["status"]) for one in kentucky["upcoming"]] == [("2027-01-01", "banned")]
    assert policywatch("apply").code == 0
    assert len(policywatch("legal", "--topic", "kratom", "--history", "--json").rows) == 57


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_row_of_a_shipped_table_says_what_it_rests_on(file: Path) -> None:
    for one in load_statuses(file, file.stem):
        assert one.evidence or one.status == "unknown", one
        assert one.instrument or one.status in ("unregulated", "unknown", "disputed"), one


def test_loading_twice_repeats_nothing(table: Path, policywatch: Policywatch) -> None:
    rows_before = policywatch("legal", "--history", "--json").rows
    said = policywatch("legal", "load", table, "--topic", "kratom", "--json")
    assert said.row == {"topic": "kratom", "recorded": 0}
    assert [row["instrument"] for row in rows_before] == [
        row["instrument"] for row in policywatch("legal", "--history", "--json").rows
    ]


def test_a_signed_bill_proposes_and_a_person_confirms(enacted: int, policywatch: Policywatch) -> None:
    proposal = policywatch("legal", "proposals", "--json").row
    assert (proposal["jurisdiction"], proposal["status"], proposal["change"]) == ("us-va", "unknown", enacted)
    assert proposal["because"].startswith("Approved by Governor")
    assert policywatch("legal", "--jurisdiction", "us-va", "--json").row["status"] == "regulated"
    said = policywatch(
        "legal", "confirm", "us-va", "--topic", "kratom", "--status", "restricted", "--since", "2026-07-01",
        "--age", "21", "--instrument", "HB 360, ch. 595", "--change", enacted,
    )  # fmt: skip
    assert said.code == 0
    assert policywatch("legal", "proposals", "--json").rows == []
    held = policywatch("legal", "--jurisdiction", "us-va", "--json").row
    assert (held["status"], held["recorded_by"], held["change"]) == ("restricted", "a person", enacted)
    *_, before, after = policywatch("legal", "--jurisdiction", "us-va", "--history", "--json").rows
    assert (before["status"], after["status"]) == ("regulated", "restricted")


def test_passing_both_chambers_proposes_nothing(table: Path, policywatch: Policywatch) -> None:
    assert policywatch("changes", "--topic", "kratom", "--json").rows
    assert policywatch("legal", "proposals", "--json").rows == []


def test_a_proposal_may_be_dismissed(enacted: int, policywatch: Policywatch) -> None:
    assert policywatch("legal", "dismiss", enacted, "--topic", "kratom", "--note", "a penalty only").code == 0
    assert policywatch("legal", "proposals", "--json").rows == []
    held = policywatch("legal", "--jurisdiction", "us-va", "--json").row
    assert (held["status"], held["note"]) == ("regulated", "unchanged by HB 360 (2026): a penalty only")
    again = policywatch("legal", "dismiss", enacted, "--topic", "kratom")
    assert (again.code, "proposes nothing" in again.err) == (1, True)


def test_a_status_confirmed_for_later_does_not_hold_yet(table: Path, policywatch: Policywatch) -> None:
    policywatch(
        "legal",
        "confirm",
        "us-va",
        "--topic",
        "kratom",
        "--status",
        "banned",
        "--since",
        "2998-01-01",
        "--evidence",
        "x",
    )
    held = policywatch("legal", "--jurisdiction", "us-va", "--json").row
    assert held["status"] == "regulated"
    assert held["upcoming"] == [{"on": "2998-01-01", "status": "banned", "instrument": ""}]
    assert held["evidence"] == ["Va. Code 59.1-200", "x"]


def test_the_table_for_spreadsheets_runs_no_formula(table: Path, policywatch: Policywatch) -> None:
    policywatch("legal", "confirm", "us-tx", "--topic", "kratom", "--status", "banned", "--instrument", "=1+1")
    rows = {row["jurisdiction"]: row for row in csv.DictReader(io.StringIO(policywatch("legal", "--csv").out))}
    assert rows["us-tx"]["instrument"] == "'=1+1"
    assert rows["us-ky"]["upcoming"] == "2999-01-01 banned HB 757"


def test_the_map_is_a_page_of_its_own(table: Path, world: Path, policywatch: Policywatch) -> None:
    assert "VA R" in policywatch("legal", "--map").out
    assert policywatch("legal", "--map", "--out", world / "map.html").code == 0
    assert 'title="Kentucky: regulated"' in (world / "map.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("confirm us-va --topic kratom --status forbidden", 2, "'forbidden' is not one of"),
        ("confirm virginia --topic kratom --status banned", 2, "jurisdiction is 'virginia'. Give a code such as"),
        ("confirm us-va --topic kratom --status banned --since July", 2, "since is 'July'"),
        ("confirm us-va --topic kratm --status banned", 2, "Did you mean kratom?"),
        ("load nowhere.toml --topic kratom", 2, "nowhere.toml"),
        ("dismiss 4711 --topic kratom", 1, "change 4711 proposes nothing for kratom"),
        ("--out map.html", 2, "--out goes with --map"),
    ],
)
def test_mistakes_are_named(table: Path, policywatch: Policywatch, arguments: str, code: int, words: str) -> None:
    said = policywatch("legal", *arguments.split())
    assert (said.code, words in said.err) == (code, True), said.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"has no \[\[status\]\]"),
        ("[[status", "cannot be read"),
        ('[[status]]\njurisdiction = "us-ky"', "status is ''"),
        ('[[status]]\njurisdiction = "us-ky"\nstatus = "banned"\ncolour = 1', "unknown: colour"),
        ('[[status]]\njurisdiction = "us-ky"\nstatus = "banned"\nage = "21"', "age is '21'"),
        ('[[status]]\njurisdiction = "us-ky"\nstatus = "banned"\nevidence = "x"', "evidence is 'x'"),
        (
            '[[status]]\njurisdiction = "us-ky"\nstatus = "banned"\nupcoming = [{ on = "soon", status = "banned" }]',
            "upcoming: ",
        ),
        ('[[status]]\njurisdiction = "us-ky"\nstatus = "banned"\n' * 2, "us-ky stands twice"),
    ],
)
def test_a_faulty_table_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "table.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=words) as fault:
        load_statuses(file, "kratom")
    assert "table.toml" in str(fault.value)
