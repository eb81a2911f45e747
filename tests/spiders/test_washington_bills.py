"""Washington's service answers 500 where a list would be empty: no fault of a list that was never there, and one of a list that was."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.store.engine import open_store
from spiders.washington.bills import WashingtonBills

SOURCE = "washington.bills"
DECEMBER = datetime(2026, 12, 2, 17, tzinfo=UTC)
PREFILED = "GetPrefiledLegislation"


def asked(now: datetime) -> dict[str, tuple[bool, tuple[int, ...]]]:
    """The lists that are asked for, whether each may be absent, and with which statuses it says so."""
    return {
        request.url.rpartition("/")[2]: (request.meta["optional"], request.meta.get("absent", ()))
        for request in WashingtonBills(now=now).requests()
    }


def test_the_lists_that_may_be_empty_may_be_500() -> None:
    assert asked(DECEMBER)[PREFILED] == (True, (500,))
    first_days = asked(datetime(2027, 1, 12, 17, tzinfo=UTC))
    assert first_days["GetLegislationIntroducedSince?sinceDate=2027-01-01"] == (True, (500,))
    february = asked(datetime(2027, 2, 12, 17, tzinfo=UTC))
    assert february["GetLegislationIntroducedSince?sinceDate=2027-01-01"] == (False, ())
    assert PREFILED not in february


class Service:
    """What the service answered, and a database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "replay"
        self.folder.mkdir()
        self.answers: list[tuple[str, str, int, str, str]] = []
        self.database = str(folder / "watched.db")
        open_store(self.database, create=True).dispose()

    def says(self, url: str, at: datetime, status: int, body: str) -> None:
        name = str(len(self.answers))
        (self.folder / name).write_text(body, encoding="utf-8")
        self.answers.append((url, at.isoformat(), status, "text/xml", name))

    def check(self, now: datetime) -> CheckResult:
        with (self.folder / "captures.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([("url", "at", "status", "media_type", "file"), *self.answers])
        jobs = (SourceJob(name=SOURCE, spider=SOURCE),)
        job = Job(database=self.database, sources=jobs, now=now, replay=str(self.folder), fetching=Fetching(delay=0.0))
        (result,) = run_checks(job)
        return result


def test_an_empty_list_of_what_is_prefiled_is_no_fault_and_one_that_fails_later_is(tmp_path: Path) -> None:
    service = Service(tmp_path)
    requests = {request.url.rpartition("/")[2]: request.url for request in WashingtonBills(now=DECEMBER).requests()}
    bill = (
        "<ArrayOfLegislation xmlns='http://WSLWebServices.leg.wa.gov/'><Legislation><Biennium>{0}</Biennium><BillId>{1}</BillId>"
        "<BillNumber>1</BillNumber><LongDescription>Concerning kratom.</LongDescription></Legislation></ArrayOfLegislation>"
    )
    for name, url in requests.items():
        if name != PREFILED:
            service.says(url, DECEMBER, 200, bill.format("2025-26", "HB 1001"))
    service.says(requests[PREFILED], DECEMBER, 500, "System.NullReferenceException")
    first = service.check(DECEMBER)
    assert (first.outcome, first.documents, first.error) == (Outcome.BASELINE, 1, "")
    later = DECEMBER + timedelta(days=6)
    service.says(requests[PREFILED], later, 200, bill.format("2027-28", "HB 1002"))
    assert service.check(later).added == 1
    failing = DECEMBER + timedelta(days=7)
    service.says(requests[PREFILED], failing, 500, "System.NullReferenceException")
    assert service.check(failing).outcome is Outcome.UNREACHABLE
