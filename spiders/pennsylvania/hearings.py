"""Committee meetings of both chambers of Pennsylvania's General Assembly, from the schedule that each keeps on a page.

Unverified: the pages are told by a public project that reads them. A meeting has no number of its own: it is named by chamber,
title and day, so that a meeting on another day is another one.
"""

import re
from collections.abc import Iterator
from datetime import date

from parsel import Selector
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, many, one, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

SITE = "https://www.palegis.us"
BILL = re.compile(r"/legislation/bills/\d{4}/(?:\d/)?([a-z]+\d+)\b", re.IGNORECASE)


class PennsylvaniaHearings(SourceSpider):
    """One document a meeting. An hour such as "Call of Chair" is none: the words stand in the text."""

    name = "pennsylvania.hearings"
    jurisdiction = "us-pa"
    publisher = "Pennsylvania General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "palegis.us meetings"
    verified = "unverified"
    may_be_empty = True
    start_urls = [f"{SITE}/{chamber}/committees/meeting-schedule" for chamber in ("house", "senate")]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of a chamber, by days."""
        page = text_of(response)
        days = page.css("div.meetings[data-date]")
        shown = squeeze(" ".join(page.css("title ::text, h1 ::text").getall()))
        if not days and "meeting schedule" not in shown.lower():
            raise ExtractionError("expected a meeting schedule", url=page.url, selector="div.meetings[data-date]")
        chamber = "Senate" if "/senate/" in page.url else "House"
        try:
            yield from numbered(
                _meeting(node, chamber, date.fromisoformat(each.attrib["data-date"]), page.url)
                for each in days
                for node in many(each, "div.meeting-featured-info-alt")
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="data-date") from error


def _meeting(node: Selector, chamber: str, on: date, url: str) -> Hearing:
    title = squeeze(" ".join(one(node, ".h5").css("::text").getall()))
    hour, agenda = _beside(node, "fa-clock"), _beside(node, "fa-circle-info")
    bills = (bill_number(found[1]) for link in node.css("a::attr(href)").getall() if (found := BILL.search(link)))
    return Hearing(
        identifier=f"{chamber} {title} {on}",
        title=f"{chamber} {title}",
        url=url,
        text="\n".join(filter(None, [f"{on}, {hour}", agenda])),
        starts_at=starts(on, hour, PennsylvaniaHearings.zone),
        location=_beside(node, "fa-location-pin"),
        concerns=tuple(dict.fromkeys(bills)),
        cancelled=called_off(f"{title} {hour} {agenda}"),
    )


def _beside(node: Selector, icon: str) -> str:
    """The words beside an icon; "" where there is none."""
    found = node.xpath(f".//i[contains(concat(' ', @class, ' '), ' {icon} ')]/..")
    return squeeze(" ".join(found[0].css("::text").getall())) if found else ""
