"""Hearings and meetings of the committees of New Hampshire's General Court, from the calendar of each body.

The calendar is JSON in JSON; an event leads to a page with the bills and their hours, which is read when the event moved and
once a day. The site forbids machines between 06:00 and 21:00 Eastern time (`closed_hours`). Unverified: told by public projects
that read it.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, json_of, moment, one, squeeze, text_of
from spiders.families.schedule import called_off
from spiders.new_hampshire.bills import NewHampshireBills

SITE = "https://gc.nh.gov"
BODIES = {"house": "House", "senate": "Senate"}
HEADERS = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"}
_MARK = re.compile(r"=+ *([A-Z ]+?) *=+")
_NUMBER = re.compile(r"\b((?:HB|SB|HR|SR|HCR|SCR|HJR|SJR|CACR)) ?(\d+)(?:-[A-Z]+)*\b")
_EVENT = re.compile(r"[?&]event=(\d+)", re.IGNORECASE)


class NewHampshireHearings(SourceSpider):
    """The calendars of both bodies, then the page of each event that is to come."""

    name = "new_hampshire.hearings"
    jurisdiction = "us-nh"
    publisher = "New Hampshire General Court"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "gc.nh.gov events"
    verified = "unverified"
    may_be_empty = True
    closed_hours = NewHampshireBills.closed_hours

    def requests(self) -> list[Request]:
        """The calendars."""
        return [
            self.follow(f"{SITE}/{body}/schedule/CalendarWS.asmx/GetEvents", self.parse_calendar, headers=HEADERS)
            for body in BODIES
        ]

    def parse(self, response: Response) -> Iterator[Hearing | Request]:
        """A saved calendar."""
        yield from self.parse_calendar(response)

    def parse_calendar(self, response: Response) -> Iterator[Hearing | Request]:
        """The events from yesterday on. One without a page of its own is told by the calendar alone."""
        page = text_of(response)
        try:
            rows = json.loads(field(json_of(page), "d", str, url=page.url))
        except ValueError as error:
            raise ExtractionError(f"'d' is no JSON: {error}", url=page.url, selector="d") from error
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list of events, found {type(rows).__name__}", url=page.url, selector="d")
        body = next((name for part, name in BODIES.items() if f"/{part}/" in page.url), "")
        for row in rows:
            event = self._event(row, body, page)
            if moment(event["start"], self.zone) < self.now - timedelta(days=1):
                continue
            if _EVENT.search(event["url"]):
                said = f"{json.dumps(event, sort_keys=True)} {self.now.date()}"  # bills are added to its page
                token = hashlib.sha256(said.encode()).hexdigest()[:16]
                hints = {"event": event}
                yield self.follow(event["url"], self.parse_event, when=token, optional=True, cb_kwargs=hints)
            else:
                yield self._hearing(event, ())

    def _event(self, row: Any, body: str, page: TextResponse) -> dict[str, str]:
        """What an event says: "==CANCELLED== Judiciary: SH Room 100" has marks, the committee and the place."""
        printed = squeeze(field(row, "title", str, url=page.url))
        start = field(row, "start", str, url=page.url)
        try:
            moment(start, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="start") from error
        committee, _, place = squeeze(_MARK.sub(" ", printed)).partition(":")
        named = field(row, "url", str, url=page.url, default="") or ""
        return {
            "body": body,
            "committee": committee if committee.startswith(body) else f"{body} {committee}",
            "place": squeeze(place),
            "marks": " ".join(_MARK.findall(printed)),
            "start": start,
            "url": page.urljoin(f"/{body.lower()}/schedule/{named}") if named else page.url,
        }

    def parse_event(self, response: Response, event: Mapping[str, str]) -> Iterator[Hearing]:
        """The event with its bills. The page has no table of them where a committee only meets."""
        page = text_of(response)
        if "pageBody" not in page.text:
            raise ExtractionError("the page is no event", url=page.url, selector="#pageBody_gvDetails")
        rows = one(page, "table#pageBody_gvDetails").css("tr") if page.css("table#pageBody_gvDetails") else ()
        yield self._hearing(event, [" ".join(filter(None, map(_words, row.css("td")))) for row in rows])

    def _hearing(self, event: Mapping[str, str], agenda: list[str] | tuple[str, ...]) -> Hearing:
        found = _EVENT.search(event["url"])
        lines = [line for line in agenda if line]
        return Hearing(
            identifier=f"{event['body']} {found[1]}" if found else f"{event['committee']} {event['start'][:10]}",
            title=event["committee"],
            url=event["url"],
            status=event["marks"],
            text="\n".join(f"- {line}" for line in lines),
            starts_at=None if re.search(r"^[\d-]+$|T00:00:00", event["start"]) else moment(event["start"], self.zone),
            location=event["place"],
            concerns=tuple(dict.fromkeys(bill_number(" ".join(each)) for each in _NUMBER.findall(" ".join(lines)))),
            cancelled=called_off(event["marks"]),
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
