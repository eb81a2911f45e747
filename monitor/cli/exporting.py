"""`export`: everything, for other tools and as evidence."""

import csv
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.app import App, Moment, standard
from monitor.cli.asking import change_row

_COLUMNS = (
    "id",
    "detected_at",
    "kind",
    "jurisdiction",
    "source",
    "document_kind",
    "identifier",
    "title",
    "url",
    "moves",
    "fields",
    "importance",
    "reasons",
    "topics",
)


@click.command()
@click.argument("form", type=click.Choice(["csv", "json", "warc"]))
@click.option("--out", type=click.Path(path_type=Path), help="The file to write [standard output; required for warc].")
@click.option("--since", type=Moment(), help="Only what changed from then on.")
@click.option("--topic", default="", help="Only changes that a topic matched.")
@standard
def export(app: App, form: str, out: Path | None, since: datetime | None, topic: str) -> None:
    """Changes as CSV or JSON lines, or every kept response as a WARC that `check --replay` reads.

    \b
    policywatch export csv --topic kratom --out kratom.csv
    policywatch export warc --out evidence.warc.gz
    """
    if form == "warc":
        if out is None:
            raise click.UsageError("say where to write the WARC: --out evidence.warc.gz")
        click.echo(f"{_warc(app, out)} responses written to {out}", err=True)
        return
    rows = _rows(app, since, topic)
    if form == "csv":
        _write_csv(rows, out)
        return
    app.as_json = True
    if out is None:
        app.emit(rows, str)
        return
    from monitor.cli.app import as_json

    out.write_text("".join(f"{as_json(row)}\n" for row in rows), encoding="utf-8")


def _rows(app: App, since: datetime | None, topic: str) -> Iterable[dict[str, Any]]:
    from monitor.store import changes

    with app.engine.connect() as conn:
        found = list(changes.select(conn, changes.Wanted(since=since, topic=topic)))
        topics = changes.topics_of(conn, [change.id for change in found])
    for change in found:
        yield change_row(change, topics.get(change.id, ()))


def _write_csv(rows: Iterable[Mapping[str, Any]], out: Path | None) -> None:
    stream = out.open("w", newline="", encoding="utf-8") if out else sys.stdout
    try:
        table = csv.writer(stream)
        table.writerow(_COLUMNS)
        for row in rows:
            table.writerow([harmless(cell) for cell in _cells(row)])
    finally:
        if out:
            stream.close()


def _cells(row: Mapping[str, Any]) -> Iterable[object]:
    document = row["document"]
    moves = "; ".join(f"{one['before'] or 'new'} → {one['after']}" for one in row["moves"])
    fields = ", ".join(one["name"] for one in row["fields"])
    return (
        row["id"],
        row["detected_at"].isoformat(),
        row["kind"],
        row["jurisdiction"],
        row["source"],
        document["kind"],
        document["identifier"],
        " ".join(document["title"].split()),
        document["url"],
        moves,
        fields,
        row["importance"],
        "; ".join(row["reasons"]),
        ", ".join(row["topics"]),
    )


def harmless(cell: object) -> object:
    """A cell that a spreadsheet does not run as a formula: a leading =, +, -, @, tab or return gets an apostrophe (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _warc(app: App, out: Path) -> int:
    from monitor.crawl.replay import Captured, write_warc
    from monitor.store.evidence import history

    def kept(data: bytes) -> Callable[[], bytes]:
        return lambda: data

    with app.engine.connect() as conn:
        captured = (
            Captured(
                url=one.url,
                at=one.fetched_at,
                status=one.status,
                media_type=one.media_type,
                headers=one.headers,
                read=kept(data),
            )
            for one, data in history(conn)
        )
        return write_warc(out, captured)
