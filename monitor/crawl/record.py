"""The only writer of a crawl (step 8 of the path): evidence first, then what was read from it, many pages to a transaction.

An answer is committed as evidence before anything reads it. What a reading came to is queued and committed with the next
answers; a page counts as read only with everything that follows from it, so a process that dies anywhere in between loses
nothing: the next check asks without the new validators and gets the answer again.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

import sqlalchemy as sa

from monitor.crawl.entry import Reading, enter, keyed
from monitor.crawl.outcome import borne, judge, notice
from monitor.crawl.removal import remove
from monitor.crawl.unread import UNREAD_FROM_THE_START, alarming
from monitor.crawl.watch import Watch
from monitor.model.documents import Document
from monitor.model.errors import StoreError
from monitor.model.figures import Figure
from monitor.model.records import CheckResult, Key, Snapshot
from monitor.store import aliases, checks, evidence, matches, revisions, series, sources
from monitor.store.engine import read, write
from monitor.store.evidence import Answer, PageState
from monitor.store.revisions import Known
from monitor.topics.match import Matcher

PATIENCE = 0.01  # seconds that an answer waits for others to share its transaction
MOST = 32  # pieces of work in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer that is evidence now: the page as it will stand once the answer is read, and what it showed before."""

    state: PageState
    known: Mapping[Key, Known]


Waiting = tuple[Answer, PageState, asyncio.Future[Kept] | None]
"""An answer to be kept, the page it came from, and who is told when it is safe, if anybody."""


class Recorder:
    """Writes what a crawl learns. `clock` gives the time to record; in a replay it stands still."""

    def __init__(self, engine: sa.Engine, *, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        with read(engine) as conn:
            self.matcher = Matcher(matches.active_topics(conn))
        self._answers: list[Waiting] = []
        self._readings: list[Reading] = []
        self._figures: list[tuple[int, Figure]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._crash: Exception | None = None

    # -- while it runs ----------------------------------------------------------------------------------------------

    async def keep(self, watch: Watch, state: PageState, answer: Snapshot, data: bytes) -> Kept:
        """Commits an answer as evidence, together with others that are waiting; returns when it is safe."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[Kept] = loop.create_future()
        self._answers.append((_answer(watch, state, answer, data), state, kept))
        if len(self._answers) >= MOST:
            self.flush()
        elif self._timer is None:
            self._timer = loop.call_later(PATIENCE, self._flush_waiting)
        return await kept

    def keep_at_once(self, watch: Watch, answers: Sequence[tuple[PageState, Snapshot, bytes]]) -> list[Kept]:
        """Commits answers that came inside another one as evidence; what waits is committed before them."""
        self.flush()
        with write(self.engine) as conn:
            return list(
                self._keep(conn, [(_answer(watch, state, one, data), state, None) for state, one, data in answers])
            )

    def keep_wall(self, watch: Watch, state: PageState, answer: Snapshot, data: bytes, wall: str) -> None:
        """Evidence of a wall; nobody waits for it."""
        self._answers.append((_answer(watch, state, answer, data, wall), state, None))

    def stored(self, state: PageState) -> tuple[Snapshot, bytes]:
        """The answer that this page was last read from."""
        assert state.snapshot_id is not None
        with read(self.engine) as conn:
            return evidence.load(conn, state.snapshot_id)

    def unchanged(self, watch: Watch, state: PageState) -> None:
        """A page was asked and says what it said before."""
        watch.visit(state.address)
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
        known: Mapping[Key, Known] | None = None,
        ours: bool = False,
        absent: Callable[[Document], Document | None] | None = None,
        quiet: bool = False,
    ) -> None:
        """Queues what one response came to. `state` and `also_read` (members of a bundle) hold the new validators and hashes,
        `known` what the page showed before (None: not looked up), `absent` what a document has become that it shows no
        longer, `quiet` that what is new here was there when the source was first looked at. Raises ExtractionError for
        contradictory documents."""
        reading = Reading(
            watch=watch,
            state=state,
            documents=keyed(watch, documents),
            also_read=tuple(also_read),
            ours=ours,
            absent=absent,
            quiet=quiet,
        )
        if not also_read and reading.says_nothing_new(known):
            watch.unmoved.append(state)
        else:
            self._readings.append(reading)
        watch.pages |= {one.address: one for one in (state, *also_read)}
        watch.visit(state.address)
        watch.tally.totals.extend(totals)
        if len(self._readings) >= MOST:
            self.flush()

    def count(self, watch: Watch, figures: Iterable[Figure]) -> None:
        """Queues the numbers that a response reports."""
        self._figures += [(watch.id, replace(one, registry=one.registry or watch.registry)) for one in figures]

    def _flush_waiting(self) -> None:
        """The timer's call: a fault reaches those who wait and whoever ends the check, not the event loop."""
        with suppress(Exception):
            self.flush()

    def flush(self) -> None:
        """Commits everything that waits, in one transaction. Raises StoreError; those who wait are told too.

        Any other fault is ours, and readings are lost with it: `finish` raises it again, so that no check ends well without them.
        """
        if self._timer:
            self._timer.cancel()
            self._timer = None
        answers, self._answers = self._answers, []
        readings, self._readings = self._readings, []
        figures, self._figures = self._figures, []
        if not (answers or readings or figures):
            return
        try:
            kept = self._committed(readings, figures, answers)
        except Exception as fault:
            if not isinstance(fault, StoreError):
                self._crash = fault
            for _, _, waiting in answers:
                if waiting and not waiting.done():
                    waiting.set_exception(fault)
            raise
        for (_, _, waiting), one in zip(answers, kept, strict=True):
            if waiting and not waiting.done():
                waiting.set_result(one)

    def _committed(
        self, readings: Iterable[Reading], figures: Iterable[tuple[int, Figure]], answers: Sequence[Waiting]
    ) -> list[Kept]:
        with write(self.engine) as conn:
            now = self.clock()
            for reading in readings:
                enter(conn, reading, self.matcher, now)
            for source_id, figure in figures:
                series.add(conn, source_id, [figure], now.date())
            return list(self._keep(conn, answers))

    def _keep(self, conn: sa.Connection, answers: Sequence[tuple[Answer, PageState, object]]) -> Iterator[Kept]:
        stored = evidence.keep(conn, [answer for answer, _, _ in answers])
        shown = revisions.shown_by(conn, [state.id for _, state, _ in answers if state.id])
        for (_, state, _), (snapshot_id, digest) in zip(answers, stored, strict=True):
            fresh = replace(state, snapshot_id=snapshot_id, sha256=digest)
            yield Kept(state=fresh, known=shown.get(state.id, {}))

    # -- at its end -------------------------------------------------------------------------------------------------

    def finish(self, watches: Sequence[Watch]) -> Iterator[CheckResult]:
        """Ends checks: decides outcomes, holds or confirms removals, writes the rows. A result is given once it is stored.

        After a fault of ours the process ends here without a result; its parent tries each source once more, alone.
        """
        if self._crash is not None:
            raise self._crash
        self.flush()
        for start in range(0, len(watches), 250):
            some = watches[start : start + 250]
            with write(self.engine) as conn:
                results = self._finish(conn, some, self.clock())
            yield from results

    def _finish(self, conn: sa.Connection, watches: Sequence[Watch], now: datetime) -> list[CheckResult]:
        for watch in watches:
            evidence.save_pages(conn, watch.id, watch.unmoved, now)
        evidence.touch(conn, [page_id for watch in watches for page_id in watch.touched], now)
        for watch in watches:
            aliases.want_texts(
                conn, [(f"{watch.jurisdiction}:{session}", number) for session, number in watch.mentioned]
            )
        sightings = revisions.sightings_of(conn, [watch.id for watch in watches])
        results = []
        for watch in watches:
            missing, back = watch.count(sightings.get(watch.id, ()))
            revisions.release(conn, back)
            alarm = borne(watch.tally) and _identify(conn, watch, now)
            outcome, error = judge(watch.tally, baselined=watch.baselined, may_be_empty=watch.may_be_empty)
            if watch.registers is not None:
                missing = revisions.of_registers(conn, missing, watch.registers)
            if outcome.good and missing and not watch.tally.lost:
                if watch.complete or (watch.steady and watch.accept_removals):
                    remove(conn, watch, missing, self.matcher, now)
                elif watch.steady:
                    notice(watch.tally, len(missing))
                outcome, error = judge(watch.tally, baselined=watch.baselined, may_be_empty=watch.may_be_empty)
            tally = watch.tally
            results.append(
                CheckResult(
                    source=watch.name,
                    outcome=outcome,
                    documents=tally.documents,
                    added=tally.added + tally.restored,
                    amended=tally.amended,
                    removed=tally.removed,
                    held=tally.held,
                    seconds=round(time.monotonic() - watch.clock, 3),
                    error=error,
                    moved=tuple(tally.moved.values()),
                    waiting=tally.waiting if tally.pages > tally.unchanged else 0,
                    untracked=tuple(dict.fromkeys(chain.from_iterable(tally.untracked.values()))),
                    unread=tuple(map(str, tally.lost.values())) if outcome.good else (),
                    alarm=outcome.good and (alarm or bool(tally.collapse)),
                )
            )
        checks.end(conn, [(watch.check_id, result) for watch, result in zip(watches, results, strict=True)], now)
        sources.settle(conn, [(watch.id, result) for watch, result in zip(watches, results, strict=True)], now)
        return results


def _identify(conn: sa.Connection, watch: Watch, now: datetime) -> bool:
    """Notes the pages that could not be read, tells what stands on each and when it was last read; whether that is an alarm."""
    lost = watch.tally.lost
    edition = UNREAD_FROM_THE_START if watch.quiet else ""
    new = [PageState(address=address, edition=edition) for address in lost if address not in watch.pages]
    evidence.save_pages(conn, watch.id, new, now)
    ids = {watch.pages[address].id: one for address, one in lost.items() if address in watch.pages}
    shown = revisions.shown_by(conn, list(ids))
    for page_id, read_at in evidence.read_at(conn, list(ids)).items():
        ids[page_id].identify((key.identifier for key in shown.get(page_id, ())), read_at, now)
    return alarming(lost.values(), since=checks.lacking_since(conn, watch.id, watch.check_id), now=now)


def _answer(watch: Watch, state: PageState, answer: Snapshot, data: bytes, wall: str = "") -> Answer:
    return Answer(source_id=watch.id, snapshot=answer, data=data, like=state.sha256, wall=wall)
