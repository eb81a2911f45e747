"""The numbers that sources report about documents, each a series of days; a value stands until the next row.

A row is written only when the number is another than before, so that a quiet year costs nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from monitor.model.figures import Figure
from monitor.model.records import Key
from monitor.store.schema import figure, source

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A number as one source reported it for a day."""

    key: Key
    source: str
    name: str
    on: date
    value: int


def add(conn: sa.Connection, source_id: int, figures: Iterable[Figure], today: date) -> int:
    """Keeps those numbers that moved, one a day; returns how many did. `today` dates a number without a day of its own."""
    return sum(_add(conn, source_id, one, one.on or today) for one in figures)


def _add(conn: sa.Connection, source_id: int, one: Figure, on: date) -> bool:
    names = {"registry": one.registry, "kind": one.kind, "identifier": one.identifier, "name": one.name}
    same = sa.and_(figure.c.source_id == source_id, *(figure.c[name] == value for name, value in names.items()))
    last = conn.execute(
        sa.select(figure.c.id, figure.c.reported_on, figure.c.value)
        .where(same, figure.c.reported_on <= on)
        .order_by(figure.c.reported_on.desc())
        .limit(1)
    ).first()
    if last is not None and last.value == one.value:
        return False
    if last is not None and last.reported_on == on:
        conn.execute(figure.update().where(figure.c.id == last.id).values(value=one.value))
    else:
        conn.execute(figure.insert().values(source_id=source_id, reported_on=on, value=one.value, **names))
    return True


_POINT = sa.select(figure, source.c.name.label("source_name")).join(source, source.c.id == figure.c.source_id)
_ORDER = (figure.c.registry, figure.c.kind, figure.c.identifier, figure.c.name, source.c.name, figure.c.reported_on)


def select(
    conn: sa.Connection, *, identifier: str = "", source_name: str = "", since: date | None = None
) -> Iterable[Point]:
    """Every point that fits, series by series, oldest first."""
    query = _POINT.order_by(*_ORDER)
    if identifier:
        query = query.where(figure.c.identifier == identifier)
    if source_name:
        query = query.where(source.c.name == source_name)
    if since:
        query = query.where(figure.c.reported_on >= since)
    return [_point(row) for row in conn.execute(query).mappings()]


def of_documents(conn: sa.Connection, keys: Iterable[Key]) -> dict[Key, tuple[Point, ...]]:
    """The series of these documents, oldest point first."""
    wanted = set(keys)
    identifiers = sorted({key.identifier for key in wanted})
    found: dict[Key, list[Point]] = {}
    for start in range(0, len(identifiers), _AT_ONCE):
        some = identifiers[start : start + _AT_ONCE]
        query = _POINT.where(figure.c.identifier.in_(some)).order_by(*_ORDER)
        for point in map(_point, conn.execute(query).mappings()):
            if point.key in wanted:
                found.setdefault(point.key, []).append(point)
    return {key: tuple(points) for key, points in found.items()}


def newest(points: Sequence[Point], until: date | None = None) -> tuple[Point, ...]:
    """The last number of each series that was known on a day."""
    last: dict[tuple[Key, str, str], Point] = {}
    for point in points:
        if until is None or point.on <= until:
            last[point.key, point.name, point.source] = point
    return tuple(last.values())


def _point(row: Mapping[str, Any] | sa.RowMapping) -> Point:
    return Point(
        key=Key(registry=row["registry"], kind=row["kind"], identifier=row["identifier"]),
        source=row["source_name"],
        name=row["name"],
        on=row["reported_on"],
        value=row["value"],
    )
