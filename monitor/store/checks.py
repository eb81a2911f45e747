"""Checks as rows: begun, ended, and what they came to. A row without an end is a check whose process died."""

from datetime import datetime

import sqlalchemy as sa

from monitor.model.records import CheckResult
from monitor.store.schema import check_run


def begin(conn: sa.Connection, source_id: int, now: datetime) -> int:
    """Opens a check and returns its id."""
    made = conn.execute(check_run.insert().values(source_id=source_id, started_at=now))
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])


def end(conn: sa.Connection, check_id: int, result: CheckResult, now: datetime) -> None:
    """Closes a check with its outcome and counts."""
    conn.execute(
        check_run.update()
        .where(check_run.c.id == check_id)
        .values(
            finished_at=now,
            outcome=str(result.outcome),
            documents=result.documents,
            added=result.added,
            amended=result.amended,
            removed=result.removed,
            held=result.held,
            seconds=result.seconds,
            error=result.error,
        )
    )
