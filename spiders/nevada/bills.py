"""Bills and resolutions of Nevada's Legislature, from the fragments that its site NELIS is made of.

One answer lists every measure of a session, without a word of what became of them. A measure's overview is read once a day while
the Legislature sits and once a week else; its texts, which stand on another tab, when the overview moved. Unverified: the
fragments are told by public projects that read them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions
from spiders.nevada.vocabulary import NEVADA

SITE = "https://www.leg.state.nv.us"
NELIS = f"{SITE}/App/NELIS/REL"
EVERYTHING = 2147483647
NAME = re.compile(r"(\d+)(st|nd|rd|th) \((\d{4})\) (Special )?Session")
KEY = re.compile(r"/NELIS/REL/([^/]+)/Bill/(\d+)/Overview")
STARRED = {
    "83": {"*": "82", "**": "2023Special35"},
    "84": {"*": "83", "**": "2025Special36"},
}
"""Measures that were left from an earlier session are listed with stars; two of one number differ by the session they come from."""
SIGNING = timedelta(days=30)
"""How long after the last day the governor may act."""
HOUSES = {"A": "lower", "S": "upper"}


def session_of(name: str) -> Session | None:
    """ "85th (2029) Session" → "85" at "85th2029", "37th (2027) Special Session" → "2027Special37" at "37th2027Special"."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    number, ordinal, year, special = found.groups()
    identifier, word = (f"{year}Special{number}", "Special") if special else (number, "")
    return Session(
        identifier=identifier,
        site=f"{number}{ordinal}{year}{word}",
        name=name,
        starts_on=date(int(year), 1, 1) if special else date(int(year), 2, 1),
        ends_on=date(int(year), 12, 31) if special else date(int(year), 6, 5),
    )


class NevadaBills(BillSpider):
    """The list of sessions, the list of each that is due, and the tabs of the measures that may have moved."""

    name = "nevada.bills"
    jurisdiction = "us-nv"
    publisher = "Nevada Legislature"
    cadence = "every 6 hours"
    rounds = 7
    verified = "unverified"
    zone = "America/Los_Angeles"
    start_urls = [f"{SITE}/Session/"]
    vocabulary = NEVADA
    sessions = Sessions(
        [
            Session(
                identifier="83",
                site="83rd2025",
                name="83rd (2025) Session",
                starts_on=date(2025, 2, 3),
                ends_on=date(2025, 6, 2),
            ),
            # The site's heading names another year than its addresses.
            Session(
                identifier="2025Special36",
                site="36th2025Special",
                name="36th (2026) Special Session",
                starts_on=date(2025, 11, 13),
                ends_on=date(2025, 11, 21),
            ),
            # The first Monday of February, for 120 days.
            Session(
                identifier="84",
                site="84th2027",
                name="84th (2027) Session",
                starts_on=date(2027, 2, 1),
                ends_on=date(2027, 5, 31),
            ),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The list of sessions, of measures, or a measure's overview: the address tells which."""
        if "/BillsTab" in response.url:
            yield from self.parse_list(response)
        elif "selectedTab=Overview" in response.url:
            yield from self.parse_overview(response)
        else:
            yield from self.parse_sessions(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The list of measures of each session that is due; a finished one once a week."""
        names = [_words(node) for node in many(text_of(response), "div.list-group-item-heading")]
        if not any(map(session_of, names)):
            raise ExtractionError("the page names no session", url=response.url, selector="div.list-group-item-heading")
        named = [name for name in names if name.endswith("Session")]  # interims have no measures
        for due in self.sessions.listed(named, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                address = f"{NELIS}/{due.session.code}/HomeBill/BillsTab?selectedTab=List&Filters.PageSize={EVERYTHING}"
                hints = {"session": due.session.name}
                yield self.follow(address, self.parse_list, cb_kwargs=hints, **due.pace)

    def parse_list(self, response: Response, session: str = "") -> Iterator[Request]:
        """The overview of each measure that may have moved."""
        page = text_of(response)
        slug = _between(page.url, "/NELIS/REL/", "/")
        asked = self.sessions.by_code(slug) or session_of(session)
        early = asked is not None and asked.starts_on is not None and self.now.date() < asked.starts_on
        listed = 0
        for link in page.css(".row a[href*='/Bill/']"):
            found = KEY.search(link.attrib["href"])
            if not found:
                continue
            listed += 1
            if found[1].lower() != slug.lower():
                raise ExtractionError(f"the list of {slug} leads to {found[0]}", url=page.url)
            number = _words(link)
            address = f"{NELIS}/{slug}/Bill/FillSelectedBillTab?selectedTab=Overview&billKey={found[2]}"
            hints = {"number": number, "session": asked.identifier if asked else ""}
            yield self.follow(address, self.parse_overview, when=self._token(number, asked), cb_kwargs=hints)
        if not listed and not early:
            raise ExtractionError("the list has no measures", url=page.url, selector=".row a", found=0)

    def _token(self, number: str, session: Session | None) -> str:
        """Once a day while the Legislature sits and the governor may act, once in seven days else, never when all is settled."""
        begins, ends = (session.starts_on, session.ends_on) if session else (None, None)
        sits = begins is None or ends is None or begins <= self.now.date() <= ends + SIGNING
        return token(number, round_of(number, self.now, days=1 if sits else 7, ends_on=ends))

    def parse_overview(self, response: Response, number: str = "", session: str = "") -> Iterator[Request]:
        """What the overview says, carried to the texts, which bring the measure; they are read when the overview moved."""
        page = text_of(response)
        slug, key = _between(page.url, "/NELIS/REL/", "/"), _between(page.url, "billKey=", "&")
        known = self.sessions.by_code(slug)
        summary = [_words(node) for node in _valued(page, "Summary")]
        if not summary or not summary[0]:
            raise ExtractionError("the overview has no summary", url=page.url, selector="Summary")
        facts = {
            "number": number,
            "session": session or (known.identifier if known else slug),
            "title": summary[0],
            "text": _words(one(page, "#title")) if page.css("#title") else "",
            "sponsors": list(_sponsors(page)),
            "history": [list(line) for line in _history(page)],
        }
        address = f"{NELIS}/{slug}/Bill/FillSelectedBillTab?selectedTab=Text&billKey={key}"
        yield self.follow(address, self.parse_text, when=token(repr(facts)), cb_kwargs={"facts": facts})

    def parse_text(self, response: Response, facts: Mapping[str, Any]) -> Iterator[Bill]:
        """The measure, with its texts. A new measure has none yet."""
        page = text_of(response)
        slug, key = _between(page.url, "/NELIS/REL/", "/"), _between(page.url, "billKey=", "&")
        versions = tuple(_versions(page))
        try:
            identifier = _identifier(facts["number"] or _named(versions), facts["session"])
            actions = tuple(self._actions(facts["history"], HOUSES.get(identifier[0], "legislature")))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        yield Bill(
            identifier=identifier,
            title=facts["title"],
            url=f"{NELIS}/{slug}/Bill/{key}/Overview",
            text=facts["text"],
            session=facts["session"],
            chamber=HOUSES.get(identifier[0], "legislature"),
            sponsors=tuple(Sponsor(name=name, primary=primary) for name, primary in facts["sponsors"]),
            actions=actions,
            versions=versions,
        )

    def _actions(self, history: Iterable[tuple[str, str]], chamber: str) -> Iterator[Action]:
        """The lines in the order of the page. "In Senate." at its beginning says that the measure is there from now on."""
        for printed, text in history:
            found = re.match(r"In (Assembly|Senate)\b", text)
            if found:
                chamber = HOUSES[found[1][0]]
            yield by_office(self.action(text, on=day(printed), by=chamber))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _between(url: str, before: str, after: str) -> str:
    found = url.partition(before)[2].partition(after)[0]
    if not found:
        raise ExtractionError(f"the address has nothing after {before!r}", url=url)
    return found


def _valued(page: TextResponse, label: str) -> list[Selector]:
    """The cells beside a label of the overview."""
    found = page.xpath(
        f"//div[starts-with(normalize-space(text()), '{label}')]/following-sibling::div[contains(@class, 'col')][1]"
    )
    return list(found)


def _sponsors(page: TextResponse) -> Iterator[tuple[str, bool]]:
    """The primary sponsors, then those who joined; a committee stands without a link at times."""
    for label, primary in (("Primary Sponsor", True), ("Co-Sponsor", False)):
        for cell in _valued(page, label):
            names = [_words(link) for link in cell.css("a")] or [_words(cell)]
            yield from ((name, primary) for name in names if name)


def _history(page: TextResponse) -> list[tuple[str, str]]:
    """Day and words of each line, oldest first, however the page has them. A new measure has no table."""
    rows = [
        (_words(cells[0]), _words(cells[1])) for row in page.css("table tbody tr") if len(cells := row.css("td")) >= 2
    ]
    if page.css("table") and not page.css("table caption"):
        raise ExtractionError("the history has no caption", url=page.url, selector="table caption", found=0)
    try:
        days = [found for printed, _ in rows if (found := day(printed))]
    except ValueError as error:
        raise ExtractionError(str(error), url=page.url, selector="table td") from error
    return rows[::-1] if days and days[0] > days[-1] else rows


def _versions(page: TextResponse) -> Iterator[Version]:
    for link in page.css(".d-md-none a[href]"):
        yield Version(note=_words(link), url=page.urljoin(link.attrib["href"]), media_type="application/pdf")


def _named(versions: Iterable[Version]) -> str:
    """The number in a text's address: …/Bills/AB/AB1_R1.pdf."""
    found = (re.search(r"/([A-Z]+\d+)(_\w+)?\.pdf$", version.url) for version in versions)
    return next((each[1] for each in found if each), "")


def _identifier(printed: str, session: str) -> str:
    """ "AB1" → "AB 1"; "AB1*" → "AB 1-82", the first bill of the session from which it was left."""
    number = bill_number(printed.rstrip("*"))
    stars = printed[len(printed.rstrip("*")) :]
    if not stars:
        return number
    origin = STARRED.get(session, {}).get(stars)
    if origin is None:
        raise ValueError(f"nobody knows from which session {printed!r} comes")
    return f"{number}-{origin}"
