"""Documents, where they were sighted, and their states.

Each source keeps its own chain of revisions of a document. A revision's content is the document as canonical JSON,
compressed when that pays.
"""

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
import zstandard

from monitor.changes.fingerprint import decode, encode
from monitor.model.documents import Document
from monitor.model.records import Key, Revision
from monitor.store.schema import document, page, revision, sighting, source

_A_FEW = 500  # identifiers that are asked for one by one
_MAGIC = b"\x28\xb5\x2f\xfd"


class _Zstandard(threading.local):
    """Contexts of zstandard, which two threads must never use at a time."""

    def __init__(self) -> None:
        self.packer = zstandard.ZstdCompressor(level=6)
        self.unpacker = zstandard.ZstdDecompressor()


_zstandard = _Zstandard()


def pack(thing: Document) -> bytes:
    """A document as bytes for the revision table."""
    content = encode(thing)
    return _zstandard.packer.compress(content) if len(content) > 1024 else content


def unpack(kind: str, content: bytes) -> Document:
    """The document that `pack` made these bytes of."""
    return decode(kind, _zstandard.unpacker.decompress(content) if content.startswith(_MAGIC) else content)


@dataclass(slots=True, kw_only=True)
class Known:
    """What one source knows of a document: its last state and whether its page still shows it."""

    document_id: int
    sighting_id: int | None
    fingerprint: bytes | None
    revision_id: int | None
    page_id: int | None
    missing_since: datetime | None
    removed_at: datetime | None


_KNOWN = sa.select(
    document.c.registry,
    document.c.kind,
    document.c.identifier,
    document.c.id,
    sighting.c.id,
    sighting.c.fingerprint,
    sighting.c.revision_id,
    sighting.c.page_id,
    sighting.c.missing_since,
    sighting.c.removed_at,
)


def known(conn: sa.Connection, source_id: int, keys: Sequence[Key]) -> dict[Key, Known]:
    """What the source knows of these documents; a document that only other sources saw has no sighting id."""
    seen = sa.and_(sighting.c.document_id == document.c.id, sighting.c.source_id == source_id)
    query = _KNOWN.select_from(document.outerjoin(sighting, seen))
    wanted: dict[tuple[str, str], dict[str, Key]] = {}
    for key in keys:
        wanted.setdefault((key.registry, key.kind), {})[key.identifier] = key
    found: dict[Key, Known] = {}
    for (registry, kind), by_identifier in wanted.items():
        of_register = query.where(document.c.registry == registry, document.c.kind == kind)
        for row in _some(conn, of_register, list(by_identifier)):
            if row.identifier in by_identifier:
                found[by_identifier[row.identifier]] = _known(tuple(row)[3:])
    return found


def _some(conn: sa.Connection, query: sa.Select[Any], identifiers: list[str]) -> Iterable[sa.Row[Any]]:
    """The rows of these identifiers; a whole table of bills is read in one go rather than asked for name by name."""
    if len(identifiers) <= _A_FEW:
        return conn.execute(query.where(document.c.identifier.in_(identifiers)))
    return conn.execute(query)


def shown_by(conn: sa.Connection, page_ids: Sequence[int]) -> dict[int, dict[Key, Known]]:
    """What these pages show, as their sources know it: page id → key → what is known."""
    found: dict[int, dict[Key, Known]] = {}
    if page_ids:
        query = _KNOWN.join(sighting, sighting.c.document_id == document.c.id).where(sighting.c.page_id.in_(page_ids))
        for row in conn.execute(query):
            one = _known(row[3:])
            assert one.page_id is not None
            found.setdefault(one.page_id, {})[Key(registry=row[0], kind=row[1], identifier=row[2])] = one
    return found


def _known(row: Sequence[Any]) -> Known:
    return Known(
        document_id=row[0],
        sighting_id=row[1],
        fingerprint=row[2],
        revision_id=row[3],
        page_id=row[4],
        missing_since=row[5],
        removed_at=row[6],
    )


_REVISION = (
    sa.select(
        revision,
        document.c.registry,
        document.c.kind,
        document.c.identifier,
        source.c.name.label("source_name"),
    )
    .join(document, document.c.id == revision.c.document_id)
    .join(source, source.c.id == revision.c.source_id)
)


def by_id(conn: sa.Connection, ids: Iterable[int]) -> dict[int, Revision]:
    """Revisions by id."""
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), 500):
        query = _REVISION.where(revision.c.id.in_(wanted[start : start + 500]))
        for row in conn.execute(query).mappings():
            found[row["id"]] = _revision(row)
    return found


def _revision(row: sa.RowMapping) -> Revision:
    return Revision(
        id=row["id"],
        key=Key(registry=row["registry"], kind=row["kind"], identifier=row["identifier"]),
        source=row["source_name"],
        number=row["number"],
        fingerprint=row["fingerprint"].hex(),
        document=unpack(row["kind"], row["content"]),
        seen_at=row["seen_at"],
        removed=row["removed"],
        snapshot_id=row["snapshot_id"],
    )


def current(conn: sa.Connection, *, jurisdiction: str = "") -> Iterable[tuple[int, str, str, Revision]]:
    """Every living document's state at the source that saw it first: (document id, jurisdiction, source, revision)."""
    first = (
        sa.select(sa.func.min(sighting.c.id)).where(sighting.c.removed_at.is_(None)).group_by(sighting.c.document_id)
    )
    query = (
        _REVISION.add_columns(document.c.jurisdiction)
        .join(sighting, sighting.c.revision_id == revision.c.id)
        .where(sighting.c.id.in_(first))
        .order_by(document.c.id)
    )
    if jurisdiction:
        query = query.where(document.c.jurisdiction == jurisdiction)
    for row in conn.execute(query).mappings():
        yield row["document_id"], row["jurisdiction"], row["source_name"], _revision(row)


def standing(conn: sa.Connection, source_name: str) -> Iterable[Document]:
    """The living documents of one source as it last showed them."""
    query = (
        sa.select(document.c.kind, revision.c.content)
        .select_from(sighting)
        .join(source, source.c.id == sighting.c.source_id)
        .join(document, document.c.id == sighting.c.document_id)
        .join(revision, revision.c.id == sighting.c.revision_id)
        .where(source.c.name == source_name, sighting.c.removed_at.is_(None))
    )
    for kind, content in conn.execute(query.execution_options(yield_per=1000)):
        yield unpack(kind, content)


def recent_fingerprints(
    conn: sa.Connection, source_id: int, document_ids: Sequence[int], *, limit: int = 8
) -> dict[int, tuple[bytes, ...]]:
    """The fingerprints of earlier states, newest first, at most `limit` a document."""
    found: dict[int, list[bytes]] = {}
    for start in range(0, len(document_ids), 500):
        query = (
            sa.select(revision.c.document_id, revision.c.fingerprint)
            .where(revision.c.source_id == source_id, revision.c.document_id.in_(document_ids[start : start + 500]))
            .order_by(revision.c.document_id, revision.c.number.desc())
        )
        for document_id, fingerprint in conn.execute(query):
            prints = found.setdefault(document_id, [])
            if len(prints) < limit:
                prints.append(fingerprint)
    return {document_id: tuple(prints) for document_id, prints in found.items()}


def add_documents(conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """New documents; their ids in the order of the rows."""
    return _insert_many(conn, document, rows)


def add_revisions(conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """New states; their ids in the order of the rows."""
    return _insert_many(conn, revision, rows)


def _insert_many(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    if not rows:
        return []
    made = conn.execute(table.insert().returning(table.c.id, sort_by_parameter_order=True), list(rows))
    return list(made.scalars())


def replace_content(conn: sa.Connection, revision_id: int, thing: Document, fingerprint: bytes) -> None:
    """Our code reads the same bytes differently now: the state is rewritten, nothing is announced."""
    conn.execute(
        revision.update().where(revision.c.id == revision_id).values(content=pack(thing), fingerprint=fingerprint)
    )


_SIGHT = (
    sighting.update()
    .where(sighting.c.id == sa.bindparam("sighting"))
    .values(
        page_id=sa.bindparam("page"),
        revision_id=sa.bindparam("state"),
        fingerprint=sa.bindparam("print"),
        last_seen_at=sa.bindparam("at"),
        missing_since=None,
        removed_at=None,
    )
)


def add_sightings(conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """First sightings of documents by a source."""
    if rows:
        conn.execute(sighting.insert(), list(rows))


def update_sightings(conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Sightings whose state or page moved: keys sighting, page, state, print, at."""
    if rows:
        conn.execute(_SIGHT, list(rows))


def leave_page(conn: sa.Connection, source_id: int, page_id: int, shown: set[int]) -> None:
    """Documents that this page showed before and does not show now belong to no page until another shows them.

    `shown` holds the document ids that the page shows now.
    """
    rows = conn.execute(
        sa.select(sighting.c.id, sighting.c.document_id).where(
            sighting.c.page_id == page_id, sighting.c.source_id == source_id
        )
    )
    gone = [sighting_id for sighting_id, document_id in rows if document_id not in shown]
    for start in range(0, len(gone), 500):
        conn.execute(sighting.update().where(sighting.c.id.in_(gone[start : start + 500])).values(page_id=None))


class Missing(NamedTuple):
    """A document that a check did not see, if it is missing."""

    sighting_id: int
    document_id: int
    revision_id: int
    missing_since: datetime | None


def sightings_of(conn: sa.Connection, source_ids: Sequence[int]) -> dict[int, list[tuple[int | None, Missing]]]:
    """The living documents of some sources: source id → (the page that shows it or None, the document were it missing)."""
    columns = (sighting.c.source_id, sighting.c.page_id, sighting.c.id, sighting.c.document_id)
    query = sa.select(*columns, sighting.c.revision_id, sighting.c.missing_since)
    rows = conn.execute(query.where(sighting.c.source_id.in_(source_ids), sighting.c.removed_at.is_(None)))
    found: dict[int, list[tuple[int | None, Missing]]] = {}
    for source_id, page_id, *row in rows:
        found.setdefault(source_id, []).append((page_id, Missing(*row)))
    return found


def of_registers(conn: sa.Connection, missing: Sequence[Missing], registers: Collection[str]) -> list[Missing]:
    """Those whose document belongs to one of these registers."""
    belong: set[int] = set()
    ids = [one.document_id for one in missing]
    for start in range(0, len(ids), 500):
        query = sa.select(document.c.id).where(document.c.id.in_(ids[start : start + 500]))
        belong.update(conn.execute(query.where(document.c.registry.in_(sorted(registers)))).scalars())
    return [one for one in missing if one.document_id in belong]


def release(conn: sa.Connection, sighting_ids: Sequence[int]) -> None:
    """Documents that were held and are seen again are held no more; those whose page was read anew are already."""
    for start in range(0, len(sighting_ids), 500):
        some = sighting_ids[start : start + 500]
        conn.execute(sighting.update().where(sighting.c.id.in_(some)).values(missing_since=None))


def hold(conn: sa.Connection, sighting_ids: Sequence[int], now: datetime) -> None:
    """Marks documents as missing since this check; nobody is told yet."""
    for start in range(0, len(sighting_ids), 500):
        some = sighting_ids[start : start + 500]
        conn.execute(sighting.update().where(sighting.c.id.in_(some)).values(missing_since=now))


_FORGOTTEN = {"snapshot_id": None, "sha256": None, "etag": None, "last_modified": None, "token": None}


def bury(conn: sa.Connection, tombstones: Mapping[int, int], now: datetime) -> None:
    """Marks documents as seen to be gone: sighting id → revision id of the tombstone.

    The pages that showed them are forgotten, so that one which is linked again is read again, though it has not changed.
    """
    for sighting_id, revision_id in tombstones.items():
        its_page = sa.select(sighting.c.page_id).where(sighting.c.id == sighting_id).scalar_subquery()
        conn.execute(page.update().where(page.c.id == its_page).values(**_FORGOTTEN))
        conn.execute(
            sighting.update()
            .where(sighting.c.id == sighting_id)
            .values(removed_at=now, revision_id=revision_id, page_id=None)
        )


def rename(conn: sa.Connection, renamed: Sequence[tuple[int, Document]]) -> None:
    """Keeps the titles and addresses that lists show in step with the newest states: (document id, document)."""
    rows = [{"document": document_id, "name": thing.title, "address": thing.url} for document_id, thing in renamed]
    if rows:
        conn.execute(_RENAME, rows)


_RENAME = (
    document.update()
    .where(document.c.id == sa.bindparam("document"))
    .values(title=sa.bindparam("name"), url=sa.bindparam("address"))
)
