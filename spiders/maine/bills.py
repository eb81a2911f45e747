"""Papers of Maine's Legislature that have an LD number, from its directory of bills and three pages a paper.

The directory shows numbers and titles in ranges; what moved is not told, so that a paper is read when its row moved and in rounds
while its Legislature lasts. A paper is known by the number that people use ("LD 1731"); its own ("HP 1154") is
another name of it. Unverified: the pages are told by public projects that read them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions
from spiders.maine.vocabulary import MAINE

SITE = "https://legislature.maine.gov"
LISTED = re.compile(r"LD (\d+), ([A-Z]{2}) ?(\d+), (\d+)(?:st|nd|rd|th) Legislature")
CHAMBERS = {"House": "lower", "Senate": "upper", "H": "lower", "S": "upper"}
FIRST_OF_SEARCH = 116  # the search calls the 132nd Legislature 16
DAYS = 3  # of a round


class MaineBills(BillSpider):
    """The directory of each Legislature, then the text page, summary and docket of each paper whose turn it is."""

    name = "maine.bills"
    jurisdiction = "us-me"
    publisher = "Maine Legislature"
    cadence = "every 12 hours"
    rounds = DAYS
    verified = "unverified"
    edition = 2  # a paper goes by its LD number
    vocabulary = MAINE
    sessions = Sessions(
        [
            Session(identifier="131", starts_on=date(2022, 12, 7), ends_on=date(2024, 5, 10)),
            Session(identifier="132", starts_on=date(2024, 12, 4), ends_on=date(2026, 4, 29)),
            # The first Wednesday of December; its first bills are printed in January.
            Session(identifier="133", starts_on=date(2026, 12, 2)),
            Session(identifier="134", starts_on=date(2028, 12, 6)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The first range of each Legislature's directory."""
        for due in self.sessions.due(self.now):
            hints = {"pace": due.pace.get("when"), "first": True}
            yield self.follow(_range(due.session.identifier, 1), self.parse_directory, cb_kwargs=hints, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A range of the directory or a paper's page: the address tells which."""
        if "billdirectory_ps.asp" in response.url:
            yield from self.parse_directory(response)
        else:
            yield from self.parse_paper(response)

    def parse_directory(self, response: Response, pace: str | None = None, first: bool = False) -> Iterator[Request]:
        """Each paper whose row moved or whose turn it is; the first range leads to the others."""
        page = text_of(response)
        number = _asked(page.url, "snum")
        session = next((each for each in self.sessions if each.identifier == number), Session(identifier=number))
        early = session.starts_on is None or (self.now.date() - session.starts_on).days < 60
        links = {
            _asked(link, "paper"): page.urljoin(link)
            for link in page.css("a[href*='display_ps.asp']::attr(href)").getall()
        }
        rows = [(found, _words(row)) for row in many(page, "tr", least=0) if (found := LISTED.search(_words(row)))]
        if not rows and not early:
            raise ExtractionError(f"the directory of {number} lists no paper", url=page.url, selector="tr", found=0)
        for found, shown in rows:
            paper = f"{found[2]}{int(found[3]):04}"
            if found[4] != number or paper not in links:
                raise ExtractionError(f"no link for {paper} of the {number}th: {found[0]!r}", url=page.url)
            moves = token(found[0], _title(shown), round_of(paper, self.now, days=DAYS, ends_on=session.ends_on))
            hints: dict[str, Any] = {"ld": found[1], "moves": moves}
            yield self.follow(links[paper], self.parse_paper, when=moves, cb_kwargs=hints)
        if first:
            starts = {int(_asked(link, "ldFrom")) for link in page.css("a[href*='ldFrom=']::attr(href)").getall()}
            for start in sorted(starts - {0, 1}):
                yield self.follow(_range(number, start), self.parse_directory, when=pace)

    def parse_paper(self, response: Response, ld: str = "", moves: str = "") -> Iterator[Request]:
        """Title, texts and the committee's steps; the summary goes on from here."""
        page = text_of(response)
        number, paper = _asked(page.url, "snum"), _asked(page.url, "paper").upper()
        found = re.search(r"\bLD (\d+)\b", _words(page.css("#sec0")[0])) if page.css("#sec0") else None
        facts = {
            "paper": paper,
            "session": number,
            "ld": ld or (found[1] if found else ""),
            "title": _words(one(page, "h2.ldTitle")),
        }
        try:
            bill_number(paper)
            steps = [self.action(words, on=on) for on, words in _committee(page)]
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        texts = list(_texts(page))
        moves = token(moves, str(facts), str(steps), str(texts))
        address = f"{SITE}/LawMakerWeb/summary.asp?paper={paper}&SessionID={int(number) - FIRST_OF_SEARCH}"
        hints = {"facts": facts, "steps": steps, "texts": texts, "moves": moves}
        yield self.follow(address, self.parse_summary, when=moves, cb_kwargs=hints)

    def parse_summary(
        self,
        response: Response,
        facts: Mapping[str, str],
        steps: Sequence[Action] = (),
        texts: Sequence[Sequence[str]] = (),
        moves: str = "",
    ) -> Iterator[Request]:
        """Who brings the paper and what the governor did; the docket goes on from here."""
        page = text_of(response)
        if "Bill not found" in page.text:
            raise ExtractionError(f"the summary of {facts['paper']} is not found", url=page.url)
        labels = {
            _words(row.css("td")[0]).rstrip(":"): _words(row.css("td")[1]) for row in page.css("tr:has(> td + td)")
        }
        try:
            if done := labels.get("Governor Action"):
                steps = [*steps, self.action(done, on=day(labels.get("Date")), by="executive")]
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="td 'Date'") from error
        sponsor = re.search(
            r"Sponsored by:? (.+?)(?: Cosponsored|$)",
            " ".join(
                _words(cell) for cell in page.css("td") if "Sponsored by" in _words(cell) and not cell.css("td td")
            ),
        )
        named = {**facts, "sponsor": sponsor[1] if sponsor else "", "url": page.url}
        moves = token(moves, str(named), str(steps))
        hints = {"facts": named, "steps": steps, "texts": texts}
        link = many(page, "a[href*='dockets.asp']")[0].attrib["href"]
        yield self.follow(page.urljoin(link), self.parse_docket, when=moves, cb_kwargs=hints)

    def parse_docket(
        self,
        response: Response,
        facts: Mapping[str, str],
        steps: Sequence[Action] = (),
        texts: Sequence[Sequence[str]] = (),
    ) -> Iterator[Bill]:
        """The steps on the floor, and with them the paper."""
        page = text_of(response)
        if not any(_words(cell) == "Date" for cell in page.css("td, th")):
            raise ExtractionError("the docket has no head with 'Date'", url=page.url, selector="td 'Date'", found=0)
        try:
            floor = [step for row in page.css("tr") for step in self._floor(row)]
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        paper = bill_number(facts["paper"])
        everything = sorted([*steps, *floor], key=lambda step: step.on or date.max)
        yield Bill(
            identifier=f"LD {facts['ld']}" if facts["ld"] else paper,
            aliases=(paper,) if facts["ld"] else (),
            title=facts["title"],
            url=facts["url"],
            session=facts["session"],
            chamber=CHAMBERS.get(paper[0], "legislature"),
            sponsors=(Sponsor(name=facts["sponsor"], primary=True),) if facts["sponsor"] else (),
            actions=tuple(everything),
            versions=tuple(Version(note=note, url=url, media_type="application/pdf") for note, url in texts),
        )

    def _floor(self, row: Selector) -> Iterator[Action]:
        """The steps of a row: day, chamber, and words in lines."""
        cells = row.xpath("./td")
        if len(cells) != 3 or not re.fullmatch(r"\d\d?/\d\d?/\d{4}", _words(cells[0])):
            return
        lines = re.sub(r"<br\s*/?>", "\n", cells[2].get(), flags=re.IGNORECASE)
        for line in "".join(Selector(text=lines).css("::text").getall()).splitlines():
            words = squeeze(line)
            if words and "Unfinished Business" not in words:
                yield self.action(words, on=day(_words(cells[0])), by=CHAMBERS.get(_words(cells[1]), "legislature"))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _range(number: str, start: int) -> str:
    return f"{SITE}/legis/bills/billdirectory_ps.asp?snum={number}&ldFrom={start}"


def _title(shown: str) -> str:
    """A row without its place in the list: "1. LD 1, SP 29, 132nd Legislature An Act …"."""
    return re.sub(r"^\d+\. ", "", shown)


def _asked(url: str, name: str) -> str:
    """A value of an address; ExtractionError where it has none."""
    found = {key.lower(): values[0] for key, values in parse_qs(urlsplit(url).query).items()}.get(name.lower(), "")
    if not found:
        raise ExtractionError(f"the address has no {name}=", url=url)
    return found


def _committee(page: TextResponse) -> Iterator[tuple[date | None, str]]:
    """Day and words of the committee's steps: "Reported Out - OTP-AM"."""
    for row in page.css("table[name=CDtab] tr"):
        cells = [_words(cell) for cell in row.css("td")]
        if len(cells) >= 2 and re.search(r"\d{4}$", cells[0]):
            yield day(cells[0]), " - ".join(filter(None, cells[1:3]))


def _texts(page: TextResponse) -> Iterator[tuple[str, str]]:
    """Name and address of each printed text, amendment and law. A block names its text; the first is the paper itself."""
    seen: set[str] = set()
    for link in page.css("a[href*='getPDF']"):
        address = page.urljoin(link.attrib["href"])
        if address in seen:
            continue
        seen.add(address)
        block = link.xpath("ancestor::span[contains(@class, 'tlnk-')][last()]")
        heads = block.css(".story_header, .story_subhead, .inlineHeading")[:1] if block else []
        yield (_words(heads[0]) if heads else _words(link)), address
