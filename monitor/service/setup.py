"""From a configuration to a database that follows it: judged first, then applied, with what already matches a new topic."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from monitor.config import Config, verify
from monitor.model.documents import Bill
from monitor.model.records import Destination, Topic
from monitor.service.catalogue import come_before, offered
from monitor.service.law import start_tables
from monitor.store import matches, revisions, texts
from monitor.store.engine import read, write
from monitor.store.topics import Plan, ShippedSource, apply
from monitor.topics.match import Matcher
from monitor.topics.query import parse


def verified(config: Config) -> None:
    """Raises ConfigError for what only a parser can judge: each topic's query and each destination's address."""
    from monitor.digests.send import room

    verify(config, query=parse, address=lambda address: room(Destination(name="of this key", address=address)))


def applied(config: Config, engine: sa.Engine, *, now: datetime, dry_run: bool = False) -> Plan:
    """Makes the database follow the configuration, in one transaction; says what that changed, or with `dry_run` would."""
    verified(config)
    before = come_before(config)
    shipped = [
        ShippedSource(name=name, jurisdiction=spider.jurisdiction, cadence=spider.cadence, after=before.get(name, ()))
        for name, spider in offered(config).items()
    ]
    with (read if dry_run else write)(engine) as conn:  # what is written while reading is rolled back
        return apply(
            conn,
            config,
            now=now,
            on_new_topics=lambda writing, topics: _begin(writing, topics, now),
            sources=shipped,
        )


def _begin(conn: sa.Connection, topics: Sequence[Topic], now: datetime) -> None:
    note_standing(conn, topics, now)
    start_tables(conn, topics, now)


def note_standing(conn: sa.Connection, topics: Sequence[Topic], now: datetime) -> int:
    """A new topic starts with what is already there: matches of all living documents, without a change, and texts to read."""
    matcher = Matcher(tuple(topics))
    known = matches.standing_of(conn, [topic.id for topic in topics])
    rows = []
    bills: list[int] = []
    told: set[tuple[str, str, int]] = set()  # a bill is there before its text, which then says nothing new
    for document_id, jurisdiction, source, state in revisions.current(conn):
        for topic, hits in matcher.match(state.document, source=source, jurisdiction=jurisdiction):
            bill = (state.key.registry.removesuffix(texts.REGISTRY), state.key.identifier, topic.id)
            of_bill = state.key.registry.endswith(texts.REGISTRY) and bill in told
            told.add(bill)
            if (topic.id, document_id) not in known and not of_bill:
                rows.append(matches.row_of(topic.id, document_id, None, hits, now))
        if isinstance(state.document, Bill) and (
            (rows and rows[-1]["document_id"] == document_id)
            or matcher.wants_text(state.document, source=source, jurisdiction=jurisdiction)
        ):
            bills.append(document_id)
    matches.add(conn, rows)
    texts.want(conn, bills)
    return len(rows)
