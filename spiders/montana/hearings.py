"""Meetings of Montana's legislative committees, from the calendar of the legislature's site (WordPress, "The Events Calendar").

Unverified: the fields are told by a public project that reads them (2026). Hearings of a bill are named after it; agendas of
interim committees stand behind another interface and are not read.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, json_of, moment, squeeze
from spiders.families.rss import plain

EVENTS = "https://www.legmt.gov/wp-json/tribe/events/v1/events"
AHEAD = timedelta(days=120)
A_PAGE = 50
PLACEHOLDERS = ("test", "other")
_BILL = re.compile(r"\b(?:SB|HB|SR|HR|SJ|HJ|LC) ?\d+\b")
_OFF = re.compile(
    r"^[\s*(]*(cancell?ed|postponed)\b[\s*):–-]*|[\s*(:–-]*\b(cancell?ed|postponed)[\s*)]*$", re.IGNORECASE
)
"""Before or behind a title: within it, they may be a bill's own words."""


class MontanaHearings(SourceSpider):
    """The events of the coming four months, fifty a page."""

    name = "montana.hearings"
    jurisdiction = "us-mt"
    publisher = "Montana Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legmt.gov events"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Denver"

    def requests(self) -> list[Request]:
        """The first page."""
        return [self._page(1)]

    def _page(self, number: int) -> Request:
        today = self.now.date()
        asked = {"start_date": today, "end_date": today + AHEAD, "per_page": A_PAGE, "page": number}
        return self.follow(f"{EVENTS}?{urlencode(asked)}")

    def parse(self, response: Response) -> Iterator[Hearing | Request]:
        """The events of a page, then the next one."""
        data = json_of(response)
        for row in field(data, "events", list, url=response.url):
            if plain(field(row, "title", str, url=response.url)).lower() not in PLACEHOLDERS:
                yield self._meeting(row, response.url)
        number = int(parse_qs(urlsplit(response.url).query).get("page", ["1"])[0])
        if number < field(data, "total_pages", int, url=response.url):
            yield self._page(number + 1)

    def _meeting(self, row: Any, url: str) -> Hearing:
        printed = plain(field(row, "title", str, url=url))
        title = _OFF.sub("", printed) or printed
        text = _words(field(row, "description", str, url=url, default="") or "")
        whole_day = field(row, "all_day", bool, url=url, default=False)
        try:
            starts_at = moment(field(row, "start_date", str, url=url), self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="start_date") from error
        return Hearing(
            identifier=str(field(row, "id", int, url=url)),
            title=title,
            url=field(row, "url", str, url=url),
            text=text,
            starts_at=None if whole_day else starts_at,
            location=_location(row),
            concerns=tuple(dict.fromkeys(map(bill_number, _BILL.findall(f"{title} {text}")))),
            cancelled=_OFF.search(printed) is not None,
        )


def _words(markup: str) -> str:
    """The words of a description, a line a paragraph or item."""
    nodes = Selector(markup).css("p, li") or Selector(markup).css("body") if markup.strip() else []
    lines = (squeeze(" ".join(node.css("::text").getall())) for node in nodes)
    return "\n".join(filter(None, lines))


def _location(row: Any) -> str:
    """The room, which stands in a field of its own, then name and city of the venue; an event without venue has an empty list."""
    own, venue = row.get("custom_fields"), row.get("venue")
    rooms = [
        each.get("value", "")
        for each in (own.values() if isinstance(own, dict) else ())
        if isinstance(each, dict) and str(each.get("label")).lower() == "room"
    ]
    named = [venue.get("venue"), venue.get("city")] if isinstance(venue, dict) else []
    return ", ".join(plain(each) for each in (*rooms, *named) if each)
