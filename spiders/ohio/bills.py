"""Bills and resolutions of Ohio's General Assembly: one list of an assembly, then two answers for each.

The list holds title, sponsors and subjects, and not the last action; each measure's texts and status page are read when its row
moved and every third day while the assembly lasts. The list may take minutes to come. Unverified: both are told by public projects
that read them (the list since its rebuilding of November 2025), titles, subjects and addresses of texts by OpenStates' records.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, day_field, field, json_of, many, maybe, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.ohio.vocabulary import OHIO

API = "https://search-prod.lis.state.oh.us"
SITE = "https://www.legislature.ohio.gov/legislation"
CHAMBERS = {"House": "lower", "Senate": "upper"}
FILES = {"download": "application/pdf", "download_html": "text/html"}
MINUTES = 300.0  # how many seconds the list may take
ROUND = 3


def session_of(printed: str) -> Session | None:
    """The session of "137th (2027-2028)", from the first Monday of its first year on."""
    found = re.match(r"(\d+)\w\w \((\d{4})-(\d{4})\)$", printed)
    return (
        Session(identifier=found[1], starts_on=date(int(found[2]), 1, 1), ends_on=date(int(found[3]), 12, 31))
        if found
        else None
    )


class OhioBills(BillSpider):
    """The list of each assembly, then a measure's texts, then its status."""

    name = "ohio.bills"
    jurisdiction = "us-oh"
    publisher = "Ohio General Assembly"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    vocabulary = OHIO
    sessions = Sessions(
        [
            Session(identifier="135", name="135th (2023-2024)", starts_on=date(2023, 1, 2), ends_on=date(2024, 12, 31)),
            Session(
                identifier="135S1",
                site="135_special_1",
                name="135th - Special Session (2024)",
                starts_on=date(2024, 5, 28),
                ends_on=date(2024, 6, 12),
            ),
            Session(identifier="136", name="136th (2025-2026)", starts_on=date(2025, 1, 6), ends_on=date(2026, 12, 31)),
            # The first Monday of January.
            Session(identifier="137", name="137th (2027-2028)", starts_on=date(2027, 1, 4), ends_on=date(2028, 12, 31)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The lists of the sessions that are known, and the site's own choice of sessions."""
        newest = max(due.session.identifier for due in self.sessions.due(self.now))
        yield from (self._list(due) for due in self.sessions.due(self.now))
        yield self.follow(
            f"{SITE}/search?generalAssemblies={newest[:3]}&pageSize=10&start=1&isInitial=true", self.parse_sessions
        )

    def _list(self, due: Due) -> Request:
        address = f"{API}/api/v2/general_assembly_{due.session.code}/legislation/"
        return self.follow(address, self.parse_list, meta={"download_timeout": MINUTES}, **due.pace)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The lists of sessions that the table does not have."""
        options = many(text_of(response), "#general-assembly-radio-selector label.radio-choice-option")
        names = [squeeze(" ".join(option.css("span:first-of-type ::text").getall())) for option in options]
        known = {each.name for each in self.sessions}
        for due in self.sessions.listed([name for name in names if name not in known], self.now, rule=session_of):
            yield due if isinstance(due, Untracked) else self._list(due)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A list, the texts of a measure, or its status page: the address tells which."""
        if "/api/" not in response.url:
            yield from self.parse_status(response)
        elif response.url.rstrip("/").endswith("/legislation"):
            yield from self.parse_list(response)
        else:
            yield from self.parse_versions(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The texts of each measure that may have moved; a row may stand twice. An assembly that has not begun may have none."""
        session = self._session(response.url)
        rows = json_of(response)
        begun = session.starts_on is None or session.starts_on <= self.now.date()
        if not isinstance(rows, list) or (begun and not rows):
            raise ExtractionError("expected a list of the assembly's measures", url=response.url)
        for slug, row in {field(row, "number", str, url=response.url): row for row in rows}.items():
            address = urljoin(API, field(row, "versions", str, url=response.url))
            seen = token(json.dumps(row, sort_keys=True), round_of(slug, self.now, days=ROUND, ends_on=session.ends_on))
            facts = {"slug": slug, "session": session.code, **_facts(row, response.url)}
            # A record that is broken on the server has no texts.
            yield self.follow(
                address, self.parse_versions, when=seen, optional=True, cb_kwargs={"facts": facts, "seen": seen}
            )

    def parse_versions(
        self, response: Response, facts: Mapping[str, Any] | None = None, seen: str = ""
    ) -> Iterator[Request]:
        """The texts, which stand in the bill; its status page brings it."""
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError("expected a list of texts", url=response.url)
        known = dict(facts or _from_address(response.url))
        texts = [
            [field(row, "version", str, url=response.url), urljoin(API, address), media_type]
            for row in rows
            for name, media_type in FILES.items()
            if (address := field(row, name, str, url=response.url, default=""))
        ]
        titles = [squeeze(field(row, "long_title", str, url=response.url, default="")) for row in rows]
        effective = [on for row in rows if (on := day_field(row, "effective_date", url=response.url))]
        known |= {"versions": texts, "abstract": next(filter(None, reversed(titles)), "")}
        known |= {"effective": effective[0].isoformat() if effective else ""}
        session = known["session"].replace("_special_", "-s")
        yield self.follow(
            f"{SITE}/{session}/{known['slug']}/status",
            self.parse_status,
            when=token(seen, json.dumps(known, sort_keys=True)),
            cb_kwargs={"facts": known},
        )

    def parse_status(self, response: Response, facts: Mapping[str, Any] | None = None) -> Iterator[Bill]:
        """The measure with its history, which the page prints newest first."""
        page = text_of(response)
        found = re.search(r"/legislation/(\d+(?:-s\d)?)/([a-z]+\d+)/status$", page.url)
        if not found:
            raise ExtractionError("the address names no measure, such as /legislation/136/hb12/status", url=page.url)
        known = dict(facts or {})
        identifier = bill_number(found[2])
        try:
            rows = many(one(page, "table[class*='legislation-status-table']"), "tbody tr")
            steps = [self._action(row) for row in reversed(rows)]
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        effective = day(known.get("effective", ""))
        if effective and not any(step.text.startswith("Effective") for step in steps):
            printed = f"Effective {effective.month}/{effective.day}/{effective:%y}"
            steps.append(self.action(printed, on=effective, by="executive"))
        abstract = known.get("abstract", "")
        title = known.get("title", "") or abstract
        yield Bill(
            identifier=identifier,
            title=title or identifier,
            url=page.url.removesuffix("/status"),
            session=self._session(f"/general_assembly_{found[1].replace('-s', '_special_')}/").identifier,
            chamber="lower" if identifier.startswith("H") else "upper",
            text="" if abstract == title else abstract,
            sponsors=tuple(Sponsor(name=name, primary=primary) for name, primary in known.get("sponsors", ())),
            actions=tuple(steps),
            versions=tuple(
                Version(note=note, url=url, media_type=media) for note, url, media in known.get("versions", ())
            ),
            subjects=tuple(known.get("subjects", ())),
        )

    def _action(self, row: Selector) -> Action:
        text, committee = _words(one(row, "td.action-cell")), maybe(row, "td.committee-cell")
        named = _words(committee) if committee else ""
        by = CHAMBERS.get(_words(one(row, "td.chamber-cell")), "legislature")
        step = self.action(f"{text} ({named})" if named else text, on=day(_words(one(row, ".date-cell"))), by=by)
        return by_office(step)

    def _session(self, url: str) -> Session:
        found = re.search(r"/general_assembly_(\w+)/", url)
        session = self.sessions.by_code(found[1]) if found else None
        if found and session is None and found[1].isdigit():
            first = 2025 + 2 * (int(found[1]) - 136)  # an assembly lasts two years
            return Session(identifier=found[1], starts_on=date(first, 1, 1), ends_on=date(first + 1, 12, 31))
        if session is None:
            raise ExtractionError("the address names no assembly, such as general_assembly_136", url=url)
        return session


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _facts(row: Any, url: str) -> dict[str, Any]:
    """What the list says of a measure."""
    sponsors = {
        field(one, "full_name", str, url=url): name == "sponsors"
        for name in ("cosponsors", "sponsors")
        for one in field(row, name, list, url=url, default=[]) or []
    }
    subjects = [
        squeeze(field(one, level, str, url=url, default="") or "")
        for one in field(row, "subjects", list, url=url, default=[]) or []
        for level in ("primary", "secondary")
    ]
    return {
        "title": squeeze(field(row, "short_title", str, url=url, default="")),
        "sponsors": sorted(([name, primary] for name, primary in sponsors.items()), key=lambda each: not each[1]),
        "subjects": list(dict.fromkeys(filter(None, subjects))),
    }


def _from_address(url: str) -> dict[str, str]:
    """Assembly and slug of the address …/general_assembly_136/legislation/hb12/versions/."""
    found = re.search(r"/general_assembly_(\w+)/legislation/([a-z]+\d+)/", url)
    if not found:
        raise ExtractionError("the address names no measure of an assembly", url=url)
    return {"session": found[1], "slug": found[2]}
