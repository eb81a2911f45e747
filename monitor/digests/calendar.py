"""Hearings, ends of comment periods and effective dates as a calendar (iCalendar, RFC 5545). Pure; the one home of icalendar.

An event keeps its UID for good. When its day, hour or cancellation moves, SEQUENCE counts up, as calendars expect before they
move what they hold (RFC 5545 3.8.7.4); what was called off or is no longer listed stays, as STATUS:CANCELLED. A hearing stands on
the clock of its legislature; a day without an hour is an event of that day. Two sources of one document are one history.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vDuration

from monitor.changes.deadlines import due_dates
from monitor.digests.clocks import clock_of
from monitor.digests.describe import title_of
from monitor.digests.words import clean, listed, place, short, web_address
from monitor.model.documents import Document, Hearing, Notice, Rule
from monitor.model.records import LegalStatus
from monitor.store.histories import History

KINDS = (Hearing.kind, Rule.kind, Notice.kind)
"""The documents that have dates to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A date of a document. `when` is a day or an aware moment, `sequence` how often it moved, `seen_at` when it was last said."""

    uid: str
    when: date | datetime
    title: str
    sequence: int
    cancelled: bool
    seen_at: datetime
    place: str = ""
    location: str = ""
    description: str = ""
    url: str = ""

    @property
    def on(self) -> date:
        """Its day."""
        return self.when.date() if isinstance(self.when, datetime) else self.when


_WORDS = {"hearing": "Hearing", "comments_close_on": "Comments close", "effective_on": "Takes effect"}


def appointments(history: History) -> Iterator[Appointment]:
    """The dates that a document has or had: one event each, as the last state with a day had it, moved as often as it moved."""
    for one in due_dates(history.states, clock_of(history.jurisdiction)):
        thing = one.document
        where = place(history.jurisdiction)
        yield Appointment(
            uid=str(uuid5(NAMESPACE_URL, f"policywatch:{history.key} {one.field}")),
            when=one.when,
            title=f"{'CANCELLED: ' if one.cancelled else ''}{_WORDS[one.field]}: {_called(thing)} ({where})",
            sequence=one.moves,
            cancelled=one.cancelled,
            seen_at=one.seen_at,
            place=where,
            location=clean(thing.location) if isinstance(thing, Hearing) else "",
            description=_described(thing),
            url=web_address(thing.url),
        )


def _called(thing: Document) -> str:
    return short(title_of(thing), 160)


def _described(thing: Document) -> str:
    if isinstance(thing, Hearing):
        lines = [f"Heard: {listed([clean(one) for one in thing.concerns], most=30)}"] if thing.concerns else []
        return "\n".join([*lines, *(short(clean(one), 300) for one in thing.text.split("\n")[:20] if clean(one))])
    lines = (
        [clean(thing.action), f"Docket {clean(thing.docket)}" if thing.docket else ""]
        if isinstance(thing, Rule | Notice)
        else []
    )
    return "\n".join(filter(None, [*lines, clean(thing.identifier)]))


def enacted(recorded: Sequence[LegalStatus]) -> Iterator[Appointment]:
    """The days on which a legal status is to change, as they were recorded, oldest record first.

    A day that a later record leaves out before it has come is called off."""
    key = attrgetter("topic", "jurisdiction")
    for (topic, jurisdiction), group in groupby(sorted(recorded, key=key), key):
        yield from _enacted(topic, jurisdiction, list(group))


def _enacted(topic: str, jurisdiction: str, records: Sequence[LegalStatus]) -> Iterator[Appointment]:
    said: dict[str, list[tuple[date, bool, datetime]]] = {}
    words: dict[str, tuple[str, LegalStatus]] = {}
    for record in records:
        assert record.recorded_at is not None
        named = {one.instrument or one.status: one for one in record.upcoming}
        for name, one in named.items():
            said.setdefault(name, []).append((one.on, False, record.recorded_at))
            words[name] = (one.status, record)
        for name, times in said.items():
            on, gone, _ = times[-1]
            if name not in named and not gone and on > record.recorded_at.date():
                times.append((on, True, record.recorded_at))
    for name, times in said.items():
        on, cancelled, seen_at = times[-1]
        status, record = words[name]
        yield Appointment(
            uid=str(uuid5(NAMESPACE_URL, f"policywatch:law {topic} {jurisdiction} {name}")),
            when=on,
            title=f"{'CANCELLED: ' if cancelled else ''}{place(jurisdiction)}: {clean(topic)} {clean(status)}",
            sequence=sum(before[:2] != after[:2] for before, after in pairwise(times)),
            cancelled=cancelled,
            seen_at=seen_at,
            place=place(jurisdiction),
            description="\n".join(clean(one) for one in (name, *record.evidence)),
        )


def calendar(found: Iterable[Appointment], *, title: str, address: str = "") -> bytes:
    """The appointments as an iCalendar file, the earliest first; `address` is where it is published."""
    made = Calendar()
    made.add("prodid", "-//policywatch//policywatch//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        made.add(name, clean(title))
    made.add("refresh-interval", vDuration(timedelta(hours=6)), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(timedelta(hours=6)))
    if address:
        made.add("source", address, parameters={"VALUE": "URI"})
    for one in sorted(found, key=lambda one: (one.on, one.title, one.uid)):
        made.add_component(_event(one))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(one: Appointment) -> Event:
    made = Event()
    made.add("uid", one.uid)
    made.add("sequence", one.sequence)
    made.add("dtstamp", one.seen_at.astimezone(UTC))
    made.add("last-modified", one.seen_at.astimezone(UTC))
    made.add("dtstart", one.when)
    if not isinstance(one.when, datetime):
        made.add("dtend", one.when + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    made.add("summary", one.title)
    made.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    for name in ("location", "description", "url"):
        if getattr(one, name):
            made.add(name, getattr(one, name))
    if one.place:
        made.add("categories", [one.place])
    return made
