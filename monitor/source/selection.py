"""Selections that state what they expect, so that a redesigned page raises instead of yielding nothing.

`one` raises unless exactly one node matches, `many` unless at least one, `maybe` gives None for none and raises for several.
`field` does the same for parsed JSON along a dotted path, `day_field` for a date in it, and `json_of` parses. The errors name selector, count and address.
"""

import json
from datetime import date
from typing import Any, TypeVar, overload

from parsel import Selector, SelectorList
from scrapy.http import Response, TextResponse

from monitor.model.errors import ExtractionError
from monitor.source.normalize import day

Node = TextResponse | Selector
_T = TypeVar("_T")
_MISSING: Any = object()


def _select(node: Node, css: str) -> SelectorList[Selector]:
    found: SelectorList[Selector] = node.css(css)
    return found


def address_of(node: Any) -> str:
    """Where a node came from, for error messages; "an unknown address" when it does not say."""
    if isinstance(node, Response):
        return node.url
    return getattr(getattr(node, "response", None), "url", None) or "an unknown address"


def one(node: Node, css: str) -> Selector:
    """The only node that matches, or ExtractionError."""
    found = _select(node, css)
    if len(found) != 1:
        raise ExtractionError(
            f"expected one {css!r}, found {len(found)}", url=address_of(node), selector=css, found=len(found)
        )
    return found[0]


def maybe(node: Node, css: str) -> Selector | None:
    """The only node that matches, None if there is none, ExtractionError if there are several."""
    found = _select(node, css)
    if len(found) > 1:
        raise ExtractionError(
            f"expected at most one {css!r}, found {len(found)}", url=address_of(node), selector=css, found=len(found)
        )
    return found[0] if found else None


def many(node: Node, css: str, *, least: int = 1) -> SelectorList[Selector]:
    """All nodes that match, or ExtractionError if fewer than `least` do."""
    found = _select(node, css)
    if len(found) < least:
        raise ExtractionError(
            f"expected at least {least} {css!r}, found {len(found)}",
            url=address_of(node),
            selector=css,
            found=len(found),
        )
    return found


@overload
def field(data: Any, path: str, kind: type[_T], *, url: str = ...) -> _T: ...
@overload
def field(data: Any, path: str, kind: type[_T], *, url: str = ..., default: _T | None) -> _T | None: ...
def field(data: Any, path: str, kind: type[_T], *, url: str = "", default: Any = _MISSING) -> Any:
    """The value at a dotted path of parsed JSON, of the type named.

    With `default` a missing or null value gives it; without, a missing, null or differently typed value is an ExtractionError.
    """
    value = data
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            break
    if value is None and default is not _MISSING:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ExtractionError(
            f"expected {kind.__name__} at {path!r}, found {type(value).__name__}", url=url or "JSON", selector=path
        )
    return value


def json_of(response: Response) -> Any:
    """The parsed JSON of a response, without NUL characters (no PostgreSQL text can hold them); ExtractionError where something
    else stands in its place (often a page that says sorry)."""
    try:
        data = json.loads(response.body)
        return _without_nul(data) if b"\\u0000" in response.body else data
    except (ValueError, RecursionError) as error:
        start = response.body[:40].decode("utf-8", "replace").strip()
        raise ExtractionError(f"expected JSON, found {start!r}: {error}", url=response.url) from error


def _without_nul(data: Any) -> Any:
    if isinstance(data, str):
        return data.replace("\0", "")
    if isinstance(data, list):
        return [_without_nul(one) for one in data]
    if isinstance(data, dict):
        return {_without_nul(key): _without_nul(value) for key, value in data.items()}
    return data


def day_field(data: Any, path: str, *, url: str = "") -> date | None:
    """The date at a dotted path of parsed JSON, None where it is missing, null or empty; ExtractionError for what is no date."""
    text = field(data, path, str, url=url, default="")
    try:
        return day(text)
    except ValueError as error:
        raise ExtractionError(f"{path!r}: {error}", url=url or "JSON", selector=path) from error


def text_of(response: Response) -> TextResponse:
    """The response as one that selections work on; ExtractionError for a PDF or other bytes where a page was expected."""
    if not isinstance(response, TextResponse):
        kind = (response.headers.get("Content-Type") or b"bytes without a type").decode("latin-1")
        raise ExtractionError(f"expected a page of text, found {kind}", url=response.url)
    return response
