"""Bills and resolutions of Oklahoma's Legislature: a form that lists all measures of a session, and a page a measure.

The form wants its hidden fields back and the cookie it gave. Its table shows no last action; a measure's page is read when its title
moved and every third day while the session lasts. An even year's table has the measures carried over from the odd one too.
Unverified: form and page are told by public projects that read them (2026). The site's certificates have been at fault; then the
check says so.
"""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.oklahoma.vocabulary import OKLAHOMA

FORM = "https://webapps.oklegislature.gov/WebApplication3/WebForm1.aspx"
PAGE = "https://www.oklegislature.gov/BillInfo.aspx"
TYPES = {"House": ("HB", "HJR", "HCR", "HR"), "Senate": ("SB", "SJR", "SCR", "SR")}
CHAMBERS = {"H": "lower", "S": "upper"}
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
NO_BILL = "Short Title Not Found."
TESTS = re.compile(r"test bill|please disregard", re.IGNORECASE)
FIRST_TEST = 9900  # numbers that no measure reaches are the programmers'
NO_VERSION = ("COMMITTEE REPORTS", "SCHEDULED CCR")
ROUND = 3


def session_of(printed: str) -> Session | None:
    """The session of "2026 Regular Session" ("2600") or "2024 Fourth Special Session" ("244X")."""
    found = re.match(r"(\d{4}) (Regular|(\w+) Special) Session$", printed)
    if not found or (found[3] and found[3] not in ORDINALS):
        return None
    year, special = found[1], ORDINALS.index(found[3]) + 1 if found[3] else 0
    return Session(
        identifier=f"{year}S{special}" if special else year,
        site=f"{year[2:]}{special}X" if special else f"{year[2:]}00",
        starts_on=date(int(year), 1, 1),
        ends_on=date(int(year), 12, 31),
    )


class OklahomaBills(BillSpider):
    """The form with its choice of sessions, the table of each house, then each measure that may have moved."""

    name = "oklahoma.bills"
    jurisdiction = "us-ok"
    publisher = "Oklahoma Legislature"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    zone = "America/Chicago"
    start_urls = [FORM]
    vocabulary = OKLAHOMA
    sessions = Sessions(
        [
            Session(
                identifier="2025",
                site="2500",
                name="2025 Regular Session",
                starts_on=date(2025, 2, 3),
                ends_on=date(2025, 5, 30),
            ),
            Session(
                identifier="2026",
                site="2600",
                name="2026 Regular Session",
                starts_on=date(2026, 2, 2),
                ends_on=date(2026, 5, 29),
            ),
            # The first Monday of February to the last Friday of May.
            Session(
                identifier="2027",
                site="2700",
                name="2027 Regular Session",
                starts_on=date(2027, 2, 1),
                ends_on=date(2027, 5, 28),
            ),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The form, one of its tables, or a measure's page."""
        page = text_of(response)
        if "BillInfo" in page.url:
            yield from self.parse_bill(page)
        elif page.css("select[name=cbxSessionId]") and not page.css("a[href*='BillInfo']"):
            yield from self.parse_form(page)
        else:
            yield from self.parse_list(page)

    def parse_form(self, page: TextResponse) -> Iterator[Request | Untracked]:
        """The table of each house for each session that is due."""
        options = many(page, "select[name=cbxSessionId] option")
        names = [re.sub(r" *\((Mainsys|PROD)\)$", "", squeeze(option.css("::text").get())) for option in options]
        for due in self.sessions.listed(names, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield from (self._list(page, due, house) for house in TYPES)

    def _list(self, page: TextResponse, due: Due, house: str) -> Request:
        hidden = [(each.attrib["name"], each.attrib.get("value", "")) for each in page.css("input[type=hidden][name]")]
        if "__VIEWSTATE" not in dict(hidden):
            raise ExtractionError("the form has no view state", url=page.url, selector="input[name=__VIEWSTATE]")
        asked = [
            *hidden,
            ("cbxSessionId", due.session.code),
            ("cbxActiveStatus", "All"),
            ("RadioButtonList1", "On Any day"),
            ("Button1", "Retrieve"),
            *(("lbxTypes", kind) for kind in TYPES[house]),
        ]
        cookies = (given.decode("latin-1").partition(";")[0] for given in page.headers.getlist("Set-Cookie"))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": "; ".join(cookies)}
        # A listed session's table is there, though the session may not have begun.
        return self.follow(
            FORM,
            self.parse_list,
            when=due.pace.get("when"),
            method="POST",
            body=urlencode(asked),
            headers={name: value for name, value in headers.items() if value},
            meta={"named": f"{due.session.code} {house}"},
            cb_kwargs={"code": due.session.code, "house": house},
        )

    def parse_list(self, response: Response, code: str = "", house: str = "") -> Iterator[Request]:
        """The page of each measure that may have moved. Another session's table is what a lost cookie brings."""
        page = text_of(response)
        rows = [row for row in page.css("tr") if row.css("a[href*='Bill=']") and not row.css("tr tr")]
        session = self.sessions.by_code(code)
        begun = session is None or session.starts_on is None or session.starts_on <= self.now.date()
        if begun and not rows and not code.endswith("X"):  # a special session may have bills of one house alone
            raise ExtractionError("the table has no measure", url=page.url, selector="tr a[href*='Bill=']")
        for row in rows:
            link = row.css("a[href*='Bill=']")[0]
            number, found = _place(page.urljoin(link.attrib["href"]))
            kind = re.sub(r"\d", "", number)
            if (code and found != code) or (house and kind not in TYPES[house]):
                raise ExtractionError(f"the table of {code} {house} shows {number} of {found}", url=page.url)
            title = _inline(row.css("td")[-1])
            if TESTS.search(title) or int(number.removeprefix(kind)) >= FIRST_TEST:
                continue
            ends_on = session.ends_on if session else None
            seen = token(title, round_of(number, self.now, days=ROUND, ends_on=ends_on))
            yield self.follow(_address(number, found), self.parse_bill, when=seen)

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """A measure with its history; a number under which there is none has no title."""
        page = text_of(response)
        number, code = _place(page.url)
        title = _inline(one(page, "span[id*='PlaceHolder1_txtST']"))
        if title in ("", NO_BILL):
            return
        session = self.sessions.by_code(code)
        identifier = bill_number(number)
        try:
            yield Bill(
                identifier=identifier,
                title=title,
                url=_address(number, code),
                session=session.identifier if session else _session_by_code(code, page.url),
                chamber=CHAMBERS[identifier[0]],
                sponsors=tuple(_sponsors(page)),
                actions=tuple(self._actions(page)),
                versions=tuple(_versions(page)),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse) -> Iterator[Action]:
        """The rows after the two of the head."""
        for row in one(page, "table[id*='Actions']").xpath("./tr | ./tbody/tr | ./thead/tr")[2:]:
            cells = [_inline(cell) for cell in row.css("td")]
            if len(cells) < 4:
                raise ValueError(f"a step of {len(cells)} cells: {cells}")
            if cells[0] in ("", "None"):
                continue
            step = self.action(cells[0], on=day(cells[2]), by=CHAMBERS.get(cells[3], "legislature"))
            yield by_office(step)


def _place(url: str) -> tuple[str, str]:
    """Number and session of …/BillInfo.aspx?Bill=hb1001&Session=2600."""
    query = {name.lower(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    number, code = query.get("bill", "").upper(), query.get("session", "").upper()
    if not re.fullmatch(r"[HS](B|R|JR|CR)\d+", number) or not re.fullmatch(r"\d{3}[0X]", code):
        raise ExtractionError("the address names no measure, such as ?Bill=hb1001&Session=2600", url=url)
    return number, code


def _address(number: str, code: str) -> str:
    return f"{PAGE}?{urlencode({'Bill': number.lower(), 'Session': code})}"


def _session_by_code(code: str, url: str) -> str:
    """ "2800" → "2028", "271X" → "2027S1"."""
    if code.endswith("00"):
        return f"20{code[:2]}"
    if code.endswith("X"):
        return f"20{code[:2]}S{code[2]}"
    raise ExtractionError(f"not a session: {code!r}", url=url)


def _inline(node: Selector) -> str:
    """The words of a sentence, whose links stand inside it without blanks of their own."""
    return squeeze(node.xpath("string()").get())


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    for link in page.css("a[id*='Auth']"):
        name = _inline(link)
        if name and name.lower() != "author not found":
            yield Sponsor(name=name, primary="otherAuth" not in link.attrib["id"])


def _versions(page: TextResponse) -> Iterator[Version]:
    """The texts, each once; one without a name goes by its file's. Reports of committees are no text."""
    seen = set()
    for link in page.css("table[id*='Versions'] a[href]"):
        url = page.urljoin(link.attrib["href"].strip()).replace(" ", "%20")
        if not url.upper().endswith(".PDF") or url in seen:
            continue
        plain = url.upper().replace("%20", " ")
        if any(word in plain for word in NO_VERSION):
            continue
        seen.add(url)
        name = url.rpartition("/")[2].rpartition(".")[0].replace("%20", " ")
        yield Version(note=_inline(link) or name, url=url, media_type="application/pdf")
