"""Bills and resolutions of Utah's legislature: a page that lists a session's, and the JSON file behind each one's page.

The list shows no last action, so that every file of a session is asked for once a day, and on the day a row of the list moves.
Unverified: addresses and fields are told by public projects (2026) that read them, and no capture was at hand. The texts named
are the XML files of which captures were read.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, field, json_of, many, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.utah.vocabulary import UTAH

SITE = "https://le.utah.gov"
CHAMBERS = {"H": "lower", "S": "upper"}
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
NO_TEXT = re.compile(r"fiscal note|transmittal|committee report|comparison|performance|agenda|letter", re.IGNORECASE)
MEDIA = {"xml": "application/xml", "pdf": "application/pdf", "html": "text/html", "htm": "text/html"}


def session_of(name: str) -> Session | None:
    """ "2027 General Session" → "2027" (2027GS on the site), "2025 Second Special Session" → "2025S2"."""
    found = re.fullmatch(r"(\d{4}) (General|\w+ Special) Session", name)
    if not found:
        return None
    year, kind = int(found[1]), found[2].removesuffix(" Special")
    if kind != "General" and kind not in ORDINALS:
        return None
    if kind == "General":
        return Session(identifier=str(year), site=f"{year}GS", starts_on=date(year, 1, 15), ends_on=date(year, 3, 20))
    code = f"{year}S{ORDINALS.index(kind) + 1}"
    return Session(identifier=code, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


class UtahBills(BillSpider):
    """The menu of sessions, a list a session, and a file a bill."""

    name = "utah.bills"
    jurisdiction = "us-ut"
    publisher = "Utah State Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Denver"
    start_urls = [f"{SITE}/bills/billSearch.jsp"]
    vocabulary = UTAH
    sessions = Sessions(
        [
            Session(
                identifier="2025",
                site="2025GS",
                name="2025 General Session",
                starts_on=date(2025, 1, 21),
                ends_on=date(2025, 3, 17),
            ),
            Session(
                identifier="2025S1",
                name="2025 First Special Session",
                starts_on=date(2025, 10, 6),
                ends_on=date(2025, 10, 10),
            ),
            Session(
                identifier="2025S2",
                name="2025 Second Special Session",
                starts_on=date(2025, 12, 9),
                ends_on=date(2025, 12, 12),
            ),
            Session(
                identifier="2026",
                site="2026GS",
                name="2026 General Session",
                starts_on=date(2026, 1, 20),
                ends_on=date(2026, 3, 6),
            ),
            Session(
                identifier="2027",
                site="2027GS",
                name="2027 General Session",
                starts_on=date(2027, 1, 19),  # the third Tuesday of January
                ends_on=date(2027, 3, 5),
            ),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The menu of sessions, a list or a bill: the address tells which."""
        if "/data/" in response.url:
            yield from self.parse_bill(response)
        elif "billlist" in response.url:
            yield from self.parse_list(response)
        else:
            yield from self.parse_menu(response)

    def parse_menu(self, response: Response) -> Iterator[Request | Untracked]:
        """The list of each session that is due. Sessions to override vetoes have no bills of their own."""
        names = [squeeze(name) for name in many(text_of(response), "select#sess option::text").getall()]
        sessions = [name for name in names if re.match(r"\d{4} ", name) and "Veto Override" not in name]
        if not sessions:
            raise ExtractionError("the menu names no session", url=response.url, selector="select#sess option")
        for due in self.sessions.listed(sessions, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield self.follow(f"{SITE}/billlist.jsp?session={due.session.code}", self.parse_list, **due.pace)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The file of each bill that the list leads to."""
        page = text_of(response)
        code = _code(page.url)
        folder = code.removesuffix("GS").lower()
        links = _links(page)
        if not links and not self._early(code):
            raise ExtractionError("the list names no bill", url=page.url, selector="a[href*='/bills/static/']")
        for file, (shown, where) in links.items():
            if where.lower() != folder:
                raise ExtractionError(f"the list of {code} leads to a bill of ~{where}", url=page.url)
            token = hashlib.sha256(f"{shown} {self.now.date()}".encode()).hexdigest()[:16]
            yield self.follow(f"{SITE}/data/{code}/{file}.json", self.parse_bill, when=token)

    def _early(self, code: str) -> bool:
        session = self.sessions.by_code(code)
        return bool(session and session.starts_on and self.now.date() < session.starts_on)

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The bill of a file."""
        data, where = json_of(response), response.url
        code, file = _place(where)
        if (data.get("billNumber") or file, data.get("sessionID") or code) != (file, code):
            raise ExtractionError(
                f"the file of {file} holds {data.get('billNumber')}", url=where, selector="billNumber"
            )
        identifier = bill_number(file)
        versions = field(data, "billVersionList", list, url=where, default=[]) or []
        folder = code.removesuffix("GS")
        about = [_text(_said(data, "generalProvisions")), _text(_said(data, "highlightedProvisions"))]
        try:
            yield Bill(
                identifier=identifier,
                title=squeeze(field(data, "shortTitle", str, url=where)),
                url=f"{SITE}/~{folder.lower()}/bills/static/{file}.html",
                status=squeeze(_said(data, "lastAction")),
                text="\n".join(filter(None, about)),
                session=folder,
                chamber=CHAMBERS.get(identifier[0], "legislature"),
                sponsors=tuple(_sponsors(data, where)),
                actions=tuple(self._actions(data, where)),
                versions=tuple(_versions(versions, response)),
                subjects=tuple(_subjects(versions)),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=where) from error

    def _actions(self, data: Mapping[str, Any], where: str) -> Iterator[Action]:
        """The history; who owns a line tells its chamber, else the words before the slash."""
        for each in field(data, "actionHistoryList", list, url=where):
            words = squeeze(field(each, "description", str, url=where))
            on = _said(each, "actionDate")
            yield self.action(words, on=day(on.split()[0]) if on else None, by=_actor(_said(each, "owner"), words))


def _code(url: str) -> str:
    found = re.search(r"[?&]session=(\d{4}\w{2})\b", url)
    if not found:
        raise ExtractionError("the address names no session, such as session=2026GS", url=url)
    return found[1]


def _place(url: str) -> tuple[str, str]:
    """Session and bill from an address such as /data/2026GS/HB0385.json."""
    found = re.search(r"/data/(\d{4}\w{2})/([A-Z]+\d+)\.json", url)
    if not found:
        raise ExtractionError("the address names no bill, such as /data/2026GS/HB0385.json", url=url)
    return found[1], found[2]


def _links(page: TextResponse) -> dict[str, tuple[str, str]]:
    """The row's words and the session's folder by file name; a bill may be linked several times."""
    found: dict[str, tuple[str, str]] = {}
    for link in page.css("a[href*='/bills/static/']"):
        place = re.search(r"/~(\w+)/bills/static/([HS][A-Z]*\d+)\.html", page.urljoin(link.attrib["href"]))
        if place and place[2] not in found:
            row = link.xpath("..").css("::text").getall() if link.xpath("parent::li") else link.css("::text").getall()
            found[place[2]] = squeeze(" ".join(row)), place[1]
    return found


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _text(marked: str) -> str:
    """Provisions without their typesetting: `<hr>` begins a line, `<ltbullet>` an item of a list."""
    lines = re.sub(r"<ltbullet>", "- ", re.sub(r"<(hr|br)\s*/?>", "\n", marked)).splitlines()
    return "\n".join(filter(None, (squeeze(re.sub(r"<[^>]*>", " ", line)) for line in lines)))


def _sponsors(data: Mapping[str, Any], where: str) -> Iterator[Sponsor]:
    """The chief sponsor, and the one who carries the bill in the other chamber."""
    if name := squeeze(field(data, "primeSponsorName", str, url=where, default="")):
        yield Sponsor(name=name, primary=True)
    if name := squeeze(_said(data, "floorSponsorName")):
        yield Sponsor(name=name)


def _actor(owner: str, words: str) -> str:
    if re.search(r"\bgovernor\b", owner, re.IGNORECASE) or re.match(r"Governor|Became Law", words):
        return "executive"
    found = re.search(r"\b(House|Senate)\b", owner) or re.match(r"(House|Senate)\b", words)
    return {"House": "lower", "Senate": "upper"}[found[1]] if found else "legislature"


def _versions(versions: list[Any], response: Response) -> Iterator[Version]:
    """Each text once, in the order listed; fiscal notes, letters and comparisons are other papers."""
    seen: set[str] = set()
    for document in (document for version in versions for document in version.get("billDocs") or []):
        note, url = squeeze(_said(document, "shortDesc")), response.urljoin(_said(document, "url").replace(" ", "%20"))
        if not _said(document, "url") or NO_TEXT.search(note) or url in seen:
            continue
        seen.add(url)
        on = _said(document, "fileDate")
        yield Version(
            note=note,
            on=day(on.split()[0]) if on else None,
            url=url,
            media_type=MEDIA.get(url.rpartition(".")[2].lower(), ""),
        )


def _subjects(versions: list[Any]) -> list[str]:
    """The subjects of the version in force, or of all where none is marked."""
    active = [version for version in versions if version.get("activeVersion") is True] or versions
    words = (squeeze(_said(each, "description")) for version in active for each in version.get("subjectList") or [])
    return list(dict.fromkeys(filter(None, words)))
