"""Bills and resolutions of Pennsylvania's General Assembly: one ZIP holds a session with its whole history.

https://www.palegis.us/data lists the archives, back to 1969, and when each was last rebuilt (hourly on working days); a session
is fetched when that moved. Unverified: page and file are told by public projects of 2026 that read them, and no capture was at
hand.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from monitor.source.spider import Total, Untracked
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.families.zipped_xml import records
from spiders.pennsylvania.vocabulary import PENNSYLVANIA

SITE = "https://www.palegis.us"
ARCHIVES = f"{SITE}/data"
ACTORS = {"H": "lower", "S": "upper", "E": "executive"}
AMENDMENT = re.compile(r"A\d+")


def session_of(code: str) -> Session | None:
    """The session of an archive: "2025_0" is the biennium's regular one, "2023_1" its first special one."""
    found = re.fullmatch(r"(\d{3}[13579])_(\d)", code)
    if not found:
        return None
    year, special = int(found[1]), int(found[2])
    identifier = f"{year}-{year + 1}" + (f"S{special}" if special else "")
    # The constitution ends a session on the last day of November of the even year.
    return Session(identifier=identifier, site=code, starts_on=date(year, 1, 1), ends_on=date(year + 1, 11, 30))


class PennsylvaniaBills(BillSpider):
    """One page that lists the archives, then the ZIP of each session that was rebuilt."""

    name = "pennsylvania.bills"
    jurisdiction = "us-pa"
    publisher = "Pennsylvania General Assembly"
    cadence = "every 6 hours"
    verified = "unverified"
    start_urls = [ARCHIVES]
    vocabulary = PENNSYLVANIA
    sessions = Sessions(
        [
            Session(identifier="2023-2024", site="2023_0", starts_on=date(2023, 1, 3), ends_on=date(2024, 11, 30)),
            Session(identifier="2023-2024S1", site="2023_1", starts_on=date(2023, 1, 9), ends_on=date(2024, 11, 30)),
            Session(identifier="2025-2026", site="2025_0", starts_on=date(2025, 1, 7), ends_on=date(2026, 11, 30)),
            Session(identifier="2027-2028", site="2027_0", starts_on=date(2027, 1, 5), ends_on=date(2028, 11, 30)),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill | Total]:
        """The list of archives, or an archive."""
        if "documentType=BillHistoryData" in response.url:
            yield from self.parse_archive(response)
        else:
            yield from self.parse_list(response)

    def parse_list(self, response: Response) -> Iterator[Request | Untracked]:
        """The archive of each session that is due, when it was rebuilt; a finished one once a week."""
        page, stamps, addresses = text_of(response), {}, {}
        for link in many(page, "#billHistoryDataTable a[href*='documentType=BillHistoryData']"):
            address = page.urljoin(link.attrib["href"])
            code = _code(address)
            stamps[code], addresses[code] = squeeze(link.attrib.get("data-last-updated")), address
            if not stamps[code]:
                raise ExtractionError(f"the archive {code} has no date", url=page.url, selector="data-last-updated")
        known = {session.code: session for session in self.sessions}
        for due in self.sessions.listed(stamps, self.now, rule=lambda code: known.get(code) or session_of(code)):
            if isinstance(due, Untracked):
                yield due
            else:
                code = due.session.code
                pace = due.pace.get("when", stamps[code])
                yield self.follow(addresses[code], self.parse_archive, when=pace)

    def parse_archive(self, response: Response) -> Iterator[Bill | Total]:
        """Every bill of a session, as many as the file says it has."""
        code = _code(response.url)
        session = self.sessions.by_code(code) or session_of(code)
        if session is None:
            raise ExtractionError(f"{code!r} names no session", url=response.url)
        said = ""
        for attributes, element in records(response, "historyExport", "bill"):
            said = attributes.get("totalDocuments", "")
            try:
                yield self._bill(element, session)
            except ValueError as error:
                raise ExtractionError(f"bill {element.get('id')}: {error}", url=response.url) from error
        if not said.isdigit():
            raise ExtractionError("the file says no number of bills", url=response.url, selector="totalDocuments")
        yield Total(documents=int(said))

    def _bill(self, element: Any, session: Session) -> Bill:
        year, special, number = _identity(element, session)
        letters = number.replace(" ", "").lower()
        path = f"{year}/{letters}" if special == "0" else f"{year}/{special}/{letters}"
        sponsors = [squeeze("".join(each.itertext())) for each in _in_sequence(element, "sponsors/sponsor")]
        return Bill(
            identifier=number,
            title=_text(element, "shortTitle"),
            url=f"{SITE}/legislation/bills/{path}",
            session=session.identifier,
            chamber=ACTORS.get(number[0], "legislature"),
            sponsors=tuple(Sponsor(name=name, primary=not place) for place, name in enumerate(filter(None, sponsors))),
            actions=self._actions(element),
            versions=tuple(_versions(element)),
        )

    def _actions(self, element: Any) -> tuple[Action, ...]:
        """The history; the first referral is the introduction too, which has no line of its own."""
        steps = [
            self.action(
                _text(line, "fullAction"),
                on=day(_text(line, "date")),
                by=ACTORS.get(line.get("actionChamber", ""), "legislature"),
            )
            for line in _in_sequence(element, "actionHistory/action")
        ]
        if steps and "referral-committee" in steps[0].kinds and "introduction" not in steps[0].kinds:
            steps[0] = replace(steps[0], kinds=("introduction", *steps[0].kinds))
        return tuple(steps)


def _code(url: str) -> str:
    """The archive's name in its address: "2025_0"."""
    found = re.search(r"[?&]session=(\w+)", url)
    if not found:
        raise ExtractionError("the address names no session, such as session=2025_0", url=url)
    return found[1]


def _identity(element: Any, session: Session) -> tuple[str, str, str]:
    """Year, indicator and number from "20250HB0017"; ValueError for another form or another session's bill."""
    found = re.fullmatch(r"(\d{4})(\d)([A-Z]+\d+)", squeeze(element.get("id")))
    if not found:
        raise ValueError("its id is not like 20250HB0017")
    if f"{found[1]}_{found[2]}" != session.code:
        raise ValueError(f"it stands in the archive of {session.code}")
    return found[1], found[2], bill_number(found[3])


def _in_sequence(element: Any, path: str) -> list[Any]:
    def place(each: Any) -> int:
        number = each.get("sequence") or each.get("sequenceNumber") or "0"
        return int(number)

    return sorted(element.findall(path), key=place)


def _text(element: Any, path: str) -> str:
    found = element.find(path)
    return "" if found is None else squeeze("".join(found.itertext()))


def _versions(element: Any) -> Iterator[Version]:
    """The printings, oldest first, by printer's number as nothing else names them; then the amendments."""
    printings = element.findall("printersNumberHistory/number")
    for each in sorted(printings, key=lambda printing: int(squeeze(printing.text))):
        number = int(squeeze(each.text))
        url = squeeze(each.get("billTextPdfUrl"))
        yield Version(note=f"Printer's No. {number}", url=url, media_type="application/pdf" if url else "")
    for each in element.findall("amendments/amendment"):
        if AMENDMENT.fullmatch(name := squeeze("".join(each.itertext()))):
            yield Version(note=f"Amendment {name}", on=day(each.get("date")), url=squeeze(each.get("amendmentUrl")))
