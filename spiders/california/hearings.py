"""Hearings of the committees of California's legislature: the Assembly's Daily File and the Senate's calendar.

Each house lists its hearings on a page, from which an agenda leads to the measures: the Assembly's is a page, the Senate's the
answer behind a dialogue (JSON that holds markup). Unverified: told by public projects that read them. A hearing has no number of
its own: it is named by house, committee and day.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, field, json_of, many, maybe, one, squeeze, text_of
from spiders.families.schedule import called_off, starts

ASSEMBLY = "https://www.assembly.ca.gov/schedules-publications/daily-file"
SENATE = "https://www.senate.ca.gov/calendar"
AHEAD = timedelta(days=60)
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
_MEASURE = re.compile(r"\b([AS])\. ?(B|R|C\. ?R|J\. ?R|C\. ?A)\. ?(?:X\d )?No\. ?(\d+)")

Row = dict[str, str]


class CaliforniaHearings(SourceSpider):
    """Two lists; the agenda of each hearing is read when its row moved, and once a day, for measures are added to it."""

    name = "california.hearings"
    jurisdiction = "us-ca"
    publisher = "California State Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislature.ca.gov hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Los_Angeles"

    def requests(self) -> list[Request]:
        """Both lists, the Senate's of the coming sixty days."""
        today = self.now.date()
        asked = {"startDate": today, "endDate": today + AHEAD, "committeeHearings": 1}
        return [
            self.follow(ASSEMBLY, self.parse_assembly),
            self.follow(f"{SENATE}?{urlencode(asked)}", self.parse_senate),
        ]

    def parse(self, response: Response) -> Iterator[Hearing | Request]:
        """A saved list: the address tells the house."""
        yield from self.parse_assembly(response) if "assembly" in response.url else self.parse_senate(response)

    def parse_assembly(self, response: Response) -> Iterator[Hearing | Request]:
        """The rows of the table of hearings."""
        page = text_of(response)
        many(page, "table.committee-hearing-table")
        rows = page.css("table.committee-hearing-table tbody tr:has(td.committee_hearing-name)")
        yield from self._asked([_assembly_row(row, page) for row in rows])

    def parse_senate(self, response: Response) -> Iterator[Hearing | Request]:
        """The hearings below each day."""
        page = text_of(response)
        if not page.css("[class*='page-events']"):
            raise ExtractionError("the page is no calendar", url=page.url, selector="div.page-events--day-wrapper")
        found: list[Row] = []
        for below in page.css("div.page-events--day-wrapper"):
            on = _words(one(below, "h2.page-events__date"))
            found += [_senate_row(node, on, page) for node in below.css("div.committee-hearings .page-events__content")]
        yield from self._asked(found)

    def _asked(self, rows: list[Row]) -> Iterator[Hearing | Request]:
        """The agenda of each row that has one; a hearing without agenda is told by its row."""
        seen: Counter[str] = Counter()
        for row in rows:
            seen[row["name"]] += 1
            row["name"] += f" ({seen[row['name']]})" if seen[row["name"]] > 1 else ""
            if not row["agenda"]:
                yield self._hearing(row, [], ())
                continue
            token = hashlib.sha256(f"{json.dumps(row)} {self.now.date()}".encode()).hexdigest()[:16]
            if "senate" in urlsplit(row["agenda"]).netloc:
                body = urlencode({"js": "true", "_drupal_ajax": "1"})
                more = {"method": "POST", "body": body, "headers": FORM}
            else:
                more = {}
            yield self.follow(
                row["agenda"], self.parse_agenda, when=token, optional=True, cb_kwargs={"row": row}, **more
            )

    def parse_agenda(self, response: Response, row: Mapping[str, str]) -> Iterator[Hearing]:
        """The hearing with its measures."""
        page = text_of(response)
        agenda: Selector = page.selector
        if page.text.lstrip()[:1] == "[":
            answer = json_of(page)
            told = field(answer[0] if answer else {}, "data", str, url=page.url)
            agenda = Selector(told or "<html></html>")
        headings = agenda.css("span.HearingTopic, span.HearingSubject")
        measures = [node for node in agenda.css("span.Measure") if not node.xpath("ancestor::span[@class='Measure']")]
        if (
            not headings
            and not measures
            and not agenda.css("[class*='Committee'], [class*='Appoint'], [class*='Hearing']")
        ):
            raise ExtractionError("the answer is no agenda", url=page.url, selector="span.Measure")
        lines = [*map(_words, headings), *(f"- {_words(node)}" for node in measures)]
        yield self._hearing(row, lines, tuple(number for node in measures if (number := _number(node))))

    def _hearing(self, row: Mapping[str, str], lines: list[str], numbers: tuple[str, ...]) -> Hearing:
        on = date.fromisoformat(row["on"])
        return Hearing(
            identifier=row["name"],
            title=row["title"],
            url=ASSEMBLY if row["house"] == "Assembly" else SENATE,
            text="\n".join([f"{on}, {row['time']}", *lines]),
            starts_at=starts(on, row["time"], self.zone),
            location=row["place"],
            concerns=tuple(dict.fromkeys(numbers)),
            cancelled=called_off(row["state"]),
        )


def _row(house: str, committee: str, on: str, url: str, **more: str) -> Row:
    try:
        when = day(re.sub(r"^\w+day,? ", "", on))
    except ValueError as error:
        raise ExtractionError(str(error), url=url) from error
    if when is None or not committee:
        raise ExtractionError(f"a hearing without {'committee' if when else 'day'}: {committee!r}", url=url)
    title = f"{house} {committee}"
    return {"house": house, "name": f"{title} {when}", "title": title, "on": str(when), **more}


def _assembly_row(row: Selector, page: TextResponse) -> Row:
    said = {name: _words(one(row, f"td.committee_hearing-{name}")) for name in ("date", "time", "name", "location")}
    link = row.css("td.committee_hearing-menu a[href*='/agenda/']::attr(href)").get("")
    return _row(
        "Assembly",
        re.sub(r"\W*\b(CANCELL?ED|POSTPONED)\b\W*", "", said["name"], flags=re.IGNORECASE),
        said["date"],
        page.url,
        time=said["time"],
        place=said["location"],
        agenda=page.urljoin(link) if link else "",
        state=f"{said['name']} {said['time']}",
    )


def _senate_row(node: Selector, on: str, page: TextResponse) -> Row:
    """ "1:30 p.m. - 1021 O Street, Room 1200"; the state stands in a badge beside it or in the chair's line."""
    item = node.xpath("..")[0]
    printed = maybe(node, ".page-events__time-location")
    hour, _, place = (_words(printed) if printed is not None else "").removeprefix("Time: ").partition(" - ")
    states = item.css("div.committee-hearing-status, .page-events__chair")
    link = item.css(".view-agenda-link a::attr(href)").get("")
    address = page.urljoin(link)
    agenda = f"{address}{'&' if '?' in address else '?'}_wrapper_format=drupal_modal" if link else ""
    return _row(
        "Senate",
        _words(many(node, ".page-events__title")[0]),
        on,
        page.url,
        time=hour,
        place=place,
        agenda=agenda,
        state=" ".join(map(_words, states)),
    )


def _number(measure: Selector) -> str:
    """A measure's number: in parts ("A.B.", "No.", "1088"), or as a link's words ("A.B. No. 1088")."""
    found = _MEASURE.search(_words(measure))
    if found:
        return bill_number(f"{found[1]}{found[2]}".replace(".", "").replace(" ", "") + found[3])
    kind = squeeze(measure.css("span.MeasureType::text").get()).replace(".", "")
    number = re.search(r"\d+", squeeze(measure.css("span.MeasureNum::text").get()))
    return bill_number(f"{kind} {number[0]}") if kind and number else ""


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
