"""Schedules of hearings are asked for the days ahead; a notice is read again when its row moved."""

from datetime import UTC, datetime

from scrapy.http import HtmlResponse

from monitor.source.spider import SourceSpider
from spiders.arkansas.hearings import ArkansasHearings
from spiders.maryland.hearings import MarylandHearings
from spiders.mississippi.hearings import MississippiHearings
from spiders.montana.hearings import MontanaHearings
from spiders.texas.hearings import LIST, TexasHearings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def asked(spider: SourceSpider) -> list[tuple[str, bool]]:
    return [(request.url.rpartition("/")[2], request.meta["optional"]) for request in spider.requests()]


def test_around_the_turn_of_the_year_maryland_is_asked_for_both_sessions() -> None:
    more = "?budget=show&cmte=allcommittees&updates=show&ys="
    assert asked(MarylandHearings(now=NOW)) == [
        (f"1122202612312026{more}2026rs", False),
        (f"0101202701212027{more}2027rs", True),
    ]
    assert asked(MarylandHearings(now=NOW.replace(month=3))) == [(f"0322202605212026{more}2026rs", False)]


def test_calendars_are_asked_from_today_on() -> None:
    assert asked(ArkansasHearings(now=NOW)) == [
        ("Meetings?tbType=&meetingStartDate=2026-11-22&meetingEndDate=2027-02-20", False)
    ]
    assert asked(MontanaHearings(now=NOW)) == [
        ("events?start_date=2026-11-22&end_date=2027-03-22&per_page=50&page=1", False)
    ]


def test_mississippis_senate_may_keep_no_page() -> None:
    assert asked(MississippiHearings(now=NOW)) == [("h_sched.htm", False), ("s_sched.htm", True)]


def test_a_notice_of_texas_is_read_again_when_its_row_moves_and_told_as_cancelled() -> None:
    row = '<h1>Upcoming</h1><table><tr><td>{}</td><td><a href="/tlodocs/90R/schedules/html/C57020270201.HTM">A</a></td></tr></table>'

    def found(words: str) -> tuple[str, bool]:
        (request,) = TexasHearings(now=NOW).parse_list(
            HtmlResponse(f"{LIST}?Chamber=S", body=row.format(words).encode())
        )
        return request.meta["when"], request.cb_kwargs["cancelled"]

    assert found("8:00 AM") == found("8:00 AM")
    assert found("8:00 AM") != found("9:00 AM")
    assert [found(words)[1] for words in ("8:00 AM", "8:00 AM Cancelled")] == [False, True]
