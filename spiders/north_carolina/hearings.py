"""Meetings of the committees of North Carolina's General Assembly, from its calendar.

Unverified: the page is told by a public project that reads it. A meeting has no number of its own: it is named by chamber, committee
and day.
"""

import re
from collections.abc import Iterator
from datetime import date

from parsel import Selector
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, maybe, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

CALENDAR = "https://www.ncleg.gov/LegislativeCalendar/"
_BILL = re.compile(r"\b([HS](?:B|R|JR)) ?(\d+)\b")
_LINK = re.compile(r"/BillLookUp/\w+/([HS])(\d+)", re.IGNORECASE)
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4})")


class NorthCarolinaHearings(SourceSpider):
    """The meetings of the days that the calendar shows, without the sessions of the chambers."""

    name = "north_carolina.hearings"
    jurisdiction = "us-nc"
    publisher = "North Carolina General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "ncleg.gov meetings"
    verified = "unverified"
    may_be_empty = True
    start_urls = [CALENDAR]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings, by days."""
        page = text_of(response)
        try:
            yield from numbered(self._days(page))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _days(self, page: TextResponse) -> Iterator[Hearing]:
        days = page.css("div.cal-event-day")
        if not days and "calendar" not in _inline(page.selector).lower():
            raise ExtractionError("this is no calendar", url=page.url, selector="div.cal-event-day")
        for block in days:
            printed = _inline(many(block, ".cal-event-day-full")[0])
            found = _DAY.search(printed)
            on = day(found[1]) if found else None
            if on is None:
                raise ExtractionError(
                    f"a day without a date: {printed!r}", url=page.url, selector=".cal-event-day-full"
                )
            for row in block.css("div.cal-event"):
                if "Session Convenes" not in _inline(row):
                    yield self._meeting(row, on)

    def _meeting(self, row: Selector, on: date) -> Hearing:
        hour = _inline(many(row, ".col-12.text-left.col-sm-3")[0])
        link = row.css("a[href*='/Committees/']")[:1]
        chamber = maybe(row, "span.font-weight-bold")
        committee = _inline(link[0]) if link else ""
        title = squeeze(f"{_inline(chamber) if chamber else ''} {committee}").rstrip(":") or _inline(row)[:120]
        plain = squeeze(re.sub(r"[\s:*(-]*\bCANCELL?ED\b[\s:*)-]*", " ", title, flags=re.IGNORECASE))
        place = row.css(".offset-sm-3")[:1]
        lines = [_inline(line) for line in row.css("p")]
        return Hearing(
            identifier=f"{plain} {on}",
            title=plain,
            url=CALENDAR,
            text="\n".join([f"{on}, {hour}", *(f"- {line}" for line in lines if line)]),
            starts_at=starts(on, hour, self.zone),
            location=_inline(place[0]) if place else "",
            concerns=tuple(dict.fromkeys(_concerns(row))),
            cancelled=called_off(_inline(row)),
        )


def _inline(node: Selector) -> str:
    return squeeze(node.xpath("string()").get())


def _concerns(row: Selector) -> Iterator[str]:
    """The bills by the words of their links, which tell a bill from a resolution; else by their addresses."""
    for link in row.css("p a[href*='BillLook']"):
        words, address = _BILL.search(_inline(link)), _LINK.search(link.attrib["href"])
        if words:
            yield bill_number(f"{words[1]} {words[2]}")
        elif address:
            yield bill_number(f"{address[1]}B {address[2]}")
