"""Meetings of Colorado's legislative committees, from the weekly schedule.

Unverified: the page is told by a public project that reads it (2026-08). A meeting has no number of its own: it is known by its name
and day. Agendas are pages of their own, read for the bills they name when the schedule's row moved and once a day.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, maybe, one, squeeze, text_of
from spiders.colorado.bills import NUMBER, SITE
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off, starts

SCHEDULE = f"{SITE}/schedule"
BLOCKS = "div.interim-schedule-table, div.tab-content.standard-table"
AHEAD = timedelta(days=28)
OFF = re.compile(r"\s*[-\u2013(]*\s*\b(cancell?ed|postponed)\b\)?", re.IGNORECASE)
FLOOR = ("House Convenes", "Senate Convenes")


class ColoradoHearings(SourceSpider):
    """This week's schedule and those that follow, as far as the page leads, then the agendas."""

    name = "colorado.hearings"
    jurisdiction = "us-co"
    publisher = "Colorado General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "leg.colorado.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Denver"
    start_urls = [SCHEDULE]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The meetings of a week from today on, and the next week."""
        page = text_of(response)
        seen: dict[str, int] = {}
        for block in many(page, BLOCKS):
            printed = _words(one(block, "h3")) if block.css("h3") else ""
            for row in block.css("tbody tr, tr:has(td)"):
                on = self._day(printed, page.url)
                if on >= self.now.date():
                    yield from self._row(row, on, page, seen)
        if button := maybe(page, "button#next-week-btn[data-date]:not([disabled])"):
            following = self._day(button.attrib["data-date"], page.url)
            if following <= self.now.date() + AHEAD:
                yield self._week(following)

    def _week(self, on: date) -> Request:
        asked = {"view": "week", "chamber": "all", "date": on.isoformat()}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.follow(SCHEDULE, method="POST", body=urlencode(asked), headers=kind)

    def _day(self, printed: str, url: str) -> date:
        """ "Wednesday, January 14, 2026" or an ISO day."""
        text = printed.partition(", ")[2] if "day, " in printed else printed
        try:
            on = day(text)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="h3") from error
        if on is None:
            raise ExtractionError("a meeting stands under no day", url=url, selector="h3")
        return on

    def _row(self, row: Selector, on: date, page: TextResponse, seen: dict[str, int]) -> Iterator[Request | Hearing]:
        cells = many(row, "td", least=3)
        hour, printed, place = (_words(cell) for cell in cells[:3])
        title = OFF.sub("", printed)  # a meeting that is called off keeps its name
        if not title or title.startswith(FLOOR):
            return
        again = seen[f"{title} {on}"] = seen.get(f"{title} {on}", 0) + 1
        links = cells[3].css("a[href]::attr(href)").getall() if len(cells) > 3 else []
        agenda = next((page.urljoin(link) for link in links if not link.lower().endswith(".pdf")), "")
        facts = {
            "identifier": f"{title} {on}" + (f" ({again})" if again > 1 else ""),
            "title": title,
            "on": on.isoformat(),
            "hour": hour,
            "place": place,
            "url": agenda or SCHEDULE,
            "cancelled": called_off(_words(row)),
        }
        if agenda:
            moves = token(repr(sorted(facts.items())), round_of(agenda, self.now, days=1, ends_on=None))
            yield self.follow(agenda, self.parse_agenda, when=moves, cb_kwargs={"facts": facts})
        else:
            yield self._hearing(facts, [], page.url)

    def parse_agenda(self, response: Response, facts: Mapping[str, Any]) -> Iterator[Hearing]:
        """The meeting with the items of its agenda."""
        page = text_of(response)
        rows = many(page, "section.hearing-items-block", least=1).css("table.vertical-table tr")
        items = [_words(row.css("td")[0]) for row in rows if "Hearing Item" in _words(row) and row.css("td")]
        yield self._hearing(facts, items, page.url)

    def _hearing(self, facts: Mapping[str, Any], items: list[str], url: str) -> Hearing:
        on = date.fromisoformat(facts["on"])
        try:
            starts_at = starts(on, facts["hour"], self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="td") from error
        numbers = (f"{each[1]}{each[4]}" for item in items for each in NUMBER.finditer(item))
        return Hearing(
            identifier=facts["identifier"],
            title=facts["title"],
            url=facts["url"],
            text="\n".join([f"{on}, {facts['hour']}".rstrip(", "), *(f"- {item}" for item in items)]),
            starts_at=starts_at,
            location=facts["place"],
            concerns=tuple(dict.fromkeys(map(bill_number, numbers))),
            cancelled=facts["cancelled"],
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
