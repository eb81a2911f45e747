"""Feeds of changes: Atom (RFC 4287) and JSON Feed 1.1 (https://jsonfeed.org/version/1.1). Pure.

Each item is a change, told as a digest tells it: its HTML carries its own styles and marks a redline in words too, because
feed readers strip colours. Ids never change; a feed without an address of its own is named by what it is of.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import msgspec
from lxml import etree

from monitor import __version__
from monitor.digests.render import render_entry
from monitor.digests.told import Told, summary

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 100
"""Items of a feed, unless more are asked for."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A change in a feed. `url` is the publisher's page, `page` ours in the archive; either may be empty."""

    id: str
    title: str
    url: str
    page: str
    html: str
    summary: str
    tags: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, the newest item first. `base` is where the archive is published ("" if nowhere), `path` where in it feeds of
    this kind stand, without the ending."""

    title: str
    path: str
    items: tuple[Item, ...]
    base: str = ""

    @property
    def updated_at(self) -> datetime:
        """When the newest item was seen."""
        return max((one.at for one in self.items), default=_NEVER)

    def address(self, ending: str) -> str:
        """Where this feed can be read, if it is published."""
        return f"{self.base}/{self.path}.{ending}" if self.base else ""


def feed(
    changes: Sequence[Told],
    *,
    title: str,
    path: str,
    base: str = "",
    templates: Path | None = None,
    newest: int = NEWEST,
) -> Feed:
    """A feed of the newest of these changes, which come oldest first."""
    items = tuple(_item(one, base, templates) for one in reversed(changes[-newest:]))
    return Feed(title=title, path=path, items=items, base=base)


def _item(one: Told, base: str, templates: Path | None) -> Item:
    return Item(
        id=one.id.urn,
        title=one.headline,
        url=one.entry.url,
        page=f"{base}/changes/{one.change.id}.html" if base else "",
        html=render_entry(one.entry, templates=templates),
        summary=summary(one),
        tags=(*one.titles, one.place, one.entry.what),
        at=one.change.detected_at,
    )


def atom(said: Feed) -> bytes:
    """The feed as Atom."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    _add(root, "id", uuid5(NAMESPACE_URL, said.address("atom") or f"policywatch:{said.path}").urn)
    _add(root, "title", said.title)
    _add(root, "updated", said.updated_at.isoformat(timespec="seconds"))
    _add(_add(root, "author"), "name", "policywatch")
    _add(root, "generator", "policywatch", version=__version__)
    if said.base:
        _add(root, "link", rel="self", type="application/atom+xml", href=said.address("atom"))
        _add(root, "link", rel="alternate", type="text/html", href=f"{said.base}/index.html")
    for one in said.items:
        _entry(_add(root, "entry"), one)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _entry(into: etree._Element, one: Item) -> None:
    at = one.at.isoformat(timespec="seconds")
    _add(into, "id", one.id)
    _add(into, "title", one.title)
    _add(into, "updated", at)
    _add(into, "published", at)
    for rel, href in _links(one):
        _add(into, "link", rel=rel, type="text/html", href=href)
    for tag in one.tags:
        _add(into, "category", term=tag)
    if one.summary:
        _add(into, "summary", one.summary)
    _add(into, "content", one.html, type="html")


def _links(one: Item) -> Sequence[tuple[str, str]]:
    """The publisher's page first; ours beside it, or alone."""
    if not one.url:
        return [("alternate", one.page)] if one.page else []
    return [("alternate", one.url), *([("related", one.page)] if one.page else [])]


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text) or None
    for key, value in attributes.items():
        made.set(key, _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))
    return made


def json_feed(said: Feed) -> bytes:
    """The feed as JSON Feed."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": said.title,
        **_given(home_page_url=f"{said.base}/index.html" if said.base else "", feed_url=said.address("json")),
        "language": "en",
        "authors": [{"name": "policywatch"}],
        "items": [_json_item(one) for one in said.items],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def _json_item(one: Item) -> dict[str, object]:
    return {
        "id": one.id,
        **_given(url=one.page or one.url, external_url=one.url if one.page else "", summary=one.summary),
        "title": one.title,
        "content_html": one.html,
        "date_published": one.at.isoformat(timespec="seconds"),
        "tags": list(one.tags),
    }


def _given(**values: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}
