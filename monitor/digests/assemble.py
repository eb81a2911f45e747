"""A digest put together: a stored digest and the changes it names become a `DigestContent`. Pure, step 10 of the path."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import blake2b
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from monitor.digests.alike import Told, told_once
from monitor.digests.beside import Beside
from monitor.digests.content import MEANING, DigestContent, Event
from monitor.digests.course import net
from monitor.digests.cut import DETAILED, cut
from monitor.digests.dates import SOON, Deadline
from monitor.digests.describe import entry, standing_line
from monitor.digests.earlier import Earlier, earlier_lines
from monitor.digests.entries import Entry, Line
from monitor.digests.fields import FieldLine, so_far
from monitor.digests.glance import telling
from monitor.digests.law import TopicLaw
from monitor.digests.proof import proof
from monitor.digests.standstill import Still
from monitor.digests.words import clean, full_day, listed, moment, sentence, short, web_address
from monitor.model.records import Change, Key
from monitor.store.digests import Item, StandingDocument, StoredDigest
from monitor.store.series import Point, newest

_DIGITS = re.compile(r"([0-9]+)")


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
    still: Sequence[Still] = (),
    archive: str = "",
) -> DigestContent:
    """Everything the digest says; `changes` by id and `documents` by id must hold what its items name, `figures` are the
    numbers reported about the changed documents, `earlier` what these change in their turn, `beside` what stands beside them, `coming` what is due of
    documents known before, `law` the legal statuses, `still` what is said of bills that do not move."""
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
            still=tuple(still),
            standing=standing,
            standing_all=standing,
            standing_total=len(standing),
            folded=len(folded),
            folded_names=listed(_names(folded, changes)),
            proof=proof(stored.proof, zone),
            events=tuple(_event(one, zone) for one in stored.content.get("events", ())),
            archive=web_address(archive),
            template=stored.content.get("template", ""),
            language=stored.content.get("language", ""),
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
        outcome=clean(told["outcome"]) if told["outcome"] in MEANING else "",
        detail=short(sentence(clean(told["detail"])), 300),
        last_good=moment(datetime.fromisoformat(told["last_good"]).astimezone(zone)) if "last_good" in told else "",
    )
