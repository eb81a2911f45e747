"""`why`: the way of one document, from the source that saw it to the message that told it."""

from collections.abc import Iterable, Mapping
from typing import Any

import click
import sqlalchemy as sa

from monitor.cli.app import App, standard
from monitor.model.errors import MonitorError

_PARTS = {
    "entry": "told in",
    "standing": "listed as already there in",
    "folded": "counted as cosmetic in",
    "filtered": "kept out by the subscription's filters from",
}


@click.command()
@click.argument("document", metavar="DOCUMENT")
@standard
def why(app: App, document: str) -> None:
    """Why was I told, or not told? When a document was seen, which topics it matched by which words, and who was told.

    DOCUMENT is an identifier, a former or other number of a bill, an address, a key or words of the title.

    \b
    policywatch why "HB 587"
    policywatch why "us-va:2026 / bill / HB 360" --json
    """
    from monitor.store import story

    with app.reading() as conn:
        rows = [_story(conn, row) for row in story.named(conn, document)]
    if not rows:
        raise MonitorError(
            f"no document is known as {document!r}",
            remedy="No source that is checked has shown it: see `policywatch sources` and, for its words, `policywatch topics test`.",
        )
    app.emit(rows, lambda row: "\n".join(_lines(row)))


def _story(conn: sa.Connection, document: sa.RowMapping) -> dict[str, Any]:
    from monitor.store import aliases, story

    seen = story.sightings(conn, document["id"])
    matches = story.matches_of(conn, document["id"])
    told = story.told(conn, [one["id"] for one in matches])
    return {
        "document": {
            **{name: document[name] for name in ("kind", "registry", "identifier", "title", "url")},
            "aliases": list(aliases.of_documents(conn, [document["id"]]).get(document["id"], ())),
        },
        "seen": [_seen(one) for one in seen],
        "changes": [
            {
                **{name: one[name] for name in ("id", "kind", "detected_at", "importance")},
                "source": one["name"],
                "reasons": list(one["reasons"]),
            }
            for one in story.changes_of(conn, document["id"])
        ],
        "matched": [
            {
                "topic": one["name"],
                "change": one["change_id"],
                "words": list(dict.fromkeys(hit["words"] for hit in one["hits"])),
                "at": one["matched_at"],
                "told": told.get(one["id"], []),
            }
            for one in matches
        ],
        "unmatched": _unmatched(conn, seen),
    }


def _seen(one: sa.RowMapping) -> dict[str, Any]:
    return {
        "source": one["name"],
        "first_seen_at": one["first_seen_at"],
        "last_seen_at": max(filter(None, (one["last_seen_at"], None if one["missing_since"] else one["last_good_at"]))),
        "missing_since": one["missing_since"],
        "removed_at": one["removed_at"],
    }


def _unmatched(conn: sa.Connection, seen: Iterable[sa.RowMapping]) -> list[dict[str, Any]]:
    """The topics whose query the document as it stands does not satisfy, and which of their words stand in it all the same."""
    from monitor.store import matches, revisions
    from monitor.topics.match import Matcher
    from monitor.topics.near import NearMisses

    states = revisions.by_id(conn, [one["revision_id"] for one in seen]).values()
    missed = []
    for topic in matches.active_topics(conn):
        matcher = Matcher((topic,))
        if not any(matcher.match(one.document, source=one.source) for one in states):
            nearly = NearMisses(topic.query)
            near = {word for one in states for word in nearly.of(one.document)}
            missed.append({"topic": topic.name, "near": sorted(near)})
    return missed


def _lines(row: Mapping[str, Any]) -> Iterable[str]:
    from monitor.digests.words import clean, count

    document = row["document"]
    yield click.style(f"{clean(document['identifier'])}  {clean(document['title'])}", bold=True)
    yield f"  {document['registry']} / {document['kind']} / {document['identifier']}"
    if document["aliases"]:
        yield f"  also {', '.join(clean(one) for one in document['aliases'])}"
    for one in row["seen"]:
        gone = f", removed {one['removed_at']:%Y-%m-%d}" if one["removed_at"] else ""
        gone = gone or (f", missing since {one['missing_since']:%Y-%m-%d}" if one["missing_since"] else "")
        yield f"  seen by {one['source']} from {one['first_seen_at']:%Y-%m-%d %H:%M} to {one['last_seen_at']:%Y-%m-%d %H:%M}{gone}"
    for one in row["changes"]:
        said = f": {'; '.join(one['reasons'])}" if one["reasons"] else ""
        yield f"  {one['detected_at']:%Y-%m-%d %H:%M} {one['kind']}, importance {one['importance']:.2f} (change {one['id']}){clean(said)}"
    for one in row["matched"]:
        what = f"change {one['change']}" if one["change"] else "as it stood"
        yield f"  topic {one['topic']} matched {what} by {', '.join(clean(word) for word in one['words'])}"
        yield from (f"    {line}" for line in _told(one["told"]))
    for one in row["unmatched"]:
        near = f"; near: {', '.join(one['near'])}" if one["near"] else ""
        yield f"  topic {one['topic']} does not match it as it stands{near}"
    if not row["matched"] and not row["unmatched"]:
        yield "  there is no topic that could match it"
    if row["changes"] and not row["matched"]:
        yield f"  so {count(len(row['changes']), 'change')} reached nobody"


def _told(taken: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    digests = list(taken)
    for one in digests:
        where = f"{one['kind']} {one['digest']} of {one['subscription']}, gathered {one['gathered_at']:%Y-%m-%d %H:%M}"
        ways = ", ".join(
            f"{each['destination']} {each['state']}"
            + (f" {each['settled_at']:%Y-%m-%d %H:%M}" if each["settled_at"] else "")
            for each in one["deliveries"]
        )
        yield f"{_PARTS[one['part']]} {where}" + (f": {ways}" if ways else ": no destination")
    if not digests:
        yield "in no digest yet: it waits for the next one of a subscription to this topic, if there is one"
