"""`[[follow]]`: documents that are followed by hand, which become words of a topic's query. Read with the rest of the file.

A bill stands as "us-oh, HB 587"; whatever policywatch has seen by its key, "us-va:2026 / bill / HB 360"; a docket or a document of the
Federal Register by its number; a watched page by its address.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from monitor.config.shape import Follow, Watch
from monitor.config.table import Table, nearest

if TYPE_CHECKING:
    from monitor.model.records import Topic

STANCES = ("support", "oppose", "watch")
TOPIC = "followed"
"""The topic of what is followed without naming another."""

_PLACE = re.compile(r"([a-z]{2}(?:-[a-z]{2})?)(?:\s*[,/]\s*|\s+)(\S.*)", re.IGNORECASE)
_DOCKET = re.compile(r"(?=.*\d)(?=.*-)[A-Za-z0-9][\w .:/-]{2,99}")


def read_follow(table: Table, watches: Sequence[Watch]) -> Follow:
    """One entry of the file."""
    written = table.required("document", 'document = "us-oh, HB 587"')
    named = document_named(written, {one.url: one.name for one in watches})
    if named is None:
        raise table.error(
            "document",
            f'"{written}" names no document',
            'Write "us-oh, HB 587", a key such as "us-va:2026 / bill / HB 360", a docket, or the address of a [[watch]]',
        )
    found = Follow(
        document=written,
        topic=table.text("topic", TOPIC),
        stance=table.choice("stance", STANCES, "watch"),
        priority=table.whole("priority", 0, 0, 5),
        note=table.text("note"),
        **named,
    )
    table.close()
    return found


def document_named(written: str, watches: Mapping[str, str]) -> dict[str, Any] | None:
    """The fields of a `Follow` that a document's name gives; None for what names none. `watches` are names by address."""
    text = " ".join(written.split())
    if re.search(r'["\\*?]', text) and "://" not in text:
        return None
    if "://" in text:
        return {"source": watches[text]} if text in watches else None
    parts = [part.strip() for part in text.split(" / ")]
    if len(parts) == 3 and all(parts):
        return dict(zip(("registry", "kind", "identifier"), parts, strict=True))
    place = _PLACE.fullmatch(text)
    if place and re.search(r"\d", place[2]) and place[1].lower().startswith("us"):
        return {"jurisdiction": place[1].lower(), "identifier": place[2].strip()}
    return {"identifier": text} if _DOCKET.fullmatch(text) else None


def with_follows(topics: "tuple[Topic, ...]", follows: Sequence[Follow], root: Table) -> "tuple[Topic, ...]":
    """The topics, each also asking for what is followed under it; the topic of its own is made when it is needed."""
    from monitor.model.records import Topic

    seen: set[str] = set()
    for at, one in enumerate(follows, start=1):
        if one.document.casefold() in seen:
            raise root.error(f"follow[{at}].document", f'"{one.document}" is followed already', "Keep one of them")
        seen.add(one.document.casefold())
    known = {one.name: one for one in topics}
    if any(one.topic == TOPIC for one in follows) and TOPIC not in known:
        known[TOPIC] = Topic(name=TOPIC, title="Followed by hand", query="")
    for at, one in enumerate(follows, start=1):
        if one.topic not in known:
            raise root.error(f"follow[{at}].topic", f'no topic is called "{one.topic}"', nearest(one.topic, known))
    return tuple(_asking(topic, [one for one in follows if one.topic == name]) for name, topic in known.items())


def _asking(topic: "Topic", follows: Sequence[Follow]) -> "Topic":
    if not follows:
        return topic
    grouped: dict[str, list[str]] = {}
    for one in follows:
        grouped.setdefault(_where(one), []).append(_what(one))
    clauses = [" AND ".join(filter(None, (where, _any(what)))) for where, what in grouped.items()]
    return replace(
        topic, query=" OR ".join([*([f"({topic.query})"] if topic.query else []), *map("({})".format, clauses)])
    )


def _where(one: Follow) -> str:
    if one.registry:
        return f'kind:{one.kind} AND (registry:"{one.registry}" OR registry:"{one.registry} texts")'
    return f"jurisdiction:{one.jurisdiction}" if one.jurisdiction else ""


def _what(one: Follow) -> str:
    if one.source:
        return f'source:"{one.source}"'
    if one.jurisdiction or one.registry:
        return f'identifier:"{one.identifier}"'
    return f'identifier:"{one.identifier}" OR docket:"{one.identifier}"'


def _any(what: Sequence[str]) -> str:
    return f"({' OR '.join(dict.fromkeys(what))})"
