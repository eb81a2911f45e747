"""Meetings of the committees of Florida's Senate, from the page of each committee.

The pages tell day, hour and whether a meeting is held; place and bills stand in its notice, a PDF, to which the meeting leads. The
House's schedule is on a site that refuses machines. Unverified: the pages are told by public projects that read them. A meeting
has no number of its own: it is named by committee and day.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day, many, one, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

SITE = "https://www.flsenate.gov"
PAST = timedelta(days=7)  # older meetings of the session are left out


class FloridaHearings(SourceSpider):
    """One document a meeting, from a week ago on."""

    name = "florida.hearings"
    jurisdiction = "us-fl"
    publisher = "Florida Senate"
    cadence = "every 12 hours"
    kinds = ("hearing",)
    registry = "flsenate.gov meetings"
    verified = "unverified"
    may_be_empty = True
    delay = 2.0
    start_urls = [f"{SITE}/Committees"]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The page of each committee, or the meetings of one: the address tells which."""
        page = text_of(response)
        if "/Committees/Show" in page.url:
            yield from self.parse_committee(response)
            return
        seen: set[str] = set()
        for link in many(page, "a[href*='/Committees/Show']"):
            address, name = page.urljoin(link.attrib["href"]).rstrip("/"), _words(link)
            if name and address not in seen:
                seen.add(address)
                yield self.follow(address, self.parse_committee, cb_kwargs={"committee": name})

    def parse_committee(self, response: Response, committee: str = "") -> Iterator[Hearing]:
        """The meetings of a committee. One that has not met yet has no table."""
        page = text_of(response)
        committee = committee or _words(one(page, "h1"))
        rows = page.css("table#meetingsTbl tbody tr")
        if not rows:
            many(page, "h1, h2")
        try:
            yield from numbered(meeting for row in rows if (meeting := self._meeting(row, committee, page.url)))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="table#meetingsTbl td") from error

    def _meeting(self, row: Selector, committee: str, url: str) -> Hearing | None:
        cells = row.css("td")
        if len(cells) < 3:
            raise ValueError(f"a row of {len(cells)} cells among the meetings")
        on = day(re.sub(r"^\w+day,? ", "", _words(cells[0])))
        if on is None or on < self.now.date() - PAST:
            return None
        hour, said = _words(cells[1]), _words(row)
        notice = row.css("a.mtgrecord_notice::attr(href), td:nth-child(3) a::attr(href)").get()
        return Hearing(
            identifier=f"Senate {committee} {on}",
            title=f"Senate {committee}",
            url=urljoin(url, notice) if notice else url,
            text=squeeze(f"{on}, {hour}"),
            starts_at=starts(on, hour.split("-")[0], self.zone),
            cancelled=called_off(said),
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
