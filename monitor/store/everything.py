"""All that there is, row by row, for whoever takes it elsewhere: `export json --all`. Read in pages, so that memory stays small.

Addresses of destinations are not in the database, and what users typed for a source (which may hold a key) is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from monitor.store.revisions import unpack
from monitor.store.schema import (
    check_run,
    delivery,
    digest,
    digest_item,
    document,
    figure,
    legal_status,
    match,
    revision,
    source,
    subscription,
    topic,
)

_PAGE = 200
_ASIDE = {"settings", "spider", "next_due_at", "told_at"}

Row = dict[str, Any]


def everything(conn: sa.Connection, changes: Callable[[sa.Connection], Iterable[Mapping[str, Any]]]) -> Iterator[Row]:
    """Every record with its `type` first: source, check, topic, document, revision, change, match, subscription, digest, delivery,
    legal, figure; each kind oldest first. `changes` gives the changes as its caller shows them."""
    yield from _typed("source", _pages(conn, _plain(source, but=_ASIDE)))
    yield from _typed("check", _pages(conn, _of_source(check_run)))
    yield from _typed("topic", _pages(conn, _plain(topic)))
    yield from _typed("document", _pages(conn, _plain(document)))
    yield from _typed("revision", map(_revision, _pages(conn, _REVISION)))
    yield from _typed("change", changes(conn))
    yield from _typed("match", _pages(conn, _MATCH))
    yield from _typed("subscription", _pages(conn, _plain(subscription)))
    yield from _typed("digest", _digests(conn))
    yield from _typed("delivery", _pages(conn, _DELIVERY))
    yield from _typed("legal", _pages(conn, _LEGAL))
    yield from _typed("figure", _pages(conn, _of_source(figure)))


def _typed(kind: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    for row in rows:
        yield {"type": kind, **row}


def _plain(table: sa.Table, *, but: Iterable[str] = ()) -> sa.Select[Any]:
    return sa.select(*(column for column in table.c if column.name not in but))


def _of_source(table: sa.Table) -> sa.Select[Any]:
    columns = [column for column in table.c if column.name != "source_id"]
    return sa.select(columns[0], source.c.name.label("source"), *columns[1:]).join(
        source, source.c.id == table.c.source_id
    )


_REVISION = (
    sa.select(
        revision.c.id,
        revision.c.document_id.label("document"),
        source.c.name.label("source"),
        revision.c.number,
        revision.c.seen_at,
        revision.c.removed,
        document.c.kind,
        revision.c.content,
    )
    .join(source, source.c.id == revision.c.source_id)
    .join(document, document.c.id == revision.c.document_id)
)
_MATCH = sa.select(
    match.c.id,
    topic.c.name.label("topic"),
    match.c.document_id.label("document"),
    match.c.change_id.label("change"),
    match.c.hits,
    match.c.matched_at,
).join(topic, topic.c.id == match.c.topic_id)
_DIGEST = sa.select(
    digest.c.id,
    subscription.c.name.label("subscription"),
    *(digest.c[name] for name in ("slot", "kind", "since", "created_at", "proof", "content")),
).join(subscription, subscription.c.id == digest.c.subscription_id)
_DELIVERY = (
    sa.select(
        delivery.c.id,
        delivery.c.digest_id.label("digest"),
        subscription.c.name.label("subscription"),
        (delivery.c.destination + " (" + delivery.c.shown + ")").label("destination"),
        *(delivery.c[name] for name in ("state", "attempts", "error", "settled_at")),
    )
    .join(digest, digest.c.id == delivery.c.digest_id)
    .join(subscription, subscription.c.id == digest.c.subscription_id)
)
_LEGAL = sa.select(
    legal_status.c.id,
    topic.c.name.label("topic"),
    *(column for column in legal_status.c if column.name not in ("id", "topic_id")),
).join(topic, topic.c.id == legal_status.c.topic_id)


def _pages(conn: sa.Connection, query: sa.Select[Any]) -> Iterator[Row]:
    """The rows by id, a page at a time; no cursor stays open between them."""
    number = query.selected_columns[0]
    last = 0
    while page := conn.execute(query.where(number > last).order_by(number).limit(_PAGE)).mappings().all():
        yield from map(dict, page)
        last = page[-1]["id"]


def _revision(row: Row) -> Row:
    """With the document's fields in place of the bytes that hold them."""
    content = row.pop("content")
    return {**row, "fields": unpack(row["kind"], content)}


def _digests(conn: sa.Connection) -> Iterator[Row]:
    for row in _pages(conn, _DIGEST):
        query = sa.select(digest_item.c.match_id.label("match"), digest_item.c.part)
        items: Sequence[sa.RowMapping] = (
            conn.execute(query.where(digest_item.c.digest_id == row["id"]).order_by(digest_item.c.id)).mappings().all()
        )
        yield {**row, "items": [dict(one) for one in items]}
