"""Feeds: RSS, RDF and Atom entries from bytes that were already fetched.

feedparser reads what it can of a damaged feed; a feed that ends too early would then look like one with fewer items, so a
missing end is a fault here.
"""

import io
import re
from calendar import timegm
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
from scrapy.http import Response

from monitor.model.errors import ExtractionError
from monitor.source import squeeze

_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL)


def entries_of(response: Response) -> list[Any]:
    """The feed's entries as feedparser gives them, in the feed's order; ExtractionError if it is no feed or is cut short."""
    # A stream, because feedparser would take other input for an address or a file name and open it.
    # NUL characters are no part of XML; in UTF-16 they are, among the first four bytes already.
    body = response.body if b"\0" in response.body[:4] else response.body.replace(b"\0", b"")
    feed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": _content_type(response), "content-location": response.url},
        sanitize_html=False,
    )
    if not feed.version:
        raise ExtractionError("expected a feed, found none", url=response.url)
    if feed.bozo and not _END.search(response.body.rstrip(b"\0 \r\n\t")):
        raise ExtractionError(f"the feed is cut short after {len(feed.entries)} entries", url=response.url)
    return list(feed.entries)


def _content_type(response: Response) -> str:
    raw = response.headers.get("Content-Type")
    return raw.decode("latin-1") if raw else "application/xml"


def plain(text: str | None) -> str:
    """Words of a feed in which entities may have been escaped twice (`&amp;amp;`), on one line."""
    return squeeze(unescape(text or ""))


def secure(address: str) -> str:
    """The address with https, for publishers who still print http in their feeds."""
    return re.sub(r"\Ahttp://", "https://", squeeze(address))


def day_of(entry: Any, zone: str) -> date | None:
    """The day an entry was published (or else updated) in its publisher's time zone; None if the feed does not say."""
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    if not moment:
        return None
    return datetime.fromtimestamp(timegm(moment), UTC).astimezone(ZoneInfo(zone)).date()
