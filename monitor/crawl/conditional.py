"""Whether a page needs to be asked, what is asked of it, and whether the answer is news.

We keep validators ourselves instead of an HTTP cache: they are sent even when the stored answer said `no-cache` (which only
means "ask again", RFC 9111 section 5.2.2.4), and no `max-age` ever answers for the server.
"""

import hashlib
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.store.evidence import PageState


def address_of(request: Request) -> str:
    """What names a page: its address, with method and a hash of the body when it is not a plain GET.

    `meta["named"]` stands in for a body that is never the same twice (a form's view state): what was asked for, in words.
    """
    if request.method == "GET" and not request.body:
        return request.url
    if named := request.meta.get("named"):
        return f"{request.method} {request.url} {named}"
    return f"{request.method} {request.url} {hashlib.sha256(request.body).hexdigest()[:16]}"


def already_read(state: PageState, token: str | None, edition: str) -> bool:
    """Whether this page was read under the same token by the same code: the scout pass skips it."""
    return token is not None and state.snapshot_id is not None and state.token == token and state.edition == edition


def ask_conditionally(request: Request, state: PageState) -> None:
    """Adds the validators of the last answer that was read."""
    if state.snapshot_id is None:
        return
    if state.etag:
        request.headers[b"If-None-Match"] = state.etag
    if state.last_modified:
        request.headers[b"If-Modified-Since"] = state.last_modified


def with_validators(state: PageState, response: Response, **values: Any) -> PageState:
    """The page as it will stand when this answer is read."""
    return replace(state, etag=_header(response, b"ETag"), last_modified=_header(response, b"Last-Modified"), **values)


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


_PROMISES = {
    ".json": "json",
    ".csv": "csv",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".pdf": "pdf",
}


def promised(request: Request) -> str:
    """The media type an address promises: what the spider says (`meta["promised"]`) or the path's ending."""
    said = request.meta.get("promised")
    if said:
        return str(said)
    path = request.url.partition("?")[0].lower()
    return next((kind for ending, kind in _PROMISES.items() if path.endswith(ending)), "")
