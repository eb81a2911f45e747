"""What a digest says, before any format: plain frozen values that the templates read. Pure, step 10 of the path.

`content` turns a stored digest and the changes it names into a `DigestContent`. Every text in it is one clean line (see
`words.clean`), every address is http(s) or empty. `ranked` holds one entry per document, with all of its changes, by the
attention they need; `cut` decides how many of them are told in full, in a line, or only counted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from monitor.digests.alike import Told, told_once
from monitor.digests.beside import Beside
from monitor.digests.course import net
from monitor.digests.dates import SOON, Deadline
from monitor.digests.earlier import Earlier, earlier_lines
from monitor.digests.entries import Entry, Line, entry, line, standing_line
from monitor.digests.fields import FieldLine, so_far
from monitor.digests.glance import Alert, Overview, Text, alert, overview, telling, texts
from monitor.digests.law import TopicLaw, without_maps
from monitor.digests.proof import Proof, proof
from monitor.digests.words import clean, count, full_day, listed, moment, place, sentence, short, web_address
from monitor.model.records import Change, Key
from monitor.store.digests import Item, StandingDocument, StoredDigest
from monitor.store.series import Point, newest

DETAILED = 60
"""How many documents get a redline: more than fit into any message; the others are told in a line."""


WITHDRAWN = "Withdrawn"
"""The last group of a digest."""

_MEANING = {
    "blocked": "the site shows robots a wall instead of its pages",
    "broken": "its pages could not be understood",
    "unreachable": "nothing answered",
    "empty": "it listed nothing, which it never should",
}
_DIGITS = re.compile(r"([0-9]+)")
_TALLIED = {"back": "listed again"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The changes of one jurisdiction, the most urgent first."""

    place: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The documents of one topic by jurisdiction. One of two topics stands under the first."""

    topic: str
    sections: tuple[Section, ...]

    @property
    def size(self) -> int:
        """How many documents the group tells of."""
        return sum(len(one.entries) for one in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A source's health, for the operator."""

    source: str
    state: str
    since: str
    outcome: str
    detail: str

    @property
    def said(self) -> str:
        """ "Since Nov 22, 2026, 8:00 AM EST: the site shows robots a wall instead of its pages."."""
        if self.state == "recovered":
            return f"It is read well again; it had been failing since {self.since}."
        meaning = _MEANING.get(self.outcome, "")
        return f"Since {self.since}{f': {meaning}' if meaning else ''}."


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContent:
    """One digest. `topics` are titles; `total` and `left_out` count changes, of which a document (an entry of `ranked`) may
    have several; `groups` and `also` follow from `ranked` by `cut`; moments are in words, local."""

    id: int
    kind: str
    subscription: str
    topics: tuple[str, ...]
    made: str
    made_on: str
    since: str
    next: str
    total: int
    ranked: tuple[Entry, ...]
    soon: tuple[Deadline, ...]
    groups: tuple[Group, ...] = ()
    also: tuple[Line, ...] = ()
    left_out: int = 0
    standing: tuple[Line, ...] = ()
    standing_all: tuple[Line, ...] = ()
    standing_total: int = 0
    folded: int = 0
    folded_names: str = ""
    proof: Proof
    law: tuple[TopicLaw, ...] = ()
    events: tuple[Event, ...] = ()
    archive: str = ""
    template: str = ""
    rolled_up: bool = False
    marked: str = ""
    thread: str = ""
    brief: bool = False

    @property
    def mark(self) -> str:
        """By which a repeat of this message is recognised."""
        return self.marked or (f"digest {self.id}" if self.id else "preview")

    @property
    def redlines(self) -> bool:
        """Whether a redline is among what is told, so that its marks need explaining."""
        return any(one.redline for group in self.groups for section in group.sections for one in section.entries)

    @property
    def tally(self) -> str:
        """ "12 changes: 3 new, 8 changed, 1 withdrawn", "7 changes of 4 documents: 2 changed, 2 new"."""
        kinds: dict[str, int] = {}
        for one in self.ranked:
            kinds[one.label] = kinds.get(one.label, 0) + one.documents
        parts = ", ".join(f"{number:,} {_TALLIED.get(label, label)}" for label, number in kinds.items())
        documents = sum(one.documents for one in self.ranked)
        of = f" of {count(documents, 'document')}" if self.total != documents else ""
        if not parts:
            return "no changes"
        return (
            f"{count(self.total, 'change')}{of}"
            if len(self.ranked) == 1 and of
            else f"{count(self.total, 'change')}{of}: {parts}"
        )

    @property
    def quiet(self) -> str:
        """What stands where no change is told: "Nothing changed in Kratom.", or what kept anyone from knowing."""
        return self.proof.quiet(", ".join(self.topics))

    @property
    def failing(self) -> bool:
        """Whether a source fails, of those an operator is told about."""
        return any(one.state != "recovered" for one in self.events)

    @property
    def overview(self) -> tuple[Overview, ...]:
        """The first screen: what moved, what is new, what else changed; empty for few documents and small channels."""
        return () if self.brief else overview(self.ranked)

    @property
    def law_news(self) -> bool:
        """Whether a legal status was confirmed or came into force."""
        return any(one.news for one in self.law)

    @property
    def alerts(self) -> tuple[tuple[Alert, Entry], ...]:
        """Each document told, in the words of an alert."""
        told = (one for group in self.groups for section in group.sections for one in section.entries)
        return tuple((alert(one), one) for one in told)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The most important redlines, short, for the first screen; none where the entries are seen at a glance."""
        return texts(self.ranked) if self.overview else ()

    @property
    def heading(self) -> str:
        """The topics, or the subscription where they are many."""
        return listed(self.topics, most=3) if 0 < len(self.topics) <= 3 else self.subscription

    @property
    def places(self) -> tuple[str, ...]:
        """Where the documents are that were there already: "Virginia 40", the most first."""
        counts = Counter(one.place for one in self.standing_all)
        return tuple(f"{place_} {number:,}" for place_, number in counts.most_common())


def content(
    stored: StoredDigest,
    changes: Mapping[int, Change],
    documents: Mapping[int, StandingDocument],
    *,
    figures: Mapping[Key, Sequence[Point]] = MappingProxyType({}),
    earlier: Mapping[Key, Earlier] = MappingProxyType({}),
    beside: Mapping[Key, Beside] = MappingProxyType({}),
    coming: Sequence[Deadline] = (),
    law: Sequence[TopicLaw] = (),
    archive: str = "",
) -> DigestContent:
    """Everything the digest says; `changes` by id and `documents` by id must hold what its items name, `figures` are the
    numbers reported about the changed documents, `earlier` what these change in their turn, `beside` what stands beside them, `coming` what is due of
    documents known before, `law` the legal statuses."""
    zone = ZoneInfo(stored.content.get("timezone") or "UTC")
    made = stored.created_at.astimezone(zone)
    titles = {name: clean(title) for name, title in stored.content.get("topics", {}).items()}
    ranked = _ranked(stored.items, changes, titles, made, figures, earlier, beside)
    standing = _standing(stored.items, documents, titles, made.date())
    folded = _once(one.change_id for one in stored.items if one.part == "folded")
    following = stored.content.get("next_at")
    return cut(
        DigestContent(
            id=stored.id,
            kind=stored.kind,
            subscription=clean(stored.subscription),
            topics=tuple(titles.values()),
            made=moment(made),
            made_on=full_day(made.date()),
            since=moment(stored.since.astimezone(zone)) if stored.since else "",
            next=moment(datetime.fromisoformat(following).astimezone(zone)) if following else "",
            total=sum(one.changes for one in ranked),
            ranked=ranked,
            soon=_soon((*ranked, *standing), [*coming, *(date_ for one in law for date_ in one.coming)], made.date()),
            law=tuple(law),
            standing=standing,
            standing_all=standing,
            standing_total=len(standing),
            folded=len(folded),
            folded_names=listed(_names(folded, changes)),
            proof=proof(stored.proof, zone),
            events=tuple(_event(one, zone) for one in stored.content.get("events", ())),
            archive=web_address(archive),
            template=stored.content.get("template", ""),
            rolled_up=bool(stored.content.get("rolled_up")),
            thread=_thread(stored, changes),
        ),
        full=DETAILED,
        lines=100,
    )


def _ranked(
    items: Sequence[Item],
    changes: Mapping[int, Change],
    titles: Mapping[str, str],
    made: datetime,
    figures: Mapping[Key, Sequence[Point]],
    earlier: Mapping[Key, Earlier],
    beside: Mapping[Key, Beside],
) -> tuple[Entry, ...]:
    """One entry per document with all its changes and reasons; what needs somebody soon, and what is important, first."""
    matched: dict[int, list[Item]] = {}
    for one in items:
        if one.part == "entry" and one.change_id is not None:
            matched.setdefault(one.change_id, []).append(one)
    by_document: dict[Key, list[Change]] = {}
    for change_id in matched:
        by_document.setdefault(changes[change_id].key, []).append(changes[change_id])
    order = {name: place_ for place_, name in enumerate(titles)}
    told: list[Told] = []
    for key, found in by_document.items():
        found.sort(key=lambda one: (one.detected_at, one.id))
        why = [item for one in found for item in matched[one.id]]
        full = entry(found, sorted(why, key=lambda one: order.get(one.topic, len(order))), titles, made)
        linked = (*earlier_lines(found[-1].document, earlier.get(key)), *beside.get(key, Beside()).lines)
        told.append((replace(full, facts=(*full.facts, *linked, *_counted(figures.get(key, ()), made.date()))), found))
    told.sort(key=lambda one: (-one[0].attention, -one[0].change_id))
    told = told_once(told, {key: one.same for key, one in beside.items()})
    told.sort(key=lambda one: (-one[0].attention, -one[0].change_id))
    return tuple(one.with_text(net(found)) if at < DETAILED else one for at, (one, found) in enumerate(told))


def _thread(stored: StoredDigest, changes: Mapping[int, Change]) -> str:
    """By which the alerts of one document hang together; "" for what tells of several."""
    told = {changes[one.change_id].key for one in stored.items if one.part == "entry" and one.change_id is not None}
    if stored.kind != "alert" or len(told) != 1:
        return ""
    (key,) = told
    return blake2b(f"{key.registry} {key.kind} {key.identifier}".encode(), digest_size=9).hexdigest()


def _counted(points: Sequence[Point], today: date) -> list[FieldLine]:
    """The numbers reported about a document, each as it stood when the digest was made."""
    return [so_far(one.name, one.value) for one in newest(points, today)]


def _standing(
    items: Sequence[Item], documents: Mapping[int, StandingDocument], titles: Mapping[str, str], today: date
) -> tuple[Line, ...]:
    found: dict[int, list[Item]] = {}
    told = {one.document_id for one in items if one.part == "entry"}
    for one in items:
        if one.part == "standing" and one.document_id not in told:
            found.setdefault(one.document_id, []).append(one)
    lines = [standing_line(documents[key], matched, titles, today) for key, matched in found.items()]
    return tuple(sorted(lines, key=lambda one: (one.place, one.what, _natural(one.name))))


def _natural(name: str) -> list[tuple[int, str]]:
    """HB 2 before HB 10."""
    return [(int(part), "") if part.isdecimal() and len(part) < 20 else (0, part) for part in _DIGITS.split(name)]


def _names(change_ids: Sequence[int], changes: Mapping[int, Change]) -> list[str]:
    return list(
        dict.fromkeys(short(clean(changes[one].document.identifier), 60) for one in change_ids if one in changes)
    )


def _once(ids: Iterable[int | None]) -> list[int]:
    return [one for one in dict.fromkeys(ids) if one is not None]


def _soon(told: Sequence[Entry | Line], more: Sequence[Deadline], today: date) -> tuple[Deadline, ...]:
    """The dates of the next fortnight, each once, the nearest first; `more` are dates of no document."""
    near = {
        (one.what, one.on, thing.heading): replace(one, name=_called(thing), url=thing.url, place=thing.place)
        for thing in reversed(told)
        for one in thing.dates
        if 0 <= (one.on - today).days <= SOON and not one.cancelled
    }
    known = {(one.what, one.on, one.url) for one in near.values()}
    also = [one for one in more if 0 <= (one.on - today).days <= SOON and (one.what, one.on, one.url) not in known]
    return tuple(sorted((*near.values(), *also), key=lambda one: (one.on, one.name)))


def _called(thing: Entry | Line) -> str:
    """A document's name where its date is listed: a bill's number counts, a register's tells nobody anything."""
    return short(thing.heading if thing.what == "bill" else telling(thing.title, 90), 90)


def _event(told: Mapping[str, Any], zone: ZoneInfo) -> Event:
    return Event(
        source=clean(told["source"]),
        state=clean(told["state"]),
        since=moment(datetime.fromisoformat(told["since"]).astimezone(zone)),
        outcome=clean(told["outcome"]) if told["outcome"] in _MEANING else "",
        detail=short(sentence(clean(told["detail"])), 300),
    )


def cut(whole: DigestContent, *, full: int, lines: int, brief: bool = False) -> DigestContent:
    """The same digest with its `full` most urgent documents told in full, the next `lines` in a line, the rest counted."""
    told, rest = whole.ranked[:full], whole.ranked[full:]
    told = tuple(one.brief() for one in told) if brief else told
    return replace(
        whole,
        groups=grouped(told),
        also=tuple(line(one) for one in rest[:lines]),
        left_out=sum(one.changes for one in rest[lines:]),
        standing=whole.standing[: max(lines, 5 if not brief else 0)],
        law=without_maps(whole.law, 0) if brief else whole.law,
        brief=brief,
    )


def grouped(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """By topic, then by jurisdiction, both in the order in which the most urgent change of each comes; what was withdrawn
    stands at the end."""
    groups: dict[str, dict[str, list[Entry]]] = {}
    for one in sorted(entries, key=lambda one: one.label == "withdrawn"):
        topic = WITHDRAWN if one.label == "withdrawn" else one.topic
        groups.setdefault(topic, {}).setdefault(one.jurisdiction, []).append(one)
    return tuple(
        Group(
            topic=topic,
            sections=tuple(
                Section(place=place(jurisdiction), entries=tuple(found)) for jurisdiction, found in sections.items()
            ),
        )
        for topic, sections in groups.items()
    )
