"""A filing put off, taken back, and left unpublished; a desk that is not there yet. What is told, and what is not."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from federal_days import Day, Told, Watch, document, filing, publish

from monitor.model.records import ChangeKind

NOTICE = document(
    "2026-20943",
    "2026-10-14",
    "Schedules of Controlled Substances: Temporary Placement of 7-Hydroxymitragynine in Schedule I",
    docket_ids=["Docket No. DEA-1570"],
)
OTHER = document("2026-20000", "2026-10-09", "Importer of Controlled Substances Application", type="Notice")
LATER = document("2026-20001", "2026-10-14", "Another Importer's Application", type="Notice")


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=14, tzinfo=UTC)


def days(folder: Path, *told: tuple[str, list[dict[str, Any]], list[dict[str, Any]]]) -> list[Day]:
    watch = Watch(folder, sources=["us.dea_rules"], now=at(told[0][0]))
    seen = []
    for day, published, filed in told:
        publish(watch, at(day), published, filed)
        seen.append(watch.check(at(day)))
    assert not [one for day in seen for one in day.changes if one.kind in (ChangeKind.REMOVED, ChangeKind.RESTORED)]
    return seen


def statuses(day: Day) -> list[str]:
    return [one.document.status for one in day.changes]


def alert(day: Day) -> Told:
    (one,) = day.messages("alert")
    return one


FILED = filing(NOTICE, "2026-10-08T08:45:00-04:00")
BASE = ("2026-10-07", [OTHER], [filing(LATER, "2026-10-07T08:45:00-04:00")])


def test_a_filing_put_off_is_told_with_both_days(tmp_path: Path) -> None:
    _, _, put_off = days(
        tmp_path,
        BASE,
        ("2026-10-08", [OTHER], [FILED]),
        ("2026-10-09", [OTHER], [{**FILED, "publication_date": "2026-10-20"}]),
    )
    said = alert(put_off).text
    assert (
        "publication scheduled Oct 14, 2026 -> filed for public inspection, publication scheduled Oct 20, 2026" in said
    )


def test_a_filing_taken_back_is_told_as_withdrawn_from_inspection_and_may_return(tmp_path: Path) -> None:
    other = filing(LATER, "2026-10-07T08:45:00-04:00")
    _, _, gone, still, out = days(
        tmp_path,
        BASE,
        ("2026-10-08", [OTHER], [FILED, other]),
        ("2026-10-09", [OTHER], [other]),
        ("2026-10-12", [OTHER], [{**other, "title": "Another Importer's Application, Corrected"}]),
        ("2026-10-14", [NOTICE, LATER, OTHER], []),
    )
    assert "withdrawn from public inspection" in alert(gone).text
    assert statuses(gone) == ["withdrawn from public inspection, publication was scheduled 2026-10-14"]
    assert not still.messages("alert")
    assert {one.key.identifier: one.document.status for one in out.changes}["2026-20943"] == "published"


def test_one_left_out_of_its_issue_is_told_when_the_issue_is_out_and_not_before(tmp_path: Path) -> None:
    _, _, waits, missing = days(
        tmp_path,
        BASE,
        ("2026-10-08", [OTHER], [FILED]),
        ("2026-10-14", [OTHER], [filing(LATER, "2026-10-14T08:45:00-04:00")]),
        ("2026-10-15", [LATER, OTHER], [filing(OTHER, "2026-10-15T08:45:00-04:00")]),
    )
    assert "2026-20943" not in {one.key.identifier for one in waits.changes}
    assert "no longer on public inspection, and not published, publication was scheduled 2026-10-14" in statuses(
        missing
    )


def test_a_desk_without_an_issue_withdraws_nothing(tmp_path: Path) -> None:
    _, _, empty, back = days(
        tmp_path, BASE, ("2026-10-08", [OTHER], [FILED]), ("2026-10-09", [OTHER], []), ("2026-10-13", [OTHER], [FILED])
    )
    assert [day.outcomes for day in (empty, back)] == [{"us.dea_rules": "unchanged"}] * 2
    assert not empty.changes
    assert not back.changes


def test_a_longer_comment_period_is_told_with_the_day_it_was_to_end(tmp_path: Path) -> None:
    asked = document(
        "2026-13608", "2026-10-08", "Request for Information on Kratom", type="Notice", action="Request for information.",
        citation="91 FR 41049", comments_close_on="2026-11-05",
    )  # fmt: skip
    longer = document(
        "2026-17409", "2026-10-09", "Information on Kratom; Extension of Comment Period", type="Notice",
        action="Extension of comment period.", dates="The period of 91 FR 41049 is extended.", comments_close_on="2026-12-10",
    )  # fmt: skip
    _, _, told = days(tmp_path, BASE, ("2026-10-08", [asked, OTHER], []), ("2026-10-09", [longer, asked, OTHER], []))
    said = alert(told).text
    assert "Comment period of: 2026-13608, Request for Information on Kratom" in said
    assert "Comments close: Dec 10, 2026, was Nov 5, 2026" in said
