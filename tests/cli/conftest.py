"""A database that four recorded days have filled, made once and copied for each test that asks for it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import recorded
from recorded import Policywatch

from monitor.cli import run


@pytest.fixture
def policywatch(capsys: pytest.CaptureFixture[str]) -> Policywatch:
    """The command line, called in this process."""
    return Policywatch(capsys)


@pytest.fixture(scope="session")
def _recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """policywatch.toml, policywatch.db and replay/ in one folder, after four days and one round of messages."""
    folder = tmp_path_factory.mktemp("recorded")
    recorded.write_replay(folder / "replay")
    (folder / "policywatch.toml").write_text(recorded.CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(["apply"]) == 0
        for day, source in recorded.CHECKS:
            assert run(["check", source, "--replay", "replay", "--now", day]) == 0
        assert run(["run", "--once", "--now", recorded.AFTERWARDS]) == 0
    return folder


@pytest.fixture
def world(_recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the recorded world, as the current folder."""
    folder = tmp_path / "world"
    shutil.copytree(_recorded, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder, as the current one."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
