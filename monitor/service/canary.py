"""The canary: a message a day that must arrive. When it does not, the operator hears of it, for then readers hear nothing either.

It goes through the same ledger as every digest. Only its own deliveries are judged: a reader's full mailbox is no fault of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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

_MINUTE = "%Y-%m-%d %H:%M UTC"
_SOURCE = "policywatch canary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """How the canary fares: when it last arrived, when it is due, since when it has been silent (None while it is not), and why."""

    arrived_at: datetime | None
    due_at: datetime | None
    silent_since: datetime | None
    why: str = ""

    @property
    def said(self) -> str:
        """ "last arrived 2026-07-06 10:00 UTC, next at …", "silent since …: mail is failed: no answer; last arrived …"."""
        arrived = f"last arrived {self.arrived_at:{_MINUTE}}" if self.arrived_at else "has not arrived yet"
        due = f", next at {self.due_at:{_MINUTE}}" if self.due_at else ""
        if self.silent_since is None:
            return f"{arrived}{due}"
        return f"silent since {self.silent_since:{_MINUTE}}: {self.why}; {arrived}{due}"


def canary(conn: sa.Connection, now: datetime) -> Canary | None:
    """The canary at this moment; None where nobody keeps one. It is silent when a message of it failed, is in doubt or late, and
    also when none was made at its time: then the service does not run."""
    row = next((row for row in subscriptions.rows(conn) if row["name"] == CANARY), None)
    if row is None:
        return None
    due = row["next_due_at"]
    last = deliveries.last_arrival(conn, CANARY)
    newest = deliveries.of_newest(conn, CANARY, 1)
    missing = [one for one in newest[0] if _missing(one, now)] if newest else []
    late = due is not None and now - due > PATIENCE
    since = deliveries.first_after(conn, CANARY, last[0] if last else 0) if missing else due if late else None
    why = _words(missing) if missing else "no message was made at its time, so the service does not run"
    return Canary(arrived_at=last[1] if last else None, due_at=due, silent_since=since, why=why if since else "")


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
