"""Public hearings and work sessions of Maine's committees, from the calendar's interface (JSON, no key).

Unverified: the answers are told by public projects that read them. Sittings of the chambers and events of others are left out.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, SourceSpider, bill_number, field, json_of, moment, squeeze

SERVICE = "https://legislature.maine.gov/backend/breeze/data"
WEEKS = 6
OTHERS = {"OTH", "HS", "SS"}  # third parties, sittings of the House, of the Senate


class MaineHearings(SourceSpider):
    """One document an event: the calendar of six weeks from Monday, with the bills of its events."""

    name = "maine.hearings"
    jurisdiction = "us-me"
    publisher = "Maine Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislature.maine.gov events"
    verified = "unverified"
    edition = 2  # bills by their LD numbers
    may_be_empty = True

    def requests(self) -> Iterable[Request]:
        """The events and their bills; the addresses stay the same for a week."""
        monday = self.now.date() - timedelta(days=self.now.weekday())
        window = {"startDate": monday.isoformat(), "endDate": (monday + timedelta(weeks=WEEKS)).isoformat()}
        events = f"{SERVICE}/getCalendarEventsRaw?{urlencode({**window, 'OnlyPHWS': 'false'})}"
        bills = f"{SERVICE}/getCalendarEventsBills?{urlencode(window)}"
        return [self.bundle({"events": events, "bills": bills}, self.parse)]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The events of committees; saved alone, without their bills."""
        members = response.members if isinstance(response, Bundle) else {"events": response}
        rows = _rows(members["events"]) if members.get("events") is not None else []
        try:
            concerns: dict[int, list[tuple[str, str]]] = {}
            for row in _rows(members["bills"]) if members.get("bills") is not None else []:
                paper = squeeze(field(row, "PaperNumber", str, url=response.url, default=""))
                if paper:
                    event = field(row, "EventId", int, url=response.url)
                    title = squeeze(field(row, "Title", str, url=response.url, default=""))
                    known = squeeze(str(row.get("LD") or ""))  # as the bills' source names it; orders have none
                    concerns.setdefault(event, []).append((bill_number(f"LD {known}" if known else paper), title))
            for row in rows:
                if field(row, "EventType", str, url=response.url, default="") not in OTHERS:
                    yield self._hearing(row, concerns, response.url)
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url) from error

    def _hearing(self, row: dict[str, Any], concerns: dict[int, list[tuple[str, str]]], url: str) -> Hearing:
        number = field(row, "Id", int, url=url)
        words = {
            name: squeeze(field(row, name, str, url=url, default=""))
            for name in ("CommitteeName", "Host", "Description", "Location", "EventType")
        }
        papers = concerns.get(number, [])
        off = [name for name in ("Cancelled", "Postponed") if field(row, name, bool, url=url, default=False)]
        return Hearing(
            identifier=str(number),
            title=words["CommitteeName"] or words["Host"] or words["Description"] or f"Event {number}",
            url="https://legislature.maine.gov/Calendar/",
            status=" ".join(off),
            text="\n".join(filter(None, [words["Description"], *(f"- {paper} {title}" for paper, title in papers)])),
            starts_at=moment(field(row, "FromDateTime", str, url=url), self.zone),
            location=words["Location"],
            concerns=tuple(dict.fromkeys(paper for paper, _ in papers)),
            cancelled=bool(off),
        )


def _rows(response: Response | None) -> list[Any]:
    rows = json_of(response) if response is not None else []
    if not isinstance(rows, list):
        url = response.url if response is not None else ""
        raise ExtractionError(f"expected a list, found {type(rows).__name__}", url=url)
    return rows
