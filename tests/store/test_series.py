"""Numbers over days: a row for each day on which one moved, on both databases."""

from datetime import UTC, date, datetime

import sqlalchemy as sa

from monitor.model.figures import Figure
from monitor.model.records import Key
from monitor.store import series, sources
from monitor.store.engine import write

KEY = Key(registry="regulations.gov", kind="notice", identifier="DEA-1")
NOW = datetime(2026, 10, 20, tzinfo=UTC)


def comments(value: int, on: date | None = None) -> Figure:
    return Figure(registry=KEY.registry, kind=KEY.kind, identifier=KEY.identifier, name="comment", value=value, on=on)


def test_a_row_stands_for_each_day_on_which_the_number_moved(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        row = sources.ensure(conn, {"us.a": {"spider": "us.a", "jurisdiction": "us"}})["us.a"]
        days = [date(2026, 10, number) for number in (1, 2, 3, 3, 4)]
        moved = [
            series.add(conn, row["id"], [comments(value)], day)
            for value, day in zip((5, 5, 6, 7, 7), days, strict=True)
        ]
        assert moved == [1, 0, 1, 1, 0]
        points = series.of_documents(conn, [KEY])[KEY]
        assert [(one.on.day, one.value) for one in points] == [(1, 5), (3, 7)]
        assert [one.value for one in series.newest(points)] == [7]
        assert [one.value for one in series.newest(points, date(2026, 10, 2))] == [5]


def test_a_publishers_own_day_counts_before_the_day_of_the_answer(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        row = sources.ensure(conn, {"us.a": {"spider": "us.a", "jurisdiction": "us"}})["us.a"]
        series.add(conn, row["id"], [comments(2**40, on=date(2026, 9, 1))], NOW.date())
        (point,) = series.select(conn, identifier="DEA-1", source_name="us.a", since=date(2026, 9, 1))
        assert (point.on, point.value, point.source) == (date(2026, 9, 1), 2**40, "us.a")
        assert series.select(conn, identifier="DEA-2") == []
