"""A change in a few words: for subject lines, and for the list that opens a digest. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.digests.course import PROPOSAL
from monitor.digests.entries import Entry
from monitor.digests.excerpt import Piece, shorter
from monitor.digests.legislature import says_itself
from monitor.digests.words import short

FEW = 2
"""Up to so many documents are their own overview."""

MOST = 5
"""Documents that a part of the overview names."""


ALERT = 300
"""Characters of an alert about one document."""

_FOLLOW_UP = 40
"""Characters that a follow-up takes to say that it is one."""

TEXTS = 3
"""Redlines on the first screen."""

GLIMPSE = 240
"""Characters of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A document in the overview: "Virginia HB 9001", its title, and what happened (`said`) or, of a `new` one, what it is."""

    name: str
    title: str
    said: str
    url: str
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A part of the overview ("What moved") with its most urgent documents, and how many it has beyond them."""

    name: str
    glances: tuple[Glance, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A short redline on the first screen: of what, and its pieces."""

    name: str
    redline: tuple[Piece, ...]


def texts(ranked: Sequence[Entry]) -> tuple[Text, ...]:
    """The redlines of the most important documents that have one."""
    found = [one for one in ranked if one.redline][:TEXTS]
    return tuple(
        Text(
            name=f"{one.place} {one.name}" if _is_bill(one) else f"{one.place}, {telling(one.title, 90)}",
            redline=shorter(one.redline, GLIMPSE),
        )
        for one in found
    )


def overview(ranked: Sequence[Entry]) -> tuple[Overview, ...]:
    """What moved, what is new and what else changed; nothing where the entries themselves are seen at a glance."""
    if len(ranked) <= FEW:
        return ()
    parts: dict[str, list[Entry]] = {"What moved": [], "What is new": [], "What else changed": []}
    for one in ranked:
        parts[_part(one)].append(one)
    return tuple(
        Overview(name=name, glances=tuple(map(glance, found[:MOST])), more=max(0, len(found) - MOST))
        for name, found in parts.items()
        if found
    )


def _part(one: Entry) -> str:
    if one.label == "new":
        return "What is new"
    return "What moved" if one.status or one.note else "What else changed"


def glance(one: Entry) -> Glance:
    """A document for the overview."""
    bill = _is_bill(one)
    return Glance(
        name=f"{one.place} {one.name}" if bill else "",
        title=short(one.title if bill else telling(one.title, 96), 96),
        said=_happened(one),
        url=one.url,
        new=one.label == "new" and not one.note,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A document's news for a chat or a lock screen: which document, what happened (from → to), by when, what it is about."""

    name: str
    said: str
    by: str
    about: str
    url: str

    @property
    def text(self) -> str:
        """All of it in a line, the address last."""
        return " ".join(
            filter(None, (". ".join(filter(None, (f"{self.name}: {self.said}", self.by, self.about))), self.url))
        )


def alert(one: Entry, room: int = ALERT) -> Alert:
    """The news of a document in at most `room` characters, its address among them unless that is longer than half of them."""
    space = max(room - len(one.url) - 8, room // 2)
    bill = _is_bill(one)
    said = short(_happened(one), space // 2)
    by = next((f"{date.said[0].upper()}{date.said[1:]}" for date in one.dates), "")
    by = by if len(by) <= space // 3 else ""
    again = f" (follow-up; last told {one.last_told})" if one.last_told and space > 2 * _FOLLOW_UP else ""
    name = (
        called(one)
        if bill
        else _tight(telling(one.title, space // 2), max(space - len(said) - len(by) - len(again), 24))
    )
    name += again
    left = space - len(name) - len(said) - len(by)
    words = one.title if bill else ("" if one.place in said else one.place)
    return Alert(
        name=name, said=said, by=by, about=short(words, left) if left >= min(len(words), 24) else "", url=one.url
    )


def called(one: Entry) -> str:
    """A document as a reader calls it: "Ohio HB 587", or its title in a few words."""
    return f"{one.place} {one.name}" if _is_bill(one) else _tight(telling(one.title, 56), 56)


def _happened(one: Entry) -> str:
    if one.label in ("withdrawn", "back"):
        return "withdrawn" if one.label == "withdrawn" else "listed again"
    if one.note:
        return one.note
    if one.label == "new":
        class_ = next((fact.after for fact in one.facts if fact.name == "class"), "")
        return ", ".join(filter(None, (one.what, class_, "" if _is_bill(one) else one.place, *_since(one))))
    if one.status:
        last = one.status[-1]
        said = (last.said if _is_bill(one) else _now(last.after)) + (f" ({last.on})" if last.on else "")
        return f"{PROPOSAL}, {said}" if one.what == PROPOSAL else said
    return one.edited or "changed"


def _since(one: Entry) -> Iterable[str]:
    """Where a new document has got to: since it appeared, or by its publisher's word for a bill."""
    if not one.status or not (one.steps or _is_bill(one)):
        return []
    return [_now(one.status[-1].after) if one.steps else one.status[-1].after]


def _is_bill(one: Entry) -> bool:
    return one.what == "bill" and len(one.name) <= 40


def headline(one: Entry, room: int = 90) -> str:
    """A document's news in at most about `room` characters: "Ohio HB 587 passed one chamber", "new rule: …"."""
    happened = _told(one)
    if _is_bill(one):
        where = f"{one.place} {one.name}"
        if one.label == "new":
            return f"new bill: {where}, {short(one.title, max(room - len(where) - 12, 20))}"
        return f"{where} {happened}"
    lead = f"new {one.what}: " if one.label == "new" else f"{PROPOSAL}: " if one.what == PROPOSAL else ""
    tail = "" if one.label == "new" else f" {happened}"
    space = max(room - len(lead) - len(tail), 24)
    return f"{lead}{_tight(telling(one.title, space), space)}{tail}"


def _told(one: Entry) -> str:
    """What happened, after a name: "withdrawn", "passed both chambers", "now published", "changed"."""
    if one.note == "cancelled" or one.label in ("withdrawn", "back"):
        return one.note if one.note == "cancelled" else one.label
    if one.status and one.label == "changed":
        return _now(one.status[-1].after)
    return "changed"


def _now(words: str) -> str:
    return words if says_itself(words) else f"now {words}"


def _tight(text: str, limit: int) -> str:
    """Shortened within a word where the word's beginning says more than it costs: "7-Hydroxymitra…"."""
    whole = short(text, limit)
    return whole if len(whole) > limit - 8 or len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def telling(title: str, room: int) -> str:
    """A title without its general beginning where it is too long: "Schedules of Controlled Substances: Placement of …"."""
    general, colon, special = title.partition(": ")
    return special if colon and len(title) > room and len(general) < 50 and len(special) > 20 else title
