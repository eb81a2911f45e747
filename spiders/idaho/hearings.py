"""Meetings of the committees of Idaho's Legislature, from the agendas that each chamber keeps on a page.

Unverified: the pages are told by public projects that read them. They print days without a year, and a meeting has no number of
its own: it is named by chamber, committee and day.
"""

from collections.abc import Iterator

from parsel import Selector, SelectorList
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, many, one, squeeze, text_of
from spiders.families.schedule import called_off, nearest, numbered, starts

SITE = "https://legislature.idaho.gov/sessioninfo/agenda"
CHAMBERS = {"hagenda": "House", "sagenda": "Senate"}


class IdahoHearings(SourceSpider):
    """One document a meeting, with its agenda."""

    name = "idaho.hearings"
    jurisdiction = "us-id"
    publisher = "Idaho Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislature.idaho.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Boise"
    start_urls = [f"{SITE}/{name}/" for name in CHAMBERS]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of a chamber."""
        page = text_of(response)
        if "No meetings scheduled" in _words(page.css("div#allDiv")):
            return
        chamber = next((word for name, word in CHAMBERS.items() if f"/{name}" in page.url), "")
        try:
            meetings = many(page, "div#ai1ec-container > div:has(div.calendarHeader)")
            yield from numbered(self._meeting(node, chamber, page.url) for node in meetings)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div.date") from error

    def _meeting(self, node: Selector, chamber: str, url: str) -> Hearing:
        header = one(node, "div.calendarHeader")
        month = squeeze(" ".join(header.css("div.date::text").getall()))
        on = nearest(month, int(_words(header.css("div.date span"))), self.now.date())
        hour, _, place = "\n".join(filter(None, map(squeeze, header.css("div.abbr h2 ::text").getall()))).partition(
            "\n"
        )
        committee = _words(one(header, "div.day h2 a"))
        rows = [[_words(cell) for cell in row.css("td")] for row in node.css("table tr")]
        links = node.css("td a[href*='/legislation/']::attr(href)").getall()
        title = f"{chamber} {committee}".strip()
        return Hearing(
            identifier=f"{title} {on}",
            title=title,
            url=url,
            text="\n".join(
                [f"{on}, {hour}", *(f"- {' - '.join(filter(None, cells))}" for cells in rows if any(cells))]
            ),
            starts_at=starts(on, hour, self.zone),
            location=squeeze(place),
            concerns=tuple(dict.fromkeys(bill_number(link.rstrip("/").rpartition("/")[2]) for link in links)),
            cancelled=called_off(f"{hour} {place}"),
        )


def _words(node: Selector | SelectorList[Selector]) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
