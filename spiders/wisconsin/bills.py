"""Bills and resolutions of Wisconsin's Legislature: six lists a session, which show title and number, and a page a proposal.

No list shows the last action; a proposal's page is read when its title moved and every third day while the session lasts.
Unverified: lists and pages are told by public projects that read them (2026).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, maybe, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.wisconsin.vocabulary import WISCONSIN

SITE = "https://docs.legis.wisconsin.gov"
CHAMBERS = {"asm": "lower", "sen": "upper"}
TYPES = ("bill", "joint_resolution", "resolution")
TEXTS = re.compile(
    r"Bill Text|Resolution Text|Enrolled Joint Resolution|Engrossed|Text as Enrolled|Wisconsin Act", re.IGNORECASE
)
ROUND = 3
_PLACE = re.compile(r"/(\d{4})/proposals/(\w+)/(asm|sen)/(\w+?)(?:/([as]j?[br]\d+))?/?$")


def session_of(printed: str) -> Session | None:
    """The session of "2027 Regular Session"; how the site names a special one its title does not tell."""
    found = re.match(r"(\d{4}) Regular Session$", printed)
    if not found:
        return None
    year = int(found[1])
    return Session(identifier=found[1], site=f"{year}/reg", starts_on=date(year, 1, 1), ends_on=date(year + 1, 12, 31))


class WisconsinBills(BillSpider):
    """The lists of each session, then the page of each proposal that may have moved."""

    name = "wisconsin.bills"
    jurisdiction = "us-wi"
    publisher = "Wisconsin Legislature"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    zone = "America/Chicago"
    vocabulary = WISCONSIN
    sessions = Sessions(
        [
            Session(
                identifier="2025",
                site="2025/reg",
                name="2025 Regular Session",
                starts_on=date(2025, 1, 6),
                ends_on=date(2026, 5, 25),
            ),
            Session(
                identifier="2026S1",
                site="2025/my6",
                name="May 2026 Special Session",
                starts_on=date(2026, 5, 13),
                ends_on=date(2026, 5, 25),
            ),
            # The first Monday of January.
            Session(identifier="2027", site="2027/reg", name="2027 Regular Session", starts_on=date(2027, 1, 4)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The lists of the sessions that are known, and the site's own choice of sessions."""
        for due in self.sessions.due(self.now):
            yield from self._lists(due)
        yield self.follow(f"{SITE}/search", self.parse_sessions)

    def _lists(self, due: Due) -> Iterator[Request]:
        """A list of each type in each house. A type that has no proposal yet has no list; a regular session has bills."""
        year, _, part = due.session.code.partition("/")
        for chamber in CHAMBERS:
            for kind in TYPES:
                sure = part == "reg" and kind == "bill" and not due.pace.get("optional", False)
                yield self.follow(
                    f"{SITE}/{year}/proposals/{part}/{chamber}/{kind}",
                    self.parse_list,
                    when=due.pace.get("when"),
                    optional=not sure,
                )

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The lists of sessions that the table does not have."""
        options = many(text_of(response), "select[name=sessionNumber] option")
        names = [squeeze(option.css("::text").get()).lstrip("- ") for option in options]
        known = {each.name for each in self.sessions}
        wanted = [name for name in names if re.search(r"\d{4}", name) and name not in known]
        for due in self.sessions.listed(wanted, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield from self._lists(due)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A list or a proposal's page: the address tells which."""
        yield from self.parse_bill(response) if _place(response.url)[3] else self.parse_list(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The page of each proposal that may have moved."""
        page = text_of(response)
        year, part, chamber, _ = _place(page.url)
        session = self._session(year, part)
        for row in many(page, "ul.infoLinks > li > div.row-fluid"):
            link = one(row, "div.span3 a")
            number = link.attrib["href"].rstrip("/").rpartition("/")[2].lower()
            if not re.fullmatch(rf"{chamber[0]}j?[br]\d+", number):
                raise ExtractionError(f"the list leads to {link.attrib['href']}", url=page.url)
            title = _inline(one(row, "div.span6")).lstrip("- ")
            seen = token(title, round_of(number, self.now, days=ROUND, ends_on=session.ends_on))
            address = f"{page.url.rstrip('/')}/{number}"
            yield self.follow(address, self.parse_bill, when=seen, cb_kwargs={"title": title})

    def parse_bill(self, response: Response, title: str = "") -> Iterator[Bill]:
        """A proposal with its whole history, which is the second of two. Without the list's title it goes by its number."""
        page = text_of(response)
        year, part, chamber, number = _place(page.url)
        histories = many(page, "table.history", least=2)
        rows = many(histories[1], "tr.historyRow")
        status = maybe(page, "div.propStatus h2")
        identifier = bill_number(number)
        try:
            steps = tuple(self._action(row) for row in rows)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        yield Bill(
            identifier=identifier,
            title=title or identifier,
            url=page.url,
            status=_inline(status) if status else "",
            session=self._session(year, part).identifier,
            chamber=CHAMBERS[chamber],
            sponsors=tuple(_sponsors(steps)),
            actions=steps,
            versions=tuple(_versions(page)),
        )

    def _action(self, row: Selector) -> Action:
        cells = many(row, "td", least=2)
        printed = _inline(cells[0])
        found = re.fullmatch(r"(\d{1,2}/\d{1,2}/\d{4}) ?(Asm|Sen)?\.?", printed)
        if not found:
            raise ValueError(f"not a day and a house: {printed!r}")
        by = CHAMBERS.get((found[2] or "").lower(), "legislature")
        step = self.action(_inline(cells[1]), on=day(found[1]), by=by)
        return by_office(step)

    def _session(self, year: str, part: str) -> Session:
        session = self.sessions.by_code(f"{year}/{part}") or (
            session_of(f"{year} Regular Session") if part == "reg" else None
        )
        if session is None:
            raise ExtractionError(
                f"the session {year}/{part} is not in the table", url=f"{SITE}/{year}/proposals/{part}"
            )
        return session


def _place(url: str) -> tuple[str, str, str, str]:
    """Year, part of the session, house, and number ("" in a list's address) of …/2025/proposals/reg/asm/bill/ab1."""
    found = _PLACE.search(url)
    if not found:
        raise ExtractionError(
            "the address names no list or proposal, such as /2025/proposals/reg/asm/bill/ab1", url=url
        )
    return found[1], found[2], found[3], found[5] or ""


def _inline(node: Selector) -> str:
    """The words of a sentence, whose links stand inside it without blanks of their own."""
    return squeeze(node.xpath("string()").get())


def _sponsors(steps: Iterable[Action]) -> Iterator[Sponsor]:
    """Who introduces and who cosponsors, from the first step; a committee or council keeps its whole name."""
    words = next((step.text for step in steps if step.text.startswith("Introduced by ")), "")
    words = re.sub(r"[,;]? by request of .*", "", words.removeprefix("Introduced by ")).rstrip(". ")
    for place, printed in enumerate(words.split(";")):
        part = re.sub(r"^ ?(and )?cosponsored by ", "", printed)
        members = re.match(r" ?(Representative|Senator)s? ", part)
        names = re.split(r",| and ", re.sub(r"\b(Representative|Senator)s? ", "", part)) if members else [part]
        for name in filter(None, map(squeeze, names)):
            yield Sponsor(name=name, primary=not place)


def _versions(page: TextResponse) -> Iterator[Version]:
    """Each text as a page and, in the span beside it, as a PDF."""
    for item in page.css("ul.docLinks li"):
        link = item.xpath("./a[@href] | ./*[not(self::span)]//a[@href]")[:1]
        note = _inline(link[0]) if link else ""
        if not TEXTS.search(note):
            continue
        yield Version(note=note, url=page.urljoin(link[0].attrib["href"]), media_type="text/html")
        for pdf in item.css("span a[href]"):
            yield Version(note=note, url=page.urljoin(pdf.attrib["href"]), media_type="application/pdf")
