"""South Dakota's bills as a public archive kept them day by day: where each stood, read from its action log."""

import io
import tarfile
from pathlib import Path

from monitor.changes.progress import progress
from monitor.model.documents import Bill
from monitor.source.extract import extract, read_bytes, respond
from spiders.south_dakota.bills import API, SouthDakotaBills

FOLDER = "states/sd/archive_json"


def read(body: bytes) -> Bill:
    found = extract(SouthDakotaBills(), respond(f"{API}/Bills/1", body, name="bill.json")).documents
    assert len(found) == 1
    assert isinstance(found[0], Bill)
    return found[0]


def sequence(path: Path) -> list[Bill]:
    with tarfile.open(fileobj=io.BytesIO(read_bytes(path))) as archive:
        members = sorted((one for one in archive.getmembers() if one.isfile()), key=lambda one: one.name)
        files = [archive.extractfile(one) for one in members if one.name.endswith(".json")]
        return [read(file.read()) for file in files if file]


def test_the_kratom_bill_of_2021_was_signed(corpus: Path) -> None:
    for file in sorted((corpus / FOLDER).glob("22134_*.json")):
        bill = read(file.read_bytes())
        assert (bill.identifier, bill.session, progress(bill)) == ("HB 1262", "2021", "signed")
        assert bill.title == "regulate kratom for those under the age of twenty-one."
        assert (len(bill.actions), len(bill.versions), len(bill.subjects)) == (17, 4, 4)


def test_every_step_of_every_capture_is_known_to_the_vocabulary(corpus: Path) -> None:
    bills = [read(file.read_bytes()) for file in (corpus / FOLDER).glob("*.json")]
    bills += [bill for path in (corpus / FOLDER).glob("*.tar.xz") for bill in sequence(path)]
    assert len(bills) > 60
    words = {action.text for bill in bills for action in bill.actions}
    assert [each for each in words if not SouthDakotaBills.vocabulary.knows(each)] == []


def test_a_bill_climbs_as_it_did_and_rises_after_its_defeat_was_reconsidered(corpus: Path) -> None:
    stood = [progress(bill) for bill in sequence(corpus / FOLDER / "24647_2024_sequence.tar.xz")]
    assert list(dict.fromkeys(stood)) == [
        "in committee",
        "reported",
        "passed one chamber",
        "failed",
        "passed both",
        "to the executive",
        "signed",
    ]
