"""Verbs that edit policywatch.toml: what was meant, all of it, and nothing else."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import Policywatch

from monitor.config import STARTER
from monitor.config.edit import Draft
from monitor.model.errors import ConfigError

FILE = Path("policywatch.toml")


@pytest.fixture
def started(empty: Path, policywatch: Policywatch) -> Path:
    assert policywatch("init").code == 0
    return empty


def said() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text())


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def test_a_subscription_is_added_changed_and_taken_out(started: Path, policywatch: Policywatch) -> None:
    before = FILE.read_text()
    added = policywatch("subscribe", "board", "--topic", "kratom", "--cadence", "weekdays 07:30", "--json").row
    assert added["added"] == ["subscription board"]
    assert said()["subscriptions"]["board"] == {"topics": ["kratom"], "cadence": "weekdays 07:30"}
    assert FILE.read_text().startswith(before)
    assert policywatch("subscribe", "board", "--jurisdiction", "us-va", "--send-empty", "--json").row["changed"]
    assert said()["subscriptions"]["board"]["jurisdictions"] == ["us-va"]
    assert policywatch("unsubscribe", "board", "--json").row["disabled"] == ["subscription board"]
    assert FILE.read_text().rstrip() == before.rstrip()


def test_a_reader_says_where_and_gets_a_destination(started: Path, policywatch: Policywatch) -> None:
    with FILE.open("a") as file:
        file.write('\n[destinations.post]\nurl = "mailtos://u:p@mail.example.org?to=list@example.org"\n')
    asked = [
        "subscribe",
        "ann",
        "--topic",
        "kratom",
        "--to",
        "ann@example.org",
        "--through",
        "post",
        "--to",
        "ntfy:bills",
    ]
    assert policywatch(*asked).code == 0
    assert said()["subscriptions"]["ann"]["destinations"] == ["ann", "ann-2"]
    assert said()["destinations"]["ann"] == {"to": "ann@example.org", "through": "post"}
    assert said()["destinations"]["ann-2"] == {"url": "ntfys://ntfy.sh/bills"}
    again = policywatch("subscribe", "bob", "--topic", "kratom", "--to", "ntfy:bills")
    assert again.code == 0
    assert said()["subscriptions"]["bob"]["destinations"] == ["ann-2"]
    before = FILE.read_text()
    refused = policywatch("subscribe", "eve", "--topic", "kratom", "--to", "json://127.0.0.1/secret-token")
    assert refused.code == 2
    assert "[destinations.NAME]" in refused.err
    assert "secret-token" not in refused.out + refused.err
    assert FILE.read_text() == before


def test_comments_stay_when_a_table_between_them_goes(started: Path, policywatch: Policywatch) -> None:
    before = comments(FILE.read_text())
    assert policywatch("unsubscribe", "alerts").code == 0
    after = comments(FILE.read_text())
    assert "alerts" not in said()["subscriptions"]
    assert "# Who hears that a source is failing, and that it has recovered." in after
    assert set(before) - set(after) == {
        '# destinations = ["chat"]',
        '# jurisdictions = ["us", "us-*"]',
        '# kinds = ["bill", "rule", "notice", "hearing", "enforcement", "page"]',
        '# language = "es"               # of dates and numbers; the words stay English',
    }


def test_a_pause_is_one_line_and_a_resume_takes_it_back(started: Path, policywatch: Policywatch) -> None:
    before = FILE.read_text()
    assert policywatch("pause", "alerts", "--json").row["disabled"] == ["subscription alerts"]
    assert said()["subscriptions"]["alerts"]["paused"] is True
    assert policywatch("apply", "--json").row["changed"] == []
    assert policywatch("resume", "alerts", "--json").row["changed"] == ["subscription alerts"]
    assert FILE.read_text() == before
    assert policywatch("resume", "alerts").out == "nothing to change\n"


def test_what_happened_in_a_pause_is_told_after_it(world: Path, policywatch: Policywatch) -> None:
    assert policywatch("pause", "alerts").code == 0
    waiting = policywatch("digest", "alerts").out
    assert policywatch("resume", "alerts").code == 0
    assert policywatch("digest", "alerts").out == waiting


def test_topics_are_added_changed_and_taken_out(started: Path, policywatch: Policywatch) -> None:
    row = policywatch("topics", "add", "tea", 'tea OR "green tea"', "--title", "Tea", "--json").row
    assert row["added"] == ["topic tea"]
    assert said()["topics"]["tea"] == {"title": "Tea", "query": 'tea OR "green tea"'}
    assert policywatch("topics", "edit", "kratom", "--query", "kratom\nOR mitragyn*").code == 0
    assert said()["topics"]["kratom"]["query"] == "kratom\nOR mitragyn*"
    assert "# A broader query" in FILE.read_text()
    assert policywatch("subscribe", "weekly", "--topic", "kratom", "--topic", "tea").code == 0
    assert policywatch("topics", "remove", "tea", "--json").row["disabled"] == ["topic tea"]
    assert said()["subscriptions"]["weekly"]["topics"] == ["kratom"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["subscribe", "board"], "a new subscription needs a topic: --topic kratom"),
        (["subscribe", "board", "--topic", "kratm"], 'no topic is called "kratm". Did you mean "kratom"?'),
        (["subscribe", "weekly", "--cadence", "often"], "is not a cadence"),
        (["subscribe", "weekly", "--timezone", "Mars"], "is not a time zone"),
        (["subscribe", "a/b", "--topic", "kratom"], "is not a name"),
        (["unsubscribe", "wekly"], "Did you mean weekly?"),
        (["pause", "nobody"], "no subscription is called 'nobody'"),
        (["topics", "add", "kratom", "x"], "`policywatch topics edit kratom`"),
        (["topics", "add", "bad", "(kratom"], "topics.bad.query"),
        (["topics", "edit", "kratom"], "--query"),
        (["topics", "remove", "kratom"], "`policywatch unsubscribe weekly` first"),
        (["follow", "HB 587"], "names no document"),
        (["follow", "https://nowhere.example/"], "names no document"),
        (["follow", "us-oh, HB 1", "--topic", "tee"], 'no topic is called "tee"'),
        (["unfollow", "us-oh, HB 1"], "no follow is called"),
    ],
)
def test_a_mistake_changes_nothing(started: Path, policywatch: Policywatch, line: list[str], words: str) -> None:
    before = FILE.read_bytes()
    ended = policywatch(*line)
    assert ended.code == 2
    assert words in ended.err
    assert ".trial" not in ended.err
    assert FILE.read_bytes() == before
    assert not [one for one in started.iterdir() if "trial" in one.name or "partial" in one.name]


def test_a_dry_run_shows_and_changes_nothing(started: Path, policywatch: Policywatch) -> None:
    before = FILE.read_bytes()
    shown = policywatch("topics", "add", "tea", "tea", "--dry-run").out
    assert '+query = "tea"' in shown
    assert "plan: added topic tea" in shown
    assert FILE.read_bytes() == before
    assert "tea" not in policywatch("topics").out
    FILE.write_text(FILE.read_text().replace("[topics.kratom]", '[topics.tea]\nquery = "tea"\n[topics.kratom]'))
    assert policywatch("apply", "--dry-run", "--json").row["added"] == ["topic tea"]
    assert policywatch("apply", "--json").row["added"] == ["topic tea"]


def test_a_dry_run_makes_no_database(empty: Path, policywatch: Policywatch) -> None:
    FILE.write_text('[topics.tea]\nquery = "tea"\n')
    assert "topic tea" in policywatch("apply", "--dry-run").out
    assert [one.name for one in empty.iterdir()] == ["policywatch.toml"]


def test_who_may_read_the_file_stays(started: Path, policywatch: Policywatch) -> None:
    FILE.chmod(0o600)
    assert policywatch("pause", "weekly").code == 0
    assert FILE.stat().st_mode & 0o777 == 0o600


def test_without_a_file_there_is_nothing_to_edit(empty: Path, policywatch: Policywatch) -> None:
    ended = policywatch("pause", "weekly")
    assert ended.code == 2
    assert "policywatch init" in ended.err


NAMES = st.sampled_from(["weekly", "alerts", "a b", "x.y"])
VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30),
    st.lists(st.text(max_size=5).filter(str.isprintable), max_size=3),
    st.booleans(),
    st.integers(0, 9),
)


@given(st.lists(st.tuples(st.sampled_from(["set", "unset", "add", "remove"]), NAMES, VALUES), max_size=6))
def test_any_row_of_edits_says_what_was_meant(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str, Any]]
) -> None:
    file = tmp_path_factory.mktemp("edits") / "p.toml"
    file.write_text(STARTER.read_text(encoding="utf-8"), encoding="utf-8")
    draft, meant = Draft(file), tomllib.loads(STARTER.read_text(encoding="utf-8"))
    tables = meant["subscriptions"]
    for verb, name, value in edits:
        if verb == "add" and name not in tables:
            draft.add("subscriptions", name, {"cadence": value})
            tables[name] = {"cadence": value}
        elif verb == "remove" and name in tables and len(tables) > 1:
            draft.remove("subscriptions", name)
            del tables[name]
        elif verb in ("set", "unset") and name in tables:
            draft.change("subscriptions", name, {"cadence": value if verb == "set" else None})
            tables[name] = {**tables[name], "cadence": value}
            if verb == "unset":
                del tables[name]["cadence"]
    assert tomllib.loads(draft.text) == meant
    assert "# Who hears that a source is failing, and that it has recovered." in draft.text


def test_a_layout_that_cannot_be_edited_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text('watch = [{name = "a", url = "https://a.example"}]\n')
    with pytest.raises(ConfigError, match="Edit it by hand"):
        Draft(file).append("watch", [{"name": "b", "url": "https://b.example"}])
