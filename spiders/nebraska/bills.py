"""Bills and resolutions of Nebraska's Legislature, which has one chamber, from a list a year and a page a bill.

The list tells how far a bill has come, but neither its last action nor its amendments: a bill's page is read when its row moved,
and every third day while the session lasts. Unverified: the pages are told by public projects that read them, the words of real
histories (2025) by OpenStates' records. The address of a bill names no session: the list that leads to it does.
"""

import re
from collections.abc import Iterator
from datetime import date

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from monitor.source.spider import Bundle, Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.nebraska.vocabulary import NEBRASKA

SITE = "https://nebraskalegislature.gov"
MENU = f"{SITE}/bills/"
LIST = f"{SITE}/bills/search_by_date.php"
ROUND = 3
FIRST = (109, 2025)  # the 109th Legislature met first in 2025; one every odd year since
HEADING = re.compile(r"([A-Z]+\d+[A-Z]*) *[-\u2013\u2014] *(.+)")
PAPERS = {"SI", "CS", "FN"}  # statements of intent, committee statements, fiscal notes: about the bill, no text of it


def session_of(name: str) -> Session | None:
    """The Legislature that the menu names ("110th Legislature 1st Session"); a special session's year is not told by its name."""
    found = re.match(r"(\d+)\w\w Legislature", name)
    if not found or "Special" in name:
        return None
    year = FIRST[1] + 2 * (int(found[1]) - FIRST[0])
    return Session(identifier=found[1], starts_on=date(year, 1, 2), ends_on=date(year + 1, 6, 30))


class NebraskaBills(BillSpider):
    """The sessions on the site's menu; a special session must be in the table, or it is told as not read."""

    name = "nebraska.bills"
    jurisdiction = "us-ne"
    publisher = "Nebraska Legislature"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    zone = "America/Chicago"
    vocabulary = NEBRASKA
    start_urls = [MENU]
    sessions = Sessions(
        [
            Session(
                identifier="108",
                name="108th Legislature 1st and 2nd Sessions",
                starts_on=date(2023, 1, 4),
                ends_on=date(2024, 4, 19),
            ),
            Session(
                identifier="108S1",
                name="108th Legislature 1st Special Session",
                starts_on=date(2024, 7, 25),
                ends_on=date(2024, 7, 31),
            ),
            Session(
                identifier="109",
                name="109th Legislature 1st and 2nd Sessions",
                starts_on=date(2025, 1, 8),
                ends_on=date(2026, 4, 19),
            ),
            Session(identifier="110", starts_on=date(2027, 1, 6), ends_on=date(2028, 4, 30)),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The menu, a year's list, or a bill's page: the address tells which."""
        if "search_by_date" in response.url:
            yield from self.parse_list(response)
        elif "DocumentID=" in response.url:
            yield from self.parse_bill(response)
        else:
            yield from self.parse_menu(response)

    def parse_menu(self, response: Response) -> Iterator[Request | Untracked]:
        """The lists of each session's years."""
        names = [squeeze(each) for each in many(text_of(response), "select[name=Legislature] option::text").getall()]
        numbered = [name for name in names if re.match(r"\d", name)]
        if not numbered:
            raise ExtractionError(
                "the menu names no Legislature", url=response.url, selector="select[name=Legislature]"
            )
        for due in self.sessions.listed(numbered, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield from self._lists(due)

    def _lists(self, due: Due) -> Iterator[Request]:
        """One list for each year of the session that has begun.

        Where a special session met, the year's list has its bills too, under numbers that stand twice; those bills are known
        by the list of the special ones, which is read together with it.
        """
        session = due.session
        if session.starts_on is None or session.ends_on is None:
            return
        hints = {"session": session.identifier, "settled": "when" in due.pace}
        for year in range(
            session.starts_on.year, min(session.ends_on.year, max(self.now.year, session.starts_on.year)) + 1
        ):
            address = f"{LIST}?SessionDay={year}"
            if "S" in session.identifier:
                yield self.follow(f"{address}&special=1", self.parse_list, cb_kwargs=hints, **due.pace)
            elif any(
                "S" in each.identifier and each.starts_on and each.starts_on.year == year for each in self.sessions
            ):
                request = self.bundle({"all": address, "special": f"{address}&special=1"}, self.parse_list)
                yield request.replace(cb_kwargs=hints)
            else:
                yield self.follow(address, self.parse_list, cb_kwargs=hints, **due.pace)

    def parse_list(self, response: Response | Bundle, session: str = "", settled: bool = False) -> Iterator[Request]:
        """A page for each bill whose row moved; while the session lasts, for every bill once in a round."""
        special: set[str] = set()
        if isinstance(response, Bundle):
            special = {address for address, _ in _rows(response.required("special"))}
            response = response.required("all")
        for address, shown in _rows(text_of(response)):
            if address not in special:
                turn = "" if settled else round_of(address, self.now, days=ROUND, ends_on=None)
                yield self.follow(address, self.parse_bill, when=token(shown, turn), cb_kwargs={"session": session})

    def parse_bill(self, response: Response, session: str = "") -> Iterator[Bill]:
        """The bill that the page shows. Without its list, the addresses of its texts tell the session."""
        page = text_of(response)
        headings = [_words(each) for each in page.css("div.main-content h2")]
        found = next((match for text in headings if (match := HEADING.match(text))), None)
        if not found:
            shown = " | ".join(headings)[:80]
            raise ExtractionError(f"expected a bill and its title, found {shown!r}", url=page.url, selector="h2")
        session = session or _session_of_texts(page)
        try:
            actions = tuple(self._actions(page))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        yield Bill(
            identifier=bill_number(found[1]),
            title=found[2],
            url=page.url,
            session=session,
            chamber="legislature",
            sponsors=tuple(_sponsors(page, actions)),
            actions=actions,
            versions=tuple(_versions(page, session)),
        )

    def _actions(self, page: TextResponse) -> Iterator[Action]:
        """The rows of the history, newest first as the page prints them."""
        for row in many(page, "table[class*=history] tbody tr"):
            cells = many(row, "td", least=2)
            step = self.action(_words(cells[1]), on=day(_words(cells[0])))
            yield by_office(step)


def _rows(page: TextResponse) -> Iterator[tuple[str, str]]:
    """Address and words of each row of a list."""
    for row in many(page, "div.main-content table.table tbody tr"):
        link = many(row, "td:first-child a")[0]
        yield page.urljoin(link.attrib["href"]), _words(row)


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _session_of_texts(page: TextResponse) -> str:
    found = re.search(r"/FloorDocs/(\d+)/", " ".join(page.css("a::attr(href)").getall()))
    if not found:
        raise ExtractionError("neither list nor texts name the session", url=page.url)
    return found[1]


def _sponsors(page: TextResponse, actions: tuple[Action, ...]) -> Iterator[Sponsor]:
    """The introducer, then those whose names were added later, oldest first, and not taken away again."""
    for item in page.xpath("//li[contains(., 'Introduced By')]"):
        name = _words(item).partition("Introduced By")[2].strip(" :")
        if name:
            yield Sponsor(name=name, primary=True)
            break
    added: dict[str, None] = {}
    for action in reversed(actions):
        if found := re.match(r"(.+) name (added|withdrawn)", action.text):
            if found[2] == "added":
                added[found[1]] = None
            else:
                added.pop(found[1], None)
    for name in added:
        yield Sponsor(name=name)


def _versions(page: TextResponse, session: str) -> Iterator[Version]:
    """The texts, then the amendments with what became of them. "Current" in an address would lead elsewhere after the session."""
    seen: set[str] = set()
    for link in page.css("a[href*='/FloorDocs/']"):
        address = page.urljoin(link.attrib["href"]).replace("/FloorDocs/Current/", f"/FloorDocs/{session}/")
        kind = re.search(r"/PDF/(\w+)/", address)
        if address in seen or not kind or kind[1] in PAPERS:
            continue
        seen.add(address)
        note = _words(link)
        if kind[1] == "AM":
            status = link.xpath("ancestor::div[contains(@class, 'amends')][1]//p[contains(@class, 'fw-bold')]")
            note += f" ({_words(status[0])})" if status else ""
        yield Version(note=note, url=address, media_type="application/pdf")
