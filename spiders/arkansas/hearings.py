"""Meetings of the committees of Arkansas' General Assembly, from its calendar of meetings.

Unverified: the page is told by a public project that reads it. The bills to be heard stand in agendas as PDF, which are linked
and not read; a meeting has no number of its own: it is named by committee and day.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, maybe, one, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

CALENDAR = "https://www.arkleg.state.ar.us/Calendars/Meetings"
AHEAD = timedelta(days=90)
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4})")
_BILL = re.compile(r"\b([HS](?:B|R|CR|JR|MR|CMR)) ?(\d+)\b")


class ArkansasHearings(SourceSpider):
    """The meetings of the coming three months on one page."""

    name = "arkansas.hearings"
    jurisdiction = "us-ar"
    publisher = "Arkansas General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "arkleg.state.ar.us meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> list[Request]:
        """The calendar from today on."""
        today = self.now.date()
        return [self.follow(f"{CALENDAR}?tbType=&meetingStartDate={today}&meetingEndDate={today + AHEAD}")]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The rows below each day."""
        page = text_of(response)
        wrapper = one(page, "div#meetingBodyWrapper")
        try:
            yield from numbered(self._meetings(page, wrapper))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div#meetingBodyWrapper") from error

    def _meetings(self, page: TextResponse, wrapper: Selector) -> Iterator[Hearing]:
        on: date | None = None
        for row in wrapper.css("div#meetingBodyWrapper > div.row"):
            if "tableSectionHeader" in row.attrib["class"]:
                found = _DAY.search(_words(row))
                if not found:
                    raise ValueError(f"expected a day, found {_words(row)[:60]!r}")
                on = day(found[1])
            elif row.css("div.timeRow"):
                yield self._meeting(page, row, on)

    def _meeting(self, page: TextResponse, row: Selector, on: date | None) -> Hearing:
        """Hour, or words such as "Upon Adjournment of the House"; then the committee in bold and, after it, the place."""
        hour = _words(one(row, "div.timeRow"))
        told = row.xpath("./div[2]")
        committee = _words(told.css("b")[0]) if told.css("b") else ""
        if not committee or on is None:
            raise ValueError(f"a meeting without {'a day' if committee else 'a committee'}: {_words(row)[:80]!r}")
        lines = [squeeze(text) for text in told.xpath("./text()").getall() if squeeze(text)]
        agenda = maybe(row, "a[aria-label='Agenda']")
        return Hearing(
            identifier=f"{committee} {on}",
            title=committee,
            url=page.urljoin(agenda.attrib["href"]) if agenda is not None else CALENDAR,
            text="\n".join([f"{on}, {hour}", *lines[1:]]),
            starts_at=starts(on, hour, self.zone),
            location=lines[0] if lines else "",
            concerns=tuple(dict.fromkeys(bill_number(" ".join(found)) for found in _BILL.findall(" ".join(lines)))),
            cancelled=called_off(f"{hour} {committee}") or "no meeting" in hour.lower(),
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
