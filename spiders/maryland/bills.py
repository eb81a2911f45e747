"""Bills and resolutions of Maryland's General Assembly: one JSON file holds a session, rebuilt through the day.

The file has the milestones of each chamber with their days, but not the whole history, and the last action without a day; of
that only what ends a bill's course is kept as a step. Unverified: fields and values are told by public projects that read the
file of 2026, and no capture was at hand.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day_field, field, json_of, many, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.actions import classify
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.maryland.vocabulary import MARYLAND

SITE = "https://mgaleg.maryland.gov"
MENU = f"{SITE}/mgawebsite/Search/Legislation"
FILE = "misc/billsmasterlist/legislation.json"
NAME = re.compile(r"(\d{4}) (?:(\d)\w\w )?(Regular|Special) Session(?: (\d))?")
CHAMBERS = {"H": "lower", "S": "upper"}
OTHER = {"lower": "upper", "upper": "lower", "legislature": "legislature"}
SIDES = (("HouseOfOrigin", "Origin"), ("OppositeHouse", "Opposite"))
TEXTS = {"F": "First Reader", "T": "Third Reader", "E": "Enrolled"}
ENDINGS = {
    "executive-signature",
    "executive-veto",
    "became-law",
    "veto-override-passage",
    "withdrawal",
    "committee-passage-unfavorable",
}


def session_of(name: str) -> Session | None:
    """ "2026 Regular Session" → "2026" (2026RS in addresses), "2025 Special Session" → "2025S1" (2025s1)."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    year, special = int(found[1]), int(found[2] or found[4] or 1)
    regular = found[3] == "Regular"
    return Session(
        identifier=str(year) if regular else f"{year}S{special}",
        site=f"{year}RS" if regular else f"{year}s{special}",
        name=name,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
    )


class MarylandBills(BillSpider):
    """The menu of sessions, then the file of each that is due."""

    name = "maryland.bills"
    jurisdiction = "us-md"
    publisher = "Maryland General Assembly"
    cadence = "every 6 hours"
    verified = "unverified"
    start_urls = [MENU]
    vocabulary = MARYLAND
    sessions = Sessions(
        [
            Session(
                identifier=str(opens.year),
                site=f"{opens.year}RS",
                name=f"{opens.year} Regular Session",
                starts_on=opens,
                ends_on=closes,
            )
            for opens, closes in (
                (date(2024, 1, 10), date(2024, 4, 8)),
                (date(2025, 1, 8), date(2025, 4, 7)),
                (date(2026, 1, 14), date(2026, 4, 13)),
                (date(2027, 1, 13), date(2027, 4, 12)),
            )
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The menu of sessions, or a session's file."""
        if response.url.lower().endswith(FILE):
            yield from self.parse_session(response)
        else:
            yield from self.parse_menu(response)

    def parse_menu(self, response: Response) -> Iterator[Request | Untracked]:
        """The file of each session that is due; a finished one once a week."""
        options = many(text_of(response), "select#valueSessions option")
        names = [squeeze(option.css("::text").get()) for option in options]
        if not any(map(session_of, names)):
            raise ExtractionError("the menu names no session", url=response.url, selector="select#valueSessions")
        for due in self.sessions.listed(filter(None, names), self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield self.follow(f"{SITE}/{due.session.code}/{FILE}", self.parse_session, **due.pace)

    def parse_session(self, response: Response) -> Iterator[Bill]:
        """Every bill of a session; none in the days when the file is there and has no bills yet."""
        slug, session = _session(response.url)
        records = json_of(response)
        if records is None:
            return
        if not isinstance(records, list):
            raise ExtractionError(f"expected a list of bills, found {type(records).__name__}", url=response.url)
        seen: set[str] = set()
        for record in records:
            where = f"{response.url} {field(record, 'BillNumber', str, url=response.url)}"
            if "OIS Test" in field(record, "Title", str, url=where):
                continue  # the site's own trials
            bill = self._bill(record, slug, session, where)
            if bill.identifier in seen:
                raise ExtractionError(f"{bill.identifier} stands twice", url=response.url, selector="BillNumber")
            seen.add(bill.identifier)
            yield bill

    def _bill(self, record: Any, slug: str, session: str, where: str) -> Bill:
        raw = _words(record, "BillNumber", where)
        crossfile = _words(record, "CrossfileBillNumber", where)
        try:
            identifier = bill_number(raw)
            companions = (bill_number(crossfile),) if crossfile else ()
        except ValueError as error:
            raise ExtractionError(str(error), url=where, selector="BillNumber") from error
        chamber = CHAMBERS.get(identifier[0], "legislature")
        return Bill(
            identifier=identifier,
            title=field(record, "Title", str, url=where),
            url=f"{SITE}/mgawebsite/Legislation/Details/{raw.lower()}?ys={slug}",
            text=_words(record, "Synopsis", where),
            status=_words(record, "Status", where),
            session=session,
            chamber=chamber,
            sponsors=_sponsors(record, where),
            actions=self._actions(record, chamber, where),
            versions=tuple(_versions(record, raw.lower(), slug, where)),
            subjects=_subjects(record, where),
            companions=companions,
        )

    def _actions(self, record: Any, chamber: str, where: str) -> tuple[Action, ...]:
        """The milestones in the words of the site's histories, then what the status says of the end, which has no day."""
        steps = []
        for (side, committee), by in zip(SIDES, (chamber, OTHER[chamber]), strict=True):
            referred = _words(record, f"CommitteePrimary{committee}", where)
            for milestone, words in (
                (f"FirstReadingDate{side}", f"First Reading {referred}"),
                (f"ReportDate{side}", _words(record, f"ReportAction{side}", where)),
                (f"SecondReadingDate{side}", f"Second Reading {_words(record, f'SecondReadingAction{side}', where)}"),
                (f"ThirdReadingDate{side}", f"Third Reading {_words(record, f'ThirdReadingAction{side}', where)}"),
            ):
                on = day_field(record, milestone, url=where)
                if on and words.strip():
                    steps.append(self.action(words, on=on, by=by))
        ending = self._ending(_words(record, "Status", where))
        if ending and not any(ending.text.startswith(step.text) for step in steps):
            steps.append(ending)
        return tuple(steps)

    def _ending(self, status: str) -> Action | None:
        found = re.match(r"In the (House|Senate) - ", status)
        words = status[found.end() :] if found else status
        kinds = set(classify(words, MARYLAND))
        if not kinds & ENDINGS:
            return None
        governors = kinds & {"executive-signature", "executive-veto"} or kinds == {"became-law"}
        by = CHAMBERS[found[1][0]] if found else "executive" if governors else "legislature"
        return self.action(words, on=None, by=by)


def _session(url: str) -> tuple[str, str]:
    """The slug in a file's address and the session it names: "2026RS" → "2026", "2021s1" → "2021S1"."""
    found = re.search(r"/(\d{4})(rs|s(\d))/misc/", url, re.IGNORECASE)
    if not found:
        raise ExtractionError("the address names no session, such as /2026RS/", url=url)
    return (f"{found[1]}s{found[3]}", f"{found[1]}S{found[3]}") if found[3] else (f"{found[1]}RS", found[1])


def _words(record: Any, name: str, where: str) -> str:
    return squeeze(field(record, name, str, url=where, default=""))


def _named(record: Any, name: str, where: str) -> list[str]:
    each = field(record, name, list, url=where, default=None) or []
    return [squeeze(field(one, "Name", str, url=where, default="")) for one in each]


def _sponsors(record: Any, where: str) -> tuple[Sponsor, ...]:
    names = [_words(record, "SponsorPrimary", where), *_named(record, "Sponsors", where)]
    return tuple(Sponsor(name=name, primary=not place) for place, name in enumerate(dict.fromkeys(filter(None, names))))


def _subjects(record: Mapping[str, Any], where: str) -> tuple[str, ...]:
    names = _named(record, "BroadSubjects", where) + _named(record, "NarrowSubjects", where)
    return tuple(dict.fromkeys(filter(None, names)))


def _versions(record: Any, number: str, slug: str, where: str) -> Iterator[Version]:
    """The texts up to the latest, whose letter the record tells; their addresses follow a pattern."""
    latest = _words(record, "BillVersion", where)[:1].upper()
    letters = list(TEXTS)
    for letter in letters[: letters.index(latest) + 1] if latest in TEXTS else ():
        url = f"{SITE}/{slug}/bills/{number[:2]}/{number}{letter}.pdf"
        yield Version(note=TEXTS[letter], url=url, media_type="application/pdf")
