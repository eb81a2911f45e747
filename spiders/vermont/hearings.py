"""Meetings of the committees of Vermont's General Assembly, from the JSON behind the site's table and the agendas it leads to.

One answer lists the meetings of a biennium. A committee in session has one row a week, whose agenda, exported from an editor, tells its days,
hours and bills; it is read once it is published, when its row moved and once a day, and each further day of it is a meeting of its
own. Unverified: rows and agendas are told by public projects (2024 to 2026) that read them. The site has sent an incomplete chain of
certificates since January 2026; it is checked all the same.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, field, json_of, squeeze, text_of
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off, clock, starts
from spiders.vermont.bills import SITE, VermontBills

MEETINGS = f"{SITE}/committee/loadAllMeetings"
BEFORE = timedelta(days=14)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
BLOCKS = (
    "//*[self::p or self::li or self::td or self::h2 or self::h3 or self::h4]"
    "[not(ancestor::nav or ancestor::header or ancestor::footer or .//p or .//li or .//td)]"
)
_DAY = re.compile(rf"(?:[A-Z][a-z]+day),? ((?:{MONTHS}) \d{{1,2}}, \d{{4}})")
_BILL = re.compile(r"\b(PR\.|(?:J\.\s?R\.\s?)?[HS]\.|[HS]\.\s?(?:C\.\s?)?R\.)\s?(\d+)\b")


class VermontHearings(SourceSpider):
    """The meetings of each biennium, and the agendas that are published."""

    name = "vermont.hearings"
    jurisdiction = "us-vt"
    publisher = "Vermont General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislature.vermont.gov meetings"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> Iterator[Request]:
        """One list a biennium. Committees meet between the sessions too, so that none is asked for less often."""
        for due in VermontBills.sessions.due(self.now):
            yield self.follow(f"{MEETINGS}/{due.session.code}", optional=due.pace.get("optional", False))

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The agenda of each meeting that has one; a meeting without is told at once."""
        session = response.url.rstrip("/").rpartition("/")[2]
        for row in _rows(response):
            number, on = _said(row, "CommitteeMeetingID"), self._day(row, response.url)
            if not number:
                raise ExtractionError("a meeting without a number", url=response.url, selector="CommitteeMeetingID")
            if on < self.now.date() - BEFORE:
                continue
            if not _published(row):
                yield self._meeting(row, number, on, [], f"{SITE}/committee/meetings/{session}")
                continue
            moved = token(json.dumps(row, sort_keys=True), round_of(number, self.now, days=1, ends_on=None))
            address = f"{SITE}/committee/agenda/{session}/{number}"
            yield self.follow(address, self.parse_agenda, when=moved, optional=True, cb_kwargs={"row": dict(row)})

    def parse_agenda(self, response: Response, row: Mapping[str, Any]) -> Iterator[Hearing]:
        """The meeting of a row, and one more for each further day of its agenda."""
        number, on = _said(row, "CommitteeMeetingID"), self._day(row, response.url)
        if response.url.rstrip("/").rpartition("/")[2] != number:
            raise ExtractionError(f"this is no agenda of meeting {number}", url=response.url)
        days = _days(text_of(response))
        yield self._meeting(row, number, on, days.pop(on, []), response.url)
        for other, lines in days.items():
            yield self._meeting(row, f"{number} {other}", other, lines, response.url)

    def _meeting(self, row: Mapping[str, Any], key: str, on: date, lines: list[str], url: str) -> Hearing:
        own = key == _said(row, "CommitteeMeetingID")
        hour = _hour(row) if own else ""
        if not hour:
            hour = next((line for line in lines if clock(line)), "")
        title = _said(row, "LongName") or _said(row, "CommName")
        if not title:
            raise ExtractionError("a meeting without a committee", url=url, selector="LongName")
        notes = _said(row, "notes")
        return Hearing(
            identifier=key,
            title=title,
            url=url,
            text="\n".join(filter(None, [str(on), notes, *(f"- {line}" for line in lines)])),
            starts_at=starts(on, hour, self.zone),
            location=_place(row),
            concerns=tuple(dict.fromkeys(_bills(lines))),
            cancelled=called_off(f"{title} {notes} {' '.join(lines[:2])}"),
        )

    def _day(self, row: Mapping[str, Any], url: str) -> date:
        """The day of "Friday, October 9, 2026"."""
        printed = squeeze(field(row, "MeetingDate", str, url=url))
        try:
            on = day(re.sub(r"^[A-Z][a-z]+day, ", "", printed))
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="MeetingDate") from error
        if on is None:
            raise ExtractionError("a meeting without a day", url=url, selector="MeetingDate")
        return on


def _rows(response: Response) -> list[Any]:
    """The rows of an answer; "" or null stand for none."""
    data = json_of(response)
    if not isinstance(data, dict) or "data" not in data:
        raise ExtractionError("expected an object with data", url=response.url, selector="data")
    rows = data["data"] or []
    if not isinstance(rows, list):
        raise ExtractionError("expected a list of rows", url=response.url, selector="data")
    return rows


def _said(row: Mapping[str, Any], name: str) -> str:
    """The words of a field, of which some are numbers."""
    value = row.get(name)
    return squeeze(str(value)) if isinstance(value, str | int) else ""


def _hour(row: Mapping[str, Any]) -> str:
    """The hour of a row; a committee in session has the number of a slot in its place."""
    return next((words for name in ("StartTime", "TimeSlot") if clock(words := _said(row, name))), "")


def _published(row: Mapping[str, Any]) -> bool:
    return _said(row, "Published") == "1" or "htm" in _said(row, "AgendaName").lower()


def _place(row: Mapping[str, Any]) -> str:
    room = _said(row, "RoomNbr")
    name, building = _said(row, "Room"), _said(row, "BuildingName")
    parts = [building, f"Room {room}" if room else "", f"({name})" if name else ""]
    return squeeze(" ".join(filter(None, parts))) or _said(row, "AlternateRoomLocation")


def _days(page: TextResponse) -> dict[date, list[str]]:
    """The lines of each day of an agenda; before the first day stands the heading. The editor's paragraphs have generated classes
    ("csD273B8C5"), and what else stands on the page is the site's; a page without them is read whole."""
    days: dict[date, list[str]] = {}
    lines: list[str] | None = None
    for node in page.css("p[class^='cs']") or page.xpath(BLOCKS):
        words = squeeze(node.xpath("string()").get())
        found = _DAY.fullmatch(words)
        on = day(found[1]) if found else None
        if on:
            lines = days.setdefault(on, [])
        elif lines is not None and words:
            lines.append(words)
    return days


def _bills(lines: list[str]) -> Iterator[str]:
    for line in lines:
        for letters, number in _BILL.findall(line):
            yield bill_number(re.sub(r"[.\s]", "", letters) + number)
