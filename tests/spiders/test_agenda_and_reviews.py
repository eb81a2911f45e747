"""What becomes of a plan and of a draft: its stage moves, its review is concluded; neither is ever said to be in effect."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.crawl.job import Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import Change, Outcome
from monitor.store import changes
from monitor.store.engine import open_store
from spiders.us.oira_reviews import COMPLETED, REVIEW
from spiders.us.unified_agenda import FILES, editions

FIRST = datetime(2026, 11, 20, 12, tzinfo=UTC)
DRAFT = """<REGACT><AGENCY_CODE>1117</AGENCY_CODE><RIN>1117-AB86</RIN><TITLE>Kratom alkaloids</TITLE><STAGE>Final Rule</STAGE>
<DATE_RECEIVED>2026-11-02</DATE_RECEIVED>%s</REGACT>"""
OTHER = DRAFT.replace("1117-AB86", "0910-AA01") % ""


def told(folder: Path, source: str, days: list[dict[str, str]]) -> list[Change]:
    """The changes that a source tells over days, each given as bodies by address; an address without one is absent."""
    with (folder / "captures.csv").open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["url", "at", "status", "media_type", "file"])
        for number, day in enumerate(days):
            for place, (url, body) in enumerate(day.items()):
                name = f"{number}-{place}.xml"
                (folder / name).write_text(body)
                at = (FIRST + timedelta(days=number)).isoformat()
                table.writerow([url, at, 200 if body else 404, "text/xml", name])
    database = folder / "agenda.db"
    open_store(database, create=True).dispose()
    for number in range(len(days)):
        sources = (SourceJob(name=source, spider=source),)
        now = FIRST + timedelta(days=number)
        (result,) = run_checks(Job(database=str(database), sources=sources, now=now, replay=str(folder)))
        assert result.outcome in (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED), result.error
    with open_store(database).connect() as conn:
        return list(changes.select(conn, changes.Wanted()))


def reviews(*records: str) -> str:
    return f'<?xml version="1.0"?><OIRA_DATA RUNDATE="2026-11-20">{"".join(records)}</OIRA_DATA>'


def test_a_review_is_received_and_concluded(tmp_path: Path) -> None:
    done = DRAFT % "<DATE_COMPLETED>2026-11-21</DATE_COMPLETED><DECISION>Consistent with Change</DECISION>"
    days = [
        {REVIEW: reviews(OTHER), COMPLETED: reviews()},
        {REVIEW: reviews(OTHER, DRAFT % ""), COMPLETED: reviews()},
        {REVIEW: reviews(OTHER), COMPLETED: reviews(done)},
        {REVIEW: reviews(OTHER), COMPLETED: reviews()},
    ]
    received, concluded = told(tmp_path, "us.oira_reviews", days)
    assert (received.kind, received.document.status) == ("added", "under review")
    assert "new draft final rule" in received.reasons
    (move,) = concluded.moves
    assert (move.before, move.after) == ("under review", "review concluded: Consistent with Change")
    assert not [one for one in (*received.reasons, *concluded.reasons) if "effect" in one or one == "new final rule"]


def entry(stage: str, nprm: str) -> str:
    step = f"<TIMETABLE><TTBL_ACTION>NPRM</TTBL_ACTION><TTBL_DATE>{nprm}</TTBL_DATE></TIMETABLE>"
    body = f"<RIN>1117-AB86</RIN><RULE_TITLE>Kratom alkaloids</RULE_TITLE><RULE_STAGE>{stage}</RULE_STAGE>"
    return f"<DATA><RIN_INFO>{body}<TIMETABLE_LIST>{step}</TIMETABLE_LIST></RIN_INFO></DATA>"


def test_a_new_edition_of_the_agenda_tells_the_stage_that_moved(tmp_path: Path) -> None:
    old, middle, new = (f"{FILES}{one}.xml" for one in editions(FIRST)[-3:])
    first, second = entry("Proposed Rule Stage", "04/00/2026"), entry("Final Rule Stage", "12/00/2026")
    days = [{old: first, middle: first, new: ""}, {old: first, middle: first, new: second}]
    (change,) = told(tmp_path, "us.unified_agenda", days)
    (move,) = change.moves
    assert (move.before, move.after) == ("Proposed Rule Stage", "Final Rule Stage")
    assert {one.name for one in change.fields} >= {"status", "text"}
    assert "Next action: NPRM, 2026-12" in change.document.text
