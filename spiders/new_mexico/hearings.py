"""Committee hearings of New Mexico's legislature, from the committee calendar of each chamber.

A committee's own page has the same list, and was read from captures of 2021; of the calendars themselves none was at hand, so
this source counts as unverified. The site gives hearings no number: one is known by committee and day.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from parsel import Selector
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, maybe, one, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

CALENDAR = "https://www.nmlegis.gov/Entity/{}/Committee_Calendar"
HEARING = "_lblHearingDate_"
SITE_NAME = "New Mexico Legislature"


class NewMexicoHearings(SourceSpider):
    """The hearings that both chambers announce."""

    name = "new_mexico.hearings"
    jurisdiction = "us-nm"
    publisher = "New Mexico Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "us-nm hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Denver"
    start_urls = [CALENDAR.format("House"), CALENDAR.format("Senate")]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """One document a committee and day; none outside of sessions."""
        page = text_of(response)
        if SITE_NAME not in _text(one(page, "head > title")) or not page.css("[id^='MainContent_']"):
            raise ExtractionError("this is no page of the legislature", url=page.url, selector="title")
        yield from numbered(self._hearing(page, mark) for mark in page.css(f"span[id*='{HEARING}']"))

    def _hearing(self, page: TextResponse, mark: Selector) -> Hearing:
        printed, place = _text(mark), mark.attrib["id"]
        try:
            on = day(printed.partition(", ")[2])
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector=HEARING) from error
        if on is None:
            raise ExtractionError(f"not a day: {printed!r}", url=page.url, selector=HEARING)
        committee = _committee(page, place)
        bills = tuple(_bills(page, place))
        note = _beside(page, place, "lblNoteBottom")
        hour = _beside(page, place, "lblHearingTime")
        starts_at = _starts(on, hour, self.zone, page.url)
        return Hearing(
            identifier=f"{committee} {on.isoformat()}",
            title=committee,
            url=page.url,
            status="" if starts_at else hour,  # "1/2 hr. after session"
            starts_at=starts_at,
            location=_beside(page, place, "lblRoomNo") or _beside(page, place, "lblRoomNumber"),
            concerns=tuple(dict.fromkeys(number for number, _ in bills)),
            cancelled=called_off(f"{hour} {note}"),
            text="\n".join([f"- {number} {words}".rstrip() for number, words in bills] + [note] * bool(note)),
        )


def _starts(on: date, hour: str, zone: str, url: str) -> datetime | None:
    tight = re.sub(r"\s*([:.])\s*", r"\1", hour)  # "8: 30 a. m."
    try:
        return starts(on, tight, zone)
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="lblHearingTime") from error


def _committee(page: TextResponse, place: str) -> str:
    """The committee above a hearing; with `i` the number of its list among the page's lists."""
    hidden = maybe(page, f"input[id='{place.replace('lblHearingDate', 'hidLocationDesc')}']")
    if hidden is not None:
        return squeeze(hidden.attrib.get("value"))
    found = re.match(r"(.*_repeaterCommittees_)repeaterDates_(\d+)_", place)
    if not found:
        raise ExtractionError(f"{place!r} tells no committee", url=page.url, selector=HEARING)
    return _text(one(page, f"[id='{found[1]}lblLocationDesc_{found[2]}']"))


def _beside(page: TextResponse, place: str, name: str) -> str:
    found = maybe(page, f"[id='{place.replace('lblHearingDate', name)}']")
    return _text(found) if found is not None else ""


def _bills(page: TextResponse, place: str) -> Iterator[tuple[str, str]]:
    """Number and words of each row: "*SB 27" (the star marks an emergency clause), its title and sponsor."""
    for row in page.css(f"table[id='{place.replace('lblHearingDate', 'gridViewBills')}'] tr"):
        cells = [_text(cell) for cell in row.css("td")]
        link = row.css("a")
        raw = "".join(link.css("::text").getall()) if link else next(filter(None, cells), "")
        try:
            number = bill_number(raw.replace("*", ""))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="gridViewBills") from error
        bare = "".join(raw.split())
        yield number, " ".join(cell for cell in cells if cell and "".join(cell.split()) != bare)


def _text(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
