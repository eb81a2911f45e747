"""Bills and resolutions of Vermont's General Assembly, from the JSON behind the site's own tables and a page a bill.

Three lists name all measures of a biennium. They are not known to show the last action; a measure's page, and the history that it
names by a number of its own, are read when its row moved and every third day while the biennium lasts. Unverified: lists, page and
history are told by public projects that read them, words and addresses by OpenStates' records of real bills (2026).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, field, json_of, many, one, squeeze, text_of
from monitor.source.spider import Bundle, Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.vermont.vocabulary import VERMONT

SITE = "https://legislature.vermont.gov"
CHAMBERS = {"H": "lower", "S": "upper"}
LISTS = {
    "introduced": "bill/loadBillsIntroduced/{}/",
    "released": "bill/loadBillsReleased/{}/",
    "resolutions": "bill/loadAllResolutionsByChamber/{}/both",
}
OPENS = "Opens in a new window"  # what the site says to those who hear the link
ROUND = 3


def session_of(printed: str) -> Session | None:
    """The session of "2027-2028 Session", which addresses name by its second year."""
    found = re.match(r"(\d{4})-(\d{4}) Session$", printed)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    return Session(
        identifier=f"{first}-{second}",
        site=found[2],
        starts_on=date(first, 1, 1),
        ends_on=date(second, 6, 30),
    )


class VermontBills(BillSpider):
    """The lists of each biennium, then the page and the history of each measure that may have moved."""

    name = "vermont.bills"
    jurisdiction = "us-vt"
    publisher = "Vermont General Assembly"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    vocabulary = VERMONT
    sessions = Sessions(
        [
            # The second year's adjournment is in May or June.
            Session(
                identifier="2025-2026",
                site="2026",
                name="2025-2026 Session",
                starts_on=date(2025, 1, 8),
                ends_on=date(2026, 6, 30),
            ),
            # The Wednesday after the first Monday of January.
            Session(
                identifier="2027-2028",
                site="2028",
                name="2027-2028 Session",
                starts_on=date(2027, 1, 6),
                ends_on=date(2028, 6, 30),
            ),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The lists of the sessions that are known, and the site's own choice of sessions."""
        due = self.sessions.due(self.now)
        yield from (self._lists(each) for each in due)
        if due:
            yield self.follow(f"{SITE}/bill/search/{due[0].session.code}", self.parse_sessions)

    def _lists(self, due: Due) -> Request:
        members = {name: f"{SITE}/{path.format(due.session.code)}" for name, path in LISTS.items()}
        absent = due.pace.get("optional", False)
        return self.bundle(members, self.parse_list, absent=absent, when=due.pace.get("when"))

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The lists of sessions that the table does not have."""
        options = many(text_of(response), "#Form_SelectSession_selected_session_Holder select option")
        names = [squeeze(option.css("::text").get()).replace(",", "") for option in options]
        known = {each.name for each in self.sessions}
        wanted = [name for name in names if re.search(r"\d", name) and name not in known]
        for due in self.sessions.listed(wanted, self.now, rule=session_of):
            yield due if isinstance(due, Untracked) else self._lists(due)

    def parse(self, response: Response | Bundle) -> Iterator[Request | Bill]:
        """A list, a measure's page or its history: the address tells which."""
        if "/bill/status/" in response.url:
            yield from self.parse_bill(response)
        elif "loadBillDetailedStatus" in response.url:
            yield from self.parse_history(response)
        else:
            yield from self.parse_list(response)

    def parse_list(self, response: Response | Bundle) -> Iterator[Request]:
        """The page of each measure that may have moved; one that was released and introduced stands in two lists."""
        answers = response.members if isinstance(response, Bundle) else {"introduced": response}
        found = re.search(r"/(\d{4}(?:\.\d)?)/", response.url)
        session = self.sessions.by_code(found[1]) if found else None
        code = found[1] if found else ""
        rows: dict[str, list[Mapping[str, Any]]] = {}
        for answer in answers.values():
            for row in _data(answer) if answer else ():
                rows.setdefault(squeeze(field(row, "BillNumber", str, url=response.url)), []).append(row)
        begun = session is None or session.starts_on is None or session.starts_on < self.now.date()
        if begun and not rows:
            raise ExtractionError("the lists have no measure", url=response.url, selector="data")
        for number, shown in rows.items():
            facts = {
                "title": next(filter(None, (squeeze(field(row, "Title", str, default="")) for row in shown)), ""),
                "body": next(filter(None, (squeeze(field(row, "Body", str, default="")) for row in shown)), ""),
            }
            ends_on = session.ends_on if session else None
            seen = token(json.dumps(shown, sort_keys=True), round_of(number, self.now, days=ROUND, ends_on=ends_on))
            address = f"{SITE}/bill/status/{code}/{number}"
            yield self.follow(address, self.parse_bill, when=seen, cb_kwargs={"facts": facts, "seen": seen})

    def parse_bill(
        self, response: Response, facts: Mapping[str, str] | None = None, seen: str = ""
    ) -> Iterator[Request | Bill]:
        """The measure's page, which brings its history, or the measure itself where nothing has happened yet."""
        page = text_of(response)
        code, _ = _place(page.url)
        known: dict[str, Any] = {"url": page.url, **(facts or {})}
        table = one(page, "dl.summary-table")
        known |= {"sponsors": list(_sponsors(table)), "versions": list(_versions(page))}
        scripts = " ".join(page.css("script::text").getall())
        own = re.search(rf"loadBillDetailedStatus/{re.escape(code)}/(\d+)", scripts)
        if own is None:
            yield self._bill(known, ())
            return
        yield self.follow(
            f"{SITE}/bill/loadBillDetailedStatus/{code}/{own[1]}",
            self.parse_history,
            when=token(seen, json.dumps(known, sort_keys=True)),
            cb_kwargs={"facts": known},
        )

    def parse_history(self, response: Response, facts: Mapping[str, Any] | None = None) -> Iterator[Bill]:
        """The measure with its history, which does not say whose it is."""
        if facts is None:
            raise ExtractionError("a history alone does not say of which bill it is", url=response.url)
        try:
            steps = tuple(self._action(row, response.url) for row in _data(response))
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url) from error
        yield self._bill(facts, steps)

    def _action(self, row: Mapping[str, Any], url: str) -> Action:
        """A step. Years are mistyped at the source ("0209"): such a day is none."""
        on = day(field(row, "StatusDate", str, url=url, default=""))
        text = squeeze(Selector(field(row, "FullStatus", str, url=url) or " ").xpath("string()").get())
        by = CHAMBERS.get(squeeze(field(row, "ChamberCode", str, url=url, default="")), "legislature")
        step = self.action(text, on=on if on and on.year > 1990 else None, by=by)
        keywords = squeeze(field(row, "keywords", str, url=url, default="")).lower()
        if keywords.startswith("aspassed") and by != "legislature" and "passage" not in step.kinds:
            step = replace(step, kinds=(*step.kinds, "passage"))
        return by_office(step)

    def _bill(self, facts: Mapping[str, Any], steps: tuple[Action, ...]) -> Bill:
        code, number = _place(facts["url"])
        identifier = bill_number(number)
        letters = identifier.partition(" ")[0]
        letter = facts.get("body", "") if letters == "PR" else letters[-1] if letters.startswith("J") else letters[0]
        year, _, special = code.partition(".")
        return Bill(
            identifier=identifier,
            title=facts.get("title", "") or identifier,
            url=facts["url"],
            session=f"{year}S{special}" if special else f"{int(year) - 1}-{year}",
            chamber=CHAMBERS.get(letter, "legislature"),
            sponsors=tuple(Sponsor(name=name, primary=primary) for name, primary in facts["sponsors"]),
            actions=steps,
            versions=tuple(
                Version(note=note, url=url, media_type="application/pdf") for note, url in facts["versions"]
            ),
        )


def _place(url: str) -> tuple[str, str]:
    """Session and number of …/bill/status/2026/H.416."""
    found = re.search(r"/bill/status/(\d{4}(?:\.\d)?)/([A-Z.]+\d+)$", url)
    if not found:
        raise ExtractionError("the address names no measure, such as /bill/status/2026/H.416", url=url)
    return found[1], found[2]


def _data(response: Response) -> list[Any]:
    """The rows of an answer; "" or null stand for none."""
    data = json_of(response)
    if not isinstance(data, dict) or "data" not in data:
        raise ExtractionError("expected an object with data", url=response.url, selector="data")
    rows = data["data"] or []
    if not isinstance(rows, list):
        raise ExtractionError("expected a list of rows", url=response.url, selector="data")
    return rows


def _inline(node: Selector) -> str:
    """The words of a sentence, whose links stand inside it without blanks of their own."""
    return squeeze(node.xpath("string()").get()).removesuffix(OPENS).strip()


def _sponsors(table: Selector) -> Iterator[list[Any]]:
    """Names and whether they lead; after "Additional Sponsors" come those that joined."""
    primary, seen = True, set()
    for item in table.xpath("./dt[contains(., 'Sponsor')]/following-sibling::dd[1]//li"):
        primary = primary and "Additional Sponsors" not in item.css("span").xpath("string()").getall()
        for link in item.xpath("./a | ./span/a"):
            name = re.sub(r"^(Rep|Sen)\. ", "", _inline(link))
            if name and name not in seen:
                seen.add(name)
                yield [name, primary]


def _versions(page: TextResponse) -> Iterator[list[str]]:
    """Stage and address of each text. Where a stage has an official and an unofficial one, the link's own words say so."""
    for block in page.css("ul.bill-path li div"):
        for link in block.xpath("./a[@href]"):
            words = _inline(link)
            stage = squeeze(" ".join(block.xpath("./text()").getall())).strip(" :|")
            note = f"{stage} ({words})" if words in ("Official", "Unofficial") else words
            yield [note, page.urljoin(link.attrib["href"]).replace(" ", "%20")]
