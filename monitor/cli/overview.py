"""`sources`, `status`: how looking at the world goes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from monitor.cli.app import App, standard
from monitor.cli.screen import ago, safe, terminal

_TITLES = ("source", "publisher", "kinds", "verified", "last check", "last good", "next", "fault")


@click.command()
@click.argument("names", nargs=-1)
@standard
def sources(app: App, names: Sequence[str]) -> None:
    """Every source: coverage, route, how its facts were verified, last good check, next check, fault.

    \b
    policywatch sources
    policywatch sources us.dea_rules --json
    """
    from monitor.service.catalogue import overview

    rows = overview(app.config, app.database_url, names)
    if app.as_json or not terminal():
        app.emit(rows, _source_line)
    else:
        _source_table(rows, datetime.now(UTC))


def _source_line(row: Mapping[str, Any]) -> str:
    parts = (
        f"{row['name']:<32} {row['verified']:<10} {_state(row):<13}",
        f"last good {row['last_good_at'] or 'never'}",
        row["error"],
    )
    return "  ".join(part for part in parts if part)


def _state(row: Mapping[str, Any]) -> str:
    """The last outcome, and whether the source is checked at all."""
    outcome = row["outcome"] or "never checked"
    return outcome if row["enabled"] else f"{outcome} (off)" if row["outcome"] else "off"


def _source_table(rows: Iterable[Mapping[str, Any]], now: datetime) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold")
    for title in _TITLES:
        table.add_column(title, overflow="fold")
    for row in rows:
        cells = (
            row["name"],
            row["publisher"],
            " ".join(row["kinds"]),
            row["verified"],
            _state(row),
            ago(row["last_good_at"], now),
            _next(row, now),
            row["error"],
        )
        table.add_row(*(Text(safe(cell)) for cell in cells))  # as text: a name is no markup of the table
    Console().print(table)


def _next(row: Mapping[str, Any], now: datetime) -> str:
    if not row["enabled"]:
        return ""
    due = row["next_due_at"]
    return "due" if due is None or due <= now else f"in {ago(now, due).removesuffix(' ago')}"


@click.command()
@standard
def status(app: App) -> int:
    """What is red, what is due, what waits to be delivered. Exit 1 when something needs a person.

    \b
    policywatch status
    policywatch status --json
    """
    from monitor.service.catalogue import state_of_things

    rows = list(state_of_things(app.engine, now=datetime.now(UTC)))
    app.emit(rows, lambda row: f"{row['what']:<22} {row['state']:<9} {row['words']}")
    return 1 if any(row["state"] == "red" for row in rows) else 0
