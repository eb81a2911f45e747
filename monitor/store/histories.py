"""Documents of some kinds with all their states, oldest first: for calendars, where a date that moved must say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from monitor.model.documents import Bill, Document
from monitor.model.records import Key
from monitor.store.revisions import unpack
from monitor.store.schema import document, match, revision, sighting, source, topic
from monitor.store.texts import REGISTRY as TEXTS


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a document was from `seen_at` on; a removed one is the tombstone of its last state."""

    document: Document
    seen_at: datetime
    removed: bool
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A document's states as its sources showed them, oldest first; there is at least one."""

    key: Key
    jurisdiction: str
    states: tuple[State, ...]


def histories(
    conn: sa.Connection, kinds: Sequence[str], *, topics: Sequence[str] = (), jurisdictions: Sequence[str] = ()
) -> Iterator[History]:
    """The documents of these kinds that any of the topics matched (without topics, all), in any of the jurisdictions."""
    query = (
        sa.select(document, revision.c.content, revision.c.seen_at, revision.c.removed, source.c.name.label("source"))
        .join(revision, revision.c.document_id == document.c.id)
        .join(source, source.c.id == revision.c.source_id)
        .where(document.c.kind.in_(kinds))
        .order_by(document.c.id, revision.c.seen_at, revision.c.id)
    )
    if topics:
        query = query.where(document.c.id.in_(_matched(topics)))
    query = _within(query, jurisdictions)
    rows = conn.execute(query.execution_options(yield_per=500)).mappings()
    for _, group in groupby(rows, itemgetter("id")):
        states = list(group)
        first = states[0]
        yield History(
            key=Key(registry=first["registry"], kind=first["kind"], identifier=first["identifier"]),
            jurisdiction=first["jurisdiction"],
            states=tuple(
                State(
                    document=unpack(row["kind"], row["content"]),
                    seen_at=row["seen_at"],
                    removed=row["removed"],
                    source=row["source"],
                )
                for row in states
            ),
        )


def _matched(topics: Sequence[str]) -> sa.Select[tuple[int]]:
    """Ids of the documents that any of the topics matched."""
    return (
        sa.select(match.c.document_id).join(topic, topic.c.id == match.c.topic_id).where(topic.c.name.in_(list(topics)))
    )


def _within(query: sa.Select[Any], jurisdictions: Sequence[str]) -> sa.Select[Any]:
    if not jurisdictions:
        return query
    like = (one.replace("%", "").replace("_", "").replace("*", "%") for one in jurisdictions)
    return query.where(sa.or_(*(document.c.jurisdiction.like(one) for one in like)))


@dataclass(frozen=True, slots=True, kw_only=True)
class BillAndText:
    """A living bill as it was last seen, and its newest text that was read."""

    key: Key
    jurisdiction: str
    bill: Bill
    text: State | None = None


def bills_and_texts(
    conn: sa.Connection, *, topics: Sequence[str] = (), jurisdictions: Sequence[str] = ()
) -> Iterator[BillAndText]:
    """The bills that any of the topics matched, in their title or in their text (without topics, all)."""
    named = sa.func.replace(document.c.registry, TEXTS, "")
    query = (
        sa.select(
            document, named.label("register"), revision.c.content, revision.c.seen_at, source.c.name.label("source")
        )
        .join(sighting, sighting.c.document_id == document.c.id)
        .join(revision, revision.c.id == sighting.c.revision_id)
        .join(source, source.c.id == sighting.c.source_id)
        .where(sighting.c.removed_at.is_(None))
        .where(sa.or_(document.c.kind == Bill.kind, document.c.registry.like(f"%{TEXTS}")))
        .order_by(document.c.id, revision.c.seen_at)
    )
    if topics:
        twin = document.alias()
        names = sa.select(sa.func.replace(twin.c.registry, TEXTS, ""), twin.c.identifier).where(
            twin.c.id.in_(_matched(topics))
        )
        query = query.where(sa.tuple_(named, document.c.identifier).in_(names))
    bills: dict[tuple[str, str], BillAndText] = {}
    texts: dict[tuple[str, str], State] = {}
    for row in conn.execute(_within(query, jurisdictions)).mappings():
        thing, name = unpack(row["kind"], row["content"]), (row["register"], row["identifier"])
        if isinstance(thing, Bill):
            key = Key(registry=row["registry"], kind=row["kind"], identifier=row["identifier"])
            bills[name] = BillAndText(key=key, jurisdiction=row["jurisdiction"], bill=thing)
        else:
            texts[name] = State(document=thing, seen_at=row["seen_at"], removed=False, source=row["source"])
    for name, one in bills.items():
        yield replace(one, text=texts.get(name))
