"""Runs checks: shares the sources out to crawl processes, watches over them, and returns a result for every source.

A process that dies takes nothing with it but its unfinished sources; those are run once more, each alone, so that one bad
page cannot hide the news of its neighbours.
"""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import msgspec

from monitor.crawl.job import Job, SourceJob, encode
from monitor.model.errors import StoreError
from monitor.model.records import CheckResult, Outcome

Report = Callable[[CheckResult], None]


class Spare:
    """Crawl processes that were started before their job was known: they import what a crawl needs (most of a second) while
    their parent finds out what to check. Those that were not needed end when the block does."""

    def __init__(self, count: int) -> None:
        self._waiting: list[subprocess.Popen[bytes]] = []
        with suppress(OSError):  # said when one is needed
            self._waiting += (_spawn() for _ in range(count))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        while self._waiting:
            popen = self._waiting.pop()
            _signal(popen)
            popen.communicate()

    def take(self) -> "subprocess.Popen[bytes]":
        """One that waits, or a new one."""
        return self._waiting.pop() if self._waiting else _spawn()


@dataclass(slots=True, kw_only=True)
class _Process:
    """One crawl process and what it has said."""

    jobs: tuple[SourceJob, ...]
    popen: subprocess.Popen[bytes]
    finished: set[str] = field(default_factory=set)
    timer: threading.Timer | None = None
    overdue: bool = False


def run_checks(
    job: Job,
    *,
    report: Report = lambda result: None,
    stop: threading.Event | None = None,
    spare: Spare | None = None,
) -> list[CheckResult]:
    """Checks every source of the job; `report` hears of each as it ends. Raises StoreError when the database cannot be used.

    Processes are taken from `spare` while it has any. When `stop` is set the crawl processes are ended; sources without an outcome then are left as if they had not been asked.
    """
    stop, spare = stop or threading.Event(), spare or Spare(0)
    results: list[CheckResult] = []

    def heard(result: CheckResult) -> None:
        results.append(result)
        report(result)

    for one, _ in _round(job, _shares(job), heard, stop, spare):
        for again, why in _round(job, [(one,)], heard, stop, spare):
            heard(_abandoned(job, again, why))
    return results


def _shares(job: Job) -> list[tuple[SourceJob, ...]]:
    """The sources by process. For one source nothing is imported to find that out."""
    if len(job.sources) == 1 or job.fetching.processes == 1:
        return [job.sources] if job.sources else []
    from monitor.crawl.plan import shared_out

    return shared_out(job, job.now or datetime.now(UTC))


def _round(
    job: Job, shares: Sequence[Sequence[SourceJob]], heard: Report, stop: threading.Event, spare: Spare
) -> list[tuple[SourceJob, str]]:
    """Runs each share in a process; returns the sources that got no outcome, each with why; none when it was stopped."""
    if stop.is_set():
        return []
    said: queue.Queue[tuple[_Process, bytes | None]] = queue.Queue()
    running = [_start(job, tuple(share), said, spare.take()) for share in shares]
    unfinished: list[tuple[SourceJob, str]] = []
    faults: list[StoreError] = []
    left = len(running)
    while left:
        process, line = _next(said, running, stop)
        if line is None:
            left -= 1
            why = _end(process)
            unfinished += [(one, why) for one in process.jobs if one.name not in process.finished]
        else:
            _hear(process, msgspec.json.decode(line), heard, faults)
    if faults:
        raise faults[0]
    return [] if stop.is_set() else unfinished


def _next(
    said: "queue.Queue[tuple[_Process, bytes | None]]", running: Iterable[_Process], stop: threading.Event
) -> tuple["_Process", bytes | None]:
    while True:
        try:
            return said.get(timeout=0.5)
        except queue.Empty:
            if stop.is_set():
                for process in running:
                    _signal(process.popen)


def _hear(process: _Process, message: dict[str, Any], heard: Report, faults: list[StoreError]) -> None:
    if "fault" in message:
        faults.append(StoreError(message["fault"], remedy=message["remedy"]))
        return
    process.finished.add(message["source"])
    heard(msgspec.convert(message, CheckResult))


def _start(
    job: Job,
    share: tuple[SourceJob, ...],
    said: "queue.Queue[tuple[_Process, bytes | None]]",
    popen: "subprocess.Popen[bytes]",
) -> _Process:
    process = _Process(jobs=share, popen=popen)
    told = encode(msgspec.structs.replace(job, sources=share))
    threading.Thread(target=_tell, args=(popen, told), daemon=True).start()
    process.timer = threading.Timer(job.fetching.time_limit, _kill, (process,))
    process.timer.daemon = True
    process.timer.start()
    threading.Thread(target=_listen, args=(process, said), daemon=True).start()
    return process


def _spawn() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "monitor.crawl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _tell(popen: "subprocess.Popen[bytes]", job: bytes) -> None:
    """In a thread of its own: a long job fills the pipe, and its reader imports modules before it reads."""
    assert popen.stdin is not None
    with suppress(BrokenPipeError):  # a process that died at once is seen by its exit code
        popen.stdin.write(job)
        popen.stdin.flush()  # stays open: when it closes, the child knows that we are gone


def _listen(process: _Process, said: "queue.Queue[tuple[_Process, bytes | None]]") -> None:
    assert process.popen.stdout is not None
    for line in process.popen.stdout:
        said.put((process, line))
    said.put((process, None))


def _kill(process: _Process) -> None:
    process.overdue = True
    _signal(process.popen)


def _signal(popen: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(popen.pid, signal.SIGKILL)


def _end(process: _Process) -> str:
    if process.timer:
        process.timer.cancel()
    code = process.popen.wait()
    for stream in (process.popen.stdin, process.popen.stdout):
        with suppress(BrokenPipeError):
            if stream:
                stream.close()
    if process.overdue:
        return "the crawl took longer than [fetch] time_limit and was ended"
    if code < 0:
        return f"the crawl process was ended by {signal.Signals(-code).name}"
    return f"the crawl process ended with exit code {code}"


def _abandoned(job: Job, one: SourceJob, why: str) -> CheckResult:
    """A source whose process died twice is broken; written by the parent, which is alive."""
    from monitor.store import checks, sources
    from monitor.store.engine import open_store, write

    result = CheckResult(source=one.name, outcome=Outcome.BROKEN, error=why)
    now = job.now or datetime.now(UTC)
    with write(open_store(job.database)) as conn:
        row = sources.ensure(conn, {one.name: {"spider": one.spider, "jurisdiction": one.jurisdiction}})[one.name]
        (check_id,) = checks.begin(conn, [row["id"]], now)
        checks.end(conn, [(check_id, result)], now)
        sources.settle(conn, [(row["id"], result)], now)
    return result


def as_line(result: CheckResult) -> dict[str, Any]:
    """A result as `policywatch check --json` prints it."""
    shown: dict[str, Any] = msgspec.to_builtins(result)
    return shown
