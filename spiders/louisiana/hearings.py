"""Meetings of the committees of Louisiana's Legislature, from the list of agendas and a page an agenda.

Unverified: the pages are told by public projects that read them. The site's number of an agenda names the meeting.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, one, squeeze, text_of
from spiders.families.schedule import called_off, starts

NUMBER = re.compile(r"[HS](?:B|R|CR|SR|CSR) ?\d+")


class LouisianaHearings(SourceSpider):
    """One document an agenda."""

    name = "louisiana.hearings"
    jurisdiction = "us-la"
    publisher = "Louisiana State Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legis.la.gov agendas"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"
    start_urls = ["https://www.legis.la.gov/legis/ByCmte.aspx"]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The list of agendas, or an agenda: the address tells which."""
        if "agenda.aspx" in response.url.lower():
            yield from self.parse_agenda(response)
            return
        page = text_of(response)
        many(page, "form")  # out of session the list is empty, but it is a form
        links = page.css("a[href*='Agenda.aspx']::attr(href)").getall()
        for link in dict.fromkeys(map(page.urljoin, links)):
            yield self.follow(link, self.parse_agenda)

    def parse_agenda(self, response: Response) -> Iterator[Hearing]:
        """The meeting of an agenda."""
        page = text_of(response)
        number = parse_qs(urlsplit(page.url).query).get("m", [""])[0]
        if not number:
            raise ExtractionError("the address names no agenda, such as Agenda.aspx?m=24839", url=page.url)
        committee, printed, hour = (_words(one(page, f"[id$='{name}']")) for name in ("linkTitle", "lDate", "lTime"))
        place = " ".join(map(_words, page.css("[id$='lLocation']")))
        rows = [[_words(cell) for cell in row.xpath("./td")] for row in page.css("tr[valign=top]")]
        items = [cells for cells in rows if len(cells) == 5]
        try:
            on = day(re.sub(r"^\w+day,? ", "", printed))
            if on is None:
                raise ValueError("an agenda without a day")
            found = [bill_number(cells[2]) for cells in items if NUMBER.fullmatch(cells[2])]
            yield Hearing(
                identifier=number,
                title=committee,
                url=page.url,
                text="\n".join([f"{on}, {hour}", *(f"- {' - '.join(filter(None, cells[2:]))}" for cells in items)]),
                starts_at=starts(on, hour, self.zone),
                location=squeeze(place),
                concerns=tuple(dict.fromkeys(found)),
                cancelled=called_off(f"{committee} {hour} {place}"),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
