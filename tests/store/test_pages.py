"""Pages: an address is one row, however many requests of one crawl have asked for it."""

from datetime import UTC, datetime

import sqlalchemy as sa

from monitor.store import evidence, sources
from monitor.store.engine import read, write
from monitor.store.evidence import PageState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_two_requests_for_one_new_address_come_to_one_page_in_its_last_state(database: sa.Engine) -> None:
    first, second = (PageState(address="https://example.org/both.pdf", etag=tag) for tag in ('"1"', '"2"'))
    with write(database) as conn:
        source_id = sources.ensure(conn, {"a.bills texts": {"spider": "a.bills"}})["a.bills texts"]["id"]
        evidence.save_pages(conn, source_id, [first], NOON)
        evidence.save_pages(conn, source_id, [second], NOON)
    assert first.id == second.id != 0
    with read(database) as conn:
        assert [page.etag for page in evidence.pages_of(conn, [source_id])[source_id].values()] == ['"2"']
