"""`topics`, `topics test`: saved queries, and what one would find."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment
from monitor.cli.screen import terminal


@click.group(invoke_without_command=True)
@standard
def topics(app: App) -> None:
    """Saved queries; `topics test QUERY` tells what one would have matched.

    \b
    policywatch topics
    policywatch topics test 'kratom OR "7-OH"' --since 2026-01-01
    """
    if click.get_current_context().invoked_subcommand is None:
        _list_topics(app)


@topics.command("list")
@standard
def list_topics(app: App) -> None:
    """The topics in force (so does `policywatch topics` alone).

    \b
    policywatch topics list --json
    """
    _list_topics(app)


def _list_topics(app: App) -> None:
    from monitor.store.matches import active_topics

    with app.reading() as conn:
        found = active_topics(conn)
    rows = ({"name": one.name, "query": one.query, "candidates": one.candidates} for one in found)
    if not app.emit(rows, lambda row: f"{row['name']:<20} {' '.join(row['query'].split())}") and terminal():
        click.echo("no topic yet: write [topics.NAME] into policywatch.toml, then `policywatch apply`", err=True)


@topics.command("test")
@click.argument("query")
@click.option("--since", type=Moment(), help="Only documents whose state was seen from then on.")
@standard
def try_topic(app: App, query: str, since: datetime | None) -> None:
    """What QUERY would have matched among everything kept; saves nothing.

    \b
    policywatch topics test 'kratom AND jurisdiction:us-*' --json
    """
    from monitor.digests.words import count

    found = app.emit(_trial(app, query, since), _trial_line)
    if not app.as_json:
        click.echo(f"{count(found, 'document')} {'matches' if found == 1 else 'match'}", err=True)


def _trial(app: App, query: str, since: datetime | None) -> Iterable[dict[str, Any]]:
    from monitor.model.records import Topic
    from monitor.store.revisions import current
    from monitor.topics.match import Matcher
    from monitor.topics.query import parse

    parse(query)  # a fault of the query, said without the name of a topic
    matcher = Matcher((Topic(name="test", query=query),))
    with app.reading() as conn:
        for _, jurisdiction, source, state in current(conn):
            if since and state.seen_at < since:
                continue
            for _, hits in matcher.match(state.document, source=source, jurisdiction=jurisdiction):
                document = {
                    "kind": state.key.kind,
                    "registry": state.key.registry,
                    "identifier": state.key.identifier,
                    "title": state.document.title,
                    "url": state.document.url,
                }
                yield {
                    "document": document,
                    "matched": sorted({hit.words for hit in hits}),
                    "where": sorted({hit.where for hit in hits}),
                    "at": state.seen_at,
                }


def _trial_line(row: Mapping[str, Any]) -> str:
    from monitor.digests.words import clean, short

    document = row["document"]
    return f"{clean(document['identifier']):<16} {short(clean(document['title']), 90)}  [{', '.join(row['matched'])}]"
