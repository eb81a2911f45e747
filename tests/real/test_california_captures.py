"""California's bulk tables, as downloaded in 2026 and from the archive of 1999, give whole bills."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.changes.progress import progress
from monitor.model.documents import Bill
from monitor.source.extract import extract, load
from spiders.california.bills import FILES, CaliforniaBills

Read = Callable[[Path], dict[str, Bill]]


@pytest.fixture
def read() -> Read:
    def documents(file: Path) -> dict[str, Bill]:
        spider = CaliforniaBills()
        found = extract(spider, load(spider, file, url=FILES + file.name)).documents
        return {f"{bill.session} {bill.identifier}": bill for bill in found if isinstance(bill, Bill)}

    return documents


def zipped(folder: Path, into: Path) -> Path:
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.glob("BILL_*.dat")):
            archive.write(file, file.name)
    return into


def test_the_tables_of_the_session_give_whole_bills(corpus: Path, tmp_path: Path, read: Read) -> None:
    bills = read(zipped(corpus / "states/ca/pubinfo/mini", tmp_path / "pubinfo_daily_Mon.zip"))
    assert {name: progress(bill) for name, bill in bills.items()} == {
        "20252026 SB 275": "vetoed",
        "20252026 AB 831": "law",
        "20252026 AB 1656": "passed one chamber",
        "20252026 AB 2052": "passed one chamber",
    }
    bill = bills["20252026 AB 831"]
    assert (bill.title, bill.status) == ("Gambling: operation of a contest or sweepstakes.", "Chaptered")
    assert [sponsor.name for sponsor in bill.sponsors if sponsor.primary] == ["Valencia"]
    assert [version.note for version in bill.versions] == [
        "Introduced",
        "Amended Senate",
        "Amended Senate",
        "Amended Senate",
        "Enrolled",
        "Chaptered",
    ]
    assert bill.versions[-1].url.endswith("billPdf.xhtml?bill_id=202520260AB831&version=20250AB83194CHP")
    assert len(bill.actions) == 37
    assert all(action.on for action in bill.actions)
    assert bills["20252026 SB 275"].sponsors[1].name == "Limón"


def test_the_archive_numbers_its_steps_backwards(corpus: Path, tmp_path: Path, read: Read) -> None:
    bills = read(zipped(corpus / "states/ca/pubinfo/archive/1999", tmp_path / "pubinfo_1999.zip"))
    assert {name: progress(bill) for name, bill in bills.items()} == dict.fromkeys(
        (
            "19992000 Special Session 1 SCR 2",
            "19992000 Special Session 1 SB 2",
            "19992000 Special Session 1 SB 1",
            "19992000 Special Session 1 AB 1",
            "19992000 AB 1",
        ),
        "law",
    )
    for bill in bills.values():
        days = [action.on for action in bill.actions if action.on]
        assert days == sorted(days)


@pytest.mark.parametrize("folder", ["mini", "archive/1999"])
@pytest.mark.parametrize("table", ["BILL_TBL", "BILL_HISTORY_TBL", "BILL_VERSION_TBL"])
def test_each_table_is_read_alone_and_every_step_is_known(folder: str, table: str, corpus: Path, read: Read) -> None:
    bills = read(corpus / f"states/ca/pubinfo/{folder}/{table}.dat")
    assert len(bills) == {"mini": 4, "archive/1999": 5}[folder]
    unknown = {
        action.text
        for bill in bills.values()
        for action in bill.actions
        if not CaliforniaBills.vocabulary.knows(action.text)
    }
    assert unknown == set()
