"""How much a redline marks, beside `git diff --word-diff=color --patience`, on every pair of versions of real bills and pages.

git matches words of unrelated paragraphs ("the", "of the Act") wherever it can; a redline that a person reads does not. So it
may mark a little more where a passage was replaced, and no more than 3 % over all; a short text gets sixteen words of leeway.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from monitor.changes.redline import redline
from monitor.model.records import Operation
from monitor.reading import read

UTAH = "states/ut/bills/2026/HB385/HB0385"
CAROLINA = "states/sc/bills/2025-2026"
TEXAS = "states/tx/bills/892/SB6/SB00006"
USLM = "federal/congress/uslm_bill_text"
REGISTER = "federal/federalregister"
VERSIONS = [
    (f"{UTAH}_Introduced.xml", f"{UTAH}S01_Substitute_1.xml"),
    (f"{UTAH}S01_Substitute_1.xml", f"{UTAH}S02_Substitute_2.xml"),
    (f"{UTAH}S02_Substitute_2.xml", f"{UTAH}S03_Substitute_3.xml"),
    (f"{UTAH}S03_Substitute_3.xml", f"{UTAH}_Enrolled.xml"),
    (f"{UTAH}_Introduced.xml", f"{UTAH}_Enrolled.xml"),
    (f"{CAROLINA}/H4030/4030_Filed.htm", f"{CAROLINA}/H4030/4030_20250218_02182025.htm"),
    (f"{CAROLINA}/H4648/4648_Filed.htm", f"{CAROLINA}/H4648/4648_20251217_12172025.htm"),
    (f"{CAROLINA}/H4636/4636_Filed.htm", f"{CAROLINA}/H4636/4636_20251217_12172025.htm"),
    (f"{TEXAS}I_Introduced.HTM", f"{TEXAS}E_Engrossed.HTM"),
    (
        "states/id/bills/2026/S1418/S1418_Bill_Text.pdf",
        "states/id/bills/2026/S1418/S1418E1_Engrossment_1.pdf",
    ),
    (
        "states/mi/bills/2025-2026/HB4969/2025-HIB-4969_House_Introduced_Bill.htm",
        "states/mi/bills/2025-2026/HB4969/GetObject_objectName_2025-HCVBH-4969-0N295_Substitute_H_2.pdf",
    ),
    (f"{USLM}/hr1037/h1037_eh.XML", f"{USLM}/hr1037/H1037_RFS.XML"),
    (f"{USLM}/hconres105/hc105_eh.XML", f"{USLM}/hconres105/HC105_RDS.XML"),
    (f"{USLM}/hconres105/HC105_RDS.XML", f"{USLM}/hconres105/hc105_enr.XML"),
    (f"{USLM}/hconres105/hc105_eh.XML", f"{USLM}/hconres105/hc105_enr.XML"),
    (f"{USLM}/sconres13/SC13_ES.XML", f"{USLM}/sconres13/SC13_ATS.XML"),
    (f"{USLM}/sconres13/SC13_ES.XML", f"{USLM}/sconres13/SC13_RFH.XML"),
    (f"{USLM}/sconres13/SC13_ATS.XML", f"{USLM}/sconres13/SC13_RFH.XML"),
    (f"{USLM}/hr2157/H2157_IH.XML", f"{USLM}/hr2157/h2157_enr.XML"),
    (f"{USLM}/hjres37/HJ37_RH.XML", f"{USLM}/hjres37/HJ37_RFS.XML"),
    (
        "federal/gov_html_pairs/energy.gov_home.775a8b04.html",
        "federal/gov_html_pairs/energy.gov_home.9d4de183.html",
    ),
    (
        f"{REGISTER}/full_text_xml_pairs/201_330_108.original.xml",
        f"{REGISTER}/full_text_xml_pairs/201_330_108.edited.xml",
    ),
    (
        f"{REGISTER}/bulk_xml_pair_ndash_2024-03/FR-2024-02-12.updated.xml",
        f"{REGISTER}/bulk_xml_pair_ndash_2024-03/FR-2024-02-12.current.xml",
    ),
]
LARGEST_EXCESS = 0.03
LEEWAY = 16
COLOURED = re.compile(r"\x1b\[3[12]m(.*?)\x1b\[m", re.DOTALL)


REWRITTEN = 0.5
"""A bill of which git marks more than this part of the words was rewritten; unrelated paragraphs are not woven into another."""
LARGEST_EXCESS_OF_REWRITTEN = 0.25


def words(pieces: Iterable[str]) -> int:
    return sum(len(re.findall(r"\w+", piece)) for piece in pieces)


def marked_by_git(folder: Path, old: str, new: str) -> int:
    (folder / "old").write_text(old)
    (folder / "new").write_text(new)
    command = ["git", "diff", "--no-index", "--patience", "--word-diff=color", "--color=always", "-U0", "old", "new"]
    said = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # it ends with 1 when the files differ
    lines = said.stdout.decode().split("\n")
    return words(COLOURED.findall("\n".join(line for line in lines if not line.startswith(("\x1b[1m", "\x1b[36m")))))


def marked_by_us(operations: Iterable[Operation]) -> int:
    return words(text for one in operations if one.op != "equal" for text in (one.old, one.new))


@pytest.fixture(scope="module")
def sizes(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int, int]]:
    """Words marked by git and by us, and those of both texts, for each pair."""
    found = {}
    for pair in VERSIONS:
        old, new = (read((corpus / name).read_bytes(), url=name).text for name in pair)
        name = " → ".join(Path(each).stem for each in pair)
        theirs = marked_by_git(tmp_path_factory.mktemp("git"), old, new)
        found[name] = theirs, marked_by_us(redline(old, new)), words((old, new))
        print(f"{name}: git {found[name][0]}, redline {found[name][1]}")
    return found


def test_a_redline_marks_no_more_than_git_over_all(sizes: dict[str, tuple[int, int, int]]) -> None:
    theirs, ours = (sum(size[side] for size in sizes.values()) for side in (0, 1))
    assert ours <= (1 + LARGEST_EXCESS) * theirs


def test_a_redline_marks_little_more_than_git_in_any_pair(sizes: dict[str, tuple[int, int, int]]) -> None:
    larger = {
        name: (theirs, ours)
        for name, (theirs, ours, whole) in sizes.items()
        if ours
        > (1 + (LARGEST_EXCESS if theirs <= REWRITTEN * whole else LARGEST_EXCESS_OF_REWRITTEN)) * theirs + LEEWAY
    }
    assert larger == {}
