"""Bills, resolutions, memorials and proclamations of Idaho's Legislature, from its "mini data" list and a page a measure.

The list shows every measure with its status and is read in each check; a measure's page is read when its row moved. Unverified:
the pages are told by public projects that read them, and the words of real histories (2026) by OpenStates' records of them.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, many, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Due, Session, Sessions
from spiders.idaho.vocabulary import IDAHO

SITE = "https://legislature.idaho.gov"
TEXTS = ("Bill Text", "Engrossment", "Amendment")


def session_of(code: str) -> Session | None:
    """The session of an address: "2026", or "2025spcl" for an extraordinary one."""
    if not re.fullmatch(r"\d{4}(spcl\w*)?", code):
        return None
    return Session(identifier=code, starts_on=date(int(code[:4]), 1, 1), ends_on=date(int(code[:4]), 12, 31))


class IdahoBills(BillSpider):
    """The lists of the sessions in the table, and of those that the site's own menu has beyond it."""

    name = "idaho.bills"
    jurisdiction = "us-id"
    publisher = "Idaho Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Boise"
    vocabulary = IDAHO
    sessions = Sessions(
        [
            Session(identifier="2025", starts_on=date(2025, 1, 6), ends_on=date(2025, 4, 10)),
            Session(identifier="2026", starts_on=date(2026, 1, 5), ends_on=date(2026, 4, 10)),
            # The Monday nearest to the 9th of January.
            Session(identifier="2027", starts_on=date(2027, 1, 11)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """One list a session."""
        return [self._list(due) for due in self.sessions.due(self.now)]

    def _list(self, due: Due) -> Request:
        address = f"{SITE}/sessioninfo/{due.session.code}/legislation/minidata/"
        return self.follow(address, self.parse_list, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """A list or a measure's page: the address tells which."""
        yield from self.parse_list(response) if "/minidata" in response.url else self.parse_bill(response)

    def parse_list(self, response: Response) -> Iterator[Request | Untracked]:
        """The page of each measure whose row moved, and the lists of sessions that only the menu knows."""
        page = text_of(response)
        yield from self._other_sessions(page)
        session, _ = _place(page.url, "minidata")
        begun = (self.sessions.by_code(session) or Session(identifier=session)).starts_on
        early = begun is not None and self.now.date() < begun and page.css("#ddlsessions")
        for row in many(page, "tr[id^='bill']", least=0 if early else 1):
            link = page.urljoin(one(row, "td:first-child a").attrib["href"])
            if _place(link)[0] != session:
                raise ExtractionError(f"the list of {session} leads to {link}", url=page.url)
            shown = squeeze(" ".join(row.css("::text").getall()))
            token = hashlib.sha256(shown.encode()).hexdigest()[:16]
            yield self.follow(link, self.parse_bill, when=token)

    def _other_sessions(self, page: TextResponse) -> Iterator[Request | Untracked]:
        listed = (
            re.search(r"/sessioninfo/([^/]+)/", value)
            for value in page.css("#ddlsessions option::attr(value)").getall()
        )
        codes = [found[1] for found in listed if found and not self.sessions.by_code(found[1])]
        for due in self.sessions.listed(codes, self.now, rule=session_of):
            yield due if isinstance(due, Untracked) else self._list(due)

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The measure that the page shows, in three tables: who brings it, what it does, what became of it."""
        page = text_of(response)
        session, number = _place(page.url)
        tables = many(page, "table.bill-table", least=3)
        heading = _words(tables[0])
        found = re.match(rf"{number}\s?[a-z,]*\s+by\s+(.*)", heading, re.IGNORECASE)
        if not found:
            raise ExtractionError(f"expected {number} and who brings it, found {heading[:60]!r}", url=page.url)
        try:
            yield Bill(
                identifier=bill_number(number),
                title=_words(tables[1]),
                url=page.url,
                session=session,
                chamber=_chamber(number),
                sponsors=tuple(Sponsor(name=name, primary=True) for name in _sponsors(found[1])),
                actions=tuple(self._actions(tables[2], _chamber(number), int(session[:4]))),
                versions=tuple(_versions(page)),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, table: Selector, chamber: str, year: int) -> Iterator[Action]:
        """The rows with four cells. A day without year is the session's; a row without day has that of the row before."""
        on: date | None = None
        for row in table.css("tr"):
            cells = row.css("td")
            if len(cells) < 3:
                continue
            text, printed = _words(cells[2]), _words(cells[1])
            if printed:
                month, _, day = printed.partition("/")
                on = date(year, int(month), int(day))
            if not text:
                continue
            chamber = _moved(text, chamber, begins=True)
            step = self.action(text, on=on, by=chamber)
            yield by_office(step)
            chamber = _moved(text, chamber, begins=False)


def _place(url: str, last: str = "") -> tuple[str, str]:
    """Session and last part of an address such as …/sessioninfo/2026/legislation/S1282/, in capitals."""
    found = re.search(r"/sessioninfo/([^/]+)/legislation/([A-Za-z]+\d*)/?$", url)
    if not found or (last and found[2] != last):
        raise ExtractionError("the address names no measure of a session, such as /2026/legislation/S1282/", url=url)
    return found[1], found[2].upper()


def _chamber(number: str) -> str:
    return {"H": "lower", "S": "upper"}.get(number[0], "legislature")


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _moved(text: str, chamber: str, *, begins: bool) -> str:
    """The chamber that acts in this row (`begins`), and the one where the measure is after it."""
    form = r"(House|Senate)\b|.*Received from the (House|Senate)" if begins else r".*\bto (House|Senate)\b"
    found = re.match(form, text, re.IGNORECASE)
    if not found:
        return chamber
    named = next(filter(None, found.groups())).lower()
    other = begins and not text.lower().startswith(named)  # what comes from the House is in the Senate
    return {"house": "upper", "senate": "lower"}[named] if other else {"house": "lower", "senate": "upper"}[named]


def _sponsors(printed: str) -> list[str]:
    """A committee's whole name, or the names of members."""
    if "COMMITTEE" in printed.upper():
        return [printed]
    return [name for name in (squeeze(each) for each in re.split(r",|\band\b", printed, flags=re.IGNORECASE)) if name]


def _versions(page: TextResponse) -> Iterator[Version]:
    for link in page.css("div.insert-page a[href]"):
        note = _words(link)
        if any(name in note for name in TEXTS):
            yield Version(note=note, url=page.urljoin(link.attrib["href"]), media_type="application/pdf")
