"""Several sources of one legislature's bills: which of them is read, and which only stands by for another.

A source's settings name those that come before it (`after`). It is read when each of these cannot be: red, for a fault and not
for what the site lists besides, for a day. It rests again with the first good check of one of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.model.records import PARTLY

PATIENCE = timedelta(days=1)

Row = Mapping[str, Any] | sa.RowMapping


def comes_after(row: Row) -> tuple[str, ...]:
    """The names of the sources that are read instead of this one while they can be; of most, none."""
    return tuple((row["settings"] or {}).get("after", ()))


def resting(rows: Iterable[Row], now: datetime) -> frozenset[str]:
    """The names of the sources that stand by. `rows` are all that matter, of `source`."""
    known = list(rows)
    reading = instead(known, now)
    return frozenset(row["name"] for row in known if comes_after(row) and row["name"] not in reading)


def instead(rows: Iterable[Row], now: datetime) -> dict[str, tuple[str, ...]]:
    """The sources that are read instead of others: name → the others, best first."""
    by_name = {row["name"]: row for row in rows if row["enabled"]}
    found: dict[str, tuple[str, ...]] = {}
    for name, row in by_name.items():
        before = comes_after(row)
        if before and all(_is_down(by_name.get(one), now) for one in before):
            found[name] = before
    return found


def _is_down(row: Row | None, now: datetime) -> bool:
    """Whether a source has been unreadable for a day; one that was never checked is not."""
    if row is None or row["red_since"] is None or not row["last_error"] or PARTLY in row["last_error"]:
        return False
    return bool(now - row["red_since"] >= PATIENCE)


def settings_of(before: Sequence[str]) -> dict[str, Any]:
    """The settings of a source that comes after these."""
    return {"after": list(before)} if before else {}
