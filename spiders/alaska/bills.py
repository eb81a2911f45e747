"""Bills and resolutions of Alaska's Legislature, from the pages of its system BASIS.

One page lists a legislature's measures with status and its day; a measure's page is read when its row moved and once a week
while the legislature meets, for not every step moves the status. The public service beside the pages, which answers in JSON, is not
used: the names of its fields were not at hand. Unverified: both pages are told by public projects that read them (2025, 2026).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from spiders.alaska.vocabulary import ALASKA
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions

SITE = "https://www.akleg.gov/basis/Bill"
ROUND = 7
HISTORY = "div#tab6_4 tr, tr.floorAction, tr.committeeAction"
CHAMBERS = {"H": "lower", "S": "upper"}
NO_SUBJECTS = {"Similar Subject Match", "Exact Subject Match"}  # searches that stand beside them


class AlaskaBills(BillSpider):
    """The list of each legislature, then the page of each measure that may have moved."""

    name = "alaska.bills"
    jurisdiction = "us-ak"
    publisher = "Alaska State Legislature"
    cadence = "every 6 hours"
    rounds = ROUND
    edition = 2  # more words of histories are known
    verified = "unverified"
    zone = "America/Anchorage"
    delay = 2.0  # the server is slow
    vocabulary = ALASKA
    sessions = Sessions(
        [
            Session(identifier="33", starts_on=date(2023, 1, 17), ends_on=date(2024, 5, 15)),
            # The 121st day of the second regular session.
            Session(identifier="34", starts_on=date(2025, 1, 21), ends_on=date(2026, 5, 20)),
            # The third Tuesday of January.
            Session(identifier="35", starts_on=date(2027, 1, 19)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """One list a legislature."""
        for due in self.sessions.due(self.now):
            yield self.follow(f"{SITE}/Range/{due.session.code}", self.parse_list, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A list or a measure's page: the address tells which."""
        yield from self.parse_list(response) if "/Range/" in response.url else self.parse_bill(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The page of each measure that may have moved; a number without a title is not in use."""
        page = text_of(response)
        session = self._session(page.url, "Range")
        early = session.starts_on is not None and self.now.date() < session.starts_on
        rows = [row for row in page.css("tr") if row.css("td a[href*='/Bill/Detail/']")]
        if not rows and not early:
            raise ExtractionError("the list has no measures", url=page.url, selector="td a[href*='/Bill/Detail/']")
        for row in rows:
            link = page.urljoin(re.sub(r"\s|%20|\+", "", one(row, "td:first-child a").attrib["href"]))
            if self._session(link, "Detail") != session:
                raise ExtractionError(f"the list of {session.identifier} leads to {link}", url=page.url)
            number, title, *more = [_words(cell) for cell in row.css("td")]
            turn = round_of(number, self.now, days=ROUND, ends_on=session.ends_on)
            if title:
                yield self.follow(link, self.parse_bill, when=token(number, title, *more, turn))

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The measure of a page; one that has neither title nor short title is not in use."""
        page = text_of(response)
        session = self._session(page.url, "Detail")
        root = parse_qs(urlsplit(page.url).query).get("Root", [""])[0]
        title = (_told(page, "Title") or _told(page, "Short Title")).strip('"')
        if not page.css(HISTORY):
            raise ExtractionError("the page has no history", url=page.url, selector=HISTORY)
        if not title:
            return
        try:
            number = bill_number(root)
            yield Bill(
                identifier=number,
                title=title,
                url=page.url.partition("#")[0],
                session=session.identifier,
                chamber=CHAMBERS.get(number[0], "legislature"),
                status=_told(page, "Current Status"),
                sponsors=tuple(_sponsors(page)),
                actions=tuple(self._actions(page)),
                versions=tuple(_versions(page)),
                subjects=tuple(_subjects(page)),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse) -> Iterator[Action]:
        """The history in the page's order: day, page of the journal, and "(H) JUD RPT 3DP 2NR". Rows without words are left out."""
        for row in many(page, HISTORY):
            cells = row.css("td")
            if len(cells) < 3 or not (printed := _words(cells[2])):
                continue
            found = re.match(r"\(([HS])\)\s*", printed)
            by = CHAMBERS[found[1]] if found else "legislature"
            text = printed[found.end() :] if found else printed
            own = re.match(r"PREFILE RELEASED (\d+/\d+/\d+)", text, re.IGNORECASE)
            yield by_office(self.action(text, on=day(own[1] if own else _words(cells[0])), by=by))

    def _session(self, url: str, page: str) -> Session:
        found = re.search(rf"/basis/Bill/{page}/(\d+)", url, re.IGNORECASE)
        session = self.sessions.by_code(found[1]) if found else None
        if session is None:
            raise ExtractionError(f"the address names no legislature of the table, such as /Bill/{page}/34", url=url)
        return session


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _told(page: TextResponse, label: str) -> str:
    """What stands beside a label; "" where the label or its value is not there."""
    beside = page.xpath(f"//span[normalize-space(translate(., ':', ''))='{label}']/following-sibling::*[1]")
    return _words(beside[0]) if beside else ""


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    """ "REPRESENTATIVES GRAY, Mina, Carrick": names in capitals are prime sponsors; or a committee's whole name."""
    beside = page.xpath("//span[contains(., 'ponsor(S)')]/following-sibling::*[1]")
    for printed in (_words(node) for node in beside[:1]):
        for part in re.split(r";|(?=\bSENATORS?(?:\(S\))?\s)|(?=\bREPRESENTATIVES?(?:\(S\))?\s)", printed):
            members = re.match(r"\s*(?:REPRESENTATIVE|SENATOR)(?:S|\(S\))?\s+(.+)", part)
            names = members[1].split(",") if members else [part]
            for name in (re.sub(r"\s+BY REQUEST$", "", squeeze(each)) for each in names):
                if name and "Model." not in name:  # the page's template shows through now and then
                    yield Sponsor(name=name, primary=not members or name == name.upper())


def _versions(page: TextResponse) -> Iterator[Version]:
    """The texts: a link with the file's name, then the version's name, "CSHB 1(STA)"."""
    for row in page.css("tr:has(td:first-child a[href*='/Bill/Text/'])"):
        cells, link = row.css("td"), row.css("td:first-child a")[0]
        note = _words(cells[1]) if len(cells) > 1 else ""
        yield Version(note=note or _words(link), url=page.urljoin(link.attrib["href"]), media_type="text/html")


def _subjects(page: TextResponse) -> list[str]:
    links = page.css("a[href*='ubject']")
    return [words for words in dict.fromkeys(map(_words, links)) if words and words not in NO_SUBJECTS]
