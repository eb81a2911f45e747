"""Hearings, ends of comment periods and effective dates as a calendar (iCalendar, RFC 5545). Pure; the one home of icalendar.

An event keeps its UID for good. When its day, hour or cancellation moves, SEQUENCE counts up, as calendars expect before they
move what they hold (RFC 5545 3.8.7.4); what was called off or is no longer listed stays, as STATUS:CANCELLED. A hearing stands on
the clock of its legislature; a day without an hour is an event of that day. Two sources of one document are one history.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vDuration

from monitor.digests.clocks import clock_of
from monitor.digests.entries import title_of
from monitor.digests.words import clean, listed, place, short, web_address
from monitor.model.documents import Document, Hearing, Notice, Rule
from monitor.model.records import LegalStatus
from monitor.store.histories import History, State

KINDS = (Hearing.kind, Rule.kind, Notice.kind)
"""The documents that have dates to keep."""

_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What one state of a document says of one of its dates; `when` is None where it says nothing."""

    when: date | datetime | None
    cancelled: bool
    seen_at: datetime
    document: Document


def appointments(history: History) -> Iterator[Appointment]:
    """The dates that a document has or had."""
    kind = history.states[-1].document
    if isinstance(kind, Hearing):
        yield from _appointment(history, "hearing", "Hearing")
    if isinstance(kind, Rule | Notice):
        yield from _appointment(history, "comments_close_on", "Comments close")
    if isinstance(kind, Rule):
        yield from _appointment(history, "effective_on", "Takes effect")


def _appointment(history: History, field: str, what: str) -> Iterator[Appointment]:
    """One event, if there was ever a day: as the last state with a day had it, moved as often as it moved."""
    said = [_said(state, field, history.jurisdiction) for state in history.states]
    said = said[next((at for at, one in enumerate(said) if one.when), len(said)) :]
    if not said:
        return
    last = said[-1]
    dated = next(one for one in reversed(said) if one.when)
    assert dated.when is not None
    steps = [(one.when, one.cancelled) for one in said]
    moved = [at for at in range(1, len(steps)) if steps[at] != steps[at - 1]]
    thing = last.document
    cancelled = last.cancelled or last.when is None
    yield Appointment(
        uid=str(uuid5(NAMESPACE_URL, f"policywatch:{history.key} {field}")),
        when=dated.when,
        title=f"{'CANCELLED: ' if cancelled else ''}{what}: {_called(thing)} ({place(history.jurisdiction)})",
        sequence=len(moved),
        cancelled=cancelled,
        seen_at=last.seen_at,
        place=place(history.jurisdiction),
        location=clean(thing.location) if isinstance(thing, Hearing) else "",
        description=_described(thing),
        url=web_address(thing.url),
    )


def _said(state: State, field: str, jurisdiction: str) -> _Said:
    thing = state.document
    called_off = state.removed or (isinstance(thing, Hearing) and thing.cancelled)
    return _Said(when=_when(thing, field, jurisdiction), cancelled=called_off, seen_at=state.seen_at, document=thing)


def _when(thing: Document, field: str, jurisdiction: str) -> date | datetime | None:
    if isinstance(thing, Hearing):
        return thing.starts_at.astimezone(clock_of(jurisdiction)) if thing.starts_at else _printed_day(thing)
    if field == "effective_on":
        return thing.takes_effect_on if isinstance(thing, Rule) else None
    return thing.comments_close_on if isinstance(thing, Rule | Notice) else None


def _printed_day(thing: Hearing) -> date | None:
    """The day of a hearing for which no hour is printed ("at the call of the chair"), as its source writes it."""
    found = _DAY.search(thing.identifier) or _DAY.search(thing.text.partition("\n")[0])
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


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
