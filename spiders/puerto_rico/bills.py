"""Medidas of Puerto Rico's Legislative Assembly (bills and resolutions), from its tracking system SUTRA.

A four-year term's list comes in pages and tells no step; a measure's page has its events with their days and documents. The first
page of the list is read in each check, the others once a day, and a measure when its row moved and once a week. Appointments are left
out. Unverified: the pages are told by public projects that read them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Pace, Session, Sessions
from spiders.puerto_rico.vocabulary import PUERTO_RICO

SITE = "https://sutra.oslpr.org"
DAYS = 7  # of a round
NUMBER = re.compile(r"\b((?:P|R|RC|RK)[CS]|NM)[\s-]*(\d{4})\b")
APPOINTMENT = "NM"
CHAMBERS = {"C": "lower", "S": "upper"}
NOBODY = "Legislador"  # stands where an author's name is missing
PRINTED_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
MEDIA = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "rtf": "application/rtf",
}


class PuertoRicoBills(BillSpider):
    """The list of a term, then each measure that may have moved."""

    name = "puerto_rico.bills"
    jurisdiction = "us-pr"
    publisher = "Asamblea Legislativa de Puerto Rico"
    cadence = "every 12 hours"
    rounds = DAYS
    verified = "unverified"
    lacks: ClassVar[Mapping[str, str]] = {
        "hearings": "the chambers' calendars are not known to be published in a form that a program can read"
    }
    zone = "America/Puerto_Rico"
    vocabulary = PUERTO_RICO
    sessions = Sessions(
        [
            Session(identifier="2021-2024", site="2021", starts_on=date(2021, 1, 11), ends_on=date(2024, 12, 31)),
            Session(identifier="2025-2028", site="2025", starts_on=date(2025, 1, 13), ends_on=date(2028, 12, 31)),
            # The second Monday of January after an election.
            Session(identifier="2029-2032", site="2029", starts_on=date(2029, 1, 8)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The first page of each term's list."""
        return [self._page(due.session.code, 1, due.pace) for due in self.sessions.due(self.now)]

    def _page(self, term: str, number: int, pace: Pace) -> Request:
        address = f"{SITE}/medidas?cuatrienio_id={term}&autores=&comision_id=&page={number}"
        moves = pace.get("when") or (str(self.now.date()) if number > 1 else None)
        return self.follow(address, self.parse_list, when=moves, optional=pace.get("optional", False))

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A page of the list or a measure's: the address tells which."""
        if re.search(r"/medidas/\d+$", urlsplit(response.url).path):
            yield from self.parse_bill(response)
        else:
            yield from self.parse_list(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The page of each measure that may have moved, and from the first page the others."""
        page = text_of(response)
        session, number = self._asked(page.url)
        for link, shown in _measures(page).items():
            turn = round_of(link, self.now, days=DAYS, ends_on=session.ends_on)
            hints = {"session": session.identifier}
            yield self.follow(link, self.parse_bill, when=token(shown, turn), cb_kwargs=hints)
        if number == 1:
            over = next((due.pace for due in self.sessions.due(self.now) if due.session == session), Pace())
            yield from (self._page(session.code, other, over) for other in range(2, _pages(page) + 1))

    def _asked(self, url: str) -> tuple[Session, int]:
        """Term and page that the address of a list names."""
        asked = parse_qs(urlsplit(url).query)
        session = self.sessions.by_code(asked.get("cuatrienio_id", [""])[0])
        if session is None:
            raise ExtractionError("the address names no term of the table, such as cuatrienio_id=2025", url=url)
        return session, int(asked.get("page", ["1"])[0])

    def parse_bill(self, response: Response, session: str = "") -> Iterator[Bill]:
        """The measure of a page. The page does not name its term: it is that of the list, else of the day it was filed."""
        page = text_of(response)
        heading = " ".join(map(_words, many(page, "main div.items-center h1")))
        found = NUMBER.search(heading)
        if not found:
            raise ExtractionError(f"expected a measure's number, found {heading[:60]!r}", url=page.url, selector="h1")
        if found[1] == APPOINTMENT:
            return
        titles = page.xpath("//span[strong[contains(., 'Título')]]/following-sibling::span[1]")
        title = _words(titles[0]) if titles else ""
        if not title:
            raise ExtractionError("the measure has no title", url=page.url, selector="Título:")
        chamber = CHAMBERS[found[1][-1]]
        events = [event for node in many(page, "ul[role=list] > li") if (event := _event(node, page.url))]
        if not events:
            raise ExtractionError("no event of the measure has words", url=page.url, selector="li h2", found=0)
        yield Bill(
            identifier=bill_number("".join(found.groups())),
            title=title,
            url=page.url,
            session=session or self._term([on for _, on, _ in events], page.url),
            chamber=chamber,
            sponsors=tuple(Sponsor(name=name, primary=True) for name in _authors(page)),
            actions=tuple(self._action(words, on, chamber) for words, on, _ in events),
            versions=tuple(_versions(events, page)),
        )

    def _action(self, words: str, on: date | None, chamber: str) -> Action:
        """The step; only its words tell whose it is, and of some nobody's."""
        by = "lower" if re.search(r"\bc[aá]mara\b", words, re.IGNORECASE) else ""
        by = "upper" if re.search(r"\bsenado\b", words, re.IGNORECASE) else by
        if re.match(r"(radicad|cuerpo de origen)", words, re.IGNORECASE):
            by = chamber
        return by_office(self.action(words, on=on, by=by))

    def _term(self, days: Iterable[date | None], url: str) -> str:
        filed = min(filter(None, days), default=None)
        for session in self.sessions:
            last = session.ends_on or date.max
            if filed and session.starts_on and session.starts_on.replace(day=1) <= filed <= last:
                return session.identifier
        raise ExtractionError(f"no term of the table has a measure of {filed}", url=url)


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _measures(page: TextResponse) -> dict[str, str]:
    """Address and words of each row; a measure that stands twice on the page is the one with the newer address."""
    rows: dict[str, tuple[str, str]] = {}
    for row in many(page, "ul.list-none > a[href*='/medidas/']"):
        link, shown = page.urljoin(row.attrib["href"]), _words(row)
        if not re.search(r"/medidas/\d+$", link):
            raise ExtractionError(f"expected a measure's address, found {link}", url=page.url)
        found = NUMBER.search(shown)
        key = "".join(found.groups()) if found else link
        if key.startswith(APPOINTMENT):
            continue
        rows[key] = max(rows.get(key, ("", "")), (link, shown), key=lambda each: (len(each[0]), each[0]))
    return dict(rows.values())


def _pages(page: TextResponse) -> int:
    """How many pages the list has, by the labels of its links."""
    labels = page.css("span[class*='items-baseline'] a::attr(aria-label)").getall()
    return max([int(number) for label in labels for number in re.findall(r"\d+", label)], default=1)


def _event(node: Selector, url: str) -> tuple[str, date | None, list[str]] | None:
    """Words, day and documents of an event; None for an entry without words."""
    heading = node.css("h2")
    if not heading:
        return None
    marked = heading[0].css("span.text-sutra-primary")
    words = _words(marked[0]) if marked else _words(heading[0])
    said = [_words(line) for line in node.css("p") if "Fecha" in _words(line)]
    found = PRINTED_DAY.search(said[0]) if said else None
    try:
        on = day(found[0]) if found else None
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="p") from error
    return (words, on, node.css("a[href]::attr(href)").getall()) if words else None


def _authors(page: TextResponse) -> list[str]:
    names = (_words(link) for link in page.css("a[href*='legisladores/M-']"))
    return list(dict.fromkeys(name for name in names if name and name != NOBODY))


def _versions(events: Iterable[tuple[str, date | None, list[str]]], page: TextResponse) -> Iterator[Version]:
    """The documents that hang on events, each under the event's words."""
    seen: set[str] = set()
    for words, on, links in events:
        for link in links:
            url = page.urljoin(link)
            media_type = MEDIA.get(urlsplit(url).path.rpartition(".")[2].lower())
            if media_type and url not in seen:
                seen.add(url)
                yield Version(note=words, on=on, url=url, media_type=media_type)
