"""Meetings of the committees of Kentucky's General Assembly, from the legislative calendar.

Unverified: the page is told by public projects that read it. A meeting has no number of its own: it is named by committee and day.
"""

import re
from collections.abc import Iterator

from parsel import Selector
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

BILL = re.compile(r"/record/\w+/([a-z]+\d+)\.html?$", re.IGNORECASE)


class KentuckyHearings(SourceSpider):
    """One document a meeting, with its agenda."""

    name = "kentucky.hearings"
    jurisdiction = "us-ky"
    publisher = "Kentucky General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislature.ky.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Kentucky/Louisville"
    start_urls = ["https://apps.legislature.ky.gov/legislativecalendar"]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings in the order of the page: a day, and below it time, committee and agenda of each."""
        page = text_of(response)
        try:
            yield from numbered(
                self._meetings(page.css(".DateHeading, .TimeAndLocation, .CommitteeName, .Agenda"), page.url)
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div.DateHeading") from error
        if not page.css(".DateHeading") and not re.search(r"\bno meetings\b", page.text, re.IGNORECASE):
            many(page, ".DateHeading")

    def _meetings(self, nodes: list[Selector], url: str) -> Iterator[Hearing]:
        heading = when = ""
        cancelled = False
        for place, node in enumerate(nodes):
            kind, words = node.attrib["class"], _words(node)
            if "DateHeading" in kind:
                heading = words
            elif "TimeAndLocation" in kind:
                when, cancelled = words, bool(node.css(".Cancelled")) or called_off(words)
            elif "CommitteeName" in kind:
                after = nodes[place + 1 : place + 2]
                agenda = next((each for each in after if "Agenda" in each.attrib["class"]), None)
                yield self._meeting(heading, when, cancelled, words, agenda, url)

    def _meeting(
        self, heading: str, when: str, cancelled: bool, committee: str, agenda: Selector | None, url: str
    ) -> Hearing:
        """ "Tuesday, February 3, 2026", "8:00 AM, Annex Room 149": what follows the first comma is the place."""
        on = day(re.sub(r"^\w+day,? ", "", heading))
        if on is None:
            raise ValueError(f"a meeting of {committee!r} without a day")
        hour, _, location = when.partition(",")
        links = agenda.css("a[href]::attr(href)").getall() if agenda is not None else []
        found = [number[1] for link in links if (number := BILL.search(link))]
        lines = [f"{on}, {when}", *([_words(agenda)] if agenda is not None and _words(agenda) else [])]
        return Hearing(
            identifier=f"{committee} {on}",
            title=committee,
            url=url,
            text="\n".join(lines),
            starts_at=starts(on, hour, self.zone),
            location=re.sub(r"\s*\bcancell?ed\b\s*", "", squeeze(location), flags=re.IGNORECASE),
            concerns=tuple(dict.fromkeys(map(bill_number, found))),
            cancelled=cancelled,
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
