"""New York's interface takes its key in the address alone; none that is kept has it."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.store import quota, schema
from monitor.store.engine import open_store, read

FIXTURES = Path(__file__).parents[1] / "fixtures" / "new_york.bills"
HOST = "https://legislation.nysenate.gov"
KEY = "0a1b2c3dSECRET"


class Senate(ThreadingHTTPServer):
    """Open Legislation on a loopback address with one bill; `asked` has each path with the keys that came with it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[tuple[str, list[str]]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Senate

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        key = parse_qs(parts.query).get("key", [])
        self.server.asked.append((parts.path, key))
        if not parts.path.startswith("/api/"):
            self.send_error(404)
            return
        known = key == [KEY]
        body = json.dumps(_said(parts.path) if known else {"success": False, "message": "Invalid API key"}).encode()
        self.send_response(200 if known else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _said(path: str) -> Any:
    if path.endswith("/S4552"):
        return json.loads((FIXTURES / "in_committee.json").read_text(encoding="utf-8"))
    items = [{"basePrintNo": "S4552", "session": 2025}] if path.endswith("/2025") else []
    return {"success": True, "total": len(items), "offsetEnd": len(items), "result": {"items": items}}


@pytest.fixture
def senate() -> Iterator[Senate]:
    with Senate() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def check(path: Path, senate: Senate) -> CheckResult:
    open_store(str(path), create=True).dispose()
    fetching = Fetching(connect_to={HOST: f"http://127.0.0.1:{senate.server_address[1]}"}, delay=0)
    sources = (SourceJob(name="new_york.bills", spider="new_york.bills"),)
    (result,) = run_checks(
        Job(database=str(path), sources=sources, fetching=fetching, now=datetime(2026, 2, 17, 12, tzinfo=UTC))
    )
    return result


def test_the_key_goes_over_the_wire_and_is_kept_nowhere(
    tmp_path: Path, senate: Senate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEW_YORK_API_KEY", KEY)
    result = check(tmp_path / "watched.db", senate)
    assert (result.outcome, result.documents, result.error) == (Outcome.BASELINE, 1, "")
    assert {path for path, key in senate.asked if key == [KEY]} >= {"/api/3/bills/2025", "/api/3/bills/2025/S4552"}
    assert [path for path, key in senate.asked if key and not path.startswith("/api/")] == []  # robots.txt, texts
    with read(open_store(str(tmp_path / "watched.db"))) as conn:
        addresses = set(conn.scalars(sa.select(schema.page.c.address)))
        assert dict(quota.used(conn)) == {}  # no number of requests is stated, so none is counted
    assert f"{HOST}/api/3/bills/2025/S4552?detail=true" in addresses
    assert b"SECRET" not in (tmp_path / "watched.db").read_bytes()


def test_without_a_key_nothing_leaves_and_the_check_says_what_to_set(
    tmp_path: Path, senate: Senate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEW_YORK_API_KEY", raising=False)
    result = check(tmp_path / "watched.db", senate)
    assert "needs a key: set NEW_YORK_API_KEY" in result.error
    assert [path for path, _ in senate.asked if path.startswith("/api/")] == []


def test_a_refused_key_is_told_by_the_name_of_its_variable(
    tmp_path: Path, senate: Senate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEW_YORK_API_KEY", "WRONGSECRET")
    result = check(tmp_path / "watched.db", senate)
    assert "needs a key in NEW_YORK_API_KEY: the interface says no: Invalid API key" in result.error
    assert "SECRET" not in result.error
