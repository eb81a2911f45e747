"""LegiScan's interface (User Manual of API 1.91): sessions, a session's list with a hash a bill, the bills whose hash moved.

https://legiscan.com/legiscan. One question a session and check, then one for each bill that moved; a free key allows 30,000 a
month. The key is added to the address where it leaves, so no address that is kept has one. Bills were checked against members of
its datasets, which are the interface's answers; the envelopes were read from the official client.

What is not there is [] where an object is meant, lists are objects with the keys "0", "1" …, and a fault is
{"status": "ERROR"} under HTTP 200.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Document, Page, Sponsor, Version
from monitor.model.errors import ExtractionError, UnreadableDocument
from monitor.reading import read
from monitor.source import day, field, json_of, squeeze
from monitor.source.spider import Allowance, Untracked
from spiders.families.aggregated import AggregatedBills, numbered, same_session
from spiders.families.sessions import FORGOTTEN, Session, Sessions

API = "https://api.legiscan.com/"
CHAMBERS = {"H": "lower", "A": "lower", "S": "upper"}
STATUS = {1: "Introduced", 2: "Engrossed", 3: "Enrolled", 4: "Passed", 5: "Vetoed", 6: "Failed"}
COMPANIONS = ("Same As", "Crossfiled")


class LegiScanBills(AggregatedBills):
    """The bills of one legislature as LegiScan has them."""

    publisher = "LegiScan"
    route = "legiscan"
    cadence = "every 12 hours"
    allowance = Allowance(
        provider="LegiScan", api=API, requests=30_000, per="month", key="LEGISCAN_KEY", parameter="key"
    )

    def requests(self) -> Iterable[Request]:
        """The list of sessions, asked for once a week; what it led to is asked in every check."""
        year, week, _ = self.now.date().isocalendar()
        return [self.ask("getSessionList", when=f"{year}-W{week:02}", state=self.code.upper())]

    def ask(self, op: str, *, when: str | None = None, **parameters: Any) -> Request:
        """A question; the same one always has the same address."""
        return self.follow(f"{API}?{urlencode({'op': op, **parameters})}", when=when, meta={"dont_redirect": True})

    def search(self, query: str, *, page: int = 1) -> Request:
        """The bills of this legislature whose text has these words, in the current session: one question for 50 of them."""
        return self.ask("getSearch", state=self.code.upper(), query=query, year=2, page=page)

    def parse(self, response: Response) -> Iterator[Request | Untracked | Document]:
        """Any answer: its payload's name says which."""
        data = answer(response)
        if "sessions" in data:
            yield from self.parse_sessions(numbered_items(data["sessions"]))
        elif "masterlist" in data:
            yield from self.parse_list(data["masterlist"], response.url)
        elif "searchresult" in data:
            yield from self.parse_search(data["searchresult"], response.url)
        elif "bill" in data:
            yield self.bill(field(data, "bill", dict, url=response.url), response.url)
        elif "text" in data:
            yield self.text(field(data, "text", dict, url=response.url), response.url)
        else:
            raise ExtractionError(f"an answer with {', '.join(data) or 'nothing'}", url=response.url)

    def parse_sessions(self, sessions: Iterable[Mapping[str, Any]]) -> Iterator[Request | Untracked]:
        """The list of each session that is not long past; one that we do not know by another name is told."""
        oldest = (self.now - FORGOTTEN).year
        for one in sessions:
            if int(one["year_end"]) < oldest:
                continue
            if identifier := self.session_of(one):
                yield from self._list(identifier, one["session_id"])
            else:
                yield Untracked(what=f"session {squeeze(one.get('session_name'))!r}")

    def _list(self, identifier: str, session_id: int) -> Iterator[Request]:
        """The list of a session as often as the direct source would ask: a finished one once a week."""
        paces = {due.session.identifier: due.pace for due in Sessions(self.known_sessions).due(self.now)}
        if identifier in paces or not self.known_sessions:
            yield self.ask("getMasterListRaw", when=paces.get(identifier, {}).get("when"), id=session_id)

    def parse_list(self, listed: Mapping[str, Any], url: str) -> Iterator[Request]:
        """The bills whose hash moved. A list of no bills is one of a session that has not begun."""
        for one in numbered_items({key: value for key, value in listed.items() if key != "session"}):
            yield self.ask(
                "getBill", id=field(one, "bill_id", int, url=url), when=field(one, "change_hash", str, url=url)
            )

    def parse_search(self, found: Mapping[str, Any], url: str) -> Iterator[Request]:
        """The bills that a search found, and its next page."""
        summary = field(found, "summary", dict, url=url)
        for one in numbered_items({key: value for key, value in found.items() if key != "summary"}):
            yield self.ask(
                "getBill", id=field(one, "bill_id", int, url=url), when=field(one, "change_hash", str, url=url)
            )
        page = int(summary["page_current"])
        if page < int(summary["page_total"]):
            yield self.search(squeeze(summary.get("query")), page=page + 1)

    def session_of(self, session: Mapping[str, Any], known: tuple[Session, ...] | None = None) -> str:
        """Our identifier of a session; "" where our table does not have it."""
        known = self.known_sessions if known is None else known
        names = tuple(squeeze(session.get(key)) for key in ("session_name", "session_title", "session_tag"))
        years = (int(session["year_start"]), int(session["year_end"]))
        return same_session(known, names=names, years=years, special=bool(int(session.get("special") or 0)))

    def bill(self, bill: Mapping[str, Any], url: str) -> Bill:
        """A bill as the direct source would have it."""
        if field(bill, "state", str, url=url) != self.code.upper():
            raise ExtractionError(f"a bill of {bill['state']}, not of {self.code.upper()}", url=url)
        session = field(bill, "session", dict, url=url)
        identifier = self.session_of(session) or self.session_of(session, known=())  # one long past: by its years
        try:
            return self._bill(bill, identifier, url)
        except ValueError as fault:
            raise ExtractionError(str(fault), url=url) from fault

    def _bill(self, bill: Mapping[str, Any], session: str, url: str) -> Bill:
        title, description = squeeze(field(bill, "title", str, url=url)), squeeze(bill.get("description"))
        return Bill(
            identifier=numbered(field(bill, "bill_number", str, url=url)),
            title=title,
            url=squeeze(bill.get("state_link")) or field(bill, "url", str, url=url),
            session=session,
            chamber=CHAMBERS.get(squeeze(bill.get("body")), "legislature"),
            status=STATUS.get(int(bill.get("status") or 0), ""),
            text="" if description == title else description,
            sponsors=tuple(_sponsors(bill)),
            actions=tuple(self._actions(bill)),
            versions=tuple(_versions(bill)),
            subjects=tuple(squeeze(one["subject_name"]) for one in numbered_items(bill.get("subjects"))),
            companions=tuple(
                numbered(one["sast_bill_number"])
                for one in numbered_items(bill.get("sasts"))
                if one.get("type") in COMPANIONS
            ),
        )

    def _actions(self, bill: Mapping[str, Any]) -> Iterator[Action]:
        for one in numbered_items(bill.get("history")):
            words = squeeze(one.get("action"))
            letter = squeeze(one.get("chamber")) or {"House": "H", "Senate": "S"}.get(words.partition(" ")[0], "")
            yield self.action(words, on=_day(one.get("date")), by=CHAMBERS.get(letter, "legislature"))

    def text(self, text: Mapping[str, Any], url: str) -> Page:
        """The text of one version, read like the file that it is."""
        body = base64.b64decode(field(text, "doc", str, url=url))
        try:
            words = read(body, media_type=field(text, "mime", str, url=url)).text
        except UnreadableDocument as fault:
            raise ExtractionError(str(fault), url=url) from fault
        return Page(
            identifier=f"legiscan.com/text/{field(text, 'doc_id', int, url=url)}",
            registry="legiscan.com",
            title=squeeze(text.get("type")) or "Text",
            url=squeeze(text.get("state_link")) or squeeze(text.get("url")) or url,
            published_on=_day(text.get("date")),
            text=words,
        )


def answer(response: Response) -> dict[str, Any]:
    """The payload of an answer by its name. ExtractionError with LegiScan's own words for a fault under HTTP 200.

    A member of a dataset ({"bill": …}) has no envelope and is read like the answer that it is.
    """
    data = json_of(response)
    if not isinstance(data, dict):
        raise ExtractionError("not LegiScan's envelope", url=response.url)
    if data.get("status") == "ERROR":
        alert = data.get("alert")
        words = alert.get("message") if isinstance(alert, dict) else ""
        raise ExtractionError(f"LegiScan says: {squeeze(words) or 'ERROR'}", url=response.url)
    return {key: value for key, value in data.items() if key not in ("status", "alert")}


def numbered_items(things: Any) -> list[Any]:
    """What a list holds, be it a list, an object with the keys "0", "1" …, or [] or {} or nothing for none."""
    if isinstance(things, Mapping):
        return [things[key] for key in sorted((key for key in things if key.isdigit()), key=int)]
    return list(things or ())


def _sponsors(bill: Mapping[str, Any]) -> Iterator[Sponsor]:
    """In LegiScan's order; where no type is given (0) all are alike."""
    found = numbered_items(bill.get("sponsors"))
    for one in sorted(found, key=lambda one: int(one.get("sponsor_order") or 0)):
        yield Sponsor(name=squeeze(one["name"]), primary=int(one.get("sponsor_type_id") or 0) == 1)


def _versions(bill: Mapping[str, Any]) -> Iterator[Version]:
    for one in numbered_items(bill.get("texts")):
        address = squeeze(one.get("state_link")) or squeeze(one.get("url"))
        yield Version(
            note=squeeze(one["type"]), on=_day(one.get("date")), url=address, media_type=squeeze(one.get("mime"))
        )


def _day(text: Any) -> date | None:
    """A date; "0000-00-00" is none."""
    return None if not text or str(text).startswith("0000") else day(str(text))
