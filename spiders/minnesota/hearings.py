"""Hearings of the committees of Minnesota's Legislature: the Senate's and the joint ones as JSON, the House's from its schedule.

Unverified: both are told by a public project that reads them (2026). A hearing has no number of its own: it is named by committee
and day.
"""

import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from parsel import Selector
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, field, json_of, many, moment, one, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

SENATE = "https://www.senate.mn/api/schedule/upcoming"
HOUSE = "https://www.house.mn.gov/Schedules/All"
_FILE = re.compile(r"[?&]f=([HS][FCR]0*\d+)")
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{2,4})")


class MinnesotaHearings(SourceSpider):
    """The coming hearings of both houses; joint ones are the Senate's to tell."""

    name = "minnesota.hearings"
    jurisdiction = "us-mn"
    publisher = "Minnesota Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "leg.mn.gov hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"
    start_urls = [SENATE, HOUSE]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The schedule of one house: the address tells which."""
        try:
            if "/api/" in response.url:
                events = field(json_of(response), "events", list, url=response.url)
                yield from numbered(self._event(event, response.url) for event in events)
            else:
                yield from numbered(self._cards(text_of(response)))
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url) from error

    def _event(self, event: Any, url: str) -> Hearing:
        committee = squeeze(field(event, "committee.committee_name", str, url=url))
        printed = squeeze(field(event, "hearing_start", str, url=url))
        starts_at = moment(printed, self.zone)
        on = starts_at.astimezone(ZoneInfo(self.zone)).date()
        notes = _said(event, "hearing_notes")
        agenda = field(event, "agenda", list, url=url, default=[]) or []
        bills = [f"{_said(item, 'bill_type')}{_said(item, 'bill_number')}" for item in agenda]
        lines = (f"- {bill} {_said(item, 'description')}" for bill, item in zip(bills, agenda, strict=True))
        return Hearing(
            identifier=f"Senate {committee} {on}",
            title=committee,
            url=_said(event, "lrl_schedule_link") or _said(event, "committee.link") or SENATE,
            text="\n".join(filter(None, [notes, *map(squeeze, lines)])),
            starts_at=starts_at,
            location=", ".join(filter(None, [_said(event, "hearing_room"), _said(event, "hearing_building")])),
            concerns=tuple(dict.fromkeys(bill_number(bill) for bill in bills if re.search(r"[A-Z]\D*\d", bill))),
            cancelled=called_off(f"{committee} {notes}"),
        )

    def _cards(self, page: TextResponse) -> Iterator[Hearing]:
        cards = page.css("div.my-2.d-print-block")
        if not cards and "schedul" not in _inline(page.selector).lower():
            raise ExtractionError("this is no schedule", url=page.url, selector="div.my-2.d-print-block")
        for card in cards:
            if "bg-joint" not in one(card, "div.card-header").attrib.get("class", ""):
                yield self._card(card, page.url)

    def _card(self, card: Selector, url: str) -> Hearing:
        committee = _inline(one(card, "div.card-header h3"))
        printed = _inline(many(card, "div.card-header span.text-white")[0])
        found = _DAY.search(printed)
        on = day(found[1]) if found else None
        if on is None:
            raise ExtractionError(f"a hearing without a day: {printed!r}", url=url, selector="span.text-white")
        links = card.css("a.pull-left[href*='/bills/bill.php']")
        bills = [bill_number(file[1]) for link in links if (file := _FILE.search(link.attrib["href"]))]
        return Hearing(
            identifier=f"House {committee} {on}",
            title=committee,
            url=HOUSE,
            text="\n".join(f"- {_inline(link)}" for link in links),
            starts_at=starts(on, printed, self.zone),
            location=_after(card, "Location:"),
            concerns=tuple(dict.fromkeys(bills)),
            cancelled=called_off(f"{committee} {printed} {_inline(card)[:300]}"),
        )


def _said(item: Any, name: str) -> str:
    value = item
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return "" if value is None else squeeze(str(value))


def _inline(node: Selector) -> str:
    return squeeze(node.xpath("string()").get())


def _after(card: Selector, label: str) -> str:
    """The words that follow a bold label."""
    found = card.xpath(f".//b[normalize-space()='{label}']/following-sibling::text()[1]").get()
    return squeeze(found)
