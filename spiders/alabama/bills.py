"""Bills and resolutions of Alabama's Legislature, from the GraphQL endpoint behind its site ALISON.

One question a page of fifty rows, and one a bill whose row moved, for its history. No account or key is asked for. Unverified:
fields and arguments are told by public projects (2026-05), and no capture was at hand. An unknown field makes the server refuse the
whole query, so only fields known to be there are asked for.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, field, squeeze
from spiders.alabama.vocabulary import ALABAMA
from spiders.families import graphql
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Pace, Session, Sessions

SITE = "https://alison.legislature.state.al.us"
ENDPOINT = f"{SITE}/graphql"
BILL_SEARCH = f"{SITE}/bill-search"  # a bill has no address of its own
PAGE = 50
TYPES = ("B", "R")  # bills, resolutions
CHAMBERS = {"House": "lower", "Senate": "upper", "H": "lower", "S": "upper"}
TEXTS = (("Introduced", "introducedFileUrl"), ("Engrossed", "engrossedFileUrl"), ("Enrolled", "enrolledFileUrl"))
CARRIED = (
    "instrumentNbr", "instrumentType", "sessionAbbreviation", "body", "sponsor", "subject", "shortTitle",
    "prefiledDate", "currentStatus", "companionInstrumentNbr",
)  # fmt: skip

LIST = """
query instruments($type: InstrumentType, $limit: Int, $offset: Int) {
  instruments(where: [{sessionAbbreviation: {eq: SESSION}, instrumentType: {eq: $type}}], limit: $limit, offset: $offset) {
    count
    data {
      instrumentNbr instrumentType sessionAbbreviation body sponsor subject shortTitle prefiledDate currentStatus lastAction
      companionInstrumentNbr introducedFileUrl engrossedFileUrl enrolledFileUrl
    }
  }
}
"""
BILL = """
query instrument($type: InstrumentType) {
  instrument(where: {sessionAbbreviation: {eq: SESSION}, instrumentNbr: {eq: NUMBER}, instrumentType: {eq: $type}}) {
    instrumentNbr currentStatus shortTitle introducedFileUrl engrossedFileUrl enrolledFileUrl
  }
  instrumentHistories(where: {sessionAbbreviation: {eq: SESSION}, instrumentNbr: {eq: NUMBER}}) {
    data { sessionAbbreviation calendarDate body matter committee amdSub amdSubFileUrl }
  }
}
"""


class AlabamaBills(BillSpider):
    """A list of fifty rows a request, then the history of each bill whose row moved."""

    name = "alabama.bills"
    jurisdiction = "us-al"
    publisher = "Alabama Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Chicago"
    vocabulary = ALABAMA
    sessions = Sessions(
        [
            Session(identifier="2025rs", starts_on=date(2025, 2, 4), ends_on=date(2025, 5, 15)),
            Session(identifier="2026rs", starts_on=date(2026, 1, 13), ends_on=date(2026, 4, 2)),
            # In a term's first year the Legislature meets on the first Tuesday of March.
            Session(identifier="2027rs", starts_on=date(2027, 3, 2)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The first page of bills and of resolutions of each session."""
        for due in self.sessions.due(self.now):
            for kind in TYPES:
                yield self._page(due.session.code, kind, 0, due.pace)

    def _page(self, session: str, kind: str, offset: int, pace: Pace) -> Request:
        question = graphql.filled(LIST, SESSION=session)
        wanted = {"type": kind, "limit": PAGE, "offset": offset}
        hints = {"session": session, "kind": kind, "offset": offset, "pace": pace}
        return self.follow(
            ENDPOINT, self.parse_list, cb_kwargs=hints, **graphql.asking(question, wanted, origin=SITE), **pace
        )

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A saved answer of either question."""
        if "instruments" in graphql.answer(response):
            yield from self.parse_list(response)
        else:
            yield from self.parse_bill(response)

    def parse_list(
        self, response: Response, session: str = "", kind: str = "", offset: int = 0, pace: Pace | None = None
    ) -> Iterator[Request]:
        """A question for each bill whose row moved, and one for the next page."""
        found = graphql.answer(response)
        count = field(found, "instruments.count", int, url=response.url)
        rows = field(found, "instruments.data", list, url=response.url)
        if len(rows) < min(PAGE, count - offset):
            raise ExtractionError(
                f"the list has {len(rows)} rows from {offset} on, and {count} in all", url=response.url
            )
        for row in rows:
            yield self._bill(row, response.url)
        if rows and session and offset + len(rows) < count:
            yield self._page(session, kind, offset + len(rows), pace or Pace())

    def _bill(self, row: Any, where: str) -> Request:
        number = field(row, "instrumentNbr", str, url=where)
        question = graphql.filled(BILL, SESSION=field(row, "sessionAbbreviation", str, url=where), NUMBER=number)
        wanted = {"type": field(row, "instrumentType", str, url=where)}
        token = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
        hints = {"row": {key: row.get(key) for key in CARRIED}}
        return self.follow(
            ENDPOINT, self.parse_bill, when=token, cb_kwargs=hints, **graphql.asking(question, wanted, origin=SITE)
        )

    def parse_bill(self, response: Response, row: Mapping[str, Any] | None = None) -> Iterator[Bill]:
        """The bill; what only the list says (sponsor, subject, companion) comes from its `row`."""
        found = graphql.answer(response)
        instrument = field(found, "instrument", dict, url=response.url)
        histories = field(found, "instrumentHistories.data", list, url=response.url)
        known = {**(row or {}), **{key: value for key, value in instrument.items() if value}}
        try:
            identifier = bill_number(field(known, "instrumentNbr", str, url=response.url))
            steps = tuple(self._actions(known, histories, response.url))
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url) from error
        subject, sponsor = _said(known, "subject"), _said(known, "sponsor")
        yield Bill(
            identifier=identifier,
            title=_said(known, "shortTitle") or subject,
            url=BILL_SEARCH,
            published_on=_on(_said(known, "prefiledDate")),
            status=_said(known, "currentStatus"),
            text=subject,
            session=_session(known, histories, response.url),
            chamber=CHAMBERS.get(_said(known, "body") or identifier[0], "legislature"),
            sponsors=(Sponsor(name=sponsor, primary=True),) if sponsor else (),
            actions=steps,
            versions=tuple(_versions(known, histories)),
            subjects=tuple(filter(None, [squeeze(re.split("[,;]", subject)[0])])),
            companions=_companions(_said(known, "companionInstrumentNbr")),
        )

    def _actions(self, known: Mapping[str, Any], histories: list[Any], where: str) -> Iterator[Action]:
        """The day of prefiling, which is no line of the history, then the history; lines without words are left out."""
        chamber = CHAMBERS.get(_said(known, "body"), "legislature")
        if prefiled := _said(known, "prefiledDate"):
            yield self.action("Prefiled", on=_on(prefiled), by=chamber)
        for line in histories:
            matter, committee = _said(line, "matter"), _said(line, "committee")
            if not matter:
                continue
            on = _on(field(line, "calendarDate", str, url=where))
            by = CHAMBERS.get(_said(line, "body"), "legislature")
            step = self.action(f"{matter} ({committee})" if committee else matter, on=on, by=by)
            yield by_office(step)


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _on(text: str) -> date | None:
    """A day: ISO with or without time, or MM-DD-YYYY as it was until 2024."""
    return day(text.replace("-", "/") if re.fullmatch(r"\d\d-\d\d-\d{4}", text) else text)


def _session(known: Mapping[str, Any], histories: list[Any], where: str) -> str:
    session = _said(known, "sessionAbbreviation") or next(
        (_said(line, "sessionAbbreviation") for line in histories), ""
    )
    if not session:
        raise ExtractionError("the answer names no session", url=where, selector="sessionAbbreviation")
    return session.lower()


def _versions(known: Mapping[str, Any], histories: list[Any]) -> Iterator[Version]:
    """The texts of the three stages, then amendments and substitutes from the history."""
    for note, key in TEXTS:
        if url := _said(known, key):
            yield Version(note=note, url=url, media_type="application/pdf")
    seen: set[str] = set()
    for line in histories:
        url = _said(line, "amdSubFileUrl")
        if url and url not in seen:
            seen.add(url)
            yield Version(
                note=_said(line, "amdSub") or _said(line, "matter"),
                on=_on(_said(line, "calendarDate")),
                url=url,
                media_type="application/pdf",
            )


def _companions(printed: str) -> tuple[str, ...]:
    return tuple(bill_number(each) for each in re.findall(r"[A-Z]+ ?\d+", printed))
