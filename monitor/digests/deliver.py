"""Pending deliveries out of the door: step 11 of the path. At least once, and at most one repeat of what was in flight.

Each delivery is claimed with a lease and written as `sending` before the network is touched, then settled by what came of
it. A crash in between leaves a lease that runs out; `recover` then allows one more try. A time-out is `unknown`: nothing
repeats it but a person's `resend`.
"""

import asyncio
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from monitor.digests.addresses import digest_page, published
from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.read import stored
from monitor.digests.redact import redact, secrets, shown
from monitor.digests.render import Rendered
from monitor.digests.send import TIMEOUT, Sent, room, send
from monitor.digests.shared import impersonal, personal, same_as
from monitor.digests.words import clean
from monitor.model.errors import ConfigError, DeliveryError
from monitor.model.records import DeliveryState, Destination
from monitor.store import deliveries, digests
from monitor.store.deliveries import Claimed
from monitor.store.digests import StoredDigest
from monitor.store.engine import read, write

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
    round_ = _Round(engine, now, destinations, sender, limit, templates, public_url)
    await asyncio.to_thread(round_.recover)
    workers = min(_SIDE_BY_SIDE, limit)
    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(round_.work())
    return round_.settled


class _Round:
    """One call of `deliver_due`: what its workers share."""

    def __init__(
        self,
        engine: sa.Engine,
        now: datetime,
        destinations: Mapping[str, Destination],
        sender: Sender,
        limit: int,
        templates: Path | None,
        public_url: str,
    ) -> None:
        self.engine, self.destinations, self.sender = engine, destinations, sender
        self.templates, self.public_url = templates, public_url
        self.left = limit
        self.settled: list[Settled] = []
        self._now, self._begun = now, time.monotonic()
        self._composing = threading.Lock()
        self._contents: dict[str, DigestContent] = {}
        self._composed: dict[tuple[str, Room], Rendered] = {}

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
        while self.left > 0:
            self.left -= 1
            claimed = await asyncio.to_thread(self._claim)
            if claimed is None:
                return
            ended = await self._attempt(claimed)
            settled = await asyncio.to_thread(self._settle, claimed, ended)
            if settled is not None:
                self.settled.append(settled)

    def _claim(self) -> Claimed | None:
        with read(self.engine) as conn:
            due = deliveries.next_due(conn)
        if due is None or due > self._now:
            return None  # without asking for the write lock
        with write(self.engine) as conn:
            return deliveries.claim(conn, self._now, self.moment() + LEASE)

    async def _attempt(self, claimed: Claimed) -> Sent:
        destination = self.destinations.get(claimed.destination)
        if destination is None or not destination.address:
            error = f"destination {claimed.destination} is not in the configuration"
            return Sent(state="failed", permanent=True, error=error)
        try:
            message = await asyncio.to_thread(self._message, claimed, destination)
        except (DeliveryError, ConfigError) as error:
            permanent = isinstance(error, DeliveryError) and error.permanent
            told = redact(str(error), secrets(destination.address))
            return Sent(state="failed" if permanent else "retry", permanent=permanent, error=told)
        return await self.sender(destination, message, timeout=TIMEOUT)

    def _message(self, claimed: Claimed, destination: Destination) -> Rendered:
        space = room(destination)
        with read(self.engine) as conn:
            row = digests.outline(conn, claimed.digest_id)
            same = same_as(row)
            with self._composing:  # the others wait: what says the same is read and composed once
                if same not in self._contents:
                    self._contents[same] = stored(conn, row.id)
        said = self._of(row, self._contents[same])
        with self._composing:
            if (same, space) not in self._composed:
                self._composed[same, space] = compose(impersonal(said), space, templates=self.templates)
        message = personal(self._composed[same, space], said, space)
        return message or compose(said, space, templates=self.templates)

    def _of(self, row: StoredDigest, said: DigestContent) -> DigestContent:
        """The content of one digest among those that say the same."""
        private = row.kind == "health"  # an archive is read by others than the operator
        archive = "" if private else published(self.public_url, digest_page(row.id))
        return replace(said, id=row.id, subscription=clean(row.subscription), archive=archive)

    def _settle(self, claimed: Claimed, ended: Sent) -> Settled | None:
        now = self.moment()
        state, next_try_at = _verdict(claimed, ended, now)
        destination = self.destinations.get(claimed.destination)
        with write(self.engine) as conn:
            ours = deliveries.settle(conn, claimed, state, now=now, error=ended.error, next_try_at=next_try_at)
            if destination is not None:
                deliveries.show_as(conn, claimed.id, shown(destination.address))
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


def _verdict(claimed: Claimed, ended: Sent, now: datetime) -> tuple[DeliveryState, datetime | None]:
    if ended.state == "retry" and not ended.permanent:
        wait = pause(claimed.attempts, ended.retry_after)
        return (DeliveryState.PENDING, now + wait) if wait else (DeliveryState.FAILED, None)
    if ended.state == "sent":
        return DeliveryState.SENT, None
    return (DeliveryState.UNKNOWN if ended.state == "unknown" else DeliveryState.FAILED), None
