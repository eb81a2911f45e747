"""After a check: each source's health, its next due time, and what the operator is told, in one transaction.

`policywatch check` and the service both end here, so that a source checked by hand counts like any other. Told in the same
transaction as the health is written: neither can be lost or repeated without the other.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.config.cadence import Cadence, parse_cadence
from monitor.config.shape import OPERATOR
from monitor.digests.gather import HealthEvent, operator_message
from monitor.model.records import CheckResult, Destination, Outcome
from monitor.service.health import Health, judge
from monitor.service.schedule import next_due
from monitor.store import sources, subscriptions

DEFAULT_CADENCE = "every 6 hours"
GOES_ON = timedelta(minutes=10)
"""When a check whose time was used up is taken up again."""
Tell = Callable[..., int | None]

log = logging.getLogger(__name__)


def settle(
    conn: sa.Connection,
    results: Iterable[CheckResult],
    *,
    now: datetime,
    timezone: str,
    destinations: Mapping[str, Destination],
    tell: Tell = operator_message,
    logged: bool = True,
) -> tuple[HealthEvent, ...]:
    """Writes health and next due time of every checked source and tells the operator what there is to tell; returns that.

    Results of sources that are not in the database are passed over. The last result of a source counts. `logged`: what there is
    to tell is a line of the log too, which a command that prints a line of each source does not want.
    """
    by_name = {result.source: result for result in results}
    rows = sources.named(conn, by_name)
    settled = [_settled(row, by_name[name], now=now, timezone=timezone) for name, row in rows.items()]
    sources.update_all(conn, [(row["id"], columns) for row, (columns, _) in zip(rows.values(), settled, strict=True)])
    events = [event for _, event in settled if event is not None]
    slot = f"health {now.isoformat()}"
    tell_operator(conn, events, now=now, slot=slot, destinations=destinations, tell=tell, logged=logged)
    return tuple(events)


def tell_operator(
    conn: sa.Connection,
    events: Sequence[HealthEvent],
    *,
    now: datetime,
    slot: str,
    destinations: Mapping[str, Destination],
    tell: Tell = operator_message,
    logged: bool = True,
) -> None:
    """Logs the events and, where an operator is configured, makes a message of them."""
    for event in events if logged else ():
        log.warning("%s: %s since %s: %s", event.source, event.state, event.since.isoformat(), event.detail)
    if events and any(row["name"] == OPERATOR for row in subscriptions.rows(conn)):
        operator = subscriptions.load(conn, OPERATOR, destinations)
        tell(conn, operator, now=now, slot=slot, events=events)


def without_result(names: Iterable[str], results: Iterable[CheckResult], why: str) -> tuple[CheckResult, ...]:
    """A broken result for every name that got none: silence is a failure."""
    known = {result.source for result in results}
    return tuple(CheckResult(source=name, outcome=Outcome.BROKEN, error=why) for name in names if name not in known)


def cadence_of(row: sa.RowMapping) -> Cadence:
    """The cadence of a source's row; one that nobody can read does not stop the others."""
    try:
        cadence = parse_cadence(row["cadence"] or DEFAULT_CADENCE)
    except ValueError as error:
        log.error("%s: %s; checked %s instead", row["name"], error, DEFAULT_CADENCE)
        return parse_cadence(DEFAULT_CADENCE)
    return parse_cadence(DEFAULT_CADENCE) if cadence.at_once else cadence


def _settled(
    row: sa.RowMapping, result: CheckResult, *, now: datetime, timezone: str
) -> tuple[dict[str, Any], HealthEvent | None]:
    """The columns of a source after a check, and what there is to tell of it."""
    health, event = judge(
        Health.of(dict(row)),
        result.outcome,
        result.error,
        now=now,
        alarm=result.alarm,
        untracked=result.untracked,
        moved=result.moved,
        waiting=result.waiting > 0,
    )
    due = next_due(cadence_of(row), after=now, timezone=timezone, spread=row["name"])
    if result.waiting:
        due = min(due, now + GOES_ON)
    columns = {**health.columns(), "next_due_at": due}
    if event is None:
        return columns, None
    return columns, HealthEvent(
        source=row["name"],
        state=event.state,
        since=event.since,
        outcome=str(result.outcome),
        detail=event.reason,
        last_good_at=None if result.outcome.good else row["last_good_at"],
    )
