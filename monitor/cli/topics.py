"""`topics` and its parts: saved queries, changing them, and what one would find."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment, known
from monitor.cli.editing import draft, dry_run, leave_topic, settle
from monitor.cli.screen import terminal

if TYPE_CHECKING:
    from monitor.model.records import Hit, Revision


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
@click.option("--near", is_flag=True, help="The near misses instead: what a wildcard would add.")
@standard
def try_topic(app: App, query: str, since: datetime | None, near: bool) -> None:
    """What QUERY would have matched among everything kept; saves nothing.

    \b
    policywatch topics test 'kratom AND jurisdiction:us-*' --json
    policywatch topics test kratom --near
    """
    trial = _Trial(query)
    rows = (row for row in trial.rows(app, since) if bool(row["near"]) is near)
    app.emit(rows, _near_line if near else _trial_line)
    if not app.as_json:
        for line in trial.summary():
            click.echo(line, err=True)


_TITLE = click.option("--title", default="", help="The heading in digests.")
_CANDIDATES = click.option("--candidates", default="", metavar="QUERY", help="Of which bills the texts are read too.")


@topics.command("add")
@click.argument("name")
@click.argument("query")
@_TITLE
@_CANDIDATES
@dry_run
@standard
def add_topic(app: App, name: str, query: str, title: str, candidates: str, dry_run: bool) -> None:
    """Add a topic to policywatch.toml and find what matches it already.

    \b
    policywatch topics add tianeptine 'tianeptine OR "gas station heroin"' --title Tianeptine
    """
    made = draft(app)
    if name in made.names("topics"):
        raise click.UsageError(f"there is a topic {name} already: `policywatch topics edit {name}` changes it")
    given = {"title": title, "query": query, "candidates": candidates}
    made.add("topics", name, {key: value for key, value in given.items() if value})
    settle(app, made, dry=dry_run)


@topics.command("edit")
@click.argument("name")
@click.option("--query", default="", help="What a document must say.")
@_TITLE
@_CANDIDATES
@dry_run
@standard
def edit_topic(app: App, name: str, query: str, title: str, candidates: str, dry_run: bool) -> None:
    """Change a topic of policywatch.toml.

    \b
    policywatch topics edit kratom --query 'kratom OR mitragyn*' --dry-run
    """
    given = {"title": title, "query": query, "candidates": candidates}
    values = {key: value for key, value in given.items() if value}
    if not values:
        raise click.UsageError("say what to change: --query, --title or --candidates")
    made = draft(app)
    known("topic", name, made.names("topics"))
    made.change("topics", name, values)
    settle(app, made, dry=dry_run)


@topics.command("remove")
@click.argument("name")
@dry_run
@standard
def remove_topic(app: App, name: str, dry_run: bool) -> None:
    """Take a topic out of policywatch.toml; its matches and what was told of it stay.

    \b
    policywatch topics remove tianeptine
    """
    made = draft(app)
    known("topic", name, made.names("topics"))
    leave_topic(made, name)
    made.remove("topics", name)
    settle(app, made, dry=dry_run)


class _Trial:
    """A query run over everything that is kept, and what it came to in numbers."""

    def __init__(self, query: str) -> None:
        from monitor.topics.query import parse

        parse(query)  # a fault of the query, said without the name of a topic
        self.query = query
        self.places: Counter[str] = Counter()
        self.weeks: Counter[str] = Counter()
        self.near: Counter[str] = Counter()

    def rows(self, app: App, since: datetime | None) -> Iterator[dict[str, Any]]:
        """A row for each document that matches, or comes near."""
        from monitor.model.records import Topic
        from monitor.store.revisions import current
        from monitor.topics.match import Matcher
        from monitor.topics.near import NearMisses

        matcher, nearly = Matcher((Topic(name="test", query=self.query),)), NearMisses(self.query)
        with app.reading() as conn:
            for _, jurisdiction, source, state in current(conn):
                if since and state.seen_at < since:
                    continue
                found = matcher.match(state.document, source=source, jurisdiction=jurisdiction)
                hits = [hit for _, some in found for hit in some]
                near = () if found else nearly.of(state.document)
                if found:
                    year, week, _ = state.seen_at.isocalendar()
                    self.places[jurisdiction or "anywhere"] += 1
                    self.weeks[f"{year}-W{week:02}"] += 1
                self.near.update(near)
                if found or near:
                    yield _row(state, hits, near)

    def summary(self) -> Iterator[str]:
        """How many documents match, by jurisdiction and by the week in which their state was seen; what came near."""
        from monitor.digests.words import count

        total = self.places.total()
        yield f"{count(total, 'document')} {'matches' if total == 1 else 'match'}"
        for title, counted in (("by jurisdiction", self.places.most_common()), ("by week", sorted(self.weeks.items()))):
            if len(counted) > 1:
                yield f"{title}: {', '.join(f'{name} {number}' for name, number in counted)}"
        if self.near:
            words = ", ".join(f"{word} {number}" for word, number in self.near.most_common(8))
            yield f"near misses, which a wildcard would add (--near lists them): {words}"


def _row(state: "Revision", hits: Sequence["Hit"], near: Sequence[str]) -> dict[str, Any]:
    document = {
        "kind": state.key.kind,
        "registry": state.key.registry,
        "identifier": state.key.identifier,
        "title": state.document.title,
        "url": state.document.url,
    }
    return {
        "document": document,
        "matched": sorted({hit.words for hit in hits}),
        "where": sorted({hit.where for hit in hits}),
        "at": state.seen_at,
        "near": list(near),
    }


def _trial_line(row: Mapping[str, Any]) -> str:
    return _line(row, row["matched"])


def _near_line(row: Mapping[str, Any]) -> str:
    return _line(row, row["near"])


def _line(row: Mapping[str, Any], words: Sequence[str]) -> str:
    from monitor.digests.words import clean, short

    document = row["document"]
    return f"{clean(document['identifier']):<16} {short(clean(document['title']), 90)}  [{', '.join(words)}]"
