"""A page that a user watches by its address: HTML, PDF, XML, JSON or plain text, as a person would read it."""

from collections.abc import Iterator

from scrapy.http import Response

from monitor.model.documents import Page
from monitor.source.watched import WatchedSpider
from spiders.families.pages import page_of


class AnywherePage(WatchedSpider):
    """The address is the document's identifier, wherever it redirects to."""

    name = "anywhere.page"
    publisher = "any"
    kinds = ("page",)
    edition = 2

    def parse(self, response: Response, source: str = "") -> Iterator[Page]:
        """The page itself."""
        watched = self.settings_of(source, response.url)
        yield page_of(response, watched.url, css=watched.css, ignore=watched.ignore)
