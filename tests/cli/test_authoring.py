"""From nothing to a spider with its fixtures, in a copy of the places where they live."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from recorded import Policywatch

from monitor.cli.authoring import spider_text

HOUSE = Path(__file__).parents[2]
URL = "https://www.cpsc.gov/Recalls"
LIST = '<main><h1>Recalls</h1><a href="/r/1">Kratom tea</a> <a href="/r/2">7-OH gummies</a></main>'
COMMAND = (sys.executable, "-m", "monitor")


@pytest.fixture
def checkout(empty: Path) -> Path:
    """The part of a checkout that a spider's author works in."""
    shutil.copytree(HOUSE / "spiders", empty / "spiders", ignore=shutil.ignore_patterns("__pycache__"))
    (empty / "tests/fixtures").mkdir(parents=True)
    shutil.copytree(HOUSE / "tests/spiders", empty / "tests/spiders")
    return empty


def here(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """A verb in a process that sees the spiders of this folder."""
    path = os.pathsep.join([str(Path.cwd()), str(HOUSE)])
    return subprocess.run(
        [*COMMAND, *arguments], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )


def test_a_source_from_its_first_line_to_a_passing_fixture(checkout: Path, policywatch: Policywatch) -> None:
    assert policywatch("new-source", "us.cpsc_recalls", URL).code == 0
    Path("tests/fixtures/us.cpsc_recalls/list.html").write_text(LIST)
    parsed = here("parse", "us.cpsc_recalls", "tests/fixtures/us.cpsc_recalls/list.html", "--url", URL)
    assert [json.loads(line)["fields"]["title"] for line in parsed.stdout.splitlines()] == [
        "Kratom tea",
        "7-OH gummies",
    ]
    case = here("fixture", "us.cpsc_recalls", "tests/fixtures/us.cpsc_recalls/list.html", "--url", URL)
    assert case.stdout == (
        "tests/fixtures/us.cpsc_recalls/list.case.json: 2 documents, 0 requests. Read it before you trust it.\n"
    )
    Path("redesigned.html").write_text("<p>We have moved")
    refused = here("fixture", "us.cpsc_recalls", "redesigned.html", "--url", URL, "--refused", "--json")
    assert json.loads(refused.stdout)["documents"] == 0
    passed = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "tests/spiders/test_fixtures.py",
            "-k",
            "cpsc",
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(checkout), str(HOUSE)])},
        capture_output=True,
        text=True,
    )
    assert "3 passed" in passed.stdout, passed.stdout


def test_a_new_source_is_known_by_name(checkout: Path, policywatch: Policywatch) -> None:
    assert policywatch("new-source", "ohio.board_of_pharmacy", "https://www.pharmacy.ohio.gov/notices").code == 0
    (row,) = map(json.loads, here("sources", "ohio.board_of_pharmacy", "--json").stdout.splitlines())
    assert (row["jurisdiction"], row["publisher"], row["verified"]) == ("us-oh", "Ohio", "unverified")
    assert Path("spiders/ohio/__init__.py").is_file()


def test_the_first_text_of_a_spider_pleases_the_linters(tmp_path: Path) -> None:
    file = tmp_path / "cpsc_recalls.py"
    file.write_text(spider_text("new_mexico.board_of_pharmacy", "https://www.rld.nm.gov/board/"))
    ruff = [sys.executable, "-m", "ruff"]
    options = ["--config", str(HOUSE / "pyproject.toml"), "--no-cache"]
    for command in (["check", "--ignore", "RUF012", *options], ["format", "--check", *options]):
        done = subprocess.run([*ruff, *command, str(file)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
    assert 'jurisdiction = "us-nm"' in file.read_text()


@pytest.mark.parametrize(
    ("name", "saying"),
    [
        ("recalls", "is not the name of a source"),
        ("US.recalls", "is not the name of a source"),
        ("us.recalls-2026", "is not the name of a source"),
        ("../etc.passwd", "is not the name of a source"),
        ("families.recalls", "is not the name of a source"),
        ("in.bills", "'in' means something to Python"),
        ("virginia.bills", "spiders/virginia/bills.py: that source exists already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(checkout: Path, policywatch: Policywatch, name: str, saying: str) -> None:
    before = sorted(checkout.rglob("*"))
    said = policywatch("new-source", name, URL)
    assert said.code == 2
    assert saying in said.err
    assert sorted(checkout.rglob("*")) == before


def test_outside_a_checkout_nothing_is_begun(empty: Path, policywatch: Policywatch) -> None:
    said = policywatch("new-source", "us.cpsc_recalls", URL)
    assert said.code == 2
    assert "Run this in a checkout of policywatch" in said.err
    assert list(empty.iterdir()) == []


def test_a_fixture_of_a_bundle_is_its_folder(empty: Path, policywatch: Policywatch) -> None:
    tables = HOUSE / "tests/fixtures/virginia.bills/ordinary"
    url = "https://lis.blob.core.windows.net/lisfiles/20261/BILLS.CSV"
    said = policywatch("fixture", "virginia.bills", tables, "--url", url, "--now", "2026-10-10T12:00:00Z", "--json")
    assert said.row["documents"] > 0
    made = json.loads(Path(said.row["file"]).read_text())
    kept = json.loads((HOUSE / "tests/fixtures/virginia.bills/ordinary.case.json").read_text())
    assert made["documents"] == kept["documents"]
    assert {file.name for file in Path(said.row["file"]).with_name("ordinary").iterdir()} == {
        file.name for file in tables.iterdir()
    }


def test_a_fixture_expects_no_fault_that_was_not_asked_for(empty: Path, policywatch: Policywatch) -> None:
    Path("wall.html").write_text("<h1>Access denied</h1>")
    arguments = ("fixture", "us.fda_recalls", "wall.html", "--url", "https://www.fda.gov/recalls.json")
    said = policywatch(*arguments)
    assert said.code == 1
    assert "expected JSON" in said.err
    assert not Path("tests").exists()
    assert policywatch(*arguments, "--refused", "--case", "../../x").code == 2
    assert policywatch(*arguments, "--refused").code == 0
    case = json.loads(Path("tests/fixtures/us.fda_recalls/wall.case.json").read_text())
    assert case["error"].startswith("expected JSON")


def plain_cases() -> list[Path]:
    """The cases without settings of a watched page, terms and hints of a request or members of a bundle, which `parse` cannot be told."""
    cases = sorted((HOUSE / "tests/fixtures").glob("*/*.case.json"))
    return [one for one in cases if not {"watched", "hints", "terms", "members"} & set(json.loads(one.read_text()))]


@pytest.mark.parametrize("case_file", plain_cases(), ids=lambda one: f"{one.parent.name}/{one.stem}")
def test_parse_prints_what_every_fixture_expects(policywatch: Policywatch, case_file: Path) -> None:
    case = json.loads(case_file.read_text())
    name = case_file.name.removesuffix(".case.json")
    (file,) = (one for one in case_file.parent.iterdir() if one.stem == name and one != case_file)
    said = policywatch(
        "parse",
        case_file.parent.name,
        file,
        "--url",
        case["url"],
        "--callback",
        case["callback"],
        "--now",
        case["fetched_at"],
    )
    if "error" in case:
        assert said.code == 1
        assert case["error"] in said.err
        assert said.out == ""
        return
    assert said.code == 0
    assert [row for row in said.rows if row["type"] not in ("request", "untracked")] == case["documents"]
    requests = [{key: row[key] for key in row if key != "type"} for row in said.rows if row["type"] == "request"]
    assert requests == case["requests"]
    assert [row["what"] for row in said.rows if row["type"] == "untracked"] == case.get("untracked", [])
