"""`import`: addresses that other programs watch, as `[[watch]]` entries in policywatch.toml."""

from pathlib import Path

import click

from monitor.cli.app import App, standard
from monitor.cli.editing import draft, dry_run, settle


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--jurisdiction", default="", metavar="CODE", help="Whose pages they are: us, us-va …")
@dry_run
@standard
def import_(app: App, file: Path, jurisdiction: str, dry_run: bool) -> None:
    """Watch the addresses of a list: OPML, urlwatch's urls.yaml, changedetection.io's JSON, or one address a line. What is watched
    already is left as it is; what cannot be watched, or not so exactly, is said.

    \b
    policywatch import feeds.opml
    policywatch import urls.yaml --dry-run
    """
    from monitor.cli.screen import safe
    from monitor.config.watch_lists import entries, read_list
    from monitor.digests.words import count
    from monitor.model.errors import MonitorError

    made = draft(app)
    try:
        found = entries(read_list(file.read_bytes()), made.entries("watch"), jurisdiction.lower())
    except MonitorError as fault:
        raise MonitorError(f"{file}: {fault.message}", remedy=fault.remedy) from fault
    new = [entry for _, entry in found if entry is not None]
    made.append("watch", new)
    for one, entry in found:
        left = (
            f"left out, {one.why_not}" if entry is None else f"without {'; '.join(one.remarks)}" if one.remarks else ""
        )
        if left and not app.as_json:
            click.echo(safe(f"{one.name or one.url}: {left}"), err=True)
    told = [
        {"name": one.name, "url": one.url, "added": entry is not None, "why_not": one.why_not, "without": one.remarks}
        for one, entry in found
    ]
    words = f"{count(len(found), 'address', 'addresses')}, {len(new)} new"
    settle(app, made, dry=dry_run, row={"watches": told}, words=words)
