"""The crawl process: `python -m monitor.crawl` reads a job, runs its sources through Scrapy, prints a line per source.

A process of its own bounds memory and time and survives whatever a parser does: a crash is an exit code to the parent.
Sources on the same host run one after the other, so that politeness holds; the others run side by side.
"""

import asyncio
import logging
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from typing import Any

import msgspec
import sqlalchemy as sa
from scrapy.crawler import AsyncCrawlerProcess

from monitor import __version__, reading
from monitor.crawl.job import Job, SourceJob, decode_job, encode
from monitor.crawl.plan import Crawl, lanes, plan
from monitor.crawl.record import Recorder
from monitor.crawl.settings import settings_for
from monitor.crawl.texts import TextCheck, open_texts
from monitor.crawl.visit import Desk
from monitor.crawl.watch import Watch
from monitor.model.errors import MonitorError, StoreError
from monitor.source.spider import SourceSpider
from monitor.source.watched import Watched
from monitor.store import checks, evidence, matters, sessions, sources
from monitor.store.engine import open_store, write
from monitor.store.routes import comes_after

SOFT = 0.8
"""The part of its time limit in which a process makes requests; the rest is for the answers on their way and the last rows."""
_OURS_TO_TELL = (
    "scrapy.downloadermiddlewares.robotstxt",
    "scrapy.core.scraper",
    "scrapy.core.engine",
    "scrapy.core.downloader.handlers.http11",  # a body over the limit
)
MIDDLEWARES = {"monitor.crawl.observe.ObserveMiddleware": 10, "monitor.crawl.bundle.BundleMiddleware": 20}


def run() -> int:
    """Runs the job on standard input; 0 when every source got an outcome, 1 when the database failed, 2 for a wrong job."""
    try:
        return _run_job()
    except MonitorError as fault:
        logging.getLogger("policywatch").error("%s", fault)
        return 2


def _run_job() -> int:
    told = sys.stdin.buffer.readline()
    if not told:  # our parent ended before it knew what there is to check
        return 0
    job = decode_job(told)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory(job.fetching.memory_limit_mb)
    try:
        engine = open_store(job.database)
        try:
            desk = _crawled(job, engine)
        finally:
            engine.dispose()
    except StoreError as fault:
        _say({"fault": fault.message, "remedy": fault.remedy})
        return 1
    if desk.fault:
        _say({"fault": desk.fault.message, "remedy": desk.fault.remedy})
        return 1
    return 0


def _crawled(job: Job, engine: sa.Engine) -> Desk:
    """The desk at the end of the crawl."""
    clock = _clock(job)
    recorder = Recorder(engine, clock=clock)
    crawls = plan(job.sources, now=clock())
    desk = Desk(recorder, _open(engine, job, crawls, clock()), late=_late(job))
    _run(job, crawls, desk)
    return desk


def _clock(job: Job) -> Callable[[], datetime]:
    """What time it is: the job's word, which stands still, or the real one."""
    fixed = job.now
    return (lambda: fixed) if fixed else (lambda: datetime.now(UTC))


def _late(job: Job) -> Callable[[], bool]:
    """Whether a process should come to its end by itself, before its parent ends it."""
    deadline = time.monotonic() + SOFT * job.fetching.time_limit
    return lambda: time.monotonic() > deadline


def _end_with_parent() -> None:
    """The parent holds our standard input open as long as it lives; nobody would hear what we say after that."""
    while os.read(0, 4096):  # not through sys.stdin: its lock must be free when the interpreter ends
        pass
    os._exit(3)


def _limit_memory(megabytes: int) -> None:
    limit = megabytes * 1024 * 1024
    with suppress(ValueError, OSError):  # a stricter limit is already set from outside
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _open(engine: sa.Engine, job: Job, crawls: Sequence[Crawl], now: datetime) -> dict[str, Watch]:
    """Opens a check for every source and loads what is known of its pages."""
    wanted = {
        one.name: {
            "spider": one.spider,
            "jurisdiction": one.jurisdiction or crawl.spider.jurisdiction,
            "cadence": crawl.spider.cadence,
        }
        for crawl in crawls
        for one in crawl.jobs
    }
    with write(engine) as conn:
        rows = sources.ensure(conn, wanted)
        ids = [rows[name]["id"] for name in wanted]
        begun = dict(zip(wanted, checks.begin(conn, ids, now), strict=True))
        pages = evidence.pages_of(conn, ids)
        for crawl in crawls:
            sessions.note(conn, crawl.spider.session_days())
        matter = {
            one.name: matters.pages(conn, rows[one.name]["id"], rows[one.name]["jurisdiction"], now, _over(crawl, now))
            for crawl in crawls
            if crawl.spider.rounds
            for one in crawl.jobs
        }
    watches: dict[str, Watch] = {}
    for crawl in crawls:
        by_name = {one.source: one for one in crawl.watched}
        for one in crawl.jobs:
            watch = _watch(rows[one.name], one, crawl.spider, by_name.get(one.name), begun[one.name], now, job)
            watch.pages = pages[watch.id]
            watch.matters = frozenset(matter.get(one.name, ()))
            watches[one.name] = watch
    return watches


def _over(crawl: Crawl, now: datetime) -> set[str]:
    """The registers of the crawl's sessions whose work is done."""
    days = crawl.spider.session_days()
    return {register for register, (_, last) in days.items() if last and now.date() > last + matters.SETTLED}


def _watch(
    row: sa.RowMapping,
    one: SourceJob,
    spider: type[SourceSpider],
    watched: Watched | None,
    check_id: int,
    now: datetime,
    job: Job,
) -> Watch:
    edition = f"{spider.edition}.{reading.EDITION}"
    if one.settings:  # what a user selects is our edit, not the publisher's
        edition += "." + sha256(msgspec.json.encode(one.settings, order="deterministic")).hexdigest()[:8]
    return Watch(
        id=row["id"],
        name=one.name,
        check_id=check_id,
        jurisdiction=row["jurisdiction"],
        registry=spider.registry,
        edition=edition,
        complete=watched.complete if watched else spider.complete,
        steady=spider.steady,
        may_be_empty=spider.may_be_empty,
        baselined=row["baselined_at"] is not None,
        announce=job.announce,
        after=comes_after(row),
        accept_removals=job.accept_removals,
        registers=spider.registers(now),
        started_at=now,
        pages={},
    )


def _settings(job: Job, desk: Desk) -> dict[str, Any]:
    fetching = job.fetching
    settings = settings_for(
        contact=fetching.contact,
        version=__version__,
        allow_private=fetching.allow_private,
        intermediates=fetching.intermediates,
        replay=job.replay,
        as_of=job.now.isoformat() if job.now else "",
        connect_to=fetching.connect_to,
        delay=fetching.delay,
    )
    settings["DOWNLOADER_MIDDLEWARES"] = {**settings.get("DOWNLOADER_MIDDLEWARES", {}), **MIDDLEWARES}
    settings["POLICYWATCH_DESK"] = desk
    return settings


def _quiet_logs() -> None:
    """Faults become outcomes; Scrapy's own accounts of them, with tracebacks, would only say it twice. And a line that is
    not wanted should not be made: Scrapy makes several per page."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    for name in _OURS_TO_TELL:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _run(job: Job, crawls: Sequence[Crawl], desk: Desk) -> None:
    process = AsyncCrawlerProcess(_settings(job, desk))
    _quiet_logs()
    loop = asyncio.get_event_loop()
    work = loop.create_task(_all(process, crawls, desk))

    def stop(_: Any) -> None:
        running: Any = import_module("twisted.internet.reactor")  # installed by Scrapy just now
        running.callFromThread(running.stop)

    work.add_done_callback(stop)
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    work.result()


async def _all(process: AsyncCrawlerProcess, crawls: Sequence[Crawl], desk: Desk) -> None:
    await asyncio.gather(*(_lane(process, lane, desk) for lane in lanes(crawls)))


async def _lane(process: AsyncCrawlerProcess, lane: Sequence[Crawl], desk: Desk) -> None:
    for crawl in lane:
        if desk.fault is None:
            await _crawl(process, crawl, desk)


async def _crawl(process: AsyncCrawlerProcess, crawl: Crawl, desk: Desk) -> None:
    texts: TextCheck | None = None
    try:
        texts = _open_texts(crawl, desk)
        await process.crawl(crawl.spider, **_arguments(crawl, desk, texts))
    except Exception as fault:  # a spider that cannot even start is a broken check, not a dead process
        said = str(fault) if isinstance(fault, MonitorError) else f"{type(fault).__name__}: {fault}"
        for one in crawl.jobs:
            desk.watches[one.name].tally.broken.append(said)
    try:
        if desk.fault is None:
            watches = [desk.watches[one.name] for one in crawl.jobs]
            for result in desk.recorder.finish([*watches, texts.watch] if texts else watches):
                _say(result)
    except StoreError as fault:
        desk.fault = fault


def _open_texts(crawl: Crawl, desk: Desk) -> TextCheck | None:
    """The texts to be read of the bills that this crawl lists, if it lists bills and any of them waits."""
    if "bill" not in crawl.spider.kinds:
        return None
    bills = desk.watches[crawl.jobs[0].name]
    opened = open_texts(desk.recorder.engine, crawl.spider, bills, desk.recorder.clock())
    if opened:
        desk.watches[opened.watch.name] = opened.watch
    return opened


def _arguments(crawl: Crawl, desk: Desk, texts: TextCheck | None) -> dict[str, Any]:
    """What a spider is made with: the time, the addresses of its users, the words to search for, the texts to read."""
    arguments: dict[str, Any] = {"now": desk.recorder.clock()}
    if crawl.watched:
        arguments["watched"] = crawl.watched
    if texts:
        arguments["also"] = texts.requests
    if crawl.spider.searches or crawl.spider.seeks:
        arguments["terms"] = crawl.terms or desk.recorder.matcher.words()
        if crawl.spider.searches and not arguments["terms"]:
            remedy = f'Add a topic, or terms to [sources."{crawl.spider.name}"].'
            raise MonitorError("there is nothing to search for", remedy=remedy)
    return arguments


def _say(message: Mapping[str, str] | Any) -> None:
    sys.stdout.buffer.write(encode(message))
    sys.stdout.buffer.flush()
