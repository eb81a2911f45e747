"""A document's changes as an entry of a digest, as a line, or as what was there already. Pure, step 10 of the path."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from monitor.changes.comment_period import comment_period
from monitor.digests.course import PROPOSAL, day_of, net, powerless, steps, way
from monitor.digests.dates import Deadline, attention, deadlines
from monitor.digests.entries import Entry, Line, Link, Reason, StatusMove
from monitor.digests.fields import FieldLine, facts, field_lines, shown_value, spelled
from monitor.digests.words import clean, full_day, listed, moment, place, short, span, web_address
from monitor.model.documents import Document, Hearing, Notice, Rule
from monitor.model.records import Change, ChangeKind, FieldChange
from monitor.store.digests import Item, StandingDocument
from monitor.store.texts import REGISTRY as TEXTS

_LABELS = {
    ChangeKind.ADDED: "new",
    ChangeKind.AMENDED: "changed",
    ChangeKind.REMOVED: "withdrawn",
    ChangeKind.RESTORED: "back",
}
_KINDS = {"enforcement": "enforcement action"}
_FULL_STOP = re.compile(r"(?<=[a-z)]{4})\.$")
_STATIONS = 7


def entry(changes: Sequence[Change], items: Sequence[Item], titles: Mapping[str, str], made: datetime) -> Entry:
    """An entry without its text, of the changes of one document, oldest first; `items` are their matches, the
    subscription's first topic first."""
    change = net(changes)
    thing, today = change.document, made.date()
    jurisdiction = change.jurisdiction or items[0].jurisdiction
    dates = deadlines(thing, today, made)
    amended = change.kind in (ChangeKind.AMENDED, ChangeKind.RESTORED)
    links = _links(change) if amended else ()
    days = sorted(day_of(one, made.tzinfo) for one in changes)
    return Entry(
        change_id=change.id,
        changes=len(changes),
        label=_LABELS[change.kind],
        note=_note(changes, change, change.detected_at.astimezone(made.tzinfo).date()),
        what=_what(thing),
        name=short(clean(thing.identifier), 80),
        title=title_of(thing),
        url=web_address(thing.url),
        topic=titles.get(items[0].topic, clean(items[0].topic)),
        jurisdiction=jurisdiction,
        place=place(jurisdiction),
        publisher=_publisher(thing),
        status=_status(change, jurisdiction),
        steps=steps(changes, made.tzinfo),
        span=span(days[0], days[-1]),
        fields=_fields(change, dates, links, jurisdiction, single=len(changes) == 1) if amended else (),
        facts=facts(thing, today) if change.kind is ChangeKind.ADDED else (),
        links=links,
        edited=_edited(change),
        sentence="",
        redline=(),
        reasons=_reasons(items, titles, amended=change.kind is ChangeKind.AMENDED),
        dates=dates,
        importance=change.importance,
        attention=attention(change.importance, dates, today),
        detected=_detected(changes, made),
        source=listed(list(dict.fromkeys(clean(one.source) for one in changes))),
        hit_at=_hit_at(change, items),
    )


def line(one: Entry) -> Line:
    """An entry in one line."""
    return Line(
        label=one.label,
        what=one.what,
        name=one.name,
        title=short(one.title, 140),
        url=one.url,
        place=one.place,
        status=_as_proposal(one.what, one.status[-1].said if one.status else one.edited),
    )


def standing_line(known: StandingDocument, items: Sequence[Item], titles: Mapping[str, str], today: date) -> Line:
    """A document that was there already, with the words that matched, and of several topics which."""
    thing = known.document
    words = dict.fromkeys(clean(hit["words"]) for one in items for hit in one.hits)
    topics = dict.fromkeys(titles.get(one.topic, clean(one.topic)) for one in items)
    what = _what(thing) if thing else known.kind
    return Line(
        label="",
        what=what,
        name=short(clean(known.identifier), 80),
        title=short(title_of(thing) if thing else clean(known.title), 200),
        url=web_address(thing.url if thing else known.url),
        place=place(known.jurisdiction),
        status=_as_proposal(what, short(spelled(clean(thing.status)), 120) if thing else ""),
        words=": ".join(filter(None, (listed(list(topics)) if len(titles) > 1 or not words else "", _quoted(words)))),
        dates=deadlines(thing, today) if thing else (),
    )


def _quoted(words: Iterable[str]) -> str:
    return listed([f"“{word}”" for word in words], most=3)


def _as_proposal(what: str, status: str) -> str:
    """A proposed rule is called that wherever it is named: its title speaks as if it were law, "Placement of … in Schedule I"."""
    return ", ".join(filter(None, (what, status))) if what == PROPOSAL else status


def _what(thing: Document) -> str:
    """The kind in a reader's words: a rule by its stage."""
    if thing.registry.endswith(TEXTS):
        return "text"
    return clean(thing.stage) or thing.kind if isinstance(thing, Rule) else _KINDS.get(thing.kind, thing.kind)


def title_of(thing: Document) -> str:
    """The title on one line; a document without one is called by its identifier."""
    return _FULL_STOP.sub("", short(clean(thing.title), 300)) or clean(thing.identifier)


def _publisher(thing: Document) -> str:
    agencies = thing.agencies if isinstance(thing, (Rule, Notice)) else ()
    return listed([clean(one) for one in agencies], most=2)


def _note(changes: Sequence[Change], change: Change, today: date) -> str:
    """What a label alone does not say."""
    if change.kind is ChangeKind.REMOVED:
        appeared = (
            "it appeared and is no longer listed" if changes[0].kind is ChangeKind.ADDED else "it is no longer listed"
        )
        return f"withdrawn from the source: {appeared} there"
    if change.kind is ChangeKind.RESTORED:
        return "listed again, after it had been withdrawn"
    if isinstance(change.document, Hearing):
        return "cancelled" if change.document.cancelled else ""
    return spelled(comment_period(change.before, change.document, today)) if change.kind is ChangeKind.AMENDED else ""


def _status(change: Change, jurisdiction: str) -> tuple[StatusMove, ...]:
    """The way of the document's life that this time brought, or its publisher's own status words."""
    if change.moves:
        return (_way(change, jurisdiction),)
    moved = next((one for one in change.fields if one.name == "status"), None)
    if moved is not None and change.kind is ChangeKind.AMENDED:
        before, after = spelled(shown_value(moved.before)), spelled(shown_value(moved.after))
        return (StatusMove(before=before or "no status", after=after or "none"),)
    if change.document.status and change.kind is not ChangeKind.AMENDED:
        return (StatusMove(before="", after=short(spelled(clean(change.document.status)), 160)),)
    return ()


def _way(change: Change, jurisdiction: str) -> StatusMove:
    stations = way(change.moves, jurisdiction)
    if len(stations) > _STATIONS:
        stations = (stations[0], "…", *stations[2 - _STATIONS :])
    if len(stations) < 2:
        stations = ("", *(stations or ("none",)))
    on = change.moves[-1].on or _out_on(change)
    return StatusMove(before=stations[0], between=stations[1:-1], after=stations[-1], on=full_day(on) if on else "")


def _out_on(change: Change) -> date | None:
    """The day of publication, where being published is what happened."""
    return change.document.published_on if change.moves and change.moves[-1].after == "published" else None


def _fields(
    change: Change, dates: Sequence[Deadline], links: Sequence[Link], jurisdiction: str, *, single: bool
) -> tuple[FieldLine, ...]:
    """Without what is told already: a date set that stands among the dates or beside the status, texts to open, the actions
    that the steps name, a stage or a cancellation that is the status."""
    dated = {one.field for one in dates} | ({"published_on"} if _out_on(change) else set())
    moved = {"stage", "cancelled"} if change.moves else set()
    hidden = moved | powerless(change.document)

    def told_already(one: FieldChange) -> bool:
        if one.name == "versions":
            return 0 < len(links) == len(set(map(str, one.before or [])) ^ set(map(str, one.after or [])))
        return (one.name in dated and not one.before) or (one.name == "actions" and not single) or one.name in hidden

    return field_lines((one for one in change.fields if not told_already(one)), jurisdiction)


def _links(change: Change) -> tuple[Link, ...]:
    """The texts of a bill that came with this change."""
    changed = next((one for one in change.fields if one.name == "versions"), None)
    if changed is None:
        return ()
    came = [one for one in changed.after or [] if one not in (changed.before or [])]
    found = ((shown_value(one), web_address(one.get("url") or "")) for one in came[-3:])
    return tuple(Link(name=name or "text", url=url) for name, url in found if url)


def _edited(change: Change) -> str:
    """What changed in a word or two, where no status moved: "text, title changed"."""
    if change.kind is not ChangeKind.AMENDED:
        return ""
    names = [one.name for one in field_lines(change.fields)]
    if any(one.name == "text" for one in change.fields):
        names.insert(0, "text")
    plain = [one for one in names if "new " not in one and "no longer" not in one]
    return ", ".join(
        filter(None, (f"{listed(plain, most=3)} changed" if plain else "", *(one for one in names if one not in plain)))
    )


def _reasons(items: Sequence[Item], titles: Mapping[str, str], *, amended: bool) -> tuple[Reason, ...]:
    """Each topic once with all the words of its matches. In a new document every word is new, which needs no saying."""
    words: dict[str, dict[str, str]] = {}
    fresh: dict[str, set[str]] = {}
    for item in items:
        told = words.setdefault(item.topic, {})
        for hit in item.hits:
            word = short(clean(hit["words"]), 60)
            told.setdefault(word.casefold(), word)
        if amended:
            fresh.setdefault(item.topic, set()).update(told[one] for one in _fresh(item))
    return tuple(
        Reason(topic=titles.get(topic, clean(topic)), words=tuple(told.values()), fresh=frozenset(fresh.get(topic, ())))
        for topic, told in words.items()
    )


def _fresh(item: Item) -> set[str]:
    """The words that a change brought and that stood nowhere in the document before."""
    said = [(short(clean(hit["words"]), 60).casefold(), bool(hit.get("new"))) for hit in item.hits]
    return {word for word, new in said if new} - {word for word, new in said if not new}


def _hit_at(change: Change, items: Sequence[Item]) -> int | None:
    """Where the newest state's text was hit first."""
    hits = (hit for one in items if one.change_id == change.id for hit in one.hits)
    return next((hit["at"] for hit in hits if hit["where"] == "text"), None)


def _detected(changes: Sequence[Change], made: datetime) -> str:
    seen = [one.detected_at.astimezone(made.tzinfo) for one in changes]
    if seen[0].date() == seen[-1].date():
        return moment(seen[-1])
    return f"{span(seen[0].date(), seen[-1].date())}, {seen[-1].year}"
