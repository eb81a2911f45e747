"""The part of `show` that holds a final rule or a temporary order against its proposal."""

from collections.abc import Iterable, Mapping
from typing import Any

from monitor.cli.app import App
from monitor.cli.redlines import operation_rows
from monitor.cli.screen import marked


def against_row(app: App, change_id: int) -> dict[str, Any] | None:
    """The proposal that a changed rule answers, and the redline of their regulatory texts; null where none is known."""
    from monitor.store.against import of_changes
    from monitor.store.changes import Wanted, select

    with app.reading() as conn:
        found = next(iter(of_changes(conn, select(conn, Wanted(ids=(change_id,)))).values()), None)
    if found is None:
        return None
    thing = found.proposal
    return {
        "document": {"kind": thing.kind, "identifier": thing.identifier, "title": thing.title, "url": thing.url},
        "published_on": thing.published_on,
        "citation": thing.citation,
        "said": str(found),
        "as_proposed": found.as_proposed,
        "summary": [str(one) for one in found.summary],
        "redline": operation_rows(found.operations) or None,
    }


def against_lines(row: Mapping[str, Any], *, whole: bool) -> Iterable[str]:
    """The rule against its proposal: which one, what it changes section by section, and the redline."""
    from monitor.digests.words import clean

    thing = row["document"]
    cited = f" ({row['citation']})" if row["citation"] else ""
    yield f"against the proposal {clean(thing['identifier'])}{cited}: {clean(thing['title'])}"
    yield thing["url"]
    if row["redline"] is None or row["as_proposed"]:
        yield f"  {clean(row['said'])}"
    yield from (f"  {clean(line)}" for line in row["summary"])
    if row["redline"]:
        yield from ("", marked(row["redline"], whole=whole))
