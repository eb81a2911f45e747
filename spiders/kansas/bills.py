"""Bills and resolutions of Kansas's Legislature, from the pages that its site has had since the spring of 2026.

A biennium's list comes in pieces of twenty rows; a measure has a page, and a history in pieces of its own. The row of the list is
not known to show the last action, so a measure is read when its row moved and every third day while the session lasts. Unverified:
the pages are told by public projects of 2026 that read them, the words of real histories by OpenStates' records.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, maybe, one, squeeze, text_of
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions
from spiders.kansas.vocabulary import KANSAS

SITE = "https://www.kslegislature.gov"
ROUND = 3
CHAMBERS = {"House": "lower", "Senate": "upper"}
COUNT = re.compile(r"Showing ([\d,]+)[-\u2013]([\d,]+) of ([\d,]+)")
HAPPENED = re.compile(r"\bon \w+day, (\w+ \d{1,2}, \d{4})$")


class KansasBills(BillSpider):
    """The list of each biennium, then each measure with its history."""

    name = "kansas.bills"
    jurisdiction = "us-ks"
    publisher = "Kansas Legislature"
    cadence = "every 12 hours"
    rounds = ROUND
    verified = "unverified"
    zone = "America/Chicago"
    delay = 2.0  # many requests in a row are answered with "502: Bad gateway"
    vocabulary = KANSAS
    sessions = Sessions(
        [
            Session(identifier="2023-2024", site="b2023_24", starts_on=date(2023, 1, 9), ends_on=date(2024, 5, 21)),
            # On 2026-04-10 the measures that were left died.
            Session(identifier="2025-2026", site="b2025_26", starts_on=date(2025, 1, 13), ends_on=date(2026, 4, 10)),
            # The second Monday of January.
            Session(identifier="2027-2028", site="b2027_28", starts_on=date(2027, 1, 11)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The page of each biennium's measures, which knows where its list is."""
        for due in self.sessions.due(self.now):
            yield self.follow(
                f"{SITE}/{due.session.code}/measures/",
                self.parse_measures,
                cb_kwargs={"pace": due.pace.get("when")},
                **due.pace,
            )

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A biennium's page, a piece of its list, or a measure's page: the address tells which."""
        if re.search(r"/measures/fragment", response.url):
            yield from self.parse_list(response)
        elif re.search(r"/measures/$", response.url):
            yield from self.parse_measures(response)
        else:
            yield from self.parse_bill(response)

    def parse_measures(self, response: Response, pace: str | None = None) -> Iterator[Request]:
        """The first piece of the list, at the biennium's own pace. A biennium that has not begun may have none."""
        page = text_of(response)
        session = self._session(page.url)
        if session.starts_on and self.now.date() < session.starts_on and not page.css("#measures-container"):
            return
        route = one(page, "#measures-container[hx-get]").attrib["hx-get"]
        yield self.follow(
            page.urljoin(route), self.parse_list, when=pace, cb_kwargs={"slug": session.code, "pace": pace}
        )

    def parse_list(self, response: Response, slug: str = "", pace: str | None = None) -> Iterator[Request]:
        """A page for each measure that may have moved, and the next piece. Appointments are left out."""
        page = text_of(response)
        slug = slug or self._session(page.url).code
        ends = self._session(f"/{slug}/").ends_on
        for row in _rows(page):
            link = page.urljoin(row.attrib["data-href"])
            if "/appointments/" in link:
                continue
            link = link if f"/{slug}/" in link else link.replace(f"{SITE}/", f"{SITE}/{slug}/")
            moves = token(_words(row), round_of(link, self.now, days=ROUND, ends_on=ends))
            yield self.follow(link, self.parse_bill, when=moves, cb_kwargs={"moves": moves})
        if following := _next(page):
            yield self.follow(following, self.parse_list, when=pace, cb_kwargs={"slug": slug, "pace": pace})

    def parse_bill(self, response: Response, moves: str = "") -> Iterator[Request]:
        """The measure's page; its history, which brings the bill, is read when the row of the list or this page moved."""
        page = text_of(response)
        number = _number(page.url)
        self._session(page.url)
        title = _words(one(page, ".bill-hero-sub"))
        shown = (
            _words(one(page, ".bill-number-chip")).replace(" ", "").upper() if page.css(".bill-number-chip") else number
        )
        if shown != number or not title:
            raise ExtractionError(f"expected {number} with a title, found {shown}: {title!r}", url=page.url)
        tags = [_words(tag) for tag in page.css("a.bill-subject-tag")]
        facts = {
            "url": page.url,
            "title": title,
            "sponsors": [[name, primary] for name, primary in _sponsors(page)],
            "versions": list(_versions(page)),
            "subjects": [tag for tag in tags if not _is_number(tag)],
            "companions": [bill_number(tag) for tag in tags if _is_number(tag)],
        }
        address = f"{page.url.rstrip('/')}/history/?per_page=20&page=1"
        moves = token(moves, str(facts))
        yield self.follow(address, self.parse_history, when=moves, cb_kwargs={"facts": facts, "moves": moves})

    def parse_history(
        self, response: Response, facts: Mapping[str, Any], before: tuple[Action, ...] = (), moves: str = ""
    ) -> Iterator[Request | Bill]:
        """A piece of the history; the last one brings the bill with what its page said."""
        page = text_of(response)
        if page.url.partition("/history/")[0] != facts["url"].rstrip("/"):
            raise ExtractionError(f"this is no history of {facts['url']}", url=page.url)
        try:
            actions = (*before, *(self._action(row) for row in _rows(page)))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        if following := _next(page):
            moves = token(moves, str(actions))
            hints = {"facts": facts, "before": actions, "moves": moves}
            yield self.follow(following, self.parse_history, when=moves, cb_kwargs=hints)
            return
        number = bill_number(_number(facts["url"]))
        yield Bill(
            identifier=number,
            title=facts["title"],
            url=facts["url"],
            session=self._session(facts["url"]).identifier,
            chamber="lower" if number.startswith("H") else "upper",
            sponsors=tuple(Sponsor(name=name, primary=primary) for name, primary in facts["sponsors"]),
            actions=actions,
            versions=tuple(
                Version(note=note, url=url, media_type="application/pdf") for note, url in facts["versions"]
            ),
            subjects=tuple(facts["subjects"]),
            companions=tuple(facts["companions"]),
        )

    def _action(self, row: Selector) -> Action:
        """A step. The column has the day of the journal; what the governor or the printers did has its own day in the words."""
        text = _words(one(row, "td.col-primary"))
        said = HAPPENED.search(text)
        printed = re.sub(r"^\w{3}, ", "", _words(one(row, "td[data-label=Date]")))
        chamber = maybe(row, ".history-chamber")
        by = CHAMBERS.get(_words(chamber), "legislature") if chamber else "legislature"
        step = self.action(text, on=day(said[1] if said else printed), by=by)
        return by_office(step)

    def _session(self, url: str) -> Session:
        found = re.search(r"/(b\d{4}_\d\d)/", url)
        session = self.sessions.by_code(found[1]) if found else None
        if session is None:
            raise ExtractionError("the address names no biennium of the table, such as /b2025_26/", url=url)
        return session


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _rows(page: TextResponse) -> list[Selector]:
    """The rows of a piece, as many as it says it shows."""
    rows = list(many(page, "tr[data-href], tr.history-row"))
    found = COUNT.search(squeeze(" ".join(page.css(".site-table-count ::text").getall())))
    if found:
        first, last, total = (int(number.replace(",", "")) for number in found.groups())
        if len(rows) != last - first + 1 or (last < total) != (_next(page) is not None):
            raise ExtractionError(f"{found[0]}, but there are {len(rows)} rows here", url=page.url)
    return rows


def _next(page: TextResponse) -> str | None:
    """The address of the next piece, None on the last one."""
    for link in page.css("nav[aria-label=Pagination] a"):
        route = link.attrib.get("hx-get") or link.attrib.get("href")
        if _words(link) == "Next" and route:
            return page.urljoin(route)
    return None


def _number(url: str) -> str:
    found = re.search(r"/(?:bills|resolutions)/([A-Za-z]+\d+)/", url)
    if not found:
        raise ExtractionError("the address names no measure, such as /bills/SB430/", url=url)
    return found[1].upper()


def _is_number(tag: str) -> bool:
    return re.fullmatch(r"[SH](B|R|CR|J?R) ?\d+", tag) is not None


def _sponsors(page: TextResponse) -> Iterator[tuple[str, bool]]:
    """The original sponsors, then those who joined; a name stands once."""
    seen, primary = set(), None
    for node in page.css("div.bill-section h3 ~ *, div.bill-section h3"):
        if node.root.tag == "h3":
            kind = _words(node)
            known = kind.startswith(("Original Sponsor", "Current Sponsor"))
            primary = kind.startswith("Original") if known else None
        elif primary is not None:
            for name in map(_words, node.css("a")):
                if name and name not in seen:
                    seen.add(name)
                    yield name, primary


def _versions(page: TextResponse) -> Iterator[list[str]]:
    """Stage and address of each text; notes and reports that stand beside it are no text of the bill."""
    for row in page.css("details.version-row"):
        note = _words(one(row, "summary span.label"))
        for link in row.css("a.version-pdf-link"):
            if link.attrib.get("aria-label") == "Download PDF":
                yield [note, page.urljoin(link.attrib["href"])]
