"""`digest`, `deliveries`, `send-test`, `resend`: what people are told, and whether it arrived."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, as_json, output, standard
from monitor.cli.arguments import ROW, Moment, known
from monitor.cli.screen import safe, terminal

if TYPE_CHECKING:
    from monitor.digests.content import DigestContent
    from monitor.digests.render import Rendered


@click.command()
@click.argument("subscription", metavar="[SUBSCRIPTION]", default="")
@click.option(
    "--since", type=Moment(), help="What was detected from then on, told already or not [what was not told yet]."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "text", "markdown"]),
    default="text",
    show_default=True,
    help="Which template.",
)
@click.option(
    "--kind",
    type=click.Choice(["digest", "welcome", "alert"]),
    help="Which message [the one that comes next; a digest with --since].",
)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write [standard output].")
@click.option("--now", type=Moment(), help="The date the digest is made for.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write every digest and change that there has been as linked pages instead.",
)
@standard
def digest(
    app: App,
    subscription: str,
    since: datetime | None,
    form: str,
    kind: str | None,
    out: Path | None,
    now: datetime | None,
    archive: Path | None,
) -> None:
    """Preview what a subscription hears next; sends nothing, moves nothing. Or bring an archive of all that was told up to date.

    When no change waits and a topic is new, that is its welcome, of what is there already.

    \b
    policywatch digest weekly
    policywatch digest weekly --since 2026-11-01 --format html --out digest.html
    policywatch digest --archive public/
    """
    if archive is not None:
        if since or out or now or kind:
            raise click.UsageError("--archive holds everything: --since, --kind, --out and --now do not go with it")
        _archive(app, subscription, archive)
        return
    if not subscription:
        raise click.UsageError("name a subscription, or write all digests as pages with --archive FOLDER")
    from monitor.digests.read import next_kind, preview
    from monitor.store import subscriptions

    with app.reading() as conn:
        wanted = subscriptions.load(conn, subscription, {})
        following, welcome = ("digest", 0) if since or kind else next_kind(conn, wanted)
        made = now or datetime.now(UTC)
        said = preview(conn, wanted, now=made, since=since, kind=kind or following, welcomed=not kind)
    message = rendered(said, form, app.config.templates)
    if app.as_json:
        text = as_json({"subject": message.subject, "format": form, "body": message.body})
    else:
        text = message.body if form == "html" else f"{message.subject}\n\n{message.body}"
    with output(out) as stream:
        stream.write(text.rstrip("\n") + "\n")
    if out:
        click.echo(f"{out}: {safe(message.subject)}", err=True)
    if welcome and terminal():
        there = f"{welcome:,} document{'s' if welcome > 1 else ''}"
        click.echo(f"before it comes a welcome, of {there} already there: --kind welcome", err=True)


def _archive(app: App, subscription: str, folder: Path) -> None:
    from zoneinfo import ZoneInfo

    from monitor.digests.archive import Publication, write_archive
    from monitor.digests.words import count

    config = app.config
    how = Publication(
        zone=ZoneInfo(config.timezone),
        public_url=config.public_url,
        templates=config.templates,
        subscription=subscription,
    )
    with app.reading() as conn:
        done = write_archive(conn, folder, how)
    row = {"folder": str(folder), "written": done.files, "changes": done.changes, "digests": done.digests}
    holds = f"{count(done.changes, 'change')} and {count(done.digests, 'digest')}"
    app.say(row, f"{folder}/index.html: {holds}; {count(done.files, 'file')} written")


def rendered(said: "DigestContent", form: str, templates: Path | None) -> "Rendered":
    """A digest in one of the three formats, whole where it fits."""
    from monitor.digests.compose import Room, compose

    room = Room(format=form, limit=0)  # type: ignore[arg-type]  # the option allows only the three formats
    return compose(said, room, templates=templates)


@click.command()
@click.option("--state", type=click.Choice(["pending", "sending", "sent", "failed", "unknown"]), help="Only these.")
@click.option("--subscription", default="", metavar="NAME", help="Only those of one subscription.")
@click.option("--limit", type=ROW, default=50, show_default=True, help="How many, newest first.")
@standard
def deliveries(app: App, state: str | None, subscription: str, limit: int) -> None:
    """Who was told what, when, and whether it arrived; newest first.

    \b
    policywatch deliveries
    policywatch deliveries --state failed --json
    """
    if not app.emit(_deliveries(app, state or "", subscription, limit), _delivery_line) and terminal():
        click.echo("no delivery is known that fits", err=True)


def _deliveries(app: App, state: str, subscription: str, limit: int) -> Iterable[dict[str, Any]]:
    from monitor.store.deliveries import listing
    from monitor.store.subscriptions import names

    with app.reading() as conn:
        if subscription:
            known("subscription", subscription, list(names(conn)))
        return [dict(row) for row in listing(conn, state=state, subscription_name=subscription, limit=limit)]


def _delivery_line(row: Mapping[str, Any]) -> str:
    settled = f"{row['settled_at']:%Y-%m-%d %H:%M}" if row["settled_at"] else "not settled"
    tries = f"{row['attempts']} attempt{'s' if row['attempts'] != 1 else ''}"
    words = f"{row['id']:>6} {row['state']:<8} digest {row['digest']:<5} {row['subscription']} → {row['destination']}"
    return "  ".join(part for part in (words, tries, settled, row["error"]) if part)


@click.command("send-test")
@click.argument("destination")
@standard
def send_test(app: App, destination: str) -> int:
    """Send a trial message to a destination of the configuration and show what it ought to look like there. Exit 1 when it was not
    accepted.

    \b
    policywatch send-test team-chat
    """
    from monitor.digests.send import send, trial

    (wanted,) = app.config.reach(destination)
    message = trial(wanted)
    ended = asyncio.run(send(wanted, message))
    row = {
        "destination": destination,
        "state": ended.state,
        "error": ended.error,
        "format": message.format,
        "subject": message.subject,
        "body": message.body,
    }
    words = f"{destination}: {_HOW_IT_ENDED[ended.state]}{f': {ended.error}' if ended.error else ''}"
    shown = "\n\n".join(filter(None, [message.subject, message.text or message.body]))
    app.say(row, f"{words}\n\n{indent(shown, '    ')}" if ended.state == "sent" else words)
    return 0 if ended.state == "sent" else 1


_HOW_IT_ENDED = {
    "sent": "sent; look whether this arrived",
    "failed": "not sent, and another try cannot help",
    "retry": "not sent; a digest would be tried again",
    "unknown": "nobody can say whether it arrived",
}


@click.command()
@click.argument("delivery_id", metavar="ID", type=ROW)
@standard
def resend(app: App, delivery_id: int) -> None:
    """Make a delivery pending again; the service (or `run --once`) sends it.

    \b
    policywatch resend 812
    """
    from monitor.store.deliveries import resend as again

    with app.writing() as conn:
        again(conn, delivery_id, datetime.now(UTC))
    app.say({"id": delivery_id, "state": "pending"}, f"delivery {delivery_id} is pending again")
