"""A backup is whole, taken while others write, never in the place of another file; `verify` finds what is damaged."""

import resource
import shutil
import signal
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store import bodies
from monitor.store.backup import backup, verify
from monitor.store.engine import open_store, read, write
from monitor.store.schema import body


def fill(engine: sa.Engine, *, first: int = 0, count: int = 300) -> list[bytes]:
    """Stores some bodies that do not compress; returns their hashes."""
    with write(engine) as conn:
        return [
            bodies.put(conn, b"".join(bytes([n % 251, n // 251, k % 251]) for k in range(300)))
            for n in range(first, first + count)
        ]


def held(path: Path) -> set[bytes]:
    engine = open_store(path, read_only=True)
    with read(engine) as conn:
        found = set(conn.execute(sa.select(body.c.sha256)).scalars())
    engine.dispose()
    return found


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if not file.name.endswith(("-wal", "-shm"))}


def test_a_backup_stands_beside_the_database_and_opens(database: sa.Engine, tmp_path: Path) -> None:
    digests = fill(database)
    made = backup(database)
    assert made.parent == tmp_path
    assert made.name.startswith("policywatch.db.backup-")
    assert held(made) == set(digests)
    assert names(tmp_path) == {"policywatch.db", made.name}


def test_a_backup_holds_what_was_committed_when_it_began(database: sa.Engine, tmp_path: Path) -> None:
    before = fill(database)
    with write(database) as conn:  # another writer in the middle of its work
        bodies.put(conn, b"not committed yet")
        made = backup(database, tmp_path / "copy.db")
    assert held(made) == set(before)


def test_every_backup_has_its_own_name(database: sa.Engine, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    assert len({backup(database, folder) for _ in range(3)}) == 3
    assert len(names(folder)) == 3


def test_nothing_is_overwritten(database: sa.Engine, tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_text("precious")
    with pytest.raises(StoreError, match=r"taken\.db.*File exists.*nothing is ever overwritten"):
        backup(database, taken)
    assert taken.read_text() == "precious"


def test_a_backup_into_a_folder_that_does_not_exist_is_refused(database: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be made.*No such file"):
        backup(database, tmp_path / "nowhere" / "copy.db")


def test_a_backup_is_as_private_as_its_database(database: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "policywatch.db").chmod(0o600)
    assert stat.S_IMODE(backup(database).stat().st_mode) == 0o600


def test_a_backup_of_a_damaged_database_is_refused_and_leaves_no_file(database: sa.Engine, tmp_path: Path) -> None:
    engine = damaged(database, tmp_path)
    before = names(tmp_path)
    with pytest.raises(StoreError, match="is damaged"):
        backup(engine)
    assert names(tmp_path) == before
    engine.dispose()


def test_a_backup_that_finds_no_room_leaves_no_file(database: sa.Engine, tmp_path: Path) -> None:
    fill(database)
    before = names(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(StoreError, match=r"\.partial could not be .* by the disk.*quota"):
            backup(database)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert names(tmp_path) == before


def test_a_restored_backup_is_the_database_again(database: sa.Engine, tmp_path: Path) -> None:
    digests = fill(database)
    made = backup(database)
    fill(database, first=300)
    database.dispose()
    shutil.copy(made, tmp_path / "policywatch.db")
    engine = open_store(tmp_path / "policywatch.db")
    with read(engine) as conn:
        assert all(bodies.get(conn, digest) for digest in digests)
    assert verify(engine) == []
    engine.dispose()


def test_a_sound_database_has_nothing_to_report(any_database: sa.Engine) -> None:
    fill(any_database)
    assert verify(any_database) == []


def test_a_damaged_body_is_reported(any_database: sa.Engine) -> None:
    digests = fill(any_database, count=5)
    with write(any_database) as conn:
        conn.execute(body.update().where(body.c.sha256 == digests[3]).values(packed=b"rubbish"))
    (fault,) = verify(any_database)
    assert f"{digests[3].hex()} is damaged" in fault


def test_damaged_pages_are_reported(database: sa.Engine, tmp_path: Path) -> None:
    engine = damaged(database, tmp_path)
    assert any("damaged" in fault for fault in verify(engine))
    engine.dispose()


def test_broken_references_are_reported(database: sa.Engine) -> None:
    with database.connect() as conn:
        plain = conn.connection.driver_connection
        assert plain is not None
        plain.execute("PRAGMA foreign_keys=OFF")
        plain.execute(
            "INSERT INTO digest (id, subscription_id, slot, kind, created_at, proof, content) VALUES (7, 99, '', '', '', '', '')"
        )
        plain.execute("PRAGMA foreign_keys=ON")
    assert verify(database) == ["broken reference: row 7 of digest names no subscription"]


@pytest.mark.postgresql
def test_a_server_is_backed_up_by_its_own_tools(postgresql: sa.Engine) -> None:
    with pytest.raises(StoreError, match=r"pg_dump .*'postgresql://policywatch@\S+/policywatch_test_"):
        backup(postgresql)


def damaged(engine: sa.Engine, folder: Path) -> sa.Engine:
    """The database with the pages of its bodies overwritten, opened anew."""
    fill(engine)
    with read(engine) as conn:
        root = conn.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'body'").scalar_one()
    engine.dispose()
    with (folder / "policywatch.db").open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)
    return open_store(folder / "policywatch.db")
