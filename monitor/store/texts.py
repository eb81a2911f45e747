"""Bills whose texts are wanted: those that a topic matched, or its broader `candidates` query. Rows, and nothing else.

A bill is noted when a state of it is stored, or when a topic is new; what of its texts has been read, its source's pages know.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

import sqlalchemy as sa

from monitor.model.documents import Bill
from monitor.model.records import Key
from monitor.store.insert import insert_or_ignore
from monitor.store.revisions import unpack
from monitor.store.schema import document, match, revision, sighting, source, text_mark, text_wanted

REGISTRY = " texts"
"""What follows a bill's registry in that of its text: "us-oh:136 texts"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedBill:
    """A bill as its source last showed it, and the register of its identifier."""

    registry: str
    bill: Bill


def want(conn: sa.Connection, document_ids: Iterable[int]) -> None:
    """Notes bills; one that is noted already stays as it is."""
    insert_or_ignore(conn, text_wanted, [{"document_id": one} for one in dict.fromkeys(document_ids)])


def wanted(conn: sa.Connection, source_name: str) -> Iterator[WantedBill]:
    """The living bills of one source whose texts are wanted, in the order in which they were noted."""
    query = (
        sa.select(document.c.registry, document.c.identifier, revision.c.content)
        .select_from(text_wanted)
        .join(document, document.c.id == text_wanted.c.document_id)
        .join(sighting, sighting.c.document_id == document.c.id)
        .join(source, source.c.id == sighting.c.source_id)
        .join(revision, revision.c.id == sighting.c.revision_id)
        .where(source.c.name == source_name, document.c.kind == Bill.kind, sighting.c.removed_at.is_(None))
        .order_by(text_wanted.c.document_id)
    )
    for registry, identifier, content in conn.execute(query):
        bill = cast("Bill", unpack(Bill.kind, content))
        if bill.identifier != identifier:  # it was last read when it bore another number
            bill = replace(bill, identifier=identifier)
        yield WantedBill(registry=registry, bill=bill)


def twins(conn: sa.Connection, key: Key, mark: bytes) -> list[Key]:
    """The texts of other bills that have enacted, in some version, the same words; the oldest first."""
    query = (
        sa.select(document.c.registry, document.c.kind, document.c.identifier)
        .join(text_mark, text_mark.c.document_id == document.c.id)
        .where(text_mark.c.mark == mark)
        .order_by(document.c.id)
    )
    found = (Key(registry=row.registry, kind=row.kind, identifier=row.identifier) for row in conn.execute(query))
    return [one for one in found if one != key]


def mark(conn: sa.Connection, marks: Mapping[int, bytes]) -> None:
    """Notes what the texts with these document ids enact."""
    insert_or_ignore(conn, text_mark, [{"document_id": one, "mark": told} for one, told in marks.items()])


def topics_of_bills(conn: sa.Connection, texts: Mapping[int, tuple[str, str]]) -> set[tuple[int, int]]:
    """(topic id, document id) of the topics that matched the bill itself; `texts` are the registry and identifier of each
    text's bill, by the text's document id."""
    found: set[tuple[int, int]] = set()
    for text_id, (registry, identifier) in texts.items():
        query = (
            sa.select(match.c.topic_id)
            .join(document, document.c.id == match.c.document_id)
            .where(document.c.registry == registry, document.c.kind == Bill.kind, document.c.identifier == identifier)
        )
        found |= {(topic_id, text_id) for topic_id in conn.execute(query).scalars()}
    return found
