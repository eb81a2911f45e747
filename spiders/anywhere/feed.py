"""A feed that a user watches by its address: RSS, RDF, Atom or JSON Feed (https://www.jsonfeed.org/version/1.1/).

A feed is a window onto the newest items, so an item that is gone was not withdrawn. Where it holds one item twice, the one
that stands first counts.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from scrapy.http import Response

from monitor.model.documents import Notice
from monitor.model.errors import ExtractionError
from monitor.reading import read
from monitor.source import day_field, field, json_of
from monitor.source.watched import WatchedSpider
from spiders.families.rss import day_of, entries_of, plain


class AnywhereFeed(WatchedSpider):
    """An item's identifier is its link, else its id, else the feed's address with the item's title."""

    name = "anywhere.feed"
    publisher = "any"
    kinds = ("notice",)
    may_be_empty = True

    def parse(self, response: Response, source: str = "") -> Iterator[Notice]:
        """Items in the feed's order."""
        is_json = response.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        seen: set[str] = set()
        for item in _json_items(response) if is_json else self._items(response):
            if item.identifier not in seen:
                seen.add(item.identifier)
                yield item

    def _items(self, response: Response) -> Iterator[Notice]:
        for entry in entries_of(response):
            contents = [part.get("value", "") for part in entry.get("content", [])]
            text = _words(contents[0] if contents else entry.get("summary", ""), response.url)
            link = urljoin(response.url, entry.get("link", "")) if entry.get("link") else ""
            yield _item(
                link or entry.get("id", ""),
                plain(entry.get("title")),
                text,
                response.url,
                link,
                day_of(entry, self.zone),
            )


def _json_items(response: Response) -> Iterator[Notice]:
    url, feed = response.url, json_of(response)
    if "jsonfeed.org" not in field(feed, "version", str, url=url):
        raise ExtractionError("expected a JSON Feed, found another version", url=url, selector="version")
    for item in field(feed, "items", list, url=url):
        link = (
            field(item, "url", str, url=url, default="") or field(item, "external_url", str, url=url, default="") or ""
        )
        html = field(item, "content_html", str, url=url, default="")
        text = field(item, "content_text", str, url=url, default="") or field(item, "summary", str, url=url, default="")
        published = day_field(item, "date_published", url=url)
        number = item.get("id", "") if isinstance(item, dict) else ""
        yield _item(
            link or str(number),
            plain(field(item, "title", str, url=url, default="")),
            _words(html, url) if html else text or "",
            url,
            urljoin(url, link) if link else "",
            published,
        )


def _item(identifier: str, title: str, text: str, feed: str, link: str, published: Any) -> Notice:
    name = title or text.partition("\n")[0][:120] or link
    return Notice(
        identifier=identifier or f"{feed}#{name}", title=name, url=link or feed, published_on=published, text=text
    )


def _words(html: str, url: str) -> str:
    """A description as a person would read it; feeds put HTML or plain words there without saying which."""
    return read(html.encode(), media_type="text/html", url=url, charset="utf-8").text if html.strip() else ""
