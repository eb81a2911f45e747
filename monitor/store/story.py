"""The way of one document through the monitor, as rows: who saw it, what changed, who wanted it, who was told. For `why`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.store.schema import (
    alias,
    change,
    delivery,
    digest,
    digest_item,
    document,
    match,
    sighting,
    source,
    subscription,
    topic,
)

_MOST = 20  # documents that one name may mean


def named(conn: sa.Connection, name: str) -> Sequence[sa.RowMapping]:
    """The documents that a person may mean: by address, by identifier or another number, with or without its register, or by
    words of the title."""
    register, slash, identifier = (part.strip() for part in name.rpartition("/"))
    exact = [document.c.url == name, sa.func.lower(document.c.identifier) == name.lower()]
    if slash:
        kind = register.rpartition("/")[2].strip()
        exact.append(
            sa.and_(
                sa.func.lower(document.c.identifier) == identifier.lower(),
                document.c.registry.in_((register, register.rpartition("/")[0].strip())),
                sa.or_(document.c.kind == kind, document.c.registry == register),
            )
        )
    found = _documents(conn, sa.or_(*exact))
    return (
        found
        or _documents(conn, _squeezed(document.c.identifier) == name.replace(" ", "").lower())
        or _documents(conn, document.c.id.in_(_known_as(identifier, register if slash else "")))
        or _documents(conn, document.c.title.ilike(f"%{name.replace('%', '')}%"))
    )


def _squeezed(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return sa.func.lower(sa.func.replace(column, " ", ""))


def _known_as(number: str, register: str) -> sa.Select[tuple[int]]:
    """Ids of the documents that have this number besides their own; `register` may end in " / kind"."""
    query = sa.select(alias.c.document_id).where(_squeezed(alias.c.identifier) == number.replace(" ", "").lower())
    return query.where(alias.c.registry.in_((register, register.rpartition("/")[0].strip()))) if register else query


def _documents(conn: sa.Connection, condition: sa.ColumnElement[bool]) -> Sequence[sa.RowMapping]:
    query = sa.select(document).where(condition).order_by(document.c.first_seen_at.desc(), document.c.id).limit(_MOST)
    return conn.execute(query).mappings().all()


def sightings(conn: sa.Connection, document_id: int) -> Sequence[sa.RowMapping]:
    """By which source it was seen, from when to when, and since when it is missing or gone; with the revision it shows now."""
    query = (
        sa.select(
            source.c.name,
            sighting.c.first_seen_at,
            sighting.c.last_seen_at,
            sighting.c.missing_since,
            sighting.c.removed_at,
            sighting.c.revision_id,
            source.c.last_good_at,
        )
        .join(source, source.c.id == sighting.c.source_id)
        .where(sighting.c.document_id == document_id)
        .order_by(sighting.c.first_seen_at, source.c.name)
    )
    return conn.execute(query).mappings().all()


def changes_of(conn: sa.Connection, document_id: int) -> Sequence[sa.RowMapping]:
    """Its changes, oldest first, with their importance."""
    query = sa.select(
        change.c.id, change.c.kind, change.c.detected_at, change.c.importance, change.c.reasons, source.c.name
    )
    query = query.join(source, source.c.id == change.c.source_id).where(change.c.document_id == document_id)
    return conn.execute(query.order_by(change.c.detected_at, change.c.id)).mappings().all()


def matches_of(conn: sa.Connection, document_id: int) -> Sequence[sa.RowMapping]:
    """Which topics it satisfied, when, by which words; `change_id` is None where it was there before the topic."""
    query = sa.select(match.c.id, match.c.change_id, match.c.hits, match.c.matched_at, topic.c.name)
    query = query.join(topic, topic.c.id == match.c.topic_id).where(match.c.document_id == document_id)
    return conn.execute(query.order_by(match.c.matched_at, match.c.id)).mappings().all()


def told(conn: sa.Connection, match_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """For each match: the subscriptions that took it, in which digest, as which part, and each delivery's state."""
    query = (
        sa.select(
            digest_item.c.match_id,
            digest_item.c.part,
            digest.c.id,
            digest.c.kind,
            digest.c.created_at,
            subscription.c.name.label("subscription"),
            delivery.c.destination,
            delivery.c.state,
            delivery.c.settled_at,
        )
        .join(digest, digest.c.id == digest_item.c.digest_id)
        .join(subscription, subscription.c.id == digest_item.c.subscription_id)
        .outerjoin(delivery, delivery.c.digest_id == digest.c.id)
        .where(digest_item.c.match_id.in_(list(match_ids)))
        .order_by(digest.c.id, delivery.c.destination)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in conn.execute(query).mappings():
        taken = found.setdefault(row["match_id"], [])
        one = next((each for each in taken if each["digest"] == row["id"]), None)
        if one is None:
            one = {name: row[name] for name in ("subscription", "part", "kind")}
            one |= {"digest": row["id"], "gathered_at": row["created_at"], "deliveries": []}
            taken.append(one)
        if row["destination"] is not None:
            at: datetime | None = row["settled_at"]
            one["deliveries"].append({"destination": row["destination"], "state": row["state"], "settled_at": at})
    return found
