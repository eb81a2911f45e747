"""Meetings of Utah's legislative committees, from the JSON of its calendar, a month at a time.

Unverified: the fields are told by public projects (2026) that read it. Agendas are documents of their own and
are not read here. A meeting has no number until it is recorded: it is known by committee and day.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, field, json_of, squeeze
from spiders.families.schedule import called_off, numbered, starts

SITE = "https://le.utah.gov"


class UtahHearings(SourceSpider):
    """This month's calendar and the next one's."""

    name = "utah.hearings"
    jurisdiction = "us-ut"
    publisher = "Utah State Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "le.utah.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Denver"

    def requests(self) -> Iterable[Request]:
        """Months are counted from nought."""
        year, month = self.now.year, self.now.month
        for each, of in ((month, year), (month % 12 + 1, year + month // 12)):
            yield self.follow(f"{SITE}/CalServ/CalServ?month={each - 1}&year={of}")

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of a month from today on; notes and floor time are no meetings."""
        days = field(json_of(response), "days", list, url=response.url)
        yield from numbered(self._meetings(days, response.url))

    def _meetings(self, days: list[Any], url: str) -> Iterator[Hearing]:
        for each in days:
            year, month, number = (field(each, name, int, url=url) for name in ("year", "month", "day"))
            try:
                on = date(year, month + 1, number)
            except ValueError as error:
                raise ExtractionError(str(error), url=url, selector="days") from error
            for event in field(each, "events", list, url=url, default=[]) or []:
                if on >= self.now.date() and _said(event, "type") == "meeting":
                    yield self._meeting(event, on, url)

    def _meeting(self, event: Any, on: date, url: str) -> Hearing:
        title, hour = _said(event, "desc"), _said(event, "time")
        if not title:
            raise ExtractionError("a meeting has no name", url=url, selector="desc")
        agenda = _said(event, "agenda")
        try:
            starts_at = starts(on, hour, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="time") from error
        return Hearing(
            identifier=f"{title} {on}",
            title=title,
            url=_address(agenda) or f"{SITE}/asp/interim/Cal.asp",
            text=f"{on}, {hour}".rstrip(", "),
            starts_at=starts_at,
            location=_said(event, "location"),
            cancelled=_said(event, "status") == "C" or called_off(title),
        )


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _address(link: str) -> str:
    return f"{SITE}{link}" if link.startswith("/") else link
