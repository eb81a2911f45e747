"""Meetings of the committees of Michigan's Legislature, from the calendar of meetings and a page a meeting.

Unverified: calendar and page are told by a public project that reads them. The site numbers its meetings.
"""

import re
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, squeeze, text_of
from spiders.families.schedule import called_off, starts

SITE = "https://legislature.mi.gov/Committees"
_BILL = re.compile(r"\b([HS](?:B|R|CR|JR))\s?(\d+)\b")


class MichiganHearings(SourceSpider):
    """Each meeting of the calendar, whose page is read in each check: it alone says that it is cancelled."""

    name = "michigan.hearings"
    jurisdiction = "us-mi"
    publisher = "Michigan Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislature.mi.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Detroit"
    delay = 3.0
    start_urls = [f"{SITE}/Meetings?sortBy=Calendar"]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The calendar or a meeting's page: the address tells which."""
        page = text_of(response)
        if "meetingid=" in page.url.lower():
            yield self._meeting(page)
            return
        if not page.css("table.calendar"):
            raise ExtractionError("the page has no calendar", url=page.url, selector="table.calendar")
        links = page.css("table.calendar a[href*='/Committees/Meeting']::attr(href)").getall()
        numbers = (re.search(r"meetingID=(\d+)", link, re.IGNORECASE) for link in links)
        for number in dict.fromkeys(found[1] for found in numbers if found):
            yield self.follow(f"{SITE}/Meeting?meetingID={number}", optional=True)

    def _meeting(self, page: TextResponse) -> Hearing:
        number = re.search(r"meetingID=(\d+)", page.url, re.IGNORECASE)
        said = {
            squeeze(label.xpath("string()").get()).rstrip(":"): squeeze(
                " ".join(label.xpath("following-sibling::div[contains(@class, 'formRight')][1]//text()").getall())
            )
            for label in page.css("div.formLeft")
        }
        committee = said.get("Committee(s)") or said.get("Committee") or ""
        if number is None or not committee or "Date" not in said:
            raise ExtractionError("the meeting has no committee or day", url=page.url, selector="div.formLeft")
        try:
            on = day(re.sub(r"^\w+day, ", "", said["Date"]))
            starts_at = starts(on, said.get("Time", ""), self.zone) if on else None
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div.formRight") from error
        agenda = said.get("Agenda", "")
        return Hearing(
            identifier=number[1],
            title=committee,
            url=page.url,
            text="\n".join(filter(None, [f"{said['Date']}, {said.get('Time', '')}", agenda])),
            starts_at=starts_at,
            location=said.get("Location", ""),
            concerns=tuple(dict.fromkeys(bill_number(" ".join(found)) for found in _BILL.findall(agenda))),
            cancelled=called_off(f"{committee} {said.get('Time', '')}"),
        )
