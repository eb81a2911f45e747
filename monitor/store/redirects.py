"""Which addresses were asked when an answer came from another one: what a replay of the evidence needs to know."""

import sqlalchemy as sa

from monitor.store.schema import page, snapshot


def asked_at(conn: sa.Connection) -> dict[int, tuple[str, ...]]:
    """The addresses that led to a snapshot by redirects, by its id; snapshots that were asked for directly are not in it.

    A page knows where its last answer came from; earlier answers from there are taken to have come the same way.
    """
    last = snapshot.alias("last")
    query = (
        sa.select(snapshot.c.id, page.c.address)
        .join(page, page.c.source_id == snapshot.c.source_id)
        .join(last, sa.and_(last.c.id == page.c.snapshot_id, last.c.url == snapshot.c.url))
        .where(page.c.address != snapshot.c.url, page.c.address.like("http%"))
        .order_by(snapshot.c.id, page.c.address)
    )
    found: dict[int, tuple[str, ...]] = {}
    for snapshot_id, address in conn.execute(query):
        found[snapshot_id] = (*found.get(snapshot_id, ()), address)
    return found
