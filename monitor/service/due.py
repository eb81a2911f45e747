"""What is due now: sources to check, digests to gather. Due times are rows; this reads them, acts, and writes the next.

A due time in the future that the cadence itself would not give comes from a clock that was wrong, or from a cadence that has
changed: it is reckoned anew, so that nothing waits for a year that was never meant. Two digests for one slot are made
impossible by the ledger, whatever the clock does.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from monitor.config.cadence import parse_cadence
from monitor.config.shape import CANARY, OPERATOR
from monitor.digests.gather import Known
from monitor.digests.gather import gather as gather_digest
from monitor.model.records import Destination, Subscription
from monitor.service.catalogue import spiders
from monitor.service.quiet import after_holidays, on_holiday, silent
from monitor.service.schedule import latest_due, next_due, slot_of
from monitor.service.settle import cadence_of
from monitor.source.hours import closed
from monitor.store import digests, sources, subscriptions
from monitor.store.engine import read, write
from monitor.store.routes import resting

Gather = Callable[..., int | None]

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
    """Gathers every digest that is due, each in a transaction of its own with the next due time; returns their ids.

    A new topic is welcomed once every enabled source was checked, so that the welcome is whole. At-once subscriptions are
    asked every time: their matches may stem from a check that is still running.
    """
    with read(engine) as conn:
        rows = [row for row in subscriptions.rows(conn) if row["name"] not in (OPERATOR, CANARY)]
        ready = all(row["last_checked_at"] for row in _awake(conn, now))
        strange = digests.unwelcomed(conn, rows) if ready else frozenset()
    made: list[int | None] = []
    gather = partial(gather, known=Known())
    for row in rows:
        if row["id"] not in strange and _idle(row, now):
            continue  # without asking for the write lock
        with write(engine) as conn:
            made += _gather_one(conn, row, now=now, destinations=destinations, ready=ready, gather=gather)
    return tuple(digest for digest in made if digest is not None)


def _idle(row: sa.RowMapping, now: datetime) -> bool:
    """Whether a subscription waits for a time that its schedule would still give."""
    settings, due = row["settings"], row["next_due_at"]
    cadence = parse_cadence(settings["cadence"])
    if cadence.at_once or due is None or due <= now:
        return False
    return bool(due <= next_due(cadence, after=now, timezone=settings["timezone"], spread=row["name"]))


def _gather_one(
    conn: sa.Connection,
    row: sa.RowMapping,
    *,
    now: datetime,
    destinations: Mapping[str, Destination],
    ready: bool,
    gather: Gather,
) -> list[int | None]:
    subscription = subscriptions.load(conn, row["name"], destinations)
    if silent(subscription, now):
        _wait(conn, subscription, row["next_due_at"], now)
        return []
    made = []
    if ready:
        made.append(gather(conn, subscription, now=now, slot=_welcome_slot(now, subscription.timezone), kind="welcome"))
    if parse_cadence(subscription.cadence).at_once:
        made.append(gather(conn, subscription, now=now, slot="", kind="alert"))
    else:
        made.append(_gather_scheduled(conn, subscription, row["next_due_at"], now=now, gather=gather))
    return made


def _wait(conn: sa.Connection, subscription: Subscription, due: datetime | None, now: datetime) -> None:
    """What is due on a holiday is due again on the next working day, or with the next digest where that is earlier."""
    cadence = parse_cadence(subscription.cadence)
    if due is None or due > now or cadence.at_once or not on_holiday(subscription, now):
        return
    following = next_due(cadence, after=now, timezone=subscription.timezone, spread=subscription.name)
    subscriptions.schedule(conn, subscription.id, min(after_holidays(subscription, due, now), following))


def _gather_scheduled(
    conn: sa.Connection, subscription: Subscription, due: datetime | None, *, now: datetime, gather: Gather
) -> int | None:
    cadence, zone = parse_cadence(subscription.cadence), subscription.timezone
    following = next_due(cadence, after=now, timezone=zone, spread=subscription.name)
    if due == following:
        return None
    made = None
    if due is not None and due <= now:
        latest = latest_due(cadence, due=due, now=now, timezone=zone, spread=subscription.name)
        slot = slot_of(cadence, latest, zone)
        made = gather(conn, subscription, now=now, slot=slot, kind="digest", next_at=following)
    if due is None or due <= now or due > following:
        subscriptions.schedule(conn, subscription.id, following)
    return made


def _welcome_slot(now: datetime, timezone: str) -> str:
    return f"welcome {now.astimezone(ZoneInfo(timezone)):%Y-%m-%dT%H:%M:%S}"
