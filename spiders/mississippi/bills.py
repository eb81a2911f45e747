"""Bills, resolutions and nominations of Mississippi's legislature: a list of all measures of a session, and a file for each.

Both are static XML. The list is the site's report of last actions and is read in each check; a measure's file is read when its
row of the list moved. Unverified: the structure is told by public projects that read the files; identifiers, titles, actions
and the names of texts were compared with what OpenStates has of seven bills of 2026.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.families.xml_trees import tree_of, words
from spiders.mississippi.vocabulary import MISSISSIPPI

SITE = "https://billstatus.ls.state.ms.us"
NAME = re.compile(r"(\d{4}) (?:(\d+)(?:st|nd|rd|th) )?(Regular|Extraordinary) Session")
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # some files have them, no XML may
ACTORS = {"H": "lower", "S": "upper"}
TEXTS = (
    ("INTRO_OTHER", "As Introduced"),
    ("CMTESUB_OTHER", "Committee Substitute"),
    ("PASSED_OTHER", "As Passed"),
    ("CURRENT_OTHER", "Current version"),
    ("ASG_OTHER", "Approved by the Governor"),
    ("VETO_OTHER", "Veto Message"),
)
ENDINGS = {"IN": "As Introduced", "CS": "Committee Substitute"}  # of the current version's file, "HB0864IN.htm"
AMENDMENTS = ("HAM", "SAM", "AMRPT")
TWO_MONTHS = timedelta(days=60)
MEDIA = {"htm": "text/html", "html": "text/html", "pdf": "application/pdf"}


def session_of(name: str) -> Session | None:
    """ "2026 Regular Session" → "2026", "2026 1st Extraordinary Session" → "20261E"; a past one is over with its year."""
    found = NAME.fullmatch(name)
    if not found or (found[3] == "Extraordinary") != bool(found[2]):
        return None
    year = int(found[1])
    identifier = f"{year}{found[2]}E" if found[2] else str(year)
    return Session(identifier=identifier, name=name, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


class MississippiBills(BillSpider):
    """The list of sessions, the list of measures of each that is due, and the files that moved."""

    name = "mississippi.bills"
    jurisdiction = "us-ms"
    publisher = "Mississippi Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Chicago"
    start_urls = [f"{SITE}/sessions.htm"]
    vocabulary = MISSISSIPPI
    sessions = Sessions(
        [
            Session(
                identifier="2025",
                name="2025 Regular Session",
                starts_on=date(2025, 1, 7),
                ends_on=date(2025, 4, 6),
            ),
            Session(
                identifier="20251E",
                name="2025 1st Extraordinary Session",
                starts_on=date(2025, 5, 28),
                ends_on=date(2025, 6, 6),
            ),
            Session(
                identifier="2026",
                name="2026 Regular Session",
                starts_on=date(2026, 1, 6),
                ends_on=date(2026, 4, 5),
            ),
            Session(
                identifier="20261E",
                name="2026 1st Extraordinary Session",
                starts_on=date(2026, 7, 14),
                ends_on=date(2026, 7, 17),
            ),
            Session(
                identifier="2027",
                name="2027 Regular Session",
                starts_on=date(2027, 1, 5),
                ends_on=date(2027, 4, 4),
            ),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The list of sessions, of measures, or a measure."""
        path = urlsplit(response.url).path
        if path.endswith("/allmsrs.xml"):
            yield from self.parse_list(response)
        elif "/history/" in path:
            yield from self.parse_bill(response)
        else:
            yield from self.parse_sessions(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The list of measures of each session that is due; a finished one once a week."""
        names = [squeeze(" ".join(link.css("::text").getall())) for link in many(text_of(response), "a")]
        named = [name for name in names if name.endswith("Session")]
        if not any(map(session_of, named)):
            raise ExtractionError("the page names no session", url=response.url, selector="a")
        for due in self.sessions.listed(named, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                url = f"{SITE}/{due.session.code}/pdf/all_measures/allmsrs.xml"
                yield self.follow(url, self.parse_list, **due.pace)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The file of each measure whose row moved."""
        rows = _root(response, "LASTACTION").findall("MSRGROUP")
        if not rows:
            raise ExtractionError("the list has no measures", url=response.url, selector="MSRGROUP", found=0)
        for row in rows:
            link = words(row.find("ACTIONLINK"))
            if not link:
                raise ExtractionError(
                    f"{words(row.find('MEASURE'))!r} has no ACTIONLINK", url=response.url, selector="ACTIONLINK"
                )
            token = hashlib.sha256(words(row).encode()).hexdigest()[:16]
            yield self.follow(urljoin(response.url, link), self.parse_bill, when=token)

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The measure of a file."""
        root = _root(response, "")
        session, identifier = _identity(response.url)
        title = words(root.find(".//SHORTTITLE"))
        if not title:
            raise ExtractionError("the measure has no title", url=response.url, selector="SHORTTITLE")
        try:
            actions = self._actions(root, int(session[:4]))
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url, selector="ACT_DESC") from error
        yield Bill(
            identifier=identifier,
            title=title,
            url=response.url,
            text=words(root.find(".//LONGTITLE")),
            session=session,
            chamber=ACTORS.get(identifier[0], "legislature"),
            sponsors=_sponsors(root),
            actions=actions,
            versions=tuple(_versions(root, response.url)),
        )

    def _actions(self, root: Any, year: int) -> tuple[Action, ...]:
        """The history in the order of its numbers: "01/16 (H) Referred To Drug Policy". What has no chamber is the executive's."""
        steps: list[Action] = []
        for line in sorted(root.iterfind(".//HISTORY/ACTION"), key=lambda line: int(words(line.find("ACT_NUMBER")))):
            printed = words(line.find("ACT_DESC"))
            found = re.fullmatch(r"(\d\d?/\d\d?) +(?:\(([HS])\) *)?(.+)", printed)
            if not found:
                raise ValueError(f"no day stands before {printed!r}")
            on = _dated(found[1], year, steps[-1].on if steps else None)
            steps.append(self.action(found[3], on=on, by=ACTORS.get(found[2], "executive")))
        return tuple(steps)


def _root(response: Response, name: str) -> Any:
    root = tree_of(response.replace(body=CONTROLS.sub(b"", response.body)))
    if root.tag in ("html", "HTML") or (name and root.tag != name):
        raise ExtractionError(f"expected <{name or 'a measure'}>, found <{root.tag}>", url=response.url, selector=name)
    return root


def _identity(url: str) -> tuple[str, str]:
    """Session and number from a file's address: /2026/pdf/history/HB/HB0864.xml → "2026", "HB 864"."""
    found = re.search(r"/(\d{4}(?:\d+E)?)/pdf/history/[^/]+/([A-Z]+\d+)\.xml$", url)
    if not found:
        raise ExtractionError("the address names no measure, such as /2026/pdf/history/HB/HB0001.xml", url=url)
    return found[1], bill_number(found[2])


def _dated(printed: str, year: int, before: date | None) -> date | None:
    """The day, which has no year: that of the session, or the next one where the history would go back by months (vetoes are
    returned when the legislature meets again)."""
    on = day(f"{printed}/{year}")
    return day(f"{printed}/{year + 1}") if on and before and before - on > TWO_MONTHS else on


def _sponsors(root: Any) -> tuple[Sponsor, ...]:
    names = [words(root.find(".//P_NAME"))]
    names += [words(name) for name in root.iterfind(".//AUTHORS/ADDITIONAL/CO_NAME")]
    return tuple(Sponsor(name=name, primary=not place) for place, name in enumerate(dict.fromkeys(filter(None, names))))


def _versions(root: Any, url: str) -> Iterator[Version]:
    """The texts and amendments. The current version is one of the others, as its file's name tells, until it has its own line."""
    seen: set[str] = set()
    for tag, note in TEXTS:
        link = words(root.find(f".//{tag}"))
        name = link.rpartition("/")[2].partition(".")[0]
        yield from _version(link, ENDINGS.get(name[-2:].upper(), note) if tag == "CURRENT_OTHER" else note, url, seen)
    for kind in AMENDMENTS:
        for each in root.iterfind(f".//AMENDMENTS/{kind}"):
            note = words(each.find(f"{kind}_DESC")) or "Amendment"
            yield from _version(words(each.find(f"{kind}_OTHER")), note, url, seen)


def _version(link: str, note: str, url: str, seen: set[str]) -> Iterator[Version]:
    address = urljoin(url, link)
    if "documents" in link and address not in seen:  # other paths stand for a text that does not exist
        seen.add(address)
        yield Version(note=note, url=address, media_type=MEDIA.get(address.rpartition(".")[2].lower(), ""))
