"""Where a digest stands in the record of legal statuses: kept when it is gathered, read back when it is shown. Step 9.

Ids, not moments, say what was known: a status confirmed while a digest is gathered is in this one or in the next, never in
none. Only scheduled digests tell of statuses, so an alert or a welcome in between moves nothing.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from monitor.config.cadence import parse_cadence
from monitor.digests.law import Recorded, TopicLaw, told_law, topic_law
from monitor.model.records import LegalStatus, Subscription
from monitor.store import changes, legal, proposals


def stand(
    conn: sa.Connection, subscription: Subscription, last: Mapping[str, Any] | None, *, kind: str, now: datetime
) -> dict[str, Any]:
    """JSON-ready: `from` and `to`, the recordings between which this digest tells; `since` and `on`, the days; `candidates`,
    the [topic, change] that may propose something; `mapped`. `last` is the standing of the digest before."""
    today = now.astimezone(ZoneInfo(subscription.timezone)).date().isoformat()
    newest = legal.newest(conn)
    before = last or {"to": newest, "on": today}
    stands = {"from": before["to"], "since": before["on"]}
    if kind != "digest":
        return {**stands, "to": before["to"], "on": before["on"], "topics": []}
    topics = sorted(legal.known_topics(conn).intersection(subscription.topics)) if newest else []
    return {
        **stands,
        "to": newest,
        "on": today,
        "topics": topics,
        "candidates": [list(one) for one in proposals.candidates(conn, topics)] if topics else [],
        "mapped": _spaced(subscription.cadence),
    }


def _spaced(cadence: str) -> bool:
    """Whether a digest comes weekly or seldomer: then it carries the whole map."""
    fields = parse_cadence(cadence).fields
    if fields is None:
        return False
    _, _, day, _, weekdays = fields
    return day != "*" or (weekdays != "*" and "," not in weekdays)


def law_of(conn: sa.Connection, standing: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[TopicLaw, ...]:
    """The legal section of a digest that stands there."""
    today, since = (date.fromisoformat(standing[name]) for name in ("on", "since")) if standing else (None, None)
    if today is None or since is None or not standing.get("topics"):
        return ()
    made = proposals.of_changes(conn, [(name, change_id) for name, change_id in standing["candidates"]])
    wanted = changes.Wanted(ids=tuple(sorted({one.change_id for one in made if one.change_id})))
    documents = {one.id: one.document for one in changes.select(conn, wanted)} if made else {}
    sections = []
    for name in standing["topics"]:
        before, added = _recorded(conn, name, standing)
        record = Recorded(
            before=before,
            added=added,
            proposals=tuple(one for one in made if one.topic == name),
            documents=documents,
        )
        title = titles.get(name, name)
        sections.append(topic_law(title, record, since=since, today=today, mapped=standing["mapped"]))
    return told_law(sections)


def _recorded(
    conn: sa.Connection, topic: str, standing: Mapping[str, Any]
) -> tuple[tuple[LegalStatus, ...], tuple[LegalStatus, ...]]:
    known = legal.history(conn, topic, upto=standing["from"])
    everything = legal.history(conn, topic, upto=standing["to"])
    return known, everything[len(known) :]


def news(conn: sa.Connection, standing: Mapping[str, Any]) -> bool:
    """Whether a status was confirmed or came into force since the last digest: worth a message by itself."""
    if not standing.get("topics"):
        return False
    return any(one.news for one in law_of(conn, {**standing, "candidates": [], "mapped": False}, {}))
