"""Hearings over days: what moved and what was called off is told as such; what only fell off its schedule is not told at all.

Schedules show what lies ahead: a hearing that was held leaves them without a word, and so may one that was set. Several families are
checked on four days, from captures, as a service would.
"""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from spiders_at_hand import SPIDERS

from monitor.crawl.job import Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.documents import Document, Hearing
from monitor.model.records import Change, Outcome
from monitor.source.spider import SourceSpider
from monitor.store import changes, revisions
from monitor.store.engine import open_store, read

FIRST = datetime(2027, 1, 11, 14, tzinfo=UTC)  # a Monday; 07:00 in Denver
DAY = timedelta(days=1)
HEARINGS = {name: spider for name, spider in SPIDERS.items() if "hearing" in spider.kinds}
Answers = Mapping[str, tuple[str, str]]
"""Body and media type by address."""


def test_no_schedule_claims_to_show_every_hearing() -> None:
    assert not [name for name, spider in HEARINGS.items() if spider.complete], "absence from a schedule is no removal"


def test_an_empty_schedule_is_no_fault() -> None:
    assert not [name for name, spider in HEARINGS.items() if not spider.may_be_empty], "legislatures have recesses"


# -- days of a schedule, in the form of each family -----------------------------------------------------------------


Meeting = tuple[int, str, str, str]
"""Number, day ("2027-01-13"), hour ("09:00"), words that call it off or ""."""

HELD = (1, "2027-01-11", "09:00", "")
KEPT = (2, "2027-01-20", "09:00", "")
SET, MOVED = (3, "2027-01-14", "09:00", ""), (3, "2027-01-14", "15:30", "")
ON, OFF = (4, "2027-01-15", "10:00", ""), (4, "2027-01-15", "10:00", "CANCELLED")
SCHEDULES: Sequence[Sequence[Meeting]] = ([HELD, SET, ON, KEPT], [MOVED, OFF, KEPT], [KEPT], [])
"""Day by day: one is held and falls off, one moves, one is called off; then these leave too, and one that is still to come."""


def committee(number: int) -> str:
    return ("", "Health", "Judiciary", "Commerce", "Education")[number]


def local(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}")


def montana(meetings: Sequence[Meeting], now: datetime) -> Answers:
    """JSON with numbers."""
    rows = [
        {
            "id": number,
            "title": f"{off}: {committee(number)}" if off else committee(number),
            "start_date": f"{day} {hour}:00",
            "all_day": False,
            "url": f"https://www.legmt.gov/event/{number}/",
            "description": "<p>HB 142</p>",
            "venue": [],
        }
        for number, day, hour, off in meetings
    ]
    return _to_all("montana.hearings", now, json.dumps({"events": rows, "total_pages": 1}), "application/json")


def arizona(meetings: Sequence[Meeting], now: datetime) -> Answers:
    """JSON with numbers, whose addresses stay the same for a month."""
    rows = [
        {
            "id": number,
            "longtitle": committee(number),
            "title": "",
            "body": "H",
            "start": f"{day} {hour}:00",
            "cancelled": int(bool(off)),
        }
        for number, day, hour, off in meetings
    ]
    return _to_all("arizona.hearings", now, json.dumps(rows), "application/json", one="body=H", other="[]")


def idaho(meetings: Sequence[Meeting], now: datetime) -> Answers:
    """A page without numbers: a meeting is named after committee and day."""
    blocks = "".join(
        f'<div><div class="calendarHeader"><div class="date">{local(day, hour):%b}<span>{local(day, hour).day}</span></div>'
        f'<div class="abbr"><h2>{off or format(local(day, hour), "%I:%M %p")}<br/>Room 1</h2></div>'
        f'<div class="day"><h2>Day <a href="#">{committee(number)}</a></h2></div></div><table></table></div>'
        for number, day, hour, off in meetings
    )
    page = f'<html><body><div id="ai1ec-container">{blocks}</div></body></html>'
    none = '<html><body><div id="allDiv">No meetings scheduled</div></body></html>'
    return _to_all("idaho.hearings", now, page if meetings else none, "text/html", one="/hagenda/", other=none)


def alaska(meetings: Sequence[Meeting], now: datetime) -> Answers:
    """XML of the whole legislature."""
    rows = "".join(
        f"<Meeting Canceled='{str(bool(off)).lower()}'><chamber>H</chamber><Schedule>{day}T{hour}:00</Schedule>"
        f"<Location>106</Location><Sponsor>{committee(number)[:3].upper()}</Sponsor><Title>{committee(number)}</Title><Agenda/></Meeting>"
        for number, day, hour, off in meetings
    )
    xml = f'<Basis xmlns="http://www.legis.state.ak.us/Basis"><Meetings>{rows}</Meetings></Basis>'
    return _to_all("alaska.hearings", now, xml, "text/xml")


def north_dakota(meetings: Sequence[Meeting], now: datetime) -> Answers:
    """A table of bills before committees."""
    lines = ["Hearing Date/Time,Bill,Agenda Time,Committee,Subcommittee,Room,Description"]
    lines += [
        f"{local(day, hour):%m/%d/%Y %I:%M:%p},HB 10{number}0,,{committee(number)},,Pioneer,{off} Kratom"
        for number, day, hour, off in meetings
    ]
    return _to_all("north_dakota.hearings", now, "\r\n".join(lines) + "\r\n", "text/csv")


def notice(number: int, day: str, hour: str, _: str) -> str:
    when = f"{local(day, hour):%I:%M %p, %A, %B %d, %Y}"
    lines = (f"COMMITTEE: {committee(number)}", f"TIME &amp; DATE: {when}", "PLACE: E1", "SB 6")
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"


def texas(meetings: Sequence[Meeting], now: datetime) -> Answers:
    """A list that leads to notices, whose file names are theirs for good."""
    site = "https://capitol.texas.gov/tlodocs/90R/schedules/html"
    rows = "".join(
        f'<tr><td>{hour} {off}</td><td><a href="{site}/C{number}00.HTM">{committee(number)}</a></td></tr>'
        for number, day, hour, off in meetings
    )
    nothing = "<html><body><h1>Upcoming Committee Meetings</h1></body></html>"
    page = f"<html><body><h1>Upcoming Committee Meetings</h1><table>{rows}</table></body></html>"
    notices = {f"{site}/C{one[0]}00.HTM": (notice(*one), "text/html") for one in meetings}
    return {**_to_all("texas.hearings", now, page, "text/html", one="Chamber=S", other=nothing), **notices}


FAMILIES: Mapping[str, Callable[[Sequence[Meeting], datetime], Answers]] = {
    "alaska.hearings": alaska,
    "arizona.hearings": arizona,
    "idaho.hearings": idaho,
    "montana.hearings": montana,
    "north_dakota.hearings": north_dakota,
    "texas.hearings": texas,
}


def _to_all(
    source: str, now: datetime, body: str, media_type: str, *, one: str = "", other: str = ""
) -> dict[str, tuple[str, str]]:
    """The answer to every first request of a source, or to the one whose address has `one` in it, and `other` to the rest."""
    spider: type[SourceSpider] = SPIDERS[source]
    return {request.url: (body if one in request.url else other, media_type) for request in spider(now=now).requests()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the families tell over days: changes, the outcome of each day's check, and how the hearings stand at the end."""

    changes: Mapping[str, Sequence[Change]]
    outcomes: Mapping[str, Sequence[Outcome]]
    standing: Mapping[str, Sequence[Hearing]]


def told(folder: Path, days: Sequence[Sequence[Meeting]]) -> Told:
    """All families are checked together, once a day."""
    captured: list[tuple[str, str, int, str, str]] = []
    for number, meetings in enumerate(days):
        now = FIRST + number * DAY
        for source, answers in FAMILIES.items():
            for url, (body, media_type) in answers(meetings, now).items():
                name = f"{number}-{source}-{len(captured)}"
                (folder / name).write_text(body, encoding="utf-8")
                captured.append((url, now.isoformat(), 200, media_type, name))
    with (folder / "captures.csv").open("w", newline="") as out:
        csv.writer(out).writerows([("url", "at", "status", "media_type", "file"), *captured])
    database = folder / "hearings.db"
    open_store(database, create=True).dispose()
    outcomes: dict[str, list[Outcome]] = {}
    for number in range(len(days)):
        sources = tuple(SourceJob(name=source, spider=source) for source in FAMILIES)
        job = Job(database=str(database), sources=sources, now=FIRST + number * DAY, replay=str(folder))
        for result in run_checks(job):
            assert (result.removed, result.held, result.error) == (0, 0, ""), result
            outcomes.setdefault(result.source, []).append(result.outcome)
    with read(open_store(database)) as conn:
        found = list(changes.select(conn, changes.Wanted()))
        return Told(
            changes={source: [one for one in found if one.source == source] for source in FAMILIES},
            outcomes=outcomes,
            standing={
                source: [one for one in revisions.standing(conn, source) if isinstance(one, Hearing)]
                for source in FAMILIES
            },
        )


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(tmp_path_factory.mktemp("week"), SCHEDULES)


@pytest.fixture(scope="module")
def wavering(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(tmp_path_factory.mktemp("wavering"), ([ON, KEPT], [OFF, KEPT], [ON, KEPT]))


@pytest.fixture(scope="module")
def put_off(tmp_path_factory: pytest.TempPathFactory) -> Told:
    later = (3, "2027-01-18", "13:00", "")
    return told(tmp_path_factory.mktemp("put_off"), ([SET, KEPT], [later, KEPT]))


def named(hearing: Document) -> str:
    """The committee, which some sources print with its chamber."""
    return hearing.title.rpartition(" ")[2]


@pytest.mark.parametrize("source", FAMILIES)
def test_what_moves_is_told_what_is_called_off_is_told_and_what_falls_off_is_not(week: Told, source: str) -> None:
    outcomes = week.outcomes[source]
    assert list(outcomes[:2]) == [Outcome.BASELINE, Outcome.CHANGED]
    assert not set(outcomes[2:]) - {Outcome.UNCHANGED, Outcome.EMPTY}
    by_name = {named(change.document): change for change in week.changes[source]}
    assert [named(change.document) for change in week.changes[source]].count("Commerce") == 1
    assert sorted(by_name) == ["Commerce", "Education"]
    assert {change.kind for change in by_name.values()} == {"amended"}

    moved, off = by_name["Commerce"], by_name["Education"]
    assert "starts_at" in {each.name for each in moved.fields}
    assert any(reason.startswith("hearing moved from 2027-01-14") for reason in moved.reasons), moved.reasons
    assert [(move.before, move.after) for move in off.moves] == [("scheduled", "cancelled")]
    assert "hearing cancelled" in off.reasons


@pytest.mark.parametrize("source", FAMILIES)
def test_what_fell_off_stands_as_it_stood(week: Told, source: str) -> None:
    standing = week.standing[source]
    assert sorted(map(named, standing)) == ["Commerce", "Education", "Health", "Judiciary"]
    assert [named(one) for one in standing if one.cancelled] == ["Education"]


@pytest.mark.parametrize("source", FAMILIES)
def test_a_hearing_that_is_called_off_and_set_again_is_told_twice(wavering: Told, source: str) -> None:
    moves = [(move.before, move.after) for change in wavering.changes[source] for move in change.moves]
    assert sorted(moves) == [("cancelled", "scheduled"), ("scheduled", "cancelled")]


@pytest.mark.parametrize("source", FAMILIES)
def test_a_hearing_on_another_day_has_moved_where_it_has_a_number_and_is_a_new_one_where_it_has_none(
    put_off: Told, source: str
) -> None:
    (change,) = put_off.changes[source]
    if source in ("arizona.hearings", "montana.hearings", "texas.hearings"):
        assert change.kind == "amended"
        assert any(reason.startswith("hearing moved from 2027-01-14") for reason in change.reasons)
    else:
        assert change.kind == "added"
        assert "hearing set for 2027-01-18" in change.reasons


def test_every_source_of_hearings_has_a_page_that_calls_one_off_or_says_why_it_cannot() -> None:
    """The expectations of the fixtures: somewhere each source reads `cancelled`."""
    fixtures = Path(__file__).parents[1] / "fixtures"
    silent = set()
    for name in HEARINGS:
        cases = [json.loads(path.read_text(encoding="utf-8")) for path in (fixtures / name).glob("*.case.json")]
        rows = [row["fields"] for case in cases for row in case.get("documents", ()) if row["type"] == "hearing"]
        if not any(msgspec.convert(row, Hearing).cancelled for row in rows):
            silent.add(name)
    assert silent == {"virginia.dockets"}, "a docket that is taken back leaves its table without a word"
