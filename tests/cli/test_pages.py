"""What the world does to a crawl: each trouble ends in an outcome that names it, touches nothing, and is over when it is over.

Three real crawls over loopback serve all of these tests: every page good, every page in its own trouble, every page good again.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import troubled
from recorded import Policywatch
from troubled import TROUBLES, Site

UNREACHABLE = {
    "a name that nobody knows": ("http://nobody.invalid/", "the name nobody.invalid is not found"),
    "a port that refuses": ("http://127.0.2.1:{port}/", "Connection was refused"),
    "a private address": ("http://10.0.0.1/", "10.0.0.1, a private address that a watched page may not reach"),
    "the metadata service": ("http://169.254.169.254/latest", "a link-local address that a watched page may not reach"),
}
Rows = Mapping[str, dict[str, Any]]


@dataclass
class Rounds:
    """What the three crawls said by source, and what the database held after each."""

    folder: Path
    first: Rows = field(default_factory=dict)
    bad: Rows = field(default_factory=dict)
    again: Rows = field(default_factory=dict)
    noise: str = ""
    before: dict[str, list[Any]] = field(default_factory=dict)
    after: dict[str, list[Any]] = field(default_factory=dict)


def configuration(site: Site) -> str:
    """A watch for each page, and for each address that cannot be reached."""
    text = '[sources]\nenabled = []\n[fetch]\nallow_private = ["127.0.0.0/8"]\ndelay = 0\n'
    for name, trouble in TROUBLES.items():
        kind = "feed" if trouble.kind in ("feed", "json") else "page"
        css = 'css = "main"\n' if trouble.kind == "page" else ""
        text += f'[[watch]]\nname = "{name}"\nurl = "{site.url(name)}"\nkind = "{kind}"\n{css}'
    for name, (url, _) in UNREACHABLE.items():
        text += f'[[watch]]\nname = "{name}"\nurl = "{url.format(port=troubled.free_port())}"\n'
    return text


def held(folder: Path) -> dict[str, list[Any]]:
    """Revisions, sightings and readable pages, as they stand in the database."""
    queries = {
        "revisions": "SELECT id, number, content, snapshot_id FROM revision ORDER BY id",
        "sightings": "SELECT document_id, revision_id, missing_since, removed_at FROM sighting ORDER BY id",
        "pages": "SELECT address, snapshot_id, sha256, etag FROM page WHERE snapshot_id IS NOT NULL ORDER BY address",
        "changes": "SELECT id, kind FROM change ORDER BY id",
        "evidence": "SELECT id, url, sha256 FROM snapshot ORDER BY id",
    }
    with closing(sqlite3.connect(folder / "policywatch.db")) as database:
        return {name: database.execute(query).fetchall() for name, query in queries.items()}


def in_a_process(*names: str) -> tuple[Rows, str]:
    """One `policywatch check`: its rows by source, and everything said beside them."""
    done = subprocess.run([sys.executable, "-m", "monitor", "check", *names, "--json"], capture_output=True, text=True)
    return {row["source"]: row for row in map(json.loads, done.stdout.splitlines())}, done.stderr


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    """The three crawls."""
    made = Rounds(tmp_path_factory.mktemp("troubled"))
    with troubled.site() as site, pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.folder)
        (made.folder / "policywatch.toml").write_text(configuration(site))
        made.first, _ = in_a_process(*TROUBLES)
        made.before = held(made.folder)
        site.troubled = True
        made.bad, made.noise = in_a_process("--all")
        made.after = held(made.folder)
        site.troubled, site.words = False, "Herring"
        made.again, _ = in_a_process(*TROUBLES)
        yield made


@pytest.mark.parametrize("name", TROUBLES)
def test_a_trouble_is_named_touches_nothing_and_passes(rounds: Rounds, name: str) -> None:
    trouble = TROUBLES[name]
    assert rounds.first[name]["outcome"] == "baseline"
    bad = rounds.bad[name]
    assert bad["outcome"] == trouble.outcome
    assert trouble.saying in bad["error"]
    assert len(bad["error"]) < 400
    assert {bad[count] for count in ("added", "amended", "removed", "held")} == {0}
    again = rounds.again[name]
    assert (again["outcome"], again["amended"], again["error"]) == ("changed", 1, "")


@pytest.mark.parametrize("name", UNREACHABLE)
def test_what_cannot_be_reached_is_named(rounds: Rounds, name: str) -> None:
    row = rounds.bad[name]
    assert row["outcome"] == "unreachable"
    assert UNREACHABLE[name][1] in row["error"]


def test_no_revision_is_touched_and_all_evidence_stays(rounds: Rounds) -> None:
    for what in ("revisions", "sightings", "pages", "changes"):
        assert rounds.before[what] == rounds.after[what], what
    assert rounds.before["evidence"] == rounds.after["evidence"][: len(rounds.before["evidence"])]
    assert len(rounds.after["evidence"]) > len(rounds.before["evidence"])  # walls and damaged documents are kept too


def test_nobody_is_shown_a_traceback(rounds: Rounds) -> None:
    assert "Traceback" not in rounds.noise
    assert "Error" not in rounds.noise


def test_status_and_doctor_show_each_trouble_until_it_is_over(
    rounds: Rounds, policywatch: Policywatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(rounds.folder)
    said = policywatch("doctor")
    assert said.code == 1
    for name in UNREACHABLE:
        assert f"wrong {name}" in said.out
    for name in TROUBLES:
        assert f"wrong {name}" not in said.out


def test_a_page_that_moved_is_replayed_from_where_it_was(empty: Path, policywatch: Policywatch) -> None:
    """The evidence holds the answer and says which address led to it."""
    with troubled.site() as site:
        watch = f'[[watch]]\nname = "moved"\nurl = "http://127.0.3.1:{site.port}/old"\n'
        fetch = '[sources]\nenabled = []\n[fetch]\nallow_private = ["127.0.0.0/8"]\ndelay = 0\n'
        Path("policywatch.toml").write_text(fetch + watch)
        for words in ("Kratom", "Herring"):
            site.words = words
            assert policywatch("check", "moved").code == 0
    assert policywatch("export", "warc", "--out", "e.warc.gz").code == 0
    replayed = policywatch("check", "moved", "--replay", "e.warc.gz", "--database", "again.db", "--json").row
    assert (replayed["outcome"], replayed["documents"]) == ("baseline", 1)
    for database in ("policywatch.db", "again.db"):
        row = policywatch("topics", "test", "herring", "--database", database, "--json").row
        assert row["document"]["url"].endswith("/old")
