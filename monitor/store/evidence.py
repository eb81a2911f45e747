"""Evidence: answers as they came, and the page each belongs to.

A page is one address of one source. It remembers the last snapshot that was read to the end: only that one's validators are
ever sent, so a check that dies between keeping and reading loses nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from monitor.model.records import Snapshot
from monitor.store import bodies
from monitor.store.insert import insert_or_update
from monitor.store.schema import page, snapshot


@dataclass(slots=True, kw_only=True)
class PageState:
    """A page as the last complete reading left it; mutable, because one crawl keeps it up to date in memory."""

    id: int = 0
    address: str
    snapshot_id: int | None = None
    sha256: bytes | None = None
    etag: str | None = None
    last_modified: str | None = None
    token: str | None = None
    edition: str = ""
    leads_on: bool = False


_PAGE_COLUMNS = (
    page.c.id,
    page.c.address,
    page.c.snapshot_id,
    page.c.sha256,
    page.c.etag,
    page.c.last_modified,
    page.c.token,
    page.c.edition,
    page.c.leads_on,
)
_SET_READ = (
    page.update()
    .where(page.c.id == sa.bindparam("page_id"))
    .values(
        snapshot_id=sa.bindparam("snapshot"),
        sha256=sa.bindparam("digest"),
        etag=sa.bindparam("tag"),
        last_modified=sa.bindparam("modified"),
        token=sa.bindparam("under"),
        edition=sa.bindparam("by"),
        leads_on=sa.bindparam("leads"),
        checked_at=sa.bindparam("at"),
    )
)
_TOUCH = page.update().where(page.c.id == sa.bindparam("page_id")).values(checked_at=sa.bindparam("at"))


def pages_of(conn: sa.Connection, source_ids: Sequence[int]) -> dict[int, dict[str, PageState]]:
    """All pages of some sources: source id → address → state."""
    found: dict[int, dict[str, PageState]] = {source_id: {} for source_id in source_ids}
    for start in range(0, len(source_ids), 500):
        some = source_ids[start : start + 500]
        for source_id, *row in conn.execute(
            sa.select(page.c.source_id, *_PAGE_COLUMNS).where(page.c.source_id.in_(some))
        ):
            state = PageState(**dict(zip(PageState.__slots__, row, strict=True)))
            found[source_id][state.address] = state
    return found


def save_pages(conn: sa.Connection, source_id: int, states: Iterable[PageState], now: datetime) -> None:
    """Writes pages that were read to the end; from now on their validators are sent. A new page gets its id: that of the row which
    another request for the same address has made meanwhile (the texts of two bills may be one file)."""
    known = []
    for state in states:
        if state.id:
            known.append(_mark(state, now))
            continue
        values = {name: getattr(state, name) for name in PageState.__slots__ if name != "id"}
        row = {"source_id": source_id, "checked_at": now, **values}
        state.id = insert_or_update(conn, page, row, key=("source_id", "address"))
    if known:
        conn.execute(_SET_READ, known)


def _mark(state: PageState, now: datetime) -> dict[str, object]:
    return {
        "page_id": state.id,
        "snapshot": state.snapshot_id,
        "digest": state.sha256,
        "tag": state.etag,
        "modified": state.last_modified,
        "under": state.token,
        "by": state.edition,
        "leads": state.leads_on,
        "at": now,
    }


def touch(conn: sa.Connection, page_ids: Iterable[int], now: datetime) -> None:
    """Notes that these pages were asked and had not changed."""
    rows = [{"page_id": page_id, "at": now} for page_id in page_ids]
    if rows:
        conn.execute(_TOUCH, rows)


def read_at(conn: sa.Connection, page_ids: Sequence[int]) -> dict[int, datetime | None]:
    """When these pages were last read, or asked and had not changed; None for one that never could be."""
    columns = (page.c.id, page.c.checked_at, page.c.snapshot_id)
    rows = conn.execute(sa.select(*columns).where(page.c.id.in_(page_ids))) if page_ids else ()
    return {page_id: checked_at if snapshot_id else None for page_id, checked_at, snapshot_id in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to be kept: whose it is, what came, the hash of the body it probably resembles, and the wall it is."""

    source_id: int
    snapshot: Snapshot
    data: bytes
    like: bytes | None = None
    wall: str = ""


def keep(conn: sa.Connection, answers: Sequence[Answer]) -> list[tuple[int, bytes]]:
    """Stores answers and their bytes; returns each snapshot's id and SHA-256, in order."""
    if not answers:
        return []
    digests = [bodies.put(conn, one.data, like=one.like) for one in answers]
    rows = [
        {
            "source_id": one.source_id,
            "url": one.snapshot.url,
            "fetched_at": one.snapshot.fetched_at,
            "status": one.snapshot.status,
            "media_type": one.snapshot.media_type,
            "headers": [list(pair) for pair in one.snapshot.headers],
            "sha256": digest,
            "wall": one.wall,
        }
        for one, digest in zip(answers, digests, strict=True)
    ]
    made = conn.execute(snapshot.insert().returning(snapshot.c.id, sort_by_parameter_order=True), rows)
    return list(zip(made.scalars(), digests, strict=True))


_ONE = sa.select(snapshot).where(snapshot.c.id == sa.bindparam("wanted"))  # built once: a quiet check reads many


def load(conn: sa.Connection, snapshot_id: int) -> tuple[Snapshot, bytes]:
    """A stored answer and its bytes, verified against their hash."""
    row = conn.execute(_ONE, {"wanted": snapshot_id}).mappings().one()
    return _snapshot(row), bodies.get(conn, row["sha256"])


def history(conn: sa.Connection, source_ids: Sequence[int] = ()) -> Iterable[tuple[Snapshot, bytes]]:
    """Every stored answer with its bytes, oldest first, of some sources or of all: for export as evidence."""
    query = sa.select(snapshot).order_by(snapshot.c.id)
    if source_ids:
        query = query.where(snapshot.c.source_id.in_(source_ids))
    for row in conn.execute(query).mappings():
        yield _snapshot(row), bodies.get(conn, row["sha256"])


def _snapshot(row: sa.RowMapping) -> Snapshot:
    return Snapshot(
        id=row["id"],
        url=row["url"],
        fetched_at=row["fetched_at"],
        status=row["status"],
        media_type=row["media_type"],
        headers=tuple((name, value) for name, value in row["headers"]),
        sha256=row["sha256"].hex(),
    )
