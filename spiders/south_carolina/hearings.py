"""Meetings of South Carolina's legislative committees, from the weekly pages of both chambers and of joint committees.

Unverified: the pages are told by public projects that read them. A meeting has no number of its own: it is known by its description
and day. Agendas are documents of their own and are not read here.
"""

import re
from collections.abc import Iterator
from datetime import date

from parsel import Selector
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, squeeze, text_of
from spiders.families.schedule import called_off, nearest, numbered, starts
from spiders.south_carolina.bills import NUMBER, SITE

CHAMBERS = {"S": "Senate", "H": "House", "J": "Joint"}
DAY = re.compile(r"\b\w+day, ([A-Z][a-z]+) (\d{1,2})(?:, (\d{4}))?")
WEEK = "h2.barheader"


class SouthCarolinaHearings(SourceSpider):
    """One document a meeting."""

    name = "south_carolina.hearings"
    jurisdiction = "us-sc"
    publisher = "South Carolina Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "scstatehouse.gov meetings"
    verified = "unverified"
    may_be_empty = True
    delay = 2.0
    start_urls = [f"{SITE}/meetings.php?chamber={letter}" for letter in CHAMBERS]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of the weeks shown; a heading with its week stands even where there are none."""
        page = text_of(response)
        many(page, WEEK)
        chamber = next((name for letter, name in CHAMBERS.items() if page.url.endswith(f"={letter}")), "")
        yield from numbered(self._lists(page, chamber))

    def _lists(self, page: TextResponse, chamber: str) -> Iterator[Hearing]:
        """Each list is a day's, whose name stands before its meetings; one without goes on with the day before."""
        on: date | None = None
        for block in page.css("div#contentsection > ul"):
            for node in block.xpath("./*"):
                words = _words(node)
                if node.root.tag != "li":
                    on = self._day(words, page.url) or on
                elif on is None:
                    raise ExtractionError("a meeting stands under no day", url=page.url, selector="ul > span")
                else:
                    yield self._meeting(node, on, chamber, page)

    def _day(self, words: str, url: str) -> date | None:
        """ "Tuesday, January 14" is the nearest one, unless it names its year."""
        found = DAY.search(words)
        try:
            if found and found[3]:
                return day(f"{found[1]} {found[2]}, {found[3]}")
            return nearest(found[1], int(found[2]), self.now.date()) if found else None
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="ul > span") from error

    def _meeting(self, item: Selector, on: date, chamber: str, page: TextResponse) -> Hearing:
        hour = _words(item.css("span")[0]) if item.css("span") else ""
        parts = [squeeze(part) for part in _words(item).removeprefix(hour).split("--")]
        place, name = (parts[1], parts[2]) if len(parts) > 2 else ("", parts[-1])
        name = re.sub(r"\s*\b(Agenda( Available)?|Live Broadcast|Video Archives?)\b.*$", "", name)
        try:
            starts_at = starts(on, hour, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="li > span") from error
        if not name:
            raise ExtractionError(f"no meeting stands in {_words(item)[:60]!r}", url=page.url, selector="li")
        agenda = item.css("a[href*='agendas']::attr(href)").get()
        title = name if chamber.lower() in name.lower() else f"{chamber} {name}"
        return Hearing(
            identifier=f"{title} {on}",
            title=title,
            url=page.urljoin(agenda) if agenda else page.url,
            text=squeeze(f"{on}, {hour}".rstrip(", ")),
            starts_at=starts_at,
            location=place,
            concerns=tuple(dict.fromkeys(bill_number("".join(each)) for each in NUMBER.findall(name))),
            cancelled=called_off(_words(item)),
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
