"""Which fields of a document differ between two states. Part of step 6 of the path."""

import dataclasses
from typing import Any

from monitor.changes.cosmetic import difference
from monitor.changes.fingerprint import as_plain
from monitor.model.documents import Document
from monitor.model.records import FieldChange


def compare(before: Document, after: Document) -> tuple[FieldChange, ...]:
    """Every differing field in the order declared, with both values as JSON-ready data.

    The text is named without its values: the revisions hold both texts. The registry is part of the key, not of the content.
    """
    return tuple(
        FieldChange(name=name, before=None, after=None)
        if name == "text"
        else FieldChange(
            name=name, before=as_plain(getattr(before, name, None)), after=as_plain(getattr(after, name, None))
        )
        for name in differing(before, after)
    )


def differing(before: Document, after: Document) -> tuple[str, ...]:
    """The names of the fields that differ."""
    names = dict.fromkeys((*field_names(type(before)), *field_names(type(after))))
    return tuple(name for name in names if getattr(before, name, None) != getattr(after, name, None))


def field_names(cls: type[Document]) -> tuple[str, ...]:
    """The fields of a kind that are content, in the order declared."""
    return tuple(field.name for field in dataclasses.fields(cls) if field.name != "registry")


def only_cosmetic(before: Document, after: Document, names: tuple[str, ...]) -> str:
    """ "spacing" or "typography" when these fields differ in nothing else, "" otherwise."""
    found = {_cosmetic(getattr(before, name, None), getattr(after, name, None)) for name in names}
    if not found or "" in found:
        return ""
    return "typography" if "typography" in found else "spacing"


def _cosmetic(before: Any, after: Any) -> str:
    """The same for two values of any type: strings are looked at, everything around them must be equal."""
    if before == after:
        return "spacing"
    if isinstance(before, str) and isinstance(after, str):
        return difference(before, after)
    left, right = _parts(before), _parts(after)
    if type(before) is not type(after) or not left or len(left) != len(right):
        return ""
    found = set(map(_cosmetic, left, right))
    return "" if "" in found else "typography" if "typography" in found else "spacing"


def _parts(value: Any) -> tuple[Any, ...]:
    """What a tuple or a dataclass is made of; nothing for any other value."""
    if isinstance(value, tuple):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return tuple(getattr(value, field.name) for field in dataclasses.fields(value))
    return ()
