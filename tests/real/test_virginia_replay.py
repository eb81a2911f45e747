"""Virginia's own bill table, as published on 91 days of 2025, through the whole path: every day's changes, no others."""

import csv
import io
import tarfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.crawl.job import Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import Change, ChangeKind, Outcome
from monitor.store import changes
from monitor.store.engine import open_store

ADDRESS = "https://lis.blob.core.windows.net/lisfiles/20251/BILLS.CSV"
SPEAKERS = ("house", "senate", "conference", "governor")
FLAGS = ("Passed_house", "Passed_senate", "Passed", "Failed", "Carried_over", "Approved", "Vetoed")
TOLD = ("Bill_description", *FLAGS, *(f"Last_{who}_action{part}" for who in SPEAKERS for part in ("", "_date")))
Table = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def days(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[datetime, Table]]]:
    """A replay folder of the daily captures, and each day's table by bill."""
    folder = tmp_path_factory.mktemp("virginia")
    tables, rows = [], []
    with tarfile.open(corpus / "states/va/lis_csv/BILLS_2025_daily.tar.xz") as captures:
        members = sorted((one for one in captures if one.isfile()), key=lambda one: one.name)
        for number, member in enumerate(members):
            day = _day(member.name)
            stream = captures.extractfile(member)
            assert stream is not None
            body = stream.read()
            (folder / f"{number}.csv").write_bytes(body)
            rows.append([ADDRESS, day.isoformat(), 200, "text/csv", f"{number}.csv"])
            reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
            tables.append((day, {row["Bill_id"].strip(): row for row in reader}))
    with (folder / "captures.csv").open("w", newline="") as out:
        csv.writer(out).writerows([["url", "at", "status", "media_type", "file"], *rows])
    return folder, tables


def _day(name: str) -> datetime:
    digits = next(part for part in name.replace("/", " ").replace("_", " ").split() if part[:2] == "20")
    return datetime.fromisoformat(digits[:10]).replace(hour=12, tzinfo=UTC)


def _check(database: Path, folder: Path, now: datetime) -> Outcome:
    job = Job(
        database=str(database),
        sources=(SourceJob(name="virginia.bills", spider="virginia.bills"),),
        now=now,
        replay=str(folder),
    )
    (result,) = run_checks(job)
    assert not result.error
    return result.outcome


def _told(database: Path, now: datetime) -> Iterator[Change]:
    with open_store(database).connect() as conn:
        yield from changes.select(conn, changes.Wanted(since=now, until=now.replace(hour=13)))


def test_every_day_tells_exactly_what_virginia_changed(
    days: tuple[Path, list[tuple[datetime, Table]]], tmp_path: Path
) -> None:
    folder, tables = days
    database = tmp_path / "virginia.db"
    open_store(database, create=True).dispose()
    assert _check(database, folder, tables[0][0]) is Outcome.BASELINE
    for (_, before), (now, after) in pairwise(tables):
        outcome = _check(database, folder, now)
        told = list(_told(database, now))
        assert outcome is (Outcome.CHANGED if told else Outcome.UNCHANGED)
        _compare(before, after, told, now)
    last = tables[-1][0]
    for again in (last.replace(hour=14), last.replace(hour=16)):
        assert _check(database, folder, again) is Outcome.UNCHANGED
        assert not list(_told(database, again))


def _compare(before: Table, after: Table, told: list[Change], now: datetime) -> None:
    ids = {
        kind: [change.key.identifier.replace(" ", "") for change in told if change.kind is kind] for kind in ChangeKind
    }
    assert set(ids[ChangeKind.ADDED]) == after.keys() - before.keys(), now
    assert not ids[ChangeKind.REMOVED], now
    assert not ids[ChangeKind.RESTORED], now
    amended = ids[ChangeKind.AMENDED]
    assert len(amended) == len(set(amended)), now
    common = after.keys() & before.keys()
    must = {bill for bill in common if any(after[bill][name] != before[bill][name] for name in TOLD)}
    may = {bill for bill in common if after[bill] != before[bill]}
    assert must <= set(amended) <= may, (now, must - set(amended), set(amended) - may)
