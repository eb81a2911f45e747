"""A document as bytes, and the short mark that tells whether two states say the same. First part of step 5 of the path.

What is kept (`encode`) holds every field. What is marked (`fingerprint`) leaves out what is empty, so that a field added to
a class later changes no mark, and sorts the fields by name, so that their order in the class does not matter either.
"""

import dataclasses
import hashlib
import types
import typing
from collections.abc import Collection
from functools import cache
from typing import Any

import msgspec

from monitor.model.documents import KINDS, Document
from monitor.model.errors import ExtractionError, StoreError

FORM = b"\x01"
"""First byte of every fingerprint: raise it when the rules below change, so that old marks are known to be old."""

ADDRESS_IS_CONTENT = frozenset({"notice", "hearing"})
"""Kinds whose own address is news: an agenda or a guidance file that was replaced often shows only in its link.

For a bill, a rule or a recall the address is where the publisher shows it today (sites move, `http` becomes `https`), and for
a watched page it is the identifier. The addresses of a bill's versions always count.
"""

_encoder = msgspec.json.Encoder()


def encode(document: Document) -> bytes:
    """The document as canonical JSON: every field, in the order declared, dates in ISO 8601, no blanks."""
    try:
        return _encoder.encode(document)
    except UnicodeEncodeError:
        return _encoder.encode(_mended(document))


def decode(kind: str, content: bytes) -> Document:
    """The document of that kind from `encode`'s bytes; fields added since are empty, fields dropped since are ignored.

    Raises StoreError when the kind is unknown or the bytes are not such a document.
    """
    try:
        return _decoder(kind).decode(content)
    except (KeyError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreError(
            f"the stored content of a {kind!r} cannot be read: {error}", remedy="Restore the database from a backup."
        ) from error


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Document]:
    return msgspec.json.Decoder(KINDS[kind])


def as_plain(value: Any) -> Any:
    """A field's value as JSON-ready data."""
    try:
        return msgspec.json.decode(_encoder.encode(value))
    except UnicodeEncodeError:
        return msgspec.json.decode(_encoder.encode(_mended(value)))


def fingerprint(document: Document) -> bytes:
    """17 bytes: the form's version and a BLAKE2b-128 over kind and content.

    Left out: empty fields; the registry, which is the key's; the address, except of the kinds where it is content, and
    there the scheme. Raises ExtractionError when a field holds a value of another type than its class declares.
    """
    try:
        shaped = msgspec.convert(document, _shape_of(type(document)), from_attributes=True)
    except msgspec.ValidationError as error:
        raise ExtractionError(f"{document.kind} {document.identifier!r}: {error}", url=document.url) from error
    try:
        content = _encoder.encode(shaped)
    except UnicodeEncodeError:
        return fingerprint(_mended(document))
    mark = hashlib.blake2b(content, digest_size=16)
    mark.update(document.kind.encode())
    if document.kind in ADDRESS_IS_CONTENT:
        mark.update(document.url.removeprefix("https://").removeprefix("http://").encode(errors="replace"))
    return FORM + mark.digest()


_shapes: dict[type[Any], type[msgspec.Struct]] = {}


def _shape_of(cls: type[Document]) -> type[msgspec.Struct]:
    """The shape of a kind, without what is not its content; made once."""
    if cls not in _shapes:
        _shapes[cls] = _shape(cls, without=("registry", "url"))
    return _shapes[cls]


def _shape(cls: type[Any], *, without: Collection[str] = ()) -> type[msgspec.Struct]:
    """The class as a msgspec struct with sorted fields that are all optional, so that msgspec itself omits the empty ones."""
    hints = typing.get_type_hints(cls)
    names = sorted(field.name for field in dataclasses.fields(cls) if field.name not in without)
    return msgspec.defstruct(cls.__name__, [(name, *_typed(hints[name])) for name in names], omit_defaults=True)


def _typed(hint: Any) -> tuple[Any, Any]:
    """A field's type for the struct, and the value that means that the source does not say."""
    inner: Any = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        part = _shape(inner[0]) if hasattr(inner[0], "__dataclass_fields__") else inner[0]
        return types.GenericAlias(tuple, (part, ...)), ()
    return hint, None if type(None) in inner else hint()


def _mended(value: Any) -> Any:
    """The same value with lone surrogates, which UTF-8 cannot hold, as U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, tuple | list):
        return tuple(_mended(part) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{field.name: _mended(getattr(value, field.name)) for field in dataclasses.fields(value)}
        )
    return value
