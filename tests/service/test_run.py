"""The service as a whole: beats, long checks, stopping in the middle of a send, and a second instance."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from service_world import NOW, TEXT, Clock, Notes, configured, put, source_row

from monitor.config import Config
from monitor.digests.deliver import deliver_due
from monitor.model.errors import ConfigError, MonitorError, StoreError
from monitor.model.records import CheckResult
from monitor.service.due import due_sources
from monitor.service.run import Hands, Service, correct_beats, once, scheduler_of, serve, tick
from monitor.store import schema
from monitor.store.engine import read
from monitor.store.lease import sole_scheduler

ZONE = "America/New_York"


@pytest.fixture
def config(database: sa.Engine, tmp_path: Path) -> Config:
    """A configuration that is applied."""
    made = configured(tmp_path)
    put(database, made)
    return made


def run(work: Coroutine[Any, Any, None]) -> None:
    """Runs a test's coroutine, which must not take long."""
    asyncio.run(asyncio.wait_for(work, timeout=20))


async def ticked(engine: sa.Engine, notes: Notes, now: datetime = NOW, **other: Any) -> None:
    await tick(engine, now=now, hands=notes.hands(**other), timezone=ZONE, destinations={})


def due(engine: sa.Engine, now: datetime = NOW) -> set[str]:
    return set(due_sources(engine, now=now, timezone=ZONE))


# ---- one tick


def test_a_tick_checks_gathers_and_delivers(database: sa.Engine, config: Config) -> None:
    notes = Notes()
    run(ticked(database, notes))
    assert set(notes.checked[0]) == {"us.dea_rules", "virginia.bills"}
    assert notes.delivered == 1
    assert due(database) == set()
    run(ticked(database, notes, NOW + timedelta(seconds=30)))
    assert len(notes.checked) == 1
    assert notes.slots == ["2026-07-06"]


@pytest.mark.parametrize("error", [MonitorError("no room for a process"), OSError("no room for a process")])
def test_a_check_that_fails_altogether_breaks_its_sources_and_the_rest_goes_on(
    database: sa.Engine, config: Config, error: Exception
) -> None:
    notes = Notes()

    async def fails(names: Sequence[str], now: datetime) -> list[CheckResult]:
        raise error

    run(ticked(database, notes, check=fails))
    assert set(notes.told) == {("us.dea_rules", "failing"), ("virginia.bills", "failing")}
    assert "no room for a process" in source_row(database, "us.dea_rules")["red_reason"]
    assert notes.delivered == 1
    assert due(database) == set()  # not hammered on every beat


def test_a_source_that_a_check_says_nothing_about_is_broken(database: sa.Engine, config: Config) -> None:
    notes = Notes()

    async def silent(names: Sequence[str], now: datetime) -> list[CheckResult]:
        return await notes.check([name for name in names if name != "virginia.bills"], now)

    run(ticked(database, notes, check=silent))
    assert notes.told == [("virginia.bills", "failing")]


# ---- the service


class Gate:
    """Hands whose checks or deliveries stay under way until they are let go."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.delivered = asyncio.Event()
        self.finished, self.cancelled = 0, 0

    async def wait(self) -> None:
        self.begun.set()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        self.finished += 1

    async def slow_check(self, names: Sequence[str], now: datetime) -> list[CheckResult]:
        await self.wait()
        return await self.notes.check(names, now)

    async def slow_deliver(self, engine: sa.Engine, **_: Any) -> list[Any]:
        await self.wait()
        return []

    async def deliver(self, engine: sa.Engine, **_: Any) -> list[Any]:
        self.delivered.set()
        return []


def test_stopping_waits_for_a_message_that_is_being_sent(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        gate, stop = Gate(), asyncio.Event()
        hands = gate.notes.hands(deliver=gate.slow_deliver)
        service = asyncio.create_task(serve(database, config, hands=hands, clock=Clock(), stop=stop))
        await gate.begun.wait()
        stop.set()
        finished, _ = await asyncio.wait({service}, timeout=0.1)
        assert not finished
        gate.go.set()
        await service
        assert (gate.finished, gate.cancelled) == (1, 0)

    run(story())


def test_a_check_that_does_not_end_is_told_to_and_stays_due(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        gate, stop = Gate(), asyncio.Event()
        hands = gate.notes.hands(check=gate.slow_check)
        service = asyncio.create_task(serve(database, config, hands=hands, clock=Clock(), stop=stop, patience=0.01))
        await gate.begun.wait()
        stop.set()
        await service
        assert (gate.finished, gate.cancelled) == (0, 1)
        assert gate.notes.told == []

    run(story())
    assert due(database) == {"us.dea_rules", "virginia.bills"}


def test_a_long_check_does_not_hold_up_the_messages(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        gate, stop = Gate(), asyncio.Event()
        hands = gate.notes.hands(check=gate.slow_check, deliver=gate.deliver)
        service = asyncio.create_task(serve(database, config, hands=hands, clock=Clock(), stop=stop))
        await gate.begun.wait()
        await gate.delivered.wait()
        assert gate.finished == 0
        gate.go.set()
        stop.set()
        await service

    run(story())
    assert due(database) == set()


def test_sigterm_stops_it_and_a_second_signal_does_not_wait(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        gate = Gate()
        hands = gate.notes.hands(check=gate.slow_check)
        service = asyncio.create_task(serve(database, config, hands=hands, clock=Clock()))
        await gate.begun.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        finished, _ = await asyncio.wait({service}, timeout=0.1)
        assert not finished
        os.kill(os.getpid(), signal.SIGINT)
        await service
        assert gate.cancelled == 1

    run(story())


def test_a_second_service_on_the_same_database_is_refused(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        gate, stop = Gate(), asyncio.Event()
        first = asyncio.create_task(
            serve(database, config, hands=gate.notes.hands(check=gate.slow_check), clock=Clock(), stop=stop)
        )
        await gate.begun.wait()
        with pytest.raises(StoreError, match=rf"another `policywatch run` works on .*process {os.getpid()}"):
            await serve(database, config, hands=gate.notes.hands(), clock=Clock(), stop=stop)
        gate.go.set()
        stop.set()
        await first
        done = asyncio.Event()
        done.set()
        await serve(database, config, hands=gate.notes.hands(), clock=Clock(), stop=done)

    run(story())


def test_what_cron_starts_does_not_work_beside_the_service(database: sa.Engine, config: Config) -> None:
    notes = Notes()
    with sole_scheduler(database), pytest.raises(StoreError, match="another `policywatch run`"):
        run(once(database, config, hands=notes.hands(), now=NOW))
    assert notes.checked == []
    run(once(database, config, hands=notes.hands(), now=NOW))
    assert len(notes.checked) == notes.delivered == 1


def test_a_killed_service_leaves_the_database_to_the_next(database: sa.Engine, tmp_path: Path) -> None:
    program = f"""
import sys
from monitor.store.engine import open_store
from monitor.store.lease import sole_scheduler
with sole_scheduler(open_store({str(tmp_path / "policywatch.db")!r})):
    print("held", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match=f"process {holder.pid} on"), sole_scheduler(database):
            pass
        holder.kill()
        holder.wait()
    with sole_scheduler(database):
        pass


@pytest.mark.postgresql
def test_one_scheduler_to_a_server_too(postgresql: sa.Engine) -> None:
    second = sole_scheduler(postgresql)
    with sole_scheduler(postgresql), pytest.raises(StoreError, match="another `policywatch run`"):
        second.__enter__()
    with sole_scheduler(postgresql):
        pass


def test_a_missing_secret_is_said_before_anything_starts(database: sa.Engine, tmp_path: Path) -> None:
    config = configured(tmp_path, TEXT.replace('url = "json://127.0.0.1:9/"', 'url_env = "MAIL"'))
    notes = Notes()
    with pytest.raises(ConfigError, match="MAIL is not set"):
        run(serve(database, config, hands=notes.hands(), clock=Clock()))
    assert notes.checked == []


def test_work_that_fails_is_told_to_the_operator_once_a_day_and_the_service_goes_on(
    database: sa.Engine, config: Config
) -> None:
    """The real ledger keeps the message from being written on every beat."""

    async def fails(engine: sa.Engine, **_: Any) -> None:
        raise OSError("no network at all")

    async def story() -> None:
        clock = Clock()
        destinations = {one.name: one for one in config.reach()}
        hands = Hands(check=Notes().check, deliver=fails)
        service = Service(engine=database, config=config, hands=hands, clock=clock, destinations=destinations)
        for _ in range(4):
            await service.begin("digests")
            await service.tasks["digests"]
            clock.turn(minutes=1)

    run(story())
    with read(database) as conn:
        digests = conn.execute(sa.select(schema.digest).where(schema.digest.c.kind == "health")).mappings().all()
    assert [digest["slot"] for digest in digests] == ["service digests 2026-07-06"]
    assert digests[0]["content"]["events"][0]["detail"] == "OSError: no network at all"


def test_a_piece_of_work_is_not_started_twice(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        gate = Gate()
        service = Service(engine=database, config=config, hands=gate.notes.hands(check=gate.slow_check), clock=Clock())
        await service.begin("checks")
        first = service.tasks["checks"]
        await gate.begun.wait()
        await service.begin("checks")
        assert service.tasks["checks"] is first
        gate.go.set()
        await first

    run(story())


def test_maintenance_gets_the_database_and_the_time(database: sa.Engine, config: Config) -> None:
    seen: list[object] = []

    async def story() -> None:
        hands = Notes().hands(maintain=lambda engine, now: seen.append((engine, now)))
        service = Service(engine=database, config=config, hands=hands, clock=Clock())
        await service.begin("maintenance")
        await service.tasks["maintenance"]

    run(story())
    assert seen == [(database, NOW)]


# ---- the scheduler


def test_no_job_is_dropped_for_being_late_doubled_or_kept_on_disk(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        scheduler = scheduler_of(Service(engine=database, config=config, hands=Notes().hands()))
        scheduler.start(paused=True)
        jobs = {job.id: job for job in scheduler.get_jobs()}
        assert set(jobs) == {"checks", "digests", "maintenance"}
        assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs.values()} == {(None, True, 1)}
        scheduler.shutdown(wait=False)

    run(story())


def test_beats_left_in_the_future_by_a_clock_set_back_are_put_right(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        scheduler = scheduler_of(Service(engine=database, config=config, hands=Notes().hands()))
        scheduler.start(paused=True)
        now = datetime(2026, 7, 6, 12, 0, 5, tzinfo=UTC)
        for job in scheduler.get_jobs():
            job.modify(next_run_time=now + timedelta(days=900))
        correct_beats(scheduler, now)
        at = {job.id: job.next_run_time for job in scheduler.get_jobs()}
        assert at["checks"] == at["digests"] == datetime(2026, 7, 6, 12, 0, 30, tzinfo=UTC)
        assert at["maintenance"] == datetime(2026, 7, 7, 7, 40, tzinfo=UTC)
        scheduler.shutdown(wait=False)

    run(story())


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (JobExecutionEvent(EVENT_JOB_MISSED, "checks", "default", NOW), "was missed"),
        (JobSubmissionEvent(EVENT_JOB_MAX_INSTANCES, "checks", "default", [NOW]), "was refused"),
        (JobExecutionEvent(EVENT_JOB_ERROR, "checks", "default", NOW, exception=OSError("x")), "OSError('x')"),
    ],
)
def test_what_the_scheduler_missed_is_a_fault_that_is_told(
    database: sa.Engine, config: Config, event: JobExecutionEvent | JobSubmissionEvent, says: str
) -> None:
    notes = Notes()
    service = Service(engine=database, config=config, hands=notes.hands(), clock=Clock())
    service.noticed(event)
    assert says in service.faults["checks"]

    async def story() -> None:
        await service.begin("digests")
        await service.tasks["digests"]

    run(story())
    assert notes.told == [("policywatch checks", "failing")]
    assert service.faults == {}


def test_a_quiet_week_makes_no_digest_where_none_is_wished_for(database: sa.Engine, config: Config) -> None:
    async def story() -> None:
        hands = Hands(check=Notes().check, deliver=deliver_due)
        for minute in (0, 1, 2):
            await tick(database, now=NOW + timedelta(minutes=minute), hands=hands, timezone=ZONE, destinations={})

    run(story())
    with read(database) as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(schema.digest)).scalar_one() == 0
