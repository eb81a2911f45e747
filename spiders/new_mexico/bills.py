"""Bills, resolutions and memorials of New Mexico's legislature, from its list and a page a bill.

The list shows every bill of a session with its abbreviated history and is read in each check; a bill's page is read when its
row of the list moved. Checked against captures of the 2019 session. The site names sessions by a running number, which only
the list's own menu tells.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, maybe, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.new_mexico.vocabulary import NEW_MEXICO, in_words

LIST = "https://www.nmlegis.gov/Legislation/Legislation_List"
MENU = "select[name*='ddlSession']"
GRID = "table#MainContent_gridViewLegislation"
BILL = "#MainContent_formViewLegislation"
TABS = "#MainContent_tabContainerLegislation_tabPanel"
EXECUTIVE = ("signed by gov", "vetoed", "pocket veto", "law without signature")
SESSION = re.compile(r"(\d{4}) (?:(\d)\w\w )?(Regular|Special|Extraordinary)")
MEDIA = {"pdf": "application/pdf", "html": "text/html", "htm": "text/html"}


class NewMexicoBills(BillSpider):
    """The sessions on the list's menu that are due; of the menu's newest year also those that the table does not know."""

    name = "new_mexico.bills"
    jurisdiction = "us-nm"
    publisher = "New Mexico Legislature"
    cadence = "every 6 hours"
    verified = "capture"
    zone = "America/Denver"
    start_urls = [LIST]
    vocabulary = NEW_MEXICO
    sessions = Sessions(
        [
            Session(identifier="2025", name="2025 Regular", starts_on=date(2025, 1, 21), ends_on=date(2025, 3, 22)),
            Session(
                identifier="2025S1", name="2025 1st Special", starts_on=date(2025, 10, 1), ends_on=date(2025, 10, 10)
            ),
            Session(
                identifier="2025S2", name="2025 2nd Special", starts_on=date(2025, 11, 10), ends_on=date(2025, 11, 17)
            ),
            Session(identifier="2026", name="2026 Regular", starts_on=date(2026, 1, 20), ends_on=date(2026, 2, 19)),
            Session(identifier="2027", name="2027 Regular", starts_on=date(2027, 1, 19), ends_on=date(2027, 3, 20)),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The menu of sessions, the list of one session, or a bill's page: they share a site and tell themselves apart."""
        page = text_of(response)
        if page.css(BILL):
            yield from self.parse_bill(page)
        elif "session=" in page.url.lower():
            yield from self.parse_list(page)
        else:
            yield from self.parse_menu(page)

    def parse_menu(self, response: TextResponse) -> Iterator[Request | Untracked]:
        """One list for each session that is due; a finished one once a week."""
        numbers = _menu(response)
        newest = max(name[:4] for name in numbers)
        for due in self.sessions.listed(numbers, self.now, rule=lambda name: _session(name, newest)):
            if isinstance(due, Untracked):
                yield due
            else:
                # A list that the menu names is there, though its session may not have begun.
                url = f"{LIST}?{urlencode({'Session': numbers[due.session.name]})}"
                yield self.follow(url, self.parse_list, when=due.pace.get("when"))

    def parse_list(self, response: TextResponse) -> Iterator[Request]:
        """One page for each bill whose row changed."""
        grid = one(response, GRID)
        _refuse_other_session(response)
        if "No results found" in grid.css("td::text").getall():
            return
        for row in many(grid, "tbody tr"):
            link = one(row, "a[id*='linkBillID']").attrib["href"]
            shown = squeeze(" ".join(row.css("::text").getall()))
            token = hashlib.sha256(shown.encode()).hexdigest()[:16]
            yield self.follow(response.urljoin(link), self.parse_bill, when=token)

    def parse_bill(self, response: TextResponse) -> Iterator[Bill]:
        """The bill that the page shows."""
        session = session_name(_text(one(response, f"{BILL}Title_lblSession")), response.url)
        number = _text(one(response, f"{BILL}_lblBillID")).lstrip("*^ ")
        try:
            identifier = bill_number(number)
            actions = self._actions(response, int(session[:4]))
            versions = tuple(_versions(response))
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url) from error
        location = maybe(response, f"{BILL}_linkLocation")
        yield Bill(
            identifier=identifier,
            title=_text(one(response, f"{BILL}_lblTitle")),
            url=response.url,
            status=_text(location) if location else "",
            session=session,
            chamber={"H": "lower", "S": "upper"}.get(identifier[0], "legislature"),
            sponsors=_sponsors(response),
            actions=actions,
            versions=versions,
        )

    def _actions(self, response: TextResponse, year: int) -> tuple[Action, ...]:
        """The steps in the actions' tab; of a page without that list, those of the abbreviated history, which has no dates."""
        steps: list[Action] = []
        for item in response.css(f"{TABS}Actions_dataListActions span[id*='lblAction']"):
            text = squeeze(" ".join(item.css("strong ::text, b ::text").getall())) or _text(item)
            on = _calendar_day(_text(item)) or _signed_on(text, year, steps)
            steps.append(self.action(text, on=on, by=_actor(text)))
        if not steps:
            history = maybe(response, f"{TABS}Actions_formViewActionText_lblActionText")
            words = in_words(_text(history)) if history else ()
            steps = [self.action(text, on=None, by=_actor(text)) for text in words]
        return tuple(steps)


def _menu(response: TextResponse) -> dict[str, str]:
    """The numbers of the sessions in the menu's order, by name; other pages have a menu whose values are no numbers."""
    numbers: dict[str, str] = {}
    for option in many(response, f"{MENU} option[value]"):
        name, number = squeeze(option.css("::text").get()), option.attrib["value"]
        if re.match(r"\d{4} ", name):
            if not number.isdigit():
                raise ExtractionError(f"the menu gives {name!r} no number", url=response.url, selector="option")
            numbers.setdefault(name, number)
    if not numbers:
        raise ExtractionError("the menu names no session", url=response.url, selector="option")
    return numbers


def _session(name: str, newest: str) -> Session | None:
    """The session of a name that the table lacks. One of the menu's newest year may still sit, others ended with their year."""
    if not SESSION.match(name):
        return None
    ends_on = None if name.startswith(newest) else date(int(name[:4]), 12, 31)
    return Session(identifier=session_name(name, LIST), name=name, ends_on=ends_on)


def _refuse_other_session(response: TextResponse) -> None:
    """The site keeps the session asked for in a cookie too; without it a list may show another one."""
    asked = dict(parse_qsl(urlsplit(response.url).query)).get("Session", "")
    menu = ((each.attrib["value"], _text(each)) for each in response.css(f"{MENU} option[value]"))
    name = next((name for number, name in menu if number == asked), None)
    shown = {squeeze(text) for text in response.css(f"{GRID} span[id*='lblSession']::text").getall()}
    if name and shown - {name}:
        raise ExtractionError(f"asked for {name!r}, the list shows {sorted(shown)}", url=response.url)


def session_name(printed: str, url: str) -> str:
    """ "2019 Regular Session" → "2019", "2025 2nd Special Session" → "2025S2"; an extraordinary session counts as special."""
    found = SESSION.match(printed)
    if not found:
        raise ExtractionError(f"not a session: {printed!r}", url=url, selector="lblSession")
    year, ordinal, kind = found.groups()
    return year if kind == "Regular" else f"{year}S{ordinal or 1}"


def _text(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _sponsors(response: TextResponse) -> tuple[Sponsor, ...]:
    """The names beside the title, the first of them primary, then those that only the sponsors' tab has."""
    names = [_text(link) for link in response.css(f"{BILL} a[id*='linkSponsor']")]
    names += [_text(name) for name in response.css(f"{TABS}Sponsors span[id*='lblSponsorName']")]
    return tuple(Sponsor(name=name, primary=not place) for place, name in enumerate(dict.fromkeys(filter(None, names))))


def _calendar_day(text: str) -> date | None:
    found = re.search(r"Calendar Day: (\d{1,2}/\d{1,2}/\d{4})", text)
    return day(found[1]) if found else None


def _signed_on(text: str, year: int, before: list[Action]) -> date | None:
    """The day in "Signed by Governor - Chapter 44 - Feb. 28": it has no year, and is not before the step that went before."""
    found = re.search(r"- ([A-Z][a-z]{2})[a-z]*\.? +(\d{1,2})$", text)
    if not found:
        return None
    on = day(f"{found[1]} {found[2]}, {year}")
    last = max((step.on for step in before if step.on), default=None)
    return on.replace(year=year + 1) if on and last and on < last else on


def _actor(text: str) -> str:
    """Who acted: the executive, or the chamber whose name or committee comes first."""
    if text.lower().startswith(EXECUTIVE):
        return "executive"
    found = re.search(r"\b(House|Senate|[HS][A-Z]{2,6})\b", text)
    return {"H": "lower", "S": "upper"}[found[0][0]] if found else "legislature"


def _versions(response: TextResponse) -> Iterator[Version]:
    """The buttons under "Text": the bill as introduced, substitutes, amendments in context, the final version.

    A button that runs a script instead of leading to a file has no address.
    """
    for link in response.css("#MainContent_panelLegislationInformation > table a.btn"):
        cell = link.xpath("..")
        badge = link.css(".badge ::text").get() or cell.css(f"a[id='{link.attrib.get('id')}'] + .badge ::text").get()
        note = squeeze(" ".join(link.xpath(".//text()[not(ancestor::*[contains(@class, 'badge')])]").getall()))
        href = link.attrib.get("href", "")
        address = "" if href.startswith("javascript:") or not href else response.urljoin(href)
        media_type = MEDIA.get(address.rpartition(".")[2].lower(), "")
        yield Version(note=note, on=day(badge), url=address, media_type=media_type)
