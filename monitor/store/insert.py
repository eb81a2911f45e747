"""Insert or ignore: the one statement that is built for each of the two databases.

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
