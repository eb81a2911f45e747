"""Meetings of South Dakota's legislative committees, from the JSON behind its site (no key).

The schedule holds the meetings to come, without their agendas: those are asked for apart. A meeting whose
agenda is not there yet is told with it, for what concerns no bill yet is no news. Unverified:
paths and fields are told by public projects (2026).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, json_of, moment, squeeze, text_of
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off

SITE = "https://sdlegislature.gov"
API = f"{SITE}/api"
SCHEDULE = f"{API}/Documents/Schedule"
BILL = re.compile(r"\b([HS](?:B|JR|CR|R|C|P))\s?(\d+)\b")


class SouthDakotaHearings(SourceSpider):
    """The schedule, and the agenda of each meeting: when the meeting moved and once a day."""

    name = "south_dakota.hearings"
    jurisdiction = "us-sd"
    publisher = "South Dakota Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "sdlegislature.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"
    start_urls = [SCHEDULE]

    def parse(self, response: Response) -> Iterator[Request]:
        """The agenda of each meeting; before it is there, nothing is told of the meeting."""
        for meeting in _meetings(response):
            number = field(meeting, "DocumentId", int, url=response.url)
            row = {name: meeting[name] for name in sorted(meeting)}
            moves = token(repr(row), round_of(str(number), self.now, days=1, ends_on=None))
            address = f"{API}/Documents/{number}.html"
            yield self.follow(address, self.parse_agenda, when=moves, optional=True, cb_kwargs={"row": row})

    def parse_agenda(self, response: Response, row: Mapping[str, Any]) -> Iterator[Hearing]:
        """The meeting as the schedule tells it, with the bills that its agenda links."""
        number = field(row, "DocumentId", int, url=response.url)
        title = next(
            filter(None, (_said(row, name) for name in ("CommitteeFullName", "InterimYearCommitteeName", "Title"))), ""
        )
        if not title:
            raise ExtractionError(
                f"meeting {number} names no committee", url=response.url, selector="CommitteeFullName"
            )
        try:
            starts_at = moment(field(row, "DocumentDate", str, url=response.url), self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url, selector="DocumentDate") from error
        yield Hearing(
            identifier=str(number),
            title=title,
            url=f"{API}/Documents/{number}.html",
            text=_said(row, "Title") if _said(row, "Title") != title else "",
            starts_at=starts_at,
            location=_said(row, "Room"),
            concerns=tuple(_bills(text_of(response))),
            cancelled=row.get("NoMeeting") is True or called_off(_said(row, "Title")),
        )


def _meetings(response: Response) -> list[dict[str, Any]]:
    rows = field(json_of(response), "sessionMeetings", list, url=response.url)
    if not all(isinstance(row, dict) for row in rows):
        raise ExtractionError("a meeting is no object", url=response.url, selector="sessionMeetings")
    return rows


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _bills(agenda: TextResponse) -> Iterator[str]:
    """The numbers of linked bills, each once: "HB 1056"."""
    seen: set[str] = set()
    for link in agenda.css("a[href*='/Bill/']"):
        found = BILL.search(squeeze(" ".join(link.css("::text").getall())))
        number = bill_number("".join(found.groups())) if found else ""
        if number and number not in seen:
            seen.add(number)
            yield number
