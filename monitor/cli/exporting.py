"""`export`: everything, for other tools and as evidence."""

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.app import App, as_json, output, placed, standard
from monitor.cli.arguments import Moment
from monitor.cli.asking import change_rows, moves_of

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
@click.argument("form", metavar="FORMAT", type=click.Choice(["csv", "json", "warc"]))
@click.option("--out", type=click.Path(path_type=Path), help="The file to write [standard output; required for warc].")
@click.option("--since", type=Moment(), help="Only what changed from then on; not for warc.")
@click.option("--topic", default="", metavar="NAME", help="Only changes that a topic matched; not for warc.")
@standard
def export(app: App, form: str, out: Path | None, since: datetime | None, topic: str) -> None:
    """Changes as csv or json (one object a line, as `changes --json` prints them), or every kept response as a warc that
    `check --replay` reads.

    \b
    policywatch export csv --topic kratom --out kratom.csv
    policywatch export json --since 2026-11-01
    policywatch export warc --out evidence.warc.gz
    """
    from monitor.store.changes import Wanted

    if form == "warc":
        _export_warc(app, out, narrowed=bool(since or topic))
        return
    rows = change_rows(app, Wanted(since=since, topic=topic))
    with output(out) as stream:
        if form == "csv":
            write_csv(rows, stream)
        else:
            stream.writelines(f"{as_json(row)}\n" for row in rows)


def write_csv(rows: Iterable[Mapping[str, Any]], stream: Any) -> None:
    """Changes as a table (RFC 4180) whose cells no spreadsheet runs as formulas."""
    table = csv.writer(stream)
    table.writerow(_COLUMNS)
    for row in rows:
        table.writerow([harmless(cell) for cell in _cells(row)])


def _cells(row: Mapping[str, Any]) -> Iterable[object]:
    document = row["document"]
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
        "; ".join(moves_of(row)),
        ", ".join(one["name"] for one in row["fields"]),
        row["importance"],
        "; ".join(row["reasons"]),
        ", ".join(row["topics"]),
    )


def harmless(cell: object) -> object:
    """A cell that a spreadsheet does not run as a formula: a leading =, +, -, @, tab or return gets an apostrophe (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _export_warc(app: App, out: Path | None, *, narrowed: bool) -> None:
    from monitor.digests.words import count

    if out is None:
        raise click.UsageError("say where to write the WARC: --out evidence.warc.gz")
    if narrowed:
        raise click.UsageError("a WARC holds all the evidence: --since and --topic go with csv and json")
    with placed(out) as partial:
        written = _write_warc(app, partial)
    words = f"{count(written, 'response')} written to {out}"
    if app.as_json:
        app.say({"file": str(out), "responses": written}, words)
    else:
        click.echo(words, err=True)


def _write_warc(app: App, out: Path) -> int:
    from monitor.crawl.replay import Captured, write_warc
    from monitor.store.evidence import history
    from monitor.store.redirects import asked_at

    def kept(data: bytes) -> Callable[[], bytes]:
        return lambda: data

    with app.reading() as conn:
        asked = asked_at(conn)
        captured = (
            Captured(
                url=one.url,
                at=one.fetched_at,
                status=one.status,
                media_type=one.media_type,
                headers=one.headers,
                asked=asked.get(one.id, ()),
                read=kept(data),
            )
            for one, data in history(conn)
        )
        return write_warc(out, captured)
