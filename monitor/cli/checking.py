"""`check`: looking at the world, now."""

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, as_json, standard
from monitor.cli.arguments import Moment
from monitor.cli.screen import progress, safe, terminal
from monitor.model.errors import MonitorError
from monitor.model.records import CheckResult

if TYPE_CHECKING:
    from monitor.crawl.job import Job, SourceJob
    from monitor.crawl.run import Spare

_COLOURS = {"changed": "green", "baseline": "blue", "unchanged": None}


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every enabled source.")
@click.option("--due", is_flag=True, help="Enabled sources whose next check is due.")
@click.option(
    "--replay",
    type=click.Path(exists=True, path_type=Path),
    help="Answer from a WARC file or a folder with captures.csv; nothing reaches the network.",
)
@click.option("--now", type=Moment(), help="The time to record and, with --replay, to answer as of.")
@click.option("--announce", is_flag=True, help="Announce what the first check of a source finds.")
@click.option("--accept-removals", is_flag=True, help="Believe that documents which vanished are gone, however many.")
@standard
def check(
    app: App,
    sources: tuple[str, ...],
    everything: bool,
    due: bool,
    replay: Path | None,
    now: datetime | None,
    announce: bool,
    accept_removals: bool,
) -> int:
    """Check sources now; a line per source says how it ended.

    \b
    policywatch check us.dea_rules virginia.bills
    policywatch check --all
    policywatch check virginia.bills --replay captures/ --now 2025-02-01T12:00:00Z --json

    Exit 1 when a source could not be read completely.
    """
    from monitor.crawl.run import Spare

    if [bool(sources), everything, due].count(True) != 1:
        raise click.UsageError("name sources, or say --all or --due (see `policywatch sources`)")
    with Spare(_processes(sources, everything=everything)) as spare:
        if replay:
            _look_at(replay)
        jobs = _chosen(app, sources, everything=everything, now=now or datetime.now(UTC))
        job = _job(app, jobs, replay=replay, now=now, announce=announce, accept_removals=accept_removals)
        loading = threading.Thread(target=_load_settling, args=(app,))
        loading.start()
        try:
            results = _run(app, job, spare)
        finally:
            loading.join()
    _settle(app, results, now or datetime.now(UTC))
    return 0 if all(result.outcome.good for result in results) else 1


def _processes(names: Sequence[str], *, everything: bool) -> int:
    """How many crawl processes will surely be needed, before the configuration is read."""
    return 2 if everything else min(1, len(names))


def _job(
    app: App,
    jobs: "Sequence[SourceJob]",
    *,
    replay: Path | None,
    now: datetime | None,
    announce: bool,
    accept_removals: bool,
) -> "Job":
    """What the crawl processes are told."""
    from monitor.crawl.job import Job
    from monitor.service.catalogue import fetching

    app.ensure_database()
    return Job(
        database=app.database_url,
        sources=tuple(jobs),
        fetching=fetching(app.config),
        now=now,
        replay=str(replay.resolve()) if replay else "",
        announce=announce,
        accept_removals=accept_removals,
    )


def _run(app: App, job: "Job", spare: "Spare") -> list[CheckResult]:
    """Runs the checks, with a line for each that ends."""
    from monitor.crawl.run import run_checks

    with progress(len(job.sources), "checking") as advance:

        def ended(result: CheckResult) -> None:
            report(app, result)
            advance()

        return run_checks(job, report=ended, spare=spare)


def _look_at(replay: Path) -> None:
    """Says now what is wrong with the captures, rather than once for every source."""
    from monitor.crawl.replay import captures

    for _ in captures(replay):
        pass


def _chosen(app: App, names: Sequence[str], *, everything: bool, now: datetime) -> "list[SourceJob]":
    """The sources to check: those named, every enabled one, or those that are due."""
    from monitor.service.catalogue import awake, due_jobs, jobs_named

    if names:
        return jobs_named(app.config, names)
    app.ensure_database()
    jobs = awake(app.config, app.engine, now) if everything else due_jobs(app.config, app.engine, now)
    if not jobs and terminal():
        click.echo("no source is enabled" if everything else "nothing is due", err=True)
    return jobs


def _load_settling(app: App) -> None:
    """While the crawl processes work, this one imports what it needs afterwards: half a second that nobody waits for."""
    from monitor.service import settle  # noqa: F401  # imported for its own sake

    with suppress(MonitorError):  # said when it is opened for use
        app.engine  # noqa: B018  # opened for its own sake


def _settle(app: App, results: Sequence[CheckResult], now: datetime) -> None:
    """Health, next due times and the operator's message, as after a check of the service."""
    from monitor.service.settle import settle

    with app.writing() as conn:  # what the log would say is in the line of the source
        settle(conn, results, now=now, timezone=app.config.timezone, destinations={}, logged=False)


def report(app: App, result: CheckResult) -> None:
    """Prints the line of a check that ended."""
    from monitor.crawl.run import as_line

    click.echo(as_json(as_line(result)) if app.as_json else safe(worded(result)))


def worded(result: CheckResult) -> str:
    """A result as one line; the outcome in colour on a terminal."""
    outcome = str(result.outcome)
    if terminal():
        outcome = click.style(f"{outcome:<11}", fg=_COLOURS.get(outcome, "red"))
    moved = [f"{count} {name}" for name, count in _moves(result) if count]
    noun = "document" if result.documents == 1 else "documents"
    words = f"{result.source:<32} {outcome:<11} {result.documents:>6} {noun:<9}"
    unread = f"not read: {', '.join(result.untracked)}" if result.untracked else ""
    return "  ".join(filter(None, [words, ", ".join(moved), unread, *result.moved, result.error])).rstrip()


def _moves(result: CheckResult) -> Iterable[tuple[str, int]]:
    yield "added", result.added
    yield "amended", result.amended
    yield "removed", result.removed
    yield "held", result.held
