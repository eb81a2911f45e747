"""Every source reads its recorded cases as their expectations say.

A case is `tests/fixtures/<source>/<case>.<ext>` (a folder for a bundle) with `<case>.case.json`: `url`, `callback`,
`fetched_at`, and either `documents`, `requests`, `total` and `untracked`, or `error` with words of the fault. `watched` holds
the settings of a watched address, `terms` what a source searches for, `hints` what the request carried and `members` the
addresses of a bundle that no first request shows. An expectation that is missing is written, and the test fails until
somebody has read it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from spiders_at_hand import SPIDERS

from monitor.model.errors import MonitorError
from monitor.source.extract import as_rows, extract, load
from monitor.source.spider import SourceSpider
from monitor.source.watched import Watched, WatchedSpider

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = sorted(FIXTURES.glob("*/*.case.json"))


def running(spider: type[SourceSpider], case: dict[str, Any]) -> SourceSpider:
    now = datetime.fromisoformat(case["fetched_at"])
    if "watched" in case:
        assert issubclass(spider, WatchedSpider)
        settings = {**case["watched"], "ignore": tuple(case["watched"].get("ignore", ()))}
        return spider(now=now, watched=(Watched(source="a watched page", **settings),))
    return spider(now=now, terms=case.get("terms", ()))


def outcome(spider: SourceSpider, file: Path, case: dict[str, Any]) -> dict[str, Any]:
    hints = case.get("hints", {}) | ({"source": "a watched page"} if "watched" in case else {})
    try:
        response = load(spider, file, url=case["url"], callback=case["callback"], members=case.get("members"))
        found = extract(spider, response, case["callback"], **hints)
    except MonitorError as fault:
        return {"error": str(fault)}
    rows = json.loads(json.dumps(list(as_rows(spider, found))))  # as a reader of JSON sees them
    requests = [{key: row[key] for key in row if key != "type"} for row in rows if row["type"] == "request"]
    result: dict[str, Any] = {
        "documents": [row for row in rows if row["type"] not in ("request", "untracked")],
        "requests": requests,
    }
    if found.untracked:
        result["untracked"] = list(found.untracked)
    return result if found.total is None else {**result, "total": found.total}


def file_of(case_file: Path) -> Path:
    name = case_file.name.removesuffix(".case.json")
    found = [path for path in case_file.parent.iterdir() if path.stem == name and not path.name.endswith(".case.json")]
    assert len(found) == 1, f"{case_file} needs one {name}.* beside it, found {len(found)}"
    return found[0]


@pytest.mark.parametrize(
    "case_file", CASES, ids=lambda path: f"{path.parent.name}/{path.name.removesuffix('.case.json')}"
)
def test_a_case_is_read_as_expected(case_file: Path) -> None:
    case = json.loads(case_file.read_text(encoding="utf-8"))
    found = outcome(running(SPIDERS[case_file.parent.name], case), file_of(case_file), case)
    if "error" in case:
        assert "error" in found, found
        assert case["error"] in found["error"]
        return
    assert "error" not in found, found
    if "documents" not in case:
        written = json.dumps({**case, **found}, indent=1, ensure_ascii=False) + "\n"
        case_file.write_text(written, encoding="utf-8")
        pytest.fail(f"{case_file} had no expectation; it was written: read it")
    expected = {key: case[key] for key in ("documents", "requests", "total", "untracked") if key in case}
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize("name", sorted(SPIDERS))
def test_every_source_has_a_good_case_and_a_broken_one(name: str) -> None:
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in CASES if path.parent.name == name]
    assert any(case.get("documents") or case.get("requests") for case in cases), f"{name} has no case with documents"
    assert any("error" in case for case in cases), f"{name} has no case that must be refused"


def test_every_fixture_belongs_to_a_source() -> None:
    assert {path.name for path in FIXTURES.iterdir() if path.is_dir()} == set(SPIDERS)


def test_every_file_belongs_to_a_case() -> None:
    known = {file_of(case) for case in CASES} | set(CASES)
    phrases = set(FIXTURES.glob("*/phrases.json"))
    assert {path for folder in FIXTURES.iterdir() for path in folder.iterdir()} - phrases == known
