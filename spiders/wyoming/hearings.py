"""Committee meetings of Wyoming's Legislature, from the JSON calendar behind its site: this month and the next.

Unverified: the fields are told by public projects that read them.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, json_of, moment, squeeze
from spiders.families.schedule import called_off

CALENDAR = "https://lsoservice.wyoleg.gov/api/Calendar/Events/"
COMMITTEE = 2  # of meetingKind


class WyomingHearings(SourceSpider):
    """One document a meeting of a committee; the days of the chambers stand in the same calendar and are left out."""

    name = "wyoming.hearings"
    jurisdiction = "us-wy"
    publisher = "Wyoming Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "wyoleg.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Denver"

    def requests(self) -> Iterable[Request]:
        """This month and the next."""
        first = self.now.date().replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        return [self.follow(f"{CALENDAR}{month:%Y%m}01") for month in (first, following)]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of a month."""
        meetings = json_of(response)
        if not isinstance(meetings, list):
            raise ExtractionError(f"expected a list, found {type(meetings).__name__}", url=response.url)
        for item in meetings:
            if field(item, "meetingKind", int, url=response.url) == COMMITTEE:
                yield self._meeting(item, response.url)

    def _meeting(self, item: Any, url: str) -> Hearing:
        number = field(item, "id", int, url=url)
        committee, purpose = _said(item, "committee.fullName"), _said(item, "purpose")
        begins = field(item, "startDate", str, url=url)
        agenda = [_said(each, "title") for each in field(item, "meetingAgendas", list, default=[]) or []]
        bills = [_said(each, "billNumber") for each in field(item, "sessionMeetingBills", list, default=[]) or []]
        try:
            starts_at = moment(begins, self.zone)
            concerns = tuple(dict.fromkeys(bill_number(each) for each in bills if each))
        except ValueError as error:
            raise ExtractionError(str(error), url=url) from error
        kind = _said(item, "meetingType")
        return Hearing(
            identifier=str(number),
            title=committee or kind or purpose,
            url="https://wyoleg.gov/Calendar",
            text="\n".join(filter(None, [purpose, *(f"- {each}" for each in agenda if each)])),
            starts_at=starts_at,
            location=", ".join(filter(None, (_said(item, f"address{n}") for n in (1, 2, 3)))),
            concerns=concerns,
            cancelled=called_off(f"{kind} {purpose}"),
        )


def _said(item: Any, path: str) -> str:
    return squeeze(field(item, path, str, default="") or "")
