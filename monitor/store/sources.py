"""Sources as rows: what is watched, since when it is announced, when it is next due, and how it fares."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.records import CheckResult
from monitor.store.schema import sighting, source

Row = sa.RowMapping


def ensure(conn: sa.Connection, name: str, *, spider: str, jurisdiction: str, cadence: str) -> Row:
    """The row of a source, made on first sight; what a user configured is left as it is."""
    row = find(conn, name)
    if row is None:
        conn.execute(
            source.insert().values(name=name, spider=spider, jurisdiction=jurisdiction, cadence=cadence, settings={})
        )
        row = find(conn, name)
    assert row is not None
    return row


def find(conn: sa.Connection, name: str) -> Row | None:
    """The row of one source, or None."""
    return conn.execute(sa.select(source).where(source.c.name == name)).mappings().first()


def named(conn: sa.Connection, names: Iterable[str]) -> dict[str, Row]:
    """The rows of these sources by name; those not in the database are left out."""
    rows = conn.execute(sa.select(source).where(source.c.name.in_(list(names)))).mappings()
    return {row["name"]: row for row in rows}


def listing(conn: sa.Connection) -> Sequence[Row]:
    """Every source in the database, by name."""
    return conn.execute(sa.select(source).order_by(source.c.name)).mappings().all()


def due(conn: sa.Connection, now: datetime) -> Sequence[Row]:
    """Enabled sources whose next check is due; one never scheduled is due at once."""
    waiting = sa.or_(source.c.next_due_at.is_(None), source.c.next_due_at <= now)
    query = sa.select(source).where(source.c.enabled, waiting).order_by(source.c.next_due_at, source.c.name)
    return conn.execute(query).mappings().all()


def update(conn: sa.Connection, name: str, values: Mapping[str, Any]) -> None:
    """Sets columns of one source."""
    conn.execute(source.update().where(source.c.name == name).values(**values))


def settle(conn: sa.Connection, source_id: int, result: CheckResult, *, now: datetime) -> None:
    """Writes how the last check ended; the first good end is the baseline."""
    values: dict[str, Any] = {
        "last_outcome": str(result.outcome),
        "last_error": result.error,
        "last_checked_at": now,
    }
    if result.outcome.good:
        values |= {"last_good_at": now, "documents": result.documents}
        conn.execute(
            source.update().where(source.c.id == source_id, source.c.baselined_at.is_(None)).values(baselined_at=now)
        )
    conn.execute(source.update().where(source.c.id == source_id).values(**values))


def led_by_others(conn: sa.Connection, source_id: int, document_ids: Sequence[int]) -> set[int]:
    """Those of these documents whose changes another source announces: the first that saw them among those that are well.

    Two routes to one document would otherwise tell everything twice. A source that is red gives up its lead.
    """
    led: set[int] = set()
    for start in range(0, len(document_ids), 500):
        rows = conn.execute(
            sa.select(sighting.c.document_id, sighting.c.source_id)
            .join(source, source.c.id == sighting.c.source_id)
            .where(
                sighting.c.document_id.in_(document_ids[start : start + 500]),
                sighting.c.removed_at.is_(None),
                source.c.enabled,
            )
            .order_by(source.c.red_since.is_not(None), sighting.c.id)
        )
        leaders: dict[int, int] = {}
        for document_id, leader in rows:
            leaders.setdefault(document_id, leader)
        led |= {document_id for document_id, leader in leaders.items() if leader != source_id}
    return led
