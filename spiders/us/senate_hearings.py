"""Hearings and meetings of the Senate's committees: the schedule at senate.gov, one XML file of what lies ahead.

https://www.senate.gov/general/committee_schedules/hearings.xml, told by public projects that read it; no capture was at hand.
A meeting leaves the file when it is over, so that absence says nothing. A row without a committee's code says that nothing is
scheduled.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lxml import etree
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, squeeze
from spiders.families.congress_bills import bills_named
from spiders.families.xml_records import expected, text_at, tree_of

PAGE = "https://www.senate.gov/committees/hearings_meetings.htm"
_CALLED_OFF = ("postponed", "cancelled", "canceled")


class SenateHearings(SourceSpider):
    """One document a meeting."""

    name = "us.senate_hearings"
    jurisdiction = "us"
    publisher = "Senate"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "senate.gov"
    may_be_empty = True  # a recess
    start_urls = ["https://www.senate.gov/general/committee_schedules/hearings.xml"]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """Every meeting of the schedule."""
        meetings = list(expected(tree_of(response), "css_meetings_scheduled", response.url).iterfind("meeting"))
        if not meetings:
            raise ExtractionError("expected a meeting, or a row that says there is none", url=response.url, found=0)
        for meeting in meetings:
            if text_at(meeting, "cmte_code"):
                yield _hearing(meeting, response.url)


def _hearing(meeting: etree._Element, url: str) -> Hearing:
    committee, matter = text_at(meeting, "committee").rstrip(", "), text_at(meeting, "matter")
    if not committee or not matter:
        raise ExtractionError("the meeting has no committee or no matter", url=url, selector="meeting")
    starts_at, on = _starts(meeting, url)
    whose = committee if committee.startswith("Joint ") else f"Senate {committee}"
    part = text_at(meeting, "sub_cmte")
    code, number = text_at(meeting, "cmte_code"), text_at(meeting, "identifier")
    called_off = next((word for word in _CALLED_OFF if word in matter.casefold()[:80]), "")
    papers = [squeeze("".join(str(words) for words in one.itertext())) for one in meeting.iter("document")]
    return Hearing(
        identifier=number or f"{code} {on} {text_at(meeting, 'time')}".strip(),
        title=matter,
        url=PAGE,
        status=called_off or "scheduled",
        text="\n".join([f"Committee: {whose}{f', {part}' if part else ''}", *(f"- {one}" for one in papers if one)]),
        starts_at=starts_at,
        location=text_at(meeting, "room"),
        concerns=tuple(dict.fromkeys(bills_named(" ; ".join((matter, *papers))))),
        cancelled=bool(called_off),
    )


def _starts(meeting: etree._Element, url: str) -> tuple[datetime | None, str]:
    """(moment in UTC, day as printed) of "22-NOV-2026 10:00 AM"; a day alone has no moment."""
    words = text_at(meeting, "date")
    for form in ("%d-%b-%Y %I:%M %p", "%d-%b-%Y"):
        try:
            when = datetime.strptime(words, form).replace(tzinfo=ZoneInfo(SenateHearings.zone))
        except ValueError:
            continue
        return (when.astimezone(UTC) if "%I" in form else None), f"{when:%Y-%m-%d}"
    raise ExtractionError(f"not a date: {words!r}", url=url, selector="date")
