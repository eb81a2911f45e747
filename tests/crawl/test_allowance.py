"""A key goes over the wire and nowhere else; a quota is counted before a request leaves, and never exceeded."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import scrapy
import sqlalchemy as sa
from scrapy import Request
from scrapy.crawler import Crawler

from monitor.crawl.allowance import AllowanceMiddleware, key_of, with_key, without
from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.source.spider import Allowance
from monitor.store import quota, schema
from monitor.store.engine import open_store, read, write

FIXTURES = Path(__file__).parents[1] / "fixtures" / "legiscan.idaho"
KEY = "0a1b2c3d4e5f SECRET+/="
SPELLED = "0a1b2c3d4e5fSECRET%2B%2F%3D"
SOURCE = "legiscan.idaho"
NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)  # a Tuesday in session
HASH = "0f0e5c6a1b8b4a0c9d1e2f3a4b5c6d7e"


class Provider(ThreadingHTTPServer):
    """LegiScan on a loopback address; `asked` lists the questions with the keys that came with them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[tuple[str, str]] = []
        self.hash = HASH
        self.cut = False

    @property
    def ops(self) -> list[str]:
        return [op for op, _ in self.asked]


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Nothing."""

    def do_GET(self) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        op = query.get("op", "")
        if not op:
            self.send_error(404)
            return
        self.server.asked.append((op, query.get("key", "")))
        body = json.dumps(self._said(op)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) + 500 * self.server.cut))
        self.end_headers()
        self.wfile.write(body)

    def _said(self, op: str) -> Any:
        session = {"session_id": 2245, "year_start": 2026, "year_end": 2026, "special": 0, "session_name": "2026"}
        if op == "getSessionList":
            return {"status": "OK", "sessions": [session]}
        if op == "getMasterListRaw":
            bill = {"bill_id": 2099001, "number": "S1282", "change_hash": self.server.hash}
            return {"status": "OK", "masterlist": {"session": session, "0": bill}}
        return json.loads((FIXTURES / "bill.json").read_text(encoding="utf-8"))


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LEGISCAN_KEY", KEY)
    path = str(tmp_path / "watched.db")
    open_store(path, create=True).dispose()
    return path


def check(store: str, provider: Provider, now: datetime = NOW) -> CheckResult:
    target = f"http://127.0.0.1:{provider.server_address[1]}"
    fetching = Fetching(connect_to={"https://api.legiscan.com": target}, delay=0)
    (result,) = run_checks(
        Job(database=store, sources=(SourceJob(name=SOURCE, spider=SOURCE),), fetching=fetching, now=now)
    )
    return result


def counted(store: str) -> dict[tuple[str, str], int]:
    with read(open_store(store)) as conn:
        return dict(quota.used(conn))


def test_the_key_reaches_the_provider_and_is_kept_nowhere(store: str, provider: Provider) -> None:
    result = check(store, provider)
    assert (result.outcome, result.documents, result.error) == (Outcome.BASELINE, 1, "")
    assert provider.asked == [(op, KEY.replace(" ", "")) for op in ("getSessionList", "getMasterListRaw", "getBill")]
    assert counted(store) == {("LegiScan", "2026-02"): 3}
    with read(open_store(store)) as conn:
        addresses = [*conn.scalars(sa.select(schema.page.c.address)), *conn.scalars(sa.select(schema.snapshot.c.url))]
    assert sorted(set(addresses)) == [
        "https://api.legiscan.com/?op=getBill&id=2099001",
        "https://api.legiscan.com/?op=getMasterListRaw&id=2245",
        "https://api.legiscan.com/?op=getSessionList&state=ID",
    ]
    assert b"SECRET" not in Path(store).read_bytes()


def test_a_quiet_check_asks_for_the_list_alone_and_a_moved_hash_for_that_bill(store: str, provider: Provider) -> None:
    check(store, provider)
    provider.asked.clear()
    quiet = check(store, provider, NOW + timedelta(hours=1))  # the same week
    assert (quiet.outcome, quiet.documents, provider.ops) == (Outcome.UNCHANGED, 1, ["getMasterListRaw"])
    provider.hash = HASH[::-1]
    provider.asked.clear()
    check(store, provider, NOW + timedelta(hours=2))
    assert provider.ops == ["getMasterListRaw", "getBill"]


def test_a_fault_on_the_way_does_not_tell_the_key(store: str, provider: Provider) -> None:
    provider.cut = True
    result = check(store, provider)
    assert result.outcome is Outcome.UNREACHABLE
    assert "getSessionList" in result.error
    assert "SECRET" not in result.error


def test_a_quota_that_is_used_up_lets_nothing_leave(store: str, provider: Provider) -> None:
    with write(open_store(store)) as conn:
        conn.execute(schema.quota.insert().values(provider="LegiScan", period="2026-02", used=29_999))
    result = check(store, provider)
    assert result.outcome is Outcome.UNREACHABLE
    assert "the 30,000 requests to LegiScan of 2026-02 are used up" in result.error
    assert provider.ops == ["getSessionList"]
    assert counted(store) == {("LegiScan", "2026-02"): 30_000}
    provider.asked.clear()
    assert check(store, provider, datetime(2026, 3, 1, tzinfo=UTC)).outcome is Outcome.BASELINE


def test_without_a_key_nothing_leaves_and_the_source_says_what_to_set(
    store: str, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEGISCAN_KEY")
    result = check(store, provider)
    assert "LegiScan needs a key: set LEGISCAN_KEY or LEGISCAN_KEY_FILE" in result.error
    assert (provider.asked, counted(store)) == ([], {})


ALLOWANCE = Allowance(provider="x", api="https://x/", requests=2, per="day", key="X_KEY", parameter="key")


def test_a_key_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text(" abc123\n")
    monkeypatch.delenv("X_KEY", raising=False)
    assert key_of(ALLOWANCE) == ""
    monkeypatch.setenv("X_KEY_FILE", str(tmp_path / "key"))
    assert key_of(ALLOWANCE) == "abc123"
    monkeypatch.setenv("X_KEY_FILE", str(tmp_path / "none"))
    assert key_of(ALLOWANCE) == ""


def test_a_key_in_a_header_is_only_in_the_copy_that_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_KEY", "abc123")
    by_header = Allowance(provider="x", api="https://x/", requests=2, per="day", key="X_KEY", header="X-API-KEY")
    request = Request("https://example.org/bills", meta={"allowance": by_header})
    keyed, key = with_key(request)
    assert (keyed.headers["X-API-KEY"], key, "X-API-KEY" in request.headers) == (b"abc123", "abc123", False)


class Listing(scrapy.Spider):
    name = "listing"
    allowance = ALLOWANCE


def test_the_key_is_for_the_provider_and_for_no_other_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_KEY", "abc123")
    crawler = Crawler(Listing)
    crawler.spider = Listing()
    middleware = AllowanceMiddleware(crawler)
    asked = Request("https://x/?op=list")
    led = Request(
        "https://x.example.org/bill.pdf", meta={"allowance": ALLOWANCE}
    )  # a redirect copies what stands in meta
    for each in (asked, led):
        middleware.process_request(each)
    assert [with_key(each)[0].url for each in (asked, led)] == ["https://x/?op=list&key=abc123", led.url]


def test_what_a_fault_says_is_without_the_key() -> None:
    assert (
        str(without(ValueError("https://x/?key=abc123 broke off", 3), "abc123")) == "('https://x/?key=… broke off', 3)"
    )


def test_a_day_is_counted_by_itself_in_utc(any_database: sa.Engine) -> None:
    late = datetime.fromisoformat("2026-11-22T20:00:00-05:00")
    period = quota.period_of("day", late)
    assert period == "2026-11-23"
    with write(any_database) as conn:
        assert [quota.take(conn, "x", period, 2) for _ in range(3)] == [True, True, False]
        assert quota.take(conn, "x", "2026-11-24", 2)
        assert not quota.take(conn, "y", period, 0)
        assert quota.used(conn) == {("x", "2026-11-23"): 2, ("x", "2026-11-24"): 1}
