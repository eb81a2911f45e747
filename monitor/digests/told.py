"""Changes one by one, in the words of a digest: for feeds and for the archive, where each has a place of its own for good.

What a digest says relative to its day ("in 9 days") would be wrong there a week later, so dates are said in full.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nextafter
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from monitor.digests.dates import Deadline
from monitor.digests.describe import entry
from monitor.digests.entries import Entry, Reason
from monitor.digests.gather import COSMETIC
from monitor.digests.glance import headline
from monitor.digests.words import clean, full_day, place, short
from monitor.model.records import Change, Subscription
from monitor.store import changes, digests, subscriptions
from monitor.store.changes import Wanted
from monitor.store.digests import Item

_UNASKED = (Reason(topic="no topic asks for it", words=()),)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A change as a reader finds it: its `entry`, a `headline` of one line, and the topics by name and by title."""

    change: Change
    entry: Entry
    headline: str
    topics: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def id(self) -> UUID:
        """The same for this change for ever, and another for every other one, of whatever database."""
        one = self.change
        return uuid5(NAMESPACE_URL, f"policywatch:{one.key} {one.source} {one.detected_at.isoformat()} {one.id}")

    @property
    def place(self) -> str:
        """Where: "Virginia"."""
        return place(self.change.jurisdiction)


def scope(wanted: Subscription) -> Wanted:
    """The changes that a subscription's digests tell of; what they only count is left out."""
    return Wanted(
        topics=wanted.topics,
        jurisdictions=wanted.jurisdictions,
        kinds=wanted.kinds,
        minimum_importance=max(wanted.minimum_importance, nextafter(COSMETIC, 1)),
    )


def told(conn: sa.Connection, wanted: Wanted, zone: ZoneInfo) -> Iterator[Told]:
    """The changes wanted, oldest first, their moments by the clock of `zone`."""
    ids = changes.ids(conn, wanted)[-wanted.limit :]  # all of them where there is no limit
    for start in range(0, len(ids), _AT_ONCE):
        found = list(changes.select(conn, Wanted(ids=tuple(ids[start : start + _AT_ONCE]))))
        items = digests.of_changes(conn, [one.id for one in found])
        titles = subscriptions.topic_titles(conn, _topics(items))
        for one in found:
            yield _told(one, items.get(one.id, ()), titles, zone)


def _topics(items: Mapping[int, Sequence[Item]]) -> list[str]:
    return sorted({item.topic for of_change in items.values() for item in of_change})


def _told(change: Change, items: Sequence[Item], titles: Mapping[str, str], zone: ZoneInfo) -> Told:
    local = change.detected_at.astimezone(zone)
    full = entry([change], items or [_stand_in(change)], titles, local).with_text(change)
    full = replace(
        full,
        dates=tuple(_in_full(one) for one in full.dates),
        reasons=full.reasons if items else _UNASKED,
    )
    return Told(
        change=change,
        entry=full,
        headline=headline(full, 110),
        topics=tuple(dict.fromkeys(one.topic for one in items)),
        titles=tuple(dict.fromkeys(clean(titles[one.topic]) for one in items)),
    )


def _stand_in(change: Change) -> Item:
    """For a change that no topic matched."""
    return Item(
        match_id=0,
        topic="",
        document_id=0,
        change_id=change.id,
        hits=(),
        jurisdiction=change.jurisdiction,
        kind=change.key.kind,
        importance=change.importance,
    )


def _in_full(one: Deadline) -> Deadline:
    """A date without "in 9 days"."""
    if one.field == "starts_at":
        return replace(one, said=one.said.rpartition(" (")[0])
    return replace(one, said=f"{one.what} {full_day(one.on)}")


def summary(one: Told) -> str:
    """What happened in a sentence or two of plain text."""
    marks = {"gone": "[-{}-]", "new": "{{+{}+}}"}
    text = "".join(marks.get(piece.op, "{}").format(piece.text) for piece in one.entry.redline)
    said = [move.said for move in one.entry.status] + [date.said for date in one.entry.dates]
    return short(clean(". ".join(filter(None, (*said, text or one.entry.sentence)))), 500)
