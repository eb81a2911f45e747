"""The ledger: one row per digest and destination, from pending to settled.

A row is claimed by a conditional update that holds a lease, so that two workers never send the same message; whoever
settles it must still hold that lease. A lease that runs out means that a process died while sending: the message may have
gone, so it is tried once more and only once; a second loss leaves it `unknown`, for a person to decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from monitor.model.errors import UnknownName
from monitor.model.records import DeliveryState
from monitor.store.schema import delivery, digest, subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery that is ours to send until `until`; `attempts` counts this one."""

    id: int
    digest_id: int
    destination: str
    attempts: int
    until: datetime


_DUE = (
    sa.select(delivery.c.id, delivery.c.digest_id, delivery.c.destination, delivery.c.attempts)
    .where(delivery.c.state == DeliveryState.PENDING, delivery.c.next_try_at <= sa.bindparam("now"))
    .order_by(delivery.c.next_try_at, delivery.c.id)
    .limit(8)
)
_CLAIM = (
    delivery.update()
    .where(delivery.c.id == sa.bindparam("wanted"), delivery.c.state == DeliveryState.PENDING)
    .values(state=DeliveryState.SENDING, claimed_until=sa.bindparam("until"), attempts=delivery.c.attempts + 1)
)


def add(conn: sa.Connection, digest_id: int, destinations: Iterable[tuple[str, str]], now: datetime) -> None:
    """Pending deliveries of a digest to (name, redacted address)."""
    rows = [
        {"digest_id": digest_id, "destination": name, "shown": shown, "state": "pending", "next_try_at": now}
        for name, shown in destinations
    ]
    if rows:
        conn.execute(delivery.insert(), rows)


def claim(conn: sa.Connection, now: datetime, until: datetime) -> Claimed | None:
    """The next delivery that is due, leased to the caller and marked `sending`; None when there is none."""
    for row in conn.execute(_DUE, {"now": now}).all():
        taken = conn.execute(_CLAIM, {"wanted": row.id, "until": until})
        if taken.rowcount:
            return Claimed(
                id=row.id,
                digest_id=row.digest_id,
                destination=row.destination,
                attempts=row.attempts + 1,
                until=until,
            )
    return None


def settle(
    conn: sa.Connection,
    claimed: Claimed,
    state: DeliveryState,
    *,
    now: datetime,
    error: str = "",
    next_try_at: datetime | None = None,
    shown: str = "",
) -> bool:
    """Writes how an attempt ended, and the redacted address it went to where that is known. False when the lease was lost
    meanwhile: then another's word counts."""
    settled = None if state is DeliveryState.PENDING else now
    known = {"shown": shown} if shown else {}
    written = conn.execute(
        delivery.update()
        .where(
            delivery.c.id == claimed.id,
            delivery.c.state == DeliveryState.SENDING,
            delivery.c.claimed_until == claimed.until,
        )
        .values(state=state, error=error, next_try_at=next_try_at, settled_at=settled, claimed_until=None, **known)
    )
    return bool(written.rowcount)


def hold(conn: sa.Connection, claimed: Claimed, until: datetime) -> None:
    """Puts back what was claimed and not sent, to be tried from a moment on; that was no attempt."""
    conn.execute(
        delivery.update()
        .where(delivery.c.id == claimed.id, delivery.c.claimed_until == claimed.until)
        .values(state=DeliveryState.PENDING, attempts=claimed.attempts - 1, next_try_at=until, claimed_until=None)
    )


def any_lost(conn: sa.Connection, now: datetime) -> bool:
    """Whether a lease has run out."""
    dead = sa.select(delivery.c.id).where(delivery.c.state == DeliveryState.SENDING, delivery.c.claimed_until < now)
    return conn.execute(dead.limit(1)).first() is not None


def recover(conn: sa.Connection, now: datetime) -> int:
    """Frees what died in flight: back to pending the first time, `unknown` the second; how many there were."""
    dead = sa.and_(delivery.c.state == DeliveryState.SENDING, delivery.c.claimed_until < now)
    again = conn.execute(
        delivery.update()
        .where(dead, delivery.c.lost == 0)
        .values(state=DeliveryState.PENDING, lost=1, claimed_until=None, next_try_at=now)
    )
    doubtful = conn.execute(
        delivery.update()
        .where(dead)
        .values(
            state=DeliveryState.UNKNOWN,
            lost=delivery.c.lost + 1,
            claimed_until=None,
            next_try_at=None,
            settled_at=now,
            error="the process ended twice while this message was being sent; it may have arrived",
        )
    )
    return again.rowcount + doubtful.rowcount


def resend(conn: sa.Connection, delivery_id: int, now: datetime) -> None:
    """Makes a settled delivery pending again with a fresh count of attempts; raises `UnknownName`.

    One that is being sent at this moment is left alone; one already pending becomes due now.
    """
    free = sa.or_(delivery.c.state != DeliveryState.SENDING, delivery.c.claimed_until < now)
    written = conn.execute(
        delivery.update()
        .where(delivery.c.id == delivery_id, free)
        .values(
            state=DeliveryState.PENDING,
            attempts=0,
            lost=0,
            error="",
            next_try_at=now,
            settled_at=None,
            claimed_until=None,
        )
    )
    if not written.rowcount and not conn.execute(sa.select(delivery.c.id).where(delivery.c.id == delivery_id)).first():
        raise UnknownName("delivery", str(delivery_id))


def next_due(conn: sa.Connection) -> datetime | None:
    """When the next pending delivery is due; None when nothing waits."""
    query = sa.select(delivery.c.next_try_at).where(delivery.c.state == DeliveryState.PENDING)
    return conn.execute(query.order_by(delivery.c.next_try_at).limit(1)).scalar()


def listing(
    conn: sa.Connection, *, state: str = "", subscription_name: str = "", limit: int | None = None
) -> Sequence[sa.RowMapping]:
    """Deliveries, newest first: id, digest, subscription, destination (redacted), state, attempts, error, settled_at."""
    query = (
        sa.select(
            delivery.c.id,
            delivery.c.digest_id.label("digest"),
            subscription.c.name.label("subscription"),
            (delivery.c.destination + " (" + delivery.c.shown + ")").label("destination"),
            delivery.c.state,
            delivery.c.attempts,
            delivery.c.error,
            delivery.c.settled_at,
        )
        .join(digest, digest.c.id == delivery.c.digest_id)
        .join(subscription, subscription.c.id == digest.c.subscription_id)
        .order_by(delivery.c.id.desc())
        .limit(limit)
    )
    if state:
        query = query.where(delivery.c.state == state)
    if subscription_name:
        query = query.where(subscription.c.name == subscription_name)
    return conn.execute(query).mappings().all()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How one delivery of a digest fares."""

    destination: str
    state: str
    error: str
    created_at: datetime


def of_newest(conn: sa.Connection, subscription_name: str, number: int) -> list[list[Arrival]]:
    """The deliveries of a subscription's newest digests, the newest digest first."""
    newest = (
        sa.select(digest.c.id, digest.c.created_at)
        .join(subscription, subscription.c.id == digest.c.subscription_id)
        .where(subscription.c.name == subscription_name)
        .order_by(digest.c.id.desc())
        .limit(number)
    )
    found = []
    for made in conn.execute(newest).all():
        query = sa.select(delivery.c.destination, delivery.c.state, delivery.c.error).where(
            delivery.c.digest_id == made.id
        )
        found.append([Arrival(**row, created_at=made.created_at) for row in conn.execute(query).mappings()])
    return found


def last_arrival(conn: sa.Connection, subscription_name: str) -> tuple[int, datetime] | None:
    """The subscription's newest digest that arrived everywhere it was sent to: its id, and when."""
    query = (
        sa.select(delivery.c.digest_id, sa.func.max(delivery.c.settled_at))
        .join(digest, digest.c.id == delivery.c.digest_id)
        .join(subscription, subscription.c.id == digest.c.subscription_id)
        .where(subscription.c.name == subscription_name)
        .group_by(delivery.c.digest_id)
        .having(sa.func.count() == sa.func.sum(sa.case((delivery.c.state == DeliveryState.SENT, 1), else_=0)))
        .order_by(delivery.c.digest_id.desc())
        .limit(1)
    )
    row = conn.execute(query).first()
    return (row[0], row[1]) if row else None


def first_after(conn: sa.Connection, subscription_name: str, digest_id: int) -> datetime | None:
    """When the subscription's first digest after that one was made."""
    query = (
        sa.select(sa.func.min(digest.c.created_at))
        .join(subscription, subscription.c.id == digest.c.subscription_id)
        .where(subscription.c.name == subscription_name, digest.c.id > digest_id)
    )
    found: datetime | None = conn.execute(query).scalar()
    return found


def slot_taken(conn: sa.Connection, slot: str) -> bool:
    """Whether any subscription has a digest for this slot."""
    return conn.execute(sa.select(digest.c.id).where(digest.c.slot == slot).limit(1)).first() is not None
