"""Meetings of the committees of West Virginia's Legislature, from the agendas of each committee and the schedule of the interims.

The page of a chamber leads to its committees, the page of a committee shows its latest agenda and the days of the others; those of the
coming days are read. A meeting has no number of its own: it is named by chamber, committee and day. Unverified: the pages are told by a public
project that reads them, in two forms that differ in their headings. Hours are free text ("After Floor"); where they name none, the
day is told alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, squeeze, text_of
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off, numbered, starts
from spiders.west_virginia.bills import WestVirginiaBills

SITE = "https://www.wvlegislature.gov/committees"
CHAMBERS = {"Senate": f"{SITE}/senate/main.cfm", "House": f"{SITE}/House/main.cfm"}
INTERIMS = f"{SITE}/interims/intcomsched.cfm"
BEFORE = timedelta(days=3)
EVE = timedelta(days=7)  # committees are called before a session begins
MONTHS = "January|Feb[a-z]*|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"({MONTHS})\s+(\d{{1,2}}),?\s*(\d{{4}})")
_BILL = re.compile(
    r"\b(Senate|House|S|H)\.? ?(?:(Concurrent|Joint|C|J)\.? ?)?(Bill|Resolution|B|R)\.?\s{0,2}(?:No\. ?)?(\d+)\b",
    re.IGNORECASE,
)
_NO_HOUR = re.compile(r"\b(after|following|immediately|conclusion|announced|tba|tbd)\b", re.IGNORECASE)


class WestVirginiaHearings(SourceSpider):
    """Two chambers' committees, then the interims."""

    name = "west_virginia.hearings"
    jurisdiction = "us-wv"
    publisher = "West Virginia Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "wvlegislature.gov meetings"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> Iterator[Request]:
        """The page of each chamber, and the schedule of the interims."""
        for chamber, address in CHAMBERS.items():
            yield self.follow(address, self.parse_chamber, cb_kwargs={"chamber": chamber})
        yield self.follow(INTERIMS, self.parse_interims)

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """A page of any kind: the address tells which."""
        path = urlsplit(response.url).path.lower()
        if path.endswith("/main.cfm"):
            yield from self.parse_chamber(response)
        elif path.endswith("/intcomsched.cfm"):
            yield from self.parse_interims(response)
        else:
            yield from self.parse_committee(response)

    def parse_chamber(self, response: Response, chamber: str = "") -> Iterator[Request]:
        """The agendas of each committee: in each check while a session sits, else once a day, for nothing shows what moved."""
        page = text_of(response)
        links = many(page, "div[id^='wrapleftcol'] a[href*='agendas.cfm']")
        today = self.now.date()
        sits = any(
            each.starts_on and each.ends_on and each.starts_on - EVE <= today <= each.ends_on
            for each in WestVirginiaBills.sessions
        )
        for address in dict.fromkeys(_address(page, link) for link in links):
            yield self.follow(
                address, self.parse_committee, when=None if sits else str(today), cb_kwargs={"chamber": chamber}
            )

    def parse_committee(self, response: Response, chamber: str = "") -> Iterator[Request | Hearing]:
        """The latest agenda, which the page itself shows and which has an address of its own besides, and those of other days that are
        not past."""
        page = text_of(response)
        shown = next(self._agenda(page, chamber), None)
        if not shown and not page.css("div[id^='wrapleftcol']"):
            raise ExtractionError("the page has no agendas", url=page.url, selector="div#wrapleftcol")
        days: dict[date, list[Selector]] = {}
        for link in page.css("td a[href*='agendas.cfm']"):
            on = _day(_words(link), page.url)
            if on and on >= self.now.date() - BEFORE:
                days.setdefault(on, []).append(link)
        for on, links in days.items():
            for number, link in enumerate(links, 1):
                address = _address(page, link)
                if shown and number == 1 and shown.identifier.endswith(f" {on}"):
                    shown = replace(shown, url=address)
                    continue
                turn = token(_words(link), round_of(address, self.now, days=1, ends_on=None))
                hints = {"chamber": chamber, "number": number}
                yield self.follow(address, self.parse_agenda, when=turn, cb_kwargs=hints)
        if shown:
            yield shown

    def parse_agenda(self, response: Response, chamber: str = "", number: int = 1) -> Iterator[Hearing]:
        """The meeting of an agenda; `number` tells apart those of one committee and day."""
        page = text_of(response)
        found = list(self._agenda(page, chamber, number))
        if not found and "Error" not in [_words(node) for node in page.css("div")]:
            raise ExtractionError("the page has no agenda", url=page.url, selector="div#wrapleftcol h1")
        yield from found

    def _agenda(self, page: TextResponse, chamber: str, number: int = 1) -> Iterator[Hearing]:
        """The agenda of a page: committee and day stand in h1 and h2, or in h3 and h1."""
        for column in page.css("div[id^='wrapleftcol']"):
            heading = {name: _words(column.css(name)[0]) for name in ("h1", "h2", "h3") if column.css(name)}
            committee, printed = next(
                (
                    (heading[name], heading[when])
                    for name, when in (("h3", "h1"), ("h1", "h2"))
                    if name in heading and _DAY.search(heading.get(when, ""))
                ),
                ("", ""),
            )
            if not committee:
                continue
            on = _day(printed, page.url)
            if on is None or on < self.now.date() - BEFORE:
                return
            yield self._meeting(page, column, f"{chamber} {committee}", printed, on, number)
            return

    def _meeting(
        self, page: TextResponse, column: Selector, printed_name: str, printed: str, on: date, number: int
    ) -> Hearing:
        title = squeeze(re.sub(r"[\s-]+Agenda$", "", printed_name))
        title = re.sub(r"^(House|Senate) (?=(House|Senate)\b)", "", title)
        place = next(
            (
                words
                for node in column.xpath("./*[contains(., 'Location')]")
                if (words := _words(node)).startswith("Location")
            ),
            "",
        )
        block = column.css("blockquote")
        lines = (
            [_words(node).replace("\u25a1", "").strip() for node in (block[0].css("p, li") or block) if block]
            if block
            else []
        )
        return Hearing(
            identifier=f"{title} {on}" + (f" ({number})" if number > 1 else ""),
            title=title,
            url=page.url,
            text="\n".join([f"{on}, {printed}", *(f"- {line}" for line in lines if line)]),
            starts_at=None if _NO_HOUR.search(printed) else _starts(on, printed, self.zone, page.url),
            location=re.sub(r"^Location[\s:-]*", "", place),
            concerns=tuple(dict.fromkeys(_bills(lines))),
            cancelled=called_off(f"{printed} {' '.join(lines[:1])}"),
        )

    def parse_interims(self, response: Response) -> Iterator[Hearing]:
        """The schedule of the interims: days, each with a table of hours, committees and places."""
        page = text_of(response)
        if "Error" in [_words(node) for node in page.css("div")]:  # so the site says that none is set
            return
        many(page, "main#wrapper")
        yield from numbered(self._interims(page))

    def _interims(self, page: TextResponse) -> Iterator[Hearing]:
        on: date | None = None
        for node in page.xpath("//main[@id='wrapper']//*[self::h2 or self::tr]"):
            if node.root.tag == "h2":
                on = _day(_words(node), page.url) or on
                continue
            cells = [_words(cell) for cell in node.css("td")]
            if len(cells) < 4 or on is None or not cells[2] or on < self.now.date() - BEFORE:
                continue
            begins, ends, committee, place = cells[:4]
            title = squeeze(re.sub(r"\W*\bcancell?ed\b\W*", " ", committee, flags=re.IGNORECASE))
            yield Hearing(
                identifier=f"{title} {on}",
                title=title,
                url=_address(page, links[0]) if (links := node.css("a[href]")) else page.url,
                text=f"{on}, {begins} - {ends}".removesuffix(" - "),
                starts_at=None if _NO_HOUR.search(begins) else _starts(on, begins, self.zone, page.url),
                location=place,
                cancelled=called_off(" ".join(cells)),
            )


def _address(page: TextResponse, link: Selector) -> str:
    return page.urljoin(link.attrib["href"].strip()).replace(" ", "%20")


def _words(node: Any) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _day(printed: str, url: str) -> date | None:
    """The day in "March 12, 2026, 3:00 PM"; February is misspelt in many ways. None where no day with a year stands."""
    found = _DAY.search(printed)
    if not found:
        return None
    month = "February" if found[1].startswith("Feb") else found[1]
    try:
        return day(f"{month} {found[2]}, {found[3]}")
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="h1") from error


def _starts(on: date, printed: str, zone: str, url: str) -> Any:
    try:
        return starts(on, printed, zone)
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="h2") from error


def _bills(lines: list[str]) -> Iterator[str]:
    """The bills in "S. B. 9", "House Bill 4012", "HCR 5", "H.J.R. 3"."""
    for line in lines:
        for chamber, kind, what, number in _BILL.findall(line):
            yield bill_number(f"{chamber[0]}{kind[:1]}{what[0]}{number}".upper())
