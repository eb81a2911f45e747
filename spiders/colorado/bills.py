"""Bills and resolutions of Colorado's General Assembly, from the pages that its site has had since November 2025.

The search form lists a session's bills, those that moved last first, and does not say when; a bill's page has everything. The
bills on top of the list are read once a day, the others once a week, and any whose row moved at once. Unverified: the pages are
told by public projects that read them.
"""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.colorado.vocabulary import COLORADO
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Pace, Session, Sessions

SITE = "https://leg.colorado.gov"
SEARCH = f"{SITE}/bills/bill-search"
FRESH = 100
"""How many bills on top of the list may have moved since yesterday."""
NAME = re.compile(r"(\d{4}) (Regular|(?:(First|Second|Third) )?(?:Extraordinary|Special)) Session")
LETTERS = {"First": "B", "Second": "C", "Third": "D"}
NUMBER = re.compile(r"([A-Z]{2,3})(\d\d)([A-Z]?)-0*(\d+)", re.IGNORECASE)
ACTORS = {"House": "lower", "Senate": "upper", "Governor": "executive"}


def session_of(name: str) -> Session | None:
    """ "2027 Regular Session" → "2027A", "2025 Extraordinary Session" → "2025B"; a past one is over with its year."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    year, letter = int(found[1]), "A" if found[2] == "Regular" else LETTERS[found[3] or "First"]
    return Session(identifier=f"{year}{letter}", name=name, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


class ColoradoBills(BillSpider):
    """The search form with its sessions, the list of each session that is due, and the bills that moved."""

    name = "colorado.bills"
    jurisdiction = "us-co"
    publisher = "Colorado General Assembly"
    cadence = "every 6 hours"
    rounds = 7
    verified = "unverified"
    zone = "America/Denver"
    start_urls = [SEARCH]
    vocabulary = COLORADO
    sessions = Sessions(
        [
            Session(
                identifier="2025A",
                name="2025 Regular Session",
                starts_on=date(2025, 1, 8),
                ends_on=date(2025, 5, 7),
            ),
            Session(
                identifier="2025B",
                name="2025 Extraordinary Session",
                starts_on=date(2025, 8, 26),
                ends_on=date(2025, 8, 30),
            ),
            Session(
                identifier="2026A",
                name="2026 Regular Session",
                starts_on=date(2026, 1, 14),
                ends_on=date(2026, 5, 13),
            ),
            # The second Wednesday of January.
            Session(identifier="2027A", name="2027 Regular Session", starts_on=date(2027, 1, 13)),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The search form or a bill's page: the address tells which."""
        yield from self.parse_bill(response) if NUMBER.search(response.url) else self.parse_sessions(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The first page of each session's list; a finished session once a week."""
        labels = many(text_of(response), "div#session-filters-list span.search-filter-label")
        for due in self.sessions.listed(map(_words, labels), self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield self._page(due.session, 1, 0, due.pace)

    def _page(self, session: Session, number: int, above: int, pace: Pace) -> Request:
        asked = {
            "q": "",
            "sessions[]": session.name,
            "show_filters": "",
            "sort": "Last Action Descending",
            "page": number,
        }
        return self.follow(
            SEARCH,
            self.parse_list,
            method="POST",
            body=urlencode(asked),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            cb_kwargs={"session": session.name, "number": number, "above": above, "pace": pace},
            **pace,
        )

    def parse_list(
        self, response: Response, session: str = "", number: int = 1, above: int = 0, pace: Pace | None = None
    ) -> Iterator[Request]:
        """The page of each bill that may have moved, and the next page of the list; `above` counts the bills of earlier pages."""
        page = text_of(response)
        asked = next((one for one in self.sessions if one.name == session), None) or session_of(session)
        early = asked is not None and asked.starts_on is not None and self.now.date() < asked.starts_on
        rows = many(page, "a.all-bills-data-heading", least=0 if early else 1)
        for place, row in enumerate(rows, start=above):
            link = page.urljoin(row.attrib["href"])
            found = _numbered(link)
            if asked and found[0] != asked.identifier:
                raise ExtractionError(f"the list of {asked.name} leads to {link}", url=page.url)
            yield self.follow(link, self.parse_bill, when=self._token(row, place, asked))
        pages = _pages(page)
        if asked and rows and number < pages:
            yield self._page(asked, number + 1, above + len(rows), pace or Pace())

    def _token(self, row: Selector, place: int, session: Session | None) -> str:
        """Moves with the row's words, for a bill on top of the list with the day too, for one below once in seven days."""
        shown = row.xpath("ancestor-or-self::*[count(.//a[contains(@class, 'all-bills-data-heading')]) < 2]")
        words = _words(shown[0]) if len(shown) else _words(row)
        ends_on = session.ends_on if session else None
        return token(words, round_of(words, self.now, days=1 if place < FRESH else 7, ends_on=ends_on))

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The bill of a page."""
        page = text_of(response)
        session, identifier = _numbered(_words(one(page, "span.bill-detail-bill-number-tag")))
        if (session, identifier) != _numbered(page.url):
            raise ExtractionError(f"this is the page of {identifier} of {session}", url=page.url)
        title = _words(one(page, "div.full-bill-topic h1"))
        if not title:
            raise ExtractionError("the bill has no title", url=page.url, selector="div.full-bill-topic h1")
        try:
            yield Bill(
                identifier=identifier,
                title=title,
                url=page.url,
                text="\n".join(filter(None, map(_words, page.css("div.bill-detail-bill-summary")))),
                session=session,
                chamber={"H": "lower", "S": "upper"}[identifier[0]],
                sponsors=tuple(_sponsors(page)),
                actions=tuple(self._actions(page)),
                versions=tuple(_versions(page)),
                subjects=tuple(dict.fromkeys(filter(None, map(_words, page.css("span.subject-tag"))))),
            )
        except (ValueError, KeyError) as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse) -> Iterator[Action]:
        """Day, place and words of each row; a conference committee and "Joint" are of both chambers."""
        one(page, "div#bill-histories")
        for row in page.css("div#bill-histories tbody tr"):
            printed, place, text = (_words(cell) for cell in many(row, "td", least=3)[:3])
            yield self.action(text, on=day(printed), by=ACTORS.get(place, "legislature"))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _numbered(printed: str) -> tuple[str, str]:
    """Session and number of "HB26-1362" or an address that ends so: "2026A", "HB 1362"."""
    found = NUMBER.search(printed)
    if not found:
        raise ExtractionError(f"expected a number such as HB26-1362, found {printed!r}", url=printed)
    prefix, year, letter, number = found.groups()
    return f"20{year}{letter.upper() or 'A'}", bill_number(f"{prefix}{number}")


def _pages(page: TextResponse) -> int:
    """How many pages the list has, by its buttons; a list of one page may have none."""
    shown = [*page.css("button[data-page]::attr(data-page)").getall(), "1"]
    return max(int(each) for each in shown if each.isdigit())


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    seen: set[str] = set()
    for block in ("prime", "additional-sponsor", "co-sponsor"):
        for link in page.css(f"div.bill-detail-{block} div.sponsor-link a"):
            name = _words(link)
            if name and name not in seen:
                seen.add(name)
                yield Sponsor(name=name, primary=block != "co-sponsor")


def _versions(page: TextResponse) -> Iterator[Version]:
    """Day, stage and the text as HTML where there is one, else as PDF."""
    for row in page.css("div#bill-files-all-versions tbody tr"):
        cells = many(row, "td", least=3)
        on, note = day(_words(cells[0])), _words(cells[1])
        for cell, media_type in ((cells[1], "text/html"), (cells[2], "application/pdf")):
            if link := cell.css("a::attr(href)").get():
                yield Version(note=note, on=on, url=page.urljoin(link), media_type=media_type)
                break
