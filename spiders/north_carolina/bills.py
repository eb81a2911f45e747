"""Bills and resolutions of North Carolina's General Assembly, from its feeds and a page a bill.

The feeds of filed bills name every bill of a session, another feed its last action; a bill's page is read when either moved, and
where the feed of last actions has none, every third day while the session lasts. Unverified: feeds and pages are told by public
projects that read them (2026). The elements of the feed of filed bills are known by their place, not by their names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from lxml import etree
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
from spiders.families.xml_records import tree_of
from spiders.north_carolina.vocabulary import NORTH_CAROLINA

SITE = "https://www.ncleg.gov"
FEEDS = f"{SITE}/Legislation/Bills"
SESSIONS = "https://webservices.ncleg.net/sessionselectlist/false"
CHAMBERS = {"House": "lower", "Senate": "upper"}
KINDS = {"Bill": "B", "Resolution": "R", "Joint Resolution": "JR"}
ROUND = 3
NUMBER, TITLE, TYPE = 1, 4, 7  # places in an item of the feed of filed bills
_DATE = re.compile(r"\b(\d{1,2}/\d{1,2}/\d{4})\b")
_BILL = re.compile(r"/BillLook[Uu]p/(\w+)/([HS]\d+)\b")


def session_of(printed: str) -> Session | None:
    """The session of "2027-2028 Session"; how an extra one is numbered its name does not tell."""
    found = re.match(r"(\d{4})-(\d{4}) Session$", printed)
    return (
        Session(identifier=found[1], starts_on=date(int(found[1]), 1, 1), ends_on=date(int(found[2]), 12, 31))
        if found
        else None
    )


class NorthCarolinaBills(BillSpider):
    """The feeds of each session, then the page of each bill that may have moved."""

    name = "north_carolina.bills"
    jurisdiction = "us-nc"
    publisher = "North Carolina General Assembly"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    vocabulary = NORTH_CAROLINA
    sessions = Sessions(
        [
            Session(
                identifier="2023", name="2023-2024 Session", starts_on=date(2023, 1, 11), ends_on=date(2024, 12, 31)
            ),
            # A session is adjourned to meet again, until its successor does.
            Session(
                identifier="2025", name="2025-2026 Session", starts_on=date(2025, 1, 11), ends_on=date(2026, 12, 31)
            ),
            Session(
                identifier="2025E1",
                name="2025 Special Session",
                starts_on=date(2025, 11, 17),
                ends_on=date(2025, 12, 1),
            ),
            # The second Wednesday of January.
            Session(
                identifier="2027", name="2027-2028 Session", starts_on=date(2027, 1, 13), ends_on=date(2028, 12, 31)
            ),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The feeds of the sessions that are known, and the site's own choice of sessions."""
        yield from (self._feeds(due) for due in self.sessions.due(self.now))
        yield self.follow(SESSIONS, self.parse_sessions)

    def _feeds(self, due: Due) -> Request:
        code = due.session.code
        members = {
            "house": f"{FEEDS}/FiledBillsFeed/{code}/H",
            "senate": f"{FEEDS}/FiledBillsFeed/{code}/S",
            "last": f"{FEEDS}/LastActionByYear/{code}/All/RSS",
        }
        absent = due.pace.get("optional", False)
        return self.bundle(
            members, self.parse_list, optional=("senate", "last"), absent=absent, when=due.pace.get("when")
        )

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The feeds of sessions that the table does not have."""
        names = [squeeze(option.css("::text").get()) for option in many(text_of(response), "option")]
        known = {each.name for each in self.sessions}
        wanted = [name for name in names if re.search(r"\d", name) and name not in known]
        for due in self.sessions.listed(wanted, self.now, rule=session_of):
            yield due if isinstance(due, Untracked) else self._feeds(due)

    def parse(self, response: Response | Bundle) -> Iterator[Request | Bill]:
        """A feed of filed bills or a bill's page: the address tells which."""
        yield from self.parse_list(response) if "FiledBillsFeed" in response.url else self.parse_bill(response)

    def parse_list(self, response: Response | Bundle) -> Iterator[Request]:
        """The page of each bill that may have moved. A session that has not begun may have none."""
        answers = response.members if isinstance(response, Bundle) else {"house": response}
        session = self._session(response.url)
        moved = _last_actions(answers.get("last"))
        begun = session.starts_on is None or session.starts_on < self.now.date()
        rows = [row for name in ("house", "senate") for row in _rows(answers.get(name))]
        if begun and not rows:
            raise ExtractionError("the feed has no bill", url=response.url, selector="channel/*")
        for number, title, kind in rows:
            last = moved[number] or [round_of(number, self.now, days=ROUND, ends_on=session.ends_on)]
            address = f"{SITE}/BillLookUp/{session.code}/{number}"
            hints = {"title": title}
            yield self.follow(address, self.parse_bill, when=token(number, title, kind, *last), cb_kwargs=hints)

    def parse_bill(self, response: Response, title: str = "") -> Iterator[Bill]:
        """A bill with its history. Its title is the feed's; without one it goes by its number."""
        page = text_of(response)
        found = _BILL.search(page.url)
        if not found:
            raise ExtractionError("the address names no bill, such as /BillLookUp/2025/H1", url=page.url)
        heading = _words(many(page, ".h2")[0])
        read = re.match(r"(House|Senate) (Bill|Joint Resolution|Resolution) 0*(\d+)\b", heading)
        if not read or f"{read[1][0]}{read[3]}" != found[2]:
            raise ExtractionError(f"expected {found[2]}, found {heading[:60]!r}", url=page.url, selector=".h2")
        identifier = bill_number(f"{read[1][0]}{KINDS[read[2]]} {read[3]}")
        companion = re.search(r"\(= ?([HS])(\d+)\)", heading)
        try:
            yield Bill(
                identifier=identifier,
                title=title or identifier,
                url=page.url,
                session=found[1],
                chamber=CHAMBERS[read[1]],
                sponsors=tuple(_sponsors(page)),
                actions=tuple(self._actions(page)),
                versions=tuple(_versions(page)),
                subjects=_keywords(page),
                companions=(f"{companion[1]}{KINDS[read[2]]} {companion[2]}",) if companion else (),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse) -> list[Action]:
        """The rows of the card, whose cells alternate between a label that is not shown and what it says; oldest first."""
        rows = page.xpath(
            "//h6[normalize-space()='History']/ancestor::div[contains(@class, 'gray-card')][1]"
            "//div[contains(@class, 'card-body')]/div[contains(@class, 'row')]"
        )
        steps = [step for row in rows if (step := self._action(row))]
        if not steps:
            raise ExtractionError("the bill has no history", url=page.url, selector="h6 History")
        dates = [step.on for step in steps if step.on]
        return steps[::-1] if dates and dates[0] > dates[-1] else steps

    def _action(self, row: Selector) -> Action | None:
        cells = row.xpath("./div")
        if len(cells) < 6:
            return None
        printed, chamber, text = (_words(cells[place]) for place in (1, 3, 5))
        if not text:
            return None
        inside = _DATE.search(text)
        step = self.action(
            text, on=day(printed or (inside[1] if inside else "")), by=CHAMBERS.get(chamber, "legislature")
        )
        return by_office(step)

    def _session(self, url: str) -> Session:
        found = re.search(r"/FiledBillsFeed/(\w+)/", url)
        if not found:
            raise ExtractionError("the address names no session, such as /FiledBillsFeed/2025/H", url=url)
        return self.sessions.by_code(found[1]) or Session(identifier=found[1])


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _rows(feed: Response | None) -> Iterator[tuple[str, str, str]]:
    """Number, title and type of each bill; what stands before the first item is the feed's own head."""
    if feed is None:
        return
    root = tree_of(feed)
    channel = root if etree.QName(root).localname == "channel" else root.find("{*}channel")
    if channel is None:
        raise ExtractionError("the feed has no channel", url=feed.url, selector="channel")
    items = [item for item in channel if isinstance(item.tag, str) and len(item)]
    for item in items:
        cells = [squeeze(" ".join(cell.itertext())) for cell in item]
        if len(cells) <= TYPE or not re.fullmatch(r"[HS]\d+", cells[NUMBER]):
            raise ExtractionError(f"not an item of filed bills: {cells}", url=feed.url, selector="item")
        yield cells[NUMBER], cells[TITLE], cells[TYPE]


def _last_actions(feed: Response | None) -> defaultdict[str, list[str]]:
    """What the feed tells of each bill. A feed whose items name no bill has moved."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    if feed is None:
        return told
    items = list(tree_of(feed).iter("{*}item"))
    for item in items:
        words = squeeze(" ".join(item.itertext()))
        if found := _BILL.search(words):
            told[found[2]].append(words)
    if items and not told:
        raise ExtractionError("the feed of last actions names no bill", url=feed.url, selector="item link")
    return told


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    """Names on lines of their own; those that stand before "(Primary)" carry the bill."""
    block = page.xpath("//div[normalize-space()='Sponsors:']/following-sibling::div[1]")
    block = block or page.xpath("//main/div[3]/div[2]/div/div[4]")
    lines = [squeeze(line) for line in block[:1].xpath(".//text()").getall()]
    words = ";".join(line for line in lines if line and line != "Sponsors:")
    before, marker, after = words.partition("(Primary)")
    for part, primary in ((before, bool(marker)), (after, False)):
        for name in filter(None, (squeeze(each) for each in part.split(";"))):
            yield Sponsor(name=name, primary=primary)


def _keywords(page: TextResponse) -> tuple[str, ...]:
    found = page.xpath("//div[normalize-space()='Keywords:']/following-sibling::div[1]")
    return tuple(filter(None, (squeeze(each) for each in _words(found[0]).split(",")))) if found else ()


def _versions(page: TextResponse) -> Iterator[Version]:
    """The editions; the current one stands first once more under another name."""
    links = page.css("a[href*='/Bills/House/PDF/'], a[href*='/Bills/Senate/PDF/']")
    notes = {page.urljoin(link.attrib["href"]): _words(link) for link in links}
    for url, note in notes.items():
        yield Version(note=note, url=url, media_type="application/pdf")
