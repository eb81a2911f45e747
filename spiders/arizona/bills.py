"""Bills, memorials and resolutions of Arizona's Legislature, from the JSON behind its site's bill status.

The site's own choice of sessions, one list a session, then three answers a bill: its sponsors, its texts and its status.
The rows of the list are not known to tell the last action, so a bill is read when its row moved and every second day while the
session lasts. Unverified: the answers are told by public projects that read them, titles, steps and texts by OpenStates'
records of two bills of 2026. In 2026 the robots.txt of apps.azleg.gov asked machines to stay away: while it does, this source
is blocked and says so, and an aggregator serves better (`route` in the configuration).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, field, json_of, many, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.arizona.vocabulary import ARIZONA
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions

SITE = "https://www.azleg.gov"
APPS = "https://apps.azleg.gov"
AS_JSON = {"Accept": "application/json"}  # a browser gets XML
MINUTES = 300.0  # how many seconds the list may take
ROUND = 2
CHAMBERS = {"H": "lower", "S": "upper"}
BODIES = {"H": "House", "S": "Senate", "G": "Governor", "SS": "Secretary of State"}
MEASURE = re.compile(r"[HS](B|CR|CM|JR|M|R)\d+")
MILESTONES = (
    ("PreFileDate", "Prefiled", ""),
    ("IntroducedDate", "Introduced", ""),
    ("House1stRead", "House First Reading", "lower"),
    ("House1stWaived", "House First Reading Waived", "lower"),
    ("House2ndRead", "House Second Reading", "lower"),
    ("House2ndWaived", "House Second Reading Waived", "lower"),
    ("HouseConsentCalendarDate", "House Consent Calendar", "lower"),
    ("Senate1stRead", "Senate First Reading", "upper"),
    ("Senate1stWaived", "Senate First Reading Waived", "upper"),
    ("Senate2ndRead", "Senate Second Reading", "upper"),
    ("Senate2ndWaived", "Senate Second Reading Waived", "upper"),
    ("RequestforEnactment", "Request for Enactment", "legislature"),
    ("VetoOverride", "Veto Override", "legislature"),
)
TEXTS = ("Bill Versions", "Adopted Amendments", "Proposed Amendments")
TENS = {"Fifty": 50, "Sixty": 60}
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
SESSION = re.compile(r"(\d{4}) - (\w+)-(\w+) Legislature - (\w+) (Regular|Special) Session")


def session_of(name: str, site: str) -> Session | None:
    """The session of "2027 - Fifty-eighth Legislature - First Regular Session": "58th-1st-regular"; it is over with its year."""
    found = SESSION.fullmatch(name)
    if not found or found[2] not in TENS or not {found[3].title(), found[4]} <= {*ORDINALS}:
        return None
    legislature = TENS[found[2]] + ORDINALS.index(found[3].title()) + 1
    number = ORDINALS.index(found[4]) + 1
    identifier = f"{legislature}{_ending(legislature)}-{number}{_ending(number)}-{found[5].lower()}"
    first, last = date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    return Session(identifier=identifier, site=site, name=name, starts_on=first, ends_on=last)


class ArizonaBills(BillSpider):
    """The choice of sessions, a list of all measures of each, and the answers for each that moved."""

    name = "arizona.bills"
    jurisdiction = "us-az"
    publisher = "Arizona State Legislature"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    zone = "America/Phoenix"
    start_urls = [f"{SITE}/"]
    vocabulary = ARIZONA
    sessions = Sessions(
        [
            Session(
                identifier="56th-2nd-regular",
                site="128",
                name="2024 - Fifty-sixth Legislature - Second Regular Session",
                starts_on=date(2024, 1, 8),
                ends_on=date(2024, 6, 15),
            ),
            Session(
                identifier="57th-1st-regular",
                site="129",
                name="2025 - Fifty-seventh Legislature - First Regular Session",
                starts_on=date(2025, 1, 13),
                ends_on=date(2025, 6, 27),
            ),
            Session(
                identifier="57th-2nd-regular",
                site="130",
                name="2026 - Fifty-seventh Legislature - Second Regular Session",
                starts_on=date(2026, 1, 12),
                ends_on=date(2026, 12, 31),  # the last day is not known; bills passed into May
            ),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The site's page, a list, or a bill."""
        if not isinstance(response, TextResponse) or urlsplit(response.url).netloc != urlsplit(APPS).netloc:
            yield from self.parse_sessions(response)
        elif isinstance(json_of(response), list):
            yield from self.parse_list(response)
        else:
            yield from self.parse_bill(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The list of each session that is due, by the numbers that the site gives them."""
        options = many(text_of(response), "select.selectSession option")
        listed = {
            squeeze(each.css("::text").get("").partition("(")[0]): each.attrib.get("value", "") for each in options
        }
        if not any(session_of(name, "") for name in listed):
            raise ExtractionError("no option is a session", url=response.url, selector="select.selectSession option")
        for due in self.sessions.listed(listed, self.now, rule=lambda name: session_of(name, listed[name])):
            yield due if isinstance(due, Untracked) else self._list(due)

    def _list(self, due: Due) -> Request:
        address = f"{APPS}/api/Bill/?{urlencode({'sessionId': due.session.code})}"
        timeout = {"download_timeout": MINUTES}
        session = due.session
        begun = session.starts_on is None or session.starts_on <= self.now.date()
        ends = session.ends_on.isoformat() if session.ends_on else ""
        hints = {"session": session.identifier, "ends": ends, "begun": begun}
        return self.follow(address, self.parse_list, headers=AS_JSON, meta=timeout, cb_kwargs=hints, **due.pace)

    def parse_list(
        self, response: Response, session: str = "", ends: str = "", *, begun: bool = True
    ) -> Iterator[Request]:
        """Three answers for each measure that may have moved; "miscellaneous motions" are none."""
        rows = json_of(response)
        code = _asked(response.url, "sessionId")
        if not isinstance(rows, list) or (begun and not rows):
            raise ExtractionError("expected a list of the session's measures", url=response.url)
        for row in rows:
            number = field(row, "Number", str, url=response.url)
            if not MEASURE.fullmatch(number):
                continue
            turn = round_of(number, self.now, days=ROUND, ends_on=day(ends))
            moved = token(json.dumps(row, sort_keys=True), turn)
            hints = {"session": session, "code": code, "number": number, "moved": moved}
            key = field(row, "BillId", int, url=response.url)
            address = f"{APPS}/api/BillSponsor/?id={key}"
            yield self.follow(address, self.parse_sponsors, when=moved, headers=AS_JSON, cb_kwargs=hints)

    def parse_sponsors(self, response: Response, **hints: str) -> Iterator[Request]:
        """Who brings the measure; its texts are asked for next."""
        sponsors = [[each.name, each.primary] for each in _sponsors(_rows(response))]
        address = f"{APPS}/api/DocType/?billStatusId={_asked(response.url, 'id')}"
        moved = token(hints.get("moved", ""), json.dumps(sponsors))
        known = {**hints, "moved": moved, "sponsors": sponsors}
        yield self.follow(address, self.parse_texts, when=moved, headers=AS_JSON, cb_kwargs=known)

    def parse_texts(
        self,
        response: Response,
        session: str = "",
        code: str = "",
        number: str = "",
        moved: str = "",
        sponsors: Sequence[Sequence[Any]] = (),
    ) -> Iterator[Request]:
        """The measure's texts; its status, which brings the bill, is asked for last."""
        texts = [[each.note, each.url, each.media_type] for each in _versions(_rows(response), response.url)]
        asked = urlencode({"billNumber": number, "sessionId": code, "legislativeBody": number[:1]})
        known = {"session": session, "sponsors": sponsors, "texts": texts}
        seen = token(moved, json.dumps(texts))
        yield self.follow(f"{APPS}/api/Bill/?{asked}", self.parse_bill, when=seen, headers=AS_JSON, cb_kwargs=known)

    def parse_bill(
        self,
        response: Response,
        session: str = "",
        sponsors: Sequence[Sequence[Any]] = (),
        texts: Sequence[Sequence[str]] = (),
    ) -> Iterator[Bill]:
        """The bill of a status; a saved one alone has neither sponsors nor texts."""
        bill, where = json_of(response), response.url
        if not isinstance(bill, dict):
            raise ExtractionError("the answer knows no such bill", url=where)
        number, key = field(bill, "Number", str, url=where), field(bill, "BillId", int, url=where)
        code = _asked(where, "sessionId")
        known = self.sessions.by_code(code)
        if not session and known is None:
            raise ExtractionError(f"no session of the table has the number {code!r}", url=where)
        try:
            yield Bill(
                identifier=bill_number(number),
                title=squeeze(field(bill, "ShortTitle", str, url=where)),
                url=f"{APPS}/BillStatus/BillOverview/{key}?SessionId={code}",
                session=session or (known.identifier if known else ""),
                chamber=CHAMBERS.get(number[0], "legislature"),
                text=squeeze(field(bill, "Description", str, url=where, default="")),
                sponsors=tuple(Sponsor(name=name, primary=primary) for name, primary in sponsors),
                actions=self._actions(bill, where),
                versions=tuple(Version(note=note, url=url, media_type=media) for note, url, media in texts),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=where) from error

    def _actions(self, bill: Mapping[str, Any], where: str) -> tuple[Action, ...]:
        """The history, put together from dated milestones, reports and votes, and what was transmitted; in order of days, undated ones first."""
        origin = CHAMBERS.get(str(bill.get("Number"))[0], "legislature")
        steps = [
            self.action(words, on=_on(bill[key]), by=by or origin) for key, words, by in MILESTONES if bill.get(key)
        ]
        for row in field(bill, "BillStatusAction", list, url=where, default=[]) or []:
            words = squeeze(field(row, "Action", str, url=where, default=""))
            steps += [self._report(row, words, where)] if words else []
        for row in field(bill, "BodyTransmittedTo", list, url=where, default=[]) or []:
            body = field(row, "LegislativeBody", str, url=where)
            by = {"H": "upper", "S": "lower"}.get(body, "executive")
            steps.append(self.action(f"Transmit to {BODIES.get(body, body)}", on=_on(row.get("TransmitDate")), by=by))
        if verdict := squeeze(field(bill, "GovernorAction", str, url=where, default="")):
            on = _on(bill.get("GovernorActionDate"))
            steps.append(self.action(f"Governor {verdict}", on=on, by="executive"))
        return tuple(sorted(steps, key=lambda step: step.on or date.min))

    def _report(self, row: Any, words: str, where: str) -> Action:
        """A committee's report or a vote of the floor: "DPA (Standing JUD)", "PASSED (Floor THIRD)"."""
        place = field(row, "Committee", dict, url=where, default={}) or {}
        named = squeeze(
            f"{place.get('TypeName') or ''} {place.get('CommitteeShortName') or place.get('CommitteeName') or ''}"
        )
        by = CHAMBERS.get(place.get("LegislativeBody") or "", "legislature")
        return self.action(f"{words} ({named})" if named else words, on=_on(row.get("ReportDate")), by=by)


def _ending(number: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _asked(url: str, name: str) -> str:
    asked = {key.lower(): values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    if name.lower() not in asked:
        raise ExtractionError(f"the address has no {name}", url=url)
    return asked[name.lower()]


def _rows(response: Response) -> list[Any]:
    rows = json_of(response)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise ExtractionError(f"expected a list, found {type(rows).__name__}", url=response.url)
    return rows


def _on(value: Any) -> date | None:
    """The day of "2026-02-04T09:00:00.000"; some milestones hold true instead of a date."""
    return day(value) if isinstance(value, str) else None


def _sponsors(rows: list[Any]) -> Iterator[Sponsor]:
    seen: set[str] = set()
    for row in rows:
        person = field(row, "Legislator", dict, default={}) or {}
        name = squeeze(person.get("FullName") or f"{person.get('FirstName') or ''} {person.get('LastName') or ''}")
        if name and name not in seen:
            seen.add(name)
            yield Sponsor(name=name, primary="Prime" in field(row, "SponsorType", str))


def _versions(groups: Iterable[Any], where: str) -> Iterator[Version]:
    """Texts and amendments; fact sheets and summaries are none. Where a text has a page and a PDF the page is named."""
    for group in groups:
        if field(group, "DocumentGroupName", str, url=where) not in TEXTS:
            continue
        for each in field(group, "Documents", list, url=where, default=[]) or []:
            page, pdf = each.get("HtmlPath"), each.get("PdfPath")
            if page or pdf:
                yield Version(
                    note=squeeze(field(each, "DocumentName", str, url=where)),
                    url=urljoin(f"{APPS}/", page or pdf),
                    media_type="text/html" if page else "application/pdf",
                )
