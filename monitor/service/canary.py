"""The canary: a message a day that must arrive. When it does not, the operator hears of it, for then readers hear nothing either.

It goes through the same ledger as every digest. Only its own deliveries are judged: a reader's full mailbox is no fault of ours.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from monitor.config.cadence import parse_cadence
from monitor.config.shape import CANARY
from monitor.digests.gather import HealthEvent, operator_message
from monitor.model.records import Destination
from monitor.service.schedule import next_due, slot_of
from monitor.service.settle import Tell, tell_operator
from monitor.store import deliveries, subscriptions
from monitor.store.engine import read, write

PATIENCE = timedelta(hours=2)
"""In which the message must be handed over."""

_SOURCE = "policywatch canary"


def watch_canary(
    engine: sa.Engine, *, now: datetime, destinations: Mapping[str, Destination], tell: Tell = operator_message
) -> None:
    """Sends the day's message when it is due, and tells the operator, once a day, of one that did not arrive."""
    with read(engine) as conn:
        row = next((row for row in subscriptions.rows(conn) if row["name"] == CANARY), None)
        last = list(deliveries.of_newest(conn, CANARY, 2)) if row is not None else []
    if row is None:
        return
    due = row["next_due_at"] is None or row["next_due_at"] <= now
    event = _judged(last, now)
    if not due and event is None:
        return
    with write(engine) as conn:
        if event is not None:
            slot = f"canary {event.state} {now.date()}"
            operator_told = deliveries.slot_taken(conn, slot)
            if not operator_told:
                tell_operator(conn, [event], now=now, slot=slot, destinations=destinations, tell=tell)
        if due:
            _sing(conn, now, destinations, tell)


def _sing(conn: sa.Connection, now: datetime, destinations: Mapping[str, Destination], tell: Tell) -> None:
    canary = subscriptions.load(conn, CANARY, destinations)
    cadence = parse_cadence(canary.cadence)
    tell(conn, canary, now=now, slot=slot_of(cadence, now, canary.timezone), events=())
    subscriptions.schedule(conn, canary.id, next_due(cadence, after=now, timezone=canary.timezone, spread=CANARY))


def _judged(last: list[list[deliveries.Arrival]], now: datetime) -> HealthEvent | None:
    """What there is to tell of the newest message, given the one before."""
    if not last:
        return None
    newest, before = last[0], last[1] if len(last) > 1 else []
    missing = [one for one in newest if _missing(one, now)]
    if missing:
        since = min(one.created_at for one in missing)
        return HealthEvent(source=_SOURCE, state="failing", since=since, outcome="undelivered", detail=_words(missing))
    arrived = newest and all(one.state == "sent" for one in newest)
    lost = [one for one in before if one.state != "sent"]
    if arrived and lost:
        return HealthEvent(
            source=_SOURCE, state="recovered", since=min(one.created_at for one in lost), detail=_words(lost)
        )
    return None


def _missing(one: deliveries.Arrival, now: datetime) -> bool:
    return one.state in ("failed", "unknown") or (one.state != "sent" and now - one.created_at > PATIENCE)


def _words(missing: list[deliveries.Arrival]) -> str:
    return "; ".join(f"{one.destination} is {one.state}{f': {one.error}' if one.error else ''}" for one in missing)
