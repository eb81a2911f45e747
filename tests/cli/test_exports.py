"""Exports for other tools: each is read back by a library that is not ours."""

import csv
import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import feedparser
import pytest
from icalendar import Calendar
from lxml import etree
from recorded import AFTERWARDS, PAGE_ADDRESS, Policywatch
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from monitor.digests.workbook import write_workbook

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells_of(file: Path) -> list[list[str]]:
    """The rows of a workbook's sheet as text."""
    with zipfile.ZipFile(file) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not sheet.findall(f".//{SHEET}f")
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{SHEET}row")]


def test_a_workbook_has_the_rows_of_the_table(world: Path, policywatch: Policywatch) -> None:
    assert policywatch("export", "xlsx", "--topic", "kratom", "--out", "k.xlsx").code == 0
    table = list(csv.reader(io.StringIO(policywatch("export", "csv", "--topic", "kratom").out)))
    rows = cells_of(Path("k.xlsx"))
    assert rows[0] == table[0]
    assert [row[6] for row in rows] == [row[6] for row in table]
    assert len(rows) > 2


def test_a_workbook_runs_nothing_and_holds_what_a_cell_can(tmp_path: Path) -> None:
    hostile = ["=1+1", "{=1}", "http://x.example", "12", "\x07 bell", "x" * 40_000]
    write_workbook(tmp_path / "h.xlsx", ["a"] * len(hostile), [hostile], sheet="Changes")
    (_, row) = cells_of(tmp_path / "h.xlsx")
    assert row[:4] == hostile[:4]
    assert len(row[5]) == 32_767


def test_feeds_and_calendars_are_printed_or_written(world: Path, policywatch: Policywatch) -> None:
    printed = policywatch("export", "atom", "--topic", "kratom")
    assert printed.code == 0
    assert [one.title for one in feedparser.parse(printed.out).entries][-1].startswith("Virginia HB 360")
    assert policywatch("export", "atom", "--topic", "kratom", "--out", "k.atom").code == 0
    assert Path("k.atom").read_text() == printed.out
    assert policywatch("export", "atom", "--limit", "1").out.count("<entry>") == 1
    assert policywatch("export", "jsonfeed", "--subscription", "weekly").code == 0
    assert policywatch("export", "ics", "--out", "k.ics").code == 0
    assert Calendar.from_ical(Path("k.ics").read_bytes()).errors == []
    assert b"\r\n" in Path("k.ics").read_bytes()


def test_one_jurisdiction_of_a_table(world: Path, policywatch: Policywatch) -> None:
    everything = policywatch("export", "json").rows
    assert policywatch("export", "json", "--jurisdiction", "US-VA").rows == everything
    assert policywatch("export", "json", "--jurisdiction", "us-oh").rows == []
    assert policywatch("export", "json", "--limit", "2").rows == everything[-2:]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("export xlsx", "--out changes.xlsx"),
        ("export atom --topic kratm", "no topic is called 'kratm'"),
        ("export ics --subscription wekly", "no subscription is called 'wekly'"),
        ("export warc --out e.warc --jurisdiction us", "a WARC holds all the evidence"),
    ],
)
def test_what_cannot_be_exported_is_said(world: Path, policywatch: Policywatch, line: str, said: str) -> None:
    ended = policywatch(*line.split())
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_everything_can_be_taken_elsewhere_line_by_line(world: Path, policywatch: Policywatch) -> None:
    assert policywatch("run", "--once", "--now", AFTERWARDS).code in (0, 1)
    said = policywatch("export", "json", "--all")
    assert said.code == 0
    rows = [json.loads(line) for line in said.out.splitlines()]
    kinds = list(dict.fromkeys(row["type"] for row in rows))
    every = [
        "source",
        "check",
        "topic",
        "document",
        "revision",
        "change",
        "match",
        "subscription",
        "digest",
        "delivery",
        "legal",
    ]
    assert kinds == [kind for kind in every if kind in kinds]
    assert {"source", "check", "topic", "document", "revision", "change", "match", "subscription"} <= set(kinds)
    of = {kind: [row for row in rows if row["type"] == kind] for kind in every}
    changes = [json.loads(line) for line in policywatch("export", "json").out.splitlines()]
    assert [{name: row[name] for name in row if name != "type"} for row in of["change"]] == changes
    documents = {row["id"]: row for row in of["document"]}
    for row in of["revision"]:
        assert row["fields"]["identifier"] == documents[row["document"]]["identifier"]
    assert {row["document"] for row in of["match"]} <= set(documents)
    assert {row["change"] for row in of["match"]} - {None} <= {row["id"] for row in changes}
    assert [row["finished_at"] for row in of["check"]]
    assert of["digest"]
    assert {item["match"] for row in of["digest"] for item in row["items"]} <= {row["id"] for row in of["match"]}
    assert {row["digest"] for row in of["delivery"]} <= {row["id"] for row in of["digest"]}
    assert of["delivery"]
    assert "secret-token" not in said.out
    assert PAGE_ADDRESS in said.out, "what was watched is in its documents"
    assert policywatch("export", "json", "--all", "--out", "all.jsonl").code == 0
    assert Path("all.jsonl").read_text() == said.out


@pytest.mark.parametrize("line", ["csv --all", "json --all --topic kratom", "json --all --limit 3"])
def test_everything_is_json_and_is_not_narrowed(world: Path, policywatch: Policywatch, line: str) -> None:
    said = policywatch("export", *line.split())
    assert said.code == 2
    assert "--all goes with json" in " ".join(said.err.split())


def test_a_warc_passes_the_check_of_warcio(world: Path, policywatch: Policywatch) -> None:
    """Block and payload digests are there and right: what `warcio check` looks at."""
    assert policywatch("export", "warc", "--out", "e.warc.gz").code == 0
    checker = Checker(_Checked())
    checker.process_all()
    assert checker.exit_value == 0


class _Checked:
    """What `warcio check -v e.warc.gz` gives the checker."""

    inputs = ("e.warc.gz",)
    verbose = True


def test_a_manifest_beside_the_warc_has_the_hash_of_each_body(world: Path, policywatch: Policywatch) -> None:
    row = policywatch("export", "warc", "--out", "e.warc.gz", "--json").row
    assert row["manifest"] == "e.warc.gz.manifest.csv"
    with Path(row["manifest"]).open(newline="") as stream:
        listed = list(csv.DictReader(stream))
    with Path("e.warc.gz").open("rb") as stream:
        bodies = [
            (one.rec_headers.get_header("WARC-Target-URI"), sha256(one.content_stream().read()).hexdigest())
            for one in ArchiveIterator(stream)
            if one.rec_type == "response"
        ]
    assert [(one["url"], one["sha256"]) for one in listed] == bodies
    assert len(listed) == row["responses"] > 0
