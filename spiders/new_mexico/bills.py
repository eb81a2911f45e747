"""Bills, resolutions and memorials of New Mexico's legislature, from its list and a page a bill.

The list shows every bill of a session with its abbreviated history and is read in each check; a bill's page is read when its
row of the list moved. Checked against captures of the 2019 session. The site names sessions by a running number, which only
the list's own menu tells.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, maybe, one, squeeze, text_of
from spiders.families.actions import classify
from spiders.new_mexico.vocabulary import NEW_MEXICO, in_words

LIST = "https://www.nmlegis.gov/Legislation/Legislation_List"
GRID = "table#MainContent_gridViewLegislation"
BILL = "#MainContent_formViewLegislation"
TABS = "#MainContent_tabContainerLegislation_tabPanel"
EXECUTIVE = ("signed by gov", "vetoed", "pocket veto", "law without signature")
MEDIA = {"pdf": "application/pdf", "html": "text/html", "htm": "text/html"}


class NewMexicoBills(SourceSpider):
    """The sessions of the newest year on the list's menu: the regular one and its special ones."""

    name = "new_mexico.bills"
    jurisdiction = "us-nm"
    publisher = "New Mexico Legislature"
    cadence = "every 6 hours"
    kinds = ("bill",)
    verified = "capture"
    zone = "America/Denver"
    start_urls = [LIST]

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """The menu of sessions, the list of one session, or a bill's page: they share a site and tell themselves apart."""
        page = text_of(response)
        if page.css(BILL):
            yield from self.parse_bill(page)
        elif "session=" in page.url.lower():
            yield from self.parse_list(page)
        else:
            yield from self.parse_menu(page)

    def parse_menu(self, response: TextResponse) -> Iterator[Request]:
        """One list for each session of the newest year."""
        sessions = {}
        for option in many(response, "select[name*='Session'] option[value]"):
            name = squeeze(option.css("::text").get())
            if re.match(r"\d{4} ", name):
                sessions[name] = option.attrib["value"]
        if not sessions:
            raise ExtractionError("the menu names no session", url=response.url, selector="option")
        newest = max(name[:4] for name in sessions)
        for name, number in sessions.items():
            if name.startswith(newest):
                yield self.follow(f"{LIST}?{urlencode({'Session': number})}", self.parse_list)

    def parse_list(self, response: TextResponse) -> Iterator[Request]:
        """One page for each bill whose row changed."""
        grid = one(response, GRID)
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
            actions = _actions(response, int(session[:4]))
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


def session_name(printed: str, url: str) -> str:
    """ "2019 Regular Session" → "2019", "2025 2nd Special Session" → "2025S2"; an extraordinary session counts as special."""
    found = re.match(r"(\d{4}) (?:(\d)\w\w )?(Regular|Special|Extraordinary)", printed)
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


def _actions(response: TextResponse, year: int) -> tuple[Action, ...]:
    """The steps in the actions' tab; of a page without that list, those of the abbreviated history, which has no dates."""
    steps: list[Action] = []
    for item in response.css(f"{TABS}Actions_dataListActions span[id*='lblAction']"):
        text = squeeze(" ".join(item.css("strong ::text, b ::text").getall())) or _text(item)
        on = _calendar_day(_text(item)) or _signed_on(text, year, steps)
        steps.append(_step(text, on))
    if not steps:
        history = maybe(response, f"{TABS}Actions_formViewActionText_lblActionText")
        steps = [_step(text, None) for text in in_words(_text(history))] if history else []
    return tuple(steps)


def _step(text: str, on: date | None) -> Action:
    return Action(on=on, text=text, by=_actor(text), kinds=classify(text, NEW_MEXICO))


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
