"""Bills and resolutions of South Carolina's General Assembly, from the pages of its site.

Each chamber's index leads to a page a legislative day, which names the bills that were introduced; nothing there tells what moved.
The bill search shows several bills at once: what came on one day is asked together, once a day from January to June and once a week
else. The names of a bill's texts stand on a page of their own, which is read when a bill that has left its first committee moved.
Unverified: the pages are told by public projects that read them; the words of histories and the addresses of texts were compared
with what OpenStates has of five bills of 2025 and 2026.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

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
from spiders.south_carolina.vocabulary import SOUTH_CAROLINA

SITE = "https://www.scstatehouse.gov"
CHAMBERS = {"House": "lower", "Senate": "upper", "H": "lower", "S": "upper"}
TOGETHER = 25
"""How many bills one question names."""
RECENT = timedelta(days=10)
"""How long a day's page may still grow."""
PREFILING = (11, 12, 1)
SITTING = range(1, 7)
"""Months in which bills are filed before the session, and in which the Assembly sits and the governor acts."""
BLOCK = "div[style*='margin:0 0 40px 0']"
INVALID = "INVALID BILL NUMBER"
NUMBER = re.compile(r"\b([HS])\.?\s*\*?0*(\d+)\b")
JOURNAL = re.compile(r"\s*\((House|Senate) Journal.*$", re.DOTALL)
EARLY = {"filing", "introduction", "reading-1", "referral-committee"}
"""A bill that took no other step has its first text alone."""


class SouthCarolinaBills(BillSpider):
    """The two indexes with their days, the bills of each day, and the texts of those that moved."""

    name = "south_carolina.bills"
    jurisdiction = "us-sc"
    publisher = "South Carolina Legislature"
    cadence = "every 6 hours"
    rounds = 7
    verified = "unverified"
    delay = 2.0  # public projects keep to thirty requests a minute
    vocabulary = SOUTH_CAROLINA
    sessions = Sessions(
        [
            # The second Tuesday of January to the second Thursday of May, twice.
            Session(identifier="2025-2026", site="126", starts_on=date(2025, 1, 14), ends_on=date(2026, 5, 14)),
            Session(identifier="2027-2028", site="127", starts_on=date(2027, 1, 12), ends_on=date(2028, 5, 11)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The indexes of introductions, which show the present Assembly alone, and in winter that of bills filed before a session."""
        yield from (self.follow(f"{SITE}/sessphp/{letter}intros.php", self.parse_index) for letter in "hs")
        if self.now.month in PREFILING:
            year = self.now.year + (self.now.month > 1)
            yield self.follow(f"{SITE}/sessphp/prefil{year % 100:02}.php", self.parse_index, optional=True)

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """An index, a day's page or an answer of the bill search: the address tells which."""
        path = urlsplit(response.url).path
        if re.search(r"/sessphp/([hs]intros|prefil\d\d)\.php$", path):
            yield from self.parse_index(response)
        elif path.endswith("/billsearch.php"):
            yield from self.parse_bills(response)
        else:
            yield from self.parse_day(response)

    def parse_index(self, response: Response) -> Iterator[Request]:
        """A page a day; one of days ago is not read again. The site has lost some of them."""
        page = text_of(response)
        prefiled = "/prefil" in page.url
        links = page.css("dd a[href]") if prefiled else many(page, "div > b > a[href]")
        if prefiled and not one(page, "body").css("dl, dd"):
            raise ExtractionError("the index has no days", url=page.url, selector="dd", found=0)
        found = re.search(r"/([hs])intros\.php", page.url)
        hints = {"letter": found[1].upper() if found else ""}
        for link in links:
            words, address = _words(link), page.urljoin(link.attrib["href"])
            on = _dated(words)
            old = on is not None and on < self.now.date() - RECENT
            moves = words if old else f"{words} {self.now.date()}"
            yield self.follow(address, self.parse_day, when=moves, optional=True, cb_kwargs=hints)

    def parse_day(self, response: Response, letter: str = "") -> Iterator[Request | Untracked]:
        """One question for up to twenty-five bills of the day; those that came from the other chamber are on its own days."""
        page = text_of(response)
        asked: dict[str, list[str]] = {}
        for link in page.css("p a[href*='billsearch.php']"):
            known = NUMBER.match(_words(link))
            if known and known[1] in (letter or known[1]):
                session, numbers = _query(page.urljoin(link.attrib["href"]))
                asked.setdefault(session, []).extend(number for number in numbers if number not in asked[session])
        if not asked and not page.css("p a[href*='billsearch.php']"):
            raise ExtractionError("the day has no bills", url=page.url, selector="p a[href*='billsearch.php']", found=0)
        for session, numbers in asked.items():
            if self.sessions.by_code(session) is None:
                yield Untracked(what=f"session '{session}'")
                continue
            for start in range(0, len(numbers), TOGETHER):
                yield self._question(session, numbers[start : start + TOGETHER])

    def _question(self, session: str, numbers: list[str]) -> Request:
        known = self.sessions.by_code(session)
        days = 1 if self.now.month in SITTING else 7
        turn = round_of(numbers[0], self.now, days=days, ends_on=known.ends_on if known else None)
        return self.follow(_address(session, ",".join(numbers)), self.parse_bills, when=f"round {turn}")

    def parse_bills(self, response: Response) -> Iterator[Request | Bill]:
        """The bills of an answer. One that was asked for with others and is not among them is asked for alone."""
        page = text_of(response)
        code, numbers = _query(page.url)
        session = self.sessions.by_code(code)
        if session is None:
            raise ExtractionError(f"the table has no session {code!r}", url=page.url)
        blocks = many(page, BLOCK, least=0 if INVALID in page.text and len(numbers) > 1 else 1)
        shown = set()
        for block in blocks:
            facts = self._facts(block, session, page)
            shown.add(facts["number"])
            if facts["number"] not in numbers:
                raise ExtractionError(f"{facts['identifier']} was not asked for", url=page.url)
            yield from self._bill_or_texts(facts)
        for number in numbers:
            if number not in shown:
                yield self._question(code, [number])

    def _facts(self, block: Selector, session: Session, page: TextResponse) -> dict[str, Any]:
        """What a block says. Its own words end with the short title and the description."""
        head = squeeze(" ".join(block.xpath(".//text()[not(ancestor::table)]").getall()))
        found = NUMBER.search(head)
        own = [words for words in map(squeeze, block.xpath("./text()").getall()) if len(words) > 2]
        if not found or not own:
            raise ExtractionError(f"expected a bill with its title, found {head[:80]!r}", url=page.url)
        similar = re.search(r"Similar\s*\(([^)]*)\)", head)
        link = next((a.attrib["href"] for a in block.css("a[href]") if "full text" in _words(a).lower()), "")
        return {
            "identifier": bill_number("".join(found.groups())),
            "number": found[2],
            "session": session.identifier,
            "code": session.code,
            "title": own[-2] if len(own) > 1 else own[-1],
            "text": own[-1] if len(own) > 1 else "",
            "sponsors": _sponsors(block),
            "companions": [bill_number("".join(each)) for each in NUMBER.findall(similar[1])] if similar else [],
            "history": [[_words(cell) for cell in row.css("td")[:3]] for row in block.css("table tr")],
            "texts": page.urljoin(link) if link else "",
        }

    def _bill_or_texts(self, facts: Mapping[str, Any]) -> Iterator[Request | Bill]:
        actions = self._actions(facts)
        steps = {kind for action in actions for kind in action.kinds}
        if facts["texts"] and not steps <= EARLY:
            moved = token(repr(sorted(facts.items())))
            yield self.follow(facts["texts"], self.parse_texts, when=moved, cb_kwargs={"facts": facts})
            return
        address = f"{SITE}/sess{facts['code']}_{facts['session']}/bills/{facts['number']}.htm"
        yield _bill(facts, actions, (Version(note="Filed", url=address, media_type="text/html"),))

    def parse_texts(self, response: Response, facts: Mapping[str, Any]) -> Iterator[Bill]:
        """The bill with its texts, by the day each is of. A bill's first text may stand here itself, without a list."""
        page = text_of(response)
        links = [(link, page.urljoin(link.attrib["href"])) for link in page.css("a[href*='/prever/']")]
        versions = [
            Version(note=_words(link), on=_dated(_words(link)), url=url, media_type="text/html")
            for link, url in links
            if url.endswith(".htm") and f"/{facts['number']}_" in url
        ]
        if links and not versions:
            raise ExtractionError(f"the page has no text of {facts['identifier']}", url=page.url)
        if not versions and not re.search(r"/bills/\d+\.htm$", page.url):
            raise ExtractionError("the page has no texts", url=page.url, selector="a[href*='/prever/']", found=0)
        yield _bill(
            facts,
            self._actions(facts),
            tuple(versions) or (Version(note="Filed", url=page.url, media_type="text/html"),),
        )

    def _actions(self, facts: Mapping[str, Any]) -> tuple[Action, ...]:
        """Day, chamber and words of each row, without the journal's page; what no chamber did is the governor's or of both."""
        steps = []
        for cells in facts["history"]:
            words = JOURNAL.sub("", cells[2]) if len(cells) == 3 else ""
            if not words:
                continue
            try:
                on = day(cells[0])
            except ValueError as error:
                raise ExtractionError(f"{facts['identifier']}: {error}", url=facts["texts"] or SITE) from error
            steps.append(by_office(self.action(words, on=on, by=CHAMBERS.get(cells[1], "legislature"))))
        return tuple(steps)


def _bill(facts: Mapping[str, Any], actions: tuple[Action, ...], versions: tuple[Version, ...]) -> Bill:
    return Bill(
        identifier=facts["identifier"],
        title=facts["title"],
        url=_address(facts["code"], facts["number"]),
        text=facts["text"],
        session=facts["session"],
        chamber=CHAMBERS[facts["identifier"][0]],
        sponsors=tuple(Sponsor(name=name, primary=not place) for place, name in enumerate(facts["sponsors"])),
        actions=actions,
        versions=versions,
        companions=tuple(facts["companions"]),
    )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _address(session: str, numbers: str) -> str:
    return f"{SITE}/billsearch.php?billnumbers={numbers}&session={session}&summary=B"


def _query(url: str) -> tuple[str, list[str]]:
    """Session and numbers of …/billsearch.php?billnumbers=4641,4642&session=126&summary=B."""
    asked = parse_qs(urlsplit(url).query)
    numbers = [number.strip().lstrip("0") for number in asked.get("billnumbers", [""])[0].split(",")]
    session = asked.get("session", [""])[0]
    if not session or not all(number.isdigit() for number in numbers):
        raise ExtractionError("the address names no bills of a session, such as billnumbers=3001&session=126", url=url)
    return session, numbers


def _dated(words: str) -> date | None:
    """The day that a link's words hold: "January 14, 2025" or "04/15/2026"; None where they hold none."""
    found = re.search(r"[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4}", words)
    try:
        return day(found[0]) if found else None
    except ValueError:
        return None


def _sponsors(block: Selector) -> list[str]:
    """Members and committees that are linked above the history; the first of them brought the bill."""
    links = block.xpath(".//a[not(ancestor::table)][contains(@href, 'member.php') or contains(@href, 'committee.php')]")
    return list(dict.fromkeys(filter(None, map(_words, links))))
