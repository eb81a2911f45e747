"""Schedules of hearings are asked for the days ahead; a notice is read again when its row moved."""

from datetime import UTC, datetime

from scrapy.http import HtmlResponse

from monitor.source.spider import SourceSpider
from spiders.arizona.hearings import ArizonaHearings
from spiders.arkansas.hearings import ArkansasHearings
from spiders.maryland.hearings import MarylandHearings
from spiders.mississippi.hearings import MississippiHearings
from spiders.montana.hearings import MontanaHearings
from spiders.new_york.hearings import NewYorkHearings
from spiders.texas.hearings import LIST, TexasHearings
from spiders.vermont.hearings import VermontHearings
from spiders.virginia.dockets import VirginiaDockets
from spiders.virginia.hearings import VirginiaHearings
from spiders.west_virginia.hearings import WestVirginiaHearings

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


def test_windows_that_begin_with_the_month_keep_their_addresses_for_a_month() -> None:
    assert asked(ArizonaHearings(now=NOW)) == [
        (f"alistodayAgendaData.php?body={body}&start=2026-11-01&end=2027-03-01", False) for body in "HSI"
    ]
    assert asked(ArizonaHearings(now=NOW.replace(day=1))) == asked(ArizonaHearings(now=NOW))
    (page,) = NewYorkHearings(now=NOW).requests()
    assert page.url.endswith("/agendas/meetings/2026-11-01T00:00:00/2027-04-30T00:00:00?limit=1000&offset=1")


def test_virginia_reads_its_schedule_with_the_dockets_that_there_are() -> None:
    (request,) = VirginiaHearings(now=NOW).requests()
    names = {name: url.rpartition("/")[2] for name, url in request.meta["bundle"].items()}
    assert names.pop("schedule") == "GetScheduleListAsync?startDate=11/01/2026%2000:00:00".rpartition("/")[2]
    assert set(request.meta["optional_members"]) == set(names) == {"docket 20261", "docket 20262", "docket 20271"}
    assert all(optional for _, optional in asked(VirginiaDockets(now=NOW)))


def test_vermonts_committees_are_asked_for_between_the_sessions_as_often_as_in_them() -> None:
    assert asked(VermontHearings(now=NOW)) == [("2026", True), ("2028", True)]
    assert [request.meta["when"] for request in VermontHearings(now=NOW).requests()] == [None, None]


def test_west_virginias_committees_are_read_in_each_check_of_a_session_and_once_a_day_between() -> None:
    page = b'<div id="wrapleftcol"><a href="agendas.cfm?Chart=hhr">Health</a></div>'
    address = "https://www.wvlegislature.gov/committees/senate/main.cfm"

    def when(now: datetime) -> str | None:
        (request,) = WestVirginiaHearings(now=now).parse_chamber(HtmlResponse(address, body=page))
        return request.meta["when"]

    assert when(NOW) == "2026-11-22"
    assert when(datetime(2027, 1, 8, tzinfo=UTC)) is None
    assert when(datetime(2027, 3, 1, tzinfo=UTC)) is None
