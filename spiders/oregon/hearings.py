"""Meetings of Oregon's legislative committees, from the Assembly's OData service (JSON, no key).

Unverified: the fields are told by public projects that read the service. A session and the interim before it have keys of their own.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, moment, squeeze
from spiders.families import odata
from spiders.families.schedule import called_off

SERVICE = "https://api.oregonlegislature.gov/odata/odataservice.svc"
SITE = "https://olis.oregonlegislature.gov/liz"


class OregonHearings(SourceSpider):
    """The list of sessions, then the meetings from today on of each that may have some."""

    name = "oregon.hearings"
    jurisdiction = "us-or"
    publisher = "Oregon Legislative Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "olis meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Los_Angeles"

    def requests(self) -> list[Request]:
        """The list of sessions, which names interims too."""
        return [self.follow(f"{SERVICE}/LegislativeSessions", self.parse_sessions, headers=odata.ACCEPT)]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """A saved answer: sessions or meetings."""
        meetings = any("MeetingDate" in row for row in odata.page(response).rows)
        yield from self.parse_meetings(response) if meetings else self.parse_sessions(response)

    def parse_sessions(self, response: Response) -> Iterator[Request]:
        """The meetings of every session and interim of this year, the last and the next."""
        found = odata.page(response)
        keys = [field(row, "SessionKey", str, url=response.url) for row in found.rows]
        if not keys:
            raise ExtractionError("the list names no session", url=response.url, selector="SessionKey")
        years = {str(self.now.year + far) for far in (-1, 0, 1)}
        for key in keys:
            if key[:4] in years:
                wanted = f"MeetingDate ge datetime'{self.now.date()}T00:00:00' and SessionKey eq '{key}'"
                url = odata.address(
                    f"{SERVICE}/CommitteeMeetings", filter=wanted, expand="CommitteeAgendaItems", orderby="MeetingDate"
                )
                yield self.follow(url, self.parse_meetings, headers=odata.ACCEPT, optional=True)
        if found.following:
            yield self.follow(found.following, self.parse_sessions, headers=odata.ACCEPT)

    def parse_meetings(self, response: Response) -> Iterator[Request | Hearing]:
        """The meetings of a page, each once, and the next page."""
        found = odata.page(response)
        seen: set[str] = set()
        for row in found.rows:
            meeting = self._meeting(row, response.url)
            if meeting.identifier not in seen:
                seen.add(meeting.identifier)
                yield meeting
        if found.following:
            yield self.follow(found.following, self.parse_meetings, headers=odata.ACCEPT)

    def _meeting(self, row: dict[str, Any], url: str) -> Hearing:
        key, code = field(row, "SessionKey", str, url=url), field(row, "CommitteeCode", str, url=url)
        printed = field(row, "MeetingDate", str, url=url)
        items = list(field(row, "CommitteeAgendaItems", list, url=url, default=[]) or [])
        try:
            starts_at = moment(printed, self.zone)
            numbers = [_number(item) for item in items]
        except ValueError as error:
            raise ExtractionError(str(error), url=url) from error
        said = [_said(item, "Comments") for item in items]
        lines = [squeeze(f"- {number} {words}") for number, words in zip(numbers, said, strict=True) if number or words]
        guid, place = _said(row, "MeetingGuid"), _said(row, "Location")
        stamp = date.fromisoformat(printed[:10]).isoformat() + "-" + printed[11:16].replace(":", "-")
        return Hearing(
            identifier=guid or f"{key} {code} {printed}",
            title=_said(row, "CommitteeName") or f"Committee {code}",
            url=_said(row, "AgendaUrl") or f"{SITE}/{quote(key)}/Committees/{quote(code)}/{stamp}/Agenda",
            text="\n".join(lines),
            starts_at=starts_at,
            location=place,
            concerns=tuple(dict.fromkeys(filter(None, numbers))),
            cancelled=called_off(" ".join([_said(row, "MeetingStatus"), place, _said(row, "Comments")])),
        )


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _number(item: Any) -> str:
    """ "HB 4010", or "" for an item that concerns no measure."""
    prefix, number = _said(item, "MeasurePrefix"), item.get("MeasureNumber") if isinstance(item, dict) else None
    return bill_number(f"{prefix} {number}") if prefix and number else ""
