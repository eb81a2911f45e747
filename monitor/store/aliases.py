"""The other numbers of documents, and documents that turn out to be one under two numbers. Rows, and nothing else.

A docket that becomes a bill, a paper beside its number, a substitute's name: each leads to the one document, whose row bears the
number that people use today. A bill's text goes with its bill.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from monitor.changes.again import Earlier
from monitor.model.documents import Bill
from monitor.store.insert import insert_or_ignore
from monitor.store.schema import (
    alias,
    change,
    digest_item,
    document,
    match,
    related_text,
    revision,
    sighting,
    text_mark,
    text_sketch,
    text_wanted,
)
from monitor.store.texts import REGISTRY as TEXTS
from monitor.store.texts import want

_AT_ONCE = 500


class Numbered(NamedTuple):
    """A document and the number that its row bears."""

    document_id: int
    identifier: str


def holders(conn: sa.Connection, registry: str, kind: str, numbers: Iterable[str]) -> dict[str, Numbered]:
    """The documents of one register that have these numbers as an alias."""
    wanted = dict.fromkeys(numbers)
    query = (
        sa.select(alias.c.identifier.label("number"), document.c.id, document.c.identifier)
        .join(document, document.c.id == alias.c.document_id)
        .where(alias.c.registry == registry, alias.c.kind == kind)
    )
    rows = _some(conn, query, alias.c.identifier, wanted)
    return {row.number: Numbered(row.id, row.identifier) for row in rows if row.number in wanted}


def bearers(conn: sa.Connection, registry: str, kind: str, numbers: Iterable[str]) -> dict[str, Numbered]:
    """The documents of one register whose rows bear these numbers."""
    wanted = dict.fromkeys(numbers)
    query = sa.select(document.c.identifier.label("number"), document.c.id, document.c.identifier)
    query = query.where(document.c.registry == registry, document.c.kind == kind)
    rows = _some(conn, query, document.c.identifier, wanted)
    return {row.number: Numbered(row.id, row.identifier) for row in rows if row.number in wanted}


def _some(
    conn: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[str], wanted: Collection[str]
) -> Iterable[sa.Row[Any]]:
    """The rows of these numbers; for a whole table of bills the register is read in one go."""
    if len(wanted) <= _AT_ONCE:
        return conn.execute(query.where(column.in_(wanted))) if wanted else ()
    return conn.execute(query)


def note(conn: sa.Connection, named: Iterable[tuple[int, str, str, Sequence[str]]]) -> None:
    """Notes the other numbers of documents, each as (document id, registry, kind, numbers); what is noted stays as it is."""
    rows = [
        {"document_id": one, "registry": registry, "kind": kind, "identifier": number}
        for one, registry, kind, numbers in named
        for number in numbers
    ]
    insert_or_ignore(conn, alias, rows)


def of_documents(conn: sa.Connection, document_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The other numbers of these documents, in the order in which they were noted."""
    found: dict[int, tuple[str, ...]] = {}
    for start in range(0, len(document_ids), _AT_ONCE):
        some = document_ids[start : start + _AT_ONCE]
        query = sa.select(alias.c.document_id, alias.c.identifier).where(alias.c.document_id.in_(some))
        for one, number in conn.execute(query.order_by(alias.c.id)):
            found[one] = (*found.get(one, ()), number)
    return found


def renumber(conn: sa.Connection, registry: str, kind: str, before: str, after: str) -> None:
    """A document bears another number from now on, and so does the text of a bill; the old number goes on leading to it."""
    for register, of_kind in ((registry, kind), (f"{registry}{TEXTS}", "page")):
        known = bearers(conn, register, of_kind, (before, after))
        if before not in known:
            continue
        document_id = known[before].document_id
        if after in known:
            _merge(conn, known[after].document_id, document_id)
            document_id = known[after].document_id
        else:
            conn.execute(document.update().where(document.c.id == document_id).values(identifier=after))
        taken = sa.and_(alias.c.registry == register, alias.c.kind == of_kind)
        conn.execute(alias.delete().where(taken, alias.c.identifier == after))
        note(conn, [(document_id, register, of_kind, (before,))])


def _merge(conn: sa.Connection, kept: int, gone: int) -> None:
    """Everything known of the document `gone` becomes what is known of `kept`, as what stood before it."""
    _join_chains(conn, kept, gone)
    conn.execute(change.update().where(change.c.document_id == gone).values(document_id=kept))
    conn.execute(match.update().where(match.c.document_id == gone).values(document_id=kept))
    _drop_repeated_matches(conn, kept)
    conn.execute(related_text.delete().where((related_text.c.document_id == gone) | (related_text.c.other_id == gone)))
    conn.execute(text_sketch.delete().where(text_sketch.c.document_id == gone))
    for table, columns in ((text_wanted, ("document_id",)), (text_mark, ("document_id", "mark"))):
        rows = conn.execute(sa.select(*(table.c[name] for name in columns)).where(table.c.document_id == gone)).all()
        insert_or_ignore(conn, table, [dict(zip(columns, (kept, *row[1:]), strict=True)) for row in rows])
        conn.execute(table.delete().where(table.c.document_id == gone))
    conn.execute(alias.update().where(alias.c.document_id == gone).values(document_id=kept))
    first = sa.select(sa.func.min(document.c.first_seen_at)).where(document.c.id.in_((kept, gone))).scalar_subquery()
    conn.execute(document.update().where(document.c.id == kept).values(first_seen_at=first))
    conn.execute(document.delete().where(document.c.id == gone))


def _join_chains(conn: sa.Connection, kept: int, gone: int) -> None:
    """Each source has one chain of revisions and one sighting: the states of `gone` stand before those of `kept`."""
    shown = {
        (row.document_id, row.source_id): row.id
        for row in conn.execute(
            sa.select(sighting.c.id, sighting.c.document_id, sighting.c.source_id).where(
                sighting.c.document_id.in_((kept, gone))
            )
        )
    }
    doubled = [
        one for (document_id, source_id), one in shown.items() if document_id == gone and (kept, source_id) in shown
    ]
    conn.execute(sighting.delete().where(sighting.c.id.in_(doubled)))
    conn.execute(sighting.update().where(sighting.c.document_id == gone).values(document_id=kept))
    chains: dict[int, list[int]] = {}
    query = sa.select(revision.c.id, revision.c.source_id).where(revision.c.document_id.in_((gone, kept)))
    for one, source_id in conn.execute(query.order_by(revision.c.document_id != gone, revision.c.number)):
        chains.setdefault(source_id, []).append(one)
    places = {one: place for chain in chains.values() for place, one in enumerate(chain, start=1)}
    for sign in (-1, 1):  # by way of numbers that none has, for each may stand once
        for one, place in places.items():
            values = {"document_id": kept, "number": sign * place}
            conn.execute(revision.update().where(revision.c.id == one).values(**values))


def _drop_repeated_matches(conn: sa.Connection, document_id: int) -> None:
    """What stood already under both numbers is told once: of each topic's matches without a change, the first that a digest took,
    else the first."""
    query = (
        sa.select(match.c.id, match.c.topic_id, sa.exists().where(digest_item.c.match_id == match.c.id).label("taken"))
        .where(match.c.document_id == document_id, match.c.change_id.is_(None))
        .order_by(match.c.id)
    )
    by_topic: dict[int, list[Any]] = {}
    for row in conn.execute(query):
        by_topic.setdefault(row.topic_id, []).append(row)
    spare = [
        one.id for rows in by_topic.values() for one in sorted(rows, key=lambda row: not row.taken)[1:] if not one.taken
    ]
    conn.execute(match.delete().where(match.c.id.in_(spare)))


def of_other_sessions(
    conn: sa.Connection, jurisdiction: str, registry: str, numbers: Iterable[str], titles: Iterable[str]
) -> list[Earlier]:
    """The bills of a legislature's other sessions that have one of these numbers or titles, the newest last."""
    own = document.c
    query = (
        sa.select(own.registry, own.identifier, own.title)
        .where(own.registry >= f"{jurisdiction}:", own.registry < f"{jurisdiction};", own.registry != registry)
        .where(own.kind == Bill.kind)
        .where(sa.or_(own.identifier.in_(list(numbers)), own.title.in_(list(titles))))
        .order_by(own.first_seen_at, own.id)
    )
    return [Earlier(row.registry.partition(":")[2], row.identifier, row.title) for row in conn.execute(query)]


def want_texts(conn: sa.Connection, bills: Iterable[tuple[str, str]]) -> None:
    """Notes bills, by registry and any of their numbers, as ones whose texts are to be read; what is not known is passed over."""
    by_register: dict[str, list[str]] = {}
    for registry, number in bills:
        by_register.setdefault(registry, []).append(number)
    for registry, some in by_register.items():
        found = {**holders(conn, registry, Bill.kind, some), **bearers(conn, registry, Bill.kind, some)}
        want(conn, sorted(one.document_id for one in found.values()))
