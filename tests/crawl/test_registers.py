"""A session that is no longer read takes nothing with it."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

from monitor.crawl.job import Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.store import changes
from monitor.store.engine import open_store, read

FILE = "https://ndlegis.gov/api/assembly/{}/data/bills.json"


def bills(*numbers: int) -> bytes:
    """An assembly's file with so many bills."""
    rows = {
        f"hb{number}": {"name": f"HB {number}", "title": f"A bill for an Act, number {number}", "chamber": "House"}
        for number in numbers
    }
    return json.dumps({"bills": rows}).encode()


def record(folder: Path, *captures: tuple[str, str, bytes]) -> None:
    """A replay folder of (assembly, moment, body)."""
    rows = []
    for number, (assembly, at, body) in enumerate(captures):
        (folder / f"{number}.json").write_bytes(body)
        rows.append((FILE.format(assembly), at, 200, "application/json", f"{number}.json"))
    with (folder / "captures.csv").open("w", newline="") as out:
        csv.writer(out).writerows([("url", "at", "status", "media_type", "file"), *rows])


def check(folder: Path, *now: int) -> CheckResult:
    job = Job(
        database=f"sqlite:///{folder / 'p.db'}",
        sources=(SourceJob(name="north_dakota.bills", spider="north_dakota.bills"),),
        now=datetime(*now, 12, tzinfo=UTC),  # type: ignore[misc, arg-type]  # three numbers are a day
        replay=str(folder),
    )
    (result,) = run_checks(job)
    return result


def test_bills_of_a_session_that_is_read_no_more_are_neither_missing_nor_removed(tmp_path: Path) -> None:
    open_store(tmp_path / "p.db", create=True).dispose()
    record(
        tmp_path,
        ("69-2025", "2025-02-01T00:00:00Z", bills(1001, 1002, 1003)),
        ("70-2027", "2027-01-20T00:00:00Z", bills(1001, 1002)),
        ("70-2027", "2027-01-22T00:00:00Z", bills(1001)),
    )
    assert check(tmp_path, 2025, 2, 2).outcome is Outcome.BASELINE
    for day in (20, 21):
        result = check(tmp_path, 2027, 1, day)
        assert result.outcome.good, result
        assert (result.removed, result.held) == (0, 0)
    for day, counts in ((22, (0, 1)), (23, (1, 0))):  # what the session that is read no longer shows is held, then gone
        result = check(tmp_path, 2027, 1, day)
        assert (result.removed, result.held) == counts
    with read(open_store(tmp_path / "p.db")) as conn:
        told = {(str(one.kind), one.key.registry, one.key.identifier) for one in changes.select(conn, changes.Wanted())}
    assert told == {
        ("added", "us-nd:70", "HB 1001"),
        ("added", "us-nd:70", "HB 1002"),
        ("removed", "us-nd:70", "HB 1002"),
    }
