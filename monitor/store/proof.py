"""The proof of completeness: what was checked since the last digest, what failed and since when, what is held back.

Read once when a digest is gathered and kept with it, so that the digest says the same whenever it is shown again. Checks are
counted from the one that the last digest ended with (by id, not by clock: a replay runs on simulated dates).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.records import PARTLY, Outcome
from monitor.store.routes import comes_after, instead, resting
from monitor.store.schema import check_run, sighting, source
from monitor.store.texts import REGISTRY as TEXTS

_GOOD = tuple(str(outcome) for outcome in Outcome if outcome.good)


def last_check(conn: sa.Connection) -> int:
    """The id of the newest check, 0 before the first."""
    return conn.execute(sa.select(sa.func.max(check_run.c.id))).scalar() or 0


def take(conn: sa.Connection, after: int, jurisdictions: Sequence[str] = ()) -> dict[str, Any]:
    """JSON-ready: `checked` sources, `checks`, `failed` [{name, outcome, since, error}], `unchecked` names,
    `held` [{name, documents}], `moved`, `untracked` and `partly` [{name, what}], `instead` [{name, of}], `last_check`. `after` is the last check that was already told of.

    The texts of a source's bills count as a source of their own where they were asked for; where none waited to be read, nobody
    says that they were not.
    """
    watched = [row for row in _watched(conn) if _concerns(row["jurisdiction"], jurisdictions)]
    checks = _checks(conn, after)
    held = _held(conn)
    seen = [row for row in watched if row["id"] in checks]
    now = max((row["last_checked_at"] for row in watched if row["last_checked_at"]), default=None)
    asleep = resting(watched, now) if now else {row["name"] for row in watched if comes_after(row)}
    return {
        "checked": len(seen),
        "checks": sum(checks[row["id"]] for row in seen),
        "failed": [_failure(conn, row) for row in watched if row["last_outcome"] and row["last_outcome"] not in _GOOD],
        "unchecked": [row["name"] for row in watched if _is_unchecked(row, checks) and row["name"] not in asleep],
        "instead": [{"name": name, "of": list(of)} for name, of in (instead(watched, now) if now else {}).items()],
        "held": [{"name": row["name"], "documents": held[row["id"]]} for row in watched if row["id"] in held],
        "moved": [{"name": row["name"], "what": what} for row in watched for what in row["moved"] or ()],
        "untracked": [{"name": row["name"], "what": what} for row in watched for what in row["untracked"] or ()],
        "partly": [{"name": row["name"], "what": row["last_error"]} for row in watched if _partly(row)],
        "last_check": last_check(conn),
    }


def _watched(conn: sa.Connection) -> list[sa.RowMapping]:
    """The sources in force by name, each with the texts that are read beside it (which no schedule holds, and no user enables)."""
    named = sa.or_(source.c.enabled, source.c.name.like(f"%{TEXTS}"))
    rows = conn.execute(sa.select(source).where(named).order_by(source.c.name)).mappings().all()
    enabled = {row["name"] for row in rows if row["enabled"]}
    return [row for row in rows if row["enabled"] or row["name"].removesuffix(TEXTS) in enabled]


def _is_unchecked(row: sa.RowMapping, checks: Mapping[int, int]) -> bool:
    return row["enabled"] and row["id"] not in checks


def _partly(row: sa.RowMapping) -> bool:
    """Whether the last check was good although some pages could not be read."""
    return row["last_outcome"] in _GOOD and PARTLY in row["last_error"]


def _concerns(jurisdiction: str, wanted: Sequence[str]) -> bool:
    return not wanted or not jurisdiction or covers(wanted, jurisdiction)


def covers(wanted: Sequence[str], jurisdiction: str) -> bool:
    """Whether one of these names the jurisdiction; one that ends in `*` covers all that begin like it (`us-*`)."""
    return any(jurisdiction.startswith(one[:-1]) if one.endswith("*") else jurisdiction == one for one in wanted)


def _checks(conn: sa.Connection, after: int) -> Mapping[int, int]:
    query = (
        sa.select(check_run.c.source_id, sa.func.count())
        .where(check_run.c.id > after, check_run.c.finished_at.is_not(None))
        .group_by(check_run.c.source_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _held(conn: sa.Connection) -> Mapping[int, int]:
    query = (
        sa.select(sighting.c.source_id, sa.func.count())
        .where(sighting.c.missing_since.is_not(None), sighting.c.removed_at.is_(None))
        .group_by(sighting.c.source_id)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def _failure(conn: sa.Connection, row: sa.RowMapping) -> dict[str, Any]:
    """A failing source and the first of the failures in a row that it is in."""
    good = (
        sa.select(sa.func.max(check_run.c.id))
        .where(check_run.c.source_id == row["id"], check_run.c.outcome.in_(_GOOD))
        .scalar_subquery()
    )
    first = (
        sa.select(check_run.c.started_at)
        .where(check_run.c.source_id == row["id"], check_run.c.id > sa.func.coalesce(good, 0))
        .order_by(check_run.c.id)
        .limit(1)
    )
    since: datetime | None = conn.execute(first).scalar() or row["last_checked_at"]
    return {
        "name": row["name"],
        "outcome": row["last_outcome"],
        "since": since.isoformat() if since else None,
        "error": row["last_error"],
    }
