"""The tables of legal status that a topic starts from."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from monitor.config.statuses import load_statuses, shipped
from monitor.model.records import Topic
from monitor.store import legal


def start_tables(conn: sa.Connection, topics: Iterable[Topic], now: datetime) -> int:
    """Records the table that comes with policywatch for each topic of its name that has no status yet; how many rows."""
    begun = legal.known_topics(conn)
    tables = [(one.name, file) for one in topics if one.name not in begun and (file := shipped(one.name))]
    return sum(legal.record(conn, load_statuses(file, name), now) for name, file in tables)
