"""When legislatures sit: the first and last day of each session whose bills are watched, by the bills' register. Rows only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from monitor.store.schema import legislative_session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDays:
    """A session's days; None where a day is not known."""

    starts_on: date | None = None
    ends_on: date | None = None


def note(conn: sa.Connection, days: Mapping[str, tuple[date | None, date | None]]) -> None:
    """Keeps these days; a session that is known already is written anew only where a day has moved."""
    if not days:
        return
    known = session_days(conn, days)
    fresh = {name: SessionDays(starts_on=first, ends_on=last) for name, (first, last) in days.items()}
    moved = {name: one for name, one in fresh.items() if known.get(name) != one}
    if not moved:
        return
    conn.execute(legislative_session.delete().where(legislative_session.c.registry.in_(list(moved))))
    rows = [{"registry": name, "starts_on": one.starts_on, "ends_on": one.ends_on} for name, one in moved.items()]
    conn.execute(legislative_session.insert(), rows)


def session_days(conn: sa.Connection, registries: Iterable[str] | None = None) -> dict[str, SessionDays]:
    """The days of these sessions by register ("us-oh:136"), or of all that are known."""
    query = sa.select(legislative_session)
    if registries is not None:
        query = query.where(legislative_session.c.registry.in_(list(registries)))
    return {
        row["registry"]: SessionDays(starts_on=row["starts_on"], ends_on=row["ends_on"])
        for row in conn.execute(query).mappings()
    }
