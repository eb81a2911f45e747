"""Fields in a reader's words: "Effective: set to Aug 26, 2026", "2 new actions: …", "CFR: 21 CFR 1308 added". Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.changes.facts import Fact
from monitor.digests.language import number
from monitor.digests.legislature import body_name
from monitor.digests.words import clean, count, full_day, listed, moment, short
from monitor.model.documents import Bill, Document, Enforcement, Hearing, Notice, Rule
from monitor.model.records import FieldChange

_SAID_ELSEWHERE = frozenset({"text", "status", "url", "registry", "identifier"})
_NAMES = {
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
    "aliases": "other number",
}
_PLURAL = {"concerns": "documents heard", "aliases": "other numbers"}
_ISO_DAY = re.compile(r"(?<![\w/-])\d{4}-\d\d-\d\d(?![\w/-])")
_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field that changed: was → now, or what happened to it in words (`said`)."""

    name: str
    before: str = ""
    after: str = ""
    said: str = ""


def field_name(name: str) -> str:
    """ "effective" for effective_on."""
    return _NAMES.get(name, name.replace("_", " "))


def field_lines(changed: Iterable[FieldChange], jurisdiction: str = "") -> tuple[FieldLine, ...]:
    """What each changed field says now; those that an entry tells in another way are left out."""
    told = list(changed)
    renamed = next((one for one in told if one.name == "identifier" and one.before), None)
    lines = [line for one in told if one.name not in _SAID_ELSEWHERE for line in _field_lines(one, jurisdiction)]
    if renamed is None:
        return tuple(lines)
    named = FieldLine(name="number", said=f"now {clean(str(renamed.after))} (was {clean(str(renamed.before))})")
    # A draft's own history stays behind when it becomes a bill: that is no news.
    return (named, *(line for line in lines if not line.name.endswith(("no longer listed", "other number"))))


def _field_lines(one: FieldChange, jurisdiction: str) -> Sequence[FieldLine]:
    if isinstance(one.before, list) or isinstance(one.after, list):
        return _list_lines(one.name, one.before or [], one.after or [], jurisdiction)
    before, after = shown_value(one.before, jurisdiction), shown_value(one.after, jurisdiction)
    said = ""
    if not before:
        said = f"set to {_quoted(one.name, after)}"
    elif not after:
        said = f"taken out (was {_quoted(one.name, before)})"
    return (FieldLine(name=field_name(one.name), before=before, after=after, said=said),)


def _quoted(name: str, value: str) -> str:
    """Words in quotation marks; a date, a number or a chamber speaks for itself."""
    return value if name.endswith(("_on", "_at")) or len(value) <= 12 else f"“{value}”"


def _list_lines(name: str, before: Sequence[Any], after: Sequence[Any], jurisdiction: str) -> list[FieldLine]:
    """What came and what went: "2 new actions: Passed House; Referred to Senate Judiciary"."""
    came = [one for one in after if one not in before]
    went = [one for one in before if one not in after]
    if name not in _SINGULAR:
        said = [f"{items(came, jurisdiction)} added"] if came else []
        said += [f"{items(went, jurisdiction)} taken out"] if went else []
        return [FieldLine(name=field_name(name), said="; ".join(said) or "the order changed")]
    noun, plural = _SINGULAR[name], _PLURAL.get(name, name)
    lines = []
    if came:
        title = count(len(came), f"new {noun}", f"new {plural}") if len(came) > 1 else f"new {noun}"
        lines.append(FieldLine(name=title, said=items(came, jurisdiction)))
    if went:
        title = f"{count(len(went), noun, plural) if len(went) > 1 else noun} no longer listed"
        lines.append(FieldLine(name=title, said=items(went, jurisdiction)))
    return lines or [FieldLine(name=plural, said="the order changed")]


def items(values: Sequence[Any], jurisdiction: str = "", on: date | None = None) -> str:
    """The newest of a list's values in words; a value's date is left out where it is `on`."""
    shown = [short(shown_value(one, jurisdiction, on), 160) for one in values]
    return "; ".join(shown[-_MOST:]) + (f" and {number(len(shown) - _MOST)} more" if len(shown) > _MOST else "")


def shown_value(value: Any, jurisdiction: str = "", on: date | None = None) -> str:
    """A field's JSON value in words: an action with its date, a version by its name, a moment or date spelled out."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return _shown_mapping(value, jurisdiction, on)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(shown_value(one, jurisdiction) for one in value)
    return short(_dated(body_name(clean(str(value)), jurisdiction)), 300)


def _shown_mapping(value: Mapping[str, Any], jurisdiction: str, on: date | None) -> str:
    words = clean(str(value.get("text") or value.get("note") or value.get("name") or ""))
    by = body_name(clean(str(value.get("by") or "")), jurisdiction)
    told = f" ({by})" if by and by.casefold() not in words.casefold() else ""
    when = str(value.get("on") or "")
    return f"{words}{told}{f', {_dated(when)}' if when and (on is None or when != on.isoformat()) else ''}"


def _dated(text: str) -> str:
    if len(text) not in (10, 20, 25, 27, 32) or text[4:5] != "-":
        return text
    try:
        return full_day(date.fromisoformat(text)) if len(text) == 10 else moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def spelled(text: str) -> str:
    """A sentence with its ISO dates spelled out like all others: "publication scheduled Aug 26, 2026"."""
    return _ISO_DAY.sub(lambda found: _dated(found[0]), text)


def so_far(name: str, value: int) -> FieldLine:
    """A number reported beside the document: "Comments so far: 1,204"."""
    return FieldLine(name=f"{clean(name)}s so far", after=number(value))


_STATED = {
    "age": "age limit",
    "content": "limit of content",
    "effective": "takes effect",
    "sunset": "expires",
    "comments": "comments until",
    "register": "requires",
}


def stated(found: Iterable[Fact]) -> tuple[FieldLine, ...]:
    """What a text now says, with the sentence that says it: "Age limit: under 21 (“No person shall sell …”)"."""
    return tuple(FieldLine(name=_STATED.get(one.kind, one.kind), after=_proven(one)) for one in found)


def _proven(one: Fact) -> str:
    said = f"“{short(clean(one.sentence), 240)}”"
    return said if one.kind == "prohibits" else f"{_dated(clean(one.value))} ({said})"


def facts(thing: Document, today: date) -> tuple[FieldLine, ...]:
    """What a reader wants to know of a new document beside its title."""
    title = clean(thing.title).casefold()
    said = [(name, short(clean(value), 240)) for name, value in _facts(thing, today) if value.strip()]
    return tuple(FieldLine(name=name, after=value) for name, value in said if value.casefold() not in title)


def _facts(thing: Document, today: date) -> list[tuple[str, str]]:
    if isinstance(thing, Enforcement):
        named = ("firm", "product", "reason")
        return [*((name, getattr(thing, name)) for name in named), ("class", thing.classification)]
    if isinstance(thing, Rule):
        begun = thing.takes_effect_on if thing.takes_effect_on and thing.takes_effect_on < today else None
        since = full_day(begun) if begun else ""
        return [
            ("action", thing.action),
            ("docket", thing.docket),
            ("CFR", listed(list(thing.cfr))),
            ("in effect since", since),
        ]
    if isinstance(thing, Notice):
        return [("action", thing.action), ("docket", thing.docket)]
    if isinstance(thing, Bill):
        return [("sponsors", listed([one.name for one in thing.sponsors], most=3))]
    if isinstance(thing, Hearing):
        return [("place", thing.location), ("about", listed(list(thing.concerns)))]
    return []
