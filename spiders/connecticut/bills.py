"""Bills and resolutions of Connecticut's General Assembly, from the tables that it rebuilds for anybody to take.

The tables are offered by FTP, which the crawl does not speak, and mirrored over HTTPS. They hold titles, steps and subjects of
the session in progress, neither sponsors nor texts; the first print's address follows from the bill's number.

Unverified: columns are told by public projects that read the tables over FTP; no capture was at hand, and the addresses of the
mirror and of the prints are known from hearsay.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Version
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, bill_number, day, squeeze
from spiders.connecticut.vocabulary import CONNECTICUT
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions

DATA = "https://www.cga.ct.gov/ftp/pub/data"
SITE = "https://www.cga.ct.gov"
COLUMNS = {
    "bill_info": ("sess_year", "bill_num", "bill_title"),
    "bill_history": ("bill_num", "act_date", "act_desc", "qual1", "qual2"),
    "committee": ("comm_code", "comm_name"),
    "subject": ("bill_num", "subj_desc"),
}
CHAMBERS = {"H": "lower", "S": "upper"}
TO_HOUSE = re.compile(r"trans\.? ?to house|transmitted to (the )?house|sen(ate|\.) passed", re.IGNORECASE)
TO_SENATE = re.compile(r"trans\.? ?to sen|transmitted to (the )?senate|house passed", re.IGNORECASE)
EXECUTIVE = re.compile(r".*(signed|vetoed) by (the )?governor|line item vetoed", re.IGNORECASE)

Row = tuple[str, ...]
_day = lru_cache(maxsize=4096)(day)


class ConnecticutBills(BillSpider):
    """Every bill of the newest year in the tables."""

    name = "connecticut.bills"
    jurisdiction = "us-ct"
    publisher = "Connecticut General Assembly"
    cadence = "every 6 hours"
    verified = "unverified"
    vocabulary = CONNECTICUT
    sessions = Sessions(
        (
            Session(identifier="2025", starts_on=date(2025, 1, 8), ends_on=date(2025, 6, 4)),
            Session(identifier="2026", starts_on=date(2026, 2, 4), ends_on=date(2026, 5, 6)),
            Session(identifier="2027", starts_on=date(2027, 1, 6), ends_on=date(2027, 6, 9)),
        )
    )

    def requests(self) -> Iterable[Request]:
        """One bundle: the tables hold whatever session it is."""
        members = {name: f"{DATA}/{name}.csv" for name in COLUMNS}
        yield self.bundle(members, optional=("committee", "subject"))

    def parse(self, response: Response | Bundle) -> Iterator[Bill]:
        """Bills of the newest year. The history does not name its year, so it can be read for one alone."""
        tables = response.members if isinstance(response, Bundle) else {"bill_info": response}
        bills = [row for row in _table(tables.get("bill_info"), "bill_info") if row[1]]
        if not bills:
            raise ExtractionError("bill_info.csv has no bill", url=response.url)
        newest = max(year for year, _, _ in bills)
        histories = self._histories(tables.get("bill_history"), tables.get("committee"))
        subjects: dict[str, list[str]] = {}
        for number, subject in _table(tables.get("subject"), "subject"):
            subjects.setdefault(_unpadded(number), []).append(subject)
        for year, number, title in bills:
            if year != newest:
                continue
            try:
                identifier = bill_number(number)
            except ValueError as error:
                raise ExtractionError(str(error), url=response.url, selector="bill_num") from error
            yield Bill(
                identifier=identifier,
                title=title or identifier,
                url=f"{SITE}/asp/cgabillstatus/cgabillstatus.asp?selBillType=Bill&bill_num={identifier.replace(' ', '')}&which_year={year}",
                session=year,
                chamber=CHAMBERS.get(identifier[0], "legislature"),
                actions=tuple(histories.get(identifier, ())),
                versions=(_version(identifier, year),),
                subjects=tuple(dict.fromkeys(subjects.get(identifier, ()))),
            )

    def _histories(self, response: Response | None, names: Response | None) -> dict[str, list[Action]]:
        """Steps by bill, oldest first; steps of one moment in the table's order.

        No column says which house acted: it is the one that the words name, else the one that has the bill.
        """
        committees = {row[0]: row[1] for row in _table(names, "committee")}
        rows: dict[str, list[Row]] = {}
        for row in _table(response, "bill_history"):
            rows.setdefault(_unpadded(row[0]), []).append(row)
        found: dict[str, list[Action]] = {}
        for identifier, steps in rows.items():
            house = CHAMBERS.get(identifier[0], "legislature")
            found[identifier] = actions = []
            for _, moment, text, *more in sorted(steps, key=lambda step: step[1]):
                words = _words(text, more, committees)
                named = re.match(r"(?:adopted, )?(house|sen)", text, re.IGNORECASE)
                by = CHAMBERS[named[1][0].upper()] if named else house
                by = "executive" if EXECUTIVE.match(text) else by
                actions.append(self.action(words, on=_on(moment, response), by=by))
                house = "lower" if TO_HOUSE.match(text) else "upper" if TO_SENATE.match(text) else house
        return found


def _table(response: Response | None, name: str) -> Iterator[Row]:
    """The named columns of a table, each cell without padding; nothing of a table that is absent.

    Raises ExtractionError for a missing column and for a page in the table's place.
    """
    if response is None:
        return
    try:
        text = response.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = response.body.decode("cp1252", "replace")
    reader = csv.DictReader(io.StringIO(text.replace("\0", ""), newline=""), restval="")
    header = [squeeze(column) for column in reader.fieldnames or ()]
    for column in COLUMNS[name]:
        if column not in header:
            raise ExtractionError(f"{name}.csv has no column {column!r}", url=response.url, selector=column)
    reader.fieldnames = header
    for row in reader:
        yield tuple(squeeze(row[column]) for column in COLUMNS[name])


def _unpadded(number: str) -> str:
    """The identifier in a side table; a row of no bill at all finds none."""
    try:
        return bill_number(number)
    except ValueError:
        return number


def _words(text: str, more: list[str], committees: dict[str, str]) -> str:
    """The step with its details: after "COMM. ON" stands a committee's code, of which the name is told."""
    first, *rest = more
    if re.search(r"(COMM\.|COMMITTEE) ON$", text, re.IGNORECASE):
        first = committees.get(first, first)
    return " ".join(filter(None, (text, first, *rest)))


def _on(moment: str, response: Response | None) -> date | None:
    try:
        return _day(moment.partition(" ")[0])
    except ValueError as error:
        raise ExtractionError(str(error), url=response.url if response else "", selector="act_date") from error


def _version(identifier: str, year: str) -> Version:
    """The first print: "2025HB-06855-R00-HB.PDF"."""
    letters, number = identifier.split()
    file = f"{year}{letters}-{int(re.sub(r'[^0-9]', '', number)):05}-R00-{letters}.PDF"
    return Version(note="Text of Bill", url=f"{SITE}/{year}/TOB/{letters[0]}/PDF/{file}", media_type="application/pdf")
