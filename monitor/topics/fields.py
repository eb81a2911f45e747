"""Where a topic looks: the texts and the values of a document, by the names used in queries and hits.

A *text* is searched for words: the title, the actions, the product of a recall. A *value* is compared as a whole, with
wildcards: the jurisdiction, the kind, the chamber. Between documents (step 3) and matching (step 7).
"""

from collections.abc import Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from monitor.model.documents import KINDS, Document

TEXTS = (
    "title",
    "text",
    "status",
    "identifier",
    "aliases",
    "sponsors",
    "action",
    "actions",
    "subjects",
    "companions",
    "agencies",
    "docket",
    "rin",
    "cfr",
    "concerns",
    "location",
    "firm",
    "product",
    "reason",
)
"""Every field that is searched for words, in the order in which hits are told."""

VALUES = ("jurisdiction", "source", "kind", "registry", "session", "chamber", "stage", "classification")
"""Every field that is compared as a whole; a query's plain words do not look here."""

CODES = frozenset({"identifier", "aliases", "docket", "rin", "cfr", "companions", "concerns"})
"""Texts that hold numbers of bills, dockets and the like, in which punctuation means nothing."""

_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "identifier": ("identifier", "aliases"),
        "alias": ("aliases",),
        "action": ("action", "actions"),
        "actions": ("action", "actions"),
        "sponsor": ("sponsors",),
        "subject": ("subjects",),
        "agency": ("agencies",),
        "companion": ("companions",),
    }
)

_MEMBERS = {"sponsors": attrgetter("name"), "actions": attrgetter("text")}
_SEARCHED = {
    kind: tuple(name for name in TEXTS if hasattr(cls, name))
    for kind, cls in {**KINDS, Document.kind: Document}.items()  # slots make every field an attribute of its class
}


def texts_named(name: str) -> tuple[str, ...]:
    """The texts that a query means by a field's name, one or several; empty for a name that no text has."""
    return _ALSO.get(name) or ((name,) if name in TEXTS else ())


def names() -> tuple[str, ...]:
    """Every field's name that a query may use."""
    return tuple(sorted({*TEXTS, *VALUES, *_ALSO}))


def texts(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts of a document that are not empty: (field, its values); hits count offsets in the values joined by a newline."""
    for name in _SEARCHED[document.kind]:
        if held := getattr(document, name):
            if name == "identifier" and "://" in held:
                continue  # a watched page is identified by its address, and addresses are not words
            if isinstance(held, str):
                yield name, (held,)
            else:
                member = _MEMBERS.get(name)
                yield name, tuple(map(member, held)) if member else held


def searched(document: Document, name: str) -> str:
    """The text of a field as it is searched: several values one a line. A hit's `at` counts in it."""
    return "\n".join(dict(texts(document)).get(name, ()))


def value(document: Document, name: str, *, source: str = "", jurisdiction: str = "") -> str:
    """The value of a field that is compared as a whole; empty where the document has no such field."""
    if name in ("source", "jurisdiction"):
        return source if name == "source" else jurisdiction
    held: Any = getattr(document, name, "")
    return held if isinstance(held, str) else ""
