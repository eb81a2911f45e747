"""Bills and resolutions of Tennessee's General Assembly, from the pages of its bill tracking application.

An index leads to pages of a hundred numbers each, these to a page a measure. The lists show no last action, so a measure is read
when its line moved and once a week while the Assembly is in office; in the four months of its sessions every third day.
Unverified: the pages, rebuilt early in 2026, are told by public projects that read them. The index has shown another Assembly's
numbers: each link is held to the one that was asked for.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Pace, Session, Sessions
from spiders.tennessee.vocabulary import TENNESSEE

APPS = "https://wapp.capitol.tn.gov/apps"
ROUND, ROUND_IN_SESSION = 7, 3
BUSY = range(1, 5)  # January to April
CHAMBERS = {"H": "lower", "S": "upper"}
ACTORS = (
    (r"(S\. |Senate |Passed S|Signed by S\.)", "upper"),
    (r"(H\. |House |Passed H|Signed by H\.)", "lower"),
    (r".*\b([Rr]ef\. to|[Ii]n|on) S\.|.*\bSenate (?!Joint|Bill)", "upper"),
    (r".*\b([Rr]ef\. to|[Ii]n|on) H\.|.*\bHouse (?!Joint|Bill)", "lower"),
)
MOST_SENATORS = 35  # the Senate has 33 members: a greater vote is the House's
MEASURE = re.compile(r"\*?\s*([HS](?:B|JR|R)) ?0*(\d+)\s*\*?", re.IGNORECASE)


class TennesseeBills(BillSpider):
    """The index, its pages, and the page of each measure that may have moved."""

    name = "tennessee.bills"
    jurisdiction = "us-tn"
    publisher = "Tennessee General Assembly"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    zone = "America/Chicago"
    vocabulary = TENNESSEE
    sessions = Sessions(
        [
            Session(identifier="114S1", site="114 1", starts_on=date(2025, 1, 27), ends_on=date(2025, 1, 31)),
            Session(identifier="114", starts_on=date(2025, 1, 14), ends_on=date(2026, 4, 25)),
            Session(identifier="114S2", site="114 2", starts_on=date(2026, 5, 5), ends_on=date(2026, 5, 8)),
            # The second Tuesday of January.
            Session(identifier="115", starts_on=date(2027, 1, 12)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The index of each Assembly, and the only list of a special session."""
        for due in self.sessions.due(self.now):
            hints = {"session": due.session.identifier, "pace": due.pace}
            assembly, _, special = due.session.code.partition(" ")
            if special:
                address = (
                    f"{APPS}/Indexes/SpecialSessionBillIndex?{urlencode({'ga': assembly, 'specsessNum': special})}"
                )
                yield self.follow(address, self.parse_list, cb_kwargs=hints, **due.pace)
            else:
                address = f"{APPS}/indexes/BillsByIndex/?year={assembly}"
                yield self.follow(address, self.parse_index, cb_kwargs=hints, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """The index, a page of it, or a measure: the address tells which."""
        path = urlsplit(response.url).path.lower()
        if "/billinfo/" in path:
            yield from self.parse_bill(response)
        elif "/billsbyindex" in path:
            yield from self.parse_index(response)
        else:
            yield from self.parse_list(response)

    def parse_index(self, response: Response, session: str = "", pace: Pace | None = None) -> Iterator[Request]:
        """The pages of a hundred numbers, at the Assembly's own pace; an Assembly that has not begun may have none."""
        page = text_of(response)
        links = [
            link for link in page.css("td[class*=webindex] a") if "startnum=" in link.attrib.get("href", "").lower()
        ]
        if not links and not self._early(session):
            raise ExtractionError("the index leads nowhere", url=page.url, selector="td[class*=webindex] a")
        for address in dict.fromkeys(page.urljoin(link.attrib["href"]) for link in links):
            self._held(address, session or _asked(page.url, "year"), page.url)
            when = (pace or Pace()).get("when")
            yield self.follow(address, self.parse_list, when=when, cb_kwargs={"session": session, "pace": pace})

    def parse_list(self, response: Response, session: str = "", pace: Pace | None = None) -> Iterator[Request]:
        """The page of each measure that may have moved."""
        page = text_of(response)
        links = [link for link in page.css("a") if "/billinfo/default" in link.attrib.get("href", "").lower()]
        if not links and not self._early(session):
            raise ExtractionError("the page lists no measure", url=page.url, selector="a[href*='/BillInfo/Default']")
        shown: dict[str, str] = {}
        for link in links:
            address = page.urljoin(link.attrib["href"])
            self._held(address, session or _asked(page.url, "ga"), page.url)
            shown[address] = f"{shown.get(address, '')} {_words(link)} {link.attrib.get('title', '')}"
        known = next((each for each in self.sessions if each.identifier == session), None)
        days = ROUND_IN_SESSION if self.now.month in BUSY else ROUND
        for address, words in shown.items():
            turn = round_of(address, self.now, days=days, ends_on=known.ends_on if known else None)
            yield self.follow(
                address, self.parse_bill, when=token(squeeze(words), turn), cb_kwargs={"session": session}
            )

    def parse_bill(self, response: Response, session: str = "") -> Iterator[Bill]:
        """The measure of a page."""
        page = text_of(response)
        assembly = _asked(page.url, "ga")
        head = one(page, "div#udpBillInfo")
        named = next((link for link in head.css("h2 a") if MEASURE.fullmatch(_words(link))), None)
        number = _identifier(_words(named) if named is not None else _asked(page.url, "billnumber"), page.url)
        if number != _identifier(_asked(page.url, "billnumber"), page.url):
            raise ExtractionError(f"the page tells of {number}", url=page.url, selector="div#udpBillInfo h2 a")
        abstract = squeeze(" ".join(page.css("div.abstract-container ::text").getall()))
        caption = squeeze(" ".join(head.css("#divCaptionText ::text").getall()))
        subjects, dash, _ = abstract.partition(" - ")
        pdf = named.attrib.get("href", "") if named is not None else ""
        try:
            yield Bill(
                identifier=number,
                title=abstract or caption or number,
                url=page.url,
                session=session or assembly,
                chamber=CHAMBERS[number[0]],
                text=caption if abstract else "",
                sponsors=tuple(_sponsors(head)),
                actions=tuple(self._actions(page, number)),
                versions=tuple(_versions(page, pdf)),
                subjects=tuple(filter(None, map(squeeze, subjects.split(",")))) if dash else (),
                companions=tuple(_companions(head, number)),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse, number: str) -> Iterator[Action]:
        """The measure's own history, the first of two tables, in the order of its days; the other is the companion's."""
        table = many(page, "table.action-table, table#gvBillActionHistory")[0]
        shown = _words(table.css("th")[:1]).replace(" ", "")
        found = re.search(r"([HS](?:B|JR|R))0*(\d+)", shown, re.IGNORECASE)
        if found and bill_number(f"{found[1]}{found[2]}") != number:
            raise ExtractionError(f"the first history is of {found[0]}", url=page.url, selector="table.action-table th")
        steps = []
        for row in table.css("tr"):
            cells = [_words(cell) for cell in row.css("td")]
            if len(cells) >= 2 and cells[0]:
                steps.append((day(cells[1]), cells[0]))
        if steps and (steps[0][0] or date.min) > (steps[-1][0] or date.min):
            steps.reverse()  # newest first
        for on, text in sorted(steps, key=lambda step: step[0] or date.min):
            yield by_office(self.action(text, on=on, by=_actor(text, CHAMBERS[number[0]])))

    def _early(self, session: str) -> bool:
        known = next((each for each in self.sessions if each.identifier == session), None)
        return known is not None and known.starts_on is not None and self.now.date() < known.starts_on

    def _held(self, address: str, session: str, url: str) -> None:
        """Raises for a link to another Assembly than the one that was asked for."""
        assembly = _asked(address, "ga")
        if assembly != session.partition("S")[0]:
            raise ExtractionError(f"the list of {session} leads to {address}", url=url)


def _words(node: Any) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _asked(url: str, name: str) -> str:
    values = {key.lower(): found[0] for key, found in parse_qs(urlsplit(url).query).items()}
    if name not in values:
        raise ExtractionError(f"the address has no {name}: {url}", url=url)
    return values[name]


def _identifier(printed: str, url: str) -> str:
    found = MEASURE.fullmatch(printed)
    if not found:
        raise ExtractionError(f"not a measure: {printed!r}", url=url)
    return bill_number(f"{found[1]}{found[2]}")


def _actor(text: str, origin: str) -> str:
    """The chamber that the words name, else the one that has so many members, else the measure's own."""
    for pattern, chamber in ACTORS:
        if re.match(pattern, text):
            return chamber
    votes = [int(number) for number in re.findall(r"(?:Ayes|Nays|PNV)[,:]? ?(\d+)", text)]
    return origin if not votes else "lower" if sum(votes) > MOST_SENATORS else origin


def _sponsors(head: Any) -> Iterator[Sponsor]:
    """The prime sponsor, whose name bears an asterisk, and the co-prime sponsors."""
    seen: set[str] = set()
    prime = [_words(link) for link in head.css("h2 small a")]
    others = _words(head.css("#divCoPrimeSponsors")).split(",")
    for place, printed in enumerate([*prime[:1], *others]):
        name = squeeze(printed.replace("*", ""))
        if name and name not in seen:
            seen.add(name)
            yield Sponsor(name=name, primary=place < len(prime[:1]))


def _companions(head: Any, number: str) -> Iterator[str]:
    found = [MEASURE.fullmatch(_words(link)) for link in head.css("h3 a")]
    for name in dict.fromkeys(bill_number(f"{each[1]}{each[2]}") for each in found if each):
        if name != number:
            yield name


def _versions(page: TextResponse, pdf: str) -> Iterator[Version]:
    """The current text and the amendments; earlier texts are not linked."""
    seen: set[str] = set()
    links = [("Current version", pdf)] if "/Bill/" in pdf else []
    links += [(_words(link) or "Amendment", link.attrib["href"]) for link in page.css("a[href*='/Amend/']")]
    for note, link in links:
        address = page.urljoin(link)
        if address not in seen:
            seen.add(address)
            yield Version(note=note, url=address, media_type="application/pdf")
