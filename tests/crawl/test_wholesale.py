"""Thousands of LegiScan's bills by two questions: the archive of a session, and singly only what it has not or has in an older state."""

import base64
import io
import json
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import sqlalchemy as sa
from spiders_at_hand import SPIDERS

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.errors import ExtractionError
from monitor.model.records import CheckResult, Outcome
from monitor.source.extract import extract, respond
from monitor.store import changes, quota, revisions
from monitor.store.engine import open_store, read, write
from monitor.store.schema import document, page, snapshot, text_wanted, topic

BILL = json.loads((Path(__file__).parents[1] / "fixtures" / "legiscan.idaho" / "bill.json").read_text(encoding="utf-8"))
SOURCE = "legiscan.idaho"
TEXT = base64.b64encode(b"<html><body><p>SECTION 1. Kratom shall be taxed.</p></body></html>").decode()
NOW = datetime(2026, 2, 17, 12, tzinfo=UTC)
SESSION = 2245
ARCHIVE = f"https://api.legiscan.com/?op=getDatasetRaw&id={SESSION}&access_key=abc&format=json"


class Bills(ThreadingHTTPServer):
    """LegiScan with so many bills; `archived` are the hashes under which its archive has them."""

    daemon_threads = True

    def __init__(self, many: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.hashes = {2099000 + number: f"{number:032x}" for number in range(1, many + 1)}
        self.archived: dict[int, str] | None = dict(self.hashes)
        self.broken: bytes | None = None
        self.asked: Counter[str] = Counter()

    def bill(self, bill_id: int, change_hash: str) -> dict[str, Any]:
        """A bill whose last action names its hash, so that a state can be told from another."""
        number = bill_id - 2099000
        last = {"date": "2026-02-16", "action": f"Reported Printed {change_hash[:4]}", "chamber": "S", "importance": 0}
        known = {
            "bill_id": bill_id,
            "change_hash": change_hash,
            "bill_number": f"S{number:04}",
            "title": f"Kratom {number}",
        }
        return {"bill": BILL["bill"] | known | {"history": [last]}}

    def archive(self) -> bytes:
        """The archive: bills, and a vote that nobody reads."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
            for bill_id, change_hash in (self.archived or {}).items():
                file.writestr(f"ID/2026-2026_Regular/bill/{bill_id}.json", json.dumps(self.bill(bill_id, change_hash)))
            file.writestr("ID/2026-2026_Regular/vote/1.json", json.dumps({"roll_call": {"roll_call_id": 1}}))
        return held.getvalue()


class _Answer(BaseHTTPRequestHandler):
    server: Bills

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Nothing."""

    def do_GET(self) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        if "op" not in query:
            self.send_error(404)
            return
        self.server.asked[query["op"]] += 1
        body, media = self._said(query)
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _said(self, query: dict[str, str]) -> tuple[bytes, str]:
        session = {"session_id": SESSION, "year_start": 2026, "year_end": 2026, "special": 0, "session_name": "2026"}
        listed = {
            str(at): {"bill_id": one, "number": f"S{one}", "change_hash": mark}
            for at, (one, mark) in enumerate(self.server.hashes.items())
        }
        archives = [] if self.server.archived is None else [session | {"access_key": "abc", "dataset_hash": "1"}]
        found = {"summary": {"page_current": 1, "page_total": 1}, "0": {"bill_number": "S0007", "bill_id": 2099007}}
        if query["op"] == "getDatasetRaw":
            return self.server.broken or self.server.archive(), "application/zip"
        said = {
            "getSessionList": lambda: {"sessions": [session]},
            "getMasterListRaw": lambda: {"masterlist": {"session": session, **listed}},
            "getBillText": lambda: {
                "text": {"doc_id": 3300001, "mime": "text/html", "type": "Introduced", "doc": TEXT}
            },
            "getSearch": lambda: {"searchresult": found},
            "getDatasetList": lambda: {"datasetlist": archives},
            "getBill": lambda: self.server.bill(int(query["id"]), self.server.hashes[int(query["id"])]),
        }[query["op"]]()
        return json.dumps({"status": "OK", **said}).encode(), "application/json"


@pytest.fixture
def provider() -> Iterator[Bills]:
    with Bills(80) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LEGISCAN_KEY", "0a1b2c")
    path = str(tmp_path / "watched.db")
    open_store(path, create=True).dispose()
    return path


def check(store: str, provider: Bills, now: datetime = NOW) -> CheckResult:
    provider.asked.clear()
    target = f"http://127.0.0.1:{provider.server_address[1]}"
    fetching = Fetching(connect_to={"https://api.legiscan.com": target}, delay=0)
    (result,) = run_checks(
        Job(database=store, sources=(SourceJob(name=SOURCE, spider=SOURCE),), fetching=fetching, now=now)
    )
    return result


def test_a_first_look_at_a_session_costs_four_questions(store: str, provider: Bills) -> None:
    result = check(store, provider)
    assert (result.outcome, result.documents, result.error) == (Outcome.BASELINE, 80, "")
    assert provider.asked == {"getSessionList": 1, "getMasterListRaw": 1, "getDatasetList": 1, "getDatasetRaw": 1}
    with read(open_store(store)) as conn:
        assert dict(quota.used(conn)) == {("LegiScan", "2026-02"): 4}
        assert conn.execute(sa.select(sa.func.count()).select_from(document)).scalar() == 80
        asked = conn.execute(
            sa.select(page.c.address).where(page.c.address.contains("op=getBill&id=2099007"))
        ).scalars()
        kept = conn.execute(sa.select(snapshot.c.media_type).where(snapshot.c.url.contains("op=getBill&id=2099007")))
        assert (list(asked), list(kept.scalars())) == (
            ["https://api.legiscan.com/?op=getBill&id=2099007"],
            ["application/json"],
        )


def test_what_the_archive_has_in_an_older_state_or_not_at_all_is_asked_for_singly(store: str, provider: Bills) -> None:
    assert provider.archived is not None
    provider.archived[2099001] = "f" * 32
    del provider.archived[2099002]
    result = check(store, provider)
    assert (result.documents, provider.asked["getBill"]) == (80, 2)
    with read(open_store(store)) as conn:
        assert list(changes.select(conn, changes.Wanted())) == []


def test_later_the_few_bills_that_moved_are_asked_for_and_told(store: str, provider: Bills) -> None:
    check(store, provider)
    for bill_id in (2099003, 2099004):
        provider.hashes[bill_id] = f"{bill_id:x}".rjust(32, "a")
    result = check(store, provider, NOW + timedelta(hours=12))
    assert (result.outcome, result.amended) == (Outcome.CHANGED, 2)
    assert provider.asked == {"getMasterListRaw": 1, "getBill": 2}
    quiet = check(store, provider, NOW + timedelta(hours=24))
    assert (quiet.outcome, quiet.documents) == (Outcome.UNCHANGED, 80)
    assert provider.asked == {"getMasterListRaw": 1}


def test_after_a_long_rest_the_new_archive_tells_what_moved(store: str, provider: Bills) -> None:
    check(store, provider)
    provider.hashes = {one: f"{one:x}".rjust(32, "b") for one in provider.hashes}
    provider.archived = dict(provider.hashes)
    result = check(store, provider, NOW + timedelta(days=3))
    assert (result.outcome, result.amended, result.documents) == (Outcome.CHANGED, 80, 80)
    assert provider.asked == {"getMasterListRaw": 1, "getDatasetList": 1, "getDatasetRaw": 1}


def test_a_session_without_an_archive_is_read_bill_by_bill(store: str, provider: Bills) -> None:
    provider.archived = None
    result = check(store, provider)
    assert (result.outcome, result.documents, provider.asked["getBill"]) == (Outcome.BASELINE, 80, 80)


def test_an_archive_that_cannot_be_read_is_a_fault_and_the_bills_are_read_all_the_same(
    store: str, provider: Bills
) -> None:
    provider.broken = provider.archive()[:-200]
    result = check(store, provider)
    assert (result.outcome, provider.asked["getBill"]) == (Outcome.BROKEN, 80)
    assert "the archive cannot be read" in result.error
    provider.broken = None
    again = check(store, provider, NOW + timedelta(hours=12))
    assert (again.outcome, again.documents, dict(provider.asked)) == (Outcome.BASELINE, 80, {"getMasterListRaw": 1})


def test_an_archive_is_read_from_a_file_too(provider: Bills) -> None:
    spider = SPIDERS[SOURCE](now=NOW)
    found = extract(spider, respond(ARCHIVE, provider.archive(), name="dataset.zip"))
    assert len(found.documents) == 80
    assert {one.identifier for one in found.documents} >= {"S 1", "S 80"}
    enveloped = {"status": "OK", "dataset": {"session_id": SESSION, "zip": "UEsDBAo="}}
    with pytest.raises(ExtractionError, match="the archive cannot be read"):
        extract(spider, respond(ARCHIVE, json.dumps(enveloped).encode(), name="dataset.json"))


def test_a_bill_that_only_the_search_of_texts_finds_has_its_text_read(store: str, provider: Bills) -> None:
    with write(open_store(store)) as conn:
        conn.execute(topic.insert().values(name="alkaloids", query="mitragynine", created_at=NOW))
    check(store, provider)
    assert provider.asked["getSearch"] == 1
    with read(open_store(store)) as conn:
        wanted = sa.select(document.c.identifier).join(text_wanted, text_wanted.c.document_id == document.c.id)
        assert list(conn.execute(wanted).scalars()) == ["S 7"]
        assert dict(quota.used(conn)) == {("LegiScan", "2026-02"): 5}


def test_the_text_of_a_bill_that_matters_is_read_from_legiscans_own_copy(store: str, provider: Bills) -> None:
    with write(open_store(store)) as conn:
        conn.execute(topic.insert().values(name="seven", query='title:"Kratom 7"', created_at=NOW))
    check(store, provider)
    with read(open_store(store)) as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(text_wanted)).scalar() == 1
    target = f"http://127.0.0.1:{provider.server_address[1]}"
    provider.asked.clear()
    fetching = Fetching(connect_to={"https://api.legiscan.com": target}, delay=0)
    job = Job(
        database=store, sources=(SourceJob(name=SOURCE, spider=SOURCE),), fetching=fetching, now=NOW + timedelta(days=1)
    )
    results = {one.source: one for one in run_checks(job)}
    assert provider.asked == {"getMasterListRaw": 1, "getBillText": 1}
    assert results[f"{SOURCE} texts"].documents == 1
    with read(open_store(store)) as conn:
        (text,) = revisions.standing(conn, f"{SOURCE} texts")
    assert (text.identifier, text.status, text.text) == ("S 7", "Introduced", "SECTION 1. Kratom shall be taxed.")
    assert text.url.startswith("https://legislature.idaho.gov/")
