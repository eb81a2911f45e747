"""Press releases of the Drug Enforcement Administration: the list on its site, and the page of each that is new.

There is no feed. Unverified: no capture was at hand, the marks of the pages are told by public projects; what differs raises an
error. The site answers 403 to many machines, which makes the check blocked; nothing evades it. A release names its day in its
address (/press-releases/2026/07/01/…).
"""

import re
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Notice
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day, many, one, squeeze, text_of
from spiders.families.pages import reading_of

_ADDRESS = re.compile(r"/press-releases/(\d{4})/(\d{2})/(\d{2})/[^/?#]+$")


class DeaPressReleases(SourceSpider):
    """The newest ten on the list's first page; divisions' announcements of arrests among them."""

    name = "us.dea_press_releases"
    jurisdiction = "us"
    publisher = "Drug Enforcement Administration"
    cadence = "every 3 hours"
    kinds = ("notice",)
    registry = "dea.gov"
    verified = "unverified"
    delay = 10.0  # a site with a wall is asked slowly
    start_urls = ["https://www.dea.gov/what-we-do/news/press-releases"]

    def parse(self, response: Response) -> Iterator[Request | Notice]:
        """The list, or one release: the address tells which."""
        if _ADDRESS.search(response.url):
            yield self.parse_release(response)
            return
        page = text_of(response)
        for link in many(page, "h3.teaser__heading a"):
            address = page.urljoin(link.attrib.get("href", ""))
            if not _ADDRESS.search(address):
                raise ExtractionError(f"not a press release: {address}", url=page.url, selector="h3.teaser__heading a")
            yield self.follow(address, when=squeeze(" ".join(link.css("::text").getall())))

    def parse_release(self, response: Response) -> Notice:
        """Title, day and words of a release."""
        page = text_of(response)
        found = _ADDRESS.search(page.url)
        try:
            published_on = day("-".join(found.groups())) if found else None
        except ValueError as error:
            raise ExtractionError(f"the address names no day: {error}", url=page.url) from error
        title = squeeze(" ".join(one(page, "h2.press__title").css("::text").getall()))
        text = reading_of(page, css="div.wysiwyg").text
        if not title or not text.strip():
            raise ExtractionError("the release has no title or no words", url=page.url, selector="div.wysiwyg")
        return Notice(
            identifier=page.url,
            title=title,
            url=page.url,
            published_on=published_on,
            text=text,
            agencies=(self.publisher,),
        )
