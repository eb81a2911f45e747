"""Meetings of the committees of Ohio's General Assembly, from the feed behind its calendar and a page a meeting.

The feed tells committee, hour and a page, the page the room. Bills stand in the agenda's PDF alone. Unverified: feed and page are
told by public projects that read them. A meeting has no number of its own: it is named by committee and day.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, field, json_of, moment, squeeze, text_of
from spiders.families.rounds import token
from spiders.families.schedule import called_off, numbered

SITE = "https://www.legislature.ohio.gov/schedules/"
WEEKS = timedelta(weeks=6)
SESSIONS = ("House Session", "Senate Session")


class OhioHearings(SourceSpider):
    """The meetings of this week and the five that follow."""

    name = "ohio.hearings"
    jurisdiction = "us-oh"
    publisher = "Ohio General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislature.ohio.gov meetings"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> Iterable[Request]:
        """The feed from Monday on, so that a week has one address."""
        today = self.now.date()
        first = today - timedelta(days=today.weekday())
        return [self.follow(f"{SITE}calendar-data?start={first}&end={first + WEEKS}")]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """A meeting for each row; one that has a page is asked for its room."""
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError("expected a list of meetings", url=response.url)
        hearings: list[Hearing] = []
        pages: dict[int, str] = {}
        for row in rows:
            title = squeeze(field(row, "title", str, url=response.url))
            if title.startswith(SESSIONS):
                continue
            if address := squeeze(field(row, "url", str, url=response.url, default="")):
                pages[len(hearings)] = urljoin(SITE, address)
            hearings.append(self._hearing(title, squeeze(field(row, "start", str, url=response.url)), response.url))
        for place, hearing in enumerate(numbered(hearings)):
            if place not in pages:
                yield hearing
                continue
            facts = {
                "identifier": hearing.identifier,
                "title": hearing.title,
                "starts_at": hearing.starts_at.isoformat() if hearing.starts_at else "",
                "cancelled": hearing.cancelled,
            }
            seen = token(str(facts), str(self.now.date()))
            yield self.follow(pages[place], self.parse_page, when=seen, optional=True, cb_kwargs={"facts": facts})

    def parse_page(self, response: Response, facts: dict[str, object]) -> Iterator[Hearing]:
        """The meeting with its room: the third line under the heading "Location"."""
        page = text_of(response)
        lines = page.xpath("//div[h2[normalize-space()='Location']]/p")
        if not page.xpath("//h2[normalize-space()='Location']"):
            raise ExtractionError("the meeting's page has no location", url=page.url, selector="h2 Location")
        at = str(facts["starts_at"])
        yield Hearing(
            identifier=str(facts["identifier"]),
            title=str(facts["title"]),
            url=page.url,
            starts_at=datetime.fromisoformat(at) if at else None,
            location=squeeze(lines[2].xpath("string()").get()) if len(lines) > 2 else "",
            cancelled=bool(facts["cancelled"]) or called_off(" ".join(page.css("h1 ::text").getall())),
        )

    def _hearing(self, printed: str, start: str, url: str) -> Hearing:
        title = squeeze(re.sub(r"[\s:*(-]*\bcancell?ed\b[\s:*)-]*", " ", printed, flags=re.IGNORECASE)).strip(" -:")
        try:
            starts_at = moment(start, self.zone)
        except ValueError as error:
            raise ExtractionError(f"{printed}: {error}", url=url, selector="start") from error
        return Hearing(
            identifier=f"{title} {start[:10]}",
            title=title,
            url=SITE,
            starts_at=starts_at,
            cancelled=called_off(printed),
        )
