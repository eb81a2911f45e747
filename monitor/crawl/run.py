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
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import msgspec

from monitor.crawl.job import Job, SourceJob, encode
from monitor.model.errors import MonitorError, StoreError
from monitor.model.records import CheckResult, Outcome

Report = Callable[[CheckResult], None]


@dataclass(slots=True, kw_only=True)
class _Process:
    """One crawl process and what it has said."""

    jobs: tuple[SourceJob, ...]
    popen: subprocess.Popen[bytes]
    finished: set[str] = field(default_factory=set)
    timer: threading.Timer | None = None
    overdue: bool = False


def run_checks(job: Job, *, report: Report = lambda result: None) -> list[CheckResult]:
    """Checks every source of the job; `report` hears of each as it ends. Raises StoreError when the database cannot be used."""
    results: list[CheckResult] = []

    def heard(result: CheckResult) -> None:
        results.append(result)
        report(result)

    unfinished = _round(job, shared_out(job), heard)
    for one, _ in unfinished:
        for again, why in _round(job, [(one,)], heard):
            heard(_abandoned(job, again, why))
    return results


def shared_out(job: Job) -> list[tuple[SourceJob, ...]]:
    """The sources by process: one host belongs to one process, so that its pace is kept; without a pace, by name."""
    count = max(1, min(job.fetching.processes, len(job.sources)))
    shares: list[list[SourceJob]] = [[] for _ in range(count)]
    for one in job.sources:
        key = one.name if job.fetching.delay == 0 else _pace_key(one)
        shares[sha256(key.encode()).digest()[0] % count].append(one)
    return [tuple(share) for share in shares if share]


def _pace_key(one: SourceJob) -> str:
    """What must stay together: the host of a watched address, the family's jurisdiction for the spiders we ship."""
    url = one.settings.get("url", "")
    return urlsplit(str(url)).netloc if url else one.spider.partition(".")[0]


def _round(job: Job, shares: Sequence[Sequence[SourceJob]], heard: Report) -> list[tuple[SourceJob, str]]:
    """Runs each share in a process; returns the sources that got no outcome, each with why."""
    said: queue.Queue[tuple[_Process, bytes | None]] = queue.Queue()
    running = [_start(job, tuple(share), said) for share in shares]
    unfinished: list[tuple[SourceJob, str]] = []
    fault: MonitorError | None = None
    left = len(running)
    while left:
        process, line = said.get()
        if line is None:
            left -= 1
            why = _end(process)
            unfinished += [(one, why) for one in process.jobs if one.name not in process.finished]
            continue
        message = msgspec.json.decode(line)
        if "fault" in message:
            fault = StoreError(message["fault"], remedy=message["remedy"])
            continue
        process.finished.add(message["source"])
        heard(CheckResult(**{**message, "outcome": Outcome(message["outcome"])}))
    if fault:
        raise fault
    return unfinished


def _start(job: Job, share: tuple[SourceJob, ...], said: "queue.Queue[tuple[_Process, bytes | None]]") -> _Process:
    popen = subprocess.Popen(
        [sys.executable, "-m", "monitor.crawl.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    process = _Process(jobs=share, popen=popen)
    assert popen.stdin is not None
    with suppress(BrokenPipeError):  # a process that died at once is seen by its exit code
        popen.stdin.write(encode(msgspec.structs.replace(job, sources=share)))
        popen.stdin.close()
    process.timer = threading.Timer(job.fetching.time_limit, _kill, (process,))
    process.timer.daemon = True
    process.timer.start()
    threading.Thread(target=_listen, args=(process, said), daemon=True).start()
    return process


def _listen(process: _Process, said: "queue.Queue[tuple[_Process, bytes | None]]") -> None:
    assert process.popen.stdout is not None
    for line in process.popen.stdout:
        said.put((process, line))
    said.put((process, None))


def _kill(process: _Process) -> None:
    process.overdue = True
    with suppress(ProcessLookupError):
        os.killpg(process.popen.pid, signal.SIGKILL)


def _end(process: _Process) -> str:
    if process.timer:
        process.timer.cancel()
    code = process.popen.wait()
    if process.popen.stdout:
        process.popen.stdout.close()
    if process.overdue:
        return "the crawl took longer than [fetch] time_limit and was ended"
    if code < 0:
        return f"the crawl process was ended by {signal.Signals(-code).name}"
    return f"the crawl process ended with exit code {code}"


def _abandoned(job: Job, one: SourceJob, why: str) -> CheckResult:
    """A source whose process died twice is broken; written by the parent, which is alive."""
    from datetime import UTC, datetime

    from monitor.store import checks, sources
    from monitor.store.engine import open_store, write

    result = CheckResult(source=one.name, outcome=Outcome.BROKEN, error=why)
    now = job.now or datetime.now(UTC)
    with write(open_store(job.database)) as conn:
        row = sources.ensure(conn, one.name, spider=one.spider, jurisdiction=one.jurisdiction, cadence="")
        checks.end(conn, checks.begin(conn, row["id"], now), result, now)
        sources.settle(conn, row["id"], result, now=now)
    return result


def as_line(result: CheckResult) -> dict[str, Any]:
    """A result as `policywatch check --json` prints it."""
    shown: dict[str, Any] = msgspec.to_builtins(result)
    return shown


def by_name(results: Iterable[CheckResult]) -> dict[str, CheckResult]:
    """Results by source; the last word of a source counts."""
    return {result.source: result for result in results}
