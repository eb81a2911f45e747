"""JSON → blocks: a line for each value, as a person would read a record. Where the answer of an interface is watched as a page.

The order of keys means nothing and differs between two answers of one interface (openFDA's), so that they are sorted. Left out
is what says when a record was stored or how often it was looked at, and empty values. Arrays keep their order.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from monitor.reading.blocks import Reading, assemble, squeeze
from monitor.reading.charset import decode
from monitor.reading.html import html_text

_BRACKET = re.compile(r"\s*[\[{]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_STAMPS = frozenset(
    {
        "aggregations",  # regulations.gov counts its windows of 30 and 90 days from today
        "fetchedat",
        "generatedat",
        "lastmodified",
        "lastmodifiedat",
        "lastmodifieddate",
        "lastupdate",
        "lastupdated",
        "modifieddate",
        "modifydate",
        "pageviews",
        "requestid",
        "updatedat",
        "updatedate",
        "updatedateincludingtext",
        "viewcount",
    }
)


def json_text(body: bytes, *, charset: str = "", ignore: Sequence[str] = ()) -> Reading | None:
    """The blocks of a JSON object or array; None for anything else, and for what is nested too deep to be read."""
    text = decode(body, declared=charset).lstrip("\ufeff")
    if not _BRACKET.match(text):
        return None
    try:
        value = json.loads(text, parse_int=str, parse_float=str)  # figures as they are printed
        lines = list(_lines(value, "", ""))
    except (ValueError, RecursionError):
        return None
    title = value.get("title") if isinstance(value, dict) else ""
    return Reading(title=squeeze(title) if isinstance(title, str) else "", text=assemble(lines, ignore))


def _lines(value: Any, name: str, mark: str) -> Iterator[str]:
    """The lines of one value below its name; `mark` opens an element of an array. Nothing of an empty value."""
    if isinstance(value, dict | list):
        inner = _members(value, "" if name else mark) if isinstance(value, dict) else _elements(value)
        for place, line in enumerate(inner):
            if name and not place:
                yield f"{mark}{name}:"
            yield line
    elif words := _words(value):
        yield f"{mark}{name}: {words}" if name else f"{mark}{words}"


def _members(value: dict[str, Any], mark: str) -> Iterator[str]:
    for key in sorted(value):
        if re.sub(r"[^a-z]", "", key.lower()) not in _STAMPS:
            for line in _lines(value[key], key, mark):
                yield line
                mark = ""


def _elements(value: list[Any]) -> Iterator[str]:
    for one in value:
        yield from _lines(one, "", "- ")


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return squeeze(html_text(text).text.replace("\n", " ") if _TAG.search(text) else unescape(text))
