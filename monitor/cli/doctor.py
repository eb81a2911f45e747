"""`doctor`: looking for what is wrong, before it shows as a digest that never came."""

from collections.abc import Iterable
from typing import Any

import click

from monitor.cli.app import App, standard
from monitor.model.errors import MonitorError


@click.command()
@standard
def doctor(app: App) -> int:
    """Look for what is wrong: configuration, secrets, templates, database, evidence, sources. Exit 1 when something is.

    \b
    policywatch doctor
    policywatch doctor --json
    """
    findings = list(_findings(app))
    app.emit(findings, lambda row: f"{row['state']:<5} {row['what']:<14} {row['words']}")
    return 1 if any(row["state"] == "wrong" for row in findings) else 0


def _findings(app: App) -> Iterable[dict[str, Any]]:
    try:
        yield from _configuration(app)
    except MonitorError as fault:
        yield _found("configuration", str(fault), "wrong")
        return
    yield from _templates(app)
    try:
        yield from _database(app)
    except MonitorError as fault:
        yield _found("database", str(fault), "wrong")
        return
    yield from _sources(app)


def _configuration(app: App) -> Iterable[dict[str, Any]]:
    from monitor.service.catalogue import fetching
    from monitor.service.setup import verified

    verified(app.config)
    fetching(app.config)
    yield _found("configuration", app.config.file or "no file: defaults hold")
    if app.config.file and not app.config.contact:
        yield _found("contact", "not set: an agency that is bothered cannot write to you", "note")
    for one in app.config.destinations:
        if one.problem:
            yield _found("destination", f"{one.name}: {one.problem}", "wrong")


def _templates(app: App) -> Iterable[dict[str, Any]]:
    from monitor.digests.render import faults_of

    if app.config.templates:
        faults = faults_of(app.config.templates)
        yield from (_found("templates", fault, "wrong") for fault in faults)
        if not faults:
            yield _found("templates", f"{app.config.templates} can be read")


def _database(app: App) -> Iterable[dict[str, Any]]:
    from monitor.store.backup import verify
    from monitor.store.engine import shown

    faults = verify(app.engine)
    yield from (_found("database", fault, "wrong") for fault in faults)
    if not faults:
        yield _found("database", f"{shown(app.engine)} is sound")


def _sources(app: App) -> Iterable[dict[str, Any]]:
    from monitor.service.catalogue import overview

    for row in overview(app.config, app.database_url):
        if row["error"]:
            yield _found(row["name"], row["error"], "wrong")


def _found(what: str, words: str, state: str = "good") -> dict[str, Any]:
    return {"what": what, "state": state, "words": words}
