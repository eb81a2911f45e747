"""Bills and resolutions of Minnesota's Legislature, from the lists of the Revisor of Statutes and a page a bill.

A list shows five hundred files with the day of the last action and is read in each check; a file's page is read when its row moved.
Files of the two houses are companions, each with its own history in both houses. Unverified: lists and pages are told by a public
project that reads them, words, dates and addresses of texts by OpenStates' records of real files (2026).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

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
from spiders.minnesota.vocabulary import MINNESOTA

SITE = "https://www.revisor.mn.gov/bills"
PAGE = 500  # the most that one list shows
BODIES = {"House": "lower", "Senate": "upper"}
TYPES = ("bill", "concurrent", "resolution")
NO_STEP = ("Chapter number", "See also", "See")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/?(\d{2,4})\b")
_NEW = re.compile(r"/bills/\d+/(\d{4})/(\d)/([HS][FCR])/0*(\d+)")


def session_of(printed: str) -> Session | None:
    """The session of "95th Legislature, 2027-2028" or "94th Legislature, 2025 1st Special Session"."""
    found = re.match(r"(\d+)\w\w Legislature, (\d{4})(?:-(\d{4})| (\d)\w\w Special Session)$", printed)
    if not found:
        return None
    number, first, last, special = found.groups()
    return Session(
        identifier=f"{first}s{special}" if special else f"{first}-{last}",
        site=f"{special or 0}{number}{first}",
        starts_on=date(int(first), 1, 1),
        ends_on=date(int(last or first), 12, 31),
    )


class MinnesotaBills(BillSpider):
    """The files of both houses, five hundred a request, then the page of each that moved."""

    name = "minnesota.bills"
    jurisdiction = "us-mn"
    publisher = "Minnesota Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Chicago"
    vocabulary = MINNESOTA
    sessions = Sessions(
        [
            Session(
                identifier="2025-2026",
                site="0942025",
                name="94th Legislature, 2025-2026",
                starts_on=date(2025, 1, 14),
                ends_on=date(2026, 5, 20),
            ),
            Session(
                identifier="2025s1",
                site="1942025",
                name="94th Legislature, 2025 1st Special Session",
                starts_on=date(2025, 6, 8),
                ends_on=date(2025, 12, 31),
            ),
            Session(
                identifier="2027-2028",
                site="0952027",
                name="95th Legislature, 2027-2028",
                starts_on=date(2027, 1, 12),
            ),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The first list of each house and type, and the site's own choice of sessions."""
        for due in self.sessions.due(self.now):
            yield from self._lists(due)
        yield self.follow(f"{SITE}/status_search.php?body=House", self.parse_sessions)

    def _lists(self, due: Due) -> Iterator[Request]:
        for body in BODIES:
            for kind in TYPES:
                yield self.follow(_list(body, due.session.code, kind, 1), self.parse_list, **due.pace)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The lists of sessions that the table does not have."""
        options = many(text_of(response), "select[name=session] option")
        names = [squeeze(" ".join(option.css("::text").getall())) for option in options]
        known = {each.name for each in self.sessions}
        wanted = [name for name in names if name and name not in known]
        for due in self.sessions.listed(wanted, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield from self._lists(due)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A list or a file's page: the address tells which."""
        yield from self.parse_list(response) if "status_result" in response.url else self.parse_bill(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The page of each file whose row moved, and the next five hundred until there are none."""
        page = text_of(response)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
        first = int(asked["bill"].partition("-")[0])
        rows = [row for row in page.css("table.table tbody tr") if row.css("td:nth-child(2) a")]
        if not rows:
            self._refuse_nothing(page, asked["session"], asked["bill_type"], first)
            return
        for row in rows:
            link = one(row, "td:nth-child(2) a")
            number = bill_number(_words(link))
            if not first <= int(number.split()[1]) < first + PAGE:
                raise ExtractionError(f"the list of {asked['bill']} shows {number}", url=page.url)
            address = self._address(page.urljoin(link.attrib["href"]))
            one(row, "td:nth-child(4)")  # the day of the last action
            yield self.follow(address, self.parse_bill, when=token(_words(row)))
        following = _list(asked["body"], asked["session"], asked["bill_type"], first + PAGE)
        yield self.follow(following, self.parse_list)

    def _refuse_nothing(self, page: TextResponse, code: str, kind: str, first: int) -> None:
        """A regular session has bills from its first day on; of other types, and after the last file, there may be none."""
        session = self.sessions.by_code(code)
        begun = session is None or session.starts_on is None or session.starts_on < self.now.date()
        if first == 1 and kind == "bill" and begun and code.startswith("0"):
            raise ExtractionError("the list shows no bill", url=page.url, selector="table.table tbody tr")

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """A file with its histories in both houses. One that was not sent to this house has no page here."""
        page = text_of(response)
        if "has not been transmitted" in _words(page.selector):
            return
        year, special, file = _place(page.url)
        identifier = bill_number(file)
        shown = _words(one(page, "h1.card-title"))
        if not re.match(rf"{identifier.replace(' ', ' ?0*')}\b", shown):
            raise ExtractionError(
                f"expected {identifier}, found {shown[:60]!r}", url=page.url, selector="h1.card-title"
            )
        try:
            yield Bill(
                identifier=identifier,
                title=_title(page),
                url=self._address(page.url),
                session=self._session(int(year), int(special)),
                chamber="lower" if identifier.startswith("H") else "upper",
                sponsors=tuple(_sponsors(page)),
                actions=tuple(self._actions(page, first="house" if identifier.startswith("H") else "senate")),
                versions=tuple(_versions(page)),
                companions=_companions(page),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse, *, first: str) -> list[Action]:
        """The histories of both houses as one, by day; the house of origin goes first, and what has no day follows its neighbour."""
        dated: list[tuple[date, Action]] = []
        for house in sorted(("house", "senate"), key=lambda each: each != first):
            known = date.min
            for row in page.css(f".{house} table.actions")[:1].css("tr"):
                if step := self._action(row, {"house": "lower", "senate": "upper"}[house]):
                    known = step.on or known
                    dated.append((known, step))
        if not dated:
            raise ExtractionError("the file has no history", url=page.url, selector="table.actions")
        return [step for _, step in sorted(dated, key=lambda each: each[0])]

    def _action(self, row: Selector, chamber: str) -> Action | None:
        cells = row.css("td")
        if len(cells) < 2:
            return None
        printed = _words(cells[0])
        text = _inline(cells[1].css("div > div")[0] if cells[1].css("div > div") else cells[1])
        if not text or text.startswith(NO_STEP):
            return None
        if printed and not re.fullmatch(r"[\d/ ]+", printed):
            raise ValueError(f"not a date: {printed!r}")
        step = self.action(text, on=_date(printed or text), by=chamber)
        return by_office(step)

    def _session(self, year: int, special: int) -> str:
        """The identifier of a year's special session, or of the two years that a regular one lasts."""
        return f"{year}s{special}" if special else f"{year - 1 + year % 2}-{year + year % 2}"

    def _address(self, url: str) -> str:
        year, special, file = _place(url)
        body = "House" if file.startswith("H") else "Senate"
        return f"{SITE}/bill.php?{urlencode({'b': body, 'f': file, 'ssn': special, 'y': year})}"


def _list(body: str, code: str, kind: str, first: int) -> str:
    asked = {
        "body": body,
        "session": code,
        "bill": f"{first}-{first + PAGE - 1}",
        "bill_type": kind,
        "submit_bill": "GO",
    }
    return f"{SITE}/status_result.php?{urlencode(asked)}"


def _place(url: str) -> tuple[str, str, str]:
    """Year, number of the special session, and file of an address in the old form or the one it leads on to."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    if {"f", "ssn", "y"} <= query.keys() and (found := re.fullmatch(r"([HS][FCR])0*(\d+)", query["f"])):
        return query["y"], query["ssn"], found[1] + found[2]
    if new := _NEW.search(url):
        return new[1], new[2], new[3] + new[4]
    raise ExtractionError("the address names no file, such as ?f=HF120&ssn=0&y=2025", url=url)


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _inline(node: Selector) -> str:
    """The words of a sentence, whose links stand inside it without blanks of their own."""
    return squeeze(node.xpath("string()").get())


def _date(printed: str) -> date | None:
    """The first day in a text; None where there is none. The Revisor's "3/4/225" and "05/272026" are known slips."""
    found = _DATE.search(printed)
    if not found:
        return None
    month, number, year = found.groups()
    if len(year) == 3:
        year = f"20{year[1:]}"
    return day(f"{month}/{number}/{year}")


def _title(page: TextResponse) -> str:
    found = page.xpath("//h2[contains(., 'Description')]/following-sibling::p[1]")
    title = _inline(found[0]) if found else ""
    if not title:
        raise ExtractionError("the file has no description", url=page.url, selector="h2 + p")
    return title


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    names = dict.fromkeys(filter(None, (_words(link) for link in page.css("div.author ul li a"))))
    for place, name in enumerate(names):
        yield Sponsor(name=name, primary=not place)


def _companions(page: TextResponse) -> tuple[str, ...]:
    links = page.xpath("//div[contains(text(), 'Companion:')]//a | //div[*[contains(text(), 'Companion:')]]//a")
    found = (re.match(r"[HS][FCR] ?\d+", _words(link)) for link in links)
    return tuple(dict.fromkeys(bill_number(each[0]) for each in found if each))


def _versions(page: TextResponse) -> Iterator[Version]:
    """Each text with the day it was posted, as a page and as a PDF."""
    for row in page.css("div#versions table tr"):
        links = row.css("td:first-child a[href]")
        posted = re.search(r"Posted on (\d{1,2}/\d{1,2}/\d{2,4})", _words(row))
        for link in links[:1]:
            note, on = _words(link), day(posted[1]) if posted else None
            yield Version(note=note, on=on, url=page.urljoin(link.attrib["href"]), media_type="text/html")
            for pdf in row.css("a[aria-label^='PDF']"):
                yield Version(note=note, on=on, url=page.urljoin(pdf.attrib["href"]), media_type="application/pdf")
