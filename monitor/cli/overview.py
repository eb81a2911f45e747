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
@click.option(
    "--coverage", is_flag=True, help="By jurisdiction: what is read there, how well, and the words nobody knew."
)
@click.option("--markdown", is_flag=True, help="With --coverage: the rows of docs/reference/coverage.md.")
@standard
def sources(app: App, names: Sequence[str], coverage: bool, markdown: bool) -> None:
    """Every source: coverage, route, how its facts were verified, last good check, next check, fault.

    \b
    policywatch sources
    policywatch sources us.dea_rules --json
    policywatch sources --coverage
    """
    from monitor.service.catalogue import overview

    if (names and coverage) or (markdown and not coverage):
        raise click.UsageError("--coverage is of all sources, so name none; --markdown goes with it")
    if coverage:
        _coverage(app, markdown=markdown)
        return
    rows = overview(app.config, app.database_url, names)
    if app.as_json or not terminal():
        app.emit(rows, _source_line)
    else:
        _source_table(rows, datetime.now(UTC))


def _source_line(row: Mapping[str, Any]) -> str:
    parts = (
        f"{row['name']:<32} {row['verified']:<10} {_state(row):<13}",
        f"last good {row['last_good_at'] or 'never'}",
        _used(row) if row["enabled"] else "",
        f"instead of {', '.join(row['instead_of'])}" if row["instead_of"] else "",
        row["error"],
    )
    return "  ".join(part for part in parts if part)


def _used(row: Mapping[str, Any]) -> str:
    """ "1,204 of 30,000 requests of 2026-11"; "" where nobody counts."""
    one = row["allowance"]
    return f"{one['used']:,} of {one['allowed']:,} requests of {one['period']}" if one else ""


def _state(row: Mapping[str, Any]) -> str:
    """The last outcome, and whether the source is checked at all."""
    if row["stands_by"]:
        return "stands by"
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
            "; ".join(part for part in (_used(row) if row["enabled"] else "", row["error"]) if part),
        )
        table.add_row(*(Text(safe(cell)) for cell in cells))  # as text: a name is no markup of the table
    Console().print(table)


def _coverage(app: App, *, markdown: bool) -> None:
    from monitor.service import coverage as of

    rows = of.coverage(app.config, app.database_url, now=datetime.now(UTC))
    if app.as_json or markdown or not terminal():
        app.emit(rows, of.markdown if markdown else _coverage_line)
    else:
        _coverage_table(rows)


def _coverage_line(row: Mapping[str, Any]) -> str:
    return "  ".join(part for part in _coverage_cells(row) if part)


def _coverage_cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What a person reads of a jurisdiction: its name, what is covered, since when, and what was not understood."""
    from monitor.service.coverage import covered_in_words

    common = "; ".join(f"{one['phrase']} ({one['count']:,})" for one in row["commonest"])
    unknown = f"{row['unknown_phrases']:,} unknown phrases: {common}" if row["unknown_phrases"] else ""
    good = f"last good {row['last_good_at']:%Y-%m-%d %H:%M}" if row["last_good_at"] else ""
    lag = f"{row['lag'] / 3600:.1f} h ago" if row["lag"] is not None else ""
    return (f"{row['place']:<22}", covered_in_words(row) or "nothing", good, lag, unknown)


def _coverage_table(rows: Iterable[Mapping[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold")
    for title in ("jurisdiction", "covered", "last good", "lag", "unknown phrases"):
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(cell.strip())) for cell in _coverage_cells(row)))
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
