"""`changes`, `show`, `compare`, `parse`, `topics`: asking what is known, and what would be made of a file."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.app import App, Moment, standard, terminal
from monitor.model.errors import MonitorError, UnknownName
from monitor.model.records import Change, Operation

_MARKS = {"insert": ("{+", "+}", "green"), "delete": ("[-", "-]", "red"), "move": ("{~", "~}", "blue")}


@click.command()
@click.option("--since", type=Moment(), help="From this date or time on.")
@click.option("--until", type=Moment(), help="Before this date or time.")
@click.option("--topic", default="", help="Only changes that a topic matched.")
@click.option("--jurisdiction", default="", help="us, us-va, us-* …")
@click.option(
    "--kind",
    default="",
    help="A kind of document (bill, rule, notice …) or of change (added, amended, removed, restored).",
)
@click.option("--source", default="", help="Only changes that this source saw.")
@standard
def changes(
    app: App, since: datetime | None, until: datetime | None, topic: str, jurisdiction: str, kind: str, source: str
) -> None:
    """What changed, oldest first.

    \b
    policywatch changes --since 2026-11-01 --topic kratom
    policywatch changes --jurisdiction us-va --kind amended --json
    """
    from monitor.store.changes import Wanted

    wanted = Wanted(since=since, until=until, topic=topic, jurisdiction=jurisdiction, kind=kind, source=source)
    app.emit(_change_rows(app, wanted), _change_line)


@click.command()
@click.argument("change_id", metavar="ID", type=int)
@standard
def show(app: App, change_id: int) -> None:
    """One change: what it was, what it is, and the redline of the text.

    \b
    policywatch show 1412
    """
    from monitor.store.changes import Wanted

    rows = list(_change_rows(app, Wanted(ids=(change_id,))))
    if not rows:
        raise UnknownName("change", str(change_id))
    app.emit(rows, _change_whole)


def _change_rows(app: App, wanted: Any) -> Iterable[dict[str, Any]]:
    from monitor.store import changes as store

    with app.engine.connect() as conn:
        found = list(store.select(conn, wanted))
        topics = store.topics_of(conn, [change.id for change in found])
    for change in found:
        yield change_row(change, topics.get(change.id, ()))


def change_row(change: Change, topics: Sequence[str]) -> dict[str, Any]:
    """A change as the command line prints it; `redline` is null when the text did not change."""
    document = {
        "kind": change.key.kind,
        "registry": change.key.registry,
        "identifier": change.key.identifier,
        "title": change.document.title,
        "url": change.document.url,
    }
    return {
        "id": change.id,
        "kind": str(change.kind),
        "source": change.source,
        "jurisdiction": change.jurisdiction,
        "document": document,
        "fields": [{"name": one.name, "before": one.before, "after": one.after} for one in change.fields],
        "moves": [
            {"before": one.before, "after": one.after, "on": one.on, "because": one.because} for one in change.moves
        ],
        "redline": _redline_of(change),
        "importance": change.importance,
        "reasons": list(change.reasons),
        "topics": list(topics),
        "detected_at": change.detected_at,
    }


def _redline_of(change: Change) -> list[dict[str, str]] | None:
    from monitor.changes.redline import redline

    if change.before is None or change.before.text == change.document.text:
        return None
    return [_operation(one) for one in redline(change.before.text, change.document.text)]


def _operation(one: Operation) -> dict[str, str]:
    return {"op": one.op, "old": one.old, "new": one.new}


def _change_line(row: Mapping[str, Any]) -> str:
    document = row["document"]
    moves = "; ".join(f"{one['before'] or 'new'} → {one['after']}" for one in row["moves"])
    fields = ", ".join(one["name"] for one in row["fields"])
    what = f"{row['id']:>6} {row['detected_at']:%Y-%m-%d} {row['kind']:<9} {row['jurisdiction']:<6} {document['identifier']}"
    return "  ".join(part for part in (what, " ".join(document["title"].split())[:90], moves or fields) if part)


def _change_whole(row: Mapping[str, Any]) -> str:
    document = row["document"]
    lines = [
        f"{row['kind'].upper()}  {document['identifier']}  {' '.join(document['title'].split())}",
        f"{row['source']} ({row['jurisdiction']}), detected {row['detected_at']:%Y-%m-%d %H:%M} UTC",
        document["url"],
        f"importance {row['importance']:.2f}: {'; '.join(row['reasons']) or 'no particular reason'}",
    ]
    lines += [f"  {one['before'] or 'new'} → {one['after']} {one['because']}" for one in row["moves"]]
    lines += [
        f"  {one['name']}: {one['before']!r} → {one['after']!r}" for one in row["fields"] if one["name"] != "text"
    ]
    if row["redline"]:
        lines += ["", marked(row["redline"])]
    return "\n".join(lines)


def marked(operations: Iterable[Mapping[str, str]]) -> str:
    """A redline with textual marks, coloured for a terminal: [-old-] {+new+} {~moved~}."""
    pieces = []
    for one in operations:
        if one["op"] == "equal":
            pieces.append(one["new"])
            continue
        opening, closing, colour = _MARKS[one["op"]]
        piece = f"{opening}{one['new'] or one['old']}{closing}"
        pieces.append(click.style(piece, fg=colour) if terminal() else piece)
    return "".join(pieces)


@click.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--css", default="", help="Compare only the parts of an HTML page that this selects.")
@standard
def compare(app: App, old: Path, new: Path, css: str) -> None:
    """The redline of any two files: HTML, PDF, XML, text.

    \b
    policywatch compare introduced.pdf engrossed.pdf
    policywatch compare old.html new.html --json
    """
    from monitor.changes.redline import redline

    operations = [_operation(one) for one in redline(_text_of(old, css), _text_of(new, css))]
    if app.as_json:
        app.emit(operations, str)
    else:
        click.echo(marked(operations))


def _text_of(file: Path, css: str) -> str:
    from monitor.reading import read

    try:
        return read(file.read_bytes(), url=file.name, css=css).text
    except MonitorError as fault:
        raise MonitorError(f"{file}: {fault.message}", remedy=fault.remedy) from fault


@click.command()
@click.argument("source")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--url", required=True, help="The address the response came from.")
@click.option("--callback", default="parse", help="The method that reads this kind of page.")
@click.option("--now", type=Moment(), help="The date the spider takes for today.")
@standard
def parse(app: App, source: str, file: Path, url: str, callback: str, now: datetime | None) -> None:
    """What a spider extracts from a saved response: documents, then follow-up requests, one JSON object a line.

    \b
    policywatch parse us.dea_rules documents.json --url https://www.federalregister.gov/api/v1/documents.json
    policywatch parse virginia.bills folder/ --url https://lis.blob.core.windows.net/lisfiles/20261/BILLS.CSV
    """
    from monitor.crawl.child import spider_class
    from monitor.source.extract import extract_file

    found = extract_file(spider_class(source), file, url=url, callback=callback, now=now)
    app.as_json = True
    app.emit(found, str)


@click.group()
def topics() -> None:
    """Saved queries; `topics test QUERY` tells what one would have matched.

    \b
    policywatch topics list
    policywatch topics test 'kratom OR "7-OH"' --since 2026-01-01
    """


@topics.command("list")
@standard
def list_topics(app: App) -> None:
    """The topics in force."""
    from monitor.store.matches import active_topics

    with app.engine.connect() as conn:
        found = active_topics(conn)
    rows = ({"name": one.name, "query": one.query, "candidates": one.candidates} for one in found)
    app.emit(rows, lambda row: f"{row['name']:<20} {row['query']}")


@topics.command("test")
@click.argument("query")
@click.option("--since", type=Moment(), help="Only documents whose state was seen from then on.")
@standard
def try_topic(app: App, query: str, since: datetime | None) -> None:
    """What QUERY would have matched among everything kept; saves nothing.

    \b
    policywatch topics test 'kratom AND jurisdiction:us-*' --json
    """
    count = app.emit(_trial(app, query, since), _trial_line)
    if not app.as_json:
        click.echo(f"{count} documents match", file=sys.stderr)


def _trial(app: App, query: str, since: datetime | None) -> Iterable[dict[str, Any]]:
    from monitor.model.records import Topic
    from monitor.store.revisions import current
    from monitor.topics.match import Matcher

    matcher = Matcher((Topic(name="test", query=query),))
    with app.engine.connect() as conn:
        for _, jurisdiction, source, state in current(conn):
            if since and state.seen_at < since:
                continue
            for _, hits in matcher.match(state.document, source=source, jurisdiction=jurisdiction):
                document = {
                    "kind": state.key.kind,
                    "registry": state.key.registry,
                    "identifier": state.key.identifier,
                    "title": state.document.title,
                    "url": state.document.url,
                }
                yield {
                    "document": document,
                    "matched": sorted({hit.words for hit in hits}),
                    "where": sorted({hit.where for hit in hits}),
                    "at": state.seen_at,
                }


def _trial_line(row: Mapping[str, Any]) -> str:
    document = row["document"]
    return f"{document['identifier']:<16} {' '.join(document['title'].split())[:90]}  [{', '.join(row['matched'])}]"
