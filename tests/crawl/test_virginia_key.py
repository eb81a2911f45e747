"""Virginia's schedule takes a key in a header; the docket tables that are read with it, on another host, never see it."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.store import revisions
from monitor.store.engine import open_store, read

HOSTS = ("https://lis.virginia.gov", "https://lis.blob.core.windows.net")
KEY = "0a1b2c3dSECRET"
MEETING = {
    "ScheduleID": 3626,
    "OwnerName": "Senate Commerce and Labor",
    "CommitteeNumber": "S02",
    "ScheduleDate": "2026-02-09T12:00:00",
    "ScheduleTime": "9:30 AM",
    "IsCancelled": False,
}


class Capitol(ThreadingHTTPServer):
    """Both hosts on one loopback address; `asked` has each path with the key that came with it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[tuple[str, str]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Capitol

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Nothing."""

    def do_GET(self) -> None:
        path, key = self.path.partition("?")[0], self.headers.get("WebAPIKey", "")
        self.server.asked.append((path, key))
        if path.startswith("/Schedule/"):
            known = key == KEY
            body = json.dumps({"Schedules": [MEETING], "Success": True} if known else {"message": "Unauthorized"})
            self._send(200 if known else 401, "application/json", body)
        elif path.endswith("/20261/DOCKET.CSV"):
            self._send(200, "text/csv", "Com_no,Doc_date,Com_des,Bill_no\r\nS02,02/09/26,Commerce and Labor,SB0591\r\n")
        else:
            self.send_error(404)

    def _send(self, status: int, media_type: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


@pytest.fixture
def capitol() -> Iterator[Capitol]:
    with Capitol() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def check(path: Path, capitol: Capitol) -> CheckResult:
    open_store(str(path), create=True).dispose()
    here = f"http://127.0.0.1:{capitol.server_address[1]}"
    fetching = Fetching(connect_to=dict.fromkeys(HOSTS, here), delay=0)
    sources = (SourceJob(name="virginia.hearings", spider="virginia.hearings"),)
    now = datetime(2026, 2, 3, 12, tzinfo=UTC)
    (result,) = run_checks(Job(database=str(path), sources=sources, fetching=fetching, now=now))
    return result


def test_the_key_goes_to_the_schedule_alone(tmp_path: Path, capitol: Capitol, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRGINIA_API_KEY", KEY)
    result = check(tmp_path / "watched.db", capitol)
    assert (result.outcome, result.documents, result.error) == (Outcome.BASELINE, 1, "")
    assert {path for path, key in capitol.asked if key} == {"/Schedule/api/GetScheduleListAsync"}
    assert "/lisfiles/20261/DOCKET.CSV" in {path for path, _ in capitol.asked}
    with read(open_store(str(tmp_path / "watched.db"))) as conn:
        (hearing,) = revisions.standing(conn, "virginia.hearings")
    assert (hearing.title, hearing.concerns) == ("Senate Commerce and Labor", ("SB 591",))
    assert b"SECRET" not in (tmp_path / "watched.db").read_bytes()


def test_without_a_key_the_schedule_is_not_asked_and_the_check_says_what_to_set(
    tmp_path: Path, capitol: Capitol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIRGINIA_API_KEY", raising=False)
    result = check(tmp_path / "watched.db", capitol)
    assert "needs a key: set VIRGINIA_API_KEY" in result.error
    assert not [path for path, _ in capitol.asked if path.startswith("/Schedule/")]


def test_a_refused_key_is_told_by_the_name_of_its_variable(
    tmp_path: Path, capitol: Capitol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIRGINIA_API_KEY", "WRONGSECRET")
    result = check(tmp_path / "watched.db", capitol)
    assert "VIRGINIA_API_KEY" in result.error
    assert "SECRET" not in result.error
