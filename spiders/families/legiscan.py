"""LegiScan's interface (User Manual of API 1.91): sessions, a session's list with a hash a bill, the bills whose hash moved.

https://legiscan.com/legiscan. One question a session and check, then one for each bill that moved; where many moved, and at the
first look, two for the archive of the session, and then one for each bill that it has in an older state or not at all: a free key
allows 30,000 a month. The key is added to the address where it leaves, so no address that is kept has one. Bills were checked against members of
its datasets, which are the interface's answers; the envelopes were read from the official client.

What is not there is [] where an object is meant, lists are objects with the keys "0", "1" …, and a fault is
{"status": "ERROR"} under HTTP 200.
"""

import base64
import io
import json
import re
import zipfile
import zlib
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
from monitor.source.spider import Allowance, Enclosed, Mention, Untracked, Wholesale
from spiders.families.aggregated import AggregatedBills, numbered, same_session
from spiders.families.sessions import FORGOTTEN, Session, Sessions

ZIP = b"PK\x03\x04"
API = "https://api.legiscan.com/"
CHAMBERS = {"H": "lower", "A": "lower", "S": "upper"}
STATUS = {1: "Introduced", 2: "Engrossed", 3: "Enrolled", 4: "Passed", 5: "Vetoed", 6: "Failed"}
COMPANIONS = ("Same As", "Crossfiled")
FEW = 50  # bills below which an archive of some megabytes is not asked for
LARGE = {"download_maxsize": 256 * 1024 * 1024, "dont_redirect": True}
LARGEST = 4 * 1024 * 1024  # bytes of one bill in an archive; a bomb claims more


class LegiScanBills(AggregatedBills):
    """The bills of one legislature as LegiScan has them."""

    publisher = "LegiScan"
    route = "legiscan"
    cadence = "every 12 hours"
    seeks = True
    edition = 3  # more words of histories are known
    allowance = Allowance(
        provider="LegiScan", api=API, requests=30_000, per="month", key="LEGISCAN_KEY", parameter="key"
    )

    def requests(self) -> Iterable[Request]:
        """The list of sessions, asked for once a week; what it led to is asked in every check."""
        year, week, _ = self.now.date().isocalendar()
        return [self.ask("getSessionList", when=f"{year}-W{week:02}", state=self.code.upper())]

    def ask(
        self, op: str, *, when: str | None = None, hints: Mapping[str, Any] | None = None, **parameters: Any
    ) -> Request:
        """A question; the same one always has the same address."""
        address = f"{API}?{urlencode({'op': op, **parameters})}"
        return self.follow(address, when=when, meta={"dont_redirect": True}, cb_kwargs=dict(hints or {}))

    def parse(
        self, response: Response, session: int | None = None, named: str = ""
    ) -> Iterator[Request | Untracked | Document | Wholesale | Enclosed | Mention]:
        """Any answer: its payload's name says which; `session` is LegiScan's number of the one that is asked about, `named` what we
        call it."""
        if response.body.startswith(ZIP):
            yield from self.parse_archive(response.body, response.url)
            return
        data = answer(response)
        if "sessions" in data:
            yield from self.parse_sessions(numbered_items(data["sessions"]))
        elif "masterlist" in data:
            yield from self.parse_list(data["masterlist"], response.url)
        elif "searchresult" in data:
            yield from self.parse_search(
                field(data, "searchresult", dict, url=response.url), session, named, response.url
            )
        elif "datasetlist" in data:
            yield from self.parse_archives(numbered_items(data["datasetlist"]), session, response.url)
        elif "dataset" in data:
            packed = field(data, "dataset.zip", str, url=response.url)
            yield from self.parse_archive(base64.b64decode(packed), response.url)
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
            if self.terms:
                yield self._search(session_id, identifier)

    def _search(self, session_id: int, named: str, page: int = 1) -> Request:
        """The bills of a session whose texts have any of the words searched for: once a week, one question for 50 of them."""
        year, week, _ = self.now.date().isocalendar()
        words = " OR ".join(f'"{one}"' if " " in one else one for one in self.terms)
        hints = {"session": session_id, "named": named}
        return self.ask("getSearch", when=f"{year}-W{week:02}", hints=hints, id=session_id, query=words, page=page)

    def parse_list(self, listed: Mapping[str, Any], url: str) -> Iterator[Request | Wholesale]:
        """The bills whose hash moved, by way of the session's archive where they are many. A list of no bills is one of a session
        that has not begun."""
        found = numbered_items({key: value for key, value in listed.items() if key != "session"})
        bills = tuple(self._one(one, url) for one in found)
        if len(bills) < FEW:
            yield from bills
            return
        session = field(listed, "session.session_id", int, url=url)
        archives = self.ask("getDatasetList", state=self.code.upper(), hints={"session": session})
        yield Wholesale(request=archives, of=bills, least=FEW)

    def _one(self, bill: Mapping[str, Any], url: str) -> Request:
        """The question for one bill, under its hash."""
        return self.ask(
            "getBill", id=field(bill, "bill_id", int, url=url), when=field(bill, "change_hash", str, url=url)
        )

    def parse_search(
        self, found: Mapping[str, Any], session: int | None, named: str, url: str
    ) -> Iterator[Request | Mention]:
        """The bills that a search of texts found: a rider on kratom in a tax bill stands in no title. The first page leads to the
        others."""
        summary = field(found, "summary", dict, url=url)
        for one in numbered_items({key: value for key, value in found.items() if key != "summary"}):
            yield Mention(session=named, identifier=numbered(field(one, "bill_number", str, url=url)))
        if session is not None and int(summary["page_current"]) == 1:
            for page in range(2, int(summary["page_total"]) + 1):
                yield self._search(session, named, page)

    def parse_archives(self, archives: Iterable[Mapping[str, Any]], session: int | None, url: str) -> Iterator[Request]:
        """The archive of a session; one that is new has none yet."""
        for one in archives:
            if field(one, "session_id", int, url=url) == session:
                key = field(one, "access_key", str, url=url)
                asked = self.ask("getDatasetRaw", id=session, access_key=key, format="json")
                yield asked.replace(meta={**asked.meta, **LARGE})

    def parse_archive(self, packed: bytes, url: str) -> Iterator[Enclosed]:
        """Each bill of an archive ("VA/2026-2026_Regular_Session/bill/HB1.json") as the answer of its own question; people and
        votes stand there too and are not read."""
        try:
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                for member in archive.infolist():
                    if re.search(r"(^|/)bill/[^/]+\.json$", member.filename):
                        yield self._member(archive, member, url)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
            raise ExtractionError(f"the archive cannot be read: {fault}", url=url) from fault

    def _member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, url: str) -> Enclosed:
        if member.file_size > LARGEST:
            raise ExtractionError(f"{member.filename} has {member.file_size} bytes", url=url)
        body = archive.read(member)
        try:
            bill = json.loads(body)
        except ValueError as fault:
            raise ExtractionError(f"{member.filename} is no JSON: {fault}", url=url) from fault
        return Enclosed(request=self._one(field(bill, "bill", dict, url=url), url), body=body)

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

    @classmethod
    def text_address(cls, version: Version) -> str:
        """LegiScan's own copy of a text, one question each: a legislature that cannot be read shows its texts no more than its
        bills."""
        found = re.search(r"/id/(\d+)$", version.copy)
        return f"{API}?{urlencode({'op': 'getBillText', 'id': found[1]})}" if found else version.url

    @classmethod
    def text_file(cls, response: Response) -> tuple[bytes, str]:
        """The file in an answer of LegiScan's; any other answer is the file itself."""
        if not response.url.startswith(API):
            return super().text_file(response)
        text = field(answer(response), "text", dict, url=response.url)
        return base64.b64decode(field(text, "doc", str, url=response.url)), field(text, "mime", str, url=response.url)

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
        copy = squeeze(one.get("url"))
        yield Version(
            note=squeeze(one["type"]),
            on=_day(one.get("date")),
            url=squeeze(one.get("state_link")) or copy,
            media_type=squeeze(one.get("mime")),
            copy=copy,
        )


def _day(text: Any) -> date | None:
    """A date; "0000-00-00" is none."""
    return None if not text or str(text).startswith("0000") else day(str(text))
