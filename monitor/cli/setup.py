"""`init`, `apply`, `doctor`, `backup`: putting a monitor up and keeping it sound."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.app import DEFAULT_FILE, App, placed, standard
from monitor.cli.editing import dry_run, planned
from monitor.config import STARTER
from monitor.model.errors import ConfigError

if TYPE_CHECKING:
    from monitor.store.topics import Plan

_NAMED = 3  # of one sort; more are counted


@click.command()
@standard
def init(app: App) -> None:
    """Write a commented policywatch.toml (topic kratom as the example) and create the database.

    \b
    policywatch init
    policywatch init --config policy.toml --database sqlite:///policy.db
    """
    from monitor.service.setup import applied
    from monitor.store.engine import open_store

    file = app.file or DEFAULT_FILE
    written = not file.exists()
    if written:
        with placed(file) as partial:
            partial.write_text(STARTER.read_text(encoding="utf-8"), encoding="utf-8")
    if not app.as_json:
        click.echo(f"{file} is written: it explains itself" if written else f"{file} is kept as it is")
    app.file = file
    app.engine = open_store(app.database_url, create=True)
    plan = applied(app.config, app.engine, now=datetime.now(UTC))
    app.say({"file": str(file), "written": written, **plan.as_row()}, f"the database is ready: {plan_words(plan)}")
    if not app.as_json:
        click.echo(_NEXT)


_NEXT = """Next:
  policywatch check --all    looks at every source once and learns what is there
  policywatch run            keeps looking, gathers and sends; changes are told from the second look on"""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@dry_run
@standard
def apply(app: App, file: Path | None, dry_run: bool) -> None:
    """Put the file's topics, subscriptions and watched pages into the database, by name. Doing it twice changes nothing.

    \b
    policywatch apply
    policywatch apply policywatch.toml --dry-run
    """
    from monitor.service.setup import applied
    from monitor.store.engine import open_store

    if file:
        app.file = file
    if not app.config.file:
        raise ConfigError(
            "there is nothing to apply", file=str(DEFAULT_FILE), remedy="Write one with `policywatch init`"
        )
    if dry_run:
        plan = planned(app, app.config)
        app.say({**plan.as_row(), "dry_run": True}, f"plan: {plan_words(plan)}")
        return
    app.engine = open_store(app.database_url, create=True)
    plan = applied(app.config, app.engine, now=datetime.now(UTC))
    app.say(plan.as_row(), plan_words(plan))


def plan_words(plan: "Plan") -> str:
    """What applying a configuration did: "added topic kratom, 8 sources; disabled watch Board of Pharmacy"."""
    said = [f"{verb} {', '.join(_counted(things))}" for verb, things in plan.as_row().items() if things]
    return "; ".join(said) or "nothing to change"


def _counted(things: Sequence[str]) -> Iterable[str]:
    for noun, group in groupby(things, key=lambda thing: thing.partition(" ")[0]):
        of_noun = list(group)
        yield from of_noun if len(of_noun) <= _NAMED else [f"{len(of_noun)} {noun}s".replace("watchs", "watches")]


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@standard
def backup(app: App, target: Path | None) -> None:
    """A consistent copy of the database while it is in use; never overwrites, and is opened once to see that it is sound.

    \b
    policywatch backup
    policywatch backup /media/usb/policywatch.db
    """
    from monitor.store.backup import backup as copy

    made = copy(app.engine, target)
    app.say({"file": str(made)}, f"{made} holds everything; to restore, stop the service and copy it back")
