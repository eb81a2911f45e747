"""A disk that fills up under a check: it is said, nothing is half stored, and with room again all goes on."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from recorded import DAYS, SOURCE, Policywatch, write_replay

KILOBYTE = 1024


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of 900 KB as the current folder."""
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    monkeypatch.chdir(folder)
    yield folder
    monkeypatch.undo()
    subprocess.run(["umount", "--lazy", folder], check=True)


def check(policywatch: Policywatch, day: str) -> tuple[int, str]:
    said = policywatch("check", SOURCE, "--replay", "replay", "--now", day, "--database", "x.db")
    return said.code, said.err


def fill(disk: Path, left: int) -> None:
    """Takes all the room but so many bytes."""
    (disk / "filler").unlink(missing_ok=True)
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - left))


@pytest.mark.parametrize("left", [48 * KILOBYTE, 0], ids=["a little", "nothing"])
def test_a_full_disk_is_said_and_nothing_is_lost(small_disk: Path, policywatch: Policywatch, left: int) -> None:
    write_replay(small_disk / "replay")
    assert check(policywatch, DAYS[0])[0] == 0
    fill(small_disk, left)
    code, said = check(policywatch, DAYS[1])
    assert code == 1
    assert "x.db has no room left" in said
    assert "Free space on its disk" in said
    assert said.count("\n") == 1
    (small_disk / "filler").unlink()
    assert policywatch("doctor", "--database", "x.db").code == 0
    assert policywatch("changes", "--database", "x.db").out == ""
    assert check(policywatch, DAYS[1]) == (0, "")
    assert len(policywatch("changes", "--database", "x.db").out.splitlines()) == 2


def test_an_export_that_finds_no_room_leaves_the_old_one(
    small_disk: Path, world: Path, policywatch: Policywatch
) -> None:
    target = small_disk / "changes.json"
    target.write_text("the old one\n")
    fill(small_disk, 0)
    said = policywatch("export", "json", "--out", target)
    assert said.code == 1
    assert said.err.startswith(f"policywatch: {target}: No space left on device")
    assert target.read_text() == "the old one\n"
    assert sorted(file.name for file in small_disk.iterdir()) == ["changes.json", "filler"]


def test_a_file_that_may_not_grow_is_said_and_nothing_is_lost(empty: Path, policywatch: Policywatch) -> None:
    """A quota, or ulimit -f; the crawl process inherits it."""
    write_replay(empty / "replay")
    assert check(policywatch, DAYS[0])[0] == 0
    command = [sys.executable, "-m", "monitor", "check", SOURCE, "--replay", "replay", "--now", DAYS[1]]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40 * KILOBYTE, hard))  # enough for the index of the log
    try:
        environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run([*command, "--database", "x.db"], capture_output=True, text=True, env=environ)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done.returncode == 1
    assert "x.db could not be read or written by the disk" in done.stderr
    assert "a full quota or a file size limit" in done.stderr
    assert "Traceback" not in done.stderr
    assert policywatch("doctor", "--database", "x.db").code == 0
    assert check(policywatch, DAYS[1]) == (0, "")
    assert len(policywatch("changes", "--database", "x.db").out.splitlines()) == 2
