"""`timeline`: the life of a docket or a substance in the Federal Register."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment
from monitor.cli.screen import terminal

if TYPE_CHECKING:
    from monitor.changes.scheduling import Station


@click.command()
@click.argument("subject", metavar="SUBJECT")
@click.option("--on", "on", type=Moment(), help="Only where it stands on this day [today].")
@standard
def timeline(app: App, subject: str, on: datetime | None) -> None:
    """The life of a docket (DEA-1570) or a substance (a query): its steps in order and where it stood after each.

    A substance's state rests on documents that name it in their titles; one that only mentions it is shown and decides
    nothing. Only a rule that is in effect and neither withdrawn nor vacated schedules anything.

    \b
    policywatch timeline DEA-1644
    policywatch timeline '"mitragynine pseudoindoxyl"' --json
    policywatch timeline 7-hydroxymitragynine --on 2026-08-26
    """
    stations = stations_of(app, subject)
    day = on.date() if on else datetime.now(UTC).date()
    rows = [_standing(stations, day)] if on else [*_rows(stations), _standing(stations, day)]
    app.emit(rows if stations else (), _line)
    if not stations and terminal():
        click.echo("no rule or notice is known that fits", err=True)


def stations_of(app: App, subject: str) -> "tuple[Station, ...]":
    """The stations of a docket or of what a query matches; QueryError for a query that cannot be read."""
    from monitor.changes.scheduling import docket_key, dockets_of, life
    from monitor.store.register import register_documents

    with app.reading() as conn:
        known = register_documents(conn)
    docket = docket_key(subject)
    in_docket = [(one, seen.date(), True) for one, seen in known if docket in dockets_of(one)]
    return life(in_docket or _naming(subject, known))


def _naming(subject: str, known: Sequence[tuple[Any, datetime]]) -> Iterable[tuple[Any, date, bool]]:
    """The documents that a query matches, each with whether its title alone does."""
    from dataclasses import replace

    from monitor.model.records import Topic
    from monitor.topics.match import Matcher

    matcher = Matcher([Topic(name="subject", query=subject)])
    for one, seen in known:
        if matcher.match(one, jurisdiction="us"):
            yield one, seen.date(), bool(matcher.match(replace(one, text="", action=""), jurisdiction="us"))


def _rows(stations: "Sequence[Station]") -> Iterable[dict[str, Any]]:
    """The stations and the turns between them, by day."""
    from monitor.changes.scheduling import state_on, turns

    for day in turns(stations):
        state = state_on(stations, day)
        here = [one for one in stations if one.on == day]
        yield from (_row(one, state, stations) for one in here)
        if not here:
            yield {"on": day, "step": "takes effect or runs out", "state": state, "document": None}


def _row(one: "Station", state: str, stations: "Sequence[Station]") -> dict[str, Any]:
    from monitor.changes.proposal import proposal_of
    from monitor.model.documents import Rule

    thing = one.document
    proposal = proposal_of(thing, (other.document for other in stations)) if isinstance(thing, Rule) else None
    return {
        "on": one.on,
        "step": f"filed: {one.step}" if one.filed else one.step,
        "state": state,
        "document": {"kind": thing.kind, "identifier": thing.identifier, "title": thing.title, "url": thing.url},
        "citation": thing.citation,
        "docket": thing.docket,
        "action": thing.action,
        "status": thing.status,
        "effective_on": getattr(thing, "takes_effect_on", None),
        "until": one.until,
        "comments_close_on": thing.comments_close_on,
        "was_closing_on": one.was_closing_on,
        "amends": list(thing.amends),
        "against": proposal.identifier if proposal else None,
        "about": one.about,
    }


def _standing(stations: "Sequence[Station]", day: date) -> dict[str, Any]:
    from monitor.changes.scheduling import state_on

    return {"on": day, "step": "", "state": state_on(stations, day), "document": None}


def _line(row: Mapping[str, Any]) -> str:
    from monitor.digests.words import clean, short

    thing = row["document"]
    if thing is None:
        return f"{row['on']}  {row['step'] or 'stands'}: {row['state']}"
    moved = f" (was {row['was_closing_on']})" if row["was_closing_on"] else ""
    dates = [
        f"effective {row['effective_on']}" if row["effective_on"] else "",
        f"until {row['until']}" if row["until"] else "",
        f"comments until {row['comments_close_on']}{moved}" if row["comments_close_on"] else "",
        f"changes {', '.join(row['amends'])}" if row["amends"] else "",
        f"answers the proposal {row['against']}" if row["against"] else "",
    ]
    head = [row["step"], clean(thing["identifier"]), row["citation"], clean(row["docket"])]
    known = row["state"] if row["about"] else "only mentioned"
    return (
        f"{row['on']}  {'  '.join(filter(None, head))}: {short(clean(thing['title']), 100)}\n"
        f"            {'; '.join(filter(None, (*dates, known)))}"
    )
