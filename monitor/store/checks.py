"""Checks as rows: begun, ended, and what they came to. A row without an end is a check whose process died."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from monitor.model.records import PARTLY, CheckResult, Outcome
from monitor.store.schema import check_run


def begin(conn: sa.Connection, source_ids: Sequence[int], now: datetime) -> list[int]:
    """Opens a check for each source and returns their ids, in order."""
    if not source_ids:
        return []
    rows = [{"source_id": source_id, "started_at": now} for source_id in source_ids]
    made = conn.execute(check_run.insert().returning(check_run.c.id, sort_by_parameter_order=True), rows)
    return list(made.scalars())


def lacking_since(conn: sa.Connection, source_id: int, before: int) -> datetime | None:
    """From when on the checks of a source, before this one, have lacked some page or more; None when the last one read all."""
    whole = (
        sa.select(sa.func.max(check_run.c.id))
        .where(check_run.c.source_id == source_id, check_run.c.id < before)
        .where(check_run.c.outcome.in_([str(one) for one in Outcome if one.good]), ~check_run.c.error.contains(PARTLY))
        .scalar_subquery()
    )
    query = sa.select(sa.func.min(check_run.c.started_at)).where(
        check_run.c.source_id == source_id, check_run.c.id < before, check_run.c.id > sa.func.coalesce(whole, 0)
    )
    since: datetime | None = conn.execute(query).scalar()
    return since


_COUNTS = ("documents", "added", "amended", "removed", "held", "seconds", "error")
_END = (
    check_run.update()
    .where(check_run.c.id == sa.bindparam("check"))
    .values(
        finished_at=sa.bindparam("at"),
        outcome=sa.bindparam("ended"),
        **{name: sa.bindparam(f"new_{name}") for name in _COUNTS},
    )
)


def end(conn: sa.Connection, results: Sequence[tuple[int, CheckResult]], now: datetime) -> None:
    """Closes checks with their outcomes and counts: (check id, result)."""
    rows = [
        {
            "check": check_id,
            "at": now,
            "ended": str(result.outcome),
            **{f"new_{name}": getattr(result, name) for name in _COUNTS},
        }
        for check_id, result in results
    ]
    if rows:
        conn.execute(_END, rows)
