"""A page whose links are documents: each of them is followed and read like a watched page."""

from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Page
from monitor.model.errors import ExtractionError
from monitor.source import squeeze, text_of
from monitor.source.watched import WatchedSpider
from spiders.families.pages import page_of


class AnywhereIndex(WatchedSpider):
    """`follow` selects the links or what surrounds them; without it all links of the page are documents."""

    name = "anywhere.index"
    publisher = "any"
    kinds = ("page",)

    def parse(self, response: Response, source: str = "") -> Iterator[Request]:
        """One request for each document; a selection without a single link is a fault."""
        watched = self.settings_of(source, response.url)
        documents = _links(text_of(response), watched.follow or "a", watched.url)
        if not documents:
            raise ExtractionError("no link is selected", url=response.url, selector=watched.follow or "a", found=0)
        for address, words in documents.items():
            yield self.ask(watched, address, self.parse_document, title=words)

    def parse_document(self, response: Response, source: str = "", title: str = "") -> Iterator[Page]:
        """A linked document; the link's words serve as its title where it has none."""
        watched = self.settings_of(source, response.url)
        address = response.request.url if response.request else response.url
        yield page_of(response, address, title=title, css=watched.css, ignore=watched.ignore)


def _links(page: TextResponse, css: str, own: str) -> dict[str, str]:
    """Absolute addresses of what is linked, each with the words of its first link; never the index itself."""
    found: dict[str, str] = {}
    for link in page.css(css).xpath("descendant-or-self::a[@href]"):
        address = _address(page, link)
        if address and address != urldefrag(own).url and address != urldefrag(page.url).url:
            found.setdefault(address, squeeze(" ".join(link.css("::text").getall())))
    return found


def _address(page: TextResponse, link: Selector) -> str:
    """Where a link leads, without its fragment; "" for mail addresses, scripts and what is no address."""
    try:
        address = urldefrag(page.urljoin(link.attrib["href"].strip())).url
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
