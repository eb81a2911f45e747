"""Federal sources through the whole path, from recorded answers: what moved is told, and nothing else."""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.crawl.job import Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import Change, ChangeKind, CheckResult, Outcome
from monitor.store import changes
from monitor.store.engine import open_store
from spiders.us.ecfr import Ecfr
from spiders.us.fda_import_alerts import FdaImportAlerts
from spiders.us.fda_warning_letters import FdaWarningLetters
from spiders.us.federal_register_full_text import FederalRegisterFullText

FIXTURES = Path(__file__).parents[1] / "fixtures"
FIRST = datetime(2026, 10, 14, 12, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
API = "https://www.ecfr.gov/api/versioner/v1"

Answer = tuple[str, datetime, str]
"""Address, moment and body."""


class World:
    """A database and a folder of recorded answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "replay"
        self.folder.mkdir()
        self.database = folder / "federal.db"
        open_store(self.database, create=True).dispose()

    def record(self, answers: Sequence[Answer]) -> None:
        rows = []
        for number, (url, at, body) in enumerate(answers):
            (self.folder / f"{number}").write_text(body, encoding="utf-8")
            media_type = {"{": "application/json", "<": "text/html"}[body[0]]
            media_type = "application/xml" if ".xml" in url else media_type
            rows.append([url, at.isoformat(), 200, media_type, f"{number}"])
        with (self.folder / "captures.csv").open("w", newline="") as out:
            csv.writer(out).writerows([["url", "at", "status", "media_type", "file"], *rows])

    def check(self, source: str, now: datetime) -> CheckResult:
        job = Job(
            database=str(self.database),
            sources=(SourceJob(name=source, spider=source),),
            now=now,
            replay=str(self.folder),
        )
        (result,) = run_checks(job)
        return result

    def told(self, now: datetime) -> list[Change]:
        return list(self._told(now))

    def _told(self, now: datetime) -> Iterator[Change]:
        with open_store(self.database).connect() as conn:
            yield from changes.select(conn, changes.Wanted(since=now, until=now + timedelta(hours=1)))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def fixture(source: str, name: str) -> str:
    return (FIXTURES / source / name).read_text(encoding="utf-8")


def test_a_close_out_letter_is_told_although_the_letter_itself_is_the_same(world: World) -> None:
    (table,) = FdaWarningLetters(now=FIRST).requests()
    rows = json.loads(fixture("us.fda_warning_letters", "rows.json"))
    rows["data"] = rows["data"][:1]
    before = json.dumps(rows)
    rows["data"][0][6] = "<a href='/close-out'>Closeout Letter</a>"
    letter = "https://www.fda.gov/inspections-compliance-enforcement-and-criminal-investigations/warning-letters/"
    world.record(
        [
            (table.url, FIRST, before),
            (table.url, SECOND, json.dumps(rows)),
            (
                f"{letter}example-botanicals-llc-712345-09282026",
                FIRST,
                fixture("us.fda_warning_letters", "letter.html"),
            ),
        ]
    )
    assert world.check("us.fda_warning_letters", FIRST).outcome is Outcome.BASELINE
    assert world.check("us.fda_warning_letters", FIRST + timedelta(hours=6)).outcome is Outcome.UNCHANGED
    assert world.check("us.fda_warning_letters", SECOND).outcome is Outcome.CHANGED
    (change,) = world.told(SECOND)
    assert change.kind is ChangeKind.AMENDED
    assert [(field.name, field.before, field.after) for field in change.fields] == [("status", "", "close-out letter")]
    assert world.check("us.fda_warning_letters", SECOND + timedelta(hours=6)).outcome is Outcome.UNCHANGED


def test_an_amended_section_is_told_with_its_citation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    section = fixture("us.ecfr", "section.xml")
    older = section.replace("; 91 FR 54948, Aug. 26, 2026", "").replace(
        "mitragynine pseudoindoxyl …… 7550", "[Reserved]"
    )
    row = {"type": "section", "identifier": "1308.11", "part": "1308", "name": "§ 1308.11", "removed": False}
    versions = [{**row, "date": "2025-09-05"}, {**row, "date": "2026-08-26"}]
    titles = {"titles": [{"number": 21, "up_to_date_as_of": "2026-08-25"}], "meta": {}}
    current = {"titles": [{"number": 21, "up_to_date_as_of": "2026-10-13"}], "meta": {}}
    other = {"content_versions": [{**row, "identifier": "9.1", "part": "9", "date": "2017-01-03"}]}
    lists = [
        (f"{API}/versions/title-21.json?part={part}", FIRST, json.dumps(other)) for part in Ecfr.parts if part != "1308"
    ]
    world.record(
        [
            (f"{API}/titles.json", FIRST, json.dumps(titles)),
            (f"{API}/titles.json", SECOND, json.dumps(current)),
            *lists,
            (f"{API}/versions/title-21.json?part=1308", FIRST, json.dumps({"content_versions": versions})),
            (f"{API}/full/2025-09-05/title-21.xml?part=1308&section=1308.11", FIRST, older),
            (f"{API}/full/2026-08-26/title-21.xml?part=1308&section=1308.11", FIRST, section),
            (f"{API}/full/2017-01-03/title-21.xml?part=9&section=9.1", FIRST, section.replace("1308.11", "9.1")),
        ]
    )
    assert world.check("us.ecfr", FIRST).outcome is Outcome.BASELINE
    assert world.check("us.ecfr", SECOND).outcome is Outcome.CHANGED
    (change,) = world.told(SECOND)
    assert change.key.identifier == "21 CFR 1308.11"
    assert {field.name: field.after for field in change.fields if field.name != "text"} == {
        "published_on": "2026-08-26",
        "action": "91 FR 54948, Aug. 26, 2026",
    }
    assert "text" in {field.name for field in change.fields}


def test_a_published_date_alone_is_no_change_of_an_import_alert_and_a_firm_is_one(world: World) -> None:
    listed = fixture("us.fda_import_alerts", "list.html").replace("importalert_190", "importalert_1137_x")
    alert = fixture("us.fda_import_alerts", "alert.html")
    other = alert.replace("54-15", "66-41")
    page = "https://www.accessdata.fda.gov/cms_ia/"
    third = SECOND + timedelta(days=1)
    redated = alert.replace("Published Date: 10/02/2026", "Published Date: 10/13/2026")
    joined = redated.replace("<p>None.</p>", "<p>Careful Farms Ltd</p>").replace("10/13/2026", "10/15/2026")
    world.record(
        [
            (f"{page}ialist.html", FIRST, listed),
            (f"{page}ialist.html", SECOND, listed.replace("10/02/2026", "10/13/2026")),
            (f"{page}ialist.html", third, listed.replace("10/02/2026", "10/15/2026")),
            (f"{page}importalert_1137.html", FIRST, alert),
            (f"{page}importalert_1137.html", SECOND, redated),
            (f"{page}importalert_1137.html", third, joined),
            (f"{page}importalert_1137_x.html", FIRST, other),
        ]
    )
    assert FdaImportAlerts.followed == ("54-", "66-41")
    assert world.check("us.fda_import_alerts", FIRST).outcome is Outcome.BASELINE
    assert world.check("us.fda_import_alerts", SECOND).outcome is Outcome.UNCHANGED
    assert world.check("us.fda_import_alerts", third).outcome is Outcome.CHANGED
    (change,) = world.told(third)
    assert [field.name for field in change.fields] == ["text"]


def test_an_issue_whose_dashes_were_cleaned_up_is_shouted_at_nobody(world: World) -> None:
    issue = fixture("us.federal_register_full_text", "issue.xml")
    address = "https://www.govinfo.gov/bulkdata/FR/2026/10/FR-2026-10-14.xml"
    assert address in {request.url for request in FederalRegisterFullText(now=FIRST).requests()}
    world.record([(address, FIRST, issue), (address, SECOND, issue.replace("–", "-"))])
    assert world.check("us.federal_register_full_text", FIRST).outcome is Outcome.BASELINE
    assert world.check("us.federal_register_full_text", SECOND).outcome is Outcome.CHANGED
    told = world.told(SECOND)
    assert [change.key.identifier for change in told] == ["2026-20950"]
    assert {change.importance for change in told} == {0.05}
