"""New York's histories in three published forms: the Senate's interface, BILLSTAT files, and public bill pages."""

from datetime import date
from pathlib import Path

import pytest

from monitor.changes.progress import progress
from monitor.model.documents import Bill
from monitor.source.extract import extract, load
from spiders.new_york.bills import API, NewYorkBills

PAGES = {
    "2015-S2422-20180510T155603": ("S 2422", ("S2422",), ("A 1389",), 1, 2, "in committee"),
    "2015-S434-20180510T154604": ("S 434", ("S434",), ("A 7158",), 3, 16, "passed one chamber"),
    "2017-A1646-20180518T231109": ("A 1646", ("A1646", "A1646A"), (), 59, 10, "passed one chamber"),
    "2017-A6361-20180510T153404": ("A 6361", ("A6361",), ("S 4284",), 4, 14, "law"),
    "2017-S4821-20180510T151502": ("S 4821", ("S4821",), ("A 6327",), 2, 7, "passed one chamber"),
    "2023-S6169-20240109T175502": ("S 6169", ("S6169", "S6169A", "S6169B"), ("A 5934",), 2, 13, "passed one chamber"),
}


def bills(file: Path) -> list[Bill]:
    spider = NewYorkBills()
    found = extract(spider, load(spider, file, url=f"{API}/2017/S609")).documents
    return [bill for bill in found if isinstance(bill, Bill)]


def test_an_answer_of_the_interface_is_a_whole_bill(corpus: Path) -> None:
    (bill,) = bills(corpus / "states/ny/openleg/sourcefile/S609-2017_JSON")
    assert (bill.identifier, bill.session, bill.chamber) == ("S 609", "2017-2018", "upper")
    assert bill.title == "@Relates to training requirements for home inspector licensing"
    assert (bill.status, bill.published_on) == ("In Senate Committee", date(2017, 1, 4))
    assert [(one.note, one.on) for one in bill.versions] == [("S609", date(2017, 1, 4)), ("S609A", date(2017, 1, 18))]
    assert [sponsor.name for sponsor in bill.sponsors] == ["Phil Boyle"]
    assert [action.kinds for action in bill.actions] == [
        ("referral-committee",),
        ("amendment-passage", "referral-committee"),
        ("amendment-passage",),
    ]


def test_every_billstat_file_is_read_and_every_step_is_known(corpus: Path) -> None:
    files = sorted((corpus / "states/ny").rglob("*BILLSTAT*.XML"))
    assert len(files) > 8
    for file in files:
        removed = b'action="remove"' in file.read_bytes()
        found = bills(file)
        assert len(found) == (0 if removed else 1), file.name
        for bill in found:
            assert bill.title
            assert bill.actions
            assert [step.text for step in bill.actions if not NewYorkBills.vocabulary.knows(step.text)] == []


def test_a_signed_bill_of_the_files_is_law(corpus: Path) -> None:
    folder = corpus / "states/ny/openleg/processor/bill/billstat"
    (bill,) = bills(next(folder.glob("*S05795A.XML")))
    assert (bill.identifier, bill.session, progress(bill)) == ("S 5795", "2015-2016", "law")
    assert [one.note for one in bill.versions] == ["S5795", "S5795A"]
    assert (bill.actions[-1].on, bill.actions[-1].by) == (date(2016, 12, 31), "executive")
    assert [action.by for action in bill.actions[4:9]] == ["upper", "lower", "lower", "lower", "upper"]


@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_tells_the_same(name: str, corpus: Path) -> None:
    (bill,) = bills(corpus / f"states/ny/openleg/billScrape/{name}.html")
    found = (
        bill.identifier,
        tuple(one.note for one in bill.versions),
        bill.companions,
        len(bill.sponsors),
        len(bill.actions),
        progress(bill),
    )
    assert found == PAGES[name]
    assert bill.text.endswith(".")
    assert [step.text for step in bill.actions if not NewYorkBills.vocabulary.knows(step.text)] == []
