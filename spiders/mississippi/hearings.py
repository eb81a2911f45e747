"""Meetings of the committees of Mississippi's legislature, from the page of schedules that each house keeps.

Unverified: the House's page is told by a public project that reads it; the Senate's is known by its address and is taken for the
same. A meeting has no number of its own: it is named by house, committee and day.
"""

import re
from collections.abc import Iterator
from datetime import date

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, one, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

SITE = "https://billstatus.ls.state.ms.us/htms"
HOUSES = {"h": "House", "s": "Senate"}
_DAY = re.compile(r"^(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY, *(\w+ \d{1,2}, \d{4})", re.IGNORECASE)
_BILL = re.compile(r"\b([HS])\. ?(B|C\. ?R|R)\.? (?:NO\. )?(\d+)\b|\b([HS](?:B|CR|R)) ?(\d+)\b", re.IGNORECASE)
_HOUR = re.compile(r"\b(\d{1,2}:\d\d) ?([AP])\b", re.IGNORECASE)


class MississippiHearings(SourceSpider):
    """Both houses' schedules of the days ahead."""

    name = "mississippi.hearings"
    jurisdiction = "us-ms"
    publisher = "Mississippi Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "billstatus.ls.state.ms.us meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> list[Request]:
        """A page a house; whether the Senate's is kept is not sure."""
        return [self.follow(f"{SITE}/{letter}_sched.htm", optional=letter == "s") for letter in HOUSES]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings below each day."""
        page = text_of(response)
        container = one(page, "div.container")
        try:
            yield from numbered(self._meetings(container, page.url))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div.container") from error
        if "sched" not in _words(container).lower() and not container.css("div.row"):
            raise ExtractionError("the page is no schedule", url=page.url, selector="div.container")

    def _meetings(self, container: Selector, url: str) -> Iterator[Hearing]:
        on: date | None = None
        cells: list[str] = []
        notes: list[str] = []
        for node in container.xpath("./*[not(@hidden)]"):
            words = _words(node)
            if "Legend:" in words:
                break
            begins = _DAY.match(words)
            row = (
                [_words(cell) for cell in node.xpath("./div")] if "row" in node.attrib.get("class", "").split() else []
            )
            if begins or row:
                if cells:
                    yield self._meeting(on, cells, notes, url)
                cells, notes = [], []
            if begins:
                on = day(begins[1].title())
            elif len(row) >= 4 and row[1] != "Time":
                cells = row
            elif words and cells:
                notes.append(words)
        if cells:
            yield self._meeting(on, cells, notes, url)

    def _meeting(self, on: date | None, cells: list[str], notes: list[str], url: str) -> Hearing:
        """A row: a blank, the hour (or "AA+10": ten minutes after adjournment), the room and the committee."""
        hour, room, printed = cells[1:4]
        if on is None:
            raise ValueError(f"a meeting of {printed!r} without a day")
        house = next((name for letter, name in HOUSES.items() if f"/{letter}_sched" in url), "")
        committee = squeeze(re.sub(r"\s*-?\s*\bCANCELL?ED\b|\bStanding Meeting\b", "", printed, flags=re.IGNORECASE))
        return Hearing(
            identifier=f"{house} {committee} {on}".strip(),
            title=f"{house} {committee}".strip(),
            url=url,
            text="\n".join([f"{on}, {hour}", *(f"- {note}" for note in notes)]),
            starts_at=starts(on, _HOUR.sub(r"\1 \2M", hour), self.zone),
            location=f"Room {room}" if re.match(r"\d", room) else room,
            concerns=tuple(dict.fromkeys(_bills(" ".join([printed, *notes])))),
            cancelled=called_off(f"{hour} {printed}"),
        )


def _bills(text: str) -> Iterator[str]:
    """ "H. B. No. 1077" → "HB 1077"."""
    for house, kind, number, letters, plain in _BILL.findall(text):
        yield bill_number(f"{house}{kind}".replace(" ", "").replace(".", "") + number if house else letters + plain)


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.xpath(".//text()[not(ancestor::*[@hidden])]").getall()))
