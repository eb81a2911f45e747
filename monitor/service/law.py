"""What enacted changes propose for the legal statuses, and the tables that a topic starts from."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from monitor.config.statuses import load_statuses, shipped
from monitor.model.records import Topic
from monitor.store import changes, legal, matches
from monitor.topics.status import Proposal, open_proposals, propose


def waiting(conn: sa.Connection, topic: str = "") -> tuple[Proposal, ...]:
    """The proposals of all matched changes, or of one topic's, that no person has settled; oldest first."""
    names = [one.name for one in matches.active_topics(conn) if topic in ("", one.name)]
    made = [found for name in names for found in _proposals(conn, name)]
    return open_proposals(made, legal.history(conn, topic))


def _proposals(conn: sa.Connection, topic: str) -> Iterable[Proposal]:
    for change in changes.select(conn, changes.Wanted(topic=topic)):
        if change.moves or change.document.kind == "rule":
            found = propose(topic, change, matches.words_of(conn, topic, change.id))
            if found:
                yield found


def start_tables(conn: sa.Connection, topics: Iterable[Topic], now: datetime) -> int:
    """Records the table that comes with policywatch for each topic of its name that has no status yet; how many rows."""
    begun = legal.known_topics(conn)
    tables = [(one.name, file) for one in topics if one.name not in begun and (file := shipped(one.name))]
    return sum(legal.record(conn, load_statuses(file, name), now) for name, file in tables)
