"""Committee and subcommittee meetings of Iowa's General Assembly, from the list that each chamber keeps.

Unverified: the pages are told by a public project that reads them. A meeting has no number of its own: it is named by chamber,
committee and day, a subcommittee's by the bill it hears.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

LIST = "https://www.legis.iowa.gov/committees/meetings/meetingsListChamber"
CHAMBERS = {"H": "House", "S": "Senate"}
AHEAD = timedelta(days=30)
WHEN = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


class IowaHearings(SourceSpider):
    """One document a meeting of the next thirty days."""

    name = "iowa.hearings"
    jurisdiction = "us-ia"
    publisher = "Iowa General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legis.iowa.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"
    delay = 2.0

    def requests(self) -> Iterable[Request]:
        """One list a chamber."""
        first = self.now.date()
        for chamber in CHAMBERS:
            asked = {"chamber": chamber, "bDate": f"{first:%m/%d/%Y}", "eDate": f"{first + AHEAD:%m/%d/%Y}"}
            yield self.follow(f"{LIST}?{urlencode(asked, safe='/', quote_via=quote)}")

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of a chamber."""
        page = text_of(response)
        chamber = CHAMBERS.get((parse_qs(urlsplit(page.url).query).get("chamber") or [""])[0])
        if chamber is None:
            raise ExtractionError("the address names no chamber, such as chamber=H", url=page.url)
        rows = many(page, "div.meetings table")[0].css("tr")
        try:
            yield from numbered(self._meetings(rows, chamber, page.url))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div.meetings table") from error

    def _meetings(self, rows: Iterable[Selector], chamber: str, url: str) -> Iterator[Hearing]:
        """A row that begins with a day is a meeting; a row with an agenda belongs to the one before it."""
        meeting: Selector | None = None
        agenda: Selector | None = None
        for row in rows:
            if WHEN.match(_words(row.css("td")[0]) if row.css("td") else ""):
                if meeting is not None:
                    yield self._meeting(meeting, agenda, chamber, url)
                meeting, agenda = row, None
            elif row.css("div.agenda"):
                agenda = row
        if meeting is not None:
            yield self._meeting(meeting, agenda, chamber, url)

    def _meeting(self, row: Selector, agenda: Selector | None, chamber: str, url: str) -> Hearing:
        cells = many(row, "td", least=3)
        printed = _words(cells[0])
        on = day(WHEN.findall(printed)[0])
        if on is None:
            raise ValueError(f"not a date: {printed!r}")
        bill = _words(cells[1]) if _bills(cells[1]) else ""
        committee, place = (_words(cell) for cell in (cells[2:4] if bill else cells[1:3]))
        title = f"{chamber} {committee}" + (f" subcommittee on {bill}" if bill else "")
        lines = [_words(line) for line in agenda.css("div.agenda p")] if agenda else []
        looks = " ".join(
            [row.attrib.get("class", ""), *row.css("[style]::attr(style)").getall(), row.attrib.get("style", "")]
        )
        return Hearing(
            identifier=f"{title} {on}",
            title=title,
            url=url.partition("?")[0] + f"?chamber={chamber[0]}",
            text="\n".join([f"{on}, {WHEN.sub('', printed).strip()}", *filter(None, lines)]),
            starts_at=starts(on, printed, self.zone),
            location=place,
            concerns=tuple(dict.fromkeys([*_bills(cells[1]), *(_bills(agenda) if agenda else [])])),
            cancelled=called_off(" ".join([_words(row), looks])) or "line-through" in looks,
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _bills(node: Selector) -> list[str]:
    """The bills to which links of the Bill Book lead."""
    asked = (parse_qs(urlsplit(link).query).get("ba") for link in node.css("a[href*=BillBook]::attr(href)").getall())
    return [bill_number(each[0]) for each in asked if each]
