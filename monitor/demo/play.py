"""Plays the recorded fortnight: serves each day, lets the real crawler, store and messengers loose on it, and tells what happened.

The entry point of `policywatch demo`. The crawl runs in a process of its own as always; only where it connects and what day it
is are ours. Everything that is shown was read back from the database or arrived at a mailbox, and is compared with the story.
"""

import asyncio
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as of_day
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from monitor.config import Config
from monitor.crawl.job import Fetching, Job
from monitor.crawl.run import run_checks
from monitor.demo import stage
from monitor.demo.evidence import Seen, Told, differences
from monitor.demo.screen import Screen
from monitor.demo.site import Message, Site, serving
from monitor.demo.story import DAYS, FDA_PAGE, SOURCES, Day
from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.deliver import deliver_due
from monitor.digests.read import stored
from monitor.digests.render import Format
from monitor.digests.subject import subject
from monitor.model.records import Change, Destination, Outcome
from monitor.service.catalogue import every_job
from monitor.service.due import gather_due
from monitor.service.settle import settle
from monitor.store.changes import Wanted, select
from monitor.store.engine import read, write

MORNING, EVENING, TELLING = of_day(8), of_day(17, 30), of_day(18)
"""When digests are due, when the sources are checked, and when what they said is told; Washington's time."""

_WASHINGTON = ZoneInfo("America/New_York")
_FILES: tuple[tuple[Format, str], ...] = (("html", "digest.html"), ("markdown", "digest.md"), ("text", "digest.txt"))


@dataclass(slots=True, kw_only=True)
class Run:
    """One performance: what it works with, and what it has seen so far by day."""

    folder: Path
    site: Site
    config: Config
    engine: sa.Engine
    screen: Screen
    seen: dict[date, Seen] = field(default_factory=dict)

    def play(self) -> list[str]:
        """All days in order; returns what was not as written."""
        wrong: list[str] = []
        for before, day in zip((None, *DAYS), DAYS, strict=False):
            if before and (day.on - before.on).days > 1:
                self.screen.line("", f"… {_span(before.on, day.on)}: not in the recording …")
            wrong += self._day(day)
        return wrong

    def _day(self, day: Day) -> list[str]:
        """The morning's digest, the evening's check, and what was told at once."""
        self.site.day = day.on
        self.screen.begin(day.on)
        seen, _ = self._tell(_at(day.on, MORNING))
        self.screen.messages(seen)
        if day.checked:
            found = self._look(day)
            evening, arrived = self._tell(_at(day.on, TELLING))
            self.screen.messages(evening)
            operator = tuple(one.subject for one in arrived if one.box == "operator")
            seen = replace(found, told=seen.told + evening.told, operator=operator)
        self.seen[day.on] = seen
        return differences(day, seen)

    def _look(self, day: Day) -> Seen:
        """Checks every source and settles the results; shows what was found."""
        now, jobs = _at(day.on, EVENING), tuple(every_job(self.config))
        # One process: starting another takes longer than there is to do for it.
        fetching = Fetching(connect_to=self.site.instead(), delay=0.0, processes=1, time_limit=60.0)
        with self.screen.busy(f"{day.on.day} {day.on:%B}: asking {len(jobs)} sources"):
            job = Job(database=self.config.database, sources=jobs, fetching=fetching, now=now)
            results = sorted(run_checks(job), key=lambda result: SOURCES.index(result.source))
        with write(self.engine) as conn:
            health = settle(conn, results, now=now, timezone=self.config.timezone, destinations=self._destinations())
        with read(self.engine) as conn:
            changes = tuple(select(conn, Wanted(since=now)))
        found = Seen(results=tuple(results), changes=changes, health=health)
        if day is DAYS[0]:
            self.screen.baseline(found)
        self.screen.findings(day, found)
        return found

    def _tell(self, now: datetime) -> tuple[Seen, list[Message]]:
        """Gathers and delivers what is due; the digests made, and every message that reached a mailbox."""
        made = gather_due(self.engine, now=now, destinations=self._destinations())
        asyncio.run(deliver_due(self.engine, now=now, destinations=self._destinations()))
        arrived = self.site.received()
        with read(self.engine) as conn:
            contents = [stored(conn, one) for one in made]
        return Seen(told=tuple(Told(content=one, subject=_arrived(one, arrived)) for one in contents)), arrived

    def _destinations(self) -> dict[str, Destination]:
        return {one.name: one for one in self.config.reach()}

    def digest(self) -> DigestContent:
        """The last weekly digest."""
        told = [one.content for seen in self.seen.values() for one in seen.told if one.content.kind == "digest"]
        return told[-1]

    def changes(self) -> list[Change]:
        """Every change that was found."""
        return [change for seen in self.seen.values() for change in seen.changes]


def play(out: Path) -> int:
    """Shows the fortnight and leaves digests and database in `out`; 0 when everything was found and told as written, else 1.

    Raises MonitorError when the folder is not to be used.
    """
    begun, screen = time.monotonic(), Screen()
    folder = stage.cleared(out)
    _introduce(screen)
    with serving(DAYS[0].on) as site, _quiet():
        config = stage.configured(folder, site)
        engine = stage.opened(config, _at(DAYS[0].on, MORNING))
        try:
            run = Run(folder=folder, site=site, config=config, engine=engine, screen=screen)
            if wrong := run.play():
                return _failed(screen, wrong)
            _conclude(run, begun)
        finally:
            engine.dispose()
    return 0


def _introduce(screen: Screen) -> None:
    screen.say("Two recorded weeks of policy on kratom and 7-OH: 1-7 July and 25-31 August 2026", "bold")
    screen.say("A small site on this machine plays the agencies; the real spiders, database and")
    screen.say("messengers watch it. Federal documents and dates are true, pages are in our words.")
    screen.say('What is marked "(example)" is invented: the bill, its hearing, the recall; the')
    screen.say("legislature's dates are illustrative.\n")


def _conclude(run: Run, begun: float) -> None:
    content = run.digest()
    messages = {name: compose(content, Room(format=form)) for form, name in _FILES}
    for name, message in messages.items():
        (run.folder / name).write_text(message.body, encoding="utf-8")
    text = messages["digest.txt"]
    run.screen.say(f"\nThe weekly digest of {content.made_on}, as text:\n", "bold")
    run.screen.verbatim(f"Subject: {text.subject}\n\n{text.body}")
    run.screen.say(_summary(run, time.monotonic() - begun), "bold")
    run.screen.say()
    run.screen.verbatim("The same to open:\n" + "\n".join(f"  {run.folder / name}" for name in messages) + "\n")
    run.screen.commands(run.folder, next(change.id for change in run.changes() if change.source == FDA_PAGE))


def _summary(run: Run, seconds: float) -> str:
    results = [result for seen in run.seen.values() for result in seen.results]
    kinds = [one.content.kind for seen in run.seen.values() for one in seen.told]
    walls = sum(result.outcome is Outcome.BLOCKED for result in results)
    held, removed = sum(result.held for result in results), sum(result.removed for result in results)
    answers = run.site.statuses
    return (
        f"{len(results)} checks in {seconds:.0f} seconds; {answers.total()} pages asked for, {answers[304]} answered "
        f'"not modified"; {len(run.changes())} changes, each found on its day and once; {kinds.count("alert")} alerts and '
        f"{kinds.count('digest')} weekly digests delivered; {walls} checks stopped by a wall, told as that; {held} removals "
        f"held, {removed} announced."
    )


def _failed(screen: Screen, wrong: Sequence[str]) -> int:
    screen.say("\nNot everything was found and told as it was recorded. That is a fault of policywatch:", "bold red")
    for one in wrong:
        screen.line("wrong", one)
    return 1


def _at(on: date, clock: of_day) -> datetime:
    return datetime.combine(on, clock, tzinfo=_WASHINGTON)


def _span(before: date, after: date) -> str:
    """The days between two others: "8 July to 12 July"."""
    first, last = before + timedelta(days=1), after - timedelta(days=1)
    return f"{first.day} {first:%B} to {last.day} {last:%B}"


def _arrived(content: DigestContent, arrived: Sequence[Message]) -> str:
    """The subject under which a digest reached its subscription's mailbox; empty when it did not."""
    wanted = subject(content)
    return next((one.subject for one in arrived if (one.box, one.subject) == (content.subscription, wanted)), "")


@contextmanager
def _quiet() -> Iterator[None]:
    """Warnings of ours are part of the story and told there; without a handler they would run across the screen."""
    log, silent = logging.getLogger("monitor"), logging.NullHandler()
    log.addHandler(silent)
    try:
        yield
    finally:
        log.removeHandler(silent)
