"""Bills and resolutions of Texas' legislature, from its reports of what was filed and two pages a bill.

The reports show every bill of a chamber with its last action and are read in each check; a bill's pages of history and texts
are read when its entry in the report moved. The legislature also keeps one XML file a bill on an FTP server, which the crawl
does not speak; such a file, saved, is read by `parse` and says the same.

Unverified: reports and pages are told by several public projects, the XML by others; no capture of any was at hand.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, Untracked, bill_number, day, many, maybe, one, squeeze, text_of
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.texas.vocabulary import TEXAS

SITE = "https://capitol.texas.gov"
REPORTS = ("housefiled", "senatefiled")
ACTORS = {"H": "lower", "S": "upper", "E": "executive"}
STAGES = {
    "I": "Introduced",
    "H": "House Committee Report",
    "S": "Senate Committee Report",
    "E": "Engrossed",
    "F": "Enrolled",
}
_LINK = re.compile(r"<a\b[^>]*History\.aspx\?LegSess=\w+&(?:amp;)?Bill=([A-Z]+\d+)[^>]*>", re.IGNORECASE)
_TEXT = re.compile(r"/tlodocs/(\w+)/billtext/(html|pdf)/([A-Z]+\d+)([A-Z])\.\w+$", re.IGNORECASE)


class TexasBills(BillSpider):
    """The sessions of the legislature in office and, from its prefiling on, of the next."""

    name = "texas.bills"
    jurisdiction = "us-tx"
    publisher = "Texas Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Chicago"
    vocabulary = TEXAS
    sessions = Sessions(
        (
            Session(identifier="89R", name="89(R) - 2025", starts_on=date(2025, 1, 14), ends_on=date(2025, 6, 2)),
            Session(identifier="891", name="89(1) - 2025", starts_on=date(2025, 7, 21), ends_on=date(2025, 8, 15)),
            Session(identifier="892", name="89(2) - 2025", starts_on=date(2025, 8, 15), ends_on=date(2025, 9, 4)),
            Session(identifier="90R", name="90(R) - 2027", starts_on=date(2027, 1, 12), ends_on=date(2027, 5, 31)),
        )
    )

    def requests(self) -> Iterable[Request]:
        """The site's menu of sessions."""
        yield self.follow(f"{SITE}/", self.parse_menu)

    def parse_menu(self, response: Response) -> Iterator[Request | Untracked]:
        """Two reports for each session that is due; the newest stand first, so old ones never count as unknown."""
        names = [squeeze(name) for name in many(text_of(response), "select[name$=cboLegSess] option::text").getall()]
        for found in self.sessions.listed(names, self.now, rule=named_session):
            if not isinstance(found, Untracked):
                for report in REPORTS:
                    url = f"{SITE}/Reports/Report.aspx?LegSess={found.session.code}&ID={report}"
                    yield self.follow(url, self.parse_report, **found.pace)
            else:
                yield found

    def parse_report(self, response: Response) -> Iterator[Request]:
        """A bundle of pages for each bill whose entry, all that stands between its link and the next, changed."""
        parts = _LINK.split(text_of(response).text)
        if len(parts) == 1 and "report" not in parts[0].lower():
            raise ExtractionError("the page is no report of bills", url=response.url, selector="History.aspx")
        session = parse_qs(urlsplit(response.url).query).get("LegSess", [""])[0]
        entries: dict[str, str] = {}
        for number, entry in zip(parts[1::2], parts[2::2], strict=True):
            entries[number] = entries.get(number, "") + squeeze(re.sub(r"<[^>]*>", " ", entry))
        for number, entry in entries.items():
            if not re.search(r"\d{1,2}/\d{1,2}/\d{4}", entry):
                raise ExtractionError(f"the report shows no last action of {number}", url=response.url)
            pages = {
                page: f"{SITE}/BillLookup/{page}.aspx?LegSess={session}&Bill={number}" for page in ("History", "Text")
            }
            request = self.bundle(pages)
            request.meta["when"] = hashlib.sha256(entry.encode()).hexdigest()[:16]
            yield request

    def parse(self, response: Response | Bundle) -> Iterator[Bill]:
        """A bill from its two pages, from the page of its history alone, or from an XML file."""
        if isinstance(response, Bundle):
            yield self._from_pages(response.required("History"), response["Text"])
        elif response.body.lstrip()[:200].lower().startswith((b"<?xml", b"<billhistory")):
            yield from self._from_xml(response)
        else:
            yield self._from_pages(text_of(response), None)

    # -- pages ------------------------------------------------------------------------------------------------------

    def _from_pages(self, page: TextResponse, texts: TextResponse | None) -> Bill:
        query = parse_qs(urlsplit(page.url).query)
        session = query.get("LegSess", [""])[0]
        identifier = _identifier(_shown(one(page, "#usrBillInfoTabs_lblBill")), page.url)
        if query.get("Bill", [""])[0].replace(" ", "") != identifier.replace(" ", ""):
            raise ExtractionError(f"the page shows {identifier}", url=page.url, selector="#usrBillInfoTabs_lblBill")
        rows = [[_shown(cell) for cell in row.css("td")] for row in page.css("table[rules=rows] tr[id]")]
        links = [] if texts is None else [texts.urljoin(link) for link in texts.css("a::attr(href)").getall()]
        names = [(name, True) for name in _names(page, "#cellAuthors")]
        names += [
            (name, False) for cell in ("Coauthors", "Sponsors", "Cosponsors") for name in _names(page, f"#cell{cell}")
        ]
        return Bill(
            identifier=identifier,
            title=_shown(one(page, "#cellCaptionText")),
            url=_address(session, identifier),
            status=_status(_shown(one(page, "#cellLastAction"))),
            session=session,
            chamber=ACTORS.get(identifier[0], "legislature"),
            sponsors=_sponsors(names),
            actions=_oldest_first([self._step(row[0], row[1], row[3], page.url) for row in rows if len(row) > 3]),
            versions=tuple(_versions(links)),
            subjects=tuple(filter(None, map(squeeze, page.css("#cellSubjects ::text").getall()))),
            companions=tuple(dict.fromkeys(bill_number(found) for found in _bills_in(page, "#cellCompanions"))),
        )

    # -- files ------------------------------------------------------------------------------------------------------

    def _from_xml(self, response: Response) -> Iterator[Bill]:
        """A bill-history file; one for a number that was never used says so in its caption."""
        root = one(Selector(body=response.body, type="xml"), "billhistory")
        session, _, number = squeeze(root.attrib.get("bill")).partition(" ")
        caption = squeeze(root.xpath("string(caption)").get())
        if not caption or caption == "Bill does not exist":
            return
        code = session.replace("(", "").replace(")", "")
        identifier = _identifier(number, response.url)
        names = [(name, True) for name in _piped(root, "authors")]
        names += [(name, False) for role in ("coauthors", "sponsors", "cosponsors") for name in _piped(root, role)]
        steps = [
            self._step(_inside(step, "actionNumber"), _inside(step, "description"), _inside(step, "date"), response.url)
            for step in root.xpath("actions/action")
        ]
        links = root.css("docTypes > bill WebHTMLURL::text, docTypes > bill WebPDFURL::text").getall()
        yield Bill(
            identifier=identifier,
            title=caption,
            url=_address(code, identifier),
            status=_status(_inside(root, "lastaction")),
            session=code,
            chamber=ACTORS.get(identifier[0], "legislature"),
            sponsors=_sponsors(names),
            actions=_oldest_first(steps),
            versions=tuple(_versions(squeeze(link) for link in links)),
            subjects=tuple(filter(None, map(squeeze, root.xpath("subjects/subject//text()").getall()))),
            companions=tuple(
                dict.fromkeys(
                    bill_number(found)
                    for found in re.findall(r"[HS][BJCR]+ \d+", root.xpath("string(companions)").get() or "")
                )
            ),
        )

    def _step(self, stage: str, text: str, on: str, url: str) -> Action:
        try:
            when = day(on)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="date") from error
        return self.action(text, on=when, by=ACTORS.get(stage[:1].upper(), "legislature"))


def named_session(name: str) -> Session | None:
    """The menu's "90(1) - 2027" → "901", a session called by the governor; its days are not on the menu."""
    found = re.fullmatch(r"(\d{2})\((R|\d)\) - \d{4}", name)
    return Session(identifier=found[1] + found[2], name=name) if found and int(found[1]) >= 90 else None


def _identifier(text: str, url: str) -> str:
    try:
        return bill_number(text)
    except ValueError as error:
        raise ExtractionError(str(error), url=url) from error


def _address(session: str, identifier: str) -> str:
    return f"{SITE}/BillLookup/History.aspx?LegSess={session}&Bill={identifier.replace(' ', '')}"


def _shown(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _inside(node: Selector, name: str) -> str:
    return squeeze(node.xpath(f"string({name})").get())


def _names(page: TextResponse, css: str) -> list[str]:
    cell = maybe(page, css)
    return [] if cell is None else [name for part in _shown(cell).split("|") if (name := part.strip())]


def _piped(root: Selector, name: str) -> list[str]:
    return [part.strip() for part in _inside(root, name).split("|") if part.strip()]


def _bills_in(page: TextResponse, css: str) -> list[str]:
    cell = maybe(page, css)
    return [] if cell is None else re.findall(r"[HS][BJCR]+ \d+", _shown(cell))


def _sponsors(names: list[tuple[str, bool]]) -> tuple[Sponsor, ...]:
    """Each name once, authors first; a senator may author a bill and sponsor its companion."""
    found: dict[str, bool] = {}
    for name, primary in names:
        found.setdefault(name, primary)
    return tuple(Sponsor(name=name, primary=primary) for name, primary in found.items())


def _status(last: str) -> str:
    """The words of "06/18/2023 E Effective on 9/1/23"."""
    return re.sub(r"^\d{1,2}/\d{1,2}/\d{4} (?:[HSE] )?", "", last)


def _oldest_first(steps: list[Action]) -> tuple[Action, ...]:
    """The site prints the newest step first."""
    days = [step.on for step in steps if step.on]
    return tuple(reversed(steps)) if days and days[0] > days[-1] else tuple(steps)


def _versions(links: Iterable[str]) -> Iterator[Version]:
    """The texts among the addresses, in HTML where there is one, else in PDF; the last letter of a file is its stage."""
    found: dict[str, Version] = {}
    for link in links:
        parts = _TEXT.search(link)
        if not parts:
            continue
        kind, letter = parts[2].lower(), parts[4].upper()
        if kind == "html" or letter not in found:
            found[letter] = Version(
                note=STAGES.get(letter, letter),
                url=link.replace("http://", "https://", 1),
                media_type="text/html" if kind == "html" else "application/pdf",
            )
    yield from found.values()
