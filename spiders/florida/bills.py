"""Bills and resolutions of Florida's Legislature, both chambers, from the Senate's site: a list in pages and a page a bill.

The list shows each bill's last action and is read to its end in each check; a bill's page is read when its row moved. Unverified:
the pages are told by public projects that read them, the words of real histories (2026) by OpenStates' records.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import token
from spiders.families.sessions import Due, Session, Sessions
from spiders.florida.vocabulary import FLORIDA

SITE = "https://www.flsenate.gov"
COMMITTEE_BILLS = 7000
NUMBER = re.compile(r"\b([HS](?:PB|JR|CR|B|R|M)) ?(\d+[A-Z]?)\b")
JOURNAL = re.compile(r"\s*-\s*[HS]J\s*\d[-\d, ]*$")  # "-SJ 123": the page of the journal comes later than the action
CHAMBERS = {"Senate": "upper", "House": "lower", "H": "lower", "S": "upper"}
SPONSORS = re.compile(r"\bby\s+(?P<first>[^(]+)(?:\(CO-INTRODUCERS\)\s*(?P<others>.+))?")
MEDIA = {"PDF": "application/pdf", "HTML": "text/html"}


def session_of(code: str) -> Session | None:
    """The session of an address: "2026" or, for a special one, "2026D"; its days are not known."""
    if not re.fullmatch(r"\d{4}[A-Z]?", code):
        return None
    return Session(identifier=code, starts_on=date(int(code[:4]), 1, 1), ends_on=date(int(code[:4]), 12, 31))


class FloridaBills(BillSpider):
    """The lists of the sessions in the table, and of those that the site's own menu has beyond it."""

    name = "florida.bills"
    jurisdiction = "us-fl"
    publisher = "Florida Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    edition = 2  # other names of a bill
    delay = 2.0  # the site closes connections when it is asked much
    vocabulary = FLORIDA
    sessions = Sessions(
        [
            Session(identifier="2025A", starts_on=date(2025, 1, 27), ends_on=date(2025, 2, 14)),
            Session(identifier="2025B", starts_on=date(2025, 1, 27), ends_on=date(2025, 2, 14)),
            Session(identifier="2025C", starts_on=date(2025, 1, 27), ends_on=date(2025, 2, 14)),
            Session(identifier="2025", starts_on=date(2025, 3, 4), ends_on=date(2025, 5, 2)),
            Session(identifier="2026", starts_on=date(2026, 1, 13), ends_on=date(2026, 3, 13)),
            Session(identifier="2026D", starts_on=date(2026, 4, 28), ends_on=date(2026, 5, 1)),
            Session(identifier="2026E", starts_on=date(2026, 5, 12), ends_on=date(2026, 5, 29)),
            Session(identifier="2026F", starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 5)),
            # In odd years the Tuesday after the first Monday of March.
            Session(identifier="2027", starts_on=date(2027, 3, 2)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The first page of each session's list."""
        return [self._list(due) for due in self.sessions.due(self.now)]

    def _list(self, due: Due) -> Request:
        address = f"{SITE}/Session/Bills/{due.session.code}?chamber=both"
        return self.follow(address, self.parse_list, cb_kwargs={"pace": due.pace.get("when")}, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """A page of a list or a bill's page: the address tells which."""
        yield from self.parse_list(response) if "/Session/Bills/" in response.url else self.parse_bill(response)

    def parse_list(self, response: Response, pace: str | None = None) -> Iterator[Request | Untracked]:
        """The page of each bill whose row moved, the next page, and the lists of sessions that only the menu knows."""
        page = text_of(response)
        code = _place(page.url, "Bills")
        following = {page.urljoin(link) for link in page.css("a.next::attr(href)").getall()}
        if len(following) > 1:
            raise ExtractionError(f"several next pages: {sorted(following)}", url=page.url, selector="a.next")
        begun = (self.sessions.by_code(code) or Session(identifier=code)).starts_on
        early = begun is not None and self.now.date() < begun and page.css("select[name=SessionYear]")
        for row in many(page, "tr:has(> th > a[href*='/Session/Bill/'])", least=0 if early else 1):
            link = one(row, "th > a[href*='/Session/Bill/']")
            address = page.urljoin(link.attrib["href"]).rstrip("/")
            if _place(address, "Bill") != code:
                raise ExtractionError(f"the list of {code} leads to {address}", url=page.url)
            listed = {"identifier": _words(link), "title": _words(row.css("td")[0]) if row.css("td") else ""}
            yield self.follow(
                f"{address}/ByCategory", self.parse_bill, when=token(_words(row)), cb_kwargs={"listed": listed}
            )
        for address in following:
            yield self.follow(address, self.parse_list, when=pace, cb_kwargs={"pace": pace})
        yield from self._other_sessions(page)

    def _other_sessions(self, page: TextResponse) -> Iterator[Request | Untracked]:
        listed = map(squeeze, page.css("select[name=SessionYear] option::attr(value)").getall())
        codes = [code for code in listed if code and not self.sessions.by_code(code)]
        for due in self.sessions.listed(codes, self.now, rule=session_of):
            yield due if isinstance(due, Untracked) else self._list(due)

    def parse_bill(self, response: Response, listed: Mapping[str, str] | None = None) -> Iterator[Bill]:
        """The bill of a page. A saved page without its row of the list is named by its own heading."""
        page = text_of(response)
        session = _place(page.url, "Bill")
        named = listed or _heading(page)
        identifier, title = _named(named, page.url)
        history = one(page, "div#tabBodyBillHistory")
        try:
            actions = tuple(step for row in history.css("table tbody tr") for step in self._steps(row))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div#tabBodyBillHistory") from error
        yield Bill(
            identifier=identifier,
            aliases=tuple(_also(named["identifier"], identifier)),
            title=title,
            url=page.url.removesuffix("/ByCategory"),
            text=squeeze(" ".join(page.css("div#main p.width80 ::text").getall())),
            session=session,
            chamber=CHAMBERS[identifier[0]],
            sponsors=tuple(_sponsors(page)),
            actions=actions,
            versions=tuple(_versions(page)),
            companions=tuple(_companions(page)),
        )

    def _steps(self, row: Selector) -> Iterator[Action]:
        """The steps of a day in one chamber, each behind a bullet."""
        cells = row.css("td")
        if len(cells) < 3:
            raise ValueError(f"a row of {len(cells)} cells in the history")
        by = CHAMBERS.get(_words(cells[1]), "legislature")
        for text in _words(cells[2]).split("\u2022"):
            words = JOURNAL.sub("", squeeze(text))
            if words:
                yield by_office(self.action(words, on=day(_words(cells[0])), by=by))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _place(url: str, kind: str) -> str:
    """The session that an address names: /Session/Bills/2026?… or /Session/Bill/2026/994/ByCategory."""
    found = re.search(rf"/Session/{kind}/(\d{{4}}[A-Z]?)(?:[/?]|$)", url)
    if not found:
        raise ExtractionError(f"the address names no session, such as /Session/{kind}/2026", url=url)
    return found[1]


def _heading(page: TextResponse) -> Mapping[str, str]:
    """Number and title from a heading such as "CS/HB 1205: Kratom"."""
    for words in map(_words, page.css("div#main h1, div#main h2")):
        found = re.fullmatch(r"((?:[\w/]+/)?[HS]\w+ \d+\w*)\s*[:\u2013\u2014-]\s*(.+)", words)
        if found:
            return {"identifier": found[1], "title": found[2]}
    raise ExtractionError("no heading names the bill and its title", url=page.url, selector="div#main h2")


def _named(named: Mapping[str, str], url: str) -> tuple[str, str]:
    """Number without the marks of committee substitutes, and title: "CS/HB 1205" is HB 1205; the address has the number too."""
    found = NUMBER.search(named["identifier"])
    in_address = re.search(r"/Session/Bill/\w+/(\d+[A-Z]?)(?:/|$)", url)
    if not found or not named["title"] or not in_address or in_address[1] != found[2]:
        raise ExtractionError(f"expected the bill of the address with a title, found {dict(named)}", url=url)
    return bill_number(f"{found[1]} {found[2]}"), named["title"]


def _also(printed: str, identifier: str) -> Iterator[str]:
    """The name with the marks of committee substitutes; and of a committee's own bill of the Senate, which are numbered from 7000
    on, that of the proposal it was: the address goes by the number alone."""
    if "/" in printed:
        yield printed
    letters, _, number = identifier.partition(" ")
    if letters[0] == "S" and letters != "SPB" and int("".join(filter(str.isdigit, number))) >= COMMITTEE_BILLS:
        yield f"SPB {number}"


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    """Who brings the bill and who joined: "GENERAL BILL by Gruters ; (CO-INTRODUCERS) Martin"."""
    lines = [_words(line) for line in page.css("div#main p:has(> span)")]
    found = next(filter(None, map(SPONSORS.search, lines)), None)
    seen: set[str] = set()
    for group in ("first", "others") if found else ():
        for each in ((found[group] if found else "") or "").split(";"):
            name = re.sub(r"^(Rep|Sen)\. ", "", squeeze(each))
            if name and name not in seen:
                seen.add(name)
                yield Sponsor(name=name, primary=group == "first")


def _versions(page: TextResponse) -> Iterator[Version]:
    """The texts, as web page where there is one, else as PDF."""
    for row in page.css("div#tabBodyBillText table tbody tr"):
        links = [link for link in row.css("td a::attr(href)").getall() if link.rpartition("/")[2].upper() in MEDIA]
        if links:
            best = min(links, key=lambda link: link.upper().endswith("PDF"))
            kind = best.rpartition("/")[2].upper()
            yield Version(note=_words(row.css("td")[0]), url=page.urljoin(best), media_type=MEDIA[kind])


def _companions(page: TextResponse) -> Iterator[str]:
    for row in page.css("div#tabBodyRelatedBills table tbody tr"):
        words = _words(row)
        found = NUMBER.search(words)
        if found and re.search(r"\b(identical|similar)\b", words, re.IGNORECASE):
            yield bill_number(f"{found[1]} {found[2]}")
