"""Bills and resolutions of Illinois's General Assembly, from the file repository it offers to programs: a file a bill.

https://ftp.ilga.gov/Legislation/104/BillStatus/XML/ lists the files with the time of each one's last change, about 12,800 for an
Assembly; a file is read when that moved. The pages of www.ilga.gov refuse programs and point here. Unverified: listing and
elements are told by public projects (2026) that read them, and no capture was at hand. What no project names is the element
of the short description; where it is missing the first sentence of the synopsis stands for the title.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import ClassVar

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, squeeze, text_of
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.families.xml_records import name_of, tree_of
from spiders.illinois.vocabulary import ILLINOIS

FILES = "https://ftp.ilga.gov/Legislation"
PAGES = {"103": ("17", "112"), "104": ("18", "114")}  # GAID and SessionID of the site's pages
CHAMBERS = {"House": "lower", "Senate": "upper"}
AMENDMENTS = {"HC": "HJRCA", "SC": "SJRCA"}  # as files are named that propose to amend the constitution
NO_BILLS = {"AM", "EO", "JSR"}  # appointments, executive orders
SHORT = ("shortdesc", "shortdescription", "title", "billtitle")
ENTRY = re.compile(
    r'(\d+/\d+/\d{4}\s+\d+:\d+ [AP]M)\s+(\d+)\s+<a href="[^"]*?(\d{3})00([A-Z]+)(\d+)\.xml"', re.IGNORECASE
)
EXECUTIVE = re.compile(r"governor|public act", re.IGNORECASE)


class IllinoisBills(BillSpider):
    """The listing of each Assembly's files, and each file that changed."""

    name = "illinois.bills"
    jurisdiction = "us-il"
    publisher = "Illinois General Assembly"
    cadence = "daily 07:00"
    verified = "unverified"
    lacks: ClassVar[Mapping[str, str]] = {
        "hearings": "the schedule stands on the pages that refuse programs, and not among the files that are offered to them"
    }
    zone = "America/Chicago"
    delay = 0.5
    vocabulary = ILLINOIS
    sessions = Sessions(
        [
            Session(identifier="103rd", site="103", starts_on=date(2023, 1, 11), ends_on=date(2025, 1, 7)),
            Session(identifier="104th", site="104", starts_on=date(2025, 1, 8), ends_on=date(2027, 1, 12)),
            Session(identifier="105th", site="105", starts_on=date(2027, 1, 13)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """One listing an Assembly."""
        for due in self.sessions.due(self.now):
            yield self.follow(f"{FILES}/{due.session.code}/BillStatus/XML/", self.parse_list, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A listing, or a bill's file."""
        yield from self.parse_bill(response) if response.url.endswith(".xml") else self.parse_list(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """Each bill's file that changed since it was read."""
        assembly = _assembly(response.url)
        entries = ENTRY.findall(text_of(response).text)
        if not entries:
            raise ExtractionError("the listing names no file such as 10400HB0001.xml", url=response.url)
        for at, size, number, letters, digits in entries:
            if number != assembly:
                raise ExtractionError(f"the listing of {assembly} names a file of {number}", url=response.url)
            if letters.upper() not in NO_BILLS:
                file = f"{number}00{letters}{digits}.xml"
                yield self.follow(response.urljoin(file), self.parse_bill, when=f"{squeeze(at)} {size}")

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The bill of a file, which its name tells."""
        root, where = tree_of(response), response.url
        found = re.search(r"/(\d{3})00([A-Z]+)(\d+)\.xml$", where)
        session = self.sessions.by_code(found[1]) if found else None
        if not found or not session:
            raise ExtractionError("the address names no bill, such as /10400HB0001.xml", url=where)
        assembly, letters, digits = found.groups()
        identifier = bill_number(f"{AMENDMENTS.get(letters, letters)}{digits}")
        synopsis = list(_synopsis(root))
        steps = _steps(root, where)
        try:
            actions = tuple(self._actions(steps))
        except ValueError as error:
            raise ExtractionError(str(error), url=where, selector="statusdate") from error
        yield Bill(
            identifier=identifier,
            title=_title(root, synopsis, where),
            url=_page(assembly, *identifier.split()) or where,
            status=_status(root),
            text="\n".join(f"{heading}: {words}" for heading, words in synopsis),
            session=session.identifier,
            chamber={"H": "lower", "S": "upper"}.get(identifier[0], "legislature"),
            sponsors=tuple(_sponsors(root)),
            actions=actions,
            versions=tuple(_versions(f"{FILES}/{assembly}/{letters}/{assembly}00{letters}{digits}", synopsis, actions)),
        )

    def _actions(self, steps: list[tuple[str, str, str]]) -> Iterator[Action]:
        for on, chamber, words in steps:
            by = "executive" if EXECUTIVE.match(words) else CHAMBERS.get(chamber, "legislature")
            yield self.action(words, on=day(on), by=by)


def _assembly(url: str) -> str:
    found = re.search(r"/(\d{3})/BillStatus/XML/$", url)
    if not found:
        raise ExtractionError("the address names no Assembly, such as /104/BillStatus/XML/", url=url)
    return found[1]


def _words(element: etree._Element) -> str:
    return squeeze("".join(str(part) for part in element.itertext()))


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in root if name_of(child).lower() == name]


def _steps(root: etree._Element, where: str) -> list[tuple[str, str, str]]:
    """Date, chamber and words of each action; date and chamber stand once before the actions they hold for."""
    holders = _children(root, "actions")
    if len(holders) != 1:
        raise ExtractionError(f"expected one <actions>, found {len(holders)}", url=where, selector="actions")
    on = chamber = ""
    steps: list[tuple[str, str, str]] = []
    for child in holders[0]:
        name, words = name_of(child).lower(), _words(child)
        on, chamber = (words if name == "statusdate" else on), (words if name == "chamber" else chamber)
        if name == "action" and words:
            steps.append((on, chamber, words))
    return steps


def _synopsis(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Heading and words, one pair for the bill and for each amendment."""
    heading = ""
    for holder in _children(root, "synopsis"):
        for child in holder:
            if name_of(child).lower() == "synopsistitle":
                heading = _words(child)
            elif name_of(child).lower() == "synopsistext" and _words(child):
                yield heading, _words(child)


def _title(root: etree._Element, synopsis: list[tuple[str, str]], where: str) -> str:
    for name in SHORT:
        if found := next(filter(None, map(_words, _children(root, name))), ""):
            return found
    if not synopsis:
        raise ExtractionError("neither a short description nor a synopsis", url=where, selector="shortdesc")
    return re.split(r"(?<=[a-z)]\.) ", synopsis[0][1], maxsplit=1)[0]


def _status(root: etree._Element) -> str:
    return next((_words(action) for last in _children(root, "lastaction") for action in _children(last, "action")), "")


def _sponsors(root: etree._Element) -> Iterator[Sponsor]:
    """The names in one text, each chamber's chief sponsor first; a hyphen without blanks is part of a name."""
    for holder in _children(root, "sponsor"):
        for element in _children(holder, "sponsors"):
            names = re.split(r",|\s+and\s+|\s+-\s*|-(?=(?:Rep|Sen)\.)", _words(element))
            for place, name in enumerate(filter(None, map(squeeze, names))):
                yield Sponsor(name=name, primary=place == 0)


def _page(assembly: str, letters: str, number: str) -> str:
    """The page that a person opens; "" for an Assembly whose numbers on the site are not known yet."""
    if assembly not in PAGES:
        return ""
    gaid, session = PAGES[assembly]
    asked = f"DocNum={number}&GAID={gaid}&DocTypeID={letters}&SessionID={session}"
    return f"https://www.ilga.gov/Legislation/BillStatus?{asked}"


def _versions(stem: str, synopsis: list[tuple[str, str]], actions: tuple[Action, ...]) -> Iterator[Version]:
    """The text as introduced, each amendment that the synopsis describes, and the enrolled text once both houses passed it."""
    yield Version(note="Introduced", url=f"{stem}.htm", media_type="text/html")
    for heading, _ in synopsis:
        if found := re.match(r"(House|Senate) (?:Committee |Floor )?Amendment No\. ?(\d+)", heading):
            ending = f"{found[1][0].lower()}am{int(found[2]):03}"
            yield Version(note=heading, url=f"{stem}{ending}.htm", media_type="text/html")
    if any(action.text.startswith("Passed Both Houses") for action in actions):
        yield Version(note="Enrolled", url=f"{stem}enr.htm", media_type="text/html")
