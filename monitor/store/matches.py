"""Matches as rows: a topic and a change, or a topic and a document that was already there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.records import Hit, Topic
from monitor.store.schema import match, topic


def active_topics(conn: sa.Connection) -> tuple[Topic, ...]:
    """The topics in force."""
    rows = conn.execute(sa.select(topic).where(topic.c.enabled).order_by(topic.c.name)).mappings()
    return tuple(
        Topic(id=row["id"], name=row["name"], title=row["title"], query=row["query"], candidates=row["candidates"])
        for row in rows
    )


def row_of(
    topic_id: int, document_id: int, change_id: int | None, hits: Sequence[Hit], now: datetime
) -> dict[str, Any]:
    """One row for the match table."""
    return {
        "topic_id": topic_id,
        "document_id": document_id,
        "change_id": change_id,
        "hits": [asdict(hit) for hit in hits],
        "matched_at": now,
    }


def add(conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """New matches."""
    if rows:
        conn.execute(match.insert(), list(rows))


def matched(conn: sa.Connection, document_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(topic id, document id) of all matches of these documents."""
    found: set[tuple[int, int]] = set()
    for start in range(0, len(document_ids), 500):
        query = sa.select(match.c.topic_id, match.c.document_id)
        rows = conn.execute(query.where(match.c.document_id.in_(document_ids[start : start + 500])))
        found |= {(topic_id, document_id) for topic_id, document_id in rows}
    return found


def standing_of(conn: sa.Connection, topic_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(topic id, document id) of the matches that stand without a change."""
    query = sa.select(match.c.topic_id, match.c.document_id)
    rows = conn.execute(query.where(match.c.change_id.is_(None), match.c.topic_id.in_(list(topic_ids))))
    return {(topic_id, document_id) for topic_id, document_id in rows}


def words_of(conn: sa.Connection, topic_name: str, change_id: int) -> tuple[str, ...]:
    """The words by which a topic matched a change, each once."""
    query = sa.select(match.c.hits).join(topic, topic.c.id == match.c.topic_id)
    rows = conn.execute(query.where(topic.c.name == topic_name, match.c.change_id == change_id)).scalars()
    return tuple(dict.fromkeys(hit["words"] for hits in rows for hit in hits))
