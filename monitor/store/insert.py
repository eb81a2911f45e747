"""Insert or ignore, insert or update: the two statements that are built for each of the two databases.

SQLite and PostgreSQL write `ON CONFLICT` alike, but SQLAlchemy builds it with a class of each dialect, and only the one in use
is imported: PostgreSQL's would be a twentieth of the time that a crawl process takes to start.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa


def insert_or_ignore(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts the rows that break no unique key and leaves the others as they are; returns how many were inserted.

    All rows name the same columns. A null, a missing reference or any other fault still raises.
    """
    if not rows:
        return 0
    made = conn.execute(_ignoring(conn.dialect.name, table), [dict(row) for row in rows])
    return len(made.all())  # rowcount would be -1 where SQLAlchemy sends several rows as one statement


@lru_cache(maxsize=128)
def _ignoring(dialect: str, table: sa.Table) -> sa.Executable:
    dialects = import_module(f"sqlalchemy.dialects.{dialect}")
    ignoring: sa.Executable = dialects.insert(table).on_conflict_do_nothing().returning(sa.literal(1))
    return ignoring


def insert_or_update(conn: sa.Connection, table: sa.Table, row: Mapping[str, Any], *, key: tuple[str, ...]) -> int:
    """Inserts a row, or gives the one that has the same unique key these values; returns its id."""
    made: int = conn.execute(_updating(conn.dialect.name, table, key, tuple(row)), dict(row)).scalar_one()
    return made


@lru_cache(maxsize=128)
def _updating(dialect: str, table: sa.Table, key: tuple[str, ...], columns: tuple[str, ...]) -> sa.Executable:
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    values = {name: insert.excluded[name] for name in columns if name not in key}
    updating: sa.Executable = insert.on_conflict_do_update(index_elements=list(key), set_=values).returning(table.c.id)
    return updating
