"""`follow`, `unfollow`, `track`: documents followed by hand, as `[[follow]]` in policywatch.toml."""

from pathlib import Path
from typing import Any

import click

from monitor.cli.app import App, standard
from monitor.cli.editing import draft, dry_run, settle
from monitor.config.edit import Draft
from monitor.config.follow import STANCES, TOPIC
from monitor.model.errors import MonitorError, UnknownName

_STANCE = click.option("--stance", type=click.Choice(STANCES), help="What you want of it [watch].")
_PRIORITY = click.option("--priority", type=click.IntRange(1, 5), help="1 is told first.")
_NOTE = click.option("--note", default="", help="What to remember; digests say it.")
_TOPIC = click.option("--topic", default="", metavar="NAME", help=f"Under which topic it is told [{TOPIC}].")


@click.command()
@click.argument("document")
@_NOTE
@_STANCE
@_PRIORITY
@_TOPIC
@dry_run
@standard
def follow(app: App, document: str, dry_run: bool, **said: Any) -> None:
    """Follow one document by hand: every subscription of its topic is told of it, with your stance and note. Again, to change them.

    DOCUMENT is a bill ("us-oh, HB 587"), a key as `policywatch why` shows it ("us-va:2026 / bill / HB 360"), a docket or number of the
    Federal Register (DEA-1570), or the address of a watched page.

    \b
    policywatch follow "us-oh, HB 587" --stance oppose --priority 1 --note "hearing expected in January"
    policywatch follow DEA-1570 --topic kratom
    """
    made = draft(app)
    values = {key: one for key, one in said.items() if one not in ("", None)}
    at = _place(made, document)
    if at is not None:
        values = {**made.entries("follow")[at], **values}
        made.remove_entry("follow", at)
    made.append("follow", [{**values, "document": values.get("document", document)}])
    settle(app, made, dry=dry_run)
    if not app.as_json:
        _hint(made, values.get("topic", TOPIC))


@click.command()
@click.argument("document")
@dry_run
@standard
def unfollow(app: App, document: str, dry_run: bool) -> None:
    """Follow a document no more.

    \b
    policywatch unfollow "us-oh, HB 587"
    """
    made = draft(app)
    at = _place(made, document)
    if at is None:
        raise UnknownName("follow", document, tuple(one["document"] for one in made.entries("follow"))[:3])
    made.remove_entry("follow", at)
    settle(app, made, dry=dry_run)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_STANCE
@_PRIORITY
@_TOPIC
@dry_run
@standard
def track(app: App, file: Path, dry_run: bool, **said: Any) -> None:
    """Follow a list of bills: a CSV of LegiScan or OpenStates, or lines such as "us-oh, HB 587, a note". What is followed already is
    left as it is.

    \b
    policywatch track bills.csv --topic kratom
    policywatch track bills.csv --dry-run
    """
    from monitor.config.bill_list import read_bills
    from monitor.digests.words import count

    made = draft(app)
    values = {key: one for key, one in said.items() if one not in ("", None)}
    bills, faults = read_bills(file.read_bytes())
    if not bills:
        raise MonitorError(
            f"{file}: no bill found",
            remedy='A LegiScan or OpenStates table has a header; other lines begin "us-oh, HB 587"',
        )
    new = [one for one in bills if _place(made, one["document"]) is None]
    made.append("follow", [{**one, **values} for one in new])
    for fault in faults:
        click.echo(f"{file}: {fault}", err=True)
    row = {"bills": len(bills), "new": len(new), "left_out": faults}
    settle(app, made, dry=dry_run, row=row, words=f"{count(len(bills), 'bill')}, {len(new)} new")
    if not app.as_json:
        _hint(made, values.get("topic", TOPIC))


def _place(made: Draft, document: str) -> int | None:
    """Where a document stands among those followed, however it is written."""
    from monitor.store.follows import folded

    names = [folded(one["document"]) for one in made.entries("follow")]
    return names.index(folded(document)) if folded(document) in names else None


def _hint(made: Draft, topic: str) -> None:
    told = [name for name in made.names("subscriptions") if topic in made.get("subscriptions", name).get("topics", ())]
    if not told:
        click.echo(f'no subscription is told of it yet: policywatch subscribe NAME --topic "{topic}"', err=True)
