"""Which of several sources of one document announces it, and what the others have told of it. Rows, and nothing else.

Two routes to one document would otherwise tell everything twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from monitor.store.routes import comes_after
from monitor.store.schema import change, revision, sighting, source
from monitor.store.sources import unreadable

_AT_ONCE = 500


class Other(NamedTuple):
    """Another source that shows a document: the state it shows, and when it was last read well. `preferred` is one that comes
    before ours; `enabled` is false for one that is no longer read."""

    source_id: int
    revision_id: int
    preferred: bool
    enabled: bool
    last_good_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Whether another source announces a document, and all others that show it."""

    led: bool
    others: tuple[Other, ...] = ()


class Told(NamedTuple):
    """A change that another source announced: by which revision, and the names of the fields that differed."""

    source_id: int
    revision_id: int
    fields: frozenset[str]
    at: datetime


def leads(
    conn: sa.Connection, source_id: int, name: str, after: Sequence[str], document_ids: Sequence[int]
) -> dict[int, Lead]:
    """Who announces each of these documents that another source than ours shows; ours is `name`, and is read instead of
    `after`.

    It is the first that saw it among those that are well; one that stands by for others leads after them. A source that is
    red because it cannot be read gives up its lead, and has it again as soon as it is being read: it is red until its check
    has ended, and those that stood in for it are asked no more. One that is red because its site lists more than it reads
    keeps it.
    """
    found = {}
    for start in range(0, len(document_ids), _AT_ONCE):
        query = (
            sa.select(
                sighting.c.document_id,
                sighting.c.source_id,
                sighting.c.revision_id,
                source.c.name,
                source.c.settings,
                source.c.enabled,
                source.c.last_good_at,
                unreadable().label("unreadable"),
            )
            .join(source, source.c.id == sighting.c.source_id)
            .where(sighting.c.document_id.in_(document_ids[start : start + _AT_ONCE]), sighting.c.removed_at.is_(None))
            .order_by(sighting.c.id)
        )
        by_document: dict[int, list[sa.RowMapping]] = {}
        for row in conn.execute(query).mappings():
            by_document.setdefault(row["document_id"], []).append(row)
        for document_id, rows in by_document.items():
            others = [row for row in rows if row["source_id"] != source_id]
            if others:
                found[document_id] = Lead(
                    led=_is_led(source_id, name, after, rows, others),
                    others=tuple(_other(row, after) for row in others),
                )
    return found


def _is_led(
    source_id: int, name: str, after: Sequence[str], rows: Sequence[sa.RowMapping], others: Sequence[sa.RowMapping]
) -> bool:
    stood_for = any(name in comes_after(row) for row in others)
    ranked = [
        (
            (bool(row["unreadable"]) and not (stood_for and row["source_id"] == source_id), len(comes_after(row))),
            row["source_id"],
        )
        for row in rows
        if row["enabled"]
    ]
    if len(others) == len(rows) and any(row["name"] in after for row in others):
        ranked.append(((False, len(after)), source_id))  # its first look, in the place of another
    leader = min(ranked, key=lambda one: one[0], default=((False, 0), source_id))
    return leader[1] != source_id


def _other(row: sa.RowMapping, after: Sequence[str]) -> Other:
    return Other(row["source_id"], row["revision_id"], row["name"] in after, row["enabled"], row["last_good_at"])


def led_by_others(
    conn: sa.Connection, source_id: int, name: str, after: Sequence[str], document_ids: Sequence[int]
) -> set[int]:
    """Those of these documents whose changes another source announces."""
    return {one for one, lead in leads(conn, source_id, name, after, document_ids).items() if lead.led}


def told(conn: sa.Connection, source_id: int, document_ids: Sequence[int]) -> dict[int, list[Told]]:
    """What other sources than this have announced of these documents, oldest first."""
    found: dict[int, list[Told]] = {}
    for start in range(0, len(document_ids), _AT_ONCE):
        query = sa.select(
            change.c.document_id, change.c.source_id, change.c.after_id, change.c.fields, change.c.detected_at
        )
        query = query.where(
            change.c.document_id.in_(document_ids[start : start + _AT_ONCE]), change.c.source_id != source_id
        )
        for document_id, by, revision_id, fields, at in conn.execute(query.order_by(change.c.id)):
            names = frozenset(one["name"] for one in fields)
            found.setdefault(document_id, []).append(Told(by, revision_id, names, at))
    return found


def chains(conn: sa.Connection, wanted: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """The ids of all revisions of these documents by these sources: document id → source ids."""
    found: dict[int, list[int]] = {}
    ids = [one for one, sources in wanted.items() if sources]
    for start in range(0, len(ids), _AT_ONCE):
        query = sa.select(revision.c.document_id, revision.c.source_id, revision.c.id)
        query = query.where(revision.c.document_id.in_(ids[start : start + _AT_ONCE])).order_by(revision.c.id)
        for document_id, source_id, one in conn.execute(query):
            if source_id in wanted[document_id]:
                found.setdefault(document_id, []).append(one)
    return found


def unread_since(conn: sa.Connection, names: Iterable[str]) -> datetime | None:
    """When the last of these sources was read well, where none of them can be read now; None where one can, or none ever was."""
    rows = conn.execute(
        sa.select(source.c.last_good_at, source.c.enabled, unreadable().label("unreadable")).where(
            source.c.name.in_(list(names))
        )
    ).all()
    if any(row.enabled and not row.unreadable for row in rows):
        return None
    return max((row.last_good_at for row in rows if row.last_good_at), default=None)
