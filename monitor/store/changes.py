"""Changes as rows, and reading them back with both states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.records import Change, ChangeKind, FieldChange, Key, Move
from monitor.store.revisions import unpack
from monitor.store.schema import change, document, match, revision, source, topic


def rows_of(changes: Iterable[tuple[Change, int, int, int | None, int]]) -> list[dict[str, Any]]:
    """Rows for the change table from (change, document id, source id, revision before, revision after)."""
    return [
        {
            "document_id": document_id,
            "source_id": source_id,
            "before_id": before_id,
            "after_id": after_id,
            "kind": str(made.kind),
            "fields": [{"name": one.name, "before": one.before, "after": one.after} for one in made.fields],
            "moves": [
                {
                    "before": one.before,
                    "after": one.after,
                    "on": one.on.isoformat() if one.on else None,
                    "because": one.because,
                }
                for one in made.moves
            ],
            "importance": made.importance,
            "reasons": list(made.reasons),
            "jurisdiction": made.jurisdiction,
            "detected_at": made.detected_at,
        }
        for made, document_id, source_id, before_id, after_id in changes
    ]


def add(conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """New changes; their ids in the order of the rows."""
    if not rows:
        return []
    made = conn.execute(change.insert().returning(change.c.id, sort_by_parameter_order=True), list(rows))
    return list(made.scalars())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which changes to read; empty fields do not restrict. A jurisdiction may end in `*`.

    `topics`, `jurisdictions`, `kinds` (of documents) and `minimum_importance` are a subscription's filters: one of each suffices.
    `limit` keeps the newest so many.
    """

    since: datetime | None = None
    until: datetime | None = None
    topic: str = ""
    jurisdiction: str = ""
    kind: str = ""
    source: str = ""
    ids: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    minimum_importance: float = 0.0
    limit: int = 0


_after = revision.alias("after_revision")
_before = revision.alias("before_revision")
_SELECT = (
    sa.select(
        change,
        document.c.registry,
        document.c.kind.label("document_kind"),
        document.c.identifier,
        source.c.name.label("source_name"),
        _after.c.content.label("after_content"),
        _before.c.content.label("before_content"),
    )
    .join(document, document.c.id == change.c.document_id)
    .join(source, source.c.id == change.c.source_id)
    .join(_after, _after.c.id == change.c.after_id)
    .outerjoin(_before, _before.c.id == change.c.before_id)
)


def select(conn: sa.Connection, wanted: Wanted) -> Iterable[Change]:
    """The changes wanted, oldest first, each with its document as it is now and as it was."""
    query = _SELECT.order_by(change.c.detected_at, change.c.id)
    if wanted.limit:
        query = query.where(change.c.id.in_(_newest(wanted)))
    for condition in _conditions(wanted):
        query = query.where(condition)
    for row in conn.execute(query).mappings():
        yield _change(row)


def _newest(wanted: Wanted) -> sa.Select[Any]:
    query = sa.select(change.c.id).join(document, document.c.id == change.c.document_id)
    query = query.join(source, source.c.id == change.c.source_id)
    for condition in _conditions(wanted):
        query = query.where(condition)
    return query.order_by(change.c.detected_at.desc(), change.c.id.desc()).limit(wanted.limit)


def ids(conn: sa.Connection, wanted: Wanted) -> list[int]:
    """The ids of the changes wanted, oldest first, without reading their documents."""
    query = sa.select(change.c.id).join(document, document.c.id == change.c.document_id)
    query = query.join(source, source.c.id == change.c.source_id)
    for condition in _conditions(wanted):
        query = query.where(condition)
    return list(conn.execute(query.order_by(change.c.detected_at, change.c.id)).scalars())


def _conditions(wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    if wanted.since:
        yield change.c.detected_at >= wanted.since
    if wanted.until:
        yield change.c.detected_at < wanted.until
    if wanted.jurisdiction:
        yield _within(wanted.jurisdiction)
    if wanted.kind:
        yield sa.or_(document.c.kind == wanted.kind, change.c.kind == wanted.kind)
    if wanted.source:
        yield source.c.name == wanted.source
    if wanted.ids:
        yield change.c.id.in_(wanted.ids)
    yield from _filters(wanted)


def _filters(wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    """Topics, and what else a subscription may ask for."""
    if wanted.jurisdictions:
        yield sa.or_(*(_within(one) for one in wanted.jurisdictions))
    if wanted.kinds:
        yield document.c.kind.in_(wanted.kinds)
    if wanted.minimum_importance:
        yield change.c.importance >= wanted.minimum_importance
    named = (*wanted.topics, *([wanted.topic] if wanted.topic else []))
    if named:
        matched = sa.select(match.c.change_id).join(topic, topic.c.id == match.c.topic_id)
        yield change.c.id.in_(matched.where(topic.c.name.in_(named), match.c.change_id.is_not(None)))


def _within(jurisdiction: str) -> sa.ColumnElement[bool]:
    """One jurisdiction, or those that a pattern such as us-* names."""
    return change.c.jurisdiction.like(jurisdiction.replace("%", "").replace("_", "").replace("*", "%"))


def _change(row: sa.RowMapping) -> Change:
    kind = row["document_kind"]
    return Change(
        id=row["id"],
        kind=ChangeKind(row["kind"]),
        key=Key(registry=row["registry"], kind=kind, identifier=row["identifier"]),
        source=row["source_name"],
        detected_at=row["detected_at"],
        document=unpack(kind, row["after_content"]),
        before=unpack(kind, row["before_content"]) if row["before_content"] is not None else None,
        fields=tuple(FieldChange(**one) for one in row["fields"]),
        moves=tuple(
            Move(**{**one, "on": date.fromisoformat(one["on"]) if one["on"] else None}) for one in row["moves"]
        ),
        importance=row["importance"],
        reasons=tuple(row["reasons"]),
        jurisdiction=row["jurisdiction"],
    )


def topics_of(conn: sa.Connection, change_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The names of the topics that each change matched."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(change_ids), 500):
        query = (
            sa.select(match.c.change_id, topic.c.name)
            .join(topic, topic.c.id == match.c.topic_id)
            .where(match.c.change_id.in_(change_ids[start : start + 500]))
            .order_by(topic.c.name)
        )
        for change_id, name in conn.execute(query):
            found.setdefault(change_id, []).append(name)
    return {change_id: tuple(names) for change_id, names in found.items()}
