"""What only a bill's text says is told: texts are read of bills that match a topic or its broader `candidates` query.

A recorded legislature through real crawl processes, digests as they would be sent; nothing is replaced.
"""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.app import App
from monitor.crawl import texts
from monitor.crawl.job import Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.service.setup import applied
from monitor.store import changes
from monitor.store.engine import open_store, read

FIRST = datetime(2025, 2, 3, 15, tzinfo=UTC)
FILE = "https://ndlegis.gov/api/assembly/69-2025/data/bills.json"
SITE = "https://ndlegis.gov"
SOURCE, TEXTS = "north_dakota.bills", "north_dakota.bills texts"
ENACTING = "BE IT ENACTED BY THE LEGISLATIVE ASSEMBLY OF NORTH DAKOTA:"
KRATOM_TAX = (
    "SECTION 1. A tax of ten cents is imposed on each gram of kratom sold at retail in this state, to be paid by the retailer to the "
    "tax commissioner in the month that follows the sale, with the return that the commissioner prescribes for it."
)
CONFIG = """
timezone = "UTC"
[sources]
enabled = ["north_dakota.bills"]
[topics.kratom]
title = "Kratom"
query = "kratom"
candidates = 'tax OR food OR "controlled substances"'
[destinations.board]
url = "json://localhost"
[subscriptions.daily]
topics = ["kratom"]
cadence = "daily 08:00"
destinations = ["board"]
"""


class Assembly:
    """A legislature as it stands on each day, and what `policywatch` makes of it."""

    def __init__(self, folder: Path) -> None:
        self.replay = folder / "replay"
        self.replay.mkdir()
        self.captures: list[list[Any]] = []
        self.bills: dict[str, dict[str, Any]] = {}
        self.now = FIRST
        self.address = FILE
        file = folder / "policywatch.toml"
        file.write_text(CONFIG, encoding="utf-8")
        self.app = App(file=file, database=None, as_json=False)
        self.database = str(folder / "watched.db")
        self.engine = open_store(self.database, create=True)
        applied(self.app.config, self.engine, now=FIRST)

    def capture(self, url: str, body: str, media_type: str) -> None:
        name = f"{len(self.captures)}.txt"
        (self.replay / name).write_text(body, encoding="utf-8")
        self.captures.append([url, self.now.isoformat(), 200, media_type, name])
        with (self.replay / "captures.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([["url", "at", "status", "media_type", "file"], *self.captures])

    def bill(self, name: str, title: str) -> None:
        known = self.bills.setdefault(name, {"versions": []})
        chamber = "House" if name.startswith("HB") else "Senate"
        known |= {"name": name, "title": title, "chamber": chamber, "url": f"/{name.replace(' ', '')}.html"}

    def version(self, name: str, note: str, *sections: str, body: str = "") -> None:
        known = self.bills[name]["versions"]
        path = f"/documents/{name.replace(' ', '')}-{len(known)}.html"
        known.append({"description": note, "document_url": path, "date": f"2025-02-{3 + len(known):02}"})
        paragraphs = "".join(f"<p>{section}</p>" for section in (ENACTING, *sections))
        self.capture(f"{SITE}{path}", body or f"<html><body>{paragraphs}</body></html>", "text/html")

    def check(self) -> dict[str, CheckResult]:
        """The next day's check; results by source."""
        self.capture(self.address, json.dumps({"bills": self.bills}), "application/json")
        job = Job(
            database=self.database,
            sources=(SourceJob(name=SOURCE, spider=SOURCE),),
            now=self.now,
            replay=str(self.replay),
        )
        found = {one.source: one for one in run_checks(job)}
        self.now += timedelta(days=1)
        return found

    def command(self, *arguments: str) -> str:
        """What `policywatch` prints."""
        policywatch = Path(sys.executable).with_name("policywatch")
        where = ("--config", str(self.app.file), "--database", self.database)
        return subprocess.run(
            [policywatch, *arguments, *where], capture_output=True, text=True, check=True, timeout=120
        ).stdout

    def told(self) -> list[dict[str, Any]]:
        """The changes of the topic so far, oldest first: title, status and how they came."""
        with read(self.engine) as conn:
            return [
                {"title": one.document.title, "status": one.document.status, "kind": str(one.kind), "change": one}
                for one in changes.select(conn, changes.Wanted(topic="kratom"))
            ]


@pytest.fixture
def assembly(tmp_path: Path) -> Assembly:
    world = Assembly(tmp_path)
    world.bill("HB 1001", "A BILL for an Act relating to the tax on tobacco products.")
    world.version("HB 1001", "Introduced", KRATOM_TAX)
    world.bill("HB 1100", "A BILL for an Act relating to the sale of kratom.")
    world.version("HB 1100", "Introduced", "SECTION 1. A person may not sell kratom to a minor.")
    world.bill("HB 1200", "A BILL for an Act relating to food labels.")
    world.version("HB 1200", "Introduced", "SECTION 1. Food must be labeled.")
    world.bill("HB 1300", "A BILL for an Act relating to county fairs.")
    world.version("HB 1300", "Introduced", "SECTION 1. Fairs are held in August.")
    first = world.check()
    assert first[SOURCE].outcome is Outcome.BASELINE
    assert list(first) == [SOURCE], "no bill was known to matter before"
    assert world.told() == []
    return world


def test_a_tax_bill_that_names_the_subject_in_its_text_alone_is_found(assembly: Assembly) -> None:
    second = assembly.check()
    assert second[SOURCE].outcome is Outcome.UNCHANGED
    assert second[TEXTS].documents == 3, "of the county fairs nobody asked for the text"
    (told,) = assembly.told()
    assert told["title"] == "Text of HB 1001: A BILL for an Act relating to the tax on tobacco products."
    assert (told["status"], told["kind"]) == ("Introduced", "added")
    third = assembly.check()
    assert list(third) == [SOURCE], "each text is asked for once"
    assert len(assembly.told()) == 1


def test_a_word_that_only_the_committee_substitute_has_is_told_with_what_it_changed(assembly: Assembly) -> None:
    assembly.check()
    assembly.version("HB 1200", "Committee substitute", "SECTION 1. Food and kratom must be labeled.")
    assembly.check()  # the bill lists a new version
    assembly.check()
    told = assembly.told()[-1]
    assert told["title"].startswith("Text of HB 1200")
    assert told["kind"] == "amended"
    change = told["change"]
    assert (change.before.status, change.document.status) == ("Introduced", "Committee substitute")
    assert "Food must be labeled." in change.before.text
    assert "Food and kratom must be labeled." in change.document.text


def test_versions_that_appear_together_are_compared_one_after_the_other(assembly: Assembly) -> None:
    assembly.check()
    assembly.version("HB 1100", "Engrossed", "SECTION 1. A person may not sell kratom to a child.")
    assembly.version("HB 1100", "Enrolled", "SECTION 1. A person may not sell kratom to anyone.")
    assembly.check()
    assembly.check()
    steps = [one["change"] for one in assembly.told() if one["title"].startswith("Text of HB 1100")]
    assert [(one.before.status, one.document.status) for one in steps] == [
        ("Introduced", "Engrossed"),
        ("Engrossed", "Enrolled"),
    ]


def test_a_bill_rewritten_to_another_subject_is_told_to_who_followed_it(assembly: Assembly) -> None:
    assembly.check()
    before = len(assembly.told())
    assembly.bill("HB 1100", "A BILL for an Act relating to snow removal.")
    assembly.version("HB 1100", "Engrossed", "SECTION 1. Snow must be removed by noon.")
    assembly.check()
    assembly.check()
    told = [(one["title"], one["kind"]) for one in assembly.told()[before:]]
    assert told == [
        ("A BILL for an Act relating to snow removal.", "amended"),
        ("Text of HB 1100: A BILL for an Act relating to snow removal.", "amended"),
    ]


def test_a_word_that_enters_a_title_later_is_told_once_and_the_text_is_read(assembly: Assembly) -> None:
    assembly.check()
    before = len(assembly.told())
    assembly.bill("HB 1300", "A BILL for an Act relating to the sale of kratom at county fairs.")
    assembly.check()
    last = assembly.check()
    assert last[TEXTS].documents
    told = [one["title"] for one in assembly.told()[before:]]
    assert told == ["A BILL for an Act relating to the sale of kratom at county fairs."]


def test_a_text_that_cannot_be_read_says_so_and_the_one_before_stands(assembly: Assembly) -> None:
    assembly.check()
    assembly.version("HB 1100", "Engrossed", body="{\\rtf1 kratom}")
    assembly.check()
    last = assembly.check()
    assert last[TEXTS].outcome is Outcome.CHANGED
    told = assembly.told()[-1]
    assert told["status"].startswith("Engrossed, which cannot be read: this is a rich text file")
    assert told["change"].key.identifier == "HB 1100, Engrossed"


def test_more_texts_than_a_check_may_read_wait_and_that_is_said(tmp_path: Path) -> None:
    world = Assembly(tmp_path)
    for number in range(texts.MOST + 2):
        world.bill(f"HB {1001 + number}", "A BILL for an Act relating to food.")
        world.version(f"HB {1001 + number}", "Introduced", f"SECTION 1. Food {number}.")
    world.check()
    second, third = world.check(), world.check()
    assert second[TEXTS].error == "2 more texts wait for the next check"
    assert second[TEXTS].outcome is Outcome.CHANGED
    assert third[TEXTS].error == ""
    assert list(world.check()) == [SOURCE]


def test_companions_name_each_other_and_so_does_a_bill_brought_in_again(assembly: Assembly) -> None:
    assembly.check()
    section = KRATOM_TAX
    assembly.bill("SB 2001", "A BILL for an Act relating to tax.")
    assembly.version("SB 2001", "Introduced", section)
    assembly.check()
    assembly.check()
    told = assembly.told()[-1]
    assert told["title"].startswith("Text of SB 2001")
    assert told["status"] == "Introduced; the same text as HB 1001"
    first = next(one["change"] for one in assembly.told() if one["title"].startswith("Text of HB 1001"))
    said = {
        change.key.identifier: json.loads(assembly.command("show", str(change.id), "--json"))["related"]
        for change in (first, told["change"])
    }
    assert {name: [one["said"] for one in some] for name, some in said.items()} == {
        "HB 1001": ["the same text as SB 2001 as introduced"],
        "SB 2001": ["the same text as HB 1001 as introduced"],
    }
    digest = " ".join(assembly.command("digest", "daily", "--since", "2025-02-01", "--format", "text").split())
    assert digest.count("NEW: Text of") == 1, "told as one"
    assert "the same text as" in digest
    assert "HB 1001" in digest
    assert "SB 2001" in digest


def test_a_new_candidates_query_reaches_back_to_the_bills_there_are(assembly: Assembly) -> None:
    assembly.check()
    file = assembly.app.file
    assert file
    file.write_text(CONFIG.replace("tax OR food", "fairs OR tax OR food"), encoding="utf-8")
    applied(App(file=file, database=None, as_json=False).config, assembly.engine, now=assembly.now)
    assert assembly.check()[TEXTS].documents == 1


def test_a_digest_tells_the_new_version_with_its_redline(assembly: Assembly) -> None:
    assembly.check()
    assembly.version("HB 1100", "As passed by the House", "SECTION 1. A person may not sell kratom to anyone.")
    assembly.check()
    assembly.check()
    said = " ".join(assembly.command("digest", "daily", "--since", "2025-02-01", "--format", "text").split())
    assert "* CHANGED: Text of HB 1100: A BILL for an Act relating to the sale of kratom (text)" in said
    assert "Status: Introduced -> As passed by the House" in said
    assert "A person may not sell kratom to [-a minor-]{+anyone+}." in said
    assert "Text of HB 1001: A BILL for an Act relating to the tax on tobacco products (text)" in said


def test_the_texts_are_a_line_of_their_own_in_a_check_by_hand(assembly: Assembly) -> None:
    assembly.capture(FILE, json.dumps({"bills": assembly.bills}), "application/json")
    replay = ("--replay", str(assembly.replay), "--now", assembly.now.isoformat())
    rows = [json.loads(line) for line in assembly.command("check", SOURCE, *replay, "--json").splitlines()]
    assert [(row["source"], row["outcome"]) for row in rows] == [(SOURCE, "unchanged"), (TEXTS, "changed")]
    again = [json.loads(line) for line in assembly.command("check", SOURCE, *replay, "--json").splitlines()]
    assert [row["source"] for row in again] == [SOURCE]


def test_a_bill_brought_in_again_in_the_next_session_names_the_one_before(assembly: Assembly) -> None:
    assembly.check()
    assembly.now = datetime(2027, 1, 12, 15, tzinfo=UTC)
    assembly.address = FILE.replace("69-2025", "70-2027")
    assembly.bills = {}
    assembly.bill("HB 1044", "A BILL for an Act relating to tax.")
    assembly.version("HB 1044", "Introduced", KRATOM_TAX)
    assembly.check()
    assembly.check()
    told = assembly.told()[-1]
    assert told["title"] == "Text of HB 1044: A BILL for an Act relating to tax."
    assert told["status"] == "Introduced; the same text as HB 1001 (us-nd:69)"


def test_a_digest_says_what_a_new_text_provides_with_the_sentence_and_show_lists_it(assembly: Assembly) -> None:
    assembly.check()
    assembly.version("HB 1200", "Engrossed", "SECTION 1. No person may sell kratom to a person under 21 years of age.")
    assembly.check()
    assembly.check()
    said = " ".join(assembly.command("digest", "daily", "--since", "2025-02-01", "--format", "text").split())
    sentence = "No person may sell kratom to a person under 21 years of age."
    assert f"Age limit: under 21 (“{sentence}”)" in said
    change = assembly.told()[-1]["change"]
    (row,) = [json.loads(line) for line in assembly.command("show", str(change.id), "--json").splitlines()]
    assert {"kind": "age", "value": "under 21", "sentence": sentence} in row["facts"]
    assert f"age: under 21  “{sentence}”" in assembly.command("show", str(change.id))
