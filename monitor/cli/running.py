"""`run`, `demo`: the service, and a first look at what it does."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import DEFAULT_FILE, App, standard
from monitor.cli.arguments import Moment
from monitor.cli.checking import report, worded
from monitor.cli.setup import plan_words
from monitor.model.errors import ConfigError
from monitor.model.records import CheckResult

if TYPE_CHECKING:
    from monitor.digests.deliver import Settled
    from monitor.service.run import Hands

log = logging.getLogger("policywatch")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now (checks, digests, deliveries), then end: for cron.")
@click.option("--now", type=Moment(), help="With --once: the time to act as of.")
@standard
def run(app: App, once: bool, now: datetime | None) -> None:
    """Run the service: due checks, digests and deliveries, until it is stopped. The configuration is applied first.

    \b
    policywatch run
    policywatch run --once        # from cron, every ten minutes
    """
    from monitor.service.run import once as do_once
    from monitor.service.run import serve
    from monitor.service.setup import applied

    if now and not once:
        raise click.UsageError("--now goes with --once: the service follows the clock")
    if not app.config.file:  # the defaults would switch off all topics and subscriptions of the database
        raise ConfigError(
            "the service needs to know what to watch and whom to tell",
            file=str(DEFAULT_FILE),
            remedy="Write one with `policywatch init`, or name it with --config",
        )
    app.config.reach()  # a secret that is missing stops the service before it changes anything
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    app.ensure_database()
    plan = applied(app.config, app.engine, now=now or datetime.now(UTC))
    if plan:
        log.info("policywatch.toml: %s", plan_words(plan))
    hands = hands_of(app, now)
    if not once:
        asyncio.run(serve(app.engine, app.config, hands=hands))
        return
    asyncio.run(do_once(app.engine, app.config, hands=hands, now=now or datetime.now(UTC)))


def _tell(app: App, result: CheckResult) -> None:
    if app.as_json:
        report(app, result)
    log.log(logging.INFO if result.outcome.good else logging.WARNING, "%s", " ".join(worded(result).split()))


def hands_of(app: App, fixed: datetime | None = None) -> "Hands":
    """What the service works with: crawl processes for checks, Apprise for messages."""
    from functools import partial

    from monitor.crawl.job import Job
    from monitor.crawl.run import run_checks
    from monitor.digests.deliver import deliver_due
    from monitor.service.catalogue import fetching, jobs_named
    from monitor.service.run import Hands

    async def check(names: Sequence[str], now: datetime) -> Sequence[CheckResult]:
        job = Job(
            database=app.database_url,
            sources=tuple(jobs_named(app.config, names)),
            fetching=fetching(app.config),
            now=fixed,
        )
        stop = threading.Event()
        try:
            return await asyncio.to_thread(run_checks, job, report=partial(_tell, app), stop=stop)
        finally:
            stop.set()  # a cancelled check ends its crawl processes; a finished one has none left

    async def deliver(*args: Any, **more: Any) -> "list[Settled]":
        config = app.config
        settled = await deliver_due(*args, **more, templates=config.templates, public_url=config.public_url)
        for one in settled:
            ended = f"{one.state}: {one.error}" if one.error else str(one.state)
            log.info("digest %d to %s: %s", one.digest_id, one.destination, ended)
        return settled

    return Hands(check=check, deliver=deliver)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("policywatch-demo"),
    show_default=True,
    help="Where digests and database go.",
)
def demo(out: Path) -> int:
    """Watch a recorded fortnight of policy happen on this machine: nothing to set up, nothing leaves it.

    \b
    policywatch demo
    policywatch demo --out /tmp/first-look

    A small site on loopback serves fourteen days of Federal Register, FDA, openFDA and legislature pages; the real spiders
    crawl it with simulated dates. It ends with a weekly digest on screen and as HTML and Markdown files.
    """
    from monitor.demo.play import play

    code: int = play(out)
    return code
