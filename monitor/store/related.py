"""Bills' texts that are alike, and the sketches by which they are found. Rows, and nothing else.

A relation is kept both ways, each with the sections in which that side differs; a later version of either text replaces it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.documents import Bill, Document
from monitor.model.records import Key
from monitor.store.revisions import unpack
from monitor.store.schema import document, related_text, revision, sighting, text_sketch
from monitor.store.texts import REGISTRY

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedText:
    """Another bill whose text is alike: its registry ("us-oh:136") and identifier, the place, the version that was compared,
    the share of words from 0 to 1, and the sections of ours that differ."""

    registry: str
    identifier: str
    jurisdiction: str
    version: str
    url: str
    share: float
    differs: tuple[str, ...]


def keep(conn: sa.Connection, sketches: Mapping[int, bytes]) -> None:
    """Notes the sketch of the newest version of these texts; one that can no longer be compared is forgotten."""
    if not sketches:
        return
    conn.execute(text_sketch.delete().where(text_sketch.c.document_id.in_(list(sketches))))
    rows = [{"document_id": one, "sketch": told} for one, told in sketches.items() if told]
    if rows:
        conn.execute(text_sketch.insert(), rows)


def sketches(conn: sa.Connection) -> list[tuple[int, bytes]]:
    """Every sketch with its text's document id."""
    return [(one, told) for one, told in conn.execute(sa.select(text_sketch.c.document_id, text_sketch.c.sketch))]


def newest(conn: sa.Connection, document_ids: Sequence[int]) -> dict[int, Document]:
    """The living texts among these as they were last read."""
    query = (
        sa.select(document.c.id, document.c.kind, revision.c.content)
        .join(sighting, sighting.c.document_id == document.c.id)
        .join(revision, revision.c.id == sighting.c.revision_id)
        .where(document.c.id.in_(list(document_ids)), sighting.c.removed_at.is_(None))
    )
    return {one: unpack(kind, content) for one, kind, content in conn.execute(query)}


def relate(conn: sa.Connection, document_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Replaces what is known of one text: rows of document_id, other_id, share, differs and found_at, either way."""
    mine = related_text.c
    conn.execute(related_text.delete().where((mine.document_id == document_id) | (mine.other_id == document_id)))
    if fresh := [dict(row) for row in rows]:
        conn.execute(related_text.insert(), fresh)


def related(
    conn: sa.Connection, keys: Iterable[Key], until: datetime | None = None
) -> dict[Key, tuple[RelatedText, ...]]:
    """What is alike to each bill or bill's text, the most alike first; with `until`, as far as it was known then."""
    wanted = {
        (_texts(key), key.identifier): key for key in keys if key.kind == Bill.kind or key.registry.endswith(REGISTRY)
    }
    ids: dict[int, Key] = {}
    for registry in {registry for registry, _ in wanted}:
        query = sa.select(document.c.id, document.c.identifier).where(document.c.registry == registry)
        ids |= {one: wanted[registry, name] for one, name in conn.execute(query) if (registry, name) in wanted}
    found: dict[Key, list[RelatedText]] = {}
    for document_id, told in _related(conn, list(ids), until):
        found.setdefault(ids[document_id], []).append(told)
    return {key: tuple(some) for key, some in found.items()}


def _texts(key: Key) -> str:
    return key.registry if key.registry.endswith(REGISTRY) else f"{key.registry}{REGISTRY}"


def _related(conn: sa.Connection, ids: Sequence[int], until: datetime | None) -> Iterator[tuple[int, RelatedText]]:
    for start in range(0, len(ids), _AT_ONCE):
        query = (
            sa.select(related_text, document, revision.c.content)
            .join(document, document.c.id == related_text.c.other_id)
            .join(sighting, sighting.c.document_id == document.c.id)
            .join(revision, revision.c.id == sighting.c.revision_id)
            .where(related_text.c.document_id.in_(ids[start : start + _AT_ONCE]), sighting.c.removed_at.is_(None))
            .order_by(related_text.c.share.desc(), related_text.c.other_id)
        )
        if until:
            query = query.where(related_text.c.found_at <= until)
        for row in conn.execute(query).mappings():
            thing = unpack(row["kind"], row["content"])
            yield (
                row["document_id"],
                RelatedText(
                    registry=row["registry"].removesuffix(REGISTRY),
                    identifier=row["identifier"],
                    jurisdiction=row["jurisdiction"],
                    version=thing.status.partition(";")[0],
                    url=thing.url,
                    share=row["share"],
                    differs=tuple(row["differs"]),
                ),
            )
