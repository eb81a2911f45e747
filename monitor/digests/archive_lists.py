"""The lists of an archive: changes by day and month, topics, and the table of legal statuses. Pure but for the topics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from monitor.digests.channels import slug
from monitor.digests.tiles import html_map
from monitor.digests.words import clean, full_day, place, web_address
from monitor.model.records import LegalStatus
from monitor.store.legal import current, known_topics
from monitor.store.matches import active_topics
from monitor.topics.status import in_force

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A change in a line, as `changes.json` keeps it: enough for every list, so that no list reads a document again."""

    id: int
    at: datetime
    day: date
    label: str
    headline: str
    title: str
    heading: str
    what: str
    name: str
    place: str
    jurisdiction: str
    url: str
    topics: tuple[str, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTopic:
    """A topic in force; `legal` where statuses are recorded for it."""

    name: str
    slug: str
    title: str
    query: str
    legal: bool

    def counted(self, rows: Iterable[Listed]) -> dict[str, Any]:
        """The topic with the number of its changes, for a template."""
        total = sum(self.name in one.topics for one in rows)
        named = {"name": self.name, "slug": self.slug, "title": self.title, "query": self.query}
        return {**named, "legal": self.legal, "total": total}


def topics_of(conn: sa.Connection, names: Sequence[str]) -> list[ListedTopic]:
    """The topics in force, of these names where there are any."""
    legal = known_topics(conn)
    return [
        ListedTopic(
            name=one.name,
            slug=slug(one.name),
            title=clean(one.title) or one.name,
            query=" ".join(one.query.split()),
            legal=one.name in legal,
        )
        for one in active_topics(conn)
        if not names or one.name in names
    ]


def by_day(rows: Sequence[Listed], *, newest_first: bool = False) -> list[tuple[str, list[Listed]]]:
    """Changes by the day on which they were seen, in words."""
    ordered = sorted(rows, key=lambda one: (one.at, one.id), reverse=newest_first)
    return [(full_day(day), list(some)) for day, some in groupby(ordered, lambda one: one.day)]


def by_month(rows: Sequence[Listed]) -> list[tuple[str, str, list[Listed]]]:
    """Changes by month: ("2026-11", "November 2026", its changes), the newest month first."""
    ordered = sorted(rows, key=lambda one: (one.day, one.id), reverse=True)
    found = groupby(ordered, lambda one: (one.day.year, one.day.month))
    return [(f"{year}-{month:02}", f"{_MONTHS[month - 1]} {year}", list(some)) for (year, month), some in found]


def law_page(topic: ListedTopic, recorded: Sequence[LegalStatus], zone: ZoneInfo) -> dict[str, Any]:
    """The legal statuses of a topic as they stood when the last of them was recorded."""
    last = max(one.recorded_at.astimezone(zone).date() for one in recorded if one.recorded_at)
    statuses = [in_force(one, last) for one in current(recorded)]
    day = full_day(last)
    return {
        "topic": topic,
        "recorded": day,
        "map": html_map(statuses, title=f"{topic.title}: legal status by state as recorded on {day}"),
        "statuses": sorted(
            (_row(one) for one in statuses), key=lambda row: (row["place"] != place("us"), row["place"])
        ),
    }


def _row(one: LegalStatus) -> dict[str, Any]:
    age = f", from age {one.age}" if one.age else ""
    since = f" since {one.since}" if one.since else ""
    links = [web_address(each) for each in one.evidence]
    return {
        "place": place(one.jurisdiction),
        "said": f"{one.status}{age}{since}",
        "later": [f"from {full_day(each.on)}: {each.status}" for each in one.upcoming],
        "instrument": clean(one.instrument),
        "certainty": one.certainty,
        "note": clean(one.note),
        "links": [each for each in links if each],
        "evidence": [clean(each) for each, link in zip(one.evidence, links, strict=True) if not link],
    }
