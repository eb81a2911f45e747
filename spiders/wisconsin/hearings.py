"""Meetings of the committees of Wisconsin's Legislature, from the objects that its schedule's page hands to its calendar.

Unverified: page and objects are told by a public project that reads them. A meeting has no number of its own: it is named by
committee and day.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, moment, squeeze, text_of
from spiders.families.schedule import called_off, numbered

SITE = "https://committeeschedule.legis.wisconsin.gov/"
END = "//end event object"
_PAIR = re.compile(r"""\b(\w+)\s*:\s*(?:new Date\(\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
_BILL = re.compile(r"\b([AS](?:B|R|JR)) ?(\d+)\b")
_AMERICAN = ("%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p", "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p")


class WisconsinHearings(SourceSpider):
    """The meetings from this month's first day to the end of the biennium."""

    name = "wisconsin.hearings"
    jurisdiction = "us-wi"
    publisher = "Wisconsin Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legis.wisconsin.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> Iterable[Request]:
        """The list, under one address a month."""
        first = self.now.date().replace(day=1)
        asked = "CommitteeID=-1&CommItemVisibleName=-1&TopicID=-1&ViewType=listBiennium&ReloadCache=True"
        return [self.follow(f"{SITE}?StartDate={first}&{asked}")]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings, each from the object that ends at its mark. A page without the calendar's script has moved."""
        page = text_of(response)
        objects = page.text.split(END)[:-1]
        if not objects and "event" not in page.text.lower():
            raise ExtractionError("the page has no events", url=page.url, selector=END)
        yield from numbered(self._meeting(_pairs(text), page.url) for text in objects)

    def _meeting(self, said: Mapping[str, str], url: str) -> Hearing:
        title = said.get("title", "")
        if not title or not said.get("start"):
            raise ExtractionError(f"an event without title or start: {sorted(said)}", url=url, selector="title, start")
        try:
            starts_at = self._moment(said["start"])
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="start") from error
        items = said.get("eItems", "")
        lines = [squeeze(line) for line in items.split(";")] if items != "(None)" else []
        plain = squeeze(re.sub(r"[\s:*(-]*\bcancell?ed\b[\s:*)-]*", " ", title, flags=re.IGNORECASE))
        return Hearing(
            identifier=f"{plain} {starts_at.astimezone(ZoneInfo(self.zone)).date()}",
            title=plain,
            url=said.get("mtgNoticeLink") or said.get("commLink") or SITE,
            text="\n".join(filter(None, [said.get("description", ""), *(f"- {line}" for line in lines if line)])),
            starts_at=starts_at,
            location=said.get("location", ""),
            concerns=tuple(dict.fromkeys(bill_number(" ".join(found)) for found in _BILL.findall(items))),
            cancelled=called_off(f"{title} {said.get('description', '')}"),
        )

    def _moment(self, printed: str) -> datetime:
        for form in _AMERICAN:
            try:
                local = datetime.strptime(printed, form).replace(tzinfo=ZoneInfo(self.zone))
            except ValueError:
                continue
            return local.astimezone(UTC)
        return moment(printed, self.zone)


def _pairs(text: str) -> dict[str, str]:
    """Names and texts of one object literal: what stands after the last brace that opens."""
    inside = text[text.rfind("{") + 1 :]
    return {name: squeeze(re.sub(r"\\(.)", r"\1", one or other)) for name, one, other in _PAIR.findall(inside)}
