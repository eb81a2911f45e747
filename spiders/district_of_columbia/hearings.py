"""Hearings and roundtables of the Council of the District of Columbia, from the calendar behind its site (no key).

One answer a month, for this month and the next. Unverified: the fields are told by public projects that read them (2026).
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, field, json_of, moment, squeeze
from spiders.families.schedule import called_off

SITE = "https://lims.dccouncil.gov"
CALENDAR = f"{SITE}/Hearings/API/Public/GetHearingsCalendar"


class DistrictOfColumbiaHearings(SourceSpider):
    """One document a hearing, known by the calendar's own number."""

    name = "district_of_columbia.hearings"
    jurisdiction = "us-dc"
    publisher = "Council of the District of Columbia"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "lims.dccouncil.gov hearings"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> Iterable[Request]:
        """This month and the next."""
        today = self.now.date()
        for month in (today.replace(day=1), date(today.year + today.month // 12, today.month % 12 + 1, 1)):
            asked = {"month": month.month, "year": month.year, "committeeId": 0, "searchText": ""}
            headers = {"Accept": "application/json", "Content-Type": "application/json"}
            yield self.follow(CALENDAR, method="POST", body=json.dumps(asked), headers=headers)

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The hearings of a month."""
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list of hearings, found {type(rows).__name__}", url=response.url)
        for row in rows:
            yield self._hearing(row, response.url)

    def _hearing(self, row: Any, url: str) -> Hearing:
        number = field(row, "hearingId", int, url=url)
        title = squeeze(field(row, "hearingTitle", str, url=url))
        topics = field(row, "topics", list, url=url, default=[]) or []
        numbers = [_said(topic, "legislationNumber") for topic in topics]
        try:
            starts_at = moment(field(row, "hearingDateTime", str, url=url), self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="hearingDateTime") from error
        place = ", ".join(filter(None, [_said(row, "location"), _said(row, "locationAddress")]))
        return Hearing(
            identifier=str(number),
            title=title,
            url=f"{SITE}/Hearings/hearings/{number}",
            text="\n".join(_line(topic) for topic in topics),
            starts_at=starts_at,
            location=place,
            concerns=tuple(dict.fromkeys(filter(None, numbers))),
            cancelled=called_off(title),
        )


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _line(topic: Any) -> str:
    return squeeze(f"- {_said(topic, 'legislationNumber')} {_said(topic, 'topic')}")
