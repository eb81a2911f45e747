"""Meetings of Washington's legislative committees, from the legislature's public web services (XML, no key).

One answer lists the meetings of the next weeks; the agenda of each is asked for when the meeting's record moved, and once a day.
Unverified: the answers are as the service describes them at https://wslwebservices.leg.wa.gov; no capture was at hand.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, moment
from spiders.families.asmx import child, holds, must, records, said
from spiders.families.rounds import round_of, token

SERVICE = "https://wslwebservices.leg.wa.gov/CommitteeMeetingService.asmx"
AGENDA = "https://app.leg.wa.gov/committeeschedules/Home/Agenda"
BEHIND, AHEAD = timedelta(days=14), timedelta(days=60)
"""The window holds days past, because the service fails for one without meetings."""
BILL_ID = re.compile(r"\b(?:\d*E)?(?:\d*S)?([HS](?:B|CR|JM|JR|R)) (\d+)\b")


class WashingtonHearings(SourceSpider):
    """One document a meeting, with the bills of its agenda."""

    name = "washington.hearings"
    jurisdiction = "us-wa"
    publisher = "Washington State Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "leg.wa.gov agendas"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Los_Angeles"

    def requests(self) -> Iterable[Request]:
        """The meetings of two weeks past and sixty days to come."""
        today = self.now.date()
        window = f"beginDate={today - BEHIND}&endDate={today + AHEAD}"
        return [self.follow(f"{SERVICE}/GetCommitteeMeetings?{window}")]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """A list of meetings, or an agenda that was saved alone."""
        if holds(response, "CommitteeMeetingItem"):
            raise ExtractionError("an agenda does not tell when and where; read it with its meeting", url=response.url)
        for record in records(response, "CommitteeMeeting"):
            row = self._row(record, response.url)
            if moment(row["starts"], self.zone).date() < self.now.date():
                continue
            moves = token(repr(sorted(row.items())), round_of(row["agenda"], self.now, days=1, ends_on=None))
            address = f"{SERVICE}/GetCommitteeMeetingItems?agendaId={row['agenda']}"
            yield self.follow(address, self.parse_agenda, when=moves, cb_kwargs={"row": row})

    def _row(self, record: etree._Element, url: str) -> dict[str, Any]:
        committees = child(record, "Committees")
        names = (
            [said(each, "LongName") or said(each, "Name") for each in committees if isinstance(each.tag, str)]
            if committees is not None
            else []
        )
        starts = must(record, "Date", url)
        try:
            moment(starts, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="Date") from error
        return {
            "agenda": must(record, "AgendaId", url),
            "title": "; ".join(filter(None, names)) or said(record, "Agency"),
            "starts": starts,
            "place": ", ".join(filter(None, (said(record, name) for name in ("Room", "Building", "City")))),
            "cancelled": said(record, "Cancelled").lower() == "true",
            "notes": said(record, "Notes"),
        }

    def parse_agenda(self, response: Response, row: Mapping[str, Any]) -> Iterator[Hearing]:
        """The meeting with its agenda, which may be empty. A substitute is heard as the bill it began as."""
        if parse_qs(urlsplit(response.url).query).get("agendaId") != [row["agenda"]]:
            raise ExtractionError(f"this is not agenda {row['agenda']}", url=response.url)
        items = [
            (said(each, "BillId"), said(each, "ItemDescription")) for each in records(response, "CommitteeMeetingItem")
        ]
        bills = [f"{found[1]} {found[2]}" for number, _ in items if (found := BILL_ID.fullmatch(number))]
        lines = [f"- {number} {words}".replace("-  ", "- ").rstrip() for number, words in items if number or words]
        yield Hearing(
            identifier=row["agenda"],
            title=row["title"],
            url=f"{AGENDA}/{row['agenda']}",
            text="\n".join(filter(None, [row["notes"], *lines])),
            starts_at=moment(row["starts"], self.zone),
            location=row["place"],
            concerns=tuple(dict.fromkeys(bills)),
            cancelled=row["cancelled"],
        )
