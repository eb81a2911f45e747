"""Documents followed by hand, as rows: so that a digest can say with what stance and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from monitor.config.shape import Follow
from monitor.model.documents import Bill
from monitor.model.records import Key
from monitor.store.schema import follow
from monitor.store.texts import REGISTRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What whoever follows a document says of it; `priority` is 1 (first) to 5, 0 for none."""

    stance: str
    priority: int
    note: str


def save(conn: sa.Connection, wanted: Sequence[Follow]) -> tuple[list[str], list[str], list[str]]:
    """Makes the rows those of the configuration; the documents added, changed and no longer followed."""
    known = {row["document"]: row for row in conn.execute(sa.select(follow)).mappings()}
    added, changed = [], []
    for one in wanted:
        values = _values(one)
        before = known.get(one.document)
        if before is None:
            conn.execute(follow.insert().values(**values))
            added.append(one.document)
        elif any(before[name] != value for name, value in values.items()):
            conn.execute(follow.update().where(follow.c.id == before["id"]).values(**values))
            changed.append(one.document)
    gone = [name for name in known if name not in {one.document for one in wanted}]
    for name in gone:
        conn.execute(follow.delete().where(follow.c.document == name))
    return added, changed, gone


def _values(one: Follow) -> dict[str, str | int]:
    return {
        "document": one.document,
        "identifier": folded(one.identifier),
        "jurisdiction": one.jurisdiction,
        "registry": one.registry,
        "kind": one.kind,
        "source": one.source,
        "topic": one.topic,
        "stance": one.stance,
        "priority": one.priority,
        "note": one.note,
    }


def folded(identifier: str) -> str:
    """ "HB 587", "HB587" and "hb-587" are one."""
    return re.sub(r"[\W_]+", "", identifier).casefold()


def of_documents(
    conn: sa.Connection, documents: Iterable[tuple[Key, str, str, str]], topics: Sequence[str]
) -> Mapping[Key, Followed]:
    """What is said of documents, each with its jurisdiction, its docket or other numbers, and its source, under any of these
    topics."""
    rows = conn.execute(sa.select(follow).where(follow.c.topic.in_(topics)).order_by(follow.c.id)).mappings().all()
    if not rows:
        return {}
    found: dict[Key, Followed] = {}
    for key, jurisdiction, docket, source in documents:
        for row in rows:
            if key not in found and _is_of(row, key, jurisdiction, docket, source):
                found[key] = Followed(stance=row["stance"], priority=row["priority"], note=row["note"])
    return found


def _is_of(row: sa.RowMapping, key: Key, jurisdiction: str, docket: str, source: str) -> bool:
    if row["source"]:
        return bool(row["source"] == source)
    if row["registry"] and (row["registry"], row["kind"]) != (key.registry.removesuffix(REGISTRY), key.kind):
        return False
    if row["jurisdiction"] and row["jurisdiction"] != jurisdiction:
        return False
    named = [folded(key.identifier)]
    if key.kind == Bill.kind or key.registry.endswith(REGISTRY) or not (row["registry"] or row["jurisdiction"]):
        named += [folded(one) for one in docket.split(";")]
    return row["identifier"] in named
