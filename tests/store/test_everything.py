"""All that there is, read in pages."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from monitor.store import schema
from monitor.store.engine import read, write
from monitor.store.everything import everything

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_rows_come_in_order_and_no_more_of_them_than_are_asked_for(database: sa.Engine) -> None:
    source = {"name": "ohio.bills", "spider": "ohio.bills", "settings": {"url": "https://x.example/?key=s3cr3t"}}
    with write(database) as conn:
        conn.execute(schema.source.insert().values(**source))
        rows = [
            {"source_id": 1, "started_at": NOW + timedelta(hours=at), "outcome": "unchanged"} for at in range(1_000)
        ]
        conn.execute(schema.check_run.insert(), rows)
    asked: list[str] = []
    with read(database) as conn:
        sa.event.listen(conn, "before_cursor_execute", lambda *args: asked.append(args[2]))
        found = everything(conn, lambda conn: ())
        first = next(found)
        assert (first["type"], first["name"]) == ("source", "ohio.bills")
        assert "s3cr3t" not in repr(first)
        assert next(found)["type"] == "check"
        assert len(asked) <= 4, "a page of each, not the whole table"
        rest = [row["id"] for row in found if row["type"] == "check"]
    assert rest == list(range(2, 1_001))
