"""`bills`: the bills that are watched, where each stands, and whether it moves."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment, known
from monitor.cli.screen import terminal

if TYPE_CHECKING:
    from monitor.digests.standstill import WatchedBill


@click.command()
@click.option("--stalled", "states", flag_value="stalled", multiple=True, help="No action for 30 days or more.")
@click.option(
    "--dead",
    "states",
    flag_value="dead",
    multiple=True,
    help="Failed, withdrawn, or the session ended without an outcome.",
)
@click.option(
    "--carried-over", "states", flag_value="carried over", multiple=True, help="Carried into the next session."
)
@click.option("--revived", "states", flag_value="revived", multiple=True, help="Taken up again after they had stopped.")
@click.option(
    "--crossed-over",
    "states",
    flag_value="crossed over",
    multiple=True,
    help="In the second chamber, not passed there yet.",
)
@click.option("--topic", default="", metavar="NAME", help="Only what a topic matched [what any topic matched].")
@click.option("--jurisdiction", default="", metavar="CODE", help="us, us-va, us-* …")
@click.option("--now", type=Moment(), help="As of this day [today].")
@standard
def bills(app: App, states: tuple[str, ...], topic: str, jurisdiction: str, now: datetime | None) -> None:
    """The bills that topics matched or that are followed: where each stands, and the days since its last action, most first.

    What is said of a bill's pace is said as far as the evidence goes, and with it: "session ended 2026-03-14 without an outcome" is
    listed among the dead, though some legislatures may still carry such a bill over.

    \b
    policywatch bills --stalled
    policywatch bills --stalled --dead --jurisdiction us-oh --json
    """
    from monitor.digests.standstill import longest_first, watched_bills
    from monitor.store.histories import bills_and_texts
    from monitor.store.topics import names

    today = (now or datetime.now(UTC)).date()
    with app.reading() as conn:
        topics = list(names(conn))
        if topic:
            known("topic", topic, topics)
        asked = bills_and_texts(
            conn,
            topics=[topic] if topic else topics,
            jurisdictions=[jurisdiction.lower()] if jurisdiction else (),
        )
        found = list(watched_bills(conn, list(asked) if topics else (), today))
    wanted = [one for one in found if not states or set(states).intersection(one.states)]
    if not app.emit(map(_row, longest_first(wanted)), _line) and terminal():
        click.echo("no watched bill is like that" if states else "no bill is watched", err=True)


def _row(one: "WatchedBill") -> dict[str, Any]:
    last = one.pace.last
    return {
        "jurisdiction": one.jurisdiction,
        "document": {
            "kind": one.key.kind,
            "registry": one.key.registry,
            "identifier": one.key.identifier,
            "title": one.bill.title,
            "url": one.bill.url,
        },
        "at": one.pace.at,
        "days": one.pace.days,
        "last_action": {"on": last.on, "text": last.text, "by": last.by} if last else None,
        "states": list(one.states),
        "why": [why for _, why in one.pace.states],
        "session_ends_on": one.ends_on,
    }


def _line(row: Mapping[str, Any]) -> str:
    from monitor.digests.words import clean, place, short

    thing, last = row["document"], row["last_action"]
    days = f"{row['days']:>5} d" if row["days"] is not None else "      –"
    head = f"{days}  {place(row['jurisdiction'])} {clean(thing['identifier'])}, {row['at'] or 'no known standing'}"
    return "\n         ".join(
        (head + _said(row["states"]), short(clean(thing["title"]), 110), *map(clean, row["why"] or _last(last)))
    )


def _said(states: Sequence[str]) -> str:
    return f"  [{', '.join(states)}]" if states else ""


def _last(last: Mapping[str, Any] | None) -> list[str]:
    return [f"{last['on']}: {last['text']}"] if last else []
