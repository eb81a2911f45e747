"""Virginia's bill table on real days of 2025, judged bill by bill: no change missed, none invented, each explained."""

import csv
import tarfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.changes.fingerprint import fingerprint
from monitor.changes.progress import CLIMB, progress
from monitor.changes.revise import revise
from monitor.model.documents import Action, Bill
from monitor.model.records import Change, Key, Revision

Row = dict[str, str]
FLAGS = {
    "Passed_house": "Passed House",
    "Passed_senate": "Passed Senate",
    "Passed": "Passed",
    "Failed": "Failed",
    "Carried_over": "Carried over",
    "Approved": "Approved",
    "Vetoed": "Vetoed",
}
ACTORS = {"house": "lower", "senate": "upper", "conference": "legislature", "governor": "executive"}
NOW = datetime(2025, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def days(corpus: Path) -> list[dict[str, Row]]:
    """Every tenth daily table, and its neighbour: quiet days and long steps."""
    with tarfile.open(corpus / "states/va/lis_csv/BILLS_2025_daily.tar.xz") as tar:
        files = sorted((member for member in tar if member.isfile()), key=lambda member: member.name)
        chosen = [member for place, member in enumerate(files) if place % 10 < 2 or member is files[-1]]
        return [dict(rows(tar.extractfile(member).read())) for member in chosen]  # type: ignore[union-attr]  # files only


def rows(table: bytes) -> Iterator[tuple[str, Row]]:
    for row in csv.DictReader(table.decode("utf-8-sig", "replace").splitlines()):
        yield row["Bill_id"].strip(), row


def bill(row: Row) -> Bill:
    identifier = row["Bill_id"].strip()
    actions = (
        Action(on=day(row[f"Last_{who}_action_date"]), text=row[f"Last_{who}_action"], by=by)
        for who, by in ACTORS.items()
        if row[f"Last_{who}_action"]
    )
    return Bill(
        identifier=identifier,
        title=row["Bill_description"],
        url=f"https://lis.virginia.gov/bill-details/20251/{identifier}",
        session="2025",
        chamber="lower" if identifier[0] == "H" else "upper",
        status="; ".join(words for flag, words in FLAGS.items() if row[flag] == "Y"),
        actions=tuple(actions),
    )


def day(text: str) -> date | None:
    return datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=UTC).date() if text else None


def judged(before: Row, after: Row) -> Change | None:
    last, document = bill(before), bill(after)
    key = Key(registry="us-va:2025", kind="bill", identifier=document.identifier)
    kept = Revision(
        key=key,
        source="virginia.bills",
        number=1,
        fingerprint=fingerprint(last).hex(),
        document=last,
        seen_at=NOW,
    )
    verdict = revise(kept, document, key=key, source="virginia.bills", jurisdiction="us-va", now=NOW)
    return verdict.change if verdict else None


def steps(days: list[dict[str, Row]]) -> Iterator[tuple[Row, Row]]:
    for before, after in pairwise(days):
        yield from ((before[identifier], after[identifier]) for identifier in before.keys() & after.keys())


def test_a_bill_is_amended_exactly_when_a_published_field_of_it_differs(days: list[dict[str, Row]]) -> None:
    used = ["Bill_description", *FLAGS, *(f"Last_{who}_action{part}" for who in ACTORS for part in ("", "_date"))]
    amended = 0
    for before, after in steps(days):
        differs = any(before[column] != after[column] for column in used)
        change = judged(before, after)
        assert (change is not None) is differs, after["Bill_id"]
        if change:
            amended += 1
            assert change.fields
            assert change.reasons
            assert 0 < change.importance <= 1
    assert amended > 3000


def test_a_title_that_only_gained_or_lost_padding_is_cosmetic(days: list[dict[str, Row]]) -> None:
    padded = 0
    for before, after in steps(days):
        titles = before["Bill_description"], after["Bill_description"]
        if titles[0] != titles[1] and titles[0].split() == titles[1].split():
            change = judged(before, after)
            assert change
            if [field.name for field in change.fields] == ["title"]:
                padded += 1
                assert change.importance <= 0.05
                assert change.reasons == ("cosmetic: spacing only",)
    assert padded > 0


def test_outcome_flags_are_read_as_progress(days: list[dict[str, Row]]) -> None:
    for row in days[-1].values():
        at = progress(bill(row))
        if row["Vetoed"] == "Y":
            assert at == "vetoed"
        elif row["Approved"] == "Y":
            assert at == "signed"
        elif row["Failed"] == "Y":
            assert at == "failed"
        elif row["Passed_house"] == row["Passed_senate"] == "Y":
            assert at == "passed both"
        elif row["Passed"] == "Y":
            assert at == "passed one chamber"


def test_no_move_climbs_down(days: list[dict[str, Row]]) -> None:
    moved = 0
    for before, after in steps(days):
        change = judged(before, after)
        for move in change.moves if change else ():
            moved += 1
            if move.before in CLIMB and move.after in CLIMB:
                assert CLIMB.index(move.before) < CLIMB.index(move.after)
    assert moved > 1000
