"""Missouri's pages of 2011 are gone, but a Senate history still has their rows, and both chambers still use their words."""

import re
from pathlib import Path

from monitor.changes.progress import progress
from monitor.model.documents import Bill
from monitor.source.extract import read_bytes, respond
from monitor.source.selection import text_of
from spiders.missouri.bills import SENATE, MissouriBills, rows

FOLDER = "states/mo/openstates_fixtures"


def senate_history(corpus: Path, name: str) -> list[tuple[str, str]]:
    body = read_bytes(corpus / FOLDER / name)
    return list(rows(text_of(respond(f"{SENATE}/BillInformation?year=2011&billid=1&handler=Actions", body, name=name))))


def test_a_senate_history_is_read_row_by_row_and_its_bill_was_signed(corpus: Path) -> None:
    history = senate_history(corpus, "billactionspassed.html")
    assert len(history) == 43
    spider = MissouriBills()
    actions = tuple(spider.senate_action(on, words) for on, words in history)
    bill = Bill(identifier="SB 70", title="", url="", session="2011", chamber="upper", actions=actions)
    assert progress(bill) == "signed"
    halfway = Bill(identifier="SB 70", title="", url="", session="2011", chamber="upper", actions=actions[:14])
    assert progress(halfway) == "passed one chamber"


def test_every_step_of_the_captures_is_known_to_the_vocabulary(corpus: Path) -> None:
    words = {
        text for name in ("billactions.html", "billactionspassed.html") for _, text in senate_history(corpus, name)
    }
    house = read_bytes(corpus / FOLDER / "billactions-house.html").decode("latin-1")
    cells = re.findall(r"<td>\d+/\d+/\d{4}</td>\s*<td>.*?</td>\s*<td>(.*?)</td>", house, re.DOTALL)
    words |= {" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in cells}
    assert len(words) > 60
    assert sorted(each for each in words if not MissouriBills.vocabulary.knows(each)) == []
