"""The demonstration is played once, as a visitor would, and what it left is read: nothing missed, nothing invented, all told."""

import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from monitor.changes.redline import redline
from monitor.demo import stage
from monitor.demo.evidence import Seen, differences
from monitor.demo.play import play
from monitor.demo.site import MAILBOX, Site, hosts, serving
from monitor.demo.story import BILLS, CALENDAR, DAYS, DEA, FDA_PAGE, RECALLS, Day, Event
from monitor.model.errors import MonitorError
from monitor.model.records import Change, ChangeKind, CheckResult, Outcome
from monitor.store.changes import Wanted, select
from monitor.store.engine import open_store
from monitor.store.schema import check_run, delivery, digest, snapshot, source, subscription

WASHINGTON = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Played:
    """A performance: its folder, what stood on the screen, and the database it left."""

    folder: Path
    screen: str
    engine: sa.Engine

    def changes(self, name: str = "", kind: str = "") -> list[Change]:
        with self.engine.connect() as conn:
            return list(select(conn, Wanted(source=name, kind=kind)))

    def checks(self, name: str) -> list[sa.RowMapping]:
        query = sa.select(check_run).join(source).where(source.c.name == name).order_by(check_run.c.id)
        with self.engine.connect() as conn:
            return list(conn.execute(query).mappings())

    def outcomes(self, name: str) -> dict[date, str]:
        return {_day(check["started_at"]): check["outcome"] for check in self.checks(name)}

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    @property
    def mentioned(self) -> str:
        """The digest's words on one line."""
        return " ".join(self.text("digest.txt").split())


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("visitor") / "policywatch-demo"
    ended = subprocess.run(
        [sys.executable, "-m", "monitor", "demo", "--out", str(folder)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stderr == ""
    engine = open_store(folder / "demo.db", read_only=True)
    yield Played(folder, ended.stdout, engine)
    engine.dispose()


def _day(moment: datetime) -> date:
    return moment.astimezone(WASHINGTON).date()


def _words(change: Change, op: str) -> list[str]:
    assert change.before is not None
    found = redline(change.before.text, change.document.text)
    return [(one.new or one.old).strip() for one in found if one.op == op]


def test_every_published_change_is_found_on_its_day_and_none_is_invented(played: Played) -> None:
    expected = Counter(
        (day.on, event.source, event.kind, event.identifier) for day in DAYS for event in day.events if day.checked
    )
    found = Counter(
        (_day(change.detected_at), change.source, str(change.kind), change.key.identifier)
        for change in played.changes()
    )
    assert found == expected
    assert found.total() == 16


def test_the_bill_is_introduced_amended_reported_and_passed(played: Played) -> None:
    introduced, amended, *steps = played.changes(BILLS)
    assert introduced.kind is ChangeKind.ADDED
    assert {"title", "versions"} <= {field.name for field in amended.fields}
    assert [(move.before, move.after) for change in steps for move in change.moves] == [
        ("in committee", "reported"),
        ("reported", "passed one chamber"),
        ("passed one chamber", "passed both"),
    ]


def test_the_hearing_is_set_and_then_cancelled(played: Played) -> None:
    set_, cancelled = played.changes(CALENDAR)
    assert any("Hearing on HB 9001" in words for words in _words(set_, "insert"))
    assert any("CANCELLED" in words for words in _words(cancelled, "insert"))


def test_the_edit_of_the_fdas_page_is_found_within_its_sentence(played: Played) -> None:
    (edited,) = played.changes(FDA_PAGE)
    assert _words(edited, "delete") == ["The", "is reviewing that recommendation"]
    assert "On July 6, 2026, the" in _words(edited, "insert")


def test_notice_and_order_are_one_document_each_first_filed_then_published(played: Played) -> None:
    by_number: dict[str, list[Change]] = {}
    for change in played.changes(DEA):
        by_number.setdefault(change.key.identifier, []).append(change)
    assert set(by_number) == {"2026-13580", "2026-13581", "2026-17429"}
    for filed, published in by_number.values():
        assert filed.document.published_on is None
        assert filed.document.status.startswith("filed for public inspection")
        assert published.document.status == "published"
    stages = {number: getattr(published.document, "stage", "") for number, (_, published) in by_number.items()}
    assert stages == {"2026-13580": "proposed rule", "2026-13581": "proposed rule", "2026-17429": "rule"}


def test_a_wall_is_blocked_and_what_happened_behind_it_is_found_when_it_falls(played: Played) -> None:
    walled = {date(2026, 7, day) for day in (4, 5, 6)}
    for name in (RECALLS, FDA_PAGE):
        outcomes = played.outcomes(name)
        assert {on for on, outcome in outcomes.items() if outcome == "blocked"} == walled
        assert len(outcomes) == 14
    (recall,) = played.changes(RECALLS)
    assert _day(recall.detected_at) == date(2026, 7, 7)
    with played.engine.connect() as conn:
        walls = conn.execute(sa.select(snapshot.c.wall).where(snapshot.c.wall != "")).scalars().all()
    assert set(walls) == {"FDA apology page"}
    assert len(walls) == 6


def test_half_a_table_holds_removals_and_announces_none(played: Played) -> None:
    held = {_day(check["started_at"]): check["held"] for check in played.checks(BILLS) if check["held"]}
    assert held == {date(2026, 8, 30): 7}
    assert played.changes(kind="removed") == []
    assert played.changes(kind="restored") == []
    assert played.checks(BILLS)[-1]["documents"] == 15


def test_the_operator_hears_of_the_wall_and_of_the_half_table_and_that_both_are_over(played: Played) -> None:
    query = sa.select(digest.c.content).where(digest.c.kind == "health").order_by(digest.c.id)
    with played.engine.connect() as conn:
        told = [
            [(one["source"], one["state"]) for one in content["events"]] for content in conn.execute(query).scalars()
        ]
    assert [sorted(events) for events in told] == [
        [(FDA_PAGE, "failing"), (RECALLS, "failing")],
        [(FDA_PAGE, "recovered"), (RECALLS, "recovered")],
        [(BILLS, "failing")],
        [(BILLS, "recovered")],
    ]


def test_alerts_and_weekly_digests_are_delivered_once_each(played: Played) -> None:
    query = (
        sa.select(subscription.c.name, digest.c.kind, digest.c.created_at, delivery.c.state, delivery.c.attempts)
        .select_from(delivery)
        .join(digest)
        .join(subscription)
    )
    with played.engine.connect() as conn:
        rows = conn.execute(query).all()
    assert {(row.state, row.attempts) for row in rows} == {("sent", 1)}
    alerts = [_day(row.created_at) for row in rows if row.kind == "alert"]
    assert sorted(alerts) == [date(2026, 7, 2), *(date(2026, 8, day) for day in (25, 26, 27, 28))]
    weekly = [_day(row.created_at) for row in rows if (row.name, row.kind) == ("weekly", "digest")]
    assert sorted(weekly) == [date(2026, 7, 6), date(2026, 7, 13), date(2026, 8, 31)]


def test_the_screen_tells_the_story_and_that_the_rest_is_invented(played: Played) -> None:
    for day in DAYS:
        for told in (*(event.told for event in day.events), *day.notes):
            assert told in played.screen
    assert 'What is marked "(example)" is' in played.screen
    assert "2 failed: Hiding in Plain Sight: 7-OH (blocked since Jul 4, 2026)" in played.screen
    assert "7 removals held, 0 announced" in played.screen
    assert "policywatch changes --database" in played.screen
    assert "\x1b[" not in played.screen


def test_the_digest_names_what_happened_in_the_last_week(played: Played) -> None:
    for words in (
        "HB 9001: Kratom products; minimum age for sale, labels, and limit of 7-hydroxymitragynine (example)",
        "passed one chamber -> passed both",
        "2026-17429: Schedules of Controlled Substances",
        "until August 26, 2028",
        "[-is reviewing that recommendation-]",
        "F-0000-2026: Example Botanicals",
        "Class II",
        "Checked 6 sources, none failed.",
        "held for another look before being called withdrawn: 7 documents of virginia.bills",
    ):
        assert words in played.mentioned
    assert played.text("digest.txt") in played.screen


def test_the_digest_lies_there_to_open_in_three_formats(played: Played) -> None:
    html, markdown = played.text("digest.html"), played.text("digest.md")
    assert html.startswith("<!DOCTYPE html>")
    assert len(html.encode()) < 90_000
    assert markdown.startswith("# ")
    assert "HB 9001" in html
    assert "HB 9001" in markdown


def test_what_is_invented_says_so(played: Played) -> None:
    invented = ("HB 9", "SB 9", "F-0000", "calendar.example", "/example-")
    with played.engine.connect() as conn:
        rows = conn.execute(sa.text("SELECT identifier, title FROM document")).all()
    unmarked = [
        row.identifier
        for row in rows
        if any(mark in row.identifier for mark in invented) and "(example)" not in row.title
    ]
    assert unmarked == []
    true = {row.identifier for row in rows if "(example)" not in row.title}
    assert true == {"2026-13364", "2026-13580", "2026-13581", "2026-17429", "HB 360", DAYS[8].events[0].identifier}


# -- the demonstration cannot lie -------------------------------------------------------------------------------------


def _quiet_day() -> tuple[Day, Seen]:
    names = ("us.dea_rules", RECALLS, "us.openfda_food_enforcement", BILLS, FDA_PAGE, CALENDAR)
    return Day(on=date(2026, 8, 29)), Seen(
        results=tuple(CheckResult(source=name, outcome=Outcome.UNCHANGED) for name in names)
    )


def test_a_day_that_is_as_written_has_no_differences() -> None:
    assert differences(*_quiet_day()) == []


def test_an_event_that_was_not_found_is_a_fault() -> None:
    _, seen = _quiet_day()
    faults = differences(DAYS[1], seen)
    assert any("not found: virginia.bills added HB 9001" in fault for fault in faults)
    assert any("expected 1 alerts, found 0" in fault for fault in faults)


def test_a_wall_that_went_unnoticed_a_removal_or_a_change_out_of_nothing_is_a_fault(played: Played) -> None:
    day, seen = _quiet_day()
    assert differences(replace(day, outcomes={RECALLS: "blocked"}), seen) != []
    gone = CheckResult(source=BILLS, outcome=Outcome.UNCHANGED, removed=1)
    assert differences(day, replace(seen, results=(*seen.results, gone))) != []
    assert differences(day, replace(seen, changes=tuple(played.changes(FDA_PAGE)))) != []


def test_a_performance_that_is_not_as_written_says_so_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    never = Event(source=DEA, kind="added", identifier="2026-99999", told="an order that nobody published")
    monkeypatch.setattr("monitor.demo.play.DAYS", (replace(DAYS[0], events=(never,)),))
    assert play(tmp_path / "demo") == 1
    screen = capsys.readouterr().out
    assert "2026-07-01: not found: us.dea_rules added 2026-99999" in screen
    assert "an order that nobody published" not in screen
    assert not (tmp_path / "demo" / "digest.html").exists()


# -- its folder -------------------------------------------------------------------------------------------------------


def test_a_folder_that_no_demonstration_made_is_left_untouched(tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_bytes(b"somebody's")
    with pytest.raises(MonitorError, match="left untouched"):
        stage.cleared(tmp_path)
    assert (tmp_path / "demo.db").read_bytes() == b"somebody's"


def test_an_earlier_demonstration_is_cleared_and_what_others_put_there_stays(tmp_path: Path) -> None:
    stage.cleared(tmp_path / "new")
    for name in ("demo.db", "demo.db-wal", "demo.db.made", "digest.html", "notes.txt"):
        (tmp_path / "new" / name).write_text("old")
    stage.cleared(tmp_path / "new")
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == [stage.MARK, "notes.txt"]


# -- its site ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(date(2026, 7, 3)) as running:
        yield running


def _ask(site: Site, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body, redirects not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object) -> None:
            return None

    request = urllib.request.Request(site.address + path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.build_opener(Stay).open(request) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, dict(refused.headers), refused.read()


def test_the_site_serves_each_day_and_says_when_nothing_is_new(site: Site) -> None:
    path = "/www.federalregister.gov/api/v1/documents.json?order=newest"
    status, headers, body = _ask(site, path)
    assert (status, headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert b"2026-13580" not in body
    assert _ask(site, path, If_None_Match=headers["ETag"])[0] == 304
    site.day = date(2026, 7, 6)
    status, _, body = _ask(site, path, If_None_Match=headers["ETag"])
    assert status == 200
    assert b"2026-13580" in body


def test_the_site_puts_up_a_wall_for_three_days(site: Site) -> None:
    path = "/www.fda.gov/datatables-json/recalls-market-withdrawals.json"
    found = {}
    for day in range(3, 8):
        site.day = date(2026, 7, day)
        found[day] = _ask(site, path)[0]
    assert found == {3: 200, 4: 302, 5: 302, 6: 302, 7: 200}


def test_the_site_gives_out_nothing_but_its_recording(site: Site) -> None:
    assert _ask(site, "/www.fda.gov/../../story.json")[0] == 404
    assert _ask(site, "/www.fda.gov/%2e%2e/%2e%2e/site.html")[0] == 404
    assert _ask(site, "/unknown.example/")[0] == 404


def test_every_recorded_host_is_reached_on_loopback_only(site: Site) -> None:
    assert set(site.instead()) == {f"https://{host}" for host in hosts()}
    assert all(target.startswith("http://127.0.0.1:") for target in site.instead().values())
    assert site.mailbox("alerts") == f"json://127.0.0.1:{site.server_address[1]}{MAILBOX}alerts"
