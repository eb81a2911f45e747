"""What the FDA's sources share: its site, the words in a cell of its tables, and its feeds.

The JSON behind its tables holds HTML in its cells, from plain entities to links. Its feeds hold the newest 20 items each, so
an item that is missing was pushed out, not withdrawn; an edited item keeps its date and its place.
"""

from collections.abc import Iterator
from html import unescape
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from parsel import Selector
from scrapy.http import Response

from monitor.model.documents import Enforcement, Notice
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, field, squeeze
from spiders.families.fda_pages import RECALLS, announcement, is_announcement
from spiders.families.rss import day_of, entries_of, plain, secure

SITE = "https://www.fda.gov/"
FEEDS = f"{SITE}about-fda/contact-fda/stay-informed/rss-feeds"
DELAY = 30.0
"""Seconds between requests: the site's robots.txt has asked for it, and quick requests bring up its wall."""


def cell_words(cell: str) -> str:
    """A cell's words, without its markup."""
    if "<" in cell:
        return squeeze(" ".join(Selector(text=cell, type="html").css("::text").getall()))
    return squeeze(unescape(cell))


def cell_link(cell: str) -> str:
    """The address that a cell links to, "" where it links to none."""
    href = Selector(text=cell, type="html").css("a::attr(href)").get() if "<" in cell else None
    return secure(urljoin(SITE, href.strip())) if href else ""


def row_words(row: Any, name: str, url: str) -> str:
    """The words of a row's field, "" where it is missing."""
    return cell_words(field(row, name, str, url=url, default="") or "")


class FdaFeedSpider(SourceSpider):
    """One feed of the FDA; a member sets its address, see https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds.

    An item that leads to a company's recall is the same document as in the table of recalls; every other one is a notice.
    """

    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 6 hours"
    kinds: ClassVar[tuple[str, ...]] = ("notice", "enforcement")
    registry = "fda.gov"
    delay = DELAY

    def parse(self, response: Response) -> Iterator[Notice | Enforcement]:
        """Items, newest first; descriptions are cut at about 300 characters by the feed itself. Or the page of one item."""
        if is_announcement(response):
            yield announcement(response)
            return
        for entry in entries_of(response):
            address, title = secure(entry.get("link", "")), plain(entry.get("title"))
            if not address or not title:
                raise ExtractionError("an item has no link or no title", url=response.url, selector="item")
            common: dict[str, Any] = {
                "identifier": address,
                "title": title,
                "url": address,
                "published_on": day_of(entry, self.zone),
                "text": plain(entry.get("summary")),
            }
            is_recall = "enforcement" in self.kinds and urlsplit(address).path.startswith(RECALLS)
            yield Enforcement(**common) if is_recall else Notice(**common, agencies=(self.publisher,))
