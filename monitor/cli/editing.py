"""What every verb that edits policywatch.toml shares: the draft, its judgement, and putting it into the database."""

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import DEFAULT_FILE, App
from monitor.config import Config, load
from monitor.config.edit import Draft
from monitor.model.errors import ConfigError

if TYPE_CHECKING:
    from monitor.store.topics import Plan

dry_run = click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
"""The option of every verb that edits."""


def draft(app: App) -> Draft:
    """The configuration as it stands, to be changed."""
    return Draft(app.file or DEFAULT_FILE)


def settle(app: App, made: Draft, *, dry: bool, row: dict[str, Any] | None = None, words: str = "") -> None:
    """Judges the draft, writes it and applies it; says what that changed. A draft with a mistake changes nothing."""
    from monitor.cli.setup import plan_words

    config = judged(made)
    if not dry:
        made.save()
    app.file = made.path
    app.__dict__.pop("config", None)
    plan = planned(app, config) if dry else _applied(app, config)
    said = {**(row or {}), "dry_run": dry, "file": str(made.path), **plan.as_row()}
    shown = made.difference() if dry else ""
    told = f"plan: {plan_words(plan)}" if dry else plan_words(plan)
    app.say(said, shown + (f"{words}: {told}" if words else told))


def leave_topic(made: Draft, topic: str) -> None:
    """Takes a topic out of every subscription; one that would be left without any is a wrong usage."""
    for one in made.names("subscriptions"):
        topics = made.get("subscriptions", one).get("topics", ())
        rest = [name for name in topics if name != topic]
        if topics and not rest:
            raise click.UsageError(
                f"{topic} is all that subscription {one} is told of: `policywatch unsubscribe {one}` first"
            )
        if len(rest) < len(topics):
            made.change("subscriptions", one, {"topics": rest})


def judged(made: Draft) -> Config:
    """The configuration that the draft would be; raises ConfigError, in the words of the file, for a mistake."""
    trial = made.path.with_name(f".{made.path.name}.trial")
    try:
        trial.touch(mode=0o600)
        trial.write_text(made.text, encoding="utf-8", newline="")
        config = load(trial, environ=os.environ)
        from monitor.service.setup import verified

        verified(config)
    except ConfigError as fault:
        raise ConfigError(fault.message.replace(str(trial), str(made.path)), remedy=fault.remedy) from fault
    finally:
        trial.unlink(missing_ok=True)
    return config


def planned(app: App, config: Config) -> "Plan":
    """What applying a configuration would change; a database that is not there yet is not made."""
    from monitor.service.setup import applied
    from monitor.store.engine import open_store

    url = app.database or config.database
    file = url.removeprefix("sqlite:///")
    now = datetime.now(UTC)
    if "://" in file or Path(file).exists():
        app.engine = open_store(url)
        return applied(config, app.engine, now=now, dry_run=True)
    with TemporaryDirectory() as folder:
        engine = open_store(Path(folder) / "trial.db", create=True)
        try:
            return applied(config, engine, now=now, dry_run=True)
        finally:
            engine.dispose()


def _applied(app: App, config: Config) -> "Plan":
    from monitor.service.setup import applied
    from monitor.store.engine import open_store

    app.engine = open_store(app.database or config.database, create=True)
    return applied(config, app.engine, now=datetime.now(UTC))
