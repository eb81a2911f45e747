"""`export`: everything, for other tools and as evidence."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from monitor.cli.app import App, as_json, output, placed, standard
from monitor.cli.arguments import ROW, Moment, known
from monitor.cli.asking import change_rows, moves_of
from monitor.digests.channels import Channel, channel
from monitor.store.changes import Wanted

if TYPE_CHECKING:
    import sqlalchemy as sa

    from monitor.model.records import Snapshot

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


_MANIFEST = ("url", "at", "status", "media_type", "bytes", "sha256")
_FORMATS = ("csv", "xlsx", "json", "atom", "jsonfeed", "ics", "warc")
_AT_ONCE = 200
_TO_FILES = ("xlsx", "warc")


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(_FORMATS))
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file to write [standard output; required for xlsx and warc]."
)
@click.option(
    "--since", type=Moment(), help="Only what changed from then on; of a calendar, what happens from that day on."
)
@click.option("--topic", default="", metavar="NAME", help="Only what a topic matched.")
@click.option("--jurisdiction", default="", metavar="CODE", help="us, us-va, us-* …")
@click.option("--subscription", default="", metavar="NAME", help="Only what a subscription's digests tell of.")
@click.option("--limit", type=ROW, help="Only the newest changes, so many [a feed: 100].")
@click.option(
    "--all", "everything", is_flag=True, help="With json: not only changes but all that there is, each with its type."
)
@standard
def export(
    app: App,
    form: str,
    out: Path | None,
    since: datetime | None,
    topic: str,
    jurisdiction: str,
    subscription: str,
    limit: int | None,
    everything: bool,
) -> None:
    """Changes as a table (csv, xlsx), as json (one object a line, as `changes --json` prints them) or as a feed (atom, jsonfeed);
    all that there is as json (--all); hearings, ends of comment periods and effective dates as a calendar (ics); or every kept response as a warc that
    `check --replay` reads.

    \b
    policywatch export csv --topic kratom --out kratom.csv
    policywatch export atom --jurisdiction us-va --out virginia.atom
    policywatch export ics --topic kratom --out kratom.ics
    policywatch export json --all --out everything.jsonl
    policywatch export warc --out evidence.warc.gz
    """
    narrowed = bool(since or topic or jurisdiction or subscription or limit)
    if everything:
        _export_all(app, form, out, narrowed=narrowed)
        return
    if form == "warc":
        _export_warc(app, out, narrowed=narrowed)
        return
    if form in _TO_FILES and out is None:
        raise click.UsageError(f"say where to write it: --out changes.{form}")
    with app.reading() as conn:
        _known(conn, topic)
        chosen = channel(
            conn,
            topic=topic,
            jurisdiction=jurisdiction.lower(),
            subscription=subscription,
            since=since,
            limit=limit or 0,
        )
    _FORMS[form](app, chosen, out)


def _known(conn: "sa.Connection", topic: str) -> None:
    from monitor.store.topics import names

    known("topic", topic, list(names(conn)))


def _export_all(app: App, form: str, out: Path | None, *, narrowed: bool) -> None:
    from monitor.store.everything import everything

    if form != "json" or narrowed:
        raise click.UsageError("--all goes with json, and is everything: --since, --topic and their like go without it")
    with app.reading() as conn, output(out) as stream:
        stream.writelines(f"{as_json(row)}\n" for row in everything(conn, lambda conn: _changes(app, Wanted(), conn)))


def _changes(app: App, wanted: Wanted, conn: "sa.Connection | None" = None) -> Iterator[Mapping[str, Any]]:
    """The changes wanted as they are printed, oldest first, some hundred at a time: there may be more than memory holds."""
    from monitor.store.changes import ids

    if conn is None:
        with app.reading() as own:
            yield from _changes(app, wanted, own)
        return
    chosen = ids(conn, wanted)[-wanted.limit :]  # all of them where there is no limit
    for start in range(0, len(chosen), _AT_ONCE):
        yield from change_rows(app, Wanted(ids=tuple(chosen[start : start + _AT_ONCE])))


def _export_json(app: App, chosen: Channel, out: Path | None) -> None:
    with output(out) as stream:
        stream.writelines(f"{as_json(row)}\n" for row in _changes(app, chosen.wanted))


def _export_csv(app: App, chosen: Channel, out: Path | None) -> None:
    rows = _changes(app, chosen.wanted)
    with output(out) as stream:
        write_csv(rows, stream)


def _export_xlsx(app: App, chosen: Channel, out: Path | None) -> None:
    from monitor.digests.workbook import write_workbook

    assert out is not None
    rows = ([harmless(cell) for cell in _cells(row)] for row in _changes(app, chosen.wanted))
    with placed(out) as unfinished:
        write_workbook(unfinished, _COLUMNS, rows, sheet="Changes")


def _export_feed(app: App, chosen: Channel, out: Path | None, form: str) -> None:
    from monitor.digests import feeds
    from monitor.digests.told import told

    newest = chosen.wanted.limit or (0 if chosen.wanted.since else feeds.NEWEST)
    config = app.config
    with app.reading() as conn:
        found = list(told(conn, replace(chosen.wanted, limit=newest), ZoneInfo(config.timezone)))
    made = feeds.feed(
        found, title=chosen.title, path=chosen.path, base=config.public_url, templates=config.templates, newest=newest
    )
    data = feeds.atom(made) if form == "atom" else feeds.json_feed(made)
    with output(out) as stream:
        stream.write(data.decode())


def _export_ics(app: App, chosen: Channel, out: Path | None) -> None:
    from monitor.digests.calendar import calendar
    from monitor.digests.channels import dates

    with app.reading() as conn:
        found = dates(conn, chosen)
    day = chosen.wanted.since.date() if chosen.wanted.since else date.min
    address = f"{app.config.public_url}/{chosen.path}.ics" if app.config.public_url else ""
    data = calendar([one for one in found if one.on >= day], title=chosen.title, address=address)
    with output(out) as stream:
        stream.write(data.decode())


_FORMS: Mapping[str, Callable[[App, Channel, Path | None], None]] = {
    "csv": _export_csv,
    "xlsx": _export_xlsx,
    "json": _export_json,
    "atom": partial(_export_feed, form="atom"),
    "jsonfeed": partial(_export_feed, form="jsonfeed"),
    "ics": _export_ics,
}


def write_csv(rows: Iterable[Mapping[str, Any]], stream: Any) -> None:
    """Changes as a table (RFC 4180) whose cells no spreadsheet runs as formulas."""
    table = csv.writer(stream)
    table.writerow(_COLUMNS)
    for row in rows:
        cells = (cell.isoformat() if isinstance(cell, datetime) else cell for cell in _cells(row))
        table.writerow([harmless(cell) for cell in cells])


def _cells(row: Mapping[str, Any]) -> Iterable[object]:
    document = row["document"]
    return (
        row["id"],
        row["detected_at"],
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
        raise click.UsageError(
            "a WARC holds all the evidence: --since, --topic and their like go with the other formats"
        )
    listed: list[tuple[object, ...]] = []
    with placed(out) as unfinished:
        written = _write_warc(app, unfinished, listed)
    manifest = _write_manifest(out, listed)
    words = f"{count(written, 'response')} written to {out}"
    if app.as_json:
        app.say({"file": str(out), "responses": written, "manifest": manifest}, words)
    else:
        click.echo(words, err=True)


def _write_manifest(out: Path, listed: Iterable[tuple[object, ...]]) -> str:
    """A table beside a WARC with the hash of each body; "" where there is no file that it could stand beside."""
    if not out.is_file():
        return ""
    file = out.with_name(f"{out.name}.manifest.csv")
    with output(file) as stream:
        table = csv.writer(stream)
        table.writerow(_MANIFEST)
        table.writerows([harmless(cell) for cell in row] for row in listed)
    return str(file)


def _write_warc(app: App, out: Path, listed: list[tuple[object, ...]]) -> int:
    from monitor.crawl.replay import Captured, write_warc
    from monitor.store.evidence import history
    from monitor.store.redirects import asked_at

    def kept(one: "Snapshot", data: bytes) -> Callable[[], bytes]:
        listed.append((one.url, one.fetched_at.isoformat(), one.status, one.media_type, len(data), one.sha256))
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
                read=kept(one, data),
            )
            for one, data in history(conn)
        )
        return write_warc(out, captured)
