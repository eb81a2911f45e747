"""Legal status as rows: each confirmation is a new one, so that the history stays; the last of a jurisdiction is in force."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.records import LegalStatus, Upcoming
from monitor.store.schema import legal_status, topic


def record(conn: sa.Connection, statuses: Iterable[LegalStatus], now: datetime) -> int:
    """Adds statuses of topics that exist; returns how many."""
    ids = {name: topic_id for topic_id, name in conn.execute(sa.select(topic.c.id, topic.c.name))}
    rows = [_row(one, ids[one.topic], now) for one in statuses if one.topic in ids]
    if rows:
        conn.execute(legal_status.insert(), rows)
    return len(rows)


def newest(conn: sa.Connection) -> int:
    """The id of the last recording, 0 before the first."""
    return conn.execute(sa.select(sa.func.max(legal_status.c.id))).scalar() or 0


def history(
    conn: sa.Connection, topic_name: str = "", jurisdiction: str = "", *, upto: int | None = None
) -> tuple[LegalStatus, ...]:
    """All that was recorded, oldest first, up to the recording `upto`. A jurisdiction may end in `*`."""
    query = sa.select(legal_status, topic.c.name).join(topic, topic.c.id == legal_status.c.topic_id)
    if topic_name:
        query = query.where(topic.c.name == topic_name)
    if jurisdiction:
        query = query.where(legal_status.c.jurisdiction.like(jurisdiction.replace("%", "").replace("*", "%")))
    if upto is not None:
        query = query.where(legal_status.c.id <= upto)
    return tuple(_status(row) for row in conn.execute(query.order_by(legal_status.c.id)).mappings())


def current(recorded: Sequence[LegalStatus]) -> tuple[LegalStatus, ...]:
    """The last of each topic and jurisdiction, by name."""
    last = {(one.topic, one.jurisdiction): one for one in recorded}
    return tuple(last[key] for key in sorted(last))


def known_topics(conn: sa.Connection) -> frozenset[str]:
    """The topics that have statuses."""
    query = sa.select(topic.c.name).where(topic.c.id.in_(sa.select(legal_status.c.topic_id)))
    return frozenset(conn.execute(query).scalars())


def _row(one: LegalStatus, topic_id: int, now: datetime) -> dict[str, Any]:
    upcoming = [
        {"on": each.on.isoformat(), "status": each.status, "instrument": each.instrument} for each in one.upcoming
    ]
    return {
        "topic_id": topic_id,
        "jurisdiction": one.jurisdiction,
        "status": one.status,
        "since": one.since,
        "instrument": one.instrument,
        "certainty": one.certainty,
        "age": one.age,
        "note": one.note,
        "evidence": list(one.evidence),
        "upcoming": upcoming,
        "recorded_at": now,
        "recorded_by": one.recorded_by,
        "change_id": one.change_id,
    }


def _status(row: sa.RowMapping) -> LegalStatus:
    plain = (
        "jurisdiction",
        "status",
        "since",
        "instrument",
        "certainty",
        "age",
        "note",
        "recorded_at",
        "recorded_by",
        "change_id",
    )
    return LegalStatus(
        topic=row["name"],
        evidence=tuple(row["evidence"]),
        upcoming=tuple(Upcoming(**{**one, "on": date.fromisoformat(one["on"])}) for one in row["upcoming"]),
        **{name: row[name] for name in plain},
    )
