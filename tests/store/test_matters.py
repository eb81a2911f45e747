"""Which bills' pages matter: those that a topic in force matched, in the bill or its text, and those that a committee hears."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.model.documents import Bill, Document, Hearing, Page
from monitor.store import matters, revisions, schema
from monitor.store.engine import open_store

NOW = datetime(2026, 2, 16, 13, tzinfo=UTC)
DAY = timedelta(days=1)
ALASKA = "us-ak:34"


class Shelf:
    """Documents of one source, each on a page of its own."""

    def __init__(self, conn: sa.Connection) -> None:
        self.conn = conn
        self.source = self._row(schema.source, name="alaska.bills", spider="alaska.bills", jurisdiction="us-ak")

    def _row(self, table: sa.Table, **values: object) -> int:
        made = self.conn.execute(table.insert().values(**values)).inserted_primary_key
        assert made is not None
        return int(made[0])

    def put(self, document: Document, registry: str = ALASKA, *, seen_at: datetime = NOW) -> tuple[int, int]:
        """The ids of the document and of its page."""
        key = {"registry": registry, "kind": document.kind, "identifier": document.identifier}
        made = self._row(
            schema.document, **key, title=document.title, url=document.url, jurisdiction="us-ak", first_seen_at=seen_at
        )
        page = self._row(schema.page, source_id=self.source, address=f"/{made}", edition="1")
        state = self._row(
            schema.revision,
            document_id=made,
            source_id=self.source,
            number=1,
            fingerprint=b"x",
            content=revisions.pack(document),
            seen_at=seen_at,
        )
        at = {"first_seen_at": seen_at, "last_seen_at": seen_at, "fingerprint": b"x"}
        self._row(schema.sighting, document_id=made, source_id=self.source, page_id=page, revision_id=state, **at)
        return made, page

    def bill(self, identifier: str, registry: str = ALASKA) -> tuple[int, int]:
        return self.put(Bill(identifier=identifier, title=identifier, url="https://example.org"), registry)

    def hearing(self, starts_at: datetime, *concerns: str, cancelled: bool = False, seen_at: datetime = NOW) -> None:
        name = f"{starts_at} {concerns}"
        self.put(
            Hearing(identifier=name, title=name, url="", starts_at=starts_at, concerns=concerns, cancelled=cancelled),
            "akleg.gov meetings",
            seen_at=seen_at,
        )

    def match(self, document_id: int, *, enabled: bool = True) -> None:
        topic = self._row(schema.topic, name=f"{document_id}", query="kratom", created_at=NOW, enabled=enabled)
        self._row(schema.match, topic_id=topic, document_id=document_id, hits=[], matched_at=NOW)

    def pages(self, *over: str) -> set[int]:
        return matters.pages(self.conn, self.source, "us-ak", NOW, over)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with open_store(str(tmp_path / "watched.db"), create=True).connect() as conn:
        yield Shelf(conn)


def test_what_a_topic_in_force_matched_matters(shelf: Shelf) -> None:
    matched, page = shelf.bill("HB 1")
    former, _ = shelf.bill("HB 2")
    shelf.bill("HB 3")
    shelf.match(matched)
    shelf.match(former, enabled=False)
    assert shelf.pages() == {page}
    assert shelf.pages(ALASKA) == set(), "its session is over"


def test_a_bill_whose_text_was_matched_matters(shelf: Shelf) -> None:
    _, page = shelf.bill("HB 1")
    text, _ = shelf.put(Page(identifier="HB 1", title="Text of HB 1", url=""), f"{ALASKA} texts")
    shelf.match(text)
    assert shelf.pages() == {page}


def test_another_sessions_bill_of_the_same_number_does_not(shelf: Shelf) -> None:
    old, page = shelf.bill("HB 1", "us-ak:33")
    _, new = shelf.bill("HB 1")
    shelf.match(old)
    assert shelf.pages() == {page}
    assert new != page


def test_what_is_heard_by_tomorrow_or_was_these_days_matters(shelf: Shelf) -> None:
    pages = {number: shelf.bill(f"HB {number}")[1] for number in range(1, 7)}
    shelf.hearing(NOW + DAY, "HB 1")
    shelf.hearing(NOW - 3 * DAY, "HB 2")
    shelf.hearing(NOW + 5 * DAY, "HB 3")
    shelf.hearing(NOW - 9 * DAY, "HB 4")
    shelf.hearing(NOW, "HB 5", cancelled=True)
    shelf.hearing(NOW, "HB 6", seen_at=NOW - 200 * DAY)
    assert shelf.pages() == {pages[1], pages[2]}


def test_an_agenda_may_call_a_bill_by_another_of_its_numbers(shelf: Shelf) -> None:
    made, page = shelf.bill("HB 1")
    other = {"document_id": made, "registry": ALASKA, "kind": "bill", "identifier": "WORK DRAFT 12"}
    shelf.conn.execute(schema.alias.insert().values(**other))
    shelf.hearing(NOW, "WORK DRAFT 12")
    assert shelf.pages() == {page}
