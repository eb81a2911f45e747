"""Subscriptions as rows: who is told what and when. Addresses are never stored: destinations are kept by name."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import sqlalchemy as sa

from monitor.model.errors import UnknownName
from monitor.model.records import Destination, Subscription
from monitor.store.proof import last_check
from monitor.store.schema import match, subscription, topic


def save(conn: sa.Connection, wanted: Subscription, now: datetime) -> int:
    """Writes a subscription by name, enabled, and returns its id; saving the same twice changes nothing.

    A new cadence or time zone clears the time it is next due, so that the schedule is reckoned anew.
    """
    row = conn.execute(sa.select(subscription).where(subscription.c.name == wanted.name)).mappings().first()
    settings = _settings(wanted) | _joined(conn, wanted, row["settings"] if row else {})
    if row is None:
        made = conn.execute(
            subscription.insert().values(name=wanted.name, settings=settings, created_at=now, enabled=True)
        )
        assert made.inserted_primary_key is not None
        return int(made.inserted_primary_key[0])
    values: dict[str, Any] = {"settings": settings, "enabled": True}
    if any(row["settings"].get(key) != settings[key] for key in ("cadence", "timezone")):
        values["next_due_at"] = None
    conn.execute(subscription.update().where(subscription.c.id == row["id"]).values(**values))
    return int(row["id"])


def _settings(wanted: Subscription) -> dict[str, Any]:
    return {
        "topics": list(wanted.topics),
        "cadence": wanted.cadence,
        "timezone": wanted.timezone,
        "destinations": [one.name for one in wanted.destinations],
        "send_empty": wanted.send_empty,
        "jurisdictions": list(wanted.jurisdictions),
        "kinds": list(wanted.kinds),
        "minimum_importance": wanted.minimum_importance,
        **({"quiet_hours": wanted.quiet_hours} if wanted.quiet_hours else {}),
        **({"holidays": list(wanted.holidays)} if wanted.holidays else {}),
        **({"template": wanted.template} if wanted.template else {}),
        **({"language": wanted.language} if wanted.language else {}),
    }


def _joined(conn: sa.Connection, wanted: Subscription, before: Mapping[str, Any]) -> dict[str, Any]:
    """Where the subscription came in: the newest match when each topic joined it, the newest check when it was made.

    What a topic matched earlier is "already there" for this subscription. Ids, not moments: a replay runs on simulated dates.
    """
    newest = conn.execute(sa.select(sa.func.max(match.c.id))).scalar() or 0
    known = before.get("joined", {})
    first_check = before.get("joined_check")
    return {
        "joined": {name: known.get(name, newest) for name in wanted.topics},
        "joined_check": last_check(conn) if first_check is None else first_check,
    }


def joined(conn: sa.Connection, subscription_id: int) -> tuple[Mapping[str, int], int]:
    """(topic → newest match when it joined, newest check when the subscription was made)."""
    query = sa.select(subscription.c.settings).where(subscription.c.id == subscription_id)
    return joining(conn.execute(query).scalar_one())


def joining(settings: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
    """The same, of a subscription's settings."""
    return settings.get("joined", {}), settings.get("joined_check", 0)


def disable_others(conn: sa.Connection, names: Iterable[str]) -> tuple[str, ...]:
    """Stops every subscription that is not among these names; returns those it stopped. Their ledger stays."""
    gone = sa.and_(subscription.c.enabled, subscription.c.name.not_in(list(names)))
    stopped = tuple(conn.execute(sa.select(subscription.c.name).where(gone)).scalars())
    conn.execute(subscription.update().where(gone).values(enabled=False, next_due_at=None))
    return stopped


def load(conn: sa.Connection, name: str, destinations: Mapping[str, Destination]) -> Subscription:
    """A subscription by name, with the addresses of its destinations; raises `UnknownName`.

    A destination that the configuration no longer has comes back with an empty address; sending to it fails for good.
    """
    row = conn.execute(sa.select(subscription).where(subscription.c.name == name)).mappings().first()
    if row is None:
        names = conn.execute(sa.select(subscription.c.name)).scalars().all()
        raise UnknownName("subscription", name, tuple(get_close_matches(name, names)))
    return of_row(row, destinations)


def listing(conn: sa.Connection, destinations: Mapping[str, Destination]) -> tuple[Subscription, ...]:
    """The subscriptions in force, by name."""
    rows = conn.execute(sa.select(subscription).where(subscription.c.enabled).order_by(subscription.c.name)).mappings()
    return tuple(of_row(row, destinations) for row in rows)


def names(conn: sa.Connection) -> tuple[str, ...]:
    """Every subscription there is or has been, by name."""
    return tuple(conn.execute(sa.select(subscription.c.name).order_by(subscription.c.name)).scalars())


def rows(conn: sa.Connection, ids: Sequence[int] | None = None) -> Sequence[sa.RowMapping]:
    """The subscriptions in force, all or those of these ids, as rows with `next_due_at` and `gathered_at`, for the schedule."""
    query = sa.select(subscription).where(subscription.c.enabled).order_by(subscription.c.name)
    if ids is not None:
        query = query.where(subscription.c.id.in_(ids))
    return conn.execute(query).mappings().all()


def schedule(conn: sa.Connection, subscription_id: int, next_due_at: datetime | None) -> None:
    """Sets when a subscription is next due."""
    conn.execute(subscription.update().where(subscription.c.id == subscription_id).values(next_due_at=next_due_at))


def schedule_all(conn: sa.Connection, due: Mapping[int, datetime]) -> None:
    """Sets when each of these subscriptions is next due."""
    if due:
        one = subscription.update().where(subscription.c.id == sa.bindparam("reader"))
        rows = [{"reader": reader, "next_due_at": moment} for reader, moment in due.items()]
        conn.execute(one.values(next_due_at=sa.bindparam("next_due_at")), rows)


def gathered(conn: sa.Connection, subscription_id: int, now: datetime) -> None:
    """Notes that everything up to now is in a digest, or that there was nothing."""
    conn.execute(subscription.update().where(subscription.c.id == subscription_id).values(gathered_at=now))


def topic_titles(conn: sa.Connection, names: Sequence[str]) -> dict[str, str]:
    """The titles of topics by name, in the order given; a topic without a title is called by its name."""
    query = sa.select(topic.c.name, topic.c.title).where(topic.c.name.in_(names))
    found = {row[0]: row[1] for row in conn.execute(query)}
    return {name: found.get(name) or name for name in names}


def of_row(row: sa.RowMapping, destinations: Mapping[str, Destination]) -> Subscription:
    """The subscription of a row, with the addresses of its destinations."""
    settings = row["settings"]
    return Subscription(
        id=row["id"],
        name=row["name"],
        topics=tuple(settings["topics"]),
        cadence=settings["cadence"],
        timezone=settings["timezone"],
        destinations=tuple(
            destinations.get(name) or Destination(name=name, address="") for name in settings["destinations"]
        ),
        send_empty=settings["send_empty"],
        jurisdictions=tuple(settings["jurisdictions"]),
        kinds=tuple(settings["kinds"]),
        minimum_importance=settings["minimum_importance"],
        quiet_hours=settings.get("quiet_hours", ""),
        holidays=tuple(settings.get("holidays", ())),
        template=settings.get("template", ""),
        language=settings.get("language", ""),
    )
