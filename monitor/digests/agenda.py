"""What is due when, of everything that a topic watches: one list of hearings, ends of comment periods, days of effect and of
expiry, and ends of sessions. Reads the store; asked by `policywatch calendar` and by the list that opens a digest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from monitor.changes.deadlines import OF_TABLE, Due, days_in_text, due_dates
from monitor.changes.progress import SETTLED, progress
from monitor.digests.clocks import clock_of
from monitor.digests.words import clean, place
from monitor.model.documents import Bill, Document, Hearing, Notice, Rule
from monitor.model.records import Key
from monitor.store.histories import BillAndText, bills_and_texts, histories
from monitor.store.sessions import session_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Agendum:
    """A day of the list: whose, where, and who told it. A session's end has no document of its own: `bills` are its living ones."""

    due: Due
    key: Key
    jurisdiction: str
    source: str
    bills: int = 0

    @property
    def title(self) -> str:
        """Of what it is the day."""
        if self.bills:
            living = f"{self.bills} watched bill{'s are' if self.bills > 1 else ' is'} pending"
            return f"{place(self.jurisdiction)}, session {self.key.identifier}: {living}"
        return clean(self.due.document.title)


def agenda(
    conn: sa.Connection,
    first: date,
    last: date,
    *,
    topics: Sequence[str] = (),
    jurisdictions: Sequence[str] = (),
    until: datetime | None = None,
    bills: Sequence[BillAndText] | None = None,
) -> list[Agendum]:
    """What is due from the first day to the last, the nearest first; with `until`, as far as it was known then. `bills` are
    those of the topics, where they have been read already."""
    if bills is None:
        bills = list(bills_and_texts(conn, topics=topics, jurisdictions=jurisdictions))
    found = [*_of_fields(conn, topics, jurisdictions, until), *_of_bills(bills, conn, first, until)]
    near = (one for one in found if first <= one.due.on <= last)
    return sorted(near, key=lambda one: (one.due.on, one.due.what, one.jurisdiction, one.key.identifier))


def _of_fields(
    conn: sa.Connection, topics: Sequence[str], jurisdictions: Sequence[str], until: datetime | None
) -> Iterator[Agendum]:
    kinds = (Hearing.kind, Rule.kind, Notice.kind)
    for one in histories(conn, kinds, topics=topics, jurisdictions=jurisdictions):
        states = [state for state in one.states if until is None or state.seen_at <= until]
        for due in due_dates(states, clock_of(one.jurisdiction)) if states else ():
            yield Agendum(due=due, key=one.key, jurisdiction=one.jurisdiction, source=states[-1].source)


def _of_bills(
    found: Sequence[BillAndText], conn: sa.Connection, first: date, until: datetime | None
) -> Iterator[Agendum]:
    """Days in texts, and the ends of the sessions in which watched bills are pending."""
    pending: dict[tuple[str, str], list[BillAndText]] = {}
    for one in found:
        at = progress(one.bill)
        if one.text and (until is None or one.text.seen_at <= until):
            for due in days_in_text(one.text, enacted=at in ("signed", "law")):
                yield Agendum(due=due, key=one.key, jurisdiction=one.jurisdiction, source=one.text.source)
        if at not in SETTLED and at not in ("failed", "withdrawn"):
            pending.setdefault((one.key.registry, one.jurisdiction), []).append(one)
    days = session_days(conn, {registry for registry, _ in pending})
    for (registry, jurisdiction), bills in pending.items():
        ends = days[registry].ends_on if registry in days else None
        if ends and ends >= first:
            yield _session_end(registry, jurisdiction, ends, bills)


def _session_end(registry: str, jurisdiction: str, ends: date, bills: Sequence[BillAndText]) -> Agendum:
    session = registry.rpartition(":")[2]
    thing: Document = Bill(identifier=session, title=f"Session {session}", url="")
    return Agendum(
        due=Due(
            field="session",
            what="session ends",
            when=ends,
            certainty=OF_TABLE,
            seen_at=datetime.combine(ends, datetime.min.time(), tzinfo=clock_of(jurisdiction)),
            document=thing,
        ),
        key=Key(registry=registry, kind="session", identifier=session),
        jurisdiction=jurisdiction,
        source="",
        bills=len(bills),
    )
