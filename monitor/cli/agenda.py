"""`calendar`: what is due in the coming days, of everything that is watched."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment, known
from monitor.cli.screen import terminal

if TYPE_CHECKING:
    from monitor.digests.agenda import Agendum


@click.command()
@click.option("--topic", default="", metavar="NAME", help="Only what a topic matched.")
@click.option("--jurisdiction", default="", metavar="CODE", help="us, us-va, us-* …")
@click.option("--days", type=click.IntRange(min=0), default=14, show_default=True, help="How many days ahead.")
@click.option("--from", "start", type=Moment(), help="From this day on [today].")
@standard
def calendar(app: App, topic: str, jurisdiction: str, days: int, start: datetime | None) -> None:
    """What is due: hearings, ends of comment periods, days of effect and expiry, ends of sessions.

    Each day says how it is known: published as such, read in a bill's text, or from a legislature's session calendar. What was
    moved says from when, and what was called off stays in the list as cancelled.

    \b
    policywatch calendar --topic kratom
    policywatch calendar --days 60 --jurisdiction us-oh --json
    """
    from monitor.digests.agenda import agenda
    from monitor.store.topics import names

    first = (start or datetime.now(UTC)).date()
    with app.reading() as conn:
        if topic:
            known("topic", topic, list(names(conn)))
        found = agenda(
            conn,
            first,
            first + timedelta(days=days),
            topics=[topic] if topic else (),
            jurisdictions=[jurisdiction.lower()] if jurisdiction else (),
        )
    if not app.emit(map(_row, found), _line) and terminal():
        click.echo("nothing is due", err=True)


def _row(one: "Agendum") -> dict[str, Any]:
    due = one.due
    return {
        "on": due.on,
        "at": due.when if isinstance(due.when, datetime) else None,
        "what": due.what,
        "title": one.title,
        "jurisdiction": one.jurisdiction,
        "document": {
            "kind": one.key.kind,
            "registry": one.key.registry,
            "identifier": one.key.identifier,
            "title": due.document.title,
            "url": due.document.url,
        },
        "certainty": due.certainty,
        "source": one.source,
        "cancelled": due.cancelled,
        "was": due.was,
        "sentence": due.sentence,
    }


def _line(row: Mapping[str, Any]) -> str:
    from monitor.digests.words import clean, place, short

    thing = row["document"]
    name = "" if thing["kind"] in ("session", "hearing") or "://" in thing["identifier"] else clean(thing["identifier"])
    hour = f" {row['at']:%H:%M %Z}" if row["at"] else ""
    what = f"{'CANCELLED: ' if row['cancelled'] else ''}{row['what']}"
    head = f"{row['on']}{hour}  {what}  {place(row['jurisdiction'])}  {name}".rstrip()
    moved = f"was {row['was']:%Y-%m-%d}" if row["was"] else ""
    known_by = ", ".join(filter(None, (row["certainty"], row["source"], moved)))
    said = f"\n            “{short(clean(row['sentence']), 200)}”" if row["sentence"] else ""
    return f"{head}\n            {short(clean(row['title']), 110)} ({known_by}){said}"
