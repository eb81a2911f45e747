"""Bills, resolutions and study bills of Iowa's General Assembly, from a list and two pages a bill.

The list has no last action, so a bill's history is read when its row moved and every third day while the session lasts; its page in
the Bill Book, which knows the versions, only when the history moved. Study bills (HSB, SSB) stand in the Bill Book's menu and in
no list. Unverified: the pages are told by public projects that read them. The server is known to close connections after a
quarter of an hour, and to answer 500 for some bills.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from urllib.parse import parse_qs, quote, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions
from spiders.iowa.vocabulary import IOWA

SITE = "https://www.legis.iowa.gov"
LIST = f"{SITE}/legislation/findLegislation/allbills"
BOOK = f"{SITE}/legislation/BillBook"
HISTORY = f"{SITE}/legislation/billTracking/billHistory"
TEXTS = f"{SITE}/docs/publications"
AS_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}  # without it the list is another page
COLUMNS = ["Bill", "Bill Title", "Companion", "Similar", "Sponsor"]
NUMBER = re.compile(r"\b[HS](?:F|SB|JR|CR|R) ?\d+\b|\bSSB ?\d+\b")
RENUMBERED = re.compile(r"\s*\((?:Formerly|See)\b[^()]*\)")
FORMERLY = re.compile(r"\(Formerly\b([^()]*)\)")
ROUND = 3
FRESH = timedelta(days=21)  # so long after an action a new version of the text may still be put up


class IowaBills(BillSpider):
    """Each General Assembly's list, its study bills, then the bills that may have moved."""

    name = "iowa.bills"
    jurisdiction = "us-ia"
    publisher = "Iowa General Assembly"
    cadence = "every 12 hours"
    rounds = ROUND
    verified = "unverified"
    edition = 2  # other names of a bill
    zone = "America/Chicago"
    delay = 2.0
    vocabulary = IOWA
    sessions = Sessions(
        [
            Session(identifier="2023-2024", site="90", starts_on=date(2023, 1, 9), ends_on=date(2024, 4, 16)),
            # 2026-04-21 was the hundredth and tenth day, when the members' allowance ends.
            Session(identifier="2025-2026", site="91", starts_on=date(2025, 1, 13), ends_on=date(2026, 4, 21)),
            # The second Monday of January.
            Session(identifier="2027-2028", site="92", starts_on=date(2027, 1, 11)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The list and the Bill Book of each General Assembly."""
        for due in self.sessions.due(self.now):
            code = due.session.code
            yield self.follow(f"{LIST}?ga={code}", self.parse_list, headers=AS_SCRIPT, **due.pace)
            yield self.follow(f"{BOOK}?ga={code}", self.parse_study_bills, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A list, a history, or a page of the Bill Book: the address tells which."""
        if "allbills" in response.url:
            yield from self.parse_list(response)
        elif "billHistory" in response.url:
            yield from self.parse_history(response)
        elif "ba=" in response.url:
            yield from self.parse_book(response)
        else:
            yield from self.parse_study_bills(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The history of each bill that may have moved."""
        page = text_of(response)
        session = self._session(page.url)
        headings = [squeeze(" ".join(each.css("::text").getall())) for each in page.css("#sortableTable th")]
        early = session.starts_on is not None and self.now.date() < session.starts_on
        rows = many(page, "#sortableTable tr:has(td)", least=0 if early else 1)
        if rows and headings[1:6] != COLUMNS:
            raise ExtractionError(f"expected the columns {COLUMNS}, found {headings}", url=page.url, selector="th")
        for row in rows:
            cells = [_words(cell) for cell in many(row, "td", least=6)]
            facts = {"title": cells[2], "companions": cells[3], "sponsors": cells[5]}
            yield self._history(session, cells[1], facts, shown=" | ".join(cells))

    def parse_study_bills(self, response: Response) -> Iterator[Request]:
        """The history of each study bill. A Bill Book of another General Assembly is none of ours."""
        page = text_of(response)
        session = self._session(page.url)
        shown = page.css("input[name=ga]::attr(value)").get(session.code)
        early = session.starts_on is not None and self.now.date() < session.starts_on
        if shown != session.code and early:
            return
        if shown != session.code:
            raise ExtractionError(f"expected General Assembly {session.code}, found {shown}", url=page.url)
        for name in ("#houseSelect", "#senateSelect"):
            numbers = many(page, f"{name} option[value]::attr(value)", least=0 if early else 1).getall()
            for number in numbers:
                if re.match(r"[HS]SB", number):
                    yield self._history(session, number, {}, shown=number)

    def _history(self, session: Session, number: str, facts: Mapping[str, str], *, shown: str) -> Request:
        turn = round_of(number, self.now, days=ROUND, ends_on=session.ends_on)
        address = f"{HISTORY}?billName={quote(bill_number(number))}&ga={session.code}"
        return self.follow(address, self.parse_history, when=token(shown, turn), cb_kwargs={"facts": dict(facts)})

    def parse_history(self, response: Response, facts: Mapping[str, str] | None = None) -> Iterator[Request]:
        """The bill's steps; its page in the Bill Book is asked for when they moved, and brings the bill."""
        page = text_of(response)
        session, number = self._session(page.url), bill_number(_asked(page.url, "billName"))
        try:
            steps = list(_steps(page))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        known = dict(facts) if facts else dict(_heading(page))
        if not known.get("title"):
            raise ExtractionError(f"{number} has no title", url=page.url, selector="div.divideVert")
        address = f"{BOOK}?ga={session.code}&ba={number.replace(' ', '')}"
        hints = {"facts": known, "steps": steps}
        moving = any(self.now.date() - on < FRESH for on, _ in steps)
        moves = token(repr(hints), str(self.now.isocalendar()[:2]) if moving else "")
        yield self.follow(address, self.parse_book, when=moves, cb_kwargs=hints)

    def parse_book(
        self, response: Response, facts: Mapping[str, str] | None = None, steps: list[tuple[date, str]] | None = None
    ) -> Iterator[Bill]:
        """The bill, with its versions from here and the rest from list and history."""
        page = text_of(response)
        session, asked = self._session(page.url), bill_number(_asked(page.url, "ba"))
        if facts is None or steps is None:
            raise ExtractionError("the Bill Book alone does not tell title and history", url=page.url)
        selected = page.css("input[name=selectedBill]::attr(value)").get(asked)
        if bill_number(selected) != asked:
            raise ExtractionError(f"expected {asked}, found {selected}", url=page.url, selector="selectedBill")
        title, also = facts["title"], RENUMBERED.findall(facts["title"])
        former = {bill_number(each) for words in FORMERLY.findall(title) for each in NUMBER.findall(words)} - {asked}
        related = map(bill_number, NUMBER.findall(" ".join([facts.get("companions", ""), *also])))
        yield Bill(
            identifier=asked,
            title=RENUMBERED.sub("", title).strip(),
            url=page.url,
            session=session.identifier,
            chamber="lower" if asked.startswith("H") else "upper",
            sponsors=tuple(Sponsor(name=name, primary=True) for name in _sponsors(facts.get("sponsors", ""))),
            actions=tuple(self._action(on, text) for on, text in steps),
            versions=(*_versions(page, session, asked), *_amendments(steps, session)),
            companions=tuple(each for each in dict.fromkeys(related) if each not in former),
            aliases=tuple(sorted(former)),
        )

    def _action(self, on: date, text: str) -> Action:
        found = re.search(r"\b(?:([HS])\.J\.|([HS])CS\b)", text)
        by = {"H": "lower", "S": "upper"}[found[1] or found[2]] if found else "legislature"
        step = self.action(text, on=on, by=by)
        return by_office(step)

    def _session(self, url: str) -> Session:
        session = self.sessions.by_code(_asked(url, "ga"))
        if session is None:
            raise ExtractionError("the address names no General Assembly of the table, such as ga=91", url=url)
        return session


def _asked(url: str, name: str) -> str:
    return (parse_qs(urlsplit(url).query).get(name) or [""])[0]


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall())).replace(" .", ".").replace(" ,", ",")


def _steps(page: TextResponse) -> Iterator[tuple[date, str]]:
    """Day and words of each row, newest first; separators ("*** END OF 2025 ACTIONS ***") and remarks are no steps."""
    for row in many(page, "table.billActionTable")[0].css("tr"):
        cells = [_words(cell) for cell in row.css("td")]
        if len(cells) < 2 or not cells[0] or cells[0].startswith(("***", "No history")):
            continue
        text = cells[-1]
        if text and "$history" not in text and not re.search(r"END OF \d+ ACTIONS", text):
            on = day(cells[0])
            if on is not None:
                yield on, text


def _heading(page: TextResponse) -> Iterator[tuple[str, str]]:
    """Sponsors and title above a history ("By Committee on …", then what the bill does)."""
    for node in page.css("div.divideVert div"):
        words = _words(node)
        if words.startswith("By ") and not node.css("div div"):
            yield "sponsors", words.removeprefix("By ")
            yield "title", " ".join(_words(after) for after in node.xpath("following-sibling::*[1]"))
            return


def _sponsors(printed: str) -> list[str]:
    """A committee's whole name, or the names of members, whose initials follow a comma."""
    if "COMMITTEE" in printed.upper():
        return [printed.rstrip(".")]
    names = re.split(r",(?! [A-Z]\.)\s*(?:and )?| and ", printed)
    return [
        name
        for name in (each.strip(" .") if not re.search(r"[A-Z]\.$", each) else each.strip() for each in names)
        if name
    ]


def _versions(page: TextResponse, session: Session, number: str) -> Iterator[Version]:
    """The bill's stages by the letters of the menu; a stage with marks that a script draws has no address of its own. A menu
    without letters shows the one stage that stands beside it."""
    file = number.replace(" ", "")
    for option in page.css("select#billVersions option"):
        note, letter = _words(option), option.attrib.get("value", "").upper()
        if "Marked" in note:
            continue
        shown = page.css("iframe#bbContextDoc::attr(src)").get("") if "selected" in option.attrib else ""
        if re.fullmatch(r"[A-Z]{1,2}", letter):
            url = f"{TEXTS}/LG{letter}/{session.code}/attachments/{file}.html"
            yield Version(note=note, url=url, media_type="text/html")
        elif f"/{session.code}/" in shown:
            yield Version(note=note, url=page.urljoin(shown).partition("?")[0], media_type="text/html")


def _amendments(steps: list[tuple[date, str]], session: Session) -> Iterator[Version]:
    """The amendments that the history names, each by its oldest mention."""
    filed: dict[str, date] = {}
    for on, text in steps:
        for number in re.findall(r"\b[HS]-\d{4,5}\b", text):
            filed[number] = min(on, filed.get(number, on))
    for number, on in sorted(filed.items(), key=lambda each: (each[1], each[0])):
        url = f"{TEXTS}/AMDI/{session.code}/{number.replace('-', '')}.pdf"
        yield Version(note=f"Amendment {number}", on=on, url=url, media_type="application/pdf")
