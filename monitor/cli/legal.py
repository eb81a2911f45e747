"""`legal`: what a topic's subject is in law, place by place, and what enacted changes propose."""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, output, standard
from monitor.cli.arguments import ROW, known
from monitor.cli.screen import terminal
from monitor.model.errors import MonitorError

if TYPE_CHECKING:
    from monitor.model.records import LegalStatus
    from monitor.topics.status import Proposal

_STATUS = click.Choice(
    [
        "banned", "scheduled I", "scheduled II", "scheduled III", "scheduled IV", "scheduled V", "restricted", "regulated",
        "age limit", "unregulated", "disputed", "unknown",
    ]
)  # fmt: skip
_CERTAINTY = click.Choice(["high", "medium", "low", "unknown"])
_COLUMNS = (
    "topic",
    "jurisdiction",
    "status",
    "age",
    "since_on",
    "since",
    "instrument",
    "certainty",
    "evidence",
    "upcoming",
    "note",
)


@click.group(invoke_without_command=True)
@click.option("--topic", default="", metavar="NAME", help="Only one topic.")
@click.option("--jurisdiction", default="", metavar="CODE", help="us, us-ky, us-* …")
@click.option("--history", is_flag=True, help="Everything that was recorded, not only what holds.")
@click.option("--csv", "as_csv", is_flag=True, help="As a table for spreadsheets.")
@click.option("--map", "as_map", is_flag=True, help="As a map of the states.")
@click.option("--out", type=click.Path(path_type=Path), help="With --map, an HTML file to write instead.")
@standard
def legal(app: App, topic: str, jurisdiction: str, history: bool, as_csv: bool, as_map: bool, out: Path | None) -> None:
    """Legal status by jurisdiction, with what it rests on, how sure that is, and what is enacted for later.

    A person confirms every change of status; `policywatch legal proposals` lists what enacted bills and rules would make of it.

    \b
    policywatch legal --topic kratom
    policywatch legal --jurisdiction us-ky --history --json
    policywatch legal --topic kratom --map --out map.html
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    if out and not as_map:
        raise click.UsageError("--out goes with --map")
    from monitor.store.legal import current
    from monitor.store.legal import history as recorded
    from monitor.topics.status import in_force

    with app.reading() as conn:
        found = recorded(conn, topic, jurisdiction.lower())
    today = datetime.now(UTC).date()
    statuses = found if history else [in_force(one, today) for one in current(found)]
    if as_map:
        _draw(app, statuses, topic, out)
    elif as_csv:
        _table(statuses)
    elif not app.emit((_row(one) for one in statuses), _line) and terminal():
        click.echo("no status is recorded: `policywatch legal load FILE --topic NAME` starts a table", err=True)


@legal.command()
@click.option("--topic", default="", metavar="NAME", help="Only one topic.")
@standard
def proposals(app: App, topic: str) -> None:
    """What signed bills and final rules propose and nobody has confirmed or dismissed yet.

    \b
    policywatch legal proposals --topic kratom
    """
    shown = app.emit((_proposal_row(one) for one in _open(app, topic)), _proposal_line)
    if not shown and terminal():
        click.echo("nothing is proposed", err=True)


@legal.command()
@click.argument("jurisdiction", metavar="CODE")
@click.option("--topic", required=True, metavar="NAME", help="Whose status.")
@click.option("--status", type=_STATUS, required=True, help="What it is now.")
@click.option("--since", default="", metavar="DATE", help="2026-07-01, 2026-07 or 2026.")
@click.option("--age", type=click.IntRange(1, 99), help="Years; from which age on it may be bought.")
@click.option("--instrument", default="", help="The act or rule.")
@click.option("--evidence", multiple=True, help="An address or a citation; may stand several times.")
@click.option("--certainty", type=_CERTAINTY, default="high", show_default=True, help="How sure that is.")
@click.option("--note", default="", help="A remark.")
@click.option(
    "--change", "change_id", type=ROW, metavar="ID", help="The change that it follows from; settles its proposal."
)
@standard
def confirm(
    app: App, jurisdiction: str, topic: str, change_id: int | None, evidence: tuple[str, ...], **said: Any
) -> None:
    """Record a status that a person has verified. The earlier one stays in the history.

    \b
    policywatch legal confirm us-ky --topic kratom --status banned --since 2027-01-01 --instrument "HB 757, Acts 2026 ch. 161"
    """
    from monitor.config.statuses import checked
    from monitor.topics.status import enacted_for_later

    status = checked(topic=topic, jurisdiction=jurisdiction.lower(), evidence=evidence, change_id=change_id, **said)
    _record(app, enacted_for_later(_held(app, topic, status.jurisdiction), status, datetime.now(UTC).date()))


@legal.command()
@click.argument("change_id", metavar="CHANGE", type=ROW)
@click.option("--topic", required=True, metavar="NAME", help="Whose status.")
@click.option("--note", default="", help="Why it changes nothing.")
@standard
def dismiss(app: App, change_id: int, topic: str, note: str) -> None:
    """Say that an enacted change leaves the status as it is; its proposal is settled.

    \b
    policywatch legal dismiss 4711 --topic kratom --note "orders a study"
    """
    proposed = next((one for one in _open(app, topic) if one.change_id == change_id), None)
    if proposed is None:
        raise MonitorError(
            f"change {change_id} proposes nothing for {topic}", remedy="See `policywatch legal proposals`."
        )
    words = f"unchanged by {proposed.instrument}" + (f": {note}" if note else "")
    _record(app, replace(_held(app, topic, proposed.jurisdiction), change_id=change_id, note=words))


@legal.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--topic", required=True, metavar="NAME", help="Whose status.")
@standard
def load(app: App, file: Path, topic: str) -> None:
    """Record a table of statuses from a TOML file (docs/reference/legal-status.md); what is recorded already is not repeated.

    \b
    policywatch legal load kratom.toml --topic kratom
    """
    from monitor.config.statuses import load_statuses
    from monitor.store.legal import current, history, record

    statuses = load_statuses(file, topic)
    with app.writing() as conn:
        _known_topic(conn, topic)
        held = {one.jurisdiction: _said(one) for one in current(history(conn, topic))}
        new = [one for one in statuses if held.get(one.jurisdiction) != _said(one)]
        record(conn, new, datetime.now(UTC))
    app.say({"topic": topic, "recorded": len(new)}, f"{len(new)} of {len(statuses)} recorded for {topic}")


def _said(one: "LegalStatus") -> "LegalStatus":
    return replace(one, recorded_at=None, recorded_by="", change_id=None)


def _record(app: App, status: "LegalStatus") -> None:
    from monitor.store.legal import record

    with app.writing() as conn:
        _known_topic(conn, status.topic)
        record(conn, [replace(status, recorded_by="a person")], datetime.now(UTC))
    app.say(_row(status), f"recorded: {_line(_row(status))}")


def _held(app: App, topic: str, jurisdiction: str) -> "LegalStatus":
    """What holds, or that nothing is known."""
    from monitor.model.records import LegalStatus
    from monitor.store.legal import current, history

    with app.reading() as conn:
        standing = current(history(conn, topic, jurisdiction))
    return standing[0] if standing else LegalStatus(topic=topic, jurisdiction=jurisdiction, status="unknown")


def _known_topic(conn: Any, topic: str) -> None:
    from monitor.store.matches import active_topics

    known("topic", topic, [one.name for one in active_topics(conn)])


def _open(app: App, topic: str) -> "Sequence[Proposal]":
    from monitor.store.proposals import waiting

    with app.reading() as conn:
        return waiting(conn, topic)


def _row(one: "LegalStatus") -> dict[str, Any]:
    upcoming = [{"on": each.on, "status": each.status, "instrument": each.instrument} for each in one.upcoming]
    return {
        "topic": one.topic,
        "jurisdiction": one.jurisdiction,
        "status": one.status,
        "age": one.age,
        "since_on": date.fromisoformat(one.since) if len(one.since) == len("2026-07-01") else None,
        "since": one.since,
        "instrument": one.instrument,
        "certainty": one.certainty,
        "evidence": list(one.evidence),
        "upcoming": upcoming,
        "note": one.note,
        "recorded_at": one.recorded_at,
        "recorded_by": one.recorded_by,
        "change": one.change_id,
    }


def _line(row: Mapping[str, Any]) -> str:
    age = f", {row['age']}+" if row["age"] else ""
    since = f" since {row['since']}" if row["since"] else ""
    later = "".join(f"; from {one['on']} {one['status']}" for one in row["upcoming"])
    said = f"{row['status']}{age}{since}{later}"
    return f"{row['topic']:<12} {row['jurisdiction']:<6} {said:<48} {row['certainty']:<8} {row['instrument']}".rstrip()


def _proposal_row(one: "Proposal") -> dict[str, Any]:
    return {
        "topic": one.topic,
        "jurisdiction": one.jurisdiction,
        "status": one.status,
        "age": one.age,
        "effective_on": one.effective_on,
        "instrument": one.instrument,
        "because": one.because,
        "sentence": one.sentence,
        "change": one.change_id,
    }


def _proposal_line(row: Mapping[str, Any]) -> str:
    age = f", {row['age']}+" if row["age"] else ""
    reading = f"proposes {row['status']}{age}" if row["status"] != "unknown" else "does not say plainly: read it"
    proof = f'\n    "{row["sentence"]}"' if row["sentence"] else ""
    return f"{row['topic']} {row['jurisdiction']}: {row['instrument']}, {row['because']} (change {row['change']}) {reading}{proof}"


def _table(statuses: "Iterable[LegalStatus]") -> None:
    from monitor.cli.exporting import harmless

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in statuses:
        row = _row(one)
        later = "; ".join(f"{each['on']} {each['status']} {each['instrument']}".strip() for each in row["upcoming"])
        cells = {**row, "evidence": "; ".join(row["evidence"]), "upcoming": later}
        writer.writerow(harmless("" if cells[name] is None else str(cells[name])) for name in _COLUMNS)


def _draw(app: App, statuses: "Sequence[LegalStatus]", topic: str, out: Path | None) -> None:
    from monitor.digests.tiles import html_map, text_map

    topics = sorted({one.topic for one in statuses})
    if len(topics) > 1 and not topic:
        raise click.UsageError(f"name one topic with --topic: {', '.join(topics)}")
    if out is None:
        click.echo(text_map(statuses))
        return
    title = f"Legal status of {topics[0] if topics else topic} as recorded on {datetime.now(UTC):%Y-%m-%d}"
    with output(out) as stream:
        stream.write(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>{html_map(statuses, title=title)}</html>\n'
        )
