"""One document of a reading on its way into the database: what is known of it, and what is decided about it (step 5 of the path)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from monitor.changes.again import again
from monitor.changes.revise import Verdict, revise
from monitor.crawl import switching
from monitor.crawl.watch import Watch
from monitor.model.documents import Bill, Document
from monitor.model.records import Change, ChangeKind, Key, Revision
from monitor.store import aliases, leading, revisions
from monitor.store.leading import Lead
from monitor.store.revisions import Known
from monitor.store.texts import REGISTRY as TEXTS


@dataclass(slots=True, kw_only=True)
class Step:
    """One document of a reading on its way into the database."""

    key: Key
    document: Document
    mark: bytes
    known: Known | None = None
    last: Revision | None = None
    verdict: Verdict | None = None
    document_id: int = 0
    revision_id: int = 0
    led: bool = False  # another source announces this document: only topics that it never matched hear of it from here

    @property
    def change(self) -> Change | None:
        """What is announced, if anything."""
        return self.verdict.change if self.verdict else None


def decide(conn: sa.Connection, watch: Watch, steps: Sequence[Step], *, now: datetime, ours: bool, quiet: bool) -> None:
    """Looks up what these documents were, and by which other sources they are told; sets the verdict on each."""
    known = [step.known for step in steps if step.known]
    ids = [one.document_id for one in known]
    last = revisions.by_id(conn, [one.revision_id for one in known if one.revision_id])
    recent = revisions.recent_fingerprints(conn, watch.id, ids)
    leads = leading.leads(conn, watch.id, watch.name, watch.after, ids)
    for step in steps:
        if step.known:
            step.document_id = step.known.document_id
            step.last = last.get(step.known.revision_id or 0)
            step.led = step.document_id in leads and leads[step.document_id].led
    already = _known_by_other_routes(conn, watch, steps, leads)
    since = switching.begun_since(conn, watch)
    for step in steps:
        document_id = step.document_id
        is_news = (
            isinstance(step.document, Bill) and not step.known and since and switching.has_begun(step.document, since)
        )
        step.verdict = revise(
            step.last,
            step.document,
            key=step.key,
            source=watch.name,
            jurisdiction=watch.jurisdiction,
            now=now,
            quiet=(watch.quiet and not is_news) or quiet,
            ours=ours,
            recent=recent.get(document_id, ()),
            already=already.get(document_id),
        )
    _told_again(conn, watch, steps)


def _told_again(conn: sa.Connection, watch: Watch, steps: Sequence[Step]) -> None:
    """Says of new bills which of them were there in an earlier session."""
    new = [
        step
        for step in steps
        if isinstance(step.document, Bill) and step.change and step.change.kind is ChangeKind.ADDED
    ]
    for registry in dict.fromkeys(step.key.registry for step in new):
        some = [step for step in new if step.key.registry == registry]
        place, _, session = registry.partition(":")
        if not session:
            continue
        bills = [step.document for step in some]
        earlier = aliases.of_other_sessions(
            conn, place, registry, [one.identifier for one in bills], [one.title for one in bills]
        )
        for step in some:
            if (
                isinstance(step.document, Bill)
                and step.verdict
                and step.change
                and (said := again(step.document, earlier))
            ):
                change = replace(step.change, reasons=(*step.change.reasons, said))
                step.verdict = replace(step.verdict, change=change)


def _known_by_other_routes(
    conn: sa.Connection, watch: Watch, steps: Sequence[Step], leads: Mapping[int, Lead]
) -> Mapping[int, Document]:
    shared = [step for step in steps if step.document_id in leads]
    bills = {step.document_id: (step.document, step.last) for step in shared if isinstance(step.document, Bill)}
    pages = {step.document_id: (step.document, step.last) for step in shared if step.key.registry.endswith(TEXTS)}
    known: dict[int, Document] = {}
    if bills:
        known |= switching.known_already(conn, watch, bills, leads)
    if pages:
        known |= switching.told_texts(conn, watch, pages, leads)
    return known


def add_states(
    conn: sa.Connection,
    watch: Watch,
    steps: Sequence[Step],
    now: datetime,
    *,
    snapshot_id: int | None = None,
    removed: bool = False,
) -> None:
    """New revisions of these documents; a removed one is a tombstone of the last state."""
    rows = [
        {
            "document_id": step.document_id,
            "source_id": watch.id,
            "number": step.last.number + 1 if step.last else 1,
            "fingerprint": step.mark,
            "content": revisions.pack(step.document),
            "snapshot_id": snapshot_id,
            "seen_at": now,
            "removed": removed,
        }
        for step in steps
    ]
    for step, revision_id in zip(steps, revisions.add_revisions(conn, rows), strict=True):
        step.revision_id = revision_id
