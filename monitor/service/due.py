"""What is due now: sources to check, digests to gather. Due times are rows; this reads them, acts, and writes the next.

A due time in the future that the cadence itself would not give comes from a clock that was wrong, or from a cadence that has
changed: it is reckoned anew, so that nothing waits for a year that was never meant. Two digests for one slot are made
impossible by the ledger, whatever the clock does.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from monitor.config.cadence import parse_cadence
from monitor.config.shape import CANARY, OPERATOR
from monitor.digests.gather import gather as gather_digest
from monitor.digests.known import Known
from monitor.digests.quiet import after_holidays, on_holiday, silent
from monitor.model.records import Destination, Subscription
from monitor.service.catalogue import spiders
from monitor.service.schedule import latest_due, next_due, slot_of
from monitor.service.settle import cadence_of
from monitor.source.hours import closed
from monitor.store import digests, sources, subscriptions
from monitor.store.engine import read, write
from monitor.store.routes import resting

Gather = Callable[..., int | None]

HAND = 100
"""Subscriptions gathered in one transaction: other writers wait for as long as these take."""

log = logging.getLogger(__name__)


def due_sources(engine: sa.Engine, *, now: datetime, timezone: str) -> tuple[str, ...]:
    """Names of the enabled sources to check now, longest due first; one that was never scheduled is due, one whose publisher
    wants no machine at this hour waits."""
    with read(engine) as conn:
        rows = _awake(conn, now)
    due = _open([row for row in rows if _is_due(row, now, timezone)], now)
    return tuple(
        row["name"] for row in sorted(due, key=lambda row: row["next_due_at"] or row["last_checked_at"] or now)
    )


def _awake(conn: sa.Connection, now: datetime) -> list[sa.RowMapping]:
    """The enabled sources without those that only stand by for another."""
    rows = [row for row in sources.listing(conn) if row["enabled"]]
    asleep = resting(rows, now)
    return [row for row in rows if row["name"] not in asleep]


def _open(rows: list[sa.RowMapping], now: datetime) -> list[sa.RowMapping]:
    """Without the sources whose publishers want no machine at this hour; they stay due."""
    known = spiders() if rows else {}
    return [row for row in rows if not closed(known.get(row["spider"]), now)]


def _is_due(row: sa.RowMapping, now: datetime, timezone: str) -> bool:
    at = row["next_due_at"]
    if at is None or at <= now:
        return True
    return bool(at > next_due(cadence_of(row), after=now, timezone=timezone, spread=row["name"]))


def gather_due(
    engine: sa.Engine, *, now: datetime, destinations: Mapping[str, Destination], gather: Gather = gather_digest
) -> tuple[int, ...]:
    """Gathers every digest that is due, each together with the next due time or not at all; returns their ids.

    A new topic is welcomed once every enabled source was checked, so that the welcome is whole. At-once subscriptions are
    asked every time: their matches may stem from a check that is still running. One that cannot be gathered keeps nobody else
    from theirs; its fault is raised when all were asked.
    """
    with read(engine) as conn:
        rows = [row for row in subscriptions.rows(conn) if row["name"] not in (OPERATOR, CANARY)]
        ready = all(row["last_checked_at"] for row in _awake(conn, now))
        strange = digests.unwelcomed(conn, rows) if ready else frozenset()
    awake = [row["id"] for row in rows if row["id"] in strange or not _idle(row, now)]
    round_ = _Round(now, destinations, strange, gather)
    for start in range(0, len(awake), HAND):
        with write(engine) as conn:
            round_.take(conn, awake[start : start + HAND])
    if round_.faults:
        raise round_.faults[0]
    return tuple(round_.made)


class _Round:
    """One call of `gather_due`: what its hands share."""

    def __init__(
        self, now: datetime, destinations: Mapping[str, Destination], strange: frozenset[int], gather: Gather
    ) -> None:
        self.now, self.destinations, self.strange = now, destinations, strange
        self.known = Known()
        self.gather = partial(gather, now=now, known=self.known)
        self.made: list[int] = []
        self.faults: list[Exception] = []
        self.due: dict[int, datetime] = {}

    def take(self, conn: sa.Connection, ids: Sequence[int]) -> None:
        """A hand of subscriptions in one transaction; one that fails is taken back alone."""
        rows = subscriptions.rows(conn, ids)
        self.known.look_ahead(conn, rows)
        self.due.clear()
        for row in rows:
            try:
                with conn.begin_nested():
                    made = self._one(conn, row)
            except sa.exc.OperationalError:  # the store is in trouble, not the subscription
                raise
            except Exception as error:  # raised again when the others have theirs
                log.error("subscription %s was not gathered: %s", row["name"], error)
                self.faults.append(error)
                self.known.taken_back()
            else:
                self.made += [digest for digest in made if digest is not None]
        subscriptions.schedule_all(conn, self.due)

    def _one(self, conn: sa.Connection, row: sa.RowMapping) -> list[int | None]:
        subscription = subscriptions.of_row(row, self.destinations)
        if silent(subscription, self.now):
            _wait(conn, subscription, row["next_due_at"], self.now)
            return []
        made = []
        if row["id"] in self.strange:
            made.append(
                self.gather(conn, subscription, slot=_welcome_slot(self.now, subscription.timezone), kind="welcome")
            )
        if parse_cadence(subscription.cadence).at_once:
            made.append(self.gather(conn, subscription, slot="", kind="alert"))
        else:
            made.append(self._scheduled(conn, subscription, row["next_due_at"]))
        return made

    def _scheduled(self, conn: sa.Connection, subscription: Subscription, due: datetime | None) -> int | None:
        cadence, zone, now = parse_cadence(subscription.cadence), subscription.timezone, self.now
        following = next_due(cadence, after=now, timezone=zone, spread=subscription.name)
        if due == following:
            return None
        made = None
        if due is not None and due <= now:
            latest = latest_due(cadence, due=due, now=now, timezone=zone, spread=subscription.name)
            slot = slot_of(cadence, latest, zone)
            made = self.gather(conn, subscription, slot=slot, kind="digest", next_at=following)
        if due is None or due <= now or due > following:
            self.due[subscription.id] = following
        return made


def _idle(row: sa.RowMapping, now: datetime) -> bool:
    """Whether a subscription waits for a time that its schedule would still give."""
    settings, due = row["settings"], row["next_due_at"]
    cadence = parse_cadence(settings["cadence"])
    if cadence.at_once or due is None or due <= now:
        return False
    return bool(due <= next_due(cadence, after=now, timezone=settings["timezone"], spread=row["name"]))


def _wait(conn: sa.Connection, subscription: Subscription, due: datetime | None, now: datetime) -> None:
    """What is due on a holiday is due again on the next working day, or with the next digest where that is earlier."""
    cadence = parse_cadence(subscription.cadence)
    if due is None or due > now or cadence.at_once or not on_holiday(subscription, now):
        return
    following = next_due(cadence, after=now, timezone=subscription.timezone, spread=subscription.name)
    subscriptions.schedule(conn, subscription.id, min(after_holidays(subscription, due, now), following))


def _welcome_slot(now: datetime, timezone: str) -> str:
    return f"welcome {now.astimezone(ZoneInfo(timezone)):%Y-%m-%dT%H:%M:%S}"
