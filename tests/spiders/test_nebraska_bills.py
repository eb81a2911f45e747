"""Nebraska's special sessions use the numbers of the regular one: their bills are told apart by the lists that lead to them."""

from datetime import UTC, date, datetime, timedelta

from scrapy import Request
from scrapy.http import HtmlResponse

from monitor.source.extract import extract
from monitor.source.spider import Bundle
from spiders.families.sessions import Session, Sessions
from spiders.nebraska.bills import LIST, MENU, NebraskaBills

NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)
MENU_PAGE = (
    "<select name='Legislature'><option>109th Legislature 1st Special Session</option>"
    "<option>109th Legislature 1st and 2nd Sessions</option></select>"
)


class WithSpecialSession(NebraskaBills):
    sessions = Sessions(
        [
            *NebraskaBills.sessions,
            Session(
                identifier="109S1",
                name="109th Legislature 1st Special Session",
                starts_on=date(2026, 7, 20),
                ends_on=date(2026, 7, 31),
            ),
        ]
    )


def page(url: str, body: str) -> HtmlResponse:
    return HtmlResponse(url, body=body.encode(), request=Request(url))


def rows(*numbers: int) -> str:
    cells = "".join(f"<tr><td><a href='view_bill.php?DocumentID={n}'>LB1</a></td></tr>" for n in numbers)
    return f"<div class='main-content'><table class='table'><tbody>{cells}</tbody></table></div>"


def test_the_lists_of_a_year_with_a_special_session_are_read_together() -> None:
    asked = extract(WithSpecialSession(now=NOW), page(MENU, MENU_PAGE)).requests
    special, first, second = f"{LIST}?SessionDay=2026&special=1", f"{LIST}?SessionDay=2025", f"{LIST}?SessionDay=2026"
    assert [(each.url, each.cb_kwargs["session"], each.meta.get("bundle")) for each in asked] == [
        (special, "109S1", None),
        (first, "109", None),
        (second, "109", {"all": second, "special": special}),
    ]


def test_a_special_sessions_bill_is_not_the_regular_ones() -> None:
    year = f"{LIST}?SessionDay=2026"
    both = Bundle(year, {"all": page(year, rows(1, 2, 3)), "special": page(f"{year}&special=1", rows(2))})
    asked = extract(NebraskaBills(now=NOW), both, "parse_list", session="109").requests
    assert [(each.url[-1], each.cb_kwargs) for each in asked] == [("1", {"session": "109"}), ("3", {"session": "109"})]


def test_a_bills_page_is_read_again_every_third_day_while_the_session_lasts() -> None:
    def token(now: datetime, *, settled: bool) -> str:
        (asked,) = extract(
            NebraskaBills(now=now), page(LIST, rows(1)), "parse_list", session="109", settled=settled
        ).requests
        return str(asked.meta["when"])

    days = [NOW + timedelta(days=each) for each in range(4)]
    shown = [token(each, settled=False) for each in days]
    assert len(set(shown[:3])) <= 2
    assert shown[0] != shown[3]
    assert len({token(each, settled=True) for each in days}) == 1
