"""Bills and resolutions of both houses of New York's legislature, from the Senate's Open Legislation interface, version 3.

https://legislation.nysenate.gov/static/docs/html/. The interface needs a key, free at https://legislation.nysenate.gov/, from
the environment variable NEW_YORK_API_KEY; it takes it in the address alone, where it is put only as a request leaves. Checked
against a recorded answer for a bill, and against two older forms in which the same histories are published and that `parse`
reads too: the Legislative Bill Drafting Commission's BILLSTAT files of 2016 to 2023 and its public bill pages of 2018 to 2024.
The list was not at hand.

A bill is named without the letter of its print: S 609-A is the first amendment of S 609.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Bill, Sponsor, Version
from monitor.model.errors import ExtractionError, KeyNeeded
from monitor.source import bill_number, day, day_field, field, json_of, many, one, squeeze, text_of
from monitor.source.spider import Allowance
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.new_york.vocabulary import NEW_YORK

API = "https://legislation.nysenate.gov/api/3/bills"
PDF = "https://legislation.nysenate.gov/pdf/bills"
SITE = "https://www.nysenate.gov/legislation/bills"
KEY = "NEW_YORK_API_KEY"
PAGE = 1000  # the documented most
CHAMBERS = {"SENATE": "upper", "ASSEMBLY": "lower"}
HOUSES = dict.fromkeys("SJRB", "upper") | dict.fromkeys("AKECL", "lower")
EXECUTIVE = re.compile(r"(signed|vetoed|pocket veto|line veto|approval memo)", re.IGNORECASE)
OFFICES = {"rules": "Rules Committee", "budget": "Budget", "redistricting": "Redistricting"}


class NewYorkBills(BillSpider):
    """The list of a two-year session in pages of a thousand, and the bills of it that moved."""

    name = "new_york.bills"
    jurisdiction = "us-ny"
    publisher = "New York State Senate"
    cadence = "every 6 hours"
    verified = "capture"
    allowance = Allowance(
        provider="Open Legislation", api=API, key=KEY, parameter="key"
    )  # it states no number of requests
    handle_httpstatus_list = (401, 403)  # what the interface says of a key must reach the callback
    vocabulary = NEW_YORK
    sessions = Sessions(
        (
            Session(identifier="2023-2024", site="2023", starts_on=date(2023, 1, 4), ends_on=date(2024, 12, 31)),
            Session(identifier="2025-2026", site="2025", starts_on=date(2025, 1, 8), ends_on=date(2026, 12, 31)),
            Session(identifier="2027-2028", site="2027", starts_on=date(2027, 1, 6), ends_on=date(2028, 12, 31)),
        )
    )

    def requests(self) -> Iterable[Request]:
        """The first page of each session's list."""
        for due in self.sessions.due(self.now):
            yield self._list(due.session.code, 1, **due.pace)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The next page, and each bill whose entry moved."""
        data = answer(response)
        session = urlsplit(response.url).path.rpartition("/")[2]
        if field(data, "offsetEnd", int, url=response.url) < field(data, "total", int, url=response.url):
            yield self._list(session, data["offsetEnd"] + 1)
        for item in field(data, "result.items", list, url=response.url):
            number = field(item, "basePrintNo", str, url=response.url)
            token = hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:16]
            yield self._ask(f"{session}/{number}", when=token, detail="true")

    def _list(self, session: str, offset: int, *, when: str | None = None, optional: bool = False) -> Request:
        query = {"limit": str(PAGE), "offset": str(offset), "full": "false", "sort": ""}
        return self._ask(session, self.parse_list, when=when, optional=optional, **query)

    def _ask(
        self,
        path: str,
        callback: Callable[..., Any] | None = None,
        *,
        when: str | None = None,
        optional: bool = False,
        **query: str,
    ) -> Request:
        """A question; a redirect would carry the key to another host."""
        address = f"{API}/{path}?{urlencode(query)}"
        return self.follow(address, callback, when=when, optional=optional, meta={"dont_redirect": True})

    def parse(self, response: Response) -> Iterator[Bill]:
        """A bill: the interface's answer, a BILLSTAT file, or a public bill page. A BILLSTAT file may take a bill back."""
        start = response.body[:2000].lstrip().lower()
        if start.startswith(b"<billstatus"):
            yield from self._from_billstat(response)
        elif start.startswith((b"<!doctype html", b"<html")):
            yield self._from_page(text_of(response))
        else:
            yield self._from_interface(field(answer(response), "result", dict, url=response.url), response.url)

    # -- Open Legislation -------------------------------------------------------------------------------------------

    def _from_interface(self, item: dict[str, Any], url: str) -> Bill:
        year = field(item, "session", int, url=url)
        identifier = _identifier(field(item, "basePrintNo", str, url=url), url)
        amendments = field(item, "amendments.items", dict, url=url)
        active = amendments.get(field(item, "activeVersion", str, url=url, default="") or "") or {}
        law = field(active, "lawSection", str, url=url, default="") or ""
        return Bill(
            identifier=identifier,
            title=squeeze(field(item, "title", str, url=url, default="")) or identifier,
            url=f"{SITE}/{year}/{identifier.replace(' ', '')}",
            published_on=day_field(item, "publishedDateTime", url=url),
            status=field(item, "status.statusDesc", str, url=url, default="") or "",
            text=squeeze(field(item, "summary", str, url=url, default="")),
            session=_session(year),
            chamber=CHAMBERS.get(field(item, "billType.chamber", str, url=url), "legislature"),
            sponsors=tuple(_sponsors(item, active, url)),
            actions=tuple(
                self.action(
                    text := field(step, "text", str, url=url),
                    on=day_field(step, "date", url=url),
                    by=_actor(
                        text, CHAMBERS.get(field(step, "chamber", str, url=url, default="") or "", "legislature")
                    ),
                )
                for step in field(item, "actions.items", list, url=url)
            ),
            versions=tuple(_version(each, year, url) for _, each in sorted(amendments.items())),
            subjects=(squeeze(law),) if law else (),
            companions=tuple(_companions(item, active, year, url)),
        )

    # -- the Bill Drafting Commission's files and pages -------------------------------------------------------------

    def _from_billstat(self, response: Response) -> Iterator[Bill]:
        node = one(Selector(body=response.body, type="xml"), "billstatus")
        if node.attrib.get("action") != "replace":
            return
        year, house, number = int(node.attrib["sessyr"]), node.attrib["billhse"], node.attrib["billno"]
        letter = _inside(node, "currentamd")
        identifier = _identifier(f"{house}{number}", response.url)
        sponsor = _inside(node, "sponsor")
        law = _inside(node, "law")
        prints = ("", *map(chr, range(ord("A"), ord(letter) + 1))) if letter else ("",)
        lines = (node.xpath("string(billactions)").get() or "").splitlines()
        yield Bill(
            identifier=identifier,
            title=_inside(node, "title") or identifier,
            url=f"{SITE}/{year}/{identifier.replace(' ', '')}",
            session=_session(year),
            chamber=HOUSES.get(house, "legislature"),
            sponsors=(Sponsor(name=sponsor, primary=True),) if sponsor else (),
            actions=tuple(self._line(line[:8], line[8:], response.url) for line in lines if line.strip()),
            versions=tuple(_print(identifier, one, year) for one in prints),
            subjects=(law,) if law else (),
        )

    def _from_page(self, page: TextResponse) -> Bill:
        """A public bill page: a heading with the print, the sponsor and the same bill in the other house; then all else."""
        whole = _readable(one(page, "#nv_bot_contents"))
        head = many(page, "#nv_bot_contents > span.nv_bot_info")[0]
        shown = squeeze(one(head, "strong").css("::text").get())
        identifier = _identifier(shown.partition("-")[0], page.url)
        links = " ".join(page.css("span.nv_bot_info a::attr(href)").getall())
        prints = re.findall(rf'(\d{{4}}),"BILL{_padded(identifier)}([A-Z-])"', links)
        if not prints:
            raise ExtractionError("the page names no print of the bill", url=page.url, selector="span.nv_bot_info a")
        year, letters = int(prints[0][0]), sorted({letter.strip("-") for _, letter in prints})
        after = squeeze(head.xpath("string(strong/following-sibling::text()[1])").get())
        title = re.search(r"^TITLE\.+(.*)$", whole, re.MULTILINE)
        if not title:
            raise ExtractionError("the page has no title", url=page.url, selector="TITLE....")
        names, summary = _below(page)
        rows = [row.css("td") for row in page.css("#nv_bot_contents table tr")]
        steps = [[squeeze(" ".join(cell.css("::text").getall())) for cell in row] for row in rows if len(row) == 2]
        lead = re.sub(r"(No )?Same as.*|\(MS\)", "", after).strip()
        return Bill(
            identifier=identifier,
            title=squeeze(title[1]) or identifier,
            url=f"{SITE}/{year}/{identifier.replace(' ', '')}",
            text=summary,
            session=_session(year),
            chamber=HOUSES.get(identifier[0], "legislature"),
            sponsors=tuple(
                Sponsor(name=name, primary=not at) for at, name in enumerate(names or ([lead] if lead else []))
            ),
            actions=tuple(self._line(on, text, page.url) for on, text in steps if re.fullmatch(r"\d\d/\d\d/\d\d", on)),
            versions=tuple(_print(identifier, letter, year) for letter in letters),
            companions=tuple(
                bill_number(found) for found in head.css("a::text").re(r"^\s*([AS]\s?\d+)(?:-[A-Z])?\s*$")
            ),
        )

    def _line(self, on: str, text: str, url: str) -> Any:
        """A step as printed: "06/03/15 REFERRED TO EDUCATION"; the Senate's are in capitals."""
        try:
            when = day(on)
        except ValueError as error:
            raise ExtractionError(str(error), url=url) from error
        return self.action(text, on=when, by=_actor(text, "upper" if text == text.upper() else "lower"))


def answer(response: Response) -> Any:
    """The interface's JSON, ExtractionError for an answer that says no."""
    data = json_of(response)
    if field(data, "success", bool, url=response.url) is not True:
        said = field(data, "message", str, default="") or "no reason given"
        if response.status in (401, 403) or "key" in said.lower():
            raise KeyNeeded(
                f"the interface says no: {said}; set {KEY} to a key of your own", url=response.url, variable=KEY
            )
        raise ExtractionError(f"the interface says no: {said}", url=response.url)
    return data


def _identifier(number: str, url: str) -> str:
    try:
        return bill_number(number)
    except ValueError as error:
        raise ExtractionError(str(error), url=url) from error


def _session(year: int) -> str:
    return f"{year}-{year + 1}"


def _actor(text: str, house: str) -> str:
    return "executive" if EXECUTIVE.match(text.strip()) else house


def _sponsors(item: Any, active: Any, url: str) -> Iterator[Sponsor]:
    """The sponsor, or the committee or office in whose name a bill stands; then cosponsors and, in the Assembly, multisponsors."""
    lead = field(item, "sponsor", dict, url=url, default={}) or {}
    names = [field(lead, "member.fullName", str, url=url, default="") or ""]
    names += [words for flag, words in OFFICES.items() if lead.get(flag)] if not names[0] else []
    seen = set()
    for name in names:
        if name:
            seen.add(name)
            yield Sponsor(name=name, primary=True)
    for role in ("coSponsors", "multiSponsors"):
        for member in field(active, f"{role}.items", list, url=url, default=[]) or []:
            name = field(member, "fullName", str, url=url)
            if name not in seen:
                seen.add(name)
                yield Sponsor(name=name)


def _companions(item: Any, active: Any, year: int, url: str) -> Iterator[str]:
    """The same bill in the other house, and the one that was substituted for this: numbers of this session."""
    same = field(active, "sameAs.items", list, url=url, default=[]) or []
    other = field(item, "substitutedBy", dict, url=url, default=None)
    numbers = [
        field(each, "basePrintNo", str, url=url)
        for each in (*same, *([other] if other else []))
        if each.get("session") == year
    ]
    for number in dict.fromkeys(numbers):
        yield _identifier(number, url)


def _version(item: Any, year: int, url: str) -> Version:
    number = field(item, "printNo", str, url=url)
    return Version(
        note=number,
        on=day_field(item, "publishDate", url=url),
        url=f"{PDF}/{year}/{number}",
        media_type="application/pdf",
    )


def _print(identifier: str, letter: str, year: int) -> Version:
    number = identifier.replace(" ", "") + letter
    return Version(note=number, url=f"{PDF}/{year}/{number}", media_type="application/pdf")


def _inside(node: Selector, name: str) -> str:
    return squeeze(node.xpath(f"string({name})").get())


def _padded(identifier: str) -> str:
    letters, number = identifier.split()
    return f"{letters}{int(number):05}"


def _readable(node: Selector) -> str:
    return "\n".join(line.strip() for line in "".join(node.css("::text").getall()).splitlines())


def _below(page: TextResponse) -> tuple[list[str], str]:
    """Sponsors and summary: the lines between the first two rules below the history."""
    lines = page.xpath(
        "//*[@id='nv_bot_contents']//hr[1]/following-sibling::text()[count(preceding-sibling::hr)=1]"
    ).getall()
    shown = [squeeze(line) for line in lines if squeeze(line)]
    names = re.split(r", |; M-S: ", shown[0]) if shown else []
    return names, " ".join(shown[2:3])
