"""`subscribe`, `unsubscribe`, `pause`, `resume`: subscriptions, as edits of policywatch.toml."""

from collections.abc import Sequence
from itertools import chain, count
from typing import Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import known
from monitor.cli.editing import draft, dry_run, settle
from monitor.config.edit import Draft
from monitor.config.typed import assembled, is_mailbox
from monitor.model.documents import KINDS

_KINDS = click.Choice(list(KINDS))


@click.command()
@click.argument("name")
@click.option("--topic", "topics", multiple=True, metavar="NAME", help="What about; may stand several times.")
@click.option("--destination", "destinations", multiple=True, metavar="NAME", help="Where to; may stand several times.")
@click.option(
    "--to",
    "typed",
    multiple=True,
    metavar="ADDRESS",
    help="Where to, as a reader says it: a mail address, ntfy:TOPIC, a webhook.",
)
@click.option(
    "--through",
    default="mail",
    metavar="NAME",
    show_default=True,
    help="The destination whose server sends mail to them.",
)
@click.option("--cadence", default="", help='When: "at once", "daily 08:00", "mon 08:00" …')
@click.option("--timezone", default="", metavar="ZONE", help="The clock of the cadence: America/New_York.")
@click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="CODE", help="Only these: us, us-va, us-* …")
@click.option("--kind", "kinds", type=_KINDS, multiple=True, help="Only documents of these kinds.")
@click.option("--minimum-importance", type=click.FloatRange(0, 1), help="Leave out what is less important.")
@click.option("--send-empty/--no-send-empty", default=None, help="Whether a quiet time is told too.")
@dry_run
@standard
def subscribe(app: App, name: str, dry_run: bool, typed: Sequence[str], through: str, **said: Any) -> None:
    """Add a subscription to policywatch.toml, or change what is named of one that is there; then apply it.

    \b
    policywatch subscribe board --topic kratom --destination mail --cadence "weekdays 07:30"
    policywatch subscribe board --jurisdiction us-va --jurisdiction us-oh --dry-run
    policywatch subscribe ann --topic kratom --to ann@example.org
    policywatch subscribe phones --topic kratom --cadence "at once" --to ntfy:kratom-alerts

    What follows --to is made into a destination of the file: a mail address behind the server of --through, ntfy:TOPIC,
    telegram:BOT-TOKEN/CHAT, or the webhook that Slack, Discord or Google Chat gave out. Nothing else can be typed there.
    """
    values = {
        key: list(one) if isinstance(one, tuple) else one for key, one in said.items() if one not in ((), "", None)
    }
    made = draft(app)
    if typed:
        before = made.get("subscriptions", name) if name in made.names("subscriptions") else {}
        told = values.get("destinations") or before.get("destinations", [])
        values["destinations"] = [*told, *(_destination(made, name, one, through) for one in typed)]
    if name in made.names("subscriptions"):
        made.change("subscriptions", name, values)
    elif not values.get("topics"):
        raise click.UsageError(
            f"a new subscription needs a topic: --topic {' or '.join(made.names('topics')) or 'NAME'}"
        )
    else:
        made.add("subscriptions", name, values)
    settle(app, made, dry=dry_run)


@click.command()
@click.argument("name")
@dry_run
@standard
def unsubscribe(app: App, name: str, dry_run: bool) -> None:
    """Take a subscription out of policywatch.toml; the record of what it was told stays.

    \b
    policywatch unsubscribe board
    """
    made = _of(app, name)
    made.remove("subscriptions", name)
    settle(app, made, dry=dry_run)


@click.command()
@click.argument("name")
@dry_run
@standard
def pause(app: App, name: str, dry_run: bool) -> None:
    """Tell a subscription nothing until it is resumed; what happens meanwhile waits.

    \b
    policywatch pause alerts
    """
    made = _of(app, name)
    made.change("subscriptions", name, {"paused": True})
    settle(app, made, dry=dry_run)


@click.command()
@click.argument("name")
@dry_run
@standard
def resume(app: App, name: str, dry_run: bool) -> None:
    """Tell a paused subscription again; its next digest begins with what happened meanwhile.

    \b
    policywatch resume alerts
    """
    made = _of(app, name)
    made.change("subscriptions", name, {"paused": None})
    settle(app, made, dry=dry_run)


def _destination(made: Draft, subscription: str, typed: str, by: str) -> str:
    """The name of a destination of the file for what a reader typed: one that is there, or a new one."""
    values = {"to": typed, "through": by} if is_mailbox(typed) else {"url": assembled(typed)}
    taken = made.names("destinations")
    for name in taken:
        if made.get("destinations", name) == values:
            return name
    names = chain([subscription], (f"{subscription}-{number}" for number in count(2)))
    name = next(one for one in names if one not in taken)
    made.add("destinations", name, values)
    return name


def _of(app: App, name: str) -> Draft:
    made = draft(app)
    names = made.names("subscriptions")
    if name not in names:
        known("subscription", name, names)
    return made
