"""What one reading becomes in the database: states, sightings, differences, matches, and the mark that the page was read.

Runs inside a transaction of the recorder. What `changes` and `topics` decide is executed here and nowhere else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.changes.fingerprint import fingerprint
from monitor.changes.revise import Verdict, revise
from monitor.crawl import identity, kin
from monitor.crawl.watch import Watch
from monitor.model.documents import Bill, Document
from monitor.model.errors import ExtractionError
from monitor.model.records import Change, ChangeKind, Hit, Key, Revision
from monitor.reading.same_law import law_mark
from monitor.store import aliases, changes, evidence, matches, revisions, sources, texts
from monitor.store.evidence import PageState
from monitor.store.revisions import Known
from monitor.topics.match import Matcher

_COUNTS = {
    ChangeKind.ADDED: "added",
    ChangeKind.AMENDED: "amended",
    ChangeKind.REMOVED: "removed",
    ChangeKind.RESTORED: "restored",
}


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
        _revise(conn, watch, moved, now=now, ours=reading.ours, quiet=reading.quiet)
        _store(conn, watch, state, moved, now)
        named = [(step.document_id, step.key.registry, step.key.kind, step.document.aliases) for step in moved]
        aliases.note(conn, named)
        texts.mark(conn, {step.document_id: marks[step.key] for step in moved if step.key in marks})
        announce(conn, watch, moved, matcher, now, quiet=reading.quiet)
    _resight(conn, state, steps, now)
    kin.relate(conn, _texts_of_topics(watch, moved, matcher), now)
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


def _revise(
    conn: sa.Connection, watch: Watch, steps: Sequence[Step], *, now: datetime, ours: bool, quiet: bool
) -> None:
    known = [step.known for step in steps if step.known]
    ids = [one.document_id for one in known]
    last = revisions.by_id(conn, [one.revision_id for one in known if one.revision_id])
    recent = revisions.recent_fingerprints(conn, watch.id, ids)
    elsewhere = sources.led_by_others(conn, watch.id, ids)
    for step in steps:
        document_id = 0
        if step.known:
            document_id = step.document_id = step.known.document_id
            step.last = last.get(step.known.revision_id or 0)
            step.led = document_id in elsewhere
        step.verdict = revise(
            step.last,
            step.document,
            key=step.key,
            source=watch.name,
            jurisdiction=watch.jurisdiction,
            now=now,
            quiet=watch.quiet or quiet,
            ours=ours,
            recent=recent.get(document_id, ()),
        )


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


def announce(
    conn: sa.Connection, watch: Watch, steps: Sequence[Step], matcher: Matcher, now: datetime, *, quiet: bool = False
) -> None:
    """Changes and their matches; in a baseline, or a reading that belonged to it (`quiet`), matches of what is already there.

    What another source leads is announced by that one. But this one may say more (the full text of a rule instead of its
    abstract), so topics that the document never matched before hear of it from here.
    """
    known = matches.matched(conn, [step.document_id for step in steps if step.led or (step.known and not step.last)])
    known |= texts.topics_of_bills(conn, _first_texts(steps))
    found = [
        (step, _topics(watch, step, matcher, known)) for step in steps if step.change or _stands(watch, step, quiet)
    ]
    texts.want(conn, _wanting_texts(watch, steps, found, matcher))
    found = [(step, [*topics, *_left(watch, step, topics, matcher)]) for step, topics in found]
    told = [(step, step.change, topics) for step, topics in found if step.change and (topics or not step.led)]
    ids = changes.add(
        conn,
        changes.rows_of(
            (change, step.document_id, watch.id, step.last.id if step.last else None, step.revision_id)
            for step, change, _ in told
        ),
    )
    rows: list[dict[str, Any]] = []
    for (step, change, topics), change_id in zip(told, ids, strict=True):
        name = _COUNTS[change.kind]
        setattr(watch.tally, name, getattr(watch.tally, name) + 1)
        rows += [matches.row_of(topic, step.document_id, change_id, hits, now) for topic, hits in topics]
    for step, topics in found:
        if step.change is None:
            rows += [matches.row_of(topic, step.document_id, None, hits, now) for topic, hits in topics]
    matches.add(conn, rows)


def _first_texts(steps: Sequence[Step]) -> dict[int, tuple[str, str]]:
    """Registry and identifier of the bills whose first text these are, by the text's document id: a topic that has matched
    the bill knows of it, and only what the text alone says is news."""
    return {
        step.document_id: (step.key.registry.removesuffix(texts.REGISTRY), step.key.identifier)
        for step in steps
        if step.key.registry.endswith(texts.REGISTRY) and step.last is None
    }


def _texts_of_topics(watch: Watch, steps: Sequence[Step], matcher: Matcher) -> Iterator[tuple[int, Document]]:
    """The bills' texts among these that match a topic, by document id."""
    for step in steps:
        if step.key.registry.endswith(texts.REGISTRY) and matcher.match(
            step.document, source=watch.name, jurisdiction=watch.jurisdiction
        ):
            yield step.document_id, step.document


def _left(
    watch: Watch, step: Step, topics: Sequence[tuple[int, object]], matcher: Matcher
) -> list[tuple[int, tuple[Hit, ...]]]:
    """The topics that a bill or its text satisfied and satisfies no longer: who follows a bill hears that it was rewritten
    to another subject. There are no words to show."""
    is_text = step.key.registry.endswith(texts.REGISTRY)
    if not (is_text or isinstance(step.document, Bill)) or not step.change or step.led:
        return []
    if step.last is None or step.last.removed or step.change.kind is ChangeKind.REMOVED:
        return []
    still = {topic_id for topic_id, _ in topics}
    before = matcher.match(step.last.document, source=watch.name, jurisdiction=watch.jurisdiction)
    return [(topic.id, ()) for topic, _ in before if topic.id not in still]


def _wanting_texts(
    watch: Watch, steps: Sequence[Step], found: Sequence[tuple[Step, Sequence[object]]], matcher: Matcher
) -> list[int]:
    """The bills whose texts are to be read: those that match a topic or its candidates query."""
    matched = {step.document_id for step, topics in found if topics}
    return [
        step.document_id
        for step in steps
        if isinstance(step.document, Bill)
        and (
            step.document_id in matched
            or matcher.wants_text(step.document, source=watch.name, jurisdiction=watch.jurisdiction)
        )
    ]


def _stands(watch: Watch, step: Step, quiet: bool) -> bool:
    """Whether the document is there already when its source is first looked at."""
    return (watch.quiet or quiet) and step.last is None


def _topics(
    watch: Watch, step: Step, matcher: Matcher, known: set[tuple[int, int]]
) -> list[tuple[int, tuple[Hit, ...]]]:
    """The topics that the document matches, by id; of one that is led elsewhere, those that it never matched."""
    before = step.last.document if step.last and not step.last.removed else None
    found = matcher.match(step.document, before=before, source=watch.name, jurisdiction=watch.jurisdiction)
    told_elsewhere = step.led or step.change is None or step.key.registry.endswith(texts.REGISTRY)
    return [(topic.id, hits) for topic, hits in found if not (told_elsewhere and (topic.id, step.document_id) in known)]


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
