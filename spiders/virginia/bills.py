"""Bills and resolutions of Virginia's General Assembly, from the tables that its Legislative Information System publishes.

One GET a table, without a key: BILLS.CSV has a row a bill with the last action of each chamber and the outcome flags,
HISTORY.CSV every action, Sponsors.csv every patron. Facts: https://lis.virginia.gov/data-files. Checked against captures of
BILLS.CSV on 91 days of 2025; HISTORY.CSV and Sponsors.csv are read as other public projects describe them.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, bill_number, day
from spiders.families.actions import classify
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Due, Session, Sessions
from spiders.virginia.vocabulary import VIRGINIA

FILES = "https://lis.blob.core.windows.net/lisfiles"  # names are case sensitive
TABLES = {"bills": "BILLS.CSV", "history": "HISTORY.CSV", "sponsors": "Sponsors.csv"}
SITTING = (timedelta(days=59), timedelta(days=45))  # of an even year's session, and of an odd year's

ACTORS = {"house": "lower", "senate": "upper", "conference": "legislature", "governor": "executive"}
LETTERS = {"H": "lower", "S": "upper", "G": "executive", "C": "legislature"}
OUTCOMES = (
    ("Emergency", "Emergency"),
    ("Passed_house", "Passed House"),
    ("Passed_senate", "Passed Senate"),
    ("Passed", "Passed"),
    ("Failed", "Failed"),
    ("Carried_over", "Carried over"),
    ("Approved", "Approved"),
    ("Vetoed", "Vetoed"),
)
LAST = tuple((f"Last_{who}_action", f"Last_{who}_action_date") for who in ACTORS)
TEXTS = tuple((f"Full_text_doc{n}", f"Full_text_date{n}") for n in range(1, 7))
BILL_COLUMNS = (
    "Bill_id",
    "Bill_description",
    "Patron_name",
    "Introduction_date",
    "Chapter_id",
    *(flag for flag, _ in OUTCOMES),
    *(column for pair in LAST for column in pair),
    *(column for pair in TEXTS for column in pair),
)
HISTORY_COLUMNS = ("Bill_id", "History_date", "History_description")
SPONSOR_COLUMNS = ("BILL_NUMBER", "MEMBER_NAME", "PATRON_TYPE")

_day = lru_cache(maxsize=4096)(day)  # a table has some 20,000 dates of a few hundred days


def regular(year: int) -> Session:
    """A year's regular session: from the second Wednesday of January (Constitution of Virginia, Article IV, Section 6), with
    bills prefiled from July of the year before."""
    eighth = date(year, 1, 8)
    starts_on = eighth + timedelta(days=(2 - eighth.weekday()) % 7)
    return Session(
        identifier=str(year),
        site=f"{year}1",
        name=f"{year} Regular Session",
        starts_on=starts_on,
        ends_on=starts_on + SITTING[year % 2],
        prefiled_from=date(year - 1, 7, 1),
    )


class VirginiaBills(BillSpider):
    """Every bill of the sessions due; next year's from July on, when prefiling opens.

    The site lists its sessions to those who have a key, so that special ones are added to the table by hand.
    """

    name = "virginia.bills"
    jurisdiction = "us-va"
    publisher = "Virginia General Assembly"
    cadence = "every 4 hours"
    edition = 2  # more words of histories are known
    verified = "capture"
    complete = True
    texts = False  # its pages of texts are filled by scripts that ask an interface with a key
    vocabulary = VIRGINIA
    sessions = Sessions(
        [
            *(regular(year) for year in range(2025, 2036)),
            Session(
                identifier="2026S1",
                site="20262",
                name="2026 Special Session I",
                starts_on=date(2026, 4, 23),
                ends_on=date(2026, 5, 1),
            ),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """One bundle a session; the tables of one that has not begun may be absent."""
        for due in self.sessions.due(self.now):
            yield self._tables(due)

    def _tables(self, due: Due) -> Request:
        # Finished sessions are asked for like the others: a table that did not move costs an empty answer (304),
        # and chapters and carried-over bills still move in the months after.
        members = {name: f"{FILES}/{due.session.code}/{file}" for name, file in TABLES.items()}
        return self.bundle(members, optional=("history", "sponsors"), absent=due.pace.get("optional", False))

    def parse(self, response: Response | Bundle) -> Iterator[Bill]:
        """Bills of one session from its tables, or from the bill table alone."""
        tables: Mapping[str, Response | None] = (
            response.members if isinstance(response, Bundle) else {"bills": response}
        )
        bills = tables.get("bills")
        if bills is None:
            raise ExtractionError("BILLS.CSV is missing, without it the other tables mean nothing", url=response.url)
        code = session_code(bills.url)
        histories = _histories(tables.get("history"))
        sponsors = _sponsors(tables.get("sponsors"))
        seen: set[str] = set()
        for number, row in read_table(bills, BILL_COLUMNS):
            try:
                bill = _bill(row, code, histories, sponsors)
            except ValueError as error:
                raise _fault(bills.url, number, _blame(row), error) from error
            if bill.identifier in seen:
                raise _fault(bills.url, number, "Bill_id", f"{bill.identifier} stands twice")
            seen.add(bill.identifier)
            yield bill


def session_code(url: str) -> str:
    """The session code in a table's address: "20251", or "241" as it was written before 2025."""
    found = re.search(r"/(\d{3}|\d{5})/[^/]+$", url)
    if not found:
        raise ExtractionError("the address names no session, such as /20251/", url=url)
    return found[1]


@lru_cache(maxsize=64)
def session_name(code: str) -> str:
    """The session's identifier from its code: "20251" → "2025", "20262" → "2026S1", "241" → "2024"."""
    year, ordinal = (code[:4], code[4]) if len(code) == 5 else (f"20{code[:2]}", code[2])
    return year if ordinal == "1" else f"{year}S{int(ordinal) - 1}"


def read_table(response: Response, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line numbers and rows of a CSV table, each row the values of `columns` in that order, wherever they stand.

    Raises ExtractionError for a missing or doubled column and for a row with more or fewer cells than the header.
    """
    reader = csv.reader(io.StringIO(_text(response), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        for column in columns:
            if header.count(column) != 1:
                raise ExtractionError(
                    f"expected one column {column!r}, found {header.count(column)}", url=response.url, selector=column
                )
        pick = itemgetter(*(header.index(column) for column in columns))
        for row in reader:
            if len(row) == len(header):
                yield reader.line_num, pick(row)
            elif row:
                raise ExtractionError(
                    f"line {reader.line_num} has {len(row)} cells under {len(header)} columns", url=response.url
                )
    except csv.Error as error:
        raise ExtractionError(f"line {reader.line_num} is no CSV: {error}", url=response.url) from error


def _text(response: Response) -> str:
    # Azure serves the tables without a charset; 2025's were UTF-8, the old system wrote Windows-1252.
    body = response.body.replace(b"\0", b"")  # a disk's padding now and then
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _bill(
    row: tuple[str, ...],
    code: str,
    histories: Mapping[str, tuple[Action, ...]],
    sponsors: Mapping[str, tuple[Sponsor, ...]],
) -> Bill:
    # Titles and actions keep their white space: since January 2025 carried-over bills have titles padded with blanks to 100
    # places, and some days the padding comes or goes for a few of them.
    raw, title, patron, introduced, chapter = row[:5]
    flags, last, texts = row[5:13], row[13:21], row[21:33]
    identifier = _identifier(raw)
    patron, chapter = patron.strip(), chapter.strip().removeprefix("CHAP").lstrip("0")
    outcomes = _outcomes(flags)
    url = f"https://lis.virginia.gov/bill-details/{code}/{raw.strip()}"
    return Bill(
        identifier=identifier,
        title=title,
        url=url,
        published_on=_day(introduced),
        status="; ".join((*outcomes, f"Chapter {chapter}") if chapter else outcomes),
        session=session_name(code),
        chamber="lower" if identifier[0] == "H" else "upper",
        sponsors=sponsors.get(identifier) or ((Sponsor(name=patron, primary=True),) if patron else ()),
        actions=histories.get(identifier) or _last_actions(last),
        versions=_versions(texts, url),
    )


def _identifier(raw: str) -> str:
    identifier = bill_number(raw)
    if identifier[0] not in "HS":
        raise ValueError(f"{raw!r} belongs to no chamber")
    return identifier


@lru_cache(maxsize=512)  # thousands of rows share a dozen patterns
def _outcomes(flags: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the flags that are set; ValueError if one is neither Y nor N."""
    bare = [flag.strip() for flag in flags]
    strange = set(bare) - {"Y", "N", ""}
    if strange:
        raise ValueError(f"expected Y or N, found {strange.pop()!r}")
    return tuple(word for (_, word), flag in zip(OUTCOMES, bare, strict=True) if flag == "Y")


def _last_actions(cells: tuple[str, ...]) -> tuple[Action, ...]:
    """The last action of each actor, oldest first. A date without words (SB 1199 on 2025-02-01) is kept as it is."""
    actions = [
        Action(on=_day(on), text=text, by=by, kinds=classify(text, VIRGINIA))
        for by, text, on in zip(ACTORS.values(), cells[::2], cells[1::2], strict=True)
        if text or on
    ]
    if len(actions) > 1:
        actions.sort(key=lambda action: action.on or date.min)
    return tuple(actions)


def _versions(cells: tuple[str, ...], url: str) -> tuple[Version, ...]:
    return tuple(
        [
            Version(note=name.strip(), on=_day(on), url=f"{url}/text/{name.strip()}", media_type="text/html")
            for name, on in zip(cells[::2], cells[1::2], strict=True)
            if name or on
        ]
    )


def _blame(row: tuple[str, ...]) -> str:
    """The column whose value is not what it should be: asked only after a row has failed."""
    checks: dict[str, Callable[[str], object]] = {"Bill_id": _identifier}
    checks |= {column: _day for column in BILL_COLUMNS if column.lower().rstrip("123456").endswith("_date")}
    checks |= {flag: lambda value: _outcomes((value,) * len(OUTCOMES)) for flag, _ in OUTCOMES}
    for column, value in zip(BILL_COLUMNS, row, strict=True):
        try:
            checks.get(column, str)(value)
        except ValueError:
            return column
    raise AssertionError("a row failed although each of its cells is good")


def _fault(url: str, number: int, column: str, problem: object) -> ExtractionError:
    return ExtractionError(f"line {number}, column {column!r}: {problem}", url=url, selector=column)


def _padless(raw: str) -> str:
    """A bill's identifier in a side table, where it may be padded (HB0001); a row of no bill at all finds none."""
    try:
        return bill_number(raw)
    except ValueError:
        return raw


def _histories(response: Response | None) -> dict[str, tuple[Action, ...]]:
    """Every action of every bill, in the table's order; {} without the table."""
    if response is None:
        return {}
    actions: dict[str, list[Action]] = {}
    for number, (raw, on, description) in read_table(response, HISTORY_COLUMNS):
        by, text = _actor(description)
        try:
            action = Action(on=_day(on), text=text, by=by, kinds=classify(text, VIRGINIA))
        except ValueError as error:
            raise _fault(response.url, number, "History_date", error) from error
        actions.setdefault(_padless(raw), []).append(action)
    return {identifier: tuple(steps) for identifier, steps in actions.items()}


def _actor(description: str) -> tuple[str, str]:
    """Who acted and the words: "H Read first time" is the House's. A leading blank marks the Governor or nobody in particular."""
    letter, _, text = description.partition(" ")
    if letter in LETTERS:
        return LETTERS[letter], text
    return ("executive" if "governor" in description.lower() else "legislature"), description.lstrip(" ")


def _sponsors(response: Response | None) -> dict[str, tuple[Sponsor, ...]]:
    """Every patron of every bill; {} without the table."""
    if response is None:
        return {}
    patrons: dict[str, list[Sponsor]] = {}
    for _, (raw, name, patron_type) in read_table(response, SPONSOR_COLUMNS):
        sponsor = Sponsor(name=name.strip(), primary=patron_type.strip().endswith("Chief Patron"))
        patrons.setdefault(_padless(raw), []).append(sponsor)
    return {identifier: tuple(names) for identifier, names in patrons.items()}
