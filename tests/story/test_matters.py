"""Where a list does not show what moved, bills are read in rounds; those that matter to somebody are read in every check."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from federal_days import Watch

START = datetime(2026, 2, 16, 13, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NUMBERS = range(1, 13)
KRATOM, HEARD, OTHER = 3, 5, 8
HTML = "text/html"
BASIS = "https://www.akleg.gov"
OHIO = "https://search-prod.lis.state.oh.us/api/v2/general_assembly_136/legislation"


def title(number: int) -> str:
    return "KRATOM PRODUCTS" if number == KRATOM else f"FISHERIES, PART {number}"


def rows(steps: Sequence[str]) -> str:
    return "".join(
        f"<tr class='floorAction'><td>02/1{at}/2026</td><td>1</td><td>(H) {words}</td></tr>"
        for at, words in enumerate(steps)
    )


class Alaska:
    """A list that goes on showing the same, and a page a measure."""

    source = "alaska.bills"

    def __init__(self, folder: Path, *also: str) -> None:
        self.watch = Watch(folder, sources=[self.source, *also], now=START)
        cells = (
            f'<tr><td><nobr><a href="/basis/Bill/Detail/34?Root=HB{number}">HB {number}</a></nobr></td>'
            f"<td>{title(number)}</td><td>(H) FSH</td></tr>"
            for number in NUMBERS
        )
        self.watch.put(f"{BASIS}/basis/Bill/Range/34", START, f"<table>{''.join(cells)}</table>", media_type=HTML)
        for number in NUMBERS:
            self.moves(number, START)

    def moves(self, number: int, at: datetime, *steps: str) -> None:
        """What its page says from then on."""
        history = rows(["READ THE FIRST TIME - REFERRALS", *steps])
        page = f"<ul><li><span>Title</span><strong>{title(number)}</strong></li></ul><div id=tab6_4><table>{history}</table></div>"
        self.watch.put(f"{BASIS}/basis/Bill/Detail/34?Root=HB{number}", at, page, media_type=HTML)

    def meets(self, at: datetime, on: str, *numbers: int) -> None:
        """The agenda of the only meeting."""
        items = "".join(f"<Item><BillRoot>HB {number}</BillRoot></Item>" for number in numbers)
        meeting = f"<Meeting><chamber>H</chamber><Sponsor>FSH</Sponsor><Schedule>{on}</Schedule><Agenda>{items}</Agenda></Meeting>"
        body = f"<Basis><Meetings>{meeting}</Meetings></Basis>"
        address = f"{BASIS}/publicservice/basis/meetings?session=34&minifyresult=true"
        self.watch.put(address, at, body, media_type="application/xml")


class Ohio:
    """A list that goes on showing the same, and for each measure an answer that leads to its page."""

    source = "ohio.bills"

    def __init__(self, folder: Path) -> None:
        self.watch = Watch(folder, sources=[self.source], now=START)
        measures = [
            {
                "number": f"hb{number}",
                "short_title": title(number),
                "versions": f"/api/v2/general_assembly_136/legislation/hb{number}/versions/",
            }
            for number in NUMBERS
        ]
        self.watch.put(f"{OHIO}/", START, json.dumps(measures))
        sessions = "https://www.legislature.ohio.gov/legislation/search?generalAssemblies=136&pageSize=10&start=1&isInitial=true"
        option = "<div id=general-assembly-radio-selector><label class=radio-choice-option><span>136th (2025-2026)</span></label></div>"
        self.watch.put(sessions, START, option, media_type=HTML)
        for number in NUMBERS:
            self.watch.put(f"{OHIO}/hb{number}/versions/", START, "[]")
            self.moves(number, START)

    def moves(self, number: int, at: datetime, *steps: str) -> None:
        """What its page says from then on."""
        history = "".join(
            f"<tr><th class=date-cell>2/1{at}/26</th><td class=chamber-cell>House</td><td class=action-cell>{words}</td></tr>"
            for at, words in enumerate(["Introduced", *steps])
        )
        page = f"<table class=legislation-status-table><tbody>{history}</tbody></table>"
        self.watch.put(f"https://www.legislature.ohio.gov/legislation/136/hb{number}/status", at, page, media_type=HTML)


def found(day: object) -> list[str]:
    return [one.key.identifier for one in day.changes]  # type: ignore[attr-defined]  # a day's changes


@pytest.mark.parametrize("state", [Alaska, Ohio])
def test_a_bill_that_a_topic_matched_is_read_in_every_check_and_the_others_in_their_round(
    tmp_path: Path, state: type[Alaska] | type[Ohio]
) -> None:
    legislature = state(tmp_path)
    first = legislature.watch.check(START).results[state.source]
    assert (str(first.outcome), first.documents) == ("baseline", len(NUMBERS))
    for number in NUMBERS:
        legislature.moves(number, START + HOUR, "PASSED Y35 N0" if state is Alaska else "Passed")
    same_day = legislature.watch.check(START + 6 * HOUR)
    assert found(same_day) == [f"HB {KRATOM}"], "its list row says what it said, and its turn has not come"
    assert [one.content.total for one in same_day.messages("alert")] == [1]
    later = [name for day in (1, 3, 7) for name in found(legislature.watch.check(START + day * DAY))]
    assert sorted(later) == sorted(f"HB {number}" for number in NUMBERS if number != KRATOM), "each once"


def test_a_bill_on_an_agenda_of_these_days_is_read_in_every_check(tmp_path: Path) -> None:
    legislature = Alaska(tmp_path, "alaska.hearings")
    legislature.meets(START, "2026-02-16T14:00:00", HEARD)
    assert set(legislature.watch.check(START).outcomes.values()) == {"baseline"}
    for number in (HEARD, OTHER):
        legislature.moves(number, START + HOUR, "Heard & Held")
    assert found(legislature.watch.check(START + 6 * HOUR)) == [f"HB {HEARD}"]


def test_when_its_session_is_over_a_bill_is_no_longer_read_in_every_check(tmp_path: Path) -> None:
    legislature = Alaska(tmp_path)
    legislature.watch.check(START)
    long_after = datetime(2026, 11, 20, 13, tzinfo=UTC)
    legislature.watch.check(long_after)
    legislature.moves(KRATOM, long_after + HOUR, "CORRECTED")
    assert found(legislature.watch.check(long_after + 6 * HOUR)) == []
