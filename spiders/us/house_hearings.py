"""Meetings of the committees of the House of Representatives: hearings, markups, and the bills they take up.

The Committee Repository (https://docs.house.gov/Committee) has a feed a committee, whose items lead to a meeting's XML. The
XML was checked against a published sample of 2014; the feeds are told by public projects only, hence unverified. Feeds whose
items lead to no XML raise an error.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day, moment
from spiders.families.congress_bills import bills_named
from spiders.families.rss import entries_of, secure
from spiders.families.xml_records import expected, text_at, tree_of

SITE = "https://docs.house.gov/Committee"
COMMITTEES = (  # the repository's own codes of the standing committees
    "AG00", "AP00", "AS00", "BA00", "BU00", "ED00", "FA00", "GO00", "HA00", "HM00", "IF00", "IG00", "II00", "JU00", "PW00",
    "RU00", "SM00", "SO00", "SY00", "VR00", "WM00",
)  # fmt: skip
STATUSES = {"S": "scheduled", "R": "rescheduled", "P": "postponed", "C": "cancelled"}
CALLED_OFF = ("P", "C")
MEETINGS = {"HHRG": "Hearing", "HMKP": "Markup", "HMTG": "Meeting"}


class HouseHearings(SourceSpider):
    """One document a meeting; a postponed one counts as called off until it is rescheduled."""

    name = "us.house_hearings"
    jurisdiction = "us"
    publisher = "House of Representatives"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "docs.house.gov"
    verified = "unverified"
    may_be_empty = True
    start_urls = [f"{SITE}/RSS.ashx?Code={code}" for code in COMMITTEES]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """A committee's feed, or one meeting."""
        if b"<rss" in response.body[:1000].lower():
            yield from self.parse_feed(response)
        else:
            yield _hearing(expected(tree_of(response), "committee-meeting", response.url), response.url)

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """One meeting's XML for each item that moved; a feed without a meeting is an ordinary one."""
        entries = entries_of(response)
        leading = [(entry, address) for entry in entries if (address := _xml_address(entry))]
        if entries and not leading:
            raise ExtractionError("no item leads to a meeting's XML", url=response.url, selector="enclosure")
        for entry, address in leading:
            shown = "\n".join(str(entry.get(name, "")) for name in ("title", "published", "summary"))
            yield self.follow(address, when=hashlib.sha256(shown.encode()).hexdigest()[:16])


def _xml_address(entry: Any) -> str:
    links = (link for link in entry.get("links", ()) if "xml" in link.get("type", ""))
    return secure(next((link.get("href", "") for link in links), ""))


def _hearing(meeting: etree._Element, url: str) -> Hearing:
    number = re.sub(r"\D", "", meeting.get("meeting-id", ""))
    title, on = text_at(meeting, "meeting-details/meeting-title"), text_at(meeting, ".//meeting-date/calendar-date")
    if not number or not title or not on:
        raise ExtractionError("the meeting has no number, title or date", url=url, selector="committee-meeting")
    start = text_at(meeting, ".//meeting-date/start-time")
    status = text_at(meeting, "current-status")
    try:
        starts_at = moment(f"{on}T{start}", HouseHearings.zone) if start else None
        published_on = day(meeting.get("orig-publish-date"))
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="meeting-date") from error
    return Hearing(
        identifier=number,
        title=title,
        url=f"{SITE}/Calendar/ByEvent.aspx?EventID={number}",
        published_on=published_on,
        status=STATUSES.get(status, status),
        text="\n".join(_lines(meeting, on)),
        starts_at=starts_at,
        location=_place(meeting),
        concerns=tuple(dict.fromkeys(_bills(meeting, title))),
        cancelled=status in CALLED_OFF,
    )


def _lines(meeting: etree._Element, on: str) -> Iterator[str]:
    """Committees, kind and day of the meeting, then the papers laid before it."""
    for committee in meeting.iterfind("meeting-details//committee-name"):
        yield f"Committee: {' '.join((committee.text or '').split())}"
    kind = meeting.get("meeting-type", "")
    yield f"{MEETINGS.get(kind, kind) or 'Meeting'} on {on}"
    for paper in meeting.iterfind("meeting-documents/meeting-document"):
        if not paper.get("remove-date"):
            yield f"- {text_at(paper, 'description') or text_at(paper, 'legis-num')}"


def _place(meeting: etree._Element) -> str:
    """ "H-313, CAPITOL"; a place outside the Capitol as its parts stand."""
    place = meeting.find("meeting-details/meeting-location")
    parts = [" ".join(str(part).split()) for part in place.itertext()] if place is not None else []
    return ", ".join(part for part in parts if part)


def _bills(meeting: etree._Element, title: str) -> Iterator[str]:
    """Bills among the papers, then bills that only the title names, as Congress's own identifiers ("HR 4435")."""
    numbers = [text_at(paper, "legis-num") for paper in meeting.iterfind("meeting-documents/meeting-document")]
    for words in (*numbers, title):
        yield from bills_named(words)
