"""Every federal source while its host is down, walled off or answers with nothing: none of them says that nothing is new."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.plan import spider_class
from monitor.crawl.run import run_checks
from monitor.model.records import Outcome
from monitor.store.changes import Wanted, select
from monitor.store.engine import open_store, read

NOW = datetime(2026, 10, 14, 15, tzinfo=UTC)
TERMS = ("kratom", "7-hydroxymitragynine")
SEARCHES = {"terms": list(TERMS)}
WALL = "<html><head><title>Federal Register :: Request Access</title></head><body>Request Access. Please complete the CAPTCHA.</body></html>"
FAILURES = {
    "an error of the server": (500, "text/html", "<html><body><h1>500 Internal Server Error</h1></body></html>"),
    "too many requests": (429, "text/html", "<html><body>Too Many Requests</body></html>"),
    "a wall": (200, "text/html", WALL),
    "access denied": (403, "text/html", "<html><head><title>Access Denied</title></head><body>Reference #18.2</body></html>"),
    "no body": (200, "application/json", ""),
    "an empty page": (200, "text/html", "<html><body></body></html>"),
    "an empty object": (200, "application/json", "{}"),
}  # fmt: skip
ENDS = {
    "an error of the server": {Outcome.UNREACHABLE},
    "too many requests": {Outcome.BLOCKED},
    "a wall": {Outcome.BLOCKED},
    "access denied": {Outcome.BLOCKED},
    "no body": {Outcome.BLOCKED},
    "an empty page": {Outcome.BLOCKED, Outcome.BROKEN},  # blocked where the address promises other than a page
    "an empty object": {Outcome.BROKEN},
}


def federal_sources() -> list[str]:
    """Every source of the federation that has a spider of its own."""
    files = sorted((Path(__file__).parents[2] / "spiders" / "us").glob("*.py"))
    named = (f"us.{file.stem}" for file in files if f'name = "us.{file.stem}"' in file.read_text(encoding="utf-8"))
    return list(named)


def addresses(source: str) -> Iterator[str]:
    """Whatever a check of the source asks first."""
    spider = spider_class(source)(now=NOW)
    spider.terms = TERMS
    for request in spider.requests():
        yield from request.meta.get("bundle", {"": request.url}).values()


def checked(folder: Path, sources: Iterable[str], status: int, media_type: str, body: str) -> dict[str, Outcome]:
    """How a check of each ends when every address answers so; no change may be recorded."""
    named = list(sources)
    folder.mkdir()
    (folder / "answer").write_text(body, encoding="utf-8")
    rows = [(url, NOW.isoformat(), status, media_type, "answer") for one in named for url in addresses(one)]
    with (folder / "captures.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("url", "at", "status", "media_type", "file"), *dict.fromkeys(rows)])
    database = str(folder / "watch.db")
    engine = open_store(database, create=True)
    jobs = tuple(SourceJob(name=one, spider=one, settings=SEARCHES) for one in named)
    job = Job(database=database, sources=jobs, fetching=Fetching(processes=1), now=NOW, replay=str(folder))
    results = run_checks(job)
    with read(engine) as conn:
        assert not list(select(conn, Wanted()))
    assert all(one.error for one in results), [one.source for one in results if not one.error]
    return {one.source: one.outcome for one in results}


@pytest.mark.parametrize("failure", FAILURES)
def test_no_federal_source_takes_a_failure_for_a_day_without_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    for key in ("REGULATIONS_GOV_KEY", "CONGRESS_GOV_KEY", "CONGRESS_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    sources = federal_sources()
    assert len(sources) >= 30
    outcomes = checked(tmp_path / "day", sources, *FAILURES[failure])
    assert outcomes.keys() == set(sources)
    assert set(outcomes.values()) <= ENDS[failure], outcomes
