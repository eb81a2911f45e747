"""What a feed, a calendar or an export is of: a topic, a jurisdiction, a subscription, or everything."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from monitor.digests.calendar import KINDS, Appointment, appointments, enacted
from monitor.digests.told import scope
from monitor.digests.words import clean, place
from monitor.store import subscriptions
from monitor.store.changes import Wanted
from monitor.store.histories import histories
from monitor.store.legal import history
from monitor.store.proof import covers


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A choice of changes with a `title` for readers and the `path` of its files in an archive, without their endings."""

    title: str
    path: str
    wanted: Wanted

    @property
    def about(self) -> str:
        """The title without our name: "Kratom", "Virginia", "everything"."""
        return self.title.partition(": ")[2]

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that it is narrowed to; none means all."""
        return self.wanted.topics

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions that it is narrowed to; none means all."""
        return self.wanted.jurisdictions


def channel(
    conn: sa.Connection,
    *,
    topic: str = "",
    jurisdiction: str = "",
    subscription: str = "",
    since: datetime | None = None,
    limit: int = 0,
) -> Channel:
    """The channel of these names; without any, everything. Raises `UnknownName` for a subscription nobody has."""
    wanted, titles, steps = Wanted(), [], []
    if subscription:
        told = subscriptions.load(conn, subscription, {})
        wanted, titles, steps = scope(told), [clean(told.name)], [f"subscription-{slug(told.name)}"]
    if topic:
        wanted = replace(wanted, topics=(topic,))
        titles.append(clean(subscriptions.topic_titles(conn, [topic])[topic]))
        steps.append(f"topic-{slug(topic)}")
    if jurisdiction:
        wanted = replace(wanted, jurisdictions=(jurisdiction,))
        titles.append("every state" if jurisdiction == "us-*" else place(jurisdiction))
        steps.append(slug(jurisdiction))
    return Channel(
        title=f"policywatch: {', '.join(titles) or 'everything'}",
        path=f"feeds/{'-'.join(steps) or 'all'}",
        wanted=replace(wanted, since=since, limit=limit),
    )


def slug(name: str) -> str:
    """A name as part of an address; two names never share one."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if plain == name:
        return plain
    return f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:6]}".lstrip("-")


def dates(conn: sa.Connection, chosen: Channel) -> list[Appointment]:
    """The appointments of a channel: of its documents, and of the law as people recorded it."""
    kinds = [one for one in KINDS if not chosen.wanted.kinds or one in chosen.wanted.kinds]
    found = [
        one
        for thing in histories(conn, kinds, topics=chosen.topics, jurisdictions=chosen.jurisdictions)
        for one in appointments(thing)
    ]
    recorded = [one for name in chosen.topics or ("",) for one in history(conn, name)]
    if chosen.jurisdictions:
        recorded = [one for one in recorded if covers(chosen.jurisdictions, one.jurisdiction)]
    return [*found, *enacted(recorded)]
