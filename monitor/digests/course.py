"""Several changes of one document as one: its state before the first and after the last, and the steps between. Pure.

A bill that was reported on Wednesday, passed the House on Thursday and the Senate on Friday is one thing to a reader. Like is
compared with like: where two sources told of one document, its text is compared within the source that spoke last, and lists
by what each change brought, never one source's wording with another's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Any

from monitor.digests.fields import field_name, items, spelled
from monitor.digests.legislature import standing
from monitor.digests.words import clean, short, short_day, web_address
from monitor.model.documents import Document, Rule
from monitor.model.records import Change, ChangeKind, FieldChange, Move

_TOLD = frozenset({"status", "url", "registry", "identifier", "actions", "stage", "cancelled", "published_on"})
PROPOSAL = "proposed rule"
_NOUNS = {"effective_on": "effective date", "comments_close_on": "comment deadline", "starts_at": "time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change among several of its document: when, and what in words; `url` where it stood at another address."""

    on: str
    said: str
    url: str = ""


def net(changes: Sequence[Change]) -> Change:
    """The changes of one document, oldest first, as a single one; its id is that of the newest."""
    last = changes[-1]
    if len(changes) == 1:
        return last
    kind = _kind([one.kind for one in changes])
    before = next(one.before for one in changes if one.source == last.source)
    return replace(
        last,
        kind=kind,
        before=None if kind is ChangeKind.ADDED else before,
        fields=_fields(one for change in changes for one in change.fields),
        moves=tuple(move for one in changes for move in one.moves),
        importance=max(one.importance for one in changes),
        reasons=tuple(dict.fromkeys(reason for one in changes for reason in one.reasons)),
    )


def _kind(kinds: Sequence[ChangeKind]) -> ChangeKind:
    """New if it came in this time, withdrawn if it is gone at the end."""
    if kinds[-1] is ChangeKind.REMOVED:
        return ChangeKind.REMOVED
    if kinds[0] is ChangeKind.ADDED:
        return ChangeKind.ADDED
    return ChangeKind.RESTORED if ChangeKind.RESTORED in kinds else ChangeKind.AMENDED


def _fields(changed: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Each field once: a value from its first state to its last, a list by all that came and all that went."""
    by_name: dict[str, list[FieldChange]] = {}
    for one in changed:
        by_name.setdefault(one.name, []).append(one)
    merged = (_field(name, found) for name, found in by_name.items())
    return tuple(one for one in merged if one.name == "text" or one.before != one.after)


def _field(name: str, found: Sequence[FieldChange]) -> FieldChange:
    if len(found) == 1:
        return found[0]
    if not any(isinstance(value, list) for one in found for value in (one.before, one.after)):
        return FieldChange(name=name, before=found[0].before, after=found[-1].after)
    came: list[Any] = []
    went: list[Any] = []
    for one in found:
        before, after = one.before or [], one.after or []
        _tally([value for value in after if value not in before], came, went)
        _tally([value for value in before if value not in after], went, came)
    return FieldChange(name=name, before=went, after=came)


def _tally(values: Iterable[Any], onto: list[Any], off: list[Any]) -> None:
    """What came and went again has not happened."""
    for value in values:
        if value in off:
            off.remove(value)
        elif value not in onto:
            onto.append(value)


def way(moves: Sequence[Move], jurisdiction: str) -> tuple[str, ...]:
    """The stations of several moves in order, in a reader's words: in committee, reported, passed one chamber."""
    stations = [spelled(clean(words)) for one in moves for words in (one.before, one.after) if words]
    told = [standing(words, jurisdiction) for words in stations]
    return tuple(words for at, words in enumerate(told) if at == 0 or words != told[at - 1])


def steps(changes: Sequence[Change], zone: tzinfo | None) -> tuple[Step, ...]:
    """What each of several changes brought, oldest first; nothing for a single one."""
    if len(changes) == 1:
        return ()
    newest = changes[-1].document.url
    return tuple(
        Step(
            on=short_day(day_of(one, zone)),
            said=short(_said(one, day_of(one, zone)), 500),
            url=web_address(one.document.url) if one.document.url != newest else "",
        )
        for one in changes
    )


def day_of(change: Change, zone: tzinfo | None) -> date:
    """The day of what happened if the publisher tells it, else the day on which it was seen."""
    told = next((one.on for one in reversed(change.moves) if one.on), None)
    return told or change.detected_at.astimezone(zone).date()


def _said(change: Change, on: date) -> str:
    if change.kind is ChangeKind.REMOVED:
        return "no longer listed"
    parts = []
    if change.kind is not ChangeKind.AMENDED:
        first = "first listed" if change.kind is ChangeKind.ADDED else "listed again"
        parts.append(", ".join(filter(None, (first, spelled(clean(change.document.status))))))
    moved = ", ".join(standing(spelled(clean(one.after)), change.jurisdiction) for one in change.moves if one.after)
    acted = "; ".join(_actions(one, change, on) for one in change.fields if one.name == "actions")
    moved = "" if moved.casefold() in acted.casefold() else moved  # "reported: Reported from Health"
    parts.append(": ".join(filter(None, (moved, acted))))
    if change.kind is ChangeKind.AMENDED:
        parts += _rest(change)
    return "; ".join(filter(None, parts)) or "changed"


def _rest(change: Change) -> list[str]:
    """The other fields by their names: "now with text, effective date", "title changed"."""
    before = change.before
    fields = [one for one in change.fields if one.name not in _TOLD | powerless(change.document)]
    came = [one for one in fields if not (before and before.text if one.name == "text" else one.before)]
    names = [[_NOUNS.get(one.name, field_name(one.name)) for one in found] for found in (came, fields)]
    altered = [name for name in names[1] if name not in names[0]]
    said = [f"now with {', '.join(names[0])}"] if came else []
    return said + ([f"{', '.join(altered)} changed"] if altered else [])


def powerless(thing: Document) -> frozenset[str]:
    """Fields that mean nothing in this document: the effective date in the record of a proposed rule."""
    return frozenset({"effective_on"} if isinstance(thing, Rule) and thing.stage == PROPOSAL else ())


def _actions(one: FieldChange, change: Change, on: date) -> str:
    came = [action for action in one.after or [] if action not in (one.before or [])]
    return items(came, change.jurisdiction, on)
