"""Oklahoma's form gets its hidden fields and its cookie back, and a quiet check asks for the form and its tables alone."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.store.engine import open_store

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIXTURES = Path(__file__).parents[1] / "fixtures" / "oklahoma.bills"
ROW = "<tr><td><a href='http://www.oklegislature.gov/BillInfo.aspx?Bill={0}&Session=2600'>{0}</a></td><td>Kratom</td></tr>"
FORM = """<form><input type="hidden" name="__VIEWSTATE" value="{state}">
<select name="cbxSessionId"><option value="2600">2026 Regular Session</option></select></form>"""


class Capitol(ThreadingHTTPServer):
    """The form, whose view state is another at each visit, its tables, and the page of a bill."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []
        self.visits = 0


class _Answer(BaseHTTPRequestHandler):
    server: Capitol

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Nothing."""

    def do_GET(self) -> None:
        if "WebForm1" in self.path:
            self.server.visits += 1
            self._say(FORM.format(state=f"state {self.server.visits}"), asked="form", cookie=True)
        elif "BillInfo" in self.path:
            page = (FIXTURES / "bill_in_committee.html").read_text(encoding="utf-8")
            self._say(page, asked=parse_qs(urlsplit(self.path).query)["Bill"][0])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        known = sent["__VIEWSTATE"] == [f"state {self.server.visits}"]
        if not known or self.headers.get("Cookie") != "ASP.NET_SessionId=abc":
            self.send_error(500)
            return
        kinds = sent["lbxTypes"]
        self._say(
            f"<table>{ROW.format(kinds[0] + '1784')}</table>", asked=f"{sent['cbxSessionId'][0]} {' '.join(kinds)}"
        )

    def _say(self, text: str, *, asked: str, cookie: bool = False) -> None:
        self.server.asked.append(asked)
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if cookie:
            self.send_header("Set-Cookie", "ASP.NET_SessionId=abc; path=/; HttpOnly")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def capitol() -> Iterator[Capitol]:
    with Capitol() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def check(path: Path, capitol: Capitol, now: datetime) -> CheckResult:
    target = f"http://127.0.0.1:{capitol.server_address[1]}"
    hosts = ("https://webapps.oklegislature.gov", "https://www.oklegislature.gov")
    fetching = Fetching(connect_to=dict.fromkeys(hosts, target), delay=0)
    sources = (SourceJob(name="oklahoma.bills", spider="oklahoma.bills"),)
    (result,) = run_checks(Job(database=str(path), sources=sources, fetching=fetching, now=now))
    return result


def test_a_quiet_check_asks_for_the_form_and_its_tables_alone(tmp_path: Path, capitol: Capitol) -> None:
    path = tmp_path / "watched.db"
    open_store(str(path), create=True).dispose()
    first = check(path, capitol, NOW)
    assert (first.outcome, first.documents, first.error) == (Outcome.BASELINE, 2, "")
    tables = {"form", "2600 HB HJR HCR HR", "2600 SB SJR SCR SR"}
    assert set(capitol.asked) == tables | {"hb1784", "sb1784"}
    capitol.asked.clear()
    quiet = check(path, capitol, NOW + timedelta(hours=6))
    assert (quiet.outcome, quiet.documents, quiet.error) == (Outcome.UNCHANGED, 2, "")
    assert set(capitol.asked) == tables
    capitol.asked.clear()
    check(path, capitol, NOW + timedelta(days=3))  # a round later
    assert set(capitol.asked) == tables | {"hb1784", "sb1784"}
