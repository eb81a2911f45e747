"""`policywatch compare` and `parse` on real captures: HTML, PDF, XML and text, through the command line."""

import json
from pathlib import Path

import pytest

from monitor.cli import run
from monitor.reading import read

IDAHO = "states/id/bills/2026/S1418/S1418"
UTAH = "states/ut/bills/2026/HB385/HB0385"
PAIRS = [
    (f"{IDAHO}_Bill_Text.pdf", f"{IDAHO}E1_Engrossment_1.pdf"),
    (f"{IDAHO}_Bill_Text.pdf", f"{IDAHO}A2_Amendment.pdf"),
    (f"{UTAH}_Introduced.xml", f"{UTAH}S01_Substitute_1.xml"),
    ("federal/congress/uslm_bill_text/hr2157/H2157_IH.XML", "federal/congress/uslm_bill_text/hr2157/h2157_enr.XML"),
    ("states/tx/bills/892/SB6/SB00006I_Introduced.HTM", "states/tx/bills/892/SB6/SB00006E_Engrossed.HTM"),
    ("federal/gov_html_pairs/energy.gov_home.775a8b04.html", "federal/gov_html_pairs/energy.gov_home.9d4de183.html"),
    (f"{UTAH}_Introduced.xml", f"{IDAHO}_Bill_Text.pdf"),
    ("states/or/openstates_fixtures/measures.txt", "states/or/openstates_fixtures/meashistory.txt"),
]
DAMAGED = "states/ks/bills/2025-2026/SB430/sb430_00_0000_As_Introduced.pdf"


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run([str(one) for one in arguments])
    return code, *capsys.readouterr()


def text_of(path: Path) -> str:
    return read(path.read_bytes(), url=path.name).text


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda path: Path(path).name)
def test_the_two_sides_of_a_redline_are_the_two_files(
    corpus: Path, capsys: pytest.CaptureFixture[str], first: str, second: str
) -> None:
    code, out, err = said(capsys, "compare", corpus / first, corpus / second, "--json")
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    assert all(list(row)[:3] == ["op", "old", "new"] for row in rows)
    assert {row["op"] for row in rows} <= {"equal", "insert", "delete", "move"}
    assert "".join(row["old"] for row in rows if row["op"] != "insert") == text_of(corpus / first)
    assert "".join(row["new"] for row in rows if row["op"] != "delete") == text_of(corpus / second)
    assert any(row["op"] != "equal" for row in rows)


def test_a_file_equals_itself(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in {path for pair in PAIRS[:6] for path in pair}:
        _, out, _ = said(capsys, "compare", corpus / path, corpus / path, "--json")
        assert [json.loads(line)["op"] for line in out.splitlines()] == ["equal"]


def test_what_a_person_sees_is_folded(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (corpus / path for path in PAIRS[0])
    _, short, _ = said(capsys, "compare", first, second)
    _, whole, _ = said(capsys, "compare", first, second, "--whole")
    assert len(short) < len(whole)
    assert "unchanged lines ⋯" in short
    assert "unchanged lines ⋯" not in whole


def test_the_damaged_pdf_is_named(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "compare", corpus / DAMAGED, corpus / PAIRS[0][0])
    assert out == ""
    assert code == 1
    assert err.startswith(f"policywatch: {corpus / DAMAGED}: ")
    assert err.count("\n") == 1
