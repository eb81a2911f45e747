"""Hearings of the committees of Massachusetts' General Court, from its public interface (JSON, no key).

One answer lists the numbers of all hearings of the Court, without their days; the newest hundred and twenty are read when they are
new and once a day, which is enough to see one move or fall. The site's own search of events wants a token out of a page since 2026
and is not used. Unverified: the answers are told by public projects (2025, 2026) that read them. A hearing that was
moved has its new day in a record of its own, which counts.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, json_of, moment, squeeze
from spiders.families.rounds import round_of
from spiders.families.schedule import called_off
from spiders.massachusetts.bills import JSON, SITE

HEARINGS = f"{SITE}/api/Hearings"
NEWEST = 120  # some seventy-five are set in a busy month
BEFORE = timedelta(days=14)


class MassachusettsHearings(SourceSpider):
    """The list, and each of the newest hearings."""

    name = "massachusetts.hearings"
    jurisdiction = "us-ma"
    publisher = "General Court of Massachusetts"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "malegislature.gov hearings"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> list[Request]:
        """The list."""
        return [self.follow(HEARINGS, self.parse_list, headers=JSON, meta={"promised": "json"})]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The list or a hearing: the address tells which."""
        listed = response.url.rstrip("/").endswith("/Hearings")
        yield from self.parse_list(response) if listed else self.parse_hearing(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The newest hearings; a Court that has just begun has none."""
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list of hearings, found {type(rows).__name__}", url=response.url)
        numbers = {field(row, "EventId", int, url=response.url) for row in rows}
        for number in sorted(numbers, reverse=True)[:NEWEST]:
            turn = round_of(str(number), self.now, days=1, ends_on=None)
            address = f"{HEARINGS}/{number}"
            yield self.follow(address, self.parse_hearing, when=turn, headers=JSON, meta={"promised": "json"})

    def parse_hearing(self, response: Response) -> Iterator[Hearing]:
        """The hearing of an answer, unless it is long past."""
        row = json_of(response)
        number = field(row, "EventId", int, url=response.url)
        if not response.url.rstrip("/").endswith(f"/{number}"):
            raise ExtractionError(f"the answer tells of hearing {number}", url=response.url, selector="EventId")
        moved = field(row, "RescheduledHearing", dict, url=response.url, default={}) or {}
        valid = moved if _said(moved, "StartTime") or _said(moved, "EventDate") else row
        day, starts_at = self._when(valid, response.url)
        if day < self.now - BEFORE:
            return
        status = _said(row, "Status")
        title = _said(row, "Name") or _said(row, "Description")
        if not title:
            raise ExtractionError("a hearing without a name", url=response.url, selector="Name")
        agendas = field(row, "HearingAgendas", list, url=response.url, default=[]) or []
        about = _said(row, "Description")
        lines = ["" if starts_at else f"{day.astimezone(ZoneInfo(self.zone)).date()}", about if about != title else ""]
        yield Hearing(
            identifier=str(number),
            title=title,
            url=f"{SITE}/Events/Hearings/Detail/{number}",
            status=status,
            text="\n".join(filter(None, [*lines, *_agenda(agendas, response.url)])),
            starts_at=starts_at,
            location=_place(moved) or _place(row),
            concerns=tuple(dict.fromkeys(_bills(agendas, response.url))),
            cancelled=called_off(f"{status} {_said(moved, 'Status')}"),
        )

    def _when(self, record: Mapping[str, Any], url: str) -> tuple[datetime, datetime | None]:
        """The day's beginning and the hour, in UTC; a hearing without an hour has midnight or nothing in its place."""
        try:
            printed = _said(record, "StartTime")
            day = moment((_said(record, "EventDate") or printed)[:10], self.zone)
            starts_at = moment(printed, self.zone) if printed else None
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="StartTime") from error
        return day, starts_at if starts_at != day else None


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _place(record: Mapping[str, Any]) -> str:
    place = field(record, "Location", dict, default={}) or {}
    parts = (_said(place, name) for name in ("LocationName", "AddressLine1", "City"))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _documents(agenda: Any, url: str) -> list[Any]:
    return field(agenda, "DocumentsInAgenda", list, url=url, default=[]) or []


def _bills(agendas: list[Any], url: str) -> Iterator[str]:
    for agenda in agendas:
        for document in _documents(agenda, url):
            try:
                yield bill_number(_said(document, "BillNumber") or _said(document, "DocketNumber"))
            except ValueError as error:
                raise ExtractionError(str(error), url=url, selector="BillNumber") from error


def _agenda(agendas: list[Any], url: str) -> Iterator[str]:
    """The topic of each part, then its documents: "- H 72: An Act relative to …"."""
    for agenda in agendas:
        if topic := _said(agenda, "Topic"):
            yield topic
        for document, number in zip(_documents(agenda, url), _bills([agenda], url), strict=True):
            yield f"- {number}: {_said(document, 'Title')}".removesuffix(": ")
