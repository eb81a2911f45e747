"""Pending deliveries out of the door: step 11 of the path. At least once, and at most one repeat of what was in flight.

Each delivery is claimed with a lease and written as `sending` before the network is touched, then settled by what came of
it. A crash in between leaves a lease that runs out; `recover` then allows one more try. A time-out is `unknown`: nothing
repeats it but a person's `resend`. In the quiet hours and on the holidays of a subscription nothing goes out, no other try
and nothing that was left over from before; and a receiver that asks for a pause gets it for all that is meant for it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from monitor.digests.addresses import digest_page, published
from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.quiet import speaks_again
from monitor.digests.read import stored
from monitor.digests.redact import redact, secrets, shown
from monitor.digests.render import Rendered
from monitor.digests.send import TIMEOUT, Sent, room, send
from monitor.digests.shared import Mould, impersonal, same_as
from monitor.digests.words import clean
from monitor.model.errors import ConfigError, DeliveryError
from monitor.model.records import DeliveryState, Destination
from monitor.store import deliveries, digests
from monitor.store.deliveries import Claimed
from monitor.store.digests import Outline
from monitor.store.engine import read, write

Answer = TypeVar("Answer")

LEASE = timedelta(minutes=10)
"""Longer than any attempt takes: a lease that runs out means that its process is gone."""

GIVE_UP = timedelta(hours=24)
"""From the first try to the last."""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)
_SIDE_BY_SIDE = 8


class Sender(Protocol):
    """Whatever sends one message: `send.send`, or a test's."""

    async def __call__(self, destination: Destination, message: Rendered, *, timeout: float) -> Sent:  # noqa: ASYNC109 - the name Apprise uses
        """Sends once and says how it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A delivery after an attempt; still `pending` when it will be tried again at `next_try_at`."""

    id: int
    digest_id: int
    destination: str
    state: DeliveryState
    attempts: int
    error: str = ""
    next_try_at: datetime | None = None


def pause(attempts: int, retry_after: float | None = None) -> timedelta | None:
    """How long to wait after so many attempts, doubling from a minute to six hours; None once 24 hours would be exceeded."""
    waits: list[timedelta] = [min(_FIRST_PAUSE * (1 << at), _LONGEST_PAUSE) for at in range(attempts)]
    if sum(waits, timedelta()) > GIVE_UP:
        return None
    asked = timedelta(seconds=min(retry_after or 0.0, GIVE_UP.total_seconds()))
    return max(waits[-1], asked)


async def deliver_due(
    engine: sa.Engine,
    *,
    now: datetime,
    destinations: Mapping[str, Destination],
    sender: Sender = send,
    limit: int = 500,
    templates: Path | None = None,
    public_url: str = "",
) -> list[Settled]:
    """Sends what is due, up to `limit` messages, several side by side; returns how each ended, in the order of ending.

    `now` is the moment of the call; leases and next tries count from it and from the time that has passed since.
    """
    with ThreadPoolExecutor(1, "ledger") as ledger, ThreadPoolExecutor(1, "composing") as desk:
        round_ = _Round(engine, now, destinations, sender, limit, _Press(engine, templates, public_url), ledger, desk)
        await round_.in_ledger(round_.recover)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(_SIDE_BY_SIDE, limit)):
                group.create_task(round_.work())
    return round_.settled


class _Round:
    """One call of `deliver_due`: what its workers share. The ledger has one thread, as the database has one writer; so has
    composing, which takes all of a processor."""

    def __init__(
        self,
        engine: sa.Engine,
        now: datetime,
        destinations: Mapping[str, Destination],
        sender: Sender,
        limit: int,
        press: "_Press",
        ledger: Executor,
        desk: Executor,
    ) -> None:
        self.engine, self.destinations, self.sender = engine, destinations, sender
        self.left, self.press, self.ledger, self.desk = limit, press, ledger, desk
        self.settled: list[Settled] = []
        self._now, self._begun = now, time.monotonic()
        self._asked: dict[str, datetime] = {}

    async def in_ledger(self, call: Callable[..., Answer], *args: Any) -> Answer:
        """The answer of a call that reads or writes rows."""
        return await asyncio.get_running_loop().run_in_executor(self.ledger, call, *args)

    def moment(self) -> datetime:
        """The call's `now`, moved on by the time that has passed."""
        return self._now + timedelta(seconds=time.monotonic() - self._begun)

    def recover(self) -> None:
        """Frees what an earlier process left in flight."""
        with read(self.engine) as conn:
            if not deliveries.any_lost(conn, self._now):
                return  # without asking for the write lock
        with write(self.engine) as conn:
            deliveries.recover(conn, self._now)

    async def work(self) -> None:
        """Claims, sends and settles until nothing is due."""
        ended: tuple[Claimed, Sent] | None = None
        while (taken := await self.in_ledger(self._turn, ended)) is not None:
            claimed, row = taken
            ended = claimed, await self._attempt(claimed, row)

    def _turn(self, ended: tuple[Claimed, Sent] | None) -> tuple[Claimed, Outline] | None:
        """Settles what a worker has done and claims what it does next, in one transaction."""
        if ended is None and not self._any_due():
            return None  # without asking for the write lock
        with write(self.engine) as conn:
            settled = self._settle(conn, *ended) if ended else None
            taken = self._claim(conn)
        if settled is not None:
            self.settled.append(settled)
        return taken

    def _any_due(self) -> bool:
        with read(self.engine) as conn:
            due = deliveries.next_due(conn)
        return due is not None and due <= self._now

    def _claim(self, conn: sa.Connection) -> tuple[Claimed, Outline] | None:
        """The next delivery that may go out now; those that may not are put back until they may."""
        while self.left > 0:
            claimed = deliveries.claim(conn, self._now, self.moment() + LEASE)
            if claimed is None:
                return None
            row = digests.outline(conn, claimed.digest_id)
            until = max(speaks_again(row, self._now), self._asked.get(claimed.destination, self._now))
            if until <= self._now:
                self.left -= 1
                return claimed, row
            deliveries.hold(conn, claimed, speaks_again(row, until))
        return None

    async def _attempt(self, claimed: Claimed, row: Outline) -> Sent:
        destination = self.destinations.get(claimed.destination)
        if destination is None or not destination.address:
            error = f"destination {claimed.destination} is not in the configuration"
            return Sent(state="failed", permanent=True, error=error)
        compose_ = asyncio.get_running_loop().run_in_executor(self.desk, self.press.message, row, destination)
        try:
            message = await compose_
        except (DeliveryError, ConfigError) as error:
            permanent = isinstance(error, DeliveryError) and error.permanent
            told = redact(str(error), secrets(destination.address))
            return Sent(state="failed" if permanent else "retry", permanent=permanent, error=told)
        return await self.sender(destination, message, timeout=TIMEOUT)

    def _settle(self, conn: sa.Connection, claimed: Claimed, ended: Sent) -> Settled | None:
        now = self.moment()
        state, next_try_at = _verdict(claimed, ended, now)
        if next_try_at is not None:
            next_try_at = speaks_again(digests.outline(conn, claimed.digest_id), next_try_at)
        if ended.retry_after:
            self._asked[claimed.destination] = now + timedelta(seconds=ended.retry_after)
        address = self.destinations[claimed.destination].address if claimed.destination in self.destinations else ""
        ours = deliveries.settle(
            conn,
            claimed,
            state,
            now=now,
            error=ended.error,
            next_try_at=next_try_at,
            shown=shown(address) if address else "",
        )
        if not ours:
            return None
        return Settled(
            id=claimed.id,
            digest_id=claimed.digest_id,
            destination=claimed.destination,
            state=state,
            attempts=claimed.attempts,
            error=ended.error,
            next_try_at=next_try_at,
        )


class _Press:
    """What makes messages: what says the same is read and composed once a round."""

    def __init__(self, engine: sa.Engine, templates: Path | None, public_url: str) -> None:
        self.engine, self.templates, self.public_url = engine, templates, public_url
        self._contents: dict[str, DigestContent] = {}
        self._moulds: dict[tuple[str, Room], Mould] = {}

    def message(self, row: Outline, destination: Destination) -> Rendered:
        """The message of a digest to a destination. Raises `DeliveryError` or `ConfigError` where none can be made."""
        space, same = room(destination), same_as(row)
        if same not in self._contents:
            with read(self.engine) as conn:
                self._contents[same] = stored(conn, row.id)
        said = self._of(row, self._contents[same])
        if (same, space) not in self._moulds:
            self._moulds[same, space] = Mould(compose(impersonal(said), space, templates=self.templates))
        return self._moulds[same, space].personal(said, space) or compose(said, space, templates=self.templates)

    def _of(self, row: Outline, said: DigestContent) -> DigestContent:
        """The content of one digest among those that say the same."""
        private = row.kind == "health"  # an archive is read by others than the operator
        archive = "" if private else published(self.public_url, digest_page(row.id))
        return replace(said, id=row.id, subscription=clean(row.subscription), archive=archive)


def _verdict(claimed: Claimed, ended: Sent, now: datetime) -> tuple[DeliveryState, datetime | None]:
    if ended.state == "retry" and not ended.permanent:
        wait = pause(claimed.attempts, ended.retry_after)
        return (DeliveryState.PENDING, now + wait) if wait else (DeliveryState.FAILED, None)
    if ended.state == "sent":
        return DeliveryState.SENT, None
    return (DeliveryState.UNKNOWN if ended.state == "unknown" else DeliveryState.FAILED), None
