"""`changes`, `show`: asking what changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.against import against_lines, against_row
from monitor.cli.app import App, standard
from monitor.cli.arguments import KIND, ROW, Moment, known
from monitor.cli.redlines import operation_rows
from monitor.cli.screen import marked, terminal
from monitor.model.errors import UnknownName
from monitor.model.records import Change, ChangeKind

if TYPE_CHECKING:
    from monitor.store.related import RelatedText


@click.command()
@click.option("--since", type=Moment(), help="From this date or time on.")
@click.option("--until", type=Moment(), help="Before this date or time.")
@click.option("--topic", default="", metavar="NAME", help="Only changes that a topic matched.")
@click.option("--jurisdiction", default="", metavar="CODE", help="us, us-va, us-* …")
@click.option(
    "--kind",
    type=KIND,
    metavar="KIND",
    help="A kind of document (bill, rule, notice, hearing, enforcement, page) or of change (added, amended, removed, restored).",
)
@click.option("--source", default="", metavar="NAME", help="Only changes that this source saw.")
@standard
def changes(
    app: App,
    since: datetime | None,
    until: datetime | None,
    topic: str,
    jurisdiction: str,
    kind: str | None,
    source: str,
) -> None:
    """What changed, oldest first.

    \b
    policywatch changes --since 2026-11-01 --topic kratom
    policywatch changes --jurisdiction us-va --kind amended --json
    """
    from monitor.store.changes import Wanted

    wanted = Wanted(
        since=since, until=until, topic=topic, jurisdiction=jurisdiction.lower(), kind=kind or "", source=source
    )
    if not app.emit(change_rows(app, wanted), _change_line) and terminal():
        click.echo("no change is known that fits", err=True)


@click.command()
@click.argument("change", metavar="ID")
@click.option("--whole", is_flag=True, help="Show unchanged text too.")
@standard
def show(app: App, change: str, whole: bool) -> None:
    """One change: what it was, what it is, and the redline of the text; of a final rule or temporary order, how its regulatory
    text differs from that of its proposal.

    ID is the number of a change, or a document as `why` takes it, whose newest change is shown.

    \b
    policywatch show 1412
    policywatch show 1412 --json
    policywatch show "HB 587"
    """
    from monitor.store.changes import Wanted

    ids = (ROW.convert(int(change), None, None),) if change.isdecimal() else _newest_of(app, change)
    rows = list(change_rows(app, Wanted(ids=ids))) if ids else []
    if not rows:
        raise UnknownName("change", change)
    told = [row | {"against": against_row(app, row["id"])} for row in rows]
    app.emit(told, lambda row: _change_whole(row, whole=whole))


def _newest_of(app: App, name: str) -> tuple[int, ...]:
    """The newest change of each document that a person may mean by this name."""
    from monitor.store import story

    with app.reading() as conn:
        every = [story.changes_of(conn, row["id"]) for row in story.named(conn, name)]
    return tuple(sorted(changes[-1]["id"] for changes in every if changes))


def change_rows(app: App, wanted: Any) -> Iterable[dict[str, Any]]:
    """The changes wanted, as the command line prints them. Raises UnknownName for a topic or source that nobody knows."""
    from monitor.store import changes as store
    from monitor.store import sources
    from monitor.store.related import related
    from monitor.store.topics import names

    with app.reading() as conn:
        if wanted.topic:
            known("topic", wanted.topic, list(names(conn)))
        if wanted.source:
            known("source", wanted.source, [row["name"] for row in sources.listing(conn)])
        found = list(store.select(conn, wanted))
        topics = store.topics_of(conn, [change.id for change in found])
        alike = related(conn, {change.key for change in found})
    for change in found:
        yield change_row(change, topics.get(change.id, ())) | {
            "related": _related_rows(change, alike.get(change.key, ()))
        }


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
        "facts": _facts_of(change),
    }


def _redline_of(change: Change) -> list[dict[str, str]] | None:
    from monitor.changes.redline import redline

    if change.before is None or change.before.text == change.document.text:
        return None
    return operation_rows(redline(change.before.text, change.document.text))


def _facts_of(change: Change) -> list[dict[str, str]]:
    """What the text says that it did not say before, each fact with its sentence."""
    from monitor.changes.facts import facts

    if change.kind is ChangeKind.REMOVED or not change.document.text:
        return []
    found = facts(change.document.text, change.before.text if change.before else "")
    return [{"kind": one.kind, "value": one.value, "sentence": one.sentence} for one in found]


def moves_of(row: Mapping[str, Any]) -> Iterable[str]:
    """The steps of a document's life in words: "introduced → in committee", "new → introduced", "→ failed"."""
    for one in row["moves"]:
        before = one["before"] or ("new" if row["kind"] == "added" else "")
        yield f"{before} → {one['after']}".strip()


def _change_line(row: Mapping[str, Any]) -> str:
    from monitor.digests.words import clean, short

    document = row["document"]
    fields = ", ".join(one["name"] for one in row["fields"])
    what = (
        f"{row['id']:>6} {row['detected_at']:%Y-%m-%d} {row['kind']:<9} {row['jurisdiction']:<6} "
        f"{clean(document['identifier'])}"
    )
    parts = (what, short(clean(document["title"]), 90), "; ".join(moves_of(row)) or fields)
    return "  ".join(part for part in parts if part)


def _change_whole(row: Mapping[str, Any], *, whole: bool) -> str:
    from monitor.digests.words import clean, place

    document = row["document"]
    lines = [
        f"{row['kind'].upper()}  {clean(document['identifier'])}  {clean(document['title'])}",
        f"{row['source']} ({place(row['jurisdiction'])}), detected {row['detected_at']:%Y-%m-%d %H:%M} UTC",
        document["url"],
        f"importance {row['importance']:.2f}: {'; '.join(row['reasons']) or 'no particular reason'}",
        f"topics: {', '.join(row['topics']) or 'none'}",
        *_moves_and_fields(row),
    ]
    lines += [f"  {clean(one['said'])}" for one in row["related"]]
    if row["facts"]:
        lines += ["", "what the text now says:", *map(_fact_line, row["facts"])]
    if row["redline"]:
        lines += ["", marked(row["redline"], whole=whole)]
    if row["against"]:
        lines += ["", *against_lines(row["against"], whole=whole)]
    return "\n".join(lines)


def _related_rows(change: Change, found: "Sequence[RelatedText]") -> list[dict[str, Any]]:
    """Bills with a text alike to this bill's, the most alike first."""
    from monitor.changes.related import said
    from monitor.digests.beside import called

    return [
        {
            "registry": one.registry,
            "identifier": one.identifier,
            "jurisdiction": one.jurisdiction,
            "version": one.version,
            "url": one.url,
            "share": one.share,
            "differs": list(one.differs),
            "said": said(one.share, one.differs, called(one, change.key, change.jurisdiction)),
        }
        for one in found
    ]


def _fact_line(one: Mapping[str, str]) -> str:
    from monitor.digests.words import clean, short

    said = f"“{short(clean(one['sentence']), 400)}”"
    return f"  {one['kind']} {said}" if one["kind"] == "prohibits" else f"  {one['kind']}: {one['value']}  {said}"


def _moves_and_fields(row: Mapping[str, Any]) -> Iterable[str]:
    from monitor.digests.words import clean

    for words, move in zip(moves_of(row), row["moves"], strict=True):
        on = f" on {move['on']}" if move["on"] else ""
        yield f"  {words}{on}{': ' + clean(move['because']) if move['because'] else ''}"
    for one in row["fields"]:
        if one["name"] != "text":
            yield from _field_lines(one["name"].replace("_", " "), one["before"], one["after"])


def _field_lines(name: str, before: Any, after: Any) -> Iterable[str]:
    """A field that changed: was → now; of a list, what went and what came."""
    if not isinstance(before, list) and not isinstance(after, list):
        yield f"  {name}: {_value(before) or 'none'} → {_value(after) or 'none'}"
        return
    old, new = before or [], after or []
    lines = [f"  {name}: - {_value(one)}" for one in old if one not in new]
    lines += [f"  {name}: + {_value(one)}" for one in new if one not in old]
    yield from lines or [f"  {name}: the order changed"]


def _value(value: Any) -> str:
    from monitor.digests.words import clean

    parts = value.values() if isinstance(value, Mapping) else [value]
    return clean(" ".join(str(part) for part in parts if part and not isinstance(part, list)))
