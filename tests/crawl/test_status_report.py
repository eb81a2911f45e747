"""A form whose view state differs at every visit: its answers are the same pages from check to check."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import sqlalchemy as sa

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.store import schema
from monitor.store.engine import open_store, read

FIXTURES = Path(__file__).parents[1] / "fixtures" / "rhode_island.bills"
HOST = "https://status.rilegislature.gov"
FILES = {7000: "report", 2000: "report_of_the_senate"}
EMPTY = (FIXTURES / "end_of_a_block.html").read_bytes()
STEP = b"<div>06/05/2026 House passed</div>\n<br>"


class Assembly(ThreadingHTTPServer):
    """The status report on a loopback address: no answer without the view state that was given last."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.visits = 0
        self.moved = False
        self.asked: list[int] = []

    def form(self) -> bytes:
        self.visits += 1
        page = (FIXTURES / "form.html").read_text(encoding="utf-8")
        return page.replace("/wEPDwUK+ab=", f"state {self.visits}").replace(">2025<", ">1999<").encode()

    def report(self, first: int) -> bytes:
        if first not in FILES:
            return EMPTY
        page = (FIXTURES / f"{FILES[first]}.html").read_bytes()
        return page.replace(b"<br>\n<div>Total", STEP + b"\n<div>Total") if self.moved and first == 2000 else page


class _Answer(BaseHTTPRequestHandler):
    server: Assembly

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Nothing."""

    def do_GET(self) -> None:
        self._send(self.server.form() if self.path == "/" else b"", 200 if self.path == "/" else 404)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        known = sent["__VIEWSTATE"] == [f"state {self.server.visits}"]
        first = int(sent["ctl00$rilinContent$txtBillFrom"][0])
        self.server.asked.append(first)
        self._send(self.server.report(first) if known else b"<html>You seem to be lost.</html>", 200)

    def _send(self, body: bytes, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def assembly() -> Iterator[Assembly]:
    with Assembly() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def check(path: Path, assembly: Assembly) -> CheckResult:
    fetching = Fetching(connect_to={HOST: f"http://127.0.0.1:{assembly.server_address[1]}"}, delay=0)
    sources = (SourceJob(name="rhode_island.bills", spider="rhode_island.bills"),)
    at = datetime(2026, 6, 10, 12, tzinfo=UTC)
    (result,) = run_checks(Job(database=str(path), sources=sources, fetching=fetching, now=at))
    return result


def test_a_new_view_state_is_no_new_page(tmp_path: Path, assembly: Assembly) -> None:
    path = tmp_path / "monitor.db"
    open_store(str(path), create=True).dispose()
    first = check(path, assembly)
    assert (first.outcome, first.documents, first.error) == (Outcome.BASELINE, 3, "")
    assert sorted(assembly.asked) == [2000, 2250, 6500, 7000, 7250]
    assert check(path, assembly).outcome == Outcome.UNCHANGED
    assembly.moved = True
    third = check(path, assembly)
    assert (third.outcome, third.added, third.amended, third.error) == (Outcome.CHANGED, 0, 1, "")
    assert len(assembly.asked) == 15
    with read(open_store(str(path))) as conn:
        pages = conn.scalars(sa.select(schema.page.c.address)).all()
    assert sorted(address for address in pages if address.startswith("POST")) == sorted(
        f"POST {HOST}/ 2026 {start}-{start + 249}" for start in (2000, 2250, 6500, 7000, 7250)
    )
