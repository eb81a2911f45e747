"""A small recorded world for the command line, and its verbs called in-process.

Four days of bill tables in Virginia's structure, and of one watched page.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import run

ADDRESS = "https://lis.blob.core.windows.net/lisfiles/20261/BILLS.CSV"
SOURCE = "virginia.bills"
PAGE = "Board of Pharmacy"
PAGE_ADDRESS = "https://pharmacy.example.gov/kratom"
DAYS = ("2026-01-20T12:00:00Z", "2026-01-21T12:00:00Z", "2026-01-22T12:00:00Z", "2026-01-23T12:00:00Z")
AFTERWARDS = "2026-01-23T12:30:00Z"

CHECKS = [(day, source) for day in DAYS for source in (SOURCE, PAGE) if source == SOURCE or day in DAYS[::2]]
"""One after the other, so that the changes they find have a fixed order."""

CONFIG = f"""
[sources]
enabled = []

[[watch]]
name = "{PAGE}"
url = "{PAGE_ADDRESS}"
cadence = "mon 08:00"
jurisdiction = "us-va"

[topics.kratom]
title = "Kratom and 7-OH"
query = 'kratom OR "7-OH"'

[topics.fish]
query = "herring"

[destinations.hook]
url = "json://127.0.0.1:9/secret-token"

[subscriptions.weekly]
topics = ["kratom"]

[subscriptions.alerts]
topics = ["kratom"]
cadence = "at once"
destinations = ["hook"]
"""

FLAGS = ("Emergency", "Passed_house", "Passed_senate", "Passed", "Failed", "Carried_over", "Approved", "Vetoed")
LAST = tuple(
    f"Last_{who}_action{part}" for who in ("house", "senate", "conference", "governor") for part in ("", "_date")
)
TEXTS = tuple(f"Full_text_{part}{number}" for number in range(1, 7) for part in ("doc", "date"))
HEADER = ("Bill_id", "Bill_description", "Patron_name", "Introduction_date", "Chapter_id", *LAST, *FLAGS, *TEXTS)

Bill = dict[str, str]
KRATOM = {"Bill_description": "Kratom products; regulation, civil penalty."}
PASSED_HOUSE = {
    "Last_house_action": "Read third time and passed House (97-Y 0-N)",
    "Last_house_action_date": "1/21/2026",
    "Passed_house": "Y",
}
PASSED_SENATE = {
    "Last_senate_action": "Passed Senate (39-Y 0-N)",
    "Last_senate_action_date": "1/22/2026",
    "Passed_senate": "Y",
}


def bill(number: str, **cells: str) -> Bill:
    """A row of the table: prefiled and referred, unless the cells say otherwise."""
    plain = dict.fromkeys(FLAGS, "N") | {
        "Bill_description": f"A subject of {number}.",
        "Patron_name": "Williams Graves",
        "Introduction_date": "1/7/2026",
        "Last_house_action": "Referred to Committee for Courts of Justice",
        "Last_house_action_date": "1/14/2026",
    }
    return {"Bill_id": number, **plain, **cells}


def days() -> list[list[Bill]]:
    """Day 1: seven bills. 2: HB360 passes the House, SB12 is new. 3: it passes the Senate; HB5 is gone. 4: HB5 still is."""
    rest = [bill(number) for number in ("HB1", "HB2", "HB3", "HB4", "SB9")]
    new = bill("SB12", Bill_description='Schedule I; the "7-OH" substances, naming.')
    return [
        [bill("HB360", **KRATOM), bill("HB5"), *rest],
        [bill("HB360", **KRATOM, **PASSED_HOUSE), bill("HB5"), *rest, new],
        [bill("HB360", **KRATOM, **PASSED_HOUSE, **PASSED_SENATE), *rest, new],
        [bill("HB360", **KRATOM, **PASSED_HOUSE, **PASSED_SENATE), *rest, new],
    ]


def write_table(file: Path, bills: list[Bill], header: tuple[str, ...] = HEADER) -> None:
    """A day's BILLS.CSV."""
    with file.open("w", newline="", encoding="utf-8-sig") as out:
        table = csv.DictWriter(out, header, restval="", quoting=csv.QUOTE_ALL, extrasaction="ignore")
        table.writeheader()
        table.writerows(bills)


def page(number: int) -> str:
    """The watched page: on the third day the penalty changes."""
    penalty = "$1,000" if number < 3 else "$2,500"
    rest = "".join(f"<p>Rule {n} of the board stands as it was.</p>" for n in range(12))
    return f"""<!DOCTYPE html><title>Kratom rules</title>
<main><h1>Kratom</h1><p>The civil penalty is {penalty} a day.</p>{rest}</main>"""


def write_replay(folder: Path) -> Path:
    """A replay folder with the table and the page of each day."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[object, ...]] = []
    for number, (at, bills) in enumerate(zip(DAYS, days(), strict=True), 1):
        write_table(folder / f"day{number}.csv", bills)
        (folder / f"day{number}.html").write_text(page(number))
        rows.append((ADDRESS, at, 200, "text/csv", f"day{number}.csv"))
        rows.append((PAGE_ADDRESS, at, 200, "text/html", f"day{number}.html"))
    write_captures(folder, rows)
    return folder


def write_captures(folder: Path, rows: list[tuple[object, ...]]) -> None:
    """The table of captures that `check --replay` reads."""
    with (folder / "captures.csv").open("w", newline="") as out:
        csv.writer(out).writerows([("url", "at", "status", "media_type", "file"), *rows])


@dataclass(frozen=True)
class Said:
    """What a verb came to: its exit code, and what it wrote where."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def row(self) -> dict[str, Any]:
        """The one JSON object."""
        (only,) = self.rows
        return only


class Policywatch:
    """`policywatch VERB …` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        self.capsys.readouterr()
        code = run([str(one) for one in arguments])
        out, err = self.capsys.readouterr()
        return Said(code, out, err)
