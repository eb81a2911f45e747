"""Meetings of the committees of Virginia's General Assembly, from the schedule of its Legislative Information System, which needs a key.

A key is given to who registers at https://lis.virginia.gov/apiregistration, within days, and stands in the environment variable
VIRGINIA_API_KEY. Beside the schedule the docket tables are read, which need none: the bills of a committee's day. Unverified: the schedule's
fields are told by a public client built on live answers (2026), the table's columns by public projects that read it. Hours are
free text ("15 minutes after the Senate adjourns"); where they name none, the day is told alone.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError, KeyNeeded
from monitor.source import Bundle, SourceSpider, bill_number, day, field, json_of, squeeze
from monitor.source.spider import Allowance
from spiders.families.schedule import called_off, starts
from spiders.virginia.bills import FILES, VirginiaBills
from spiders.virginia.dockets import Docket, dockets

API = "https://lis.virginia.gov/Schedule/api"
KEY = "VIRGINIA_API_KEY"
PAGE = "https://lis.virginia.gov/schedule"
NO_COMMITTEES = {"chamber", "caucus"}  # kinds of entries that are no committee's
Dockets = Mapping[tuple[str, date], Docket]
_BILL = re.compile(r"\b([HS][BJR]) ?(\d+)\b")
_RELATIVE = re.compile(r"\b(after|before|upon|following|adjourn\w*|recess\w*|approximately)\b", re.IGNORECASE)


class VirginiaHearings(SourceSpider):
    """The schedule from the first of the month on, with the dockets of the sessions at hand."""

    name = "virginia.hearings"
    jurisdiction = "us-va"
    publisher = "Virginia General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "lis.virginia.gov schedule"
    verified = "unverified"
    may_be_empty = True
    allowance = Allowance(provider="Virginia LIS", api=API, key=KEY, header="WebAPIKey")  # it states no number
    handle_httpstatus_list = (401, 403)  # what the interface says of a key must reach the callback

    def requests(self) -> list[Request]:
        """One bundle; a session that has no dockets yet has no table of them."""
        first = self.now.date().replace(day=1)
        members = {"schedule": f"{API}/GetScheduleListAsync?startDate={first:%m/%d/%Y}%2000:00:00"}
        members |= {
            f"docket {due.session.code}": f"{FILES}/{due.session.code}/DOCKET.CSV"
            for due in VirginiaBills.sessions.due(self.now)
        }
        return [self.bundle(members, optional=[name for name in members if name != "schedule"])]

    def parse(self, response: Response | Bundle) -> Iterator[Hearing]:
        """The meetings of committees; a saved schedule alone has the bills that its own words name."""
        members = response.members if isinstance(response, Bundle) else {"schedule": response}
        known: dict[tuple[str, date], Docket] = {}
        for name, member in members.items():
            if member is not None and name != "schedule":
                known |= dockets(member)
        schedule = members["schedule"]
        if schedule is None:
            raise ExtractionError("the schedule is missing", url=response.url)
        for row in _rows(schedule):
            if _said(row, "ScheduleType").lower() not in NO_COMMITTEES and row.get("IsPublic") is not False:
                yield self._meeting(row, known, schedule.url)

    def _meeting(self, row: Any, known: Dockets, url: str) -> Hearing:
        words = _lines(_said(row, "Description"))
        title = _said(row, "OwnerName") or (words[0].partition(";")[0] if words else "")
        if not title:
            raise ExtractionError("a meeting without a name", url=url, selector="OwnerName")
        on, starts_at = self._when(row, url)
        docket = known.get((_said(row, "CommitteeNumber"), on))
        bills = docket.bills if docket else []
        own = [bill_number("".join(found)) for found in _BILL.findall(" ".join([title, *words]))]
        hour = _said(row, "ScheduleTime")
        return Hearing(
            identifier=str(field(row, "ScheduleID", int, url=url)),
            title=title,
            url=_said(row, "LinkURL") or PAGE,
            text="\n".join([f"{on}, {hour}" if hour else str(on), *words, *(f"- {bill}" for bill in bills)]),
            starts_at=starts_at,
            location=_said(row, "RoomDescription"),
            concerns=tuple(dict.fromkeys([*bills, *own])),
            cancelled=row.get("IsCancelled") is True or called_off(hour),
        )

    def _when(self, row: Any, url: str) -> tuple[date, datetime | None]:
        """Day and moment. The hour of ScheduleDate is a placeholder."""
        printed = _said(row, "ScheduleTime")
        try:
            on = day(field(row, "ScheduleDate", str, url=url))
            if on is None:
                raise ValueError("a meeting without a day")
            return on, None if _RELATIVE.search(printed) else starts(on, printed, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="ScheduleDate") from error


def _rows(response: Response) -> list[Any]:
    """The entries of the schedule; KeyNeeded for what the interface says of a key."""
    data = {} if response.status in (401, 403) else json_of(response)
    said = str(data.get("FailureMessage")) if isinstance(data, dict) and data.get("Success") is False else ""
    if response.status in (401, 403) or "key" in said.lower():
        words = f"the interface says no: {said or response.status}; set {KEY} to a key of your own"
        raise KeyNeeded(words, url=response.url, variable=KEY)
    if said:
        raise ExtractionError(f"the interface says no: {said}", url=response.url)
    return field(data, "Schedules", list, url=response.url)


def _said(row: Any, name: str) -> str:
    said = squeeze(field(row, name, str, default="") or "")
    return "" if said == "Invalid date" else said


def _lines(markup: str) -> list[str]:
    """The words of a description, which is markup with links, on one line each."""
    if not markup:
        return []
    text = Selector(re.sub(r"<br\s*/?>", "\n", markup)).xpath("string()").get() or ""
    return [line for each in text.splitlines() if (line := squeeze(each))]
