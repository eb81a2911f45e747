"""From one response to the database, in one transaction: states, differences, matches (step 8 of the path).

The recorder is the only part of a crawl that writes. Evidence is kept first, in a transaction of its own; a page counts as
read only when everything that follows from it is stored, so a process that dies anywhere in between loses nothing.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.changes.fingerprint import fingerprint
from monitor.changes.revise import Verdict, revise, tombstone
from monitor.crawl.outcome import Tally, collapsed, judge
from monitor.model.documents import Bill, Document
from monitor.model.errors import ExtractionError
from monitor.model.records import ChangeKind, CheckResult, Key, Revision, Snapshot
from monitor.store import changes, checks, evidence, matches, revisions, sources
from monitor.store.engine import write
from monitor.store.evidence import PageState
from monitor.store.revisions import Known, Missing
from monitor.topics.match import Matcher

_COUNTS = {
    ChangeKind.ADDED: "added",
    ChangeKind.AMENDED: "amended",
    ChangeKind.REMOVED: "removed",
    ChangeKind.RESTORED: "restored",
}


@dataclass(slots=True, kw_only=True)
class Watch:
    """One source during one crawl: what its spider declares, what the database knew, what has been counted."""

    id: int
    name: str
    check_id: int
    jurisdiction: str
    registry: str
    edition: str
    complete: bool
    may_be_empty: bool
    baselined: bool
    announce: bool
    accept_removals: bool = False
    started_at: datetime
    pages: dict[str, PageState]
    visited: set[int] = field(default_factory=set)
    touched: list[int] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    clock: float = field(default_factory=time.monotonic)

    @property
    def quiet(self) -> bool:
        """Before its first complete check a source makes revisions and no announcements."""
        return not (self.baselined or self.announce)


@dataclass(slots=True, kw_only=True)
class _Step:
    """One document of a response on its way into the database."""

    key: Key
    document: Document
    print: bytes
    known: Known | None
    last: Revision | None = None
    verdict: Verdict | None = None
    document_id: int = 0
    revision_id: int = 0


class Recorder:
    """Writes what a crawl learns. `clock` gives the time to record; in a replay it stands still."""

    def __init__(self, engine: sa.Engine, *, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        with engine.connect() as conn:
            self.topics = {topic.name: topic for topic in matches.active_topics(conn)}
        self.matcher = Matcher(tuple(self.topics.values()))

    def keep(self, watch: Watch, state: PageState, answer: Snapshot, data: bytes, *, wall: str = "") -> PageState:
        """Stores an answer before anything reads it; returns the page as it will stand once the answer is read."""
        with write(self.engine) as conn:
            snapshot_id, digest = evidence.keep(conn, watch.id, answer, data, like=state.sha256, wall=wall)
        return replace(state, snapshot_id=snapshot_id, sha256=digest)

    def stored(self, state: PageState) -> tuple[Snapshot, bytes]:
        """The answer that this page was last read from."""
        assert state.snapshot_id is not None
        with self.engine.connect() as conn:
            return evidence.load(conn, state.snapshot_id)

    def unchanged(self, watch: Watch, state: PageState) -> None:
        """A page was asked and says what it said before; written with the others when the check ends."""
        self._visit(watch, state)
        watch.tally.unchanged += 1
        watch.touched.append(state.id)

    def record(
        self,
        watch: Watch,
        state: PageState,
        documents: Sequence[Document],
        *,
        totals: Iterable[int] = (),
        also_read: Sequence[PageState] = (),
        ours: bool = False,
    ) -> None:
        """Stores what one response came to. `state` and `also_read` (members of a bundle) hold the new validators and hashes.

        `ours` says that the bytes are old and only our code is new: states are rewritten and nothing is announced.
        """
        now = self.clock()
        prints = {key: (document, fingerprint(document)) for key, document in self._keyed(watch, documents).items()}
        with write(self.engine) as conn:
            known = revisions.known(conn, watch.id, list(prints))
            steps = [
                _Step(key=key, document=document, print=mark, known=known.get(key))
                for key, (document, mark) in prints.items()
            ]
            moved = [step for step in steps if not _same(step)]
            self._revise(conn, watch, moved, now=now, ours=ours)
            for one in (state, *also_read):
                evidence.ensure_page(conn, watch.id, one)
            self._store(conn, watch, state, moved, now)
            self._resight(conn, state, steps, now)
            if not ours:
                revisions.leave_page(conn, watch.id, state.id, {step.document_id or _known_id(step) for step in steps})
            evidence.mark_read(conn, (state, *also_read), now)
        watch.pages |= {one.address: one for one in (state, *also_read)}
        self._visit(watch, state)
        watch.tally.totals.extend(totals)

    def finish(self, watch: Watch) -> CheckResult:
        """Ends a check: decides its outcome, holds or confirms removals, writes the rows."""
        now = self.clock()
        tally = watch.tally
        with write(self.engine) as conn:
            evidence.touch(conn, watch.touched, now)
            tally.documents, missing = revisions.living(conn, watch.id, watch.visited)
            outcome, error = judge(tally, baselined=watch.baselined, may_be_empty=watch.may_be_empty)
            if outcome.good and watch.complete and missing:
                self._removals(conn, watch, missing, now)
                outcome, error = judge(tally, baselined=watch.baselined, may_be_empty=watch.may_be_empty)
            result = CheckResult(
                source=watch.name,
                outcome=outcome,
                documents=tally.documents,
                added=tally.added + tally.restored,
                amended=tally.amended,
                removed=tally.removed,
                held=tally.held,
                seconds=round(time.monotonic() - watch.clock, 3),
                error=error,
            )
            checks.end(conn, watch.check_id, result, now)
            sources.settle(conn, watch.id, result, now=now)
        return result

    # -- one response ---------------------------------------------------------------------------------------------

    def _keyed(self, watch: Watch, documents: Iterable[Document]) -> dict[Key, Document]:
        keyed: dict[Key, Document] = {}
        for document in documents:
            key = Key(registry=registry_of(watch, document), kind=document.kind, identifier=document.identifier)
            if keyed.setdefault(key, document) != document:
                raise ExtractionError(f"{key} stands twice with different contents", url=document.url)
        return keyed

    def _revise(self, conn: sa.Connection, watch: Watch, steps: Sequence[_Step], *, now: datetime, ours: bool) -> None:
        last = revisions.by_id(
            conn, [step.known.revision_id for step in steps if step.known and step.known.revision_id]
        )
        ids = [step.known.document_id for step in steps if step.known]
        recent = revisions.recent_fingerprints(conn, watch.id, ids)
        elsewhere = sources.led_by_others(conn, watch.id, ids)
        for step in steps:
            known = step.known
            if known and known.revision_id:
                step.last = last[known.revision_id]
            document_id = known.document_id if known else 0
            step.verdict = revise(
                step.last,
                step.document,
                key=step.key,
                source=watch.name,
                jurisdiction=watch.jurisdiction,
                now=now,
                quiet=watch.quiet or document_id in elsewhere,
                ours=ours,
                recent=recent.get(document_id, ())[1:],
            )

    def _store(
        self, conn: sa.Connection, watch: Watch, state: PageState, steps: Sequence[_Step], now: datetime
    ) -> None:
        new = [step for step in steps if step.known is None]
        rows = [_document_row(watch, step, now) for step in new]
        for step, document_id in zip(new, revisions.add_documents(conn, rows), strict=True):
            step.document_id = document_id
        for step in steps:
            if step.known:
                step.document_id = step.known.document_id
                revisions.rename(conn, step.document_id, step.document)
        self._store_states(conn, watch, state, steps, now)
        sight = [step for step in steps if step.known is None or step.known.sighting_id is None]
        revisions.add_sightings(conn, [_sighting_row(watch, state, step, now) for step in sight])
        self._announce(conn, watch, steps, now)

    def _store_states(
        self, conn: sa.Connection, watch: Watch, state: PageState, steps: Sequence[_Step], now: datetime
    ) -> None:
        fresh = []
        for step in steps:
            if step.verdict and step.verdict.replace and step.last:
                revisions.replace_content(conn, step.last.id, step.document, step.print)
                step.revision_id = step.last.id
            else:
                fresh.append(step)
        rows = [
            {
                "document_id": step.document_id,
                "source_id": watch.id,
                "number": step.last.number + 1 if step.last else 1,
                "fingerprint": step.print,
                "content": revisions.pack(step.document),
                "snapshot_id": state.snapshot_id,
                "seen_at": now,
            }
            for step in fresh
        ]
        for step, revision_id in zip(fresh, revisions.add_revisions(conn, rows), strict=True):
            step.revision_id = revision_id

    def _announce(self, conn: sa.Connection, watch: Watch, steps: Sequence[_Step], now: datetime) -> None:
        told = [step for step in steps if step.verdict and step.verdict.change]
        ids = changes.add(
            conn,
            changes.rows_of(
                (step.verdict.change, step.document_id, watch.id, step.last.id if step.last else None, step.revision_id)
                for step in told
                if step.verdict and step.verdict.change
            ),
        )
        rows = []
        for step, change_id in zip(told, ids, strict=True):
            assert step.verdict is not None
            assert step.verdict.change is not None
            self._count(watch, step.verdict.change.kind)
            rows += self._matches(watch, step, change_id, now)
        for step in steps:
            if watch.quiet and step.last is None and step.known is None:
                rows += self._matches(watch, step, None, now)
        matches.add(conn, rows)

    def _matches(self, watch: Watch, step: _Step, change_id: int | None, now: datetime) -> list[dict[str, Any]]:
        before = step.last.document if step.last and not step.last.removed else None
        found = self.matcher.match(step.document, before=before, source=watch.name, jurisdiction=watch.jurisdiction)
        return [matches.row_of(topic.id, step.document_id, change_id, hits, now) for topic, hits in found]

    def _resight(self, conn: sa.Connection, state: PageState, steps: Sequence[_Step], now: datetime) -> None:
        rows = []
        for step in steps:
            known = step.known
            if known is None or known.sighting_id is None:
                continue
            if step.revision_id or known.page_id != state.id or known.missing_since:
                rows.append(
                    {
                        "sighting": known.sighting_id,
                        "page": state.id,
                        "state": step.revision_id or known.revision_id,
                        "print": step.print,
                        "at": now,
                    }
                )
        revisions.update_sightings(conn, rows)

    # -- the end of a check ---------------------------------------------------------------------------------------

    def _removals(self, conn: sa.Connection, watch: Watch, missing: Sequence[Missing], now: datetime) -> None:
        """Holds documents that are newly missing for one more look, confirms those missing for a second time.

        Documents that vanished together and were more than 30 % of the source are held until they come back or a person
        accepts it.
        """
        everything = watch.tally.documents + len(missing)
        revisions.hold(conn, [one.sighting_id for one in missing if one.missing_since is None], watch.started_at)
        confirmed: list[Missing] = []
        for since, cohort in _cohorts(missing).items():
            if collapsed(everything, len(cohort)) and not watch.accept_removals:
                watch.tally.collapse = (
                    f"{len(cohort)} of {everything} documents vanished at once; their removal is held"
                )
            elif watch.accept_removals or (since is not None and since < watch.started_at):
                confirmed += cohort
        watch.tally.held = len(missing) - len(confirmed)
        self._bury(conn, watch, confirmed, now)

    def _bury(self, conn: sa.Connection, watch: Watch, gone: Sequence[Missing], now: datetime) -> None:
        last = revisions.by_id(conn, [one.revision_id for one in gone])
        elsewhere = sources.led_by_others(conn, watch.id, [one.document_id for one in gone])
        steps = []
        for one in gone:
            before = last[one.revision_id]
            verdict = tombstone(before, jurisdiction=watch.jurisdiction, now=now)
            if one.document_id in elsewhere:
                verdict = Verdict(document=before.document, fingerprint=verdict.fingerprint, replace=False, change=None)
            steps.append(
                _Step(
                    key=before.key,
                    document=before.document,
                    print=verdict.fingerprint,
                    known=None,
                    last=before,
                    verdict=verdict,
                    document_id=one.document_id,
                )
            )
        rows = [_tombstone_row(watch, step, now) for step in steps]
        for step, revision_id in zip(steps, revisions.add_revisions(conn, rows), strict=True):
            step.revision_id = revision_id
        revisions.bury(conn, {one.sighting_id: step.revision_id for one, step in zip(gone, steps, strict=True)}, now)
        self._announce(conn, watch, steps, now)

    @staticmethod
    def _visit(watch: Watch, state: PageState) -> None:
        watch.tally.pages += 1
        watch.visited.add(state.id)

    @staticmethod
    def _count(watch: Watch, kind: ChangeKind) -> None:
        name = _COUNTS[kind]
        setattr(watch.tally, name, getattr(watch.tally, name) + 1)


def registry_of(watch: Watch, document: Document) -> str:
    """The register that issues the identifier: the document's own word, the spider's, or the session of a bill."""
    if document.registry or watch.registry:
        return document.registry or watch.registry
    if isinstance(document, Bill) and document.session:
        return f"{watch.jurisdiction}:{document.session}"
    return watch.jurisdiction or watch.name


def _known_id(step: _Step) -> int:
    return step.known.document_id if step.known else 0


def _same(step: _Step) -> bool:
    known = step.known
    return known is not None and known.fingerprint == step.print and known.removed_at is None


def _cohorts(missing: Iterable[Missing]) -> Mapping[datetime | None, list[Missing]]:
    cohorts: dict[datetime | None, list[Missing]] = {}
    for one in missing:
        cohorts.setdefault(one.missing_since, []).append(one)
    return cohorts


def _document_row(watch: Watch, step: _Step, now: datetime) -> dict[str, Any]:
    return {
        "registry": step.key.registry,
        "kind": step.key.kind,
        "identifier": step.key.identifier,
        "title": step.document.title,
        "url": step.document.url,
        "jurisdiction": watch.jurisdiction,
        "first_seen_at": now,
    }


def _sighting_row(watch: Watch, state: PageState, step: _Step, now: datetime) -> dict[str, Any]:
    return {
        "document_id": step.document_id,
        "source_id": watch.id,
        "page_id": state.id,
        "revision_id": step.revision_id,
        "fingerprint": step.print,
        "first_seen_at": now,
        "last_seen_at": now,
    }


def _tombstone_row(watch: Watch, step: _Step, now: datetime) -> dict[str, Any]:
    assert step.last is not None
    return {
        "document_id": step.document_id,
        "source_id": watch.id,
        "number": step.last.number + 1,
        "fingerprint": step.print,
        "content": revisions.pack(step.document),
        "snapshot_id": None,
        "seen_at": now,
        "removed": True,
    }
