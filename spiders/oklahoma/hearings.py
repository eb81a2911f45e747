"""Meetings of the committees of Oklahoma's Legislature: the House's from its site's own JSON, the Senate's from its pages.

Unverified: both are told by a public project that reads them. The House names a meeting by a slug, the Senate by its page's address;
titles and days may be missing.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.reading import read
from monitor.source import SourceSpider, bill_number, field, json_of, many, moment, squeeze, text_of
from spiders.families.schedule import called_off

HOUSE = "https://www.okhouse.gov"
EVENTS = f"{HOUSE}/api/events"
SENATE = "https://accessible.oksenate.gov/committee-meetings"
MOST = 20  # rows that one answer has
WEEKS = timedelta(weeks=8)
_BILL = re.compile(r"\b([HS](?:B|R|JR|CR)) ?(\d+)\b")


class OklahomaHearings(SourceSpider):
    """The House's meetings of this week and the eight that follow, and those that the Senate lists."""

    name = "oklahoma.hearings"
    jurisdiction = "us-ok"
    publisher = "Oklahoma Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "oklegislature.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> Iterable[Request]:
        """The first rows of the House, and the Senate's list."""
        return [self._events(0), self.follow(SENATE, self.parse_senate)]

    def _events(self, offset: int) -> Request:
        """Rows of the House, from Monday on, so that a week's question stays the same."""
        first = self.now.date() - timedelta(days=self.now.weekday())
        asked = {name: f"{on}T00:00:00.000Z" for name, on in (("start", first), ("end", first + WEEKS))}
        return self.follow(
            EVENTS,
            method="POST",
            body=json.dumps({**asked, "offset": offset, "limit": MOST}),
            headers={"Content-Type": "application/json", "Origin": HOUSE},
            cb_kwargs={"offset": offset},
        )

    def parse(self, response: Response, offset: int = 0) -> Iterator[Request | Hearing]:
        """The House's meetings, and the next rows until the total is read."""
        data = json_of(response)
        rows = field(data, "events.data", list, url=response.url)
        total = field(data, "events.meta.pagination.total", int, url=response.url)
        if len(rows) < min(MOST, total - offset):
            raise ExtractionError(f"{len(rows)} rows from {offset} on, and {total} in all", url=response.url)
        for row in rows:
            yield self._event(field(row, "attributes", dict, url=response.url), response.url)
        if rows and offset + len(rows) < total:
            yield self._events(offset + len(rows))

    def _event(self, item: Any, url: str) -> Hearing:
        slug = field(item, "slug", str, url=url)
        committee = squeeze(field(item, "committee.data.attributes.name", str, url=url, default=""))
        title = squeeze(field(item, "title", str, url=url, default="")) or committee or slug
        start = field(item, "startDatetime", str, url=url, default="")
        agenda = field(item, "agenda", list, url=url, default=[]) or []
        lines = [_plain(field(each, "info", str, url=url, default="") or "") for each in agenda]
        try:
            starts_at = moment(start, self.zone) if start else None
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="startDatetime") from error
        return Hearing(
            identifier=slug,
            title=title,
            url=f"{HOUSE}/events/{slug}",
            text="\n".join(f"- {line}" for line in lines if line),
            starts_at=starts_at,
            location=squeeze(field(item, "location", str, url=url, default="")),
            concerns=_concerns(" ".join(lines)),
            cancelled=bool(field(item, "isCancelled", bool, url=url, default=False)) or called_off(title),
        )

    def parse_senate(self, response: Response) -> Iterator[Request]:
        """The page of each meeting of the Senate."""
        page = text_of(response)
        if not page.css("div.bTiles__items"):
            raise ExtractionError("the page has no list of meetings", url=page.url, selector="div.bTiles__items")
        for link in page.css("div.bTiles__items > span > a.bTiles__title"):
            if "Legislative Session" not in squeeze(link.xpath("string()").get()):
                yield self.follow(page.urljoin(link.attrib["href"]), self.parse_meeting, optional=True)

    def parse_meeting(self, response: Response) -> Iterator[Hearing]:
        """A meeting of the Senate with its agenda."""
        page: TextResponse = text_of(response)
        title = squeeze(many(page, "span.field--name-title")[0].xpath("string()").get())
        places = page.css("a.events_custom_timetable")
        printed = many(page, "div.pageIn__infoIt time[datetime]")[0].attrib["datetime"]
        lines = [squeeze(item.xpath("string()").get()) for item in page.css("article ol li")]
        linked = " ".join(link.rpartition("/")[2] for link in page.css("a[href*='/cf_pdf/']::attr(href)").getall())
        try:
            starts_at = moment(printed, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="time[datetime]") from error
        yield Hearing(
            identifier=f"senate {page.url.partition('?')[0].rpartition('/')[2]}",
            title=title,
            url=page.url,
            text="\n".join(f"- {line}" for line in lines if line),
            starts_at=starts_at,
            location=squeeze(places[0].xpath("string()").get()) if places else "",
            concerns=_concerns(f"{' '.join(lines)} {linked}"),
            cancelled=called_off(title),
        )


def _plain(markup: str) -> str:
    """The words of a piece of HTML on one line."""
    return squeeze(read(markup.encode(), media_type="text/html", charset="utf-8").text) if markup.strip() else ""


def _concerns(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bill_number(" ".join(found)) for found in _BILL.findall(words)))
