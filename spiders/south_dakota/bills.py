"""Bills and resolutions of South Dakota's legislature, from the JSON behind its site (no key).

The list of a session and its table of last actions are read in each check; a bill, its action log and its versions are read
together when one of the two moved. Unverified: paths and fields are told by public projects (2026). A public archive
(cjwinchester/sd-legislature-data-archive) merges the same objects in one file a bill, with numbers where the service has names;
those files were at hand (2021, 2024), can be parsed too, and taught the vocabulary.
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
from monitor.source import Bundle, bill_number, day_field, field, json_of, squeeze
from monitor.source.spider import Untracked
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Due, Session, Sessions
from spiders.south_dakota.vocabulary import SOUTH_DAKOTA

SITE = "https://sdlegislature.gov"
API = f"{SITE}/api"
CHAMBERS = {"H": "lower", "S": "upper"}
NAMES = {"lower": "House of Representatives", "upper": "Senate"}
RESULTS = {"P": ", Passed", "F": ", Failed", "D": ", Deferred"}  # N: no vote was taken
EXECUTIVE = re.compile(r"(signed|vetoed) by (the )?governor|became law", re.IGNORECASE)


class SouthDakotaBills(BillSpider):
    """The list of sessions, a list a session, and three answers for each bill that moved."""

    name = "south_dakota.bills"
    jurisdiction = "us-sd"
    publisher = "South Dakota Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Chicago"
    start_urls = [f"{API}/Sessions/"]
    vocabulary = SOUTH_DAKOTA
    sessions = Sessions(
        [
            Session(identifier="2020", site="43", starts_on=date(2020, 1, 14), ends_on=date(2020, 3, 30)),
            Session(identifier="2021", site="44", starts_on=date(2021, 1, 12), ends_on=date(2021, 3, 29)),
            Session(identifier="2024", site="69", starts_on=date(2024, 1, 9), ends_on=date(2024, 3, 25)),
            Session(identifier="2025", site="70", starts_on=date(2025, 1, 14), ends_on=date(2025, 3, 31)),
            Session(identifier="2025s", site="173", starts_on=date(2025, 9, 3), ends_on=date(2025, 9, 30)),
            Session(identifier="2026", site="71", starts_on=date(2026, 1, 14), ends_on=date(2026, 3, 31)),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The list of sessions, or any other saved answer."""
        data = json_of(response)
        first = data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else data
        if isinstance(data, dict) and "action_log" in data:
            yield self._archived(data, response.url)
        elif isinstance(first, dict) and "BillId" in first:
            yield from self.parse_list(response) if first is not data else self.parse_bill(response)
        else:
            yield from self.parse_sessions(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The list and the last actions of each session that is due."""
        rows = json_of(response)
        if not isinstance(rows, list) or not rows:
            raise ExtractionError("expected a list of sessions", url=response.url)
        numbers = {
            _session_name(row, response.url): str(field(row, "SessionId", int, url=response.url)) for row in rows
        }
        by_name = {session.identifier: session for session in self.sessions}

        def rule(name: str) -> Session | None:
            found = re.fullmatch(r"(\d{4})s?", name)
            first, last = (date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)) if found else (None, None)
            new = Session(identifier=name, site=numbers[name], starts_on=first, ends_on=last) if found else None
            return by_name.get(name) or new

        for due in self.sessions.listed(numbers, self.now, rule=rule):
            yield due if isinstance(due, Untracked) else self._listed(due)

    def _listed(self, due: Due) -> Request:
        code = due.session.code
        members = {"bills": f"{API}/Bills/Session/Light/{code}", "status": f"{API}/Bills/BillStatus/{code}"}
        return self.bundle(
            members,
            self.parse_list,
            optional=("status",),
            absent=due.pace.get("optional", False),
            when=due.pace.get("when"),
        )

    def parse_list(self, response: Response | Bundle) -> Iterator[Request]:
        """Three answers for each bill whose row or last action moved; once a day for all where the last actions are not told."""
        lists = response.members if isinstance(response, Bundle) else {"bills": response}
        rows = _rows(lists.get("bills"), response.url)
        status = lists.get("status")
        moved = (
            {field(row, "BillId", int, url=response.url): row for row in _rows(status, response.url)} if status else {}
        )
        for row in rows:
            number = field(row, "BillId", int, url=response.url)
            seen = json.dumps([row, moved.get(number, str(self.now.date()))], sort_keys=True)
            members = {
                "bill": f"{API}/Bills/{number}",
                "actions": f"{API}/Bills/ActionLog/{number}",
                "versions": f"{API}/Bills/Versions/{number}",
            }
            yield self.bundle(members, self.parse_bill, when=hashlib.sha256(seen.encode()).hexdigest()[:16])

    def parse_bill(self, response: Response | Bundle) -> Iterator[Bill]:
        """A bill with its log and its versions; a saved bill alone has neither."""
        answers = response.members if isinstance(response, Bundle) else {"bill": response}
        found = answers.get("bill")
        if found is None:
            raise ExtractionError("the answer holds no bill", url=response.url)
        bill, where = json_of(found), response.url
        letters = field(bill, "BillType", str, url=where)
        number = bill.get("BillNumberOnly") or bill.get("BillNumber")
        identifier = _identifier(f"{letters} {number}", where)
        log, texts = answers.get("actions"), answers.get("versions")
        yield Bill(
            identifier=identifier,
            title=squeeze(field(bill, "Title", str, url=where)),
            url=f"{SITE}/Session/Bill/{field(bill, 'BillId', int, url=where)}",
            session=self._session(field(bill, "SessionId", int, url=where), log, where),
            chamber=CHAMBERS.get(identifier[0], "legislature"),
            sponsors=tuple(_sponsors(bill, where)),
            actions=tuple(self._actions(_rows(log, where), identifier, where)) if log else (),
            versions=tuple(_version(row, where) for row in _rows(texts, where)) if texts else (),
            subjects=tuple(_keywords(bill, where)),
        )

    def _session(self, number: int, log: Response | None, where: str) -> str:
        """The session's name by its number; one that the table lacks bears the year of its actions."""
        known = self.sessions.by_code(str(number))
        dates = [field(row, "ActionDate", str, url=where) for row in _rows(log, where)] if log else []
        if not known and not dates:
            raise ExtractionError(f"the session {number} is not known", url=where, selector="SessionId")
        return known.identifier if known else max(dates)[:4]

    def _actions(self, rows: list[dict[str, Any]], identifier: str, where: str) -> Iterator[Action]:
        """The log's lines. A line without an acting committee is that chamber's where the one before was."""
        chamber = CHAMBERS.get(identifier[0], "legislature")
        for row in rows:
            words = _said(row, "StatusText") or _said(row, "Description")
            if not words:
                continue
            committee = field(row, "ActionCommittee", dict, url=where, default={}) or {}
            chamber = CHAMBERS.get(_said(committee, "Body"), _chamber(_said(committee, "FullName"), chamber))
            acting = _said(committee, "FullName") or _said(committee, "Name")
            assigned = field(row, "AssignedCommittee", dict, url=where, default={}) or {}
            to = (
                _said(assigned, "FullName") or _said(assigned, "Name")
                if words.endswith("referred to") or words == "Referred to"
                else ""
            )
            vote = field(row, "Vote", dict, url=where, default={}) or {}
            result = RESULTS.get(_said(row, "Result"), "")
            count = f", YEAS {vote['Yeas']}, NAYS {vote['Nays']}" if "Yeas" in vote and "Nays" in vote else ""
            text = f"{_prefix(acting, words)}{words} {to}".rstrip() + result + count
            yield self._step(text, day_field(row, "ActionDate", url=where), chamber)

    def _step(self, text: str, on: date | None, by: str) -> Action:
        return self.action(text, on=on, by="executive" if EXECUTIVE.search(text) else by)

    def _archived(self, data: Mapping[str, Any], where: str) -> Bill:
        """A bill as the archive keeps it: committees and members are numbers there, of which only the chambers' are told."""
        letters = "".join(word[0] for word in field(data, "bill_type", str, url=where).split())
        identifier = _identifier(f"{letters} {field(data, 'bill_number', int, url=where)}", where)
        log = field(data, "action_log", list, url=where)
        known = self.sessions.by_code(str(field(data, "session_id", int, url=where)))
        year = max((field(row, "action_date", str, url=where)[:4] for row in log), default="")
        if not known and not year:
            raise ExtractionError("the file tells no session", url=where, selector="session_id")
        return Bill(
            identifier=identifier,
            title=field(data, "bill_title", str, url=where),
            url=f"{SITE}/Session/Bill/{field(data, 'bill_id', int, url=where)}",
            session=known.identifier if known else year,
            chamber=CHAMBERS.get(identifier[0], "legislature"),
            actions=tuple(self._archived_actions(log, identifier, where)),
            versions=tuple(_archived_version(row, where) for row in field(data, "bill_versions", list, url=where)),
            subjects=tuple(str(word) for word in field(data, "keywords", list, url=where)),
        )

    def _archived_actions(self, log: list[Any], identifier: str, where: str) -> Iterator[Action]:
        first = re.compile(r"First read(?:ing)?(?: in)? (House|Senate)", re.IGNORECASE)
        chambers = {
            row["committee_id_action"]: CHAMBERS[found[1][0]]
            for row in log
            if (found := first.match(row.get("status_text") or ""))
        }
        chamber = CHAMBERS.get(identifier[0], "legislature")
        for row in log:
            words, acting = _said(row, "status_text"), row.get("committee_id_action")
            if not words:
                continue
            chamber = chambers.get(acting, chamber)
            name = NAMES[chamber] if acting in chambers else "Conference committee" if acting is None else "Committee"
            text = f"{_prefix(name, words)}{words}{RESULTS.get(_said(row, 'result'), '')}"
            by = chamber if acting is not None else "legislature"
            yield self._step(text, day_field(row, "action_date", url=where), by)


def _rows(response: Response | None, where: str) -> list[dict[str, Any]]:
    rows = json_of(response) if response is not None else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ExtractionError(f"expected a list of objects, found {type(rows).__name__}", url=where)
    return rows


def _session_name(row: Any, where: str) -> str:
    """ "2026", or "2025s" for the year's special session."""
    year = str(row.get("Year") if isinstance(row, dict) else "")
    if not re.match(r"\d{4}", year):
        raise ExtractionError(f"not a session's year: {year!r}", url=where, selector="Year")
    return f"{year}s" if row.get("SpecialSession") and not year.endswith("s") else year


def _identifier(printed: str, where: str) -> str:
    try:
        return bill_number(printed)
    except ValueError as error:
        raise ExtractionError(str(error), url=where, selector="BillType") from error


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return squeeze(value) if isinstance(value, str) else ""


def _chamber(committee: str, before: str) -> str:
    return {"House": "lower", "Senate": "upper"}.get(committee.partition(" ")[0], before)


def _prefix(acting: str, words: str) -> str:
    """Who acted, before the words, but where they say it themselves."""
    told = re.match(r"First Read|First read|Signed|Delivered|Vetoed|Referred|Scheduled", words)
    return f"{acting} " if acting and not told else ""


def _sponsors(bill: Mapping[str, Any], where: str) -> Iterator[Sponsor]:
    """Members, the prime ones marked; a committee, whose name stands in a link, where there is none."""
    members = field(bill, "BillSponsor", list, url=where, default=[]) or []
    for each in members:
        name = field(each, "Member.UniqueName", str, url=where)
        yield Sponsor(name=name, primary=each.get("SponsorType", "P") == "P")
    committee = squeeze(re.sub(r"<[^>]*>", "", _said(bill, "BillCommitteeSponsor")))
    if committee and not members:
        yield Sponsor(name=committee, primary=True)


def _keywords(bill: Mapping[str, Any], where: str) -> Iterable[str]:
    """The subjects; each a word, or an object that holds it."""
    for each in field(bill, "Keywords", list, url=where, default=[]) or []:
        inner = each.get("Keyword")
        yield field(inner if isinstance(inner, dict) else each, "Keyword", str, url=where)


def _version(row: Mapping[str, Any], where: str) -> Version:
    number = field(row, "DocumentId", int, url=where)
    return Version(
        note=field(row, "BillVersion", str, url=where),
        on=day_field(row, "DocumentDate", url=where),
        url=f"{API}/Documents/{number}.html",
        media_type="text/html",
    )


def _archived_version(row: Mapping[str, Any], where: str) -> Version:
    return Version(
        note=field(row, "bill_version", str, url=where),
        on=day_field(row, "bill_version_date", url=where),
        url=f"{API}/Documents/{field(row, 'bill_version_id', int, url=where)}.html",
        media_type="text/html",
    )
