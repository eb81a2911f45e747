"""Insert or ignore, insert or update: the one place that knows which of the two databases it speaks to.

SQLite and PostgreSQL write `ON CONFLICT` alike, but SQLAlchemy builds it with a class of each dialect.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

type_of_insert = sqlite.Insert | postgresql.Insert


def insert_or_ignore(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts the rows that break no unique key and leaves the others as they are; returns how many were inserted.

    All rows name the same columns. A null, a missing reference or any other fault still raises.
    """
    if not rows:
        return 0
    made = conn.execute(_ignoring(conn.dialect.name, table), [dict(row) for row in rows])
    return len(made.all())  # rowcount would be -1 where SQLAlchemy sends several rows as one statement


def upsert(
    conn: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: tuple[str, ...],
    update: tuple[str, ...],
) -> None:
    """Inserts rows; where one with the same `key` (the columns of one unique constraint) exists, sets its `update` columns."""
    if rows:
        conn.execute(_updating(conn.dialect.name, table, key, update), [dict(row) for row in rows])


@lru_cache(maxsize=128)
def _ignoring(dialect: str, table: sa.Table) -> sa.Executable:
    return _insert(dialect, table).on_conflict_do_nothing().returning(sa.literal(1))


@lru_cache(maxsize=128)
def _updating(dialect: str, table: sa.Table, key: tuple[str, ...], update: tuple[str, ...]) -> type_of_insert:
    statement = _insert(dialect, table)
    if not update:
        return statement.on_conflict_do_nothing(index_elements=key)
    return statement.on_conflict_do_update(index_elements=key, set_={name: statement.excluded[name] for name in update})


def _insert(dialect: str, table: sa.Table) -> type_of_insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
