"""Documents of some kinds with all their states, oldest first: for calendars, where a date that moved must say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa

from monitor.model.documents import Document
from monitor.model.records import Key
from monitor.store.revisions import unpack
from monitor.store.schema import document, match, revision, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a document was from `seen_at` on; a removed one is the tombstone of its last state."""

    document: Document
    seen_at: datetime
    removed: bool


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
        sa.select(document, revision.c.content, revision.c.seen_at, revision.c.removed)
        .join(revision, revision.c.document_id == document.c.id)
        .where(document.c.kind.in_(kinds))
        .order_by(document.c.id, revision.c.seen_at, revision.c.id)
    )
    if topics:
        matched = sa.select(match.c.document_id).join(topic, topic.c.id == match.c.topic_id)
        query = query.where(document.c.id.in_(matched.where(topic.c.name.in_(topics))))
    if jurisdictions:
        like = (one.replace("%", "").replace("_", "").replace("*", "%") for one in jurisdictions)
        query = query.where(sa.or_(*(document.c.jurisdiction.like(one) for one in like)))
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
                )
                for row in states
            ),
        )
