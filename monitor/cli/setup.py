"""`init`, `apply`, `doctor`, `backup`: putting a monitor up and keeping it sound."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.app import DEFAULT_FILE, App, as_json, standard
from monitor.config import STARTER
from monitor.model.errors import ConfigError, MonitorError


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
    if file.exists():
        click.echo(f"{file} is kept as it is")
    else:
        file.write_text(STARTER.read_text(encoding="utf-8"), encoding="utf-8")
        click.echo(f"{file} is written: read it, then change what you like")
    app.file = file
    engine = open_store(app.database_url, create=True)
    plan = applied(app.config, engine, now=datetime.now(UTC))
    click.echo(f"the database is ready: {plan}")
    click.echo("Next: policywatch check --all   (then `policywatch run` keeps it going)")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@standard
def apply(app: App, file: Path | None) -> None:
    """Put the file's topics, subscriptions and watched pages into the database, by name. Doing it twice changes nothing.

    \b
    policywatch apply
    policywatch apply policywatch.toml
    """
    from monitor.service.setup import applied
    from monitor.store.engine import open_store

    if file:
        app.file = file
    if not app.config.file:
        raise ConfigError(
            "there is nothing to apply", file=str(DEFAULT_FILE), remedy="Write one with `policywatch init`"
        )
    plan = applied(app.config, open_store(app.database_url, create=True), now=datetime.now(UTC))
    click.echo(as_json(plan.as_row()) if app.as_json else str(plan))


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
    click.echo(
        as_json({"file": str(made)})
        if app.as_json
        else f"{made} holds everything; to restore, stop the service and copy it back"
    )


@click.command()
@standard
def doctor(app: App) -> int:
    """Look for what is wrong: configuration, database, evidence, templates, sources. Exit 1 when something is.

    \b
    policywatch doctor
    """
    findings = list(_findings(app))
    app.emit(findings, lambda row: f"{row['state']:<5} {row['what']:<14} {row['words']}")
    return 1 if any(row["state"] == "wrong" for row in findings) else 0


def _findings(app: App) -> Iterable[dict[str, Any]]:
    from monitor.service.setup import verified
    from monitor.store.backup import verify

    try:
        verified(app.config)
        yield _found("configuration", app.config.file or "no file: defaults hold")
    except MonitorError as fault:
        yield _found("configuration", str(fault), wrong=True)
        return
    try:
        faults = verify(app.engine)
    except MonitorError as fault:
        yield _found("database", str(fault), wrong=True)
        return
    yield from (_found("database", fault, wrong=True) for fault in faults)
    if not faults:
        yield _found("database", f"{app.engine.url.render_as_string(hide_password=True)} is sound")
    yield from _source_findings(app)


def _source_findings(app: App) -> Iterable[dict[str, Any]]:
    from monitor.service.catalogue import overview

    for row in overview(app.config, app.database_url):
        if row["error"]:
            yield _found(row["name"], row["error"], wrong=True)


def _found(what: str, words: str, *, wrong: bool = False) -> dict[str, Any]:
    return {"what": what, "state": "wrong" if wrong else "good", "words": words}
