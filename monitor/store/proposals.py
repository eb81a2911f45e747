"""What enacted changes propose for legal statuses and no person has settled: read from the matches of topics."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from monitor.model.records import Change
from monitor.store import changes, legal, matches
from monitor.store.schema import change, document, legal_status, match, topic
from monitor.topics.status import Proposal, open_proposals, propose

_AT_ONCE = 500


def waiting(conn: sa.Connection, topic_name: str = "") -> tuple[Proposal, ...]:
    """The proposals of all active topics, or of one, that no person has settled; oldest first."""
    names = [one.name for one in matches.active_topics(conn) if topic_name in ("", one.name)]
    return open_proposals(of_changes(conn, candidates(conn, names)), legal.history(conn, topic_name))


def candidates(conn: sa.Connection, topics: Sequence[str]) -> list[tuple[str, int]]:
    """(topic, change) of the matched changes that may have put something into law and are not settled, oldest first.

    A quick look at kinds and moves that reads no document; `of_changes` decides.
    """
    moves = sa.cast(change.c.moves, sa.Text)
    enacted = sa.and_(document.c.kind == "bill", moves.like("%signed%") | moves.like("%law%"))
    ruled = sa.and_(document.c.kind == "rule", (change.c.kind == "added") | moves.like("%rule%"))
    settled = sa.exists().where(legal_status.c.topic_id == topic.c.id, legal_status.c.change_id == change.c.id)
    query = (
        sa.select(topic.c.name, change.c.id)
        .select_from(match)
        .join(topic, topic.c.id == match.c.topic_id)
        .join(change, change.c.id == match.c.change_id)
        .join(document, document.c.id == change.c.document_id)
        .where(topic.c.name.in_(topics), change.c.kind != "removed", enacted | ruled, ~settled)
        .distinct()
        .order_by(change.c.id, topic.c.name)
    )
    return [(row.name, row.id) for row in conn.execute(query)]


def of_changes(conn: sa.Connection, wanted: Sequence[tuple[str, int]]) -> tuple[Proposal, ...]:
    """What these changes propose for these topics; those that put nothing into law are left out."""
    found = {one.id: one for one in _read(conn, sorted({change_id for _, change_id in wanted}))}
    made = (
        propose(name, found[change_id], matches.words_of(conn, name, change_id))
        for name, change_id in wanted
        if change_id in found
    )
    return tuple(one for one in made if one is not None)


def _read(conn: sa.Connection, ids: Sequence[int]) -> Iterable[Change]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from changes.select(conn, changes.Wanted(ids=tuple(ids[start : start + _AT_ONCE])))
