"""Louisiana's lists are paged by sending a form back, whose state is never the same twice."""

from datetime import UTC, datetime

import pytest
from scrapy import Request

from monitor.crawl.conditional import address_of
from monitor.model.errors import ExtractionError
from monitor.source.extract import extract, respond
from spiders.louisiana.bills import SITE, LouisianaBills

NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)
LIST = f"{SITE}/Legis/BillSearchListQ.aspx?s=26RS&r=HB1*"


def page(state: str, *, following: bool = True, status: str = "Pending") -> bytes:
    attributes = "href=\"javascript:__doPostBack('ctl00$Pager$next','')\""
    link = f"<a {attributes if following else 'disabled=disabled'}> &gt; </a>"
    return (
        f'<form id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="{state}">'
        f'<table><tr><td>HB1 {status}</td><td><a href="BillInfo.aspx?i=250628">more...</a></td></tr></table>{link}</form>'
    ).encode()


def asked(body: bytes, now: datetime = NOW, **hints: object) -> tuple[Request, ...]:
    return extract(LouisianaBills(now=now), respond(LIST, body, name="list.html"), "parse_list", **hints).requests


def test_the_next_page_has_a_name_that_its_view_state_does_not_change() -> None:
    *_, monday = asked(page("abc"))
    *_, tuesday = asked(page("xyz"))
    assert monday.body != tuesday.body
    assert b"__VIEWSTATE=abc" in monday.body
    assert b"__EVENTTARGET=ctl00%24Pager%24next" in monday.body
    assert address_of(monday) == address_of(tuesday) == f"POST {LIST} 26RS HB1* page 2"
    *_, third = asked(page("abc"), number=2)
    assert address_of(third) == f"POST {LIST} 26RS HB1* page 3"


def test_a_form_that_gives_the_same_page_again_is_refused_and_not_followed_for_ever() -> None:
    *_, following = asked(page("abc"))
    with pytest.raises(ExtractionError, match="page 2 of the list is the page before it"):
        asked(page("xyz"), **following.cb_kwargs)


def test_the_last_page_leads_to_instruments_alone() -> None:
    assert [each.method for each in asked(page("abc", following=False))] == ["GET"]


def test_the_pages_of_a_finished_session_are_asked_for_at_its_pace() -> None:
    *_, following = asked(page("abc"), pace="2026-W47")
    assert following.meta["when"] == following.cb_kwargs["pace"] == "2026-W47"


def test_an_instrument_is_read_when_its_row_moved_and_else_once_in_a_round() -> None:
    days = [NOW.replace(day=day) for day in (14, 15, 16, 17)]
    tokens = [asked(page("abc"), now=day)[0].meta["when"] for day in days]
    assert len(set(tokens)) == 2
    assert asked(page("abc", status="Pending House Floor"))[0].meta["when"] not in tokens
    after = [asked(page("abc"), now=NOW.replace(month=month, day=1))[0].meta["when"] for month in (10, 11, 12)]
    assert len(set(after)) == 1
