"""What one reading becomes in the database: states, sightings, differences, matches, and the mark that the page was read.

Runs inside a transaction of the recorder. What `changes` and `topics` decide is executed here and nowhere else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.changes.fingerprint import fingerprint
from monitor.crawl import identity, kin
from monitor.crawl.announcing import announce, texts_of_topics
from monitor.crawl.step import Step, add_states, decide
from monitor.crawl.watch import Watch
from monitor.model.documents import Document
from monitor.model.errors import ExtractionError
from monitor.model.records import Key
from monitor.reading.same_law import law_mark
from monitor.store import aliases, evidence, revisions, texts
from monitor.store.evidence import PageState
from monitor.store.revisions import Known
from monitor.topics.match import Matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The documents of one response by key, with their fingerprints, and the pages it was made of (a bundle has several)."""

    watch: Watch
    state: PageState
    documents: Mapping[Key, tuple[Document, bytes]]
    also_read: tuple[PageState, ...] = ()
    ours: bool = False  # the bytes are old and only our code is new: states are rewritten, nothing is announced
    absent: Callable[[Document], Document | None] | None = None  # what one has become that the page shows no longer
    quiet: bool = False  # what is new here was there when the source was first looked at, and could not be read then

    def says_nothing_new(self, known: Mapping[Key, Known] | None) -> bool:
        """Whether the page showed exactly these documents in these states before, so that only its mark moves."""
        if self.ours or known is None or known.keys() != self.documents.keys():
            return False
        return all(
            _same(known[key], mark) and not known[key].missing_since for key, (_, mark) in self.documents.items()
        )


def keyed(watch: Watch, documents: Iterable[Document]) -> dict[Key, tuple[Document, bytes]]:
    """The documents by key with their fingerprints. ExtractionError when one stands twice with different contents."""
    found: dict[Key, tuple[Document, bytes]] = {}
    for document in documents:
        key = Key(registry=watch.registry_of(document), kind=document.kind, identifier=document.identifier)
        if key in found and found[key][0] != document:
            raise ExtractionError(f"{key} stands twice with different contents", url=document.url)
        found[key] = (document, fingerprint(document))
    return found


def enter(conn: sa.Connection, reading: Reading, matcher: Matcher, now: datetime) -> None:
    """Stores a reading whole."""
    if reading.absent and reading.state.id:
        become = _become(conn, reading)
        reading = replace(reading, documents={**become, **reading.documents})
        if become and reading.watch.tally.totals:  # the source counts only what it shows
            reading.watch.tally.totals.append(len(become))
    reading, marks = _with_twins(conn, reading)
    watch, state = reading.watch, reading.state
    is_new_page = not state.id
    evidence.save_pages(conn, watch.id, (state, *reading.also_read), now)
    known: Mapping[Key, Known] = revisions.known(conn, watch.id, list(reading.documents))
    documents, known = identity.settled(conn, watch, state.id, reading.documents, known)
    steps = [
        Step(key=key, document=document, mark=mark, known=known.get(key)) for key, (document, mark) in documents.items()
    ]
    moved = [step for step in steps if step.known is None or not _same(step.known, step.mark)]
    if moved:
        decide(conn, watch, moved, now=now, ours=reading.ours, quiet=reading.quiet)
        _store(conn, watch, state, moved, now)
        named = [(step.document_id, step.key.registry, step.key.kind, step.document.aliases) for step in moved]
        aliases.note(conn, named)
        texts.mark(conn, {step.document_id: marks[step.key] for step in moved if step.key in marks})
        announce(conn, watch, moved, matcher, now, quiet=reading.quiet)
    _resight(conn, state, steps, now)
    kin.relate(conn, texts_of_topics(watch, moved, matcher), now)
    if not (is_new_page or reading.ours):
        shown = {step.document_id or (step.known.document_id if step.known else 0) for step in steps}
        revisions.leave_page(conn, watch.id, state.id, shown)


def _with_twins(conn: sa.Connection, reading: Reading) -> tuple[Reading, dict[Key, bytes]]:
    """The reading with the bills named, in a text's status, that enact the same words; and the mark of each text."""
    found = {
        key: told
        for key, (document, _) in reading.documents.items()
        if key.registry.endswith(texts.REGISTRY) and (told := law_mark(document.text))
    }
    named = {}
    for key, told in found.items():
        twins = texts.twins(conn, key, told)
        if twins:
            document = reading.documents[key][0]
            document = replace(document, status=f"{document.status}; the same text as {_named(twins, key)}")
            named[key] = (document, fingerprint(document))
    return (replace(reading, documents={**reading.documents, **named}) if named else reading), found


def _named(twins: Sequence[Key], beside: Key) -> str:
    """ "SB 2001", "HB 1001 (us-nd:68)" where it was another session or place."""
    return ", ".join(
        one.identifier
        if one.registry == beside.registry
        else f"{one.identifier} ({one.registry.removesuffix(texts.REGISTRY)})"
        for one in twins[:3]
    )


def _become(conn: sa.Connection, reading: Reading) -> dict[Key, tuple[Document, bytes]]:
    """The documents that the page showed and shows no longer, in the state that its spider says they are in now."""
    assert reading.absent
    shown = revisions.shown_by(conn, [reading.state.id]).get(reading.state.id, {})
    gone = {key: one.revision_id for key, one in shown.items() if key not in reading.documents and one.revision_id}
    last = revisions.by_id(conn, gone.values())
    states = {key: reading.absent(last[revision_id].document) for key, revision_id in gone.items()}
    return {key: (state, fingerprint(state)) for key, state in states.items() if state}


def _same(known: Known, mark: bytes) -> bool:
    return known.fingerprint == mark and known.removed_at is None


def _store(conn: sa.Connection, watch: Watch, state: PageState, steps: Sequence[Step], now: datetime) -> None:
    new = [step for step in steps if step.known is None]
    rows = [_document_row(watch, step, now) for step in new]
    for step, document_id in zip(new, revisions.add_documents(conn, rows), strict=True):
        step.document_id = document_id
    revisions.rename(conn, [(step.document_id, step.document) for step in steps if step.known])
    fresh = []
    for step in steps:
        if step.verdict and step.verdict.replace and step.last:
            revisions.replace_content(conn, step.last.id, step.document, step.mark)
            step.revision_id = step.last.id
        else:
            fresh.append(step)
    add_states(conn, watch, fresh, now, snapshot_id=state.snapshot_id)
    first = [step for step in steps if step.known is None or step.known.sighting_id is None]
    revisions.add_sightings(conn, [_sighting_row(watch, state, step, now) for step in first])


def _resight(conn: sa.Connection, state: PageState, steps: Sequence[Step], now: datetime) -> None:
    rows = [
        {
            "sighting": step.known.sighting_id,
            "page": state.id,
            "state": step.revision_id or step.known.revision_id,
            "print": step.mark,
            "at": now,
        }
        for step in steps
        if step.known
        and step.known.sighting_id
        and (step.revision_id or step.known.page_id != state.id or step.known.missing_since)
    ]
    revisions.update_sightings(conn, rows)


def _document_row(watch: Watch, step: Step, now: datetime) -> dict[str, Any]:
    return {
        "registry": step.key.registry,
        "kind": step.key.kind,
        "identifier": step.key.identifier,
        "title": step.document.title,
        "url": step.document.url,
        "jurisdiction": watch.jurisdiction,
        "first_seen_at": now,
    }


def _sighting_row(watch: Watch, state: PageState, step: Step, now: datetime) -> dict[str, Any]:
    return {
        "document_id": step.document_id,
        "source_id": watch.id,
        "page_id": state.id,
        "revision_id": step.revision_id,
        "fingerprint": step.mark,
        "first_seen_at": now,
        "last_seen_at": now,
    }
