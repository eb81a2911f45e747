"""What is covered where, as the documentation says it, and the words that nobody knew."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.changes.fingerprint import fingerprint
from monitor.config.shape import Config, Watch
from monitor.digests.words import jurisdictions
from monitor.model.documents import Action, Bill
from monitor.service import coverage as module
from monitor.service.coverage import coverage, markdown
from monitor.store import revisions, schema, sources
from monitor.store.engine import open_store, write

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "coverage.md"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_documentation_says_what_the_sources_cover(tmp_path: Path) -> None:
    rows = coverage(Config(), str(tmp_path / "none.db"), now=NOW)
    written = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| us")]
    assert written == [markdown(row) for row in rows], "policywatch sources --coverage --markdown prints the table"


def test_every_legislature_has_a_row() -> None:
    assert len(jurisdictions()) == 53
    assert {"us", "us-dc", "us-pr", "us-ne"} <= set(jurisdictions())


def test_what_a_user_watches_elsewhere_has_a_row_too(tmp_path: Path) -> None:
    config = Config(watches=(Watch(name="a page", url="https://example.gov/", jurisdiction="us-gu"),))
    *_, last = coverage(config, str(tmp_path / "none.db"), now=NOW)
    assert (last["place"], list(last["covered"])) == ("Guam", ["texts"])


def test_what_no_source_reads_is_said_with_its_reason(tmp_path: Path) -> None:
    rows = {row["jurisdiction"]: row for row in coverage(Config(), str(tmp_path / "none.db"), now=NOW)}
    assert set(rows["us-ga"]["lacks"]) == {"hearings"}
    assert "; no hearings: the schedule is given only to who holds a token" in markdown(rows["us-ga"])
    assert rows["us-va"]["lacks"] == {}


def test_every_legislature_has_its_hearings_read_or_says_why_not(tmp_path: Path) -> None:
    rows = list(coverage(Config(), str(tmp_path / "none.db"), now=NOW))
    unread = {row["jurisdiction"] for row in rows if "hearings" not in row["covered"]}
    assert unread == {row["jurisdiction"] for row in rows if "hearings" in row["lacks"]} == {"us-ga", "us-il", "us-pr"}


def test_a_reason_is_silent_once_a_source_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        module.spiders()["alabama.bills"], "lacks", {"hearings": "there were none", "votes": "no route"}
    )
    rows = {row["jurisdiction"]: row for row in coverage(Config(), str(tmp_path / "none.db"), now=NOW)}
    assert rows["us-al"]["lacks"] == {"votes": "no route"}


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Two bills of a source whose vocabulary knows some of their actions."""
    path = str(tmp_path / "watched.db")
    engine = open_store(path, create=True)
    with write(engine) as conn:
        row = sources.ensure(conn, {"alabama.bills": {"spider": "alabama.bills", "jurisdiction": "us-al"}})
        source_id = row["alabama.bills"]["id"]
        sources.update(conn, "alabama.bills", {"last_good_at": NOW - timedelta(hours=3)})
        _put(conn, source_id, "HB 1", "Known words", "Sent to the moon on day 12", "Forwarded by owl")
        _put(conn, source_id, "HB 2", "Sent to the moon on day 3", "Known words")
    engine.dispose()
    return path


def _put(conn: sa.Connection, source_id: int, identifier: str, *actions: str) -> None:
    bill = Bill(
        identifier=identifier,
        title="A bill",
        url="https://example.gov/",
        session="2026",
        actions=tuple(Action(on=None, text=text, by="legislature") for text in actions),
    )
    row = {"registry": "us-al:2026", "kind": "bill", "identifier": identifier, "title": "A bill", "url": bill.url}
    (document_id,) = revisions.add_documents(conn, [{**row, "jurisdiction": "us-al", "first_seen_at": NOW}])
    mark = {"document_id": document_id, "source_id": source_id, "fingerprint": fingerprint(bill)}
    state = {**mark, "number": 1, "content": revisions.pack(bill), "seen_at": NOW, "removed": False}
    (revision_id,) = revisions.add_revisions(conn, [{**state, "snapshot_id": None}])
    seen = {**mark, "revision_id": revision_id, "first_seen_at": NOW, "last_seen_at": NOW, "page_id": None}
    revisions.add_sightings(conn, [seen])


class Known:
    """A vocabulary of two words."""

    def knows(self, text: str) -> bool:
        return text == "Known words"


def test_phrases_that_the_vocabulary_does_not_know_are_counted_commonest_first(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.spiders()["alabama.bills"], "vocabulary", Known())
    rows = {row["jurisdiction"]: row for row in coverage(Config(), database, now=NOW)}
    alabama = rows["us-al"]
    assert alabama["unknown_phrases"] == 3
    assert alabama["commonest"] == [
        {"phrase": "Sent to the moon on day #", "count": 2},
        {"phrase": "Forwarded by owl", "count": 1},
    ]
    assert (alabama["last_good_at"], alabama["lag"]) == (NOW - timedelta(hours=3), 3 * 3600)
    assert rows["us-al"]["covered"]["bills"][0]["name"] == "alabama.bills"


def test_what_is_gone_is_not_counted(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.spiders()["alabama.bills"], "vocabulary", Known())
    with write(open_store(database)) as conn:
        conn.execute(schema.sighting.update().values(removed_at=NOW))
    rows = {row["jurisdiction"]: row for row in coverage(Config(), database, now=NOW)}
    assert (rows["us-al"]["unknown_phrases"], rows["us-al"]["commonest"]) == (0, [])
    assert rows["us"]["unknown_phrases"] is None
