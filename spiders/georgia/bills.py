"""Bills and resolutions of Georgia's General Assembly, from its open SOAP services; the site's own interface wants a key.

A session's index has number and caption of each measure and not what moved, so that a measure is read when its row moved and in
rounds while the session lasts. Unverified: the services are told by public projects that read them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import ClassVar

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day
from monitor.source.spider import Untracked
from spiders.families.actions import classify
from spiders.families.asmx import child, must, said
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.rss import secure
from spiders.families.sessions import Session, Sessions
from spiders.families.soap import answer, asking
from spiders.families.xml_records import name_of
from spiders.georgia.vocabulary import GEORGIA

SERVICES = "http://webservices.legis.ga.gov/GGAServices"  # there is no https
NAMESPACE = "http://www.legis.ga.gov/2009/01/01/services/"
SITE = "https://www.legis.ga.gov"
SESSIONS, INDEX, DETAIL = "GetSessions", "GetLegislationForSession", "GetLegislationDetail"
CHAMBERS = {"H": "lower", "S": "upper"}
DAYS, DAYS_OF_RESOLUTIONS = 3, 14  # of a round; most resolutions honor somebody


def session_of(name: str, site: str = "") -> Session | None:
    """ "2027-2028 Regular Session" → "2027_28", from the second Monday of January; "2026 Special Session" → "2026_ss"."""
    if found := re.fullmatch(r"(\d{4})-(\d{4}) Regular Session", name):
        year = int(found[1])
        first = date(year, 1, 8 + (-date(year, 1, 8).weekday()) % 7)
        return Session(
            identifier=f"{year}_{found[2][2:]}",
            site=site,
            name=name,
            starts_on=first,
            ends_on=date(year + 1, 4, 15),
        )
    if found := re.fullmatch(r"(\d{4}) Special Session", name):
        year = int(found[1])
        return Session(
            identifier=f"{year}_ss", site=site, name=name, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)
        )
    return None


class GeorgiaBills(BillSpider):
    """The sessions, the index of each that is due, and the measures whose turn it is."""

    name = "georgia.bills"
    jurisdiction = "us-ga"
    publisher = "Georgia General Assembly"
    cadence = "every 12 hours"
    rounds = DAYS
    verified = "unverified"
    lacks: ClassVar[Mapping[str, str]] = {
        "hearings": "the schedule is given only to who holds a token that the site's scripts make from a key of theirs"
    }
    vocabulary = GEORGIA
    sessions = Sessions(
        [
            Session(
                identifier="2023_24",
                site="1031",
                name="2023-2024 Regular Session",
                starts_on=date(2023, 1, 9),
                ends_on=date(2024, 4, 2),
            ),
            Session(
                identifier="2025_26",
                site="1033",
                name="2025-2026 Regular Session",
                starts_on=date(2025, 1, 13),
                ends_on=date(2026, 4, 2),
            ),
            Session(
                identifier="2026_ss",
                site="1034",
                name="2026 Special Session",
                starts_on=date(2026, 6, 17),
                ends_on=date(2026, 12, 13),
            ),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The sessions by the numbers that the services give them."""
        asked = asking(NAMESPACE, "SessionFinder", SESSIONS, {})
        return [self.follow(f"{SERVICES}/Session/Service.svc", self.parse_sessions, **asked)]

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """Any of the three answers."""
        kind = name_of(answer(response, SESSIONS, INDEX, DETAIL))
        if kind == f"{SESSIONS}Result":
            yield from self.parse_sessions(response)
        elif kind == f"{INDEX}Result":
            yield from self.parse_index(response)
        else:
            yield from self.parse_bill(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The index of each session that is due, a finished one once a week."""
        listed = {
            must(each, "Description", response.url): must(each, "Id", response.url)
            for each in answer(response, SESSIONS)
        }
        if not any(map(session_of, listed)):
            raise ExtractionError("the service names no session", url=response.url, selector="Session", found=0)
        for due in self.sessions.listed(listed, self.now, rule=lambda name: session_of(name, listed[name])):
            if isinstance(due, Untracked):
                yield due
                continue
            asked = asking(NAMESPACE, "LegislationSearch", INDEX, {"SessionId": listed[due.session.name]})
            begun = due.session.starts_on is None or due.session.starts_on <= self.now.date()
            about = {"session": due.session.identifier, "ends_on": due.session.ends_on, "begun": begun}
            pace = due.pace.get("when")
            yield self.follow(
                f"{SERVICES}/Legislation/Service.svc", self.parse_index, when=pace, cb_kwargs=about, **asked
            )

    def parse_index(
        self, response: Response, session: str = "", ends_on: date | None = None, begun: bool = False
    ) -> Iterator[Request]:
        """Each measure when its row moved or its turn in the round has come. A session that has not begun may have none."""
        rows = list(answer(response, INDEX))
        if begun and not rows:
            raise ExtractionError(f"the index of {session} is empty", url=response.url, selector=INDEX, found=0)
        for row in rows:
            number = must(row, "Id", response.url)
            named = said(row, "Description")
            days = DAYS if re.match(r"[HS]B\b", named) else DAYS_OF_RESOLUTIONS
            shown = token(named, said(row, "Caption"), round_of(number, self.now, days=days, ends_on=ends_on))
            asked = asking(NAMESPACE, "LegislationSearch", DETAIL, {"LegislationId": number})
            about = {"number": number, "session": session}
            yield self.follow(response.url, self.parse_bill, when=shown, cb_kwargs=about, **asked)

    def parse_bill(self, response: Response, number: str = "", session: str = "") -> Iterator[Bill]:
        """The measure of an answer."""
        record = answer(response, DETAIL)
        url = response.url
        found = must(record, "Id", url)
        if number and found != number:
            raise ExtractionError(f"asked for measure {number}, got {found}", url=url, selector="Id")
        kind, suffix = (
            must(record, "DocumentType", url),
            said(record, "Suffix").replace("EX", ""),
        )  # of special sessions
        try:
            identifier = bill_number(f"{kind}{must(record, 'Number', url)}{suffix}")
            actions = tuple(self._actions(record, url))
        except ValueError as error:
            raise ExtractionError(str(error), url=url) from error
        yield Bill(
            identifier=identifier,
            title=said(record, "Caption") or said(record, "Summary") or identifier,
            url=f"{SITE}/legislation/{found}",
            status=said(child(record, "Status"), "Description"),
            text=said(record, "Summary"),
            session=self._session(record, session, url),
            chamber=CHAMBERS.get(kind[0], "legislature"),
            sponsors=tuple(_sponsors(record)),
            actions=actions,
            versions=tuple(_versions(record)),
        )

    def _actions(self, record: etree._Element, url: str) -> Iterator[Action]:
        """The history, which comes newest first. A step's code begins with the body that took it."""
        for each in reversed(_below(record, "StatusHistory")):
            code, words = said(each, "Code"), must(each, "Description", url)
            by = CHAMBERS.get(code[:1], "legislature")
            step = Action(
                on=day(said(each, "Date")), text=words, by=by, kinds=classify(f"[{code}] {words}", self.vocabulary)
            )
            yield by_office(step)

    def _session(self, record: etree._Element, asked: str, url: str) -> str:
        named = child(record, "Session")
        found = self.sessions.by_code(said(named, "Id")) or session_of(said(named, "Description"))
        session = found.identifier if found else asked
        if not session or (asked and session != asked):
            raise ExtractionError(f"the measure is of session {session!r}, not {asked!r}", url=url, selector="Session")
        return session


def _below(record: etree._Element, name: str) -> list[etree._Element]:
    found = child(record, name)
    return [each for each in found if isinstance(each.tag, str)] if found is not None else []


def _sponsors(record: etree._Element) -> Iterator[Sponsor]:
    """The authors in their order, then the sponsors in the other chamber: "Cannon, Chas 172nd" without the district."""
    seen: set[str] = set()
    for part in ("Authors", "Sponsors"):
        for each in _below(record, part):
            name = re.sub(r",? \d+(st|nd|rd|th)$", "", said(each, "MemberDescription"), flags=re.IGNORECASE)
            if name and name not in seen:
                seen.add(name)
                yield Sponsor(name=name, primary=part == "Authors" and said(each, "Sequence") in ("", "1"))


def _versions(record: etree._Element) -> Iterator[Version]:
    """The texts. The addresses that are given for special sessions lead nowhere; there the document's number does."""
    library = said(child(record, "Session"), "Library")
    for each in _below(record, "Versions"):
        address, number = said(each, "Url"), said(each, "Id")
        if "EX" in library and number:
            address = f"{SITE}/api/legislation/document/{library}/{number}"
        if address:
            yield Version(note=said(each, "Description"), url=secure(address), media_type="application/pdf")
