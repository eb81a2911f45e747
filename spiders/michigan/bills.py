"""Bills and resolutions of Michigan's Legislature: the site's search answers with a two-year session at once; a page a measure.

The search is not known to show the last action; the site's feed of recent updates does. A measure's page is read when its row or
its entries in the feed moved, and once a week while the session lasts. The site closes the connection on hasty readers. Unverified:
search, page and feed are told by public projects that read them, words and addresses by OpenStates' records of real bills (2026).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, maybe, one, squeeze, text_of
from monitor.source.spider import Bundle
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions
from spiders.michigan.vocabulary import MICHIGAN

SITE = "https://legislature.mi.gov"
FEED = "https://www.legislature.mi.gov/documents/publications/RssFeeds/billupdate.xml"
TYPES = ("HB,SB", "HR,SR", "HCR,SCR", "HJR,SJR")
UNUSED = ("sponsor", "number", "dateFrom", "dateTo", "contentFullText")
ANALYSES = "ancestor::*[@id='HFAAnalysisSection' or @id='SFAAnalysisSection']"
OBJECT = re.compile(r"objectname=(\d{4})-([HS](?:B|R|CR|JR))-(\w+)", re.IGNORECASE)
ROUND = 7


class MichiganBills(BillSpider):
    """The search for all measures of a session beside the feed of updates, then each measure that may have moved."""

    name = "michigan.bills"
    jurisdiction = "us-mi"
    publisher = "Michigan Legislature"
    cadence = "every 6 hours"
    rounds = ROUND
    edition = 2  # more words of histories are known
    verified = "unverified"
    zone = "America/Detroit"
    delay = 3.0
    vocabulary = MICHIGAN
    sessions = Sessions(
        [
            Session(identifier="2023-2024", starts_on=date(2023, 1, 11), ends_on=date(2024, 12, 22)),
            Session(identifier="2025-2026", starts_on=date(2025, 1, 8), ends_on=date(2026, 12, 31)),
            # The second Wednesday of January.
            Session(identifier="2027-2028", starts_on=date(2027, 1, 13), ends_on=date(2028, 12, 31)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """One search a session."""
        for due in self.sessions.due(self.now):
            asked = [("chamber", ""), *(("docTypesList", each) for each in TYPES), ("sessions", due.session.code)]
            search = f"{SITE}/Search/ExecuteSearch?{urlencode([*asked, *((name, '') for name in UNUSED)])}"
            yield self.bundle(
                {"search": search, "feed": FEED},
                self.parse_list,
                optional=("feed",),
                absent=due.pace.get("optional", False),
                when=due.pace.get("when"),
            )

    def parse(self, response: Response | Bundle) -> Iterator[Request | Bill]:
        """A search or a measure's page: the address tells which."""
        yield from self.parse_list(response) if "/Search/" in response.url else self.parse_bill(response)

    def parse_list(self, response: Response | Bundle) -> Iterator[Request]:
        """The page of each measure that may have moved. A session that has not begun may have none."""
        answers = response.members if isinstance(response, Bundle) else {"search": response}
        found = answers.get("search")
        if found is None:
            raise ExtractionError("the answer has no list of measures", url=response.url)
        page = text_of(found)
        session = self._session(page.url)
        updates = _updates(answers.get("feed"))
        begun = session.starts_on is None or session.starts_on < self.now.date()
        rows = page.xpath("(//div[contains(@class, 'tableScrollWrapper')]//table)[1]/tbody/tr")
        if begun and not rows:
            raise ExtractionError("the search finds no measure", url=page.url, selector="div.tableScrollWrapper table")
        for row in rows:
            link = one(row, "td:first-child a")
            year, kind, number = _object(link.attrib["href"], page.url)
            name = f"{year}-{kind}-{number}"
            seen = round_of(name, self.now, days=ROUND, ends_on=session.ends_on)
            address = f"{SITE}/Bills/Bill?ObjectName={name}"
            yield self.follow(address, self.parse_bill, when=token(_words(row), *updates[name], seen))

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """A measure with its history."""
        page = text_of(response)
        year, kind, number = _object(page.url, page.url)
        heading = _words(one(page, "h1#BillHeading"))
        if not re.search(rf"\b0*{number.lstrip('0')} of {year}\b", heading):
            raise ExtractionError(f"expected {kind} {number} of {year}, found {heading[:80]!r}", url=page.url)
        try:
            yield Bill(
                identifier=bill_number(f"{kind} {number}") if number.isdigit() else f"{kind} {number}",
                title=_inline(one(page, "div#ObjectSubject")),
                url=page.url,
                session=f"{int(year) - 1 + int(year) % 2}-{int(year) + int(year) % 2}",
                chamber="lower" if kind.startswith("H") else "upper",
                sponsors=tuple(_sponsors(page)),
                actions=tuple(self._actions(page, "lower" if kind.startswith("H") else "upper")),
                versions=tuple(_versions(page)),
                subjects=tuple(_words(link) for link in page.css("#CateogryList a, #CategoryList a")),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse, chamber: str) -> Iterator[Action]:
        """The rows; one whose journal is not named is of the chamber of the row before."""
        for row in many(page, "div#History table tbody tr"):
            cells = many(row, "td", least=3)
            journal = _words(cells[1])
            chamber = "lower" if "HJ" in journal else "upper" if "SJ" in journal else chamber
            step = self.action(_inline(cells[2]), on=day(_words(cells[0])), by=chamber)
            yield by_office(step)

    def _session(self, url: str) -> Session:
        found = re.search(r"[?&]sessions=([\d-]+)", url)
        session = self.sessions.by_code(found[1]) if found else None
        if session is None:
            raise ExtractionError("the address names no session of the table, such as sessions=2025-2026", url=url)
        return session


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _inline(node: Selector) -> str:
    """The words of a sentence, whose links stand inside it without blanks of their own."""
    return squeeze(node.xpath("string()").get())


def _object(address: str, url: str) -> tuple[str, str, str]:
    """Year, kind and number of an address that names a measure's object, such as ?ObjectName=2025-HB-4001."""
    found = OBJECT.search(address)
    if not found:
        raise ExtractionError(f"{address!r} names no measure, such as ObjectName=2025-HB-4001", url=url)
    return found[1], found[2].upper(), found[3].upper()


def _updates(feed: Response | None) -> defaultdict[str, list[str]]:
    """What the feed tells of each object. A feed whose entries name none has moved."""
    updates: defaultdict[str, list[str]] = defaultdict(list)
    if feed is None:
        return updates
    items = Selector(body=feed.body, type="xml").xpath("//item")
    for item in items:
        words = squeeze(" ".join(item.xpath(".//text()").getall()))
        if found := OBJECT.search(words):
            updates[f"{found[1]}-{found[2].upper()}-{found[3].upper()}"].append(words)
    if items and not updates:
        raise ExtractionError("the feed of updates names no measure", url=feed.url, selector="item link")
    return updates


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    for item in page.css("li[title*='sponsored']"):
        for link in item.css("a"):
            classes = f"{item.attrib.get('class', '')} {link.attrib.get('class', '')}"
            name = re.sub(r" ?\(District \d+\)", "", _words(link))
            if name:
                yield Sponsor(name=name, primary="primarySponsor" in classes)


def _versions(page: TextResponse) -> Iterator[Version]:
    """The texts of the stages, without the analyses that stand in the same form, then substitutes from the history."""
    for row in page.css("div.billDocuments div.billDocRow"):
        if row.xpath(ANALYSES):
            continue
        note = _words(one(row, ".text span strong"))
        for style, media_type in (("pdf", "application/pdf"), ("html", "text/html")):
            if link := maybe(row, f".{style} a[href]"):
                yield Version(note=note, url=page.urljoin(link.attrib["href"]), media_type=media_type)
    for row in page.css("div#History table tbody tr"):
        for link in row.css("td:nth-child(3) a[href]"):
            said = re.search(r"\(?([HS]-\d+)\)?", _words(link)) or re.search(r"\(([HS]-\d+)\)", _words(row))
            if said and "substitute" in _words(row).lower():
                yield Version(
                    note=f"Substitute ({said[1]})",
                    url=page.urljoin(link.attrib["href"]),
                    media_type="application/pdf",
                )
