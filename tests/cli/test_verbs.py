"""What the verbs tell a person, on a database of recorded days."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from recorded import ADDRESS, AFTERWARDS, CHECKS, DAYS, PAGE, SOURCE, Policywatch, bill, write_captures, write_table

from monitor.cli.asking import moves_of
from monitor.cli.exporting import harmless
from monitor.cli.screen import marked, safe

# -- looking ----------------------------------------------------------------------------------------------------------


def test_check_prints_a_line_for_each_source(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("check", SOURCE, SOURCE, PAGE, "--replay", "replay", "--now", DAYS[-1])
    assert said.code == 0
    assert sorted(" ".join(line.split()) for line in said.out.splitlines()) == [
        "Board of Pharmacy unchanged 1 document",
        "virginia.bills unchanged 7 documents",
    ]
    assert said.err == ""


def test_sources_are_chosen_by_pattern_by_all_or_by_being_due(empty: Path, policywatch: Policywatch) -> None:
    Path("policywatch.toml").write_text('[sources]\nenabled = ["virginia.b*"]\n')
    write_table(Path("day.csv"), [bill("HB1")])
    write_captures(empty, [(ADDRESS, DAYS[0], 200, "text/csv", "day.csv")])
    for choice, checked in (("--due", 1), ("--due", 0), ("--all", 1), ("virginia.b*", 1)):
        said = policywatch("check", choice, "--replay", ".", "--now", DAYS[0], "--json")
        assert said.code == 0
        assert [row["source"] for row in said.rows] == [SOURCE] * checked
    assert policywatch("check", SOURCE, "--all").code == 2
    assert policywatch("check").code == 2


def test_status_counts_what_was_never_checked_apart(world: Path, policywatch: Policywatch) -> None:
    with sqlite3.connect("policywatch.db") as database:
        database.execute("UPDATE source SET last_outcome = NULL, next_due_at = NULL WHERE name = ?", (PAGE,))
    said = policywatch("status")
    assert "are well, 1 never checked, 1 due now" in " ".join(said.out.split())
    assert said.code == 0


def test_status_ends_with_one_when_a_source_is_red(world: Path, policywatch: Policywatch) -> None:
    Path("policywatch.toml").write_text('[sources]\nenabled = ["virginia.b*"]\n')
    assert policywatch("apply").code == 0
    write_table(Path("broken.csv"), [bill("HB1")], header=("Bill_id", "Bill_description"))
    write_captures(world, [(ADDRESS, "2026-01-24T12:00:00Z", 200, "text/csv", "broken.csv")])
    assert policywatch("check", SOURCE, "--replay", ".", "--now", "2026-01-24T12:00:00Z").code == 1
    said = policywatch("status")
    assert said.code == 1
    assert f"{SOURCE} red since 2026-01-24 12:00 UTC: expected one column" in " ".join(said.out.split())
    assert policywatch("doctor").code == 1


def test_changes_in_a_line_each(world: Path, policywatch: Policywatch) -> None:
    lines = [" ".join(line.split()) for line in policywatch("changes").out.splitlines()]
    assert lines == [
        "1 2026-01-21 amended us-va HB 360 Kratom products; regulation, civil penalty. in committee → passed one chamber",
        '2 2026-01-21 added us-va SB 12 Schedule I; the "7-OH" substances, naming.',
        "3 2026-01-22 amended us-va HB 360 Kratom products; regulation, civil penalty. passed one chamber → passed both",
        "4 2026-01-22 amended us-va https://pharmacy.example.gov/kratom Kratom rules text",
        "5 2026-01-23 removed us-va HB 5 A subject of HB5.",
    ]


def test_a_move_from_nowhere_is_new_only_for_what_is_new() -> None:
    move = {"before": "", "after": "failed", "on": None, "because": ""}
    assert list(moves_of({"kind": "amended", "moves": [move]})) == ["→ failed"]
    assert list(moves_of({"kind": "added", "moves": [move]})) == ["new → failed"]
    assert list(moves_of({"kind": "amended", "moves": [{**move, "before": "introduced"}]})) == ["introduced → failed"]


def test_show_tells_fields_as_words(world: Path, policywatch: Policywatch) -> None:
    assert policywatch("show", 3).out.splitlines() == [
        "AMENDED  HB 360  Kratom products; regulation, civil penalty.",
        "virginia.bills (Virginia), detected 2026-01-22 12:00 UTC",
        "https://lis.virginia.gov/bill-details/20261/HB360",
        "importance 0.85: passed the legislature",
        "topics: kratom",
        "  passed one chamber → passed both on 2026-01-22: Passed Senate (39-Y 0-N)",
        "  status: Passed House → Passed House; Passed Senate",
        "  actions: + 2026-01-22 Passed Senate (39-Y 0-N) upper",
    ]


def test_show_folds_what_did_not_change(world: Path, policywatch: Policywatch) -> None:
    short, whole = policywatch("show", 4).out, policywatch("show", 4, "--whole").out
    for text in (short, whole):
        assert "The civil penalty is [-$1,000-]{+$2,500+} a day." in text
    assert "⋯ 11 unchanged lines ⋯" in short
    assert "Rule 11 of the board" not in short
    assert "Rule 11 of the board" in whole


def test_topics_test_counts_in_words(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("topics", "test", "herring")
    assert (said.code, said.out, said.err) == (0, "", "0 documents match\n")
    said = policywatch("topics", "test", "7-OH")
    assert said.err == "1 document matches\n"
    assert said.out.split() == ["SB", "12", *["Schedule", "I;", "the", '"7-OH"', "substances,", "naming."], "[7-OH]"]


def test_topics_in_a_line_each(world: Path, policywatch: Policywatch) -> None:
    assert policywatch("topics").out.splitlines() == [f"{'fish':<20} herring", f'{"kratom":<20} kratom OR "7-OH"']


# -- telling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_a_digest_is_previewed_in_three_formats(world: Path, policywatch: Policywatch, form: str) -> None:
    printed = policywatch("digest", "weekly", "--format", form, "--now", "2026-01-24")
    assert printed.code == 0
    assert "HB 360" in printed.out
    assert ("<html" in printed.out) is (form == "html")
    written = policywatch("digest", "weekly", "--format", form, "--now", "2026-01-24", "--out", "preview")
    assert Path("preview").read_text(encoding="utf-8") == printed.out
    assert written.out == ""
    assert written.err.startswith("preview: ")


def test_a_preview_moves_nothing(world: Path, policywatch: Policywatch) -> None:
    before = Path("policywatch.db").read_bytes()
    first = policywatch("digest", "weekly", "--now", "2026-01-24")
    assert policywatch("digest", "weekly", "--now", "2026-01-24") == first
    assert Path("policywatch.db").read_bytes() == before


def test_what_was_told_is_previewed_again_with_since(world: Path, policywatch: Policywatch) -> None:
    assert "HB 360" not in policywatch("digest", "alerts", "--now", "2026-01-24").out
    assert "HB 360" in policywatch("digest", "alerts", "--since", "2026-01-20", "--now", "2026-01-24").out


def test_the_ledger_and_another_try(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("deliveries", "--subscription", "alerts", "--state", "pending", "--limit", 1)
    assert len(said.out.splitlines()) == 1
    assert "alerts → hook (json://" in said.out
    assert "1 attempt  not settled" in said.out
    assert policywatch("deliveries", "--state", "sent").out == ""
    assert policywatch("resend", 1).out == "delivery 1 is pending again\n"
    assert "0 attempts" in policywatch("deliveries").out


def test_run_once_checks_gathers_and_delivers_and_says_so(
    world: Path, policywatch: Policywatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Monday at eight the watched page and the weekly digest are due; the page's name leads nowhere."""
    with caplog.at_level("INFO"):
        said = policywatch("run", "--once", "--now", "2026-01-26T08:30:00Z", "--json")
    assert said.code == 0
    assert [(row["source"], row["outcome"]) for row in said.rows] == [(PAGE, "unreachable")]
    assert "Board of Pharmacy unreachable 0 documents" in caplog.text
    assert "to hook: pending: A Connection error occurred" in caplog.text
    assert "HB 360" in policywatch("digest", "weekly", "--since", "2026-01-20", "--now", "2026-01-26T08:30:00Z").out
    assert "HB 360" not in policywatch("digest", "weekly", "--now", "2026-01-27").out


# -- keeping ----------------------------------------------------------------------------------------------------------


def test_a_backup_can_be_used_in_place_of_the_database(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("backup", "copy.db")
    assert said.code == 0
    assert policywatch("changes", "--database", "copy.db").out == policywatch("changes").out
    assert policywatch("backup", "copy.db").code == 1


def test_doctor_finds_nothing_wrong_and_says_what_it_looked_at(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("doctor")
    assert said.code == 0
    assert [line.split()[:2] for line in said.out.splitlines()] == [
        ["good", "configuration"],
        ["note", "contact"],
        ["good", "database"],
    ]


def test_doctor_reads_templates_and_secrets(world: Path, policywatch: Policywatch) -> None:
    Path("mine/digest").mkdir(parents=True)
    Path("mine/digest/entry.txt").write_text("{% if %}")
    extra = '\n[destinations.mail]\nurl_env = "NOBODY_SETS_THIS"\n'
    Path("other.toml").write_text('templates = "mine"\n' + Path("policywatch.toml").read_text() + extra)
    said = policywatch("doctor", "--config", "other.toml")
    assert said.code == 1
    assert "wrong templates" in said.out
    assert "entry.txt, line 1" in said.out
    assert "mail: the environment variable NOBODY_SETS_THIS is not set" in said.out


def test_export_to_csv_and_json(world: Path, policywatch: Policywatch) -> None:
    rows = list(csv.DictReader(io.StringIO(policywatch("export", "csv").out)))
    assert [row["identifier"] for row in rows][:2] == ["HB 360", "SB 12"]
    assert rows[0]["moves"] == "in committee → passed one chamber"
    assert rows[0]["topics"] == "kratom"
    assert policywatch("export", "json").rows == policywatch("changes", "--json").rows
    for form in ("csv", "json"):
        printed = policywatch("export", form, "--topic", "kratom", "--since", "2026-01-22").out
        said = policywatch("export", form, "--topic", "kratom", "--since", "2026-01-22", "--out", "out")
        assert (said.code, said.out) == (0, "")
        assert Path("out").read_bytes().decode() == printed.replace("\r\n", "\n").replace(
            "\n", "\r\n" * (form == "csv") or "\n"
        )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"x{text}") == f"x{text}"


def test_a_warc_replays_to_the_same_documents(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("export", "warc", "--out", "evidence.warc.gz")
    assert said.code == 0
    assert said.err == "5 responses written to evidence.warc.gz\n"
    assert policywatch("apply", "--database", "again.db").code == 0
    for day, source in CHECKS:
        options = ("--replay", "evidence.warc.gz", "--now", day, "--database", "again.db")
        assert policywatch("check", source, *options).code == 0
    assert policywatch("export", "json", "--database", "again.db").out == policywatch("export", "json").out
    everything = ("topics", "test", "subject OR kratom OR schedule", "--json")
    assert policywatch(*everything, "--database", "again.db").out == policywatch(*everything).out


def test_the_marks_of_a_bill_are_not_taken_for_a_difference(empty: Path, policywatch: Policywatch) -> None:
    Path("old.html").write_text("<p>A fee of $<del>10</del><ins>25</ins> is due.</p>")
    Path("new.html").write_text("<p>A fee of $<del>10</del><ins>30</ins> is due.</p>")
    shown = policywatch("compare", "old.html", "new.html").out
    assert shown == "A fee of $«-10-»«+[-25-]{+30+}+» is due.\n"


def test_a_renumbered_paragraph_is_shown_quietly_and_printed_as_drafting_offices_do(
    empty: Path, policywatch: Policywatch
) -> None:
    Path("old.txt").write_text("(4) A seller shall keep a list of all products.\n")
    Path("new.txt").write_text("(5) A seller shall keep a list of all products.\n")
    assert policywatch("compare", "old.txt", "new.txt").out == "({4→5}) A seller shall keep a list of all products.\n"
    rows = [json.loads(line) for line in policywatch("compare", "old.txt", "new.txt", "--json").out.splitlines()]
    assert rows[1:3] == [
        {"op": "move", "old": "4", "new": "", "kind": "renumber"},
        {"op": "insert", "old": "", "new": "5", "kind": "renumber"},
    ]
    assert [list(row) for row in (rows[0], *rows[3:])] == [["op", "old", "new"]] * 2


def test_one_bill_alone_shows_what_it_would_change_in_the_law(empty: Path, policywatch: Policywatch) -> None:
    Path("bill.html").write_text("<h2>Section 3. Fees.</h2><p>A fee of $<del>10</del><ins>25</ins> is due.</p>")
    assert policywatch("compare", "bill.html").out == (
        "§ 3 (Fees): 10 → 25; (+1 −1 words)\n\n## Section 3. Fees.\nA fee of $[-10-]{+25+} is due.\n"
    )
    Path("next.html").write_text("<h2>Section 3. Fees.</h2><p>A fee of $25 is due.</p>")
    rows = policywatch("compare", "bill.html", "next.html", "--amended", "--json").out.splitlines()
    assert [json.loads(row)["op"] for row in rows] == ["equal"]
    Path("new.html").write_text("<p><ins>Section 1. Kratom is a food.</ins></p><p><ins>A fee is due.</ins></p>")
    assert policywatch("compare", "new.html").out == "Section 1. Kratom is a food.\nA fee is due.\n"


# -- what strangers wrote ---------------------------------------------------------------------------------------------


def test_text_of_strangers_cannot_steer_a_terminal() -> None:
    assert safe("a\x1b]0;title\x07b\x9b31mc\x7f\u202ed\x00") == "a\ufffd]0;title\ufffdb\ufffd31mc\ufffd\ufffdd\ufffd"
    assert safe("\x1b[32mgreen\x1b[0m\n\tline “quoted” – ok") == "\x1b[32mgreen\x1b[0m\n\tline “quoted” – ok"
    shown = marked([{"op": "insert", "old": "", "new": "\x1b[8mhidden"}])
    assert shown == "{+\ufffdhidden+}"


def test_a_title_cannot_steer_a_terminal(empty: Path, policywatch: Policywatch) -> None:
    for day, title in ((DAYS[0], "Kratom"), (DAYS[1], "Kratom \x1b[2J\x07\u202e")):
        write_table(Path(f"{day[:10]}.csv"), [bill("HB1", Bill_description=title)])
    write_captures(empty, [(ADDRESS, day, 200, "text/csv", f"{day[:10]}.csv") for day in DAYS[:2]])
    for day in DAYS[:2]:
        assert policywatch("check", SOURCE, "--replay", ".", "--now", day, "--database", "x.db").code == 0
    for verb in (["changes"], ["show", 1], ["topics", "test", "kratom"]):
        said = policywatch(*verb, "--database", "x.db")
        assert not set(said.out) & {"\x1b", "\x07", "\u202e"}
        assert "Kratom" in said.out


def test_the_service_time_is_after_the_recorded_days() -> None:
    assert DAYS[-1] < AFTERWARDS
