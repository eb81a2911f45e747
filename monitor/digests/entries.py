"""One change as a digest tells it: what, status before and after, the words that changed, why it is here, dates to act by.

Pure. `entry` is cheap and made for every change; `Entry.with_text` adds the redline, for those that will be told in full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from monitor.digests.excerpt import Piece, excerpt, shorter, surroundings, told
from monitor.digests.words import away, clean, count, day, full_day, listed, moment, place, short, web_address
from monitor.model.documents import Bill, Document, Enforcement, Hearing, Notice, Rule
from monitor.model.records import Change, ChangeKind, FieldChange
from monitor.store.digests import Item, StandingDocument

_LABELS = {
    ChangeKind.ADDED: "new",
    ChangeKind.AMENDED: "changed",
    ChangeKind.REMOVED: "withdrawn",
    ChangeKind.RESTORED: "back",
}
_SAID_ELSEWHERE = frozenset({"text", "status", "url", "registry", "identifier"})
_FIELD_NAMES = {
    "comments_close_on": "comments close",
    "effective_on": "effective",
    "published_on": "published",
    "starts_at": "starts",
    "rin": "RIN",
    "cfr": "CFR",
}
_SINGULAR = {
    "actions": "action",
    "versions": "version",
    "sponsors": "sponsor",
    "subjects": "subject",
    "companions": "companion",
    "agencies": "agency",
    "concerns": "document heard",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a change is here: the topic, the words that matched, and those of them that an amendment brought (`fresh`)."""

    topic: str
    words: tuple[str, ...]
    fresh: frozenset[str] = frozenset()

    @property
    def said(self) -> str:
        """ "Kratom: “kratom”, “7-OH” (new in the text)"."""
        quoted = [f"“{word}”{' (new in the text)' if word in self.fresh else ''}" for word in self.words]
        return f"{self.topic}: {listed(quoted, most=5)}" if quoted else self.topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A date to act by; `name`, `place` and `url` say whose, where it stands in a list."""

    what: str
    on: date
    said: str
    cancelled: bool = False
    name: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMove:
    """A status before and after; `before` is empty where the document is new."""

    before: str
    after: str
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field that changed: was → now, or, for a list, what came and went in words (`said`)."""

    name: str
    before: str = ""
    after: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A document in one line."""

    label: str
    what: str
    name: str
    title: str
    url: str
    place: str
    status: str
    words: str = ""
    dates: tuple[Deadline, ...] = ()

    @property
    def heading(self) -> str:
        """ "HB 360: Kratom products", or the title alone where the identifier tells a reader nothing."""
        telling = self.name and "://" not in self.name and self.name not in self.title
        return f"{self.name}: {self.title}" if telling else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change told in full. `attention` orders a digest: importance, raised when a date is near."""

    change_id: int
    label: str
    note: str
    what: str
    name: str
    title: str
    url: str
    topic: str
    jurisdiction: str
    place: str
    publisher: str
    status: tuple[StatusMove, ...]
    fields: tuple[FieldLine, ...]
    facts: tuple[FieldLine, ...]
    sentence: str
    redline: tuple[Piece, ...]
    reasons: tuple[Reason, ...]
    dates: tuple[Deadline, ...]
    importance: float
    attention: float
    detected: str
    source: str
    hit_at: int | None

    def with_text(self, change: Change) -> "Entry":
        """The same entry with the sentence and the redline of its text."""
        before = change.before
        if change.kind is ChangeKind.ADDED or before is None:
            return replace(self, sentence=surroundings(change.document.text, self.hit_at))
        if change.kind is ChangeKind.REMOVED or before.text == change.document.text:
            return self
        sentence, pieces = excerpt(before.text, change.document.text)
        return replace(self, sentence="" if told(sentence, pieces) else sentence, redline=pieces)

    @property
    def heading(self) -> str:
        """ "HB 360: Kratom products; sale to minors", or the title alone where the identifier tells a reader nothing."""
        telling = self.name and "://" not in self.name and self.name not in self.title
        return f"{self.name}: {self.title}" if telling else self.title

    def brief(self) -> "Entry":
        """The same entry for a small screen: either the redline or the sentence, and little of it."""
        return replace(
            self,
            title=short(self.title, 120),
            fields=self.fields[:1],
            facts=(),
            sentence="" if self.redline else short(self.sentence, 160),
            redline=shorter(self.redline, 160),
            reasons=self.reasons[:2],
        )


def entry(change: Change, items: Sequence[Item], titles: Mapping[str, str], made: datetime) -> Entry:
    """An entry without its text; `items` are the matches of this change, the subscription's first topic first."""
    thing = change.document
    today = made.date()
    dates = deadlines(thing, today, made)
    return Entry(
        change_id=change.id,
        label=_LABELS[change.kind],
        note=_note(change),
        what=_what(thing),
        name=short(clean(thing.identifier), 80),
        title=title_of(thing),
        url=web_address(thing.url),
        topic=titles.get(items[0].topic, clean(items[0].topic)),
        jurisdiction=change.jurisdiction or items[0].jurisdiction,
        place=place(change.jurisdiction or items[0].jurisdiction),
        publisher=_publisher(thing),
        status=_status(change),
        fields=tuple(_field(one) for one in change.fields if one.name not in _SAID_ELSEWHERE)
        if change.kind in (ChangeKind.AMENDED, ChangeKind.RESTORED)
        else (),
        facts=_facts(thing) if change.kind is ChangeKind.ADDED else (),
        sentence="",
        redline=(),
        reasons=tuple(_reason(one, titles, amended=change.kind is ChangeKind.AMENDED) for one in items),
        dates=dates,
        importance=change.importance,
        attention=_attention(change.importance, dates, today),
        detected=moment(change.detected_at.astimezone(made.tzinfo)),
        source=clean(change.source),
        hit_at=next((hit["at"] for one in items for hit in one.hits if hit["where"] == "text"), None),
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
        status=" → ".join(filter(None, (one.status[-1].before, one.status[-1].after))) if one.status else "",
    )


def standing_line(known: StandingDocument, items: Sequence[Item], titles: Mapping[str, str], today: date) -> Line:
    """A document that was there already, with the words that matched."""
    thing = known.document
    words = dict.fromkeys(clean(hit["words"]) for one in items for hit in one.hits)
    topics = dict.fromkeys(titles.get(one.topic, clean(one.topic)) for one in items)
    return Line(
        label="",
        what=known.kind,
        name=short(clean(known.identifier), 80),
        title=short(title_of(thing) if thing else clean(known.title), 200),
        url=web_address(thing.url if thing else known.url),
        place=place(known.jurisdiction),
        status=short(clean(thing.status), 120) if thing else "",
        words=listed(list(topics)) + (": " + listed([f"“{word}”" for word in words], most=3) if words else ""),
        dates=deadlines(thing, today) if thing else (),
    )


def _what(thing: Document) -> str:
    """The kind in a reader's words: a rule by its stage."""
    return clean(thing.stage) or thing.kind if isinstance(thing, Rule) else thing.kind


def title_of(thing: Document) -> str:
    """The title on one line; a document without one is called by its identifier."""
    return short(clean(thing.title), 300) or clean(thing.identifier)


def _publisher(thing: Document) -> str:
    agencies = thing.agencies if isinstance(thing, (Rule, Notice)) else ()
    return listed([clean(one) for one in agencies], most=2)


def _note(change: Change) -> str:
    """What a label alone does not say."""
    if change.kind is ChangeKind.REMOVED:
        return "withdrawn from the source: it is no longer listed there"
    if change.kind is ChangeKind.RESTORED:
        return "listed again, after it had been withdrawn"
    return "cancelled" if isinstance(change.document, Hearing) and change.document.cancelled else ""


def _status(change: Change) -> tuple[StatusMove, ...]:
    """The steps of the document's life that this change brought, or its publisher's own status words."""
    if change.moves:
        return tuple(
            StatusMove(before=clean(one.before), after=clean(one.after), on=full_day(one.on) if one.on else "")
            for one in change.moves
        )
    moved = next((one for one in change.fields if one.name == "status"), None)
    if moved is not None and change.kind is ChangeKind.AMENDED:
        return (StatusMove(before=shown_value(moved.before) or "no status", after=shown_value(moved.after) or "none"),)
    if change.document.status and change.kind is not ChangeKind.AMENDED:
        return (StatusMove(before="", after=short(clean(change.document.status), 160)),)
    return ()


def _field(one: FieldChange) -> FieldLine:
    name = _FIELD_NAMES.get(one.name, one.name.replace("_", " "))
    if isinstance(one.before, list) or isinstance(one.after, list):
        return FieldLine(name=name, said=_list_change(one.name, one.before or [], one.after or []))
    return FieldLine(name=name, before=shown_value(one.before), after=shown_value(one.after))


def _list_change(name: str, before: Sequence[Any], after: Sequence[Any]) -> str:
    """ "2 new actions: Passed House; Referred to Senate Judiciary"."""
    came = [one for one in after if one not in before]
    went = [one for one in before if one not in after]
    noun = _SINGULAR.get(name, name.replace("_", " ").removesuffix("s"))
    plural = "documents heard" if name == "concerns" else name.replace("_", " ")
    said = []
    if came:
        said.append(f"{count(len(came), 'new ' + noun, 'new ' + plural)}: {_items(came)}")
    if went:
        said.append(f"{count(len(went), noun, plural)} no longer listed: {_items(went)}")
    return "; ".join(said) or f"the order of the {plural} changed"


def _items(values: Sequence[Any]) -> str:
    shown = [short(shown_value(one), 160) for one in values]
    return "; ".join(shown[-4:]) + (f" and {len(shown) - 4} more" if len(shown) > 4 else "")


def shown_value(value: Any) -> str:
    """A field's JSON value in words: an action with its date, a version by its name, a moment or date spelled out."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return _shown_mapping(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(shown_value(one) for one in value)
    return short(_dated(clean(str(value))), 300)


def _shown_mapping(value: Mapping[str, Any]) -> str:
    words = clean(str(value.get("text") or value.get("note") or value.get("name") or ""))
    on = _dated(str(value["on"])) if value.get("on") else ""
    by = clean(str(value.get("by") or ""))
    return f"{words}{f' ({by})' if by else ''}{f', {on}' if on else ''}"


def _dated(text: str) -> str:
    if len(text) not in (10, 20, 25, 27, 32) or text[4:5] != "-":
        return text
    try:
        return full_day(date.fromisoformat(text)) if len(text) == 10 else moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _facts(thing: Document) -> tuple[FieldLine, ...]:
    """What a reader wants to know of a new document beside its title."""
    said: list[tuple[str, str]] = []
    if isinstance(thing, Enforcement):
        said = [
            ("firm", thing.firm),
            ("product", thing.product),
            ("reason", thing.reason),
            ("class", thing.classification),
        ]
    elif isinstance(thing, (Rule, Notice)):
        said = [("action", thing.action), ("docket", thing.docket)]
    elif isinstance(thing, Bill):
        said = [("sponsors", listed([one.name for one in thing.sponsors], most=3))]
    elif isinstance(thing, Hearing):
        said = [("place", thing.location), ("about", listed(list(thing.concerns)))]
    return tuple(FieldLine(name=name, after=short(clean(value), 240)) for name, value in said if value.strip())


def _reason(item: Item, titles: Mapping[str, str], *, amended: bool) -> Reason:
    """In a new document every word is new, which needs no saying."""
    said = [(short(clean(hit["words"]), 60), bool(hit.get("new"))) for hit in item.hits]
    words = {word.casefold(): word for word, _ in reversed(said)}
    fresh = frozenset(words[word.casefold()] for word, new in said if new and amended)
    known = frozenset(words[word.casefold()] for word, new in said if not new)
    return Reason(
        topic=titles.get(item.topic, clean(item.topic)),
        words=tuple(reversed(words.values())),
        fresh=fresh - known,
    )


def deadlines(thing: Document, today: date, made: datetime | None = None) -> tuple[Deadline, ...]:
    """The document's dates from today on, the nearest first."""
    found: list[Deadline] = []
    if isinstance(thing, (Rule, Notice)) and thing.comments_close_on:
        found.append(_deadline("comments close", thing.comments_close_on, today))
    if isinstance(thing, Rule) and thing.effective_on:
        found.append(_deadline("effective", thing.effective_on, today))
    if isinstance(thing, Hearing) and thing.starts_at:
        starts = thing.starts_at.astimezone(made.tzinfo) if made else thing.starts_at
        what = "hearing cancelled, was" if thing.cancelled else "hearing"
        said = f"{what} {moment(starts)} ({away((starts.date() - today).days)})"
        found.append(Deadline(what=what, on=starts.date(), said=said, cancelled=thing.cancelled))
    return tuple(sorted((one for one in found if one.on >= today), key=lambda one: one.on))


def _deadline(what: str, on: date, today: date) -> Deadline:
    return Deadline(what=what, on=on, said=f"{what} {day(on, today)} ({away((on - today).days)})")


def _attention(importance: float, dates: Sequence[Deadline], today: date) -> float:
    """Importance, plus up to 0.3 for a date within the next fortnight."""
    days = min(((one.on - today).days for one in dates if not one.cancelled), default=99)
    return importance + (0.3 * (15 - days) / 15 if days <= 14 else 0.0)
