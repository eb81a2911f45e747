"""Which watched bills do not move: for a weekly digest, where no change would tell of them, and for `policywatch bills`.

A bill that lies still changes nothing, and a session that ends without an outcome changes nothing either: both are found by
looking at what stands. Reads the store; what is said of a bill is `changes.pace`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from monitor.changes.pace import STILL, Pace, pace_of
from monitor.digests.legislature import standing
from monitor.digests.words import clean, count, full_day, listed, place, short
from monitor.model.documents import Bill
from monitor.model.records import Key
from monitor.store.histories import BillAndText
from monitor.store.sessions import session_days

LONGEST = 3
"""Stalled bills that a digest names."""

_NAMED = 6
_NEWS = timedelta(days=31)
"""How long ago a session may have ended that a first digest tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedBill:
    """A bill that a topic watches, its pace, and the last day of its session where that is known."""

    key: Key
    jurisdiction: str
    bill: Bill
    pace: Pace
    ends_on: date | None = None

    @property
    def states(self) -> tuple[str, ...]:
        """Those of `pace.STATES` that hold."""
        return tuple(state for state, _ in self.pace.states)

    @property
    def name(self) -> str:
        """ "Ohio HB 12"."""
        return f"{place(self.jurisdiction)} {short(clean(self.bill.identifier), 40)}"


def watched_bills(conn: sa.Connection, found: Sequence[BillAndText], today: date) -> Iterator[WatchedBill]:
    """These bills, each with its pace on this day."""
    days = session_days(conn, {one.key.registry for one in found})
    for one in found:
        ends_on = days[one.key.registry].ends_on if one.key.registry in days else None
        yield WatchedBill(
            key=one.key,
            jurisdiction=one.jurisdiction,
            bill=one.bill,
            pace=pace_of(one.bill, today, ends_on),
            ends_on=ends_on,
        )


def longest_first(found: Sequence[WatchedBill]) -> list[WatchedBill]:
    """By the days without an action, the most first."""
    return sorted(found, key=lambda one: (-(one.pace.days or 0), one.jurisdiction, one.bill.identifier))


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A line of a digest: what it is about, and what is said."""

    name: str
    said: str


def standstill(found: Sequence[WatchedBill], today: date, since: date | None) -> tuple[Still, ...]:
    """What a weekly digest says of the bills that do not move: how many are stalled and which the longest; whose session ended
    `since` the last digest without an outcome."""
    stalled = longest_first([one for one in found if "stalled" in one.states])
    first = since or today - _NEWS
    over = [one for one in found if "dead" in one.states and one.ends_on and first <= one.ends_on < today]
    over = [one for one in over if one.pace.at not in ("failed", "withdrawn")]
    return (*_stalled(stalled), *_over(over))


def _stalled(found: Sequence[WatchedBill]) -> Iterator[Still]:
    if not found:
        return
    named = [f"{one.name} ({', '.join(filter(None, (count(one.pace.days or 0, 'day'), _at(one))))})" for one in found]
    lead = (
        ""
        if len(found) == 1
        else f"{count(len(found), 'bill')} without an action for {STILL} days or more; the longest: "
    )
    yield Still(name="stalled", said=f"{lead}{', '.join(named[:LONGEST])}")


def _over(found: Sequence[WatchedBill]) -> Iterator[Still]:
    if not found:
        return
    names = listed([one.name for one in found], most=_NAMED)
    days = sorted({one.ends_on for one in found if one.ends_on})
    ended = f" ({'ended' if len(days) == 1 else 'the last ended'} {full_day(days[-1])})"
    yield Still(name="session over without an outcome", said=f"{names}{ended}")


def _at(one: WatchedBill) -> str:
    return standing(one.pace.at, one.jurisdiction)
