"""Digests as rows: which matches wait for a subscription, which went into which digest, and what each digest said of itself.

A match is in at most one digest of a subscription, for ever (`part` says how it is there):

- `entry`: a change told in full,
- `standing`: a document that was there already when the topic, the source or the subscription was new,
- `folded`: a cosmetic or noisy change, counted,
- `filtered`: kept out by the subscription's filters. It is consumed too, so that a filter widened later does not bring back
  the past.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.documents import Document
from monitor.store.revisions import unpack
from monitor.store.schema import (
    change,
    digest,
    digest_item,
    document,
    match,
    revision,
    sighting,
    subscription,
    topic,
)

_AT_ONCE = 500
"""Ids in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A match as a digest sees it; `importance` is None where no change stands behind it."""

    match_id: int
    topic: str
    document_id: int
    change_id: int | None
    hits: Sequence[Mapping[str, Any]]
    jurisdiction: str
    kind: str
    importance: float | None
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDigest:
    """A digest's row with its items, in the order in which they were matched. id 0 is a preview."""

    id: int
    subscription: str
    slot: str
    kind: str
    since: datetime | None
    created_at: datetime
    proof: Mapping[str, Any]
    content: Mapping[str, Any]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDocument:
    """A document that was there already: its row, and its state at the source that saw it first."""

    id: int
    kind: str
    identifier: str
    title: str
    url: str
    jurisdiction: str
    document: Document | None


_ITEM = (
    sa.select(
        match.c.id.label("match_id"),
        topic.c.name.label("topic"),
        match.c.document_id,
        match.c.change_id,
        match.c.hits,
        sa.func.coalesce(sa.func.nullif(change.c.jurisdiction, ""), document.c.jurisdiction).label("jurisdiction"),
        document.c.kind,
        change.c.importance,
    )
    .join(topic, topic.c.id == match.c.topic_id)
    .join(document, document.c.id == match.c.document_id)
    .outerjoin(change, change.c.id == match.c.change_id)
    .order_by(match.c.id)
)


_taken = sa.exists().where(
    digest_item.c.subscription_id == sa.bindparam("reader"), digest_item.c.match_id == match.c.id
)
_asked = sa.select(topic.c.id).where(topic.c.name.in_(sa.bindparam("topics", expanding=True)))
_PENDING = sa.select(match.c.id).where(match.c.topic_id.in_(_asked), ~_taken).order_by(match.c.id)
"""Built once: thousands ask it in a row. So are the next."""

_SLOT = sa.select(digest.c.id).where(
    digest.c.subscription_id == sa.bindparam("reader"), digest.c.slot == sa.bindparam("slot")
)
_OUTLINE = (
    sa.select(
        digest.c.id,
        subscription.c.name.label("subscription"),
        *(digest.c[name] for name in ("kind", "since", "created_at", "proof", "content")),
        subscription.c.settings,
    )
    .join(subscription, subscription.c.id == digest.c.subscription_id)
    .where(digest.c.id == sa.bindparam("digest"))
)
_NAMED = (
    sa.select(digest_item.c.match_id, digest_item.c.part)
    .where(digest_item.c.digest_id == sa.bindparam("digest"), digest_item.c.part != "filtered")
    .order_by(digest_item.c.match_id)
)
_SAME = sa.select(
    sa.bindparam("digest", type_=sa.Integer),
    sa.bindparam("reader", type_=sa.Integer),
    digest_item.c.match_id,
    digest_item.c.part,
).where(digest_item.c.digest_id == sa.bindparam("twin"))
_COPY = digest_item.insert().from_select(("digest_id", "subscription_id", "match_id", "part"), _SAME)

_first_sighting = (
    sa.select(sighting.c.document_id, sa.func.min(sighting.c.id).label("id"))
    .group_by(sighting.c.document_id)
    .subquery()
)
_DOCUMENT = (
    sa.select(
        document.c.id,
        document.c.kind,
        document.c.identifier,
        document.c.title,
        document.c.url,
        document.c.jurisdiction,
        revision.c.content,
    )
    .outerjoin(_first_sighting, _first_sighting.c.document_id == document.c.id)
    .outerjoin(sighting, sighting.c.id == _first_sighting.c.id)
    .outerjoin(revision, revision.c.id == sighting.c.revision_id)
)


def pending(
    conn: sa.Connection, subscription_id: int, topics: Sequence[str], *, there_at: int | None = None
) -> list[int]:
    """The matches of these topics that are in no digest of the subscription, oldest first; with `there_at`, only those of
    documents that were there already, or were matched up to that match."""
    query = _PENDING
    if there_at is not None:
        query = query.where(match.c.change_id.is_(None) | (match.c.id <= there_at))
    return list(conn.execute(query, {"reader": subscription_id, "topics": list(topics)}).scalars())


def items(conn: sa.Connection, match_ids: Sequence[int]) -> Iterator[Item]:
    """These matches as a digest sees them, in no order."""
    for start in range(0, len(match_ids), _AT_ONCE):
        query = _ITEM.where(match.c.id.in_(match_ids[start : start + _AT_ONCE]))
        yield from (Item(**row) for row in conn.execute(query).mappings())


def since(conn: sa.Connection, topics: Sequence[str], moment: datetime) -> list[Item]:
    """The matches of these topics whose change was detected at or after a moment, told before or not: for previews."""
    query = _ITEM.where(topic.c.name.in_(topics), change.c.detected_at >= moment)
    return [Item(**row) for row in conn.execute(query).mappings()]


def of_changes(conn: sa.Connection, change_ids: Sequence[int]) -> dict[int, list[Item]]:
    """The matches of changes, by change, of topics in force."""
    found: dict[int, list[Item]] = {}
    for start in range(0, len(change_ids), _AT_ONCE):
        query = _ITEM.where(match.c.change_id.in_(change_ids[start : start + _AT_ONCE]), topic.c.enabled)
        for row in conn.execute(query).mappings():
            found.setdefault(row["change_id"], []).append(Item(**row))
    return found


def newest(conn: sa.Connection, subscription_ids: Sequence[int]) -> dict[int, sa.RowMapping]:
    """`created_at` and `proof` of the newest digest of each of these subscriptions that has one."""
    last = sa.select(sa.func.max(digest.c.id)).where(digest.c.subscription_id.in_(subscription_ids))
    query = sa.select(digest.c.subscription_id, digest.c.created_at, digest.c.proof)
    query = query.where(digest.c.id.in_(last.group_by(digest.c.subscription_id)))
    return {row["subscription_id"]: row for row in conn.execute(query).mappings()}


def last_alerts(conn: sa.Connection, subscription_id: int, document_ids: Sequence[int]) -> dict[int, datetime]:
    """When an alert of the subscription last told of each of these documents, of those that one has told of."""
    query = (
        sa.select(match.c.document_id, sa.func.max(digest.c.id))
        .join(digest_item, digest_item.c.match_id == match.c.id)
        .join(digest, digest.c.id == digest_item.c.digest_id)
        .where(digest.c.subscription_id == subscription_id, digest.c.kind == "alert", digest_item.c.part == "entry")
        .where(digest_item.c.subscription_id == subscription_id)
        .group_by(match.c.document_id)
    )
    newest: dict[int, int] = {}
    for start in range(0, len(document_ids), _AT_ONCE):
        some = match.c.document_id.in_(document_ids[start : start + _AT_ONCE])
        newest |= {row[0]: row[1] for row in conn.execute(query.where(some))}
    made = sa.select(digest.c.id, digest.c.created_at).where(digest.c.id.in_(sorted(set(newest.values()))))
    at = {row[0]: row[1] for row in conn.execute(made)} if newest else {}
    return {document_id: at[digest_id] for document_id, digest_id in newest.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A digest made lately: when, how many changes it told, and whether it was a roll-up."""

    created_at: datetime
    entries: int
    rolled_up: bool


def recent(conn: sa.Connection, subscription_id: int, kind: str, limit: int) -> list[Recent]:
    """The last digests of a kind of the subscription, newest first."""
    entries = (
        sa.select(sa.func.count())
        .where(digest_item.c.digest_id == digest.c.id, digest_item.c.part == "entry")
        .scalar_subquery()
    )
    query = (
        sa.select(digest.c.created_at, digest.c.content, entries.label("entries"))
        .where(digest.c.subscription_id == subscription_id, digest.c.kind == kind)
        .order_by(digest.c.id.desc())
        .limit(limit)
    )
    return [
        Recent(created_at=row.created_at, entries=row.entries, rolled_up=bool(row.content.get("rolled_up")))
        for row in conn.execute(query)
    ]


def taken(conn: sa.Connection, subscription_id: int, slot: str) -> bool:
    """Whether the subscription has a digest for this slot."""
    return conn.execute(_SLOT, {"reader": subscription_id, "slot": slot}).first() is not None


def welcomed(conn: sa.Connection, subscription_id: int) -> frozenset[str]:
    """The topics that a welcome digest of this subscription introduced."""
    query = sa.select(digest.c.content).where(digest.c.subscription_id == subscription_id, digest.c.kind == "welcome")
    return frozenset(name for content in conn.execute(query).scalars() for name in content.get("welcomed", ()))


def unwelcomed(conn: sa.Connection, subscriptions: Iterable[sa.RowMapping]) -> frozenset[int]:
    """The ids of those subscriptions (rows) of which a topic may have documents that were there already and that no welcome
    told of. A quick look at all of them at once: one that is not named has nothing to be welcomed to."""
    query = sa.select(digest.c.subscription_id, digest.c.content).where(digest.c.kind == "welcome")
    known = {(row.subscription_id, name) for row in conn.execute(query) for name in row.content.get("welcomed", ())}
    there = (
        sa.select(topic.c.name, sa.func.min(match.c.id), sa.func.count() - sa.func.count(match.c.change_id))
        .join(match, match.c.topic_id == topic.c.id)
        .group_by(topic.c.name)
    )
    first = {name: 0 if without else least for name, least, without in conn.execute(there)}
    return frozenset(
        row["id"]
        for row in subscriptions
        for name in row["settings"]["topics"]
        if (row["id"], name) not in known
        and name in first
        and first[name] <= row["settings"].get("joined", {}).get(name, 0)
    )


def add(
    conn: sa.Connection,
    subscription_id: int,
    values: Mapping[str, Any],
    items: Iterable[Item],
    *,
    twin: int | None = None,
) -> int:
    """A new digest with its items; its id. `twin` is another digest with the very same items, which are then copied in the
    store. A slot or a match used twice breaks a unique constraint, on purpose."""
    made = conn.execute(digest.insert().values(subscription_id=subscription_id, **values))
    assert made.inserted_primary_key is not None
    digest_id = int(made.inserted_primary_key[0])
    if twin is not None:
        conn.execute(_COPY, {"digest": digest_id, "reader": subscription_id, "twin": twin})
        return digest_id
    rows = [
        {"digest_id": digest_id, "subscription_id": subscription_id, "match_id": one.match_id, "part": one.part}
        for one in items
    ]
    if rows:
        conn.execute(digest_item.insert(), rows)
    return digest_id


def load(conn: sa.Connection, digest_id: int) -> StoredDigest:
    """A digest with its items, without those that its filters kept out."""
    query = sa.select(digest, subscription.c.name.label("subscription"))
    row = (
        conn.execute(
            query.join(subscription, subscription.c.id == digest.c.subscription_id).where(digest.c.id == digest_id)
        )
        .mappings()
        .one()
    )
    shown = (
        _ITEM.add_columns(digest_item.c.part)
        .join(digest_item, digest_item.c.match_id == match.c.id)
        .where(digest_item.c.digest_id == digest_id, digest_item.c.part != "filtered")
    )
    return StoredDigest(
        id=row["id"],
        subscription=row["subscription"],
        slot=row["slot"],
        kind=row["kind"],
        since=row["since"],
        created_at=row["created_at"],
        proof=row["proof"],
        content=row["content"],
        items=tuple(Item(**one) for one in conn.execute(shown).mappings()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A digest whose `items` are only named, by match and part: quick, to see whether another says the same. With it, when its
    subscription keeps silent."""

    id: int
    subscription: str
    kind: str
    since: datetime | None
    created_at: datetime
    proof: Mapping[str, Any]
    content: Mapping[str, Any]
    items: tuple[tuple[int, str], ...]
    quiet_hours: str
    holidays: tuple[str, ...]
    timezone: str


def outline(conn: sa.Connection, digest_id: int) -> Outline:
    """The outline of a digest."""
    row = dict(conn.execute(_OUTLINE, {"digest": digest_id}).mappings().one())
    settings = row.pop("settings")
    return Outline(
        **row,
        items=tuple((one[0], one[1]) for one in conn.execute(_NAMED, {"digest": digest_id})),
        quiet_hours=settings.get("quiet_hours", ""),
        holidays=tuple(settings.get("holidays", ())),
        timezone=settings["timezone"],
    )


def documents(conn: sa.Connection, ids: Iterable[int]) -> dict[int, StandingDocument]:
    """Documents by id, each with its state now."""
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), _AT_ONCE):
        for row in conn.execute(_DOCUMENT.where(document.c.id.in_(wanted[start : start + _AT_ONCE]))).mappings():
            values = dict(row)
            content = values.pop("content")
            state = unpack(row["kind"], content) if content is not None else None
            found[row["id"]] = StandingDocument(**values, document=state)
    return found


def listing(conn: sa.Connection, *, limit: int = 50) -> Sequence[sa.RowMapping]:
    """The newest digests: id, subscription, slot, kind, created_at, and how many items each shows."""
    items = (
        sa.select(sa.func.count())
        .where(digest_item.c.digest_id == digest.c.id, digest_item.c.part != "filtered")
        .scalar_subquery()
    )
    query = (
        sa.select(
            digest.c.id,
            subscription.c.name.label("subscription"),
            digest.c.slot,
            digest.c.kind,
            digest.c.created_at,
            items.label("items"),
        )
        .join(subscription, subscription.c.id == digest.c.subscription_id)
        .order_by(digest.c.id.desc())
        .limit(limit)
    )
    return conn.execute(query).mappings().all()
