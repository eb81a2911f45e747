"""A site that fails for one bill of sixty: the rest is kept, the check says what it lacks, and nothing is made of the silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from capitols import (
    DAY,
    HOUR,
    NORTH_DAKOTA,
    WEST_VIRGINIA,
    WYOMING,
    Answer,
    Capitols,
    Season,
    capitols,
    measures,
    moved,
)

START = datetime(2025, 2, 20, 11, tzinfo=UTC)  # 06:00 in New York; digests are due at 08:00
BEGUN, ON = date(2025, 2, 17), date(2025, 2, 20)
PAGED = (WYOMING, WEST_VIRGINIA)


def fails(answer: Answer) -> Answer:
    """A server error in its place."""
    return replace(answer, status=500, body=b"Internal Server Error")


def rejected(answer: Answer) -> Answer:
    """A wall, under the status of a good page."""
    body = b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"
    return replace(answer, body=body, media_type="text/html")


def redesigned(answer: Answer) -> Answer:
    """A page of another form."""
    return replace(
        answer, body=b'{"measure": 1}' if "json" in answer.media_type else b"<p>The new page of a measure</p>"
    )


@pytest.fixture
def sites() -> Iterator[Capitols]:
    with capitols() as served:
        for one in served.capitols.values():
            one.measures = measures(30, begun=BEGUN)
        yield served


def passes(sites: Capitols, *numbers: str) -> None:
    """These bills pass their house."""
    for capitol in sites.capitols.values():
        for number in numbers:
            capitol.measures[number] = moved(capitol.measures[number], ON, f"Passed {number}")


def test_one_bill_that_fails_costs_only_its_own_news(tmp_path: Path, sites: Capitols) -> None:
    season = Season(tmp_path, sites, now=START)
    assert set(season.check(START).outcomes.values()) == {"baseline"}
    season.tell(START + 3 * HOUR)
    passes(sites, "HB 1012", "SB 2002")
    for source in PAGED:
        sites.capitols[source].of_pages["HB 1012"] = fails
    failing = season.check(START + 6 * HOUR)
    assert set(failing.outcomes.values()) == {"changed"}
    told = [(one.source, one.key.identifier) for one in failing.changes]
    both = [(NORTH_DAKOTA, "HB 1012"), (NORTH_DAKOTA, "SB 2002")]
    assert sorted(told) == sorted([*both, *((source, "SB 2002") for source in PAGED)])
    of = {WYOMING: 60, WEST_VIRGINIA: 60}
    for source in PAGED:
        result = failing.results[source]
        assert result.error == f"1 of {of[source]} pages could not be read: HB 1012 (HTTP 500)"
        assert (result.documents, result.removed, result.held, result.alarm) == (
            61 if source == WEST_VIRGINIA else 60,
            0,
            0,
            False,
        )
        assert season.row(source)["red_since"] is None
    assert season.gone() == []

    (digest,) = season.tell(START + DAY + 3 * HOUR)
    assert "Checked 3 sources, none failed; 2 were read in part." in digest.text
    assert "wyoming.bills (1 of 60 pages could not be read: HB 1012 (HTTP 500))" in digest.text
    assert season.events() == []

    sites.capitols[WYOMING].of_pages.clear()
    sites.capitols[WEST_VIRGINIA].of_pages.clear()
    back = season.check(START + DAY + 6 * HOUR)
    assert sorted((one.source, one.key.identifier) for one in back.changes) == [
        (one, "HB 1012") for one in sorted(PAGED)
    ]
    assert [result.error for result in back.results.values()] == ["", "", ""]


def test_where_nothing_moved_the_digest_does_not_say_that_nothing_changed(tmp_path: Path, sites: Capitols) -> None:
    season = Season(tmp_path, sites, now=START, sources=[WYOMING])
    season.check(START)
    season.tell(START + 3 * HOUR)
    passes(sites, "HB 1012")
    sites.capitols[WYOMING].of_pages["HB 1012"] = rejected
    assert season.check(START + 6 * HOUR).outcomes == {WYOMING: "unchanged"}
    (digest,) = season.tell(START + DAY + 3 * HOUR)
    assert digest.subject == "daily: no change found, but not every page could be read"
    assert "HB 1012 (F5: Request Rejected)" in digest.text
    assert "othing changed" not in digest.text


def test_a_bill_that_stays_unread_for_days_turns_its_source_red_and_no_other_route_takes_over(
    tmp_path: Path, sites: Capitols
) -> None:
    season = Season(tmp_path, sites, now=START, sources=[WYOMING])
    season.check(START)
    passes(sites, "HB 1012")
    sites.capitols[WYOMING].of_pages["HB 1012"] = fails
    for day in (1, 2, 5):
        season.check(START + day * DAY)
    assert season.events() == ["wyoming.bills failing"]
    row = season.row(WYOMING)
    assert (row["red_since"], row["last_outcome"]) == (START + 5 * DAY, "unchanged")
    assert row["last_error"] == "1 of 60 pages could not be read: HB 1012 (HTTP 500, last read 2025-02-20)"
    sites.capitols[WYOMING].of_pages.clear()
    assert len(season.check(START + 6 * DAY).changes) == 1
    assert season.events() == ["wyoming.bills failing", "wyoming.bills recovered"]


def test_a_page_that_our_reading_does_not_fit_is_told_to_the_operator_at_once(tmp_path: Path, sites: Capitols) -> None:
    season = Season(tmp_path, sites, now=START, sources=[WYOMING, WEST_VIRGINIA])
    season.check(START)
    passes(sites, "HB 1012", "SB 2002")
    for source in PAGED:
        sites.capitols[source].of_pages["HB 1012"] = redesigned
    odd = season.check(START + 6 * HOUR)
    assert set(odd.outcomes.values()) == {"changed"}
    assert sorted(season.events()) == ["west_virginia.bills failing", "wyoming.bills failing"]
    assert all("HB 1012 (" in result.error for result in odd.results.values())


def test_more_than_a_few_that_fail_are_a_check_that_failed(tmp_path: Path, sites: Capitols) -> None:
    season = Season(tmp_path, sites, now=START, sources=[WYOMING])
    season.check(START)
    numbers = ["HB 1001", "HB 1002", "HB 1003"]
    passes(sites, *numbers)
    sites.capitols[WYOMING].of_pages |= dict.fromkeys(numbers, fails)
    check = season.check(START + 6 * HOUR)
    assert check.outcomes == {WYOMING: "unreachable"}
    assert check.changes == ()


def test_a_record_that_was_broken_from_the_start_is_borne_and_is_no_news_when_it_can_be_read(
    tmp_path: Path, sites: Capitols
) -> None:
    season = Season(tmp_path, sites, now=START, sources=[WYOMING])
    sites.capitols[WYOMING].of_pages["HB 1012"] = fails
    first = season.check(START).results[WYOMING]
    assert (str(first.outcome), first.documents) == ("baseline", 59)
    assert first.unread == ("https://lsoservice.wyoleg.gov/api/BillInformation/2025/HB1012?calendarDate= (HTTP 500)",)
    assert season.check(START + 9 * DAY).outcomes == {WYOMING: "unchanged"}
    assert season.events() == [], "the site may never be able to show it"
    sites.capitols[WYOMING].of_pages.clear()
    healed = season.check(START + 10 * DAY)
    assert (healed.results[WYOMING].documents, healed.changes) == (60, ()), "it was there before we came"
    passes(sites, "HB 1012")
    assert [one.key.identifier for one in season.check(START + 11 * DAY).changes] == ["HB 1012"]


def test_a_new_bill_that_cannot_be_read_on_its_first_day_is_told_when_it_can(tmp_path: Path, sites: Capitols) -> None:
    season = Season(tmp_path, sites, now=START, sources=[WYOMING])
    late = sites.capitols[WYOMING].measures.pop("HB 1012")
    season.check(START)
    sites.capitols[WYOMING].measures["HB 1012"] = late
    sites.capitols[WYOMING].of_pages["HB 1012"] = fails
    assert season.check(START + DAY).results[WYOMING].unread
    sites.capitols[WYOMING].of_pages.clear()
    (change,) = season.check(START + 2 * DAY).changes
    assert (str(change.kind), change.key.identifier) == ("added", "HB 1012")
