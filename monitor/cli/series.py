"""`series`: the numbers that sources report, day by day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment, known
from monitor.cli.screen import terminal


@click.command()
@click.argument("identifier", required=False, default="")
@click.option("--source", default="", metavar="NAME", help="Only numbers that this source reported.")
@click.option("--since", type=Moment(), help="From this date on.")
@standard
def series(app: App, identifier: str, source: str, since: datetime | None) -> None:
    """The numbers that sources report about documents: comments received, reports of adverse events.

    They are no changes and are announced to nobody; a row stands for each day on which a number moved.

    \b
    policywatch series 2026-13580
    policywatch series --source us.openfda_food_events --json
    """
    from monitor.store import series as store
    from monitor.store import sources

    with app.reading() as conn:
        if source:
            known("source", source, [row["name"] for row in sources.listing(conn)])
        found = store.select(conn, identifier=identifier, source_name=source, since=since.date() if since else None)
    if not app.emit(map(_row, found), _line) and terminal():
        click.echo("no number is known that fits", err=True)


def _row(point: Any) -> dict[str, Any]:
    key = point.key
    return {
        "source": point.source,
        "document": {"kind": key.kind, "registry": key.registry, "identifier": key.identifier},
        "name": point.name,
        "on": point.on,
        "value": point.value,
    }


def _line(row: Mapping[str, Any]) -> str:
    from monitor.digests.words import clean, count

    what = count(row["value"], clean(row["name"]))
    return f"{row['on']}  {what:>24}  {clean(row['document']['identifier'])}  ({row['source']})"
