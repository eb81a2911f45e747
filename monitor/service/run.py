"""The service: looks every half minute what is due, and does it, until it is told to stop. The end of every path.

APScheduler beats the time with a few static jobs in memory; what is due stands in rows (`monitor.service.due`). A beat only
starts a piece of work that is not already running, as a task of our own: a long check is not a missed run, and stopping
waits for what is under way, where the scheduler would cancel it.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from monitor.config.shape import Config
from monitor.digests.gather import HealthEvent, operator_message
from monitor.digests.gather import gather as gather_digest
from monitor.model.errors import MonitorError
from monitor.model.records import CheckResult, Destination
from monitor.service.canary import watch_canary
from monitor.service.due import Gather, due_sources, gather_due
from monitor.service.settle import Tell, settle, tell_operator, without_result
from monitor.store.engine import write
from monitor.store.lease import sole_scheduler

Check = Callable[[Sequence[str], datetime], Awaitable[Sequence[CheckResult]]]
Deliver = Callable[..., Awaitable[Any]]
Maintain = Callable[[sa.Engine, datetime], object]
Clock = Callable[[], datetime]

BEAT = "*/30"  # seconds of the minute at which due work is looked for
PATIENCE = 60.0  # seconds that stopping waits for work under way
JOB_OPTIONS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock of the service."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the service works with: `check` runs checks in child processes, `deliver` sends what is due; the others are
    replaced in tests."""

    check: Check
    deliver: Deliver
    gather: Gather = gather_digest
    tell: Tell = operator_message
    maintain: Maintain | None = None


async def tick(
    engine: sa.Engine, *, now: datetime, hands: Hands, timezone: str, destinations: Mapping[str, Destination]
) -> None:
    """All that is due at `now`, once, in order: checks, digests, deliveries."""
    await check_due(engine, clock=lambda: now, hands=hands, timezone=timezone, destinations=destinations)
    await tell_due(engine, clock=lambda: now, hands=hands, destinations=destinations)


async def check_due(
    engine: sa.Engine, *, clock: Clock, hands: Hands, timezone: str, destinations: Mapping[str, Destination]
) -> None:
    """Checks the due sources and settles them. A check that was cancelled leaves them due; one that failed breaks them."""
    names = await asyncio.to_thread(due_sources, engine, now=clock(), timezone=timezone)
    if not names:
        return
    results: Sequence[CheckResult] = ()
    why = "the check ended without a result"
    try:
        results = await hands.check(names, clock())
    except MonitorError as error:
        why = str(error)
    except Exception as error:  # the service's entry point for checks: whatever it was becomes an outcome
        log.exception("checking %d sources failed", len(names))
        why = f"{type(error).__name__}: {error}"

    def finish() -> None:
        with write(engine) as conn:
            everything = [*results, *without_result(names, results, why)]
            settle(conn, everything, now=clock(), timezone=timezone, destinations=destinations, tell=hands.tell)

    await asyncio.to_thread(finish)


async def tell_due(engine: sa.Engine, *, clock: Clock, hands: Hands, destinations: Mapping[str, Destination]) -> None:
    """Gathers the due digests, then sends every message that is due."""
    await asyncio.to_thread(watch_canary, engine, now=clock(), destinations=destinations, tell=hands.tell)
    await asyncio.to_thread(gather_due, engine, now=clock(), destinations=destinations, gather=hands.gather)
    await hands.deliver(engine, now=clock(), destinations=destinations)


@dataclass(slots=True, kw_only=True)
class Service:
    """The pieces of work under way, by name; at most one of each."""

    engine: sa.Engine
    config: Config
    hands: Hands
    clock: Clock = utc_now
    destinations: Mapping[str, Destination] = field(default_factory=dict)
    tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)  # of the service itself, not yet told

    async def begin(self, name: str) -> None:
        """Starts a piece of work unless it is running."""
        running = self.tasks.get(name)
        if running is None or running.done():
            self.tasks[name] = asyncio.create_task(self._guarded(name), name=name)

    async def _guarded(self, name: str) -> None:
        """A piece of work whose failure is told and does not end the service."""
        try:
            await self._work(name)
        except Exception as error:  # the entry point of every piece of work
            log.exception("%s failed", name)
            self.faults[name] = str(error) if isinstance(error, MonitorError) else f"{type(error).__name__}: {error}"

    def _work(self, name: str) -> Coroutine[Any, Any, None]:
        if name == "checks":
            zone = self.config.timezone
            return check_due(
                self.engine, clock=self.clock, hands=self.hands, timezone=zone, destinations=self.destinations
            )
        return self._tell() if name == "digests" else self._maintain()

    async def _tell(self) -> None:
        await asyncio.to_thread(self._tell_faults)
        await tell_due(self.engine, clock=self.clock, hands=self.hands, destinations=self.destinations)

    async def _maintain(self) -> None:
        if self.hands.maintain:
            await asyncio.to_thread(self.hands.maintain, self.engine, self.clock())

    def _tell_faults(self) -> None:
        """Faults of the service itself, each at most once a day."""
        now = self.clock()
        for name, detail in list(self.faults.items()):
            event = HealthEvent(
                source=f"policywatch {name}", state="failing", since=now, outcome="fault", detail=detail
            )
            with write(self.engine) as conn:
                tell_operator(
                    conn,
                    [event],
                    now=now,
                    slot=f"service {name} {now.date()}",
                    destinations=self.destinations,
                    tell=self.hands.tell,
                )
            self.faults.pop(name)

    def noticed(self, event: Any) -> None:
        """A run that the scheduler missed, refused or saw fail: never silently."""
        words = {EVENT_JOB_MISSED: "was missed", EVENT_JOB_MAX_INSTANCES: "was refused: the last one still runs"}
        detail = words.get(event.code) or f"failed: {event.exception!r}"
        log.error("the beat of %s %s", event.job_id, detail)
        self.faults[event.job_id] = f"its beat {detail}"

    async def drain(self, patience: float, hurry: asyncio.Event) -> None:
        """Waits for the work under way, at most `patience` seconds or until hurried; then cancels and waits for that."""
        running = {task for task in self.tasks.values() if not task.done()}
        if not running:
            return
        log.info("stopping: waiting for %s", ", ".join(sorted(task.get_name() for task in running)))
        hurried = asyncio.create_task(hurry.wait())
        finished = asyncio.ensure_future(asyncio.wait(running))
        await asyncio.wait({finished, hurried}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        hurried.cancel()
        for task in running:
            task.cancel()  # does nothing to one that is done
        await asyncio.gather(finished, *running, return_exceptions=True)


async def serve(
    engine: sa.Engine,
    config: Config,
    *,
    hands: Hands,
    clock: Clock = utc_now,
    stop: asyncio.Event | None = None,
    patience: float = PATIENCE,
) -> None:
    """Runs until `stop` is set, or SIGTERM or SIGINT comes; a second signal does not wait for the work under way.

    Raises StoreError when another scheduler works on this database, ConfigError when a destination's secret is missing.
    """
    destinations = {destination.name: destination for destination in config.reach()}
    service = Service(engine=engine, config=config, hands=hands, clock=clock, destinations=destinations)
    stop, hurry = stop or asyncio.Event(), asyncio.Event()
    with sole_scheduler(engine), _signals(stop, hurry):
        scheduler = scheduler_of(service)
        scheduler.start()
        try:
            await _watch_clock(scheduler, stop)
        finally:
            scheduler.pause()
            await service.drain(patience, hurry)
            scheduler.shutdown(wait=False)


async def once(engine: sa.Engine, config: Config, *, hands: Hands, now: datetime) -> None:
    """One tick under the lock of the service, for a machine where cron beats the time; raises like `serve`."""
    destinations = {destination.name: destination for destination in config.reach()}
    with sole_scheduler(engine):
        await tick(engine, now=now, hands=hands, timezone=config.timezone, destinations=destinations)


def scheduler_of(service: Service) -> AsyncIOScheduler:
    """The scheduler with its static jobs. Cron triggers, since an interval would wait out a clock that was set back."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_listener(service.noticed, EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES)
    every_beat = CronTrigger(second=BEAT, timezone=UTC)
    nightly = CronTrigger(hour=3, minute=40, timezone=ZoneInfo(service.config.timezone))
    for name, trigger, first in (
        ("checks", every_beat, True),
        ("digests", every_beat, True),
        ("maintenance", nightly, False),
    ):
        at = {"next_run_time": utc_now()} if first else {}
        scheduler.add_job(service.begin, trigger, args=(name,), id=name, **JOB_OPTIONS, **at)
    return scheduler


async def _watch_clock(scheduler: AsyncIOScheduler, stop: asyncio.Event) -> None:
    """Waits for `stop`; meanwhile puts right every beat that a clock set back has left in the future."""
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), timeout=30)
        except TimeoutError:
            correct_beats(scheduler, utc_now())


def correct_beats(scheduler: AsyncIOScheduler, now: datetime) -> None:
    """Moves every job whose next run lies later than its trigger would now say."""
    for job in scheduler.get_jobs():
        expected = job.trigger.get_next_fire_time(None, now)
        if expected is not None and job.next_run_time > expected:
            job.modify(next_run_time=expected)


@contextmanager
def _signals(stop: asyncio.Event, hurry: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`, the second one `hurry`."""
    loop = asyncio.get_running_loop()

    def told() -> None:
        (hurry if stop.is_set() else stop).set()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, told)
    try:
        yield
    finally:
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)
