"""The benchmark of all legislatures on a few bills: that its sites speak the formats the spiders read, and its judge is not blind."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STATES = (
    "alabama",
    "georgia",
    "idaho",
    "louisiana",
    "michigan",
    "new_hampshire",
    "new_jersey",
    "puerto_rico",
    "virginia",
)


def bench(*options: str) -> tuple[list[dict[str, Any]], list[str], int]:
    """What the benchmark measured in each phase, what it found wrong, and its exit code."""
    command = [sys.executable, ROOT / "bench" / "states.py", "--json", "--time-limit", "100", *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    *phases, last = [json.loads(line) for line in ran.stdout.splitlines()] or [{"wrong": [ran.stderr]}]
    return phases, last["wrong"], ran.returncode


def test_the_simulated_site_of_every_legislature_is_read_whole() -> None:
    phases, wrong, code = bench("--bills", "250", "--phases", "1")
    assert (wrong, code) == ([], 0)
    (first,) = phases
    states = {folder.parent.name for folder in (ROOT / "spiders").glob("*/bills.py")}
    assert {source.removesuffix(".bills") for source in first["documents"] if source.endswith(".bills")} == states
    assert len(states) == 52


def test_what_moved_in_the_hour_is_told_and_nothing_else() -> None:
    phases, wrong, code = bench(
        "--bills", "160", "--moved", "60", "--phases", "3", "--processes", "1", "--states", *STATES
    )
    assert (wrong, code) == ([], 0)
    _, quiet, moved = phases
    assert quiet["amended"] == 0
    assert moved["amended"] >= 8
    assert quiet["unmodified"] > 0
    assert sum(quiet["requests"].values()) < 60
    assert moved["memory_mb"] < 300
