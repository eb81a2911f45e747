"""Bills, resolutions and study requests of Louisiana's Legislature, from the pages of a WebForms site.

The site lists its sessions, a session its kinds of instrument, and a kind its instruments in pages that are reached by sending the
form back. An instrument has a page with its history and bare lists of links: authors, texts, amendments. It is read when its row
moved and in rounds while the session lasts. Unverified: the pages are told by public projects that read them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
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
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions
from spiders.families.webforms import HEADERS, fields_of, filled
from spiders.louisiana.vocabulary import LOUISIANA

SITE = "https://www.legis.la.gov"
CHAMBERS = {"H": "lower", "S": "upper"}
KIND = re.compile(r"[HS](B|R|CR|SR|CSR)")
SESSION = re.compile(r"(\d{4}) (?:(First|Second|Third|Fourth|\d)(?:st|nd|rd|th)? )?(Regular|Extraordinary) Session")
ORDINALS = {"First": "1", "Second": "2", "Third": "3", "Fourth": "4"}
PARTS = {"Authors": "authors", "Text": "text", "Amendments": "amendments"}  # the label of each bare list of links
DAYS = 3  # of a round


def session_of(name: str) -> Session | None:
    """ "2027 Regular Session" → "2027", 27RS in addresses; "2025 First Extraordinary Session" → "2025s1", 251ES."""
    found = SESSION.fullmatch(name)
    if not found or (found[3] == "Extraordinary") != bool(found[2]):
        return None
    year, nth = found[1], ORDINALS.get(found[2] or "", found[2] or "")
    identifier, site = (f"{year}s{nth}", f"{year[2:]}{nth}ES") if nth else (year, f"{year[2:]}RS")
    first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    return Session(identifier=identifier, site=site, name=name, starts_on=first, ends_on=last)


class LouisianaBills(BillSpider):
    """The list of sessions, the kinds of instrument of each that is due, their lists, and the instruments whose turn it is."""

    name = "louisiana.bills"
    jurisdiction = "us-la"
    publisher = "Louisiana State Legislature"
    cadence = "every 12 hours"
    rounds = DAYS
    verified = "unverified"
    zone = "America/Chicago"
    start_urls = [f"{SITE}/Legis/SessionInfo/SessionInfo.aspx"]
    vocabulary = LOUISIANA
    sessions = Sessions(
        [
            Session(
                identifier="2025",
                site="25RS",
                name="2025 Regular Session",
                starts_on=date(2025, 4, 14),
                ends_on=date(2025, 6, 12),
            ),
            Session(
                identifier="2025s1",
                site="251ES",
                name="2025 First Extraordinary Session",
                starts_on=date(2025, 10, 23),
                ends_on=date(2025, 10, 24),
            ),
            Session(
                identifier="2026",
                site="26RS",
                name="2026 Regular Session",
                starts_on=date(2026, 3, 9),
                ends_on=date(2026, 6, 1),
            ),
            # In odd years the second Monday of April.
            Session(
                identifier="2027",
                site="27RS",
                name="2027 Regular Session",
                starts_on=date(2027, 4, 12),
                prefiled_from=date(2027, 1, 1),
            ),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """Any of the pages: the address tells which."""
        page = urlsplit(response.url).path.rpartition("/")[2].lower()
        if page == "sessioninfo.aspx":
            yield from self.parse_sessions(response)
        elif page == "billsearch.aspx":
            yield from self.parse_kinds(response)
        elif page == "billsearchlistq.aspx":
            yield from self.parse_list(response)
        else:
            yield from self.parse_bill(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The kinds of instrument of each session that is due, a finished one's once a week."""
        names = [_words(option) for option in many(text_of(response), "select[id*='ddlSessions'] option")]
        named = [name for name in names if name.endswith("Session")]
        if not any(map(session_of, named)):
            raise ExtractionError("the menu names no session", url=response.url, selector="select[id*='ddlSessions']")
        for due in self.sessions.listed(named, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
                continue
            hints = {"pace": due.pace.get("when")}
            yield self.follow(
                f"{SITE}/legis/BillSearch.aspx?sid={due.session.code}", self.parse_kinds, cb_kwargs=hints, **due.pace
            )

    def parse_kinds(self, response: Response, pace: str | None = None) -> Iterator[Request]:
        """The list of each kind of instrument. A session that has not begun may have none."""
        page = text_of(response)
        code = parse_qs(urlsplit(page.url).query).get("sid", [""])[0]
        session = self._session(code, page.url)
        begun = session.starts_on is not None and session.starts_on <= self.now.date()
        if page.css("span[id*='labelNoBills']") and not begun:
            return
        kinds = [_words(option) for option in many(page, "select[id*='InstTypes'] option")]
        wanted = [kind for kind in dict.fromkeys(kinds) if KIND.fullmatch(kind)]
        if not wanted:
            raise ExtractionError(f"no kind of instrument in {kinds}", url=page.url, selector="select[id*='InstTypes']")
        for kind in wanted:
            asked = urlencode({"s": code, "r": f"{kind}1*"}, safe="*")
            hints = {"pace": pace, "session": session.identifier}
            yield self.follow(f"{SITE}/Legis/BillSearchListQ.aspx?{asked}", self.parse_list, when=pace, cb_kwargs=hints)

    def parse_list(
        self, response: Response, session: str = "", pace: str | None = None, number: int = 1, before: str = ""
    ) -> Iterator[Request | Bill]:
        """The page of each instrument whose row moved or whose turn it is, and the next page of the list.

        The list of a kind that has one instrument leads to that instrument's page at once.
        """
        page = text_of(response)
        if "billinfo.aspx" in page.url.lower():
            yield from self.parse_bill(response, session=session)
            return
        query = parse_qs(urlsplit(page.url).query)
        known = self._session(query.get("s", [""])[0], page.url)
        seen: set[str] = set()
        for link in many(page, "a[href*='BillInfo.aspx']"):
            address = page.urljoin(link.attrib["href"])
            if _words(link) != "more..." or address in seen:
                continue
            seen.add(address)
            row = link.xpath("ancestor::tr[1]")
            shown = _words(row[0]) if row else ""
            moves = token(shown, round_of(address, self.now, days=DAYS, ends_on=known.ends_on))
            hints: dict[str, Any] = {"session": known.identifier, "moves": moves}
            yield self.follow(address, self.parse_bill, when=moves, cb_kwargs=hints)
        if not seen:
            raise ExtractionError("the list leads to no instrument", url=page.url, selector="a 'more...'", found=0)
        here = token(*sorted(seen))
        if here == before:
            raise ExtractionError(f"page {number} of the list is the page before it", url=page.url)
        if target := _next(page):
            name = f"{query['s'][0]} {query.get('r', [''])[0]} page {number + 1}"
            hints = {"session": session, "pace": pace, "number": number + 1, "before": here}
            yield self.follow(
                page.url,
                self.parse_list,
                when=pace,
                method="POST",
                body=filled(fields_of(page), {"__EVENTTARGET": target}),
                headers=HEADERS,
                meta={"named": name},
                cb_kwargs=hints,
            )

    def parse_bill(self, response: Response, session: str = "", moves: str = "") -> Iterator[Request | Bill]:
        """The instrument of a page; its lists of links bring the rest."""
        page = text_of(response)
        known = self._session_of_page(page, session)
        printed = _words(one(page, "span[id$='PageBody_LabelBillID']"))
        title = _words(one(page, "span[id$='PageBody_LabelShortTitle']"))
        facts = {
            "number": printed,
            "title": title,
            "url": page.url,
            "session": known.identifier,
            "author": " ".join(map(_words, page.css("a[id$='PageBody_LinkAuthor']"))),
        }
        try:
            bill_number(printed)
            steps = self._steps(page, int(known.identifier[:4]))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        links = {_words(link): page.urljoin(link.attrib["href"]) for link in page.css("a[href]")}
        left = [(name, links[label]) for label, name in PARTS.items() if label in links]
        yield from self._on(facts, steps, [], left, moves)

    def parse_part(
        self,
        response: Response,
        facts: Mapping[str, str],
        steps: Sequence[Action] = (),
        found: Sequence[tuple[str, str, str]] = (),
        left: Sequence[tuple[str, str]] = (),
        moves: str = "",
    ) -> Iterator[Request | Bill]:
        """A bare list of links of an instrument, named by the first of `left`; the last one brings the instrument."""
        page = text_of(response)
        name = left[0][0] if left else ""
        here = [(name, _words(link), page.urljoin(link.attrib.get("href", ""))) for link in page.css("a")]
        yield from self._on(facts, steps, [*found, *here], left[1:], moves)

    def _on(
        self,
        facts: Mapping[str, str],
        steps: Sequence[Action],
        found: Sequence[tuple[str, str, str]],
        left: Sequence[tuple[str, str]],
        moves: str,
    ) -> Iterator[Request | Bill]:
        if left:
            moves = token(moves, str(facts), str(steps), str(found))
            hints = {"facts": facts, "steps": steps, "found": found, "left": left, "moves": moves}
            yield self.follow(left[0][1], self.parse_part, when=moves, cb_kwargs=hints)
            return
        names = [facts["author"], *(words for name, words, _ in found if name == "authors")]
        identifier = bill_number(facts["number"])
        yield Bill(
            identifier=identifier,
            title=facts["title"],
            url=facts["url"],
            session=facts["session"],
            chamber=CHAMBERS.get(identifier[0], "legislature"),
            sponsors=tuple(
                Sponsor(name=name, primary=name == facts["author"]) for name in dict.fromkeys(filter(None, names))
            ),
            actions=tuple(steps),
            versions=tuple(
                Version(note=words, url=address, media_type="application/pdf")
                for name, words, address in found
                if name != "authors" and "ViewDocument" in address  # what has no address is a heading
            ),
        )

    def _steps(self, page: TextResponse, year: int) -> tuple[Action, ...]:
        """The rows of the table with a column for the journal; days have no year. A fifth column comes and goes."""
        steps = []
        for row in page.xpath("//th[contains(., 'Journal')]/ancestor::table[1]//tr"):
            cells = [_words(cell) for cell in row.xpath("./td")][:4]
            if len(cells) < 4:
                continue
            on = day(f"{cells[0]}/{year}")
            steps.append(by_office(self.action(cells[3], on=on, by=CHAMBERS.get(cells[1], "legislature"))))
        if not steps:
            raise ValueError("there is no history with a column for the journal")
        return tuple(steps)

    def _session(self, code: str, url: str) -> Session:
        kind = "Regular" if code.endswith("RS") else f"{code[2:3]} Extraordinary"
        session = self.sessions.by_code(code) or session_of(f"20{code[:2]} {kind} Session")
        if session is None or session.code != code:
            raise ExtractionError("the address names no session, such as 26RS or 251ES", url=url)
        return session

    def _session_of_page(self, page: TextResponse, asked: str) -> Session:
        """The session that led here, that of the address (?s=26RS&b=HB1), or the one that the page names."""
        code = parse_qs(urlsplit(page.url).query).get("s", [""])[0]
        if code:
            return self._session(code, page.url)
        if asked:
            return next((each for each in self.sessions if each.identifier == asked), Session(identifier=asked))
        found = SESSION.search(squeeze(" ".join(page.css("span::text, h1::text, h2::text, title::text").getall())))
        named = session_of(found[0]) if found else None
        if named is None:
            raise ExtractionError("neither address nor page names the session", url=page.url)
        return named


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _next(page: TextResponse) -> str:
    """What the link to the next page sends back, "" on the last one."""
    for link in page.css("a"):
        if _words(link) == ">" and "disabled" not in link.attrib:
            found = re.search(r"__doPostBack\('([^']+)'", link.attrib.get("href", ""))
            return found[1] if found else ""
    return ""
