"""Bills that matter to somebody, by the pages that show them: read in every check, also where the others are read in rounds.

A bill matters when a topic in force has matched it or its text (what is followed by hand is a topic's too), and when a committee
heard it in the last days or hears it by tomorrow: then it moves, and its list may not show it.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from monitor.model.documents import Bill, Hearing
from monitor.store.revisions import unpack
from monitor.store.schema import alias, document, match, revision, sighting, topic
from monitor.store.texts import REGISTRY

HEARD = timedelta(days=4)
"""How long after a hearing the committee's report, or its vote, may be entered in the bill's history."""
AHEAD = timedelta(days=1)
SETTLED = timedelta(days=75)
"""How long after a session's last day governors still act."""
PUBLISHED = timedelta(days=90)
"""How long before it a hearing may have been announced; older states are not looked at."""


def pages(conn: sa.Connection, source_id: int, jurisdiction: str, now: datetime, over: Collection[str]) -> set[int]:
    """Ids of the pages of one source that show a bill that matters; of sessions that are over (`over`, by register) none."""
    matched, heard = set(_matched(conn, jurisdiction)), set(_heard(conn, jurisdiction, now))
    found = set()
    for page_id, registry, identifier in _shown(conn, source_id, {name for _, name in matched} | heard):
        if registry not in over and ((registry, identifier) in matched or identifier in heard):
            found.add(page_id)
    return found


def _matched(conn: sa.Connection, jurisdiction: str) -> Iterator[tuple[str, str]]:
    """Register and identifier of the bills that a topic matched, themselves or in their texts."""
    query = (
        sa.select(document.c.registry, document.c.identifier)
        .distinct()
        .select_from(match)
        .join(document, document.c.id == match.c.document_id)
        .join(topic, topic.c.id == match.c.topic_id)
        .where(topic.c.enabled, document.c.jurisdiction == jurisdiction)
    )
    for registry, identifier in conn.execute(query):
        yield registry.removesuffix(REGISTRY), identifier


def _heard(conn: sa.Connection, jurisdiction: str, now: datetime) -> Iterator[str]:
    """Identifiers of the bills on an agenda of these days, as the agendas print them."""
    query = (
        sa.select(revision.c.content)
        .select_from(sighting)
        .join(document, document.c.id == sighting.c.document_id)
        .join(revision, revision.c.id == sighting.c.revision_id)
        .where(document.c.kind == Hearing.kind, document.c.jurisdiction == jurisdiction)
        .where(sighting.c.removed_at.is_(None), revision.c.seen_at >= now - PUBLISHED)
    )
    for content in conn.execute(query).scalars():
        hearing = unpack(Hearing.kind, content)
        assert isinstance(hearing, Hearing)
        if hearing.starts_at and not hearing.cancelled and now - HEARD <= hearing.starts_at <= now + AHEAD:
            yield from hearing.concerns


def _shown(conn: sa.Connection, source_id: int, identifiers: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Page, register and one of these identifiers, of the living bills of a source that go by it, now or formerly."""
    wanted = sorted(identifiers)
    living = (
        sa.and_(sighting.c.source_id == source_id, sighting.c.removed_at.is_(None), sighting.c.page_id.is_not(None)),
        document.c.kind == Bill.kind,
    )
    named = sa.select(sighting.c.page_id, document.c.registry, document.c.identifier).join(
        document, document.c.id == sighting.c.document_id
    )
    also = (
        sa.select(sighting.c.page_id, document.c.registry, alias.c.identifier)
        .join(document, document.c.id == sighting.c.document_id)
        .join(alias, alias.c.document_id == document.c.id)
    )
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        for query, number in ((named, document.c.identifier), (also, alias.c.identifier)):
            for row in conn.execute(query.where(*living, number.in_(some))):
                yield row.page_id, row.registry, row.identifier
