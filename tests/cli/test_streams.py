"""Pipes, terminals and full disks at the other end of standard output; each needs a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "monitor")


def on_a_terminal(*arguments: str, **environ: str) -> str:
    """What a person at a terminal sees."""
    parent, child = os.openpty()
    with subprocess.Popen([*COMMAND, *arguments], stdout=child, stderr=child, env={**os.environ, **environ}) as process:
        os.close(child)
        seen = b""
        try:
            while data := os.read(parent, 65536):
                seen += data
        except OSError:  # how Linux says that the other side has gone
            pass
        process.wait()
    os.close(parent)
    return seen.decode()


@pytest.fixture
def texts(empty: Path) -> Path:
    (empty / "old.txt").write_text("The penalty is $10.\n")
    (empty / "new.txt").write_text("The penalty is $25.\n")
    return empty


@pytest.mark.parametrize("verb", [["changes"], ["changes", "--json"], ["export", "csv"], ["--help"]], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_fault(world: Path, verb: list[str]) -> None:
    """As in `policywatch changes | head -1`, when head is gone before the first line."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, *verb], stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_standard_output_on_a_full_disk_is_one_message(world: Path) -> None:
    for verb in (["changes"], ["export", "csv"]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run([*COMMAND, *verb], stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 1
        assert done.stderr.startswith("policywatch: No space left on device")
        assert done.stderr.count("\n") == 1


def test_colour_is_for_terminals_only(texts: Path) -> None:
    seen = on_a_terminal("compare", "old.txt", "new.txt", NO_COLOR="")
    assert "\x1b[31m[-$10-]\x1b[0m\x1b[32m{+$25+}\x1b[0m" in seen
    assert "\x1b" not in on_a_terminal("compare", "old.txt", "new.txt", NO_COLOR="1")
    piped = subprocess.run([*COMMAND, "compare", "old.txt", "new.txt"], capture_output=True, text=True, check=True)
    assert piped.stdout == "The penalty is [-$10-]{+$25+}.\n"


def test_a_terminal_is_told_that_there_is_nothing(texts: Path) -> None:
    assert "both say the same" in on_a_terminal("compare", "old.txt", "old.txt")
    piped = subprocess.run([*COMMAND, "compare", "old.txt", "old.txt"], capture_output=True, text=True, check=True)
    assert (piped.stdout, piped.stderr) == ("The penalty is $10.\n", "")


def test_a_table_and_a_bar_are_for_terminals_only(world: Path) -> None:
    seen = on_a_terminal("sources", "virginia.bills", COLUMNS="160")
    assert "publisher" in seen
    assert "Virginia General Assembly" in seen
    assert "changed (off)" in seen
    seen = on_a_terminal("check", "virginia.bills", "Board of Pharmacy", "--replay", "replay", COLUMNS="160")
    assert "checking" in seen
    assert seen.count("virginia.bills") == seen.count("Board of Pharmacy") == 1


def test_the_completion_script_is_printed_for_every_shell() -> None:
    for shell in ("bash", "zsh", "fish"):
        environ = {**os.environ, "_POLICYWATCH_COMPLETE": f"{shell}_source"}
        done = subprocess.run(COMMAND, env=environ, capture_output=True, text=True, check=True)
        assert "_POLICYWATCH_COMPLETE" in done.stdout


def test_a_name_is_no_markup_of_the_table(empty: Path) -> None:
    Path("policywatch.toml").write_text('[[watch]]\nname = "[/bold] [red]page"\nurl = "https://x.invalid/"\n')
    assert "[/bold] [red]page" in on_a_terminal("sources", "[[]/bold] [[]red]page", COLUMNS="200")
