"""Bills and resolutions of Indiana's General Assembly, from the JSON behind its site (no key).

The choice of sessions, one list a session, and one answer a measure with its versions, history and names. The list does not show
the last action: a measure is read when its row moved and once a day while the session lasts. The documented interface,
https://api.iga.in.gov, says the same in more requests and wants a key. Unverified: the answers are told by public projects that
read them (2026). The site's robots.txt forbids its folder of PDFs to machines, so that texts are named here and may not be read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, field, json_of, squeeze
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.indiana.vocabulary import INDIANA

SITE = "https://iga.in.gov"
API = f"{SITE}/api"
AS_JSON = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
ROUND = 1
CHAMBERS = {"H": "lower", "S": "upper"}
NAMES = {"lower": "house", "upper": "senate"}
LETTERS = {"HC": "HCR", "SC": "SCR", "HJ": "HJR", "SJ": "SJR"}  # as the site's pages call them
KINDS = {"C": "concurrent", "J": "joint", "R": "simple"}
ROLES = (("author", True), ("co-author", False), ("sponsor", False), ("co-sponsor", False))
NO_TITLE = {"", "NoneNone", "None"}  # measures that are only a vehicle yet


def session_of(name: str) -> Session | None:
    """The session of a year ("2027") or a special one ("2022ss1"); it is over with its year."""
    found = re.fullmatch(r"(\d{4})(ss\d+)?", name)
    if not found:
        return None
    return Session(identifier=name, name=name, starts_on=date(int(found[1]), 1, 1), ends_on=date(int(found[1]), 12, 31))


class IndianaBills(BillSpider):
    """The choice of sessions, the list of each, and each measure that may have moved."""

    name = "indiana.bills"
    jurisdiction = "us-in"
    publisher = "Indiana General Assembly"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    zone = "America/Indiana/Indianapolis"
    vocabulary = INDIANA
    sessions = Sessions(
        [
            Session(identifier="2025", name="2025", starts_on=date(2025, 1, 9), ends_on=date(2025, 4, 29)),
            Session(identifier="2026", name="2026", starts_on=date(2026, 1, 9), ends_on=date(2026, 4, 29)),
            # The second Monday of January; in odd years until the 29th of April.
            Session(identifier="2027", name="2027", starts_on=date(2027, 1, 11), ends_on=date(2027, 4, 29)),
        ]
    )

    def requests(self) -> Iterator[Request]:
        """The choice of sessions."""
        yield self.follow(f"{API}/getSessionYears", self.parse_sessions, headers=AS_JSON)

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The sessions, a list or a measure: the keys of the answer tell which."""
        data = json_of(response)
        if isinstance(data, dict) and "years" in data:
            yield from self.parse_sessions(response)
        elif isinstance(data, dict) and "bills" in data:
            yield from self.parse_list(response)
        else:
            yield from self.parse_bill(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The list of each session that is due."""
        years = field(json_of(response), "years", list, url=response.url)
        names = [field(year, "lpid", str, url=response.url).removeprefix("session_") for year in years]
        if not any(map(session_of, names)):
            raise ExtractionError("the answer names no session", url=response.url, selector="years")
        for due in self.sessions.listed(names, self.now, rule=session_of):
            yield due if isinstance(due, Untracked) else self._list(due)

    def _list(self, due: Due) -> Request:
        session = due.session
        begun = session.starts_on is None or session.starts_on <= self.now.date()
        hints = {"ends": session.ends_on.isoformat() if session.ends_on else "", "begun": begun}
        address = f"{API}/getBills?{urlencode({'session_lpid': f'session_{session.code}'})}"
        return self.follow(address, self.parse_list, headers=AS_JSON, cb_kwargs=hints, **due.pace)

    def parse_list(self, response: Response, ends: str = "", *, begun: bool = True) -> Iterator[Request]:
        """Each measure that may have moved."""
        rows = field(json_of(response), "bills", list, url=response.url)
        if begun and not rows:
            raise ExtractionError("the session has no measures", url=response.url, selector="bills")
        session = _asked(response.url, "session_lpid")
        for row in rows:
            number = field(row, "base_name", str, url=response.url)
            moved = token(json.dumps(row, sort_keys=True), round_of(number, self.now, days=ROUND, ends_on=day(ends)))
            asked = urlencode({"session_lpid": session, "bill_basename": number})
            yield self.follow(f"{API}/getBillDetails?{asked}", self.parse_bill, when=moved, headers=AS_JSON)

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The measure of an answer; a vehicle without words yet is none."""
        data, where = json_of(response), response.url
        bill = field(data, "bill", dict, url=where, default={}) or {}
        session = _asked(where, "session_lpid").removeprefix("session_")
        if not bill and isinstance(data, dict) and (not data or "bill" in data):
            return
        base = field(bill, "base_name", str, url=where)
        if base != _asked(where, "bill_basename").upper():
            raise ExtractionError(f"the answer tells of {base}", url=where, selector="bill.base_name")
        names = [_said(bill, key) for key in ("short_description", "title")]
        titles = [name for name in dict.fromkeys(names) if name not in NO_TITLE]
        identifier = _identifier(base, where)
        chamber = CHAMBERS.get(identifier[0], "legislature")
        texts = field(data, "bill_versions", list, url=where, default=[]) or [bill]
        steps = field(data, "bill_actions", list, url=where, default=[]) or []
        if not titles:
            return
        try:
            yield Bill(
                identifier=identifier,
                title=titles[0],
                url=_page(identifier, session, chamber),
                session=session,
                chamber=chamber,
                text="\n".join(filter(None, [*titles[1:], _said(bill, "digest")])),
                sponsors=tuple(_sponsors(field(data, "users", dict, url=where, default={}) or {})),
                actions=tuple(self._action(step, where) for step in steps if _said(step, "text")),
                versions=tuple(_version(each, session, chamber, where) for each in texts),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=where) from error

    def _action(self, step: Mapping[str, Any], where: str) -> Action:
        by = CHAMBERS.get(_said(step, "chamber")[:1].upper(), "legislature")
        return by_office(self.action(field(step, "text", str, url=where), on=_on(_said(step, "date")), by=by))


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _on(printed: str) -> date | None:
    """The day of "01/13/2026, 13:30:00" or of "2026-01-13T13:30:00"; "" has none."""
    return day(printed.partition(",")[0])


def _asked(url: str, name: str) -> str:
    values = parse_qs(urlsplit(url).query).get(name)
    if not values:
        raise ExtractionError(f"the address has no {name}", url=url)
    return values[0]


def _identifier(base: str, url: str) -> str:
    try:
        letters, number = bill_number(base).split()
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="base_name") from error
    return f"{LETTERS.get(letters, letters)} {number}"


def _page(identifier: str, session: str, chamber: str) -> str:
    letters, number = identifier.split()
    house = NAMES.get(chamber, "house")
    place = f"bills/{house}" if letters[1] == "B" else f"resolutions/{house}/{KINDS.get(letters[1], 'simple')}"
    return f"{SITE}/legislative/{session}/{place}/{number}"


def _sponsors(users: Mapping[str, Any]) -> Iterator[Sponsor]:
    """Authors first, then those who joined and those who carry it in the other chamber; a name stands once."""
    seen: set[str] = set()
    for role, primary in ROLES:
        for user in users.get(role) or ():
            first = _said(user, "first_name") or _said(user, "firstName")
            name = squeeze(f"{first} {_said(user, 'last_name') or _said(user, 'lastName')}")
            if name and name not in seen:
                seen.add(name)
                yield Sponsor(name=name, primary=primary)


def _version(item: Mapping[str, Any], session: str, chamber: str, where: str) -> Version:
    """A text: "HB1001.02.COMH" is a file below the number of the General Assembly, of which each meets in two years."""
    name, base = field(item, "name", str, url=where), field(item, "base_name", str, url=where)
    assembly = 124 + (int(session[:4]) - 2025) // 2
    family = "bills" if base[1] == "B" else "resolutions"
    path = f"{assembly}/{session}/{NAMES.get(chamber, 'house')}/{family}/{base}/{name}.pdf"
    printed = _on(_said(item, "printed"))
    return Version(
        note=_said(item, "stage_verbose") or name,
        on=printed,
        url=f"{SITE}/pdf-documents/{path}",
        media_type="application/pdf",
    )
