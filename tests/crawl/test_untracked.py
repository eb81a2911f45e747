"""What a site lists and nobody reads is told as long as the site lists it, also by a page that did not change."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config.shape import Config
from monitor.crawl.job import Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.service.catalogue import overview
from monitor.service.settle import settle
from monitor.store.engine import open_store, read, write
from monitor.store.proof import take

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pennsylvania.bills"
SOURCE = "pennsylvania.bills"
SITE = "https://www.palegis.us/data"
FIRST = datetime(2026, 11, 22, 12, tzinfo=UTC)
WHAT = "session '2026_X'"


class World:
    """A database and a recorded site that lists archives."""

    def __init__(self, folder: Path) -> None:
        self.replay = folder / "replay"
        self.replay.mkdir()
        self.database = str(folder / "watched.db")
        self.answers: list[tuple[str, datetime, str]] = []
        open_store(self.database, create=True).dispose()
        (self.replay / "session.zip").write_bytes((FIXTURES / "session.zip").read_bytes())
        self.answer(f"{SITE}/file?documentType=BillHistoryData&session=2025_0", FIRST, "session.zip")

    def answer(self, url: str, at: datetime, file: str) -> None:
        self.answers.append((url, at, file))
        with (self.replay / "captures.csv").open("w", newline="") as out:
            rows = [[url, at.isoformat(), 200, _media_type(file), file] for url, at, file in self.answers]
            csv.writer(out).writerows([["url", "at", "status", "media_type", "file"], *rows])

    def lists(self, at: datetime, *sessions: str) -> None:
        """From then on the site lists these archives."""
        rows = (
            f'<tr><td><a href="/data/file?documentType=BillHistoryData&amp;session={code}" '
            'data-last-updated="11/20/2026 07:31 PM">x</a></td></tr>'
            for code in sessions
        )
        name = f"list-{at:%d}.html"
        page = f'<!DOCTYPE html><table id="billHistoryDataTable"><tbody>{"".join(rows)}</tbody></table>'
        (self.replay / name).write_text(page, encoding="utf-8")
        self.answer(SITE, at, name)

    def check(self, now: datetime) -> CheckResult:
        jobs = (SourceJob(name=SOURCE, spider=SOURCE),)
        (result,) = run_checks(Job(database=self.database, sources=jobs, now=now, replay=str(self.replay)))
        with write(open_store(self.database)) as conn:
            settle(conn, [result], now=now, timezone="UTC", destinations={})
        return result

    def shown(self) -> dict[str, object]:
        (row,) = overview(Config(), self.database, [SOURCE])
        return row


def _media_type(file: str) -> str:
    return "application/zip" if file.endswith("zip") else "text/html"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_session_that_is_not_read_turns_a_good_check_red_until_the_site_lists_it_no_more(world: World) -> None:
    world.lists(FIRST, "2025_0", "2026_X")
    first = world.check(FIRST)
    assert (first.outcome, first.untracked) == (Outcome.BASELINE, (WHAT,))
    assert first.documents
    shown = world.shown()
    assert (shown["error"], shown["untracked"]) == (f"lists {WHAT}, which is not read", [WHAT])
    unchanged = world.check(FIRST + timedelta(days=1))  # the same bytes, and nothing is read anew
    assert (unchanged.outcome, unchanged.untracked) == (Outcome.UNCHANGED, (WHAT,))
    assert world.shown()["error"]
    with read(open_store(world.database)) as conn:
        proof = json.loads(json.dumps(take(conn, 0)))
    assert proof["untracked"] == [{"name": SOURCE, "what": WHAT}]
    assert proof["failed"] == []
    world.lists(FIRST + timedelta(days=2), "2025_0")
    gone = world.check(FIRST + timedelta(days=2))
    assert (gone.outcome, gone.untracked) == (Outcome.UNCHANGED, ())
    assert (world.shown()["error"], world.shown()["untracked"]) == ("", [])


def test_a_check_that_fails_says_its_fault_and_forgets_nothing(world: World) -> None:
    world.lists(FIRST, "2025_0", "2026_X")
    world.check(FIRST)
    (world.replay / "broken.html").write_text("<!DOCTYPE html><p>A redesigned page that has other things to say")
    world.answer(SITE, FIRST + timedelta(days=1), "broken.html")
    broken = world.check(FIRST + timedelta(days=1))
    assert (broken.outcome, broken.untracked) == (Outcome.BROKEN, ())
    assert "billHistoryDataTable" in str(world.shown()["error"])
    assert world.shown()["untracked"] == [WHAT]
