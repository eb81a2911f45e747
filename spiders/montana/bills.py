"""Bills, resolutions and bill drafts of Montana's legislature, from the interface behind its bill explorer.

A search gives a session's bills with their whole histories, some hundreds an answer; the names of a bill's texts stand in an
answer of their own, which is read when the bill's row moved. A requested draft ("LC 1") becomes a bill when it gets a number, and
the draft's stays another name of it. Unverified: the structure is told by public projects that use the
interface, and no capture was at hand.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, field, json_of, squeeze
from monitor.source.spider import Untracked
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.montana.vocabulary import MONTANA

API = "https://api.legmt.gov"
SESSIONS = f"{API}/legislators/v1/sessions"
LEGISLATORS = f"{API}/legislators/v1/legislators"
SEARCH = f"{API}/bills/v1/bills/search"
VERSIONS = f"{API}/docs/v1/documents/getBillVersions"
CONTENT = f"{API}/docs/v1/documents/getContent"
EXPLORER = "https://bills.legmt.gov/#"
A_PAGE = 500  # rows of an answer; `offset` counts pages, not rows
ORDER = [("sort", "billType.code,desc"), ("sort", "billNumber,asc"), ("sort", "draft.draftNumber,asc")]
CHAMBERS = {"H": "lower", "S": "upper"}
BY_THE_GOVERNOR = re.compile(r"(signed|vetoed) by governor|governor's line-item veto", re.IGNORECASE)


def session_of(name: str) -> Session | None:
    """ "20271" is the regular session of 2027 (the 70th legislature's), "20252" the first special one of 2025."""
    found = re.fullmatch(r"(\d{4})([1-9])", name)
    if not found:
        return None
    year, special = int(found[1]), int(found[2]) - 1
    identifier = f"{year}S{special}" if special else str(year)
    return Session(identifier=identifier, name=name, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


class MontanaBills(BillSpider):
    """The list of sessions, the names of legislators, then the bills of each session that is due."""

    name = "montana.bills"
    jurisdiction = "us-mt"
    publisher = "Montana Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    edition = 2  # a bill and its draft are one
    may_be_empty = True  # the legislature meets in odd years; for a summer no session is due
    zone = "America/Denver"
    start_urls = [SESSIONS]
    vocabulary = MONTANA
    sessions = Sessions(
        [
            Session(identifier="2025", name="20251", starts_on=date(2025, 1, 6), ends_on=date(2025, 5, 3)),
            Session(identifier="2027", name="20271", starts_on=date(2027, 1, 4), ends_on=date(2027, 5, 1)),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked]:
        """The legislators, and with them the sessions to be read: the numbers that the interface gives them are told only here."""
        numbers = {}
        for row in _rows(json_of(response), response.url):
            numbers[str(row.get("ordinals", ""))] = field(row, "id", int, url=response.url)
        if not any(map(session_of, numbers)):
            raise ExtractionError("no session is named like 20251", url=response.url, selector="ordinals")
        wanted = []
        for due in self.sessions.listed(numbers, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                name = due.session.name
                wanted.append({"name": name, "number": numbers[name], "when": due.pace.get("when")})
        if wanted:
            yield self.follow(LEGISLATORS, self.parse_legislators, cb_kwargs={"wanted": wanted})

    def parse_legislators(self, response: Response, wanted: list[dict[str, Any]]) -> Iterator[Request]:
        """The first page of each session's bills."""
        names = {str(field(row, "id", int)): _name(row) for row in _rows(json_of(response), response.url)}
        for session in wanted:
            yield self._page(0, {"session": session, "names": names})

    def _page(self, number: int, hints: dict[str, Any]) -> Request:
        query = urlencode([("limit", A_PAGE), ("offset", number), ("includeCounts", "true"), *ORDER])
        return self.follow(
            f"{SEARCH}?{query}",
            self.parse_page,
            when=hints["session"]["when"],
            method="POST",
            body=json.dumps({"sessionIds": [hints["session"]["number"]]}),
            headers={"Content-Type": "application/json"},
            cb_kwargs={**hints, "number": number},
        )

    def parse_page(
        self, response: Response, session: dict[str, Any], names: Mapping[str, str], number: int = 0
    ) -> Iterator[Request | Bill]:
        """Drafts as they are, a request for the texts of each numbered bill that moved, and from the first page all others."""
        data = json_of(response)
        for row in field(data, "content", list, url=response.url):
            if field(row, "billNumber", int, url=response.url, default=None) is None:
                yield self._bill(row, session, names, (), response.url)
            else:
                yield self._texts(row, session, names, response.url)
        if number == 0:
            for following in range(1, field(data, "totalPages", int, url=response.url)):
                yield self._page(following, {"session": session, "names": names})

    def _texts(self, row: Any, session: dict[str, Any], names: Mapping[str, str], where: str) -> Request:
        year = int(session["name"][:4])
        query = {
            "legislatureOrdinal": 69 + (year - 2025) // 2,
            "sessionOrdinal": session["name"],
            "billType": field(row, "billType.code", str, url=where),
            "billNumber": field(row, "billNumber", int, url=where),
        }
        sponsor = str(row.get("sponsorId"))
        token = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
        return self.follow(
            f"{VERSIONS}?{urlencode(query)}",
            self.parse_bill,
            when=token,
            meta={"handle_httpstatus_list": [404]},  # how the interface says that there are no texts
            cb_kwargs={
                "row": row,
                "session": session,
                "names": {sponsor: names[sponsor]} if sponsor in names else {},
            },
        )

    def parse_bill(
        self, response: Response, row: Any, session: dict[str, Any], names: Mapping[str, str]
    ) -> Iterator[Bill]:
        """A numbered bill with its texts."""
        texts = [] if response.status == 404 else _rows(json_of(response), response.url)
        versions = tuple(
            Version(
                note=field(text, "fileName", str, url=response.url),
                url=f"{CONTENT}?documentId={field(text, 'id', int, url=response.url)}",
                media_type="application/pdf",
            )
            for text in texts
        )
        yield self._bill(row, session, names, versions, response.url)

    def _bill(
        self, row: Any, session: dict[str, Any], names: Mapping[str, str], versions: tuple[Version, ...], where: str
    ) -> Bill:
        draft = field(row, "draft.draftNumber", str, url=where)
        number = field(row, "billNumber", int, url=where, default=None)
        code = "" if number is None else field(row, "billType.code", str, url=where)
        chapter = field(row, "sessionLawChapterNumber", int, url=where, default=None)
        kind = "laws" if code else "lc"
        sponsor = names.get(str(row.get("sponsorId")), "")
        subjects = field(row, "draft.subjects", list, url=where, default=None) or []
        try:
            identifier, drafted = bill_number(f"{code} {number}" if code else draft), bill_number(draft)
        except ValueError as error:
            raise ExtractionError(str(error), url=where, selector="draftNumber") from error
        return Bill(
            identifier=identifier,
            title=field(row, "draft.shortTitle", str, url=where),
            url=f"{EXPLORER}/{kind}/bill/{session['number']}/{draft}",
            status=f"Chapter {chapter}" if chapter else "",
            session=self._session(session["name"]),
            chamber=CHAMBERS.get(code[:1], "legislature"),
            sponsors=(Sponsor(name=sponsor, primary=True),) if sponsor else (),
            actions=self._actions(field(row, "draft.billStatuses", list, url=where, default=None) or [], where),
            versions=versions,
            subjects=tuple(squeeze(field(one, "subjectCode.description", str, url=where)) for one in subjects),
            aliases=(drafted,) if code else (),
        )

    def _session(self, name: str) -> str:
        known = next((one for one in self.sessions if one.name == name), None) or session_of(name)
        assert known is not None, "only sessions that are known are asked for"
        return known.identifier

    def _actions(self, statuses: list[Any], where: str) -> tuple[Action, ...]:
        """The statuses, oldest first; those of one moment in the order of the answer."""
        steps = []
        for status in sorted(statuses, key=lambda each: field(each, "timeStamp", str, url=where)):
            text = field(status, "billStatusCode.name", str, url=where)
            steps.append(self.action(text, on=day(status["timeStamp"]), by=_actor(text)))
        return tuple(steps)


def _rows(data: Any, url: str) -> list[dict[str, Any]]:
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise ExtractionError(f"expected a list of objects, found {type(data).__name__}", url=url)
    return data


def _name(row: Mapping[str, Any]) -> str:
    return squeeze(f"{row.get('firstName') or ''} {row.get('lastName') or ''}")


def _actor(text: str) -> str:
    if BY_THE_GOVERNOR.search(text):
        return "executive"
    found = re.search(r"\(([HS])\)", text)
    return CHAMBERS[found[1]] if found else "legislature"
