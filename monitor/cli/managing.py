"""`subscribe`, `unsubscribe`, `pause`, `resume`: subscriptions, as edits of policywatch.toml."""

from typing import Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import known
from monitor.cli.editing import draft, dry_run, settle
from monitor.config.edit import Draft
from monitor.model.documents import KINDS

_KINDS = click.Choice(list(KINDS))


@click.command()
@click.argument("name")
@click.option("--topic", "topics", multiple=True, metavar="NAME", help="What about; may stand several times.")
@click.option("--destination", "destinations", multiple=True, metavar="NAME", help="Where to; may stand several times.")
@click.option("--cadence", default="", help='When: "at once", "daily 08:00", "mon 08:00" …')
@click.option("--timezone", default="", metavar="ZONE", help="The clock of the cadence: America/New_York.")
@click.option("--jurisdiction", "jurisdictions", multiple=True, metavar="CODE", help="Only these: us, us-va, us-* …")
@click.option("--kind", "kinds", type=_KINDS, multiple=True, help="Only documents of these kinds.")
@click.option("--minimum-importance", type=click.FloatRange(0, 1), help="Leave out what is less important.")
@click.option("--send-empty/--no-send-empty", default=None, help="Whether a quiet time is told too.")
@dry_run
@standard
def subscribe(app: App, name: str, dry_run: bool, **said: Any) -> None:
    """Add a subscription to policywatch.toml, or change what is named of one that is there; then apply it.

    \b
    policywatch subscribe board --topic kratom --destination mail --cadence "weekdays 07:30"
    policywatch subscribe board --jurisdiction us-va --jurisdiction us-oh --dry-run
    """
    values = {
        key: list(one) if isinstance(one, tuple) else one for key, one in said.items() if one not in ((), "", None)
    }
    made = draft(app)
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


def _of(app: App, name: str) -> Draft:
    made = draft(app)
    names = made.names("subscriptions")
    if name not in names:
        known("subscription", name, names)
    return made
