"""OpenStates' interface, version 3 (https://docs.openstates.org/api-v3/): a legislature's bills as its scrapers have them.

Two questions a check: the bills that moved in the last days, and, under a token of the month, all that had an action this
year, so that a check which uses up the day's quota goes on the next day where it stopped. The key is sent as a header. The
interface's answers were read from its own code; bills were checked against what its scrapers wrote, which has the same fields under
slightly other names and is read too.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import day, field, json_of, squeeze
from monitor.source.spider import Allowance, Untracked
from spiders.families.aggregated import AggregatedBills, numbered, same_session

API = "https://v3.openstates.org/bills"
INCLUDED = ("sponsorships", "abstracts", "sources", "actions", "versions", "related_bills")
PAGE = 20  # the most that it gives
RECENT = timedelta(days=3)
EXECUTIVE = {"executive-signature", "executive-veto", "executive-veto-line-item", "executive-receipt"}
ACTORS = ("upper", "lower", "executive", "legislature")


class OpenStatesBills(AggregatedBills):
    """The bills of one legislature as OpenStates has them."""

    publisher = "Open States"
    route = "openstates"
    edition = 3  # Maine's papers go by their LD numbers
    cadence = "every 24 hours"
    delay = 6.5  # ten a minute
    may_be_empty = True  # nothing moved in the last days
    # The code says 250 a day, a description 500: the smaller holds. https://github.com/openstates/api-v3, January 2025.
    allowance = Allowance(
        provider="Open States", api=API, requests=250, per="day", key="OPENSTATES_KEY", header="X-API-KEY"
    )

    def requests(self) -> Iterable[Request]:
        """What moved lately, then once a month everything that moved this year."""
        today = self.now.date()
        yield self.ask(updated_since=(today - RECENT).isoformat())
        yield self.ask(when=f"{today:%Y-%m}", action_since=f"{today.year}-01-01")

    def ask(self, *, when: str | None = None, page: int = 1, **narrowed: str) -> Request:
        """A page of the list of bills, oldest update first, so that what moves meanwhile is met on a later page."""
        place = "district:dc" if self.code == "dc" else "territory:pr" if self.code == "pr" else f"state:{self.code}"
        query = [("jurisdiction", f"ocd-jurisdiction/country:us/{place}/government"), *narrowed.items()]
        query += [
            ("sort", "updated_asc"),
            *(("include", one) for one in INCLUDED),
            ("per_page", str(PAGE)),
            ("page", str(page)),
        ]
        meta = {"dont_redirect": True}
        return self.follow(f"{API}?{urlencode(query)}", when=when, meta=meta, cb_kwargs={"when": when})

    def parse(self, response: Response, when: str | None = None) -> Iterator[Request | Untracked | Bill]:
        """A page of the list, with the others when it is the first; or a bill alone."""
        data = json_of(response)
        if not isinstance(data, dict):
            raise ExtractionError("not an answer of OpenStates", url=response.url)
        if "results" not in data:
            yield from self._bills([data], response.url, alone=True)
            return
        yield from self._bills(field(data, "results", list, url=response.url), response.url)
        if field(data, "pagination.page", int, url=response.url) == 1:
            asked = dict(parse_qsl(urlsplit(response.url).query))
            narrowed = {key: asked[key] for key in ("updated_since", "action_since") if key in asked}
            for page in range(2, field(data, "pagination.max_page", int, url=response.url) + 1):
                yield self.ask(when=when, page=page, **narrowed)

    def _bills(
        self, found: Iterable[Mapping[str, Any]], url: str, *, alone: bool = False
    ) -> Iterator[Bill | Untracked]:
        """The bills of sessions that we know; one that was asked for alone keeps its session's name."""
        for one in found:
            named = one.get("session") or one.get("legislative_session")
            if not named:
                raise ExtractionError("a bill without its session", url=url, selector="session")
            session = self.session_of(squeeze(str(named))) or (squeeze(str(named)) if alone else "")
            if not session:
                yield Untracked(what=f"session {named!r}")
                continue
            try:
                yield self._bill(one, session, url)
            except ValueError as fault:
                raise ExtractionError(str(fault), url=url) from fault

    def session_of(self, name: str) -> str:
        """Our identifier of a session, which is mostly OpenStates' own; "" where our table does not have it."""
        years = [int(name[at : at + 4]) for at in range(len(name) - 3) if name[at : at + 4].isdigit()]
        if not self.known_sessions or not years:
            return name if not self.known_sessions or name in {one.identifier for one in self.known_sessions} else ""
        special = any(word in name.casefold() for word in ("special", "extra", "s1", "s2", "s3", "ss"))
        return same_session(self.known_sessions, names=(name,), years=(years[0], years[-1]), special=special)

    def _bill(self, bill: Mapping[str, Any], session: str, url: str) -> Bill:
        abstracts = bill.get("abstracts") or ()
        number = numbered(field(bill, "identifier", str, url=url))
        public = _public(bill)
        return Bill(
            identifier=public or number,
            aliases=(number,) if public else (),
            title=squeeze(field(bill, "title", str, url=url)),
            url=_page_of(bill) or field(bill, "openstates_url", str, url=url),
            session=session,
            chamber=_organization(bill.get("from_organization")) or "legislature",
            text=squeeze(abstracts[0]["abstract"]) if abstracts else "",
            sponsors=tuple(_sponsors(bill)),
            actions=tuple(self._action(one) for one in bill.get("actions") or ()),
            versions=tuple(_versions(bill)),
            subjects=tuple(squeeze(one) for one in bill.get("subject") or ()),
            companions=tuple(
                numbered(one["identifier"])
                for one in bill.get("related_bills") or ()
                if one.get("relation_type") == "companion"
            ),
        )

    def _action(self, action: Mapping[str, Any]) -> Action:
        """A step: what it is, the direct source's vocabulary says, so that both routes agree; where that does not know the words,
        OpenStates does."""
        by = _organization(action.get("organization") or action.get("organization_id"))
        read = self.action(action["description"], on=_day(action.get("date")), by=by if by in ACTORS else "legislature")
        kinds = read.kinds or (() if self.knows(read.text) else tuple(action.get("classification") or ()))
        by = "executive" if EXECUTIVE & {*kinds} else read.by
        return Action(on=read.on, text=read.text, by=by, kinds=kinds)


def _public(bill: Mapping[str, Any]) -> str:
    """The number that people use where OpenStates goes by another: Maine's papers have their LD number among the extras."""
    extras = bill.get("extras")
    found = re.search(r"\bLD (\d+)\b", str(extras.get("ld_number") or "")) if isinstance(extras, Mapping) else None
    return f"LD {int(found[1])}" if found else ""


def _page_of(bill: Mapping[str, Any]) -> str:
    """The page that a person opens: the first source that is one and no file, else the first."""
    found = [squeeze(one["url"]) for one in bill.get("sources") or ()]
    pages = (
        one for one in found if one.startswith("http") and not one.lower().endswith((".pdf", ".xml", ".zip", ".json"))
    )
    return next(pages, found[0] if found else "")


def _organization(said: Any) -> str:
    """The classification of a chamber: from an object, or from the scrapers' `~{"classification": "upper"}`."""
    if isinstance(said, str) and said.startswith("~{"):
        said = json.loads(said[1:])
    return squeeze(said.get("classification")) if isinstance(said, Mapping) else ""


def _sponsors(bill: Mapping[str, Any]) -> Iterator[Sponsor]:
    for one in bill.get("sponsorships") or ():
        yield Sponsor(name=squeeze(one["name"]), primary=bool(one.get("primary")))


def _versions(bill: Mapping[str, Any]) -> Iterator[Version]:
    for one in bill.get("versions") or ():
        for link in one.get("links") or ():
            yield Version(
                note=squeeze(one["note"]),
                on=_day(one.get("date")),
                url=squeeze(link["url"]),
                media_type=squeeze(link.get("media_type")),
            )


def _day(text: Any) -> date | None:
    """The day of a date or of a moment; "" is none."""
    return day(str(text)[:10]) if text else None
