"""Bills, resolutions and constitutional amendments of California's legislature, from its nightly bulk data.

The whole current session lies in one zip file of nearly a gigabyte, rebuilt every night under the name of its weekday. Four
tables of some megabytes in it are all that is needed: they are asked for as byte ranges, the directory of the zip file first.
The small increments hold only the rows of a day and so no whole bill, and the pages of leginfo.legislature.ca.gov are closed
to robots. A file small enough, as in a session's first weeks, is read whole.

Unverified as a route: the tables are checked against captures of the 1999 and 2025 sessions, but no answer to a request for
byte ranges was at hand. A server that does not know them sends the whole file, which the crawl's limit refuses loudly.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from spiders.california.tables import Row, Tables, spans, table_of, tables_of_parts, tables_of_zip
from spiders.california.vocabulary import CALIFORNIA
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions

FILES = "https://downloads.leginfo.legislature.ca.gov/"
SITE = "https://leginfo.legislature.ca.gov/faces/"
DIRECTORY = 8 * 2**20
"""How many of a zip file's last bytes are asked for: its directory names some forty thousand members."""
WHOLE = 15 * 2**20
"""Up to this size a file is read whole."""
ASSEMBLY = ("AB", "ACA", "ACR", "AJR", "HR", "ABX", "AR")
EXECUTIVE = re.compile(
    r"(approved|vetoed|returned|item veto) by (the )?governor|chaptered by|became law", re.IGNORECASE
)
_SIZES = {"K": 2**10, "M": 2**20, "G": 2**30}

_day = lru_cache(maxsize=4096)(day)


class CaliforniaBills(BillSpider):
    """Every measure of the current two-year session and its extraordinary sessions."""

    name = "california.bills"
    jurisdiction = "us-ca"
    publisher = "California State Legislature"
    cadence = "every 12 hours"  # the files are rebuilt once a night
    verified = "unverified"
    zone = "America/Los_Angeles"
    handle_httpstatus_list = (206,)
    start_urls = [FILES]
    vocabulary = CALIFORNIA
    sessions = Sessions(
        (
            Session(identifier="20232024", starts_on=date(2022, 12, 5), ends_on=date(2024, 11, 30)),
            Session(identifier="20252026", starts_on=date(2024, 12, 2), ends_on=date(2026, 11, 30)),
            Session(identifier="20252026 Special Session 1", site="202520261", starts_on=date(2024, 12, 2)),
            Session(identifier="20272028", starts_on=date(2026, 12, 7), ends_on=date(2028, 11, 30)),
        )
    )

    def parse(self, response: Response) -> Iterable[Request | Bill]:
        """The index of the files, a whole zip file, byte ranges of one, or one of its tables: they tell themselves apart."""
        start = response.body[:300].lstrip().lower()
        if start.startswith((b"<!doctype", b"<html")):
            return self.parse_index(response)
        if start.startswith(b"pk\x03\x04"):
            return self._bills(tables_of_zip(response.body, url=response.url), response.url)
        if start.startswith(b"--"):
            return self.parse_tables(response)
        return self._bills(table_of(response.body, url=response.url), response.url)

    def parse_index(self, response: Response) -> Iterator[Request]:
        """The newest nightly file: whole when it is small, else its directory."""
        files = []
        page = text_of(response)
        for row in many(page, "table tr"):
            cells = [squeeze(" ".join(cell.css("::text").getall())) for cell in row.css("td")]
            name = row.css("td a::attr(href)").get() or ""
            if re.fullmatch(r"(.*/)?pubinfo_daily_[A-Z][a-z]{2}\.zip", name):
                files.append((_modified(cells, response.url), urljoin(FILES, name), _size(cells)))
        if not files:
            raise ExtractionError("the index lists no pubinfo_daily file", url=response.url, selector="table tr")
        modified, url, size = max(files)
        if 0 < size <= WHOLE:
            yield self.follow(url, when=modified)
        else:
            yield self.follow(url, self.parse_directory, when=modified, headers={"Range": f"bytes=-{DIRECTORY}"})

    def parse_directory(self, response: Response) -> Iterator[Request]:
        """The byte ranges of the tables. The query only keeps the two answers of one address apart."""
        ranges = spans(response.body, url=response.url)
        yield self.follow(f"{response.url}?tables", self.parse_tables, headers={"Range": ranges})

    def parse_tables(self, response: Response) -> Iterator[Bill]:
        """Every bill of the session."""
        yield from self._bills(tables_of_parts(response.body, url=response.url), response.url)

    def _bills(self, tables: Tables, url: str) -> Iterator[Bill]:
        """A bill for every identifier that stands in the bills' table or, without it, in the one that is there."""
        states = {_key(row[0], url): row for row in tables.get("BILL_TBL", ()) if row[11] == "Y"}
        histories = _grouped(tables.get("BILL_HISTORY_TBL", ()), 0, url)
        versions = _grouped(tables.get("BILL_VERSION_TBL", ()), 1, url)
        authors = _grouped(tables.get("BILL_VERSION_AUTHORS_TBL", ()), 0, url)
        if not (states or histories or versions):
            raise ExtractionError("the tables name no bill", url=url)
        for key in states or dict.fromkeys([*histories, *versions]):
            try:
                yield self._bill(key, states.get(key), histories.get(key, []), versions.get(key, []), authors)
            except ValueError as error:
                raise ExtractionError(f"{key}: {error}", url=url) from error

    def _bill(
        self, key: str, state: Row | None, history: list[Row], printed: list[Row], authors: dict[str, list[Row]]
    ) -> Bill:
        session, identifier = session_and_number(key)
        prints = sorted((row for row in printed if row[15] == "Y"), key=lambda row: -int(row[2] or 0))
        last = next((row for row in prints if state and row[0] == state[10]), prints[-1] if prints else None)
        chamber = "lower" if identifier.split()[0] in ASSEMBLY else "upper"
        actions = tuple(self._actions(history, chamber))
        return Bill(
            identifier=identifier,
            title=(squeeze(last[6]) if last else "") or identifier,
            url=f"{SITE}billNavClient.xhtml?bill_id={key}",
            published_on=_on(prints[0][3]) if prints and prints[0][2] == "99" else None,
            status=squeeze(state[17] or state[5]) if state else "",
            session=session,
            chamber=chamber,
            sponsors=tuple(_sponsors(authors.get(last[0] or "", ()))) if last else (),
            actions=actions,
            versions=tuple(_version(row, key) for row in prints),
        )

    def _actions(self, history: list[Row], origin: str) -> Iterator[Action]:
        """Oldest first. The table names where a bill is after a step, not who took it: that is the house it was in.

        Archived sessions number their steps backwards.
        """
        steps = sorted((row for row in history if squeeze(row[3])), key=lambda row: int(row[1] or 0))
        if steps and (steps[0][2] or "") > (steps[-1][2] or ""):
            steps.reverse()
        house = origin
        for row in steps:
            text = squeeze(row[3])
            if found := re.match(r"In (Assembly|Senate)\b", text):
                house = "lower" if found[1] == "Assembly" else "upper"
            yield self.action(text, on=_on(row[2]), by="executive" if EXECUTIVE.match(text) else house)


def session_and_number(key: str) -> tuple[str, str]:
    """ "202520260AB831" → ("20252026", "AB 831"); the ninth digit counts extraordinary sessions. ValueError for anything else."""
    found = re.fullmatch(r"(\d{8})(\d)([A-Z]+\d+)", key)
    if not found:
        raise ValueError(f"not a bill's key: {key!r}")
    years, special, number = found.groups()
    return years if special == "0" else f"{years} Special Session {special}", bill_number(number)


def _key(cell: str | None, url: str) -> str:
    if not cell:
        raise ExtractionError("a row names no bill", url=url)
    return cell


def _grouped(table: Iterable[Row], column: int, url: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in table:
        groups.setdefault(_key(row[column], url), []).append(row)
    return groups


def _on(cell: str | None) -> date | None:
    return _day((cell or "")[:10])


def _sponsors(rows: Iterable[Row]) -> Iterator[Sponsor]:
    """The authors of a print, in the table's order, the lead authors first; one who stands twice counts once."""
    found = dict.fromkeys(
        (row[4] != "LEAD_AUTHOR", squeeze(row[3])) for row in rows if row[6] == "Y" and squeeze(row[3])
    )
    leading = {name for other, name in found if not other}
    for other, name in sorted(found, key=lambda one: one[0]):
        if not (other and name in leading):
            yield Sponsor(name=name, primary=not other)


def _version(row: Row, key: str) -> Version:
    return Version(
        note=squeeze(row[4]),
        on=_on(row[3]),
        url=f"{SITE}billPdf.xhtml?bill_id={key}&version={row[0]}",
        media_type="application/pdf",
    )


def _modified(cells: list[str], url: str) -> str:
    found = next((cell for cell in cells if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", cell)), None)
    if found is None:
        raise ExtractionError("the index does not say when a file was modified", url=url, selector="td")
    return found


def _size(cells: list[str]) -> int:
    """Bytes, from "1.2M" of the index; 0 where it does not say."""
    found = next((found for cell in cells if (found := re.fullmatch(r"(\d+(?:\.\d+)?)([KMG])", cell))), None)
    return int(float(found[1]) * _SIZES[found[2]]) if found else 0
