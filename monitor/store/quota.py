"""Requests of which a provider allows so many in a day or a month, as rows: counted before they leave, over all processes."""

from collections.abc import Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from monitor.store.schema import quota

_FORMS = {"month": "%Y-%m", "day": "%Y-%m-%d"}


def period_of(per: str, now: datetime) -> str:
    """The name of the month or day of a moment, in UTC: "2026-11"."""
    return now.astimezone(UTC).strftime(_FORMS[per])


def take(conn: sa.Connection, provider: str, period: str, limit: int) -> bool:
    """Counts one request more, unless the limit is reached: then False, and nothing is counted. Runs in a writing transaction."""
    this = sa.and_(quota.c.provider == provider, quota.c.period == period)
    counted = conn.execute(quota.update().where(this, quota.c.used < limit).values(used=quota.c.used + 1))
    if counted.rowcount:
        return True
    if limit < 1 or conn.execute(sa.select(quota.c.id).where(this)).first():
        return False
    conn.execute(quota.insert().values(provider=provider, period=period, used=1))
    return True


def used(conn: sa.Connection) -> Mapping[tuple[str, str], int]:
    """How many requests left: (provider, period) → number."""
    rows = conn.execute(sa.select(quota.c.provider, quota.c.period, quota.c.used))
    return {(row.provider, row.period): row.used for row in rows}
