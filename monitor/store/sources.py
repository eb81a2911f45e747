"""Sources as rows: what is watched, since when it is announced, when it is next due, and how it fares."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.records import PARTLY, CheckResult
from monitor.store.schema import source

Row = sa.RowMapping


def ensure(conn: sa.Connection, wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, Row]:
    """The rows of these sources, made on first sight from the columns given; what a user configured is left as it is."""
    rows = named(conn, wanted)
    new = [{"name": name, "settings": {}, **columns} for name, columns in wanted.items() if name not in rows]
    if new:
        conn.execute(source.insert(), new)
        rows |= named(conn, [one["name"] for one in new])
    return rows


def find(conn: sa.Connection, name: str) -> Row | None:
    """The row of one source, or None."""
    return conn.execute(sa.select(source).where(source.c.name == name)).mappings().first()


def named(conn: sa.Connection, names: Iterable[str]) -> dict[str, Row]:
    """The rows of these sources by name; those not in the database are left out."""
    wanted = list(names)
    found: dict[str, Row] = {}
    for start in range(0, len(wanted), 500):
        query = sa.select(source).where(source.c.name.in_(wanted[start : start + 500]))
        found |= {row["name"]: row for row in conn.execute(query).mappings()}
    return found


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


def update_all(conn: sa.Connection, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Sets the same columns of many sources, by id."""
    if not rows:
        return
    names = rows[0][1]
    query = source.update().where(source.c.id == sa.bindparam("source"))
    query = query.values({name: sa.bindparam(f"to_{name}") for name in names})
    conn.execute(
        query, [{"source": one, **{f"to_{name}": value for name, value in columns.items()}} for one, columns in rows]
    )


_SETTLE = (
    source.update()
    .where(source.c.id == sa.bindparam("source"))
    .values(
        last_outcome=sa.bindparam("ended"),
        last_error=sa.bindparam("error"),
        last_checked_at=sa.bindparam("at"),
    )
)
_SETTLE_GOOD = _SETTLE.values(
    last_good_at=sa.bindparam("at"),
    documents=sa.bindparam("seen"),
    untracked=sa.bindparam("unread", type_=sa.JSON),
    moved=sa.bindparam("gone", type_=sa.JSON),
    baselined_at=sa.case((source.c.baselined_at.is_(None), sa.bindparam("at")), else_=source.c.baselined_at),
)


def settle(conn: sa.Connection, results: Sequence[tuple[int, CheckResult]], now: datetime) -> None:
    """Writes how the last checks ended: (source id, result). The first good end of a source is its baseline."""
    good = [
        _ended(source_id, result, now)
        | {"seen": result.documents, "unread": list(result.untracked), "gone": list(result.moved)}
        for source_id, result in results
        if result.outcome.good
    ]
    rest = [_ended(source_id, result, now) for source_id, result in results if not result.outcome.good]
    if good:
        conn.execute(_SETTLE_GOOD, good)
    if rest:
        conn.execute(_SETTLE, rest)


def _ended(source_id: int, result: CheckResult, now: datetime) -> dict[str, Any]:
    return {"source": source_id, "ended": str(result.outcome), "error": result.error, "at": now}


def unreadable() -> sa.ColumnElement[bool]:
    """Whether a source is red for a fault of its last check, not merely for what its site lists besides, or for one page of many
    that could not be read."""
    return sa.and_(source.c.red_since.is_not(None), source.c.last_error != "", ~source.c.last_error.contains(PARTLY))
