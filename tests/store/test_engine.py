"""Opening, refusing and using databases: each refusal says what to do and leaves the file as it was."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store.edition import EDITION
from monitor.store.engine import open_store, read, shown, write
from monitor.store.insert import insert_or_ignore
from monitor.store.schema import body, topic

NOBODY = 65534
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def state(path: Path) -> dict[str, bytes]:
    """Every file of the folder with its bytes; without the index and empty log that SQLite leaves beside damage."""
    files = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    return {
        name: data
        for name, data in files.items()
        if not (name.endswith("-shm") or (name.endswith("-wal") and not data))
    }


@contextmanager
def told(saying: str) -> Iterator[pytest.ExceptionInfo[StoreError]]:
    """The block raises a StoreError that says this and a remedy."""
    with pytest.raises(StoreError, match=saying) as caught:
        yield caught
    assert caught.value.remedy


@contextmanager
def refused(path: Path, saying: str) -> Iterator[None]:
    """The block raises a StoreError that says this, and changes no file beside the path."""
    before = state(path)
    with told(saying):
        yield
    assert state(path) == before


@pytest.fixture
def closed(database: sa.Engine, tmp_path: Path) -> Path:
    """The path of a database with rows on many pages, opened by nobody."""
    with write(database) as conn:
        rows = [
            {"sha256": number.to_bytes(32, "big"), "size": 0, "packed": b"x" * 900, "base": None, "depth": 0}
            for number in range(600)
        ]
        conn.execute(body.insert(), rows)
    database.dispose()
    return tmp_path / "policywatch.db"


@pytest.fixture
def ordinary_user(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder where permissions bind us: root, whom none bind, acts as nobody meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="policywatch-test-"))
    root = os.geteuid() == 0
    if root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


# ---------------------------------------------------------------- opening


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_a_database_is_made_once_and_opened_by_path_or_url(tmp_path: Path, form: str) -> None:
    address = form.format(tmp_path / "a name with % and ?.db")
    for create in (True, True, False):
        engine = open_store(address, create=create)
        with read(engine) as conn:
            assert conn.scalar(sa.select(sa.func.count()).select_from(topic)) == 0
        engine.dispose()


def test_every_connection_is_set_up(database: sa.Engine) -> None:
    asked = ["journal_mode", "foreign_keys", "synchronous", "temp_store", "busy_timeout"]
    with read(database) as first, read(database) as second:
        for conn in (first, second):
            assert [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 1, 1, 2, 30_000]


def test_opening_an_up_to_date_database_loads_no_alembic_and_asks_one_question(closed: Path) -> None:
    program = f"""
import sqlite3, sys
from monitor.store.engine import open_store
asked = []
connect = sqlite3.connect
def tracing(*args, **kwargs):
    conn = connect(*args, **kwargs)
    conn.set_trace_callback(lambda text: asked.append(text) if text.startswith("SELECT") else None)
    return conn
sqlite3.connect = tracing
open_store({str(closed)!r}).dispose()
assert not [name for name in sys.modules if name.startswith(("alembic", "mako", "psycopg"))]
assert asked == ["SELECT version_num FROM schema_edition"], asked
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_missing_database_is_not_made_unasked(tmp_path: Path) -> None:
    with refused(tmp_path / "none.db", "there is no database.*policywatch init"):
        open_store(tmp_path / "none.db")


def test_a_database_is_not_made_in_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with refused(tmp_path / "none", "does not exist.*mkdir"):
        open_store(tmp_path / "nowhere" / "new.db", create=True)


def test_an_address_of_another_kind_is_refused(tmp_path: Path) -> None:
    for address in ("mysql://server/base", "sqlite://", "sqlite:///:memory:"):
        with refused(tmp_path / "none", "database"):
            open_store(address)


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with refused(tmp_path / "folder", "cannot be read"):
        open_store(tmp_path / "folder", create=True)


def test_a_database_deleted_while_in_use_is_not_made_anew(database: sa.Engine, tmp_path: Path) -> None:
    database.dispose()
    (tmp_path / "policywatch.db").unlink()
    with refused(tmp_path / "policywatch.db", "cannot be opened"), read(database):
        pass


# ---------------------------------------------------------------- a database that is gone


@pytest.mark.parametrize(
    "left", ["policywatch.db.made", "policywatch.db.backup-20260101T000000Z", "policywatch.db-wal"]
)
@pytest.mark.parametrize("emptied", [True, False])
def test_no_new_database_covers_up_the_loss_of_one(tmp_path: Path, left: str, emptied: bool) -> None:
    path = tmp_path / "policywatch.db"
    (tmp_path / left).write_bytes(b"something")
    if emptied:
        path.touch()
    with refused(path, f"one existed here .see {left}"):
        open_store(path, create=True)


def test_a_database_that_was_deleted_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.db"
    open_store(path, create=True).dispose()
    path.unlink()
    with refused(path, "one existed here"):
        open_store(path, create=True)
    for file in tmp_path.iterdir():
        file.unlink()
    open_store(path, create=True).dispose()


def test_the_newest_backup_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.db"
    for day in (2, 3, 1):
        (tmp_path / f"policywatch.db.backup-2026010{day}T000000Z").write_bytes(b"x")
    with refused(path, r"rm -f \S+-wal \S+-shm && cp \S+backup-20260103T000000Z \S+policywatch.db"):
        open_store(path)


def test_an_empty_file_is_filled_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.db"
    path.touch()
    with refused(path, "is empty"):
        open_store(path)
    open_store(path, create=True).dispose()
    assert path.stat().st_size > 0


def test_a_creation_that_died_half_way_can_be_repeated(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode=WAL")
    with refused(path, "is empty"):
        open_store(path)
    open_store(path, create=True).dispose()
    open_store(path).dispose()


def test_a_database_emptied_of_its_tables_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.db"
    open_store(path, create=True).dispose()
    path.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode=WAL")
    with refused(path, "one existed here"):
        open_store(path, create=True)


def test_two_processes_may_make_it_at_the_same_time(tmp_path: Path) -> None:
    program = "import sys; from monitor.store.engine import open_store; open_store(sys.argv[1], create=True).dispose()"
    command = [sys.executable, "-c", program, str(tmp_path / "policywatch.db")]
    started = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in started] == [0, 0]
    open_store(tmp_path / "policywatch.db").dispose()


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("content", [b"hello, I am a text file\n" * 50, b"\x00" * 5000, b"SQLite", b"%PDF-1.7"])
@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes, create: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with refused(path, "is not a policywatch database"):
        open_store(path, create=create)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cookies.sqlite"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE cookies (name)")
    with refused(path, "is not a policywatch database"):
        open_store(path, create=True)


@pytest.mark.parametrize("kept", [0.5, 0.99, 0.01])
def test_a_file_cut_short_is_refused(closed: Path, kept: float) -> None:
    size = closed.stat().st_size
    os.truncate(closed, int(size * kept))
    with refused(closed, "is damaged.*copy one to"):
        open_store(closed)


def test_a_header_overwritten_with_garbage_is_refused(closed: Path) -> None:
    with closed.open("r+b") as file:
        file.seek(16)
        file.write(b"\xa5" * 84)
    with refused(closed, "is not a policywatch database|is damaged"):
        open_store(closed)


def test_pages_overwritten_with_garbage_are_reported_when_they_are_met(closed: Path) -> None:
    with closed.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (closed.stat().st_size - 4096))
    with refused(closed, "is damaged.*copy one to"):
        open_store(closed)


def test_a_garbled_table_is_reported_where_it_is_read(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as conn:
        (root,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'body'").fetchone()
    with closed.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)
    engine = open_store(closed)
    for use in (read, write):
        with told("is damaged.*backup"), use(engine) as conn:
            conn.execute(sa.select(body)).all()
    engine.dispose()


def test_a_newer_database_is_refused(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as conn:
        conn.execute("UPDATE schema_edition SET version_num = '9999'")
        conn.commit()
    with refused(closed, f"of edition 9999.*knows only {EDITION}.*newer policywatch"):
        open_store(closed)


# ---------------------------------------------------------------- who may write


def test_a_read_only_file_is_refused_for_writing_and_opened_for_reading(ordinary_user: Path) -> None:
    path = ordinary_user / "policywatch.db"
    open_store(path, create=True).dispose()
    path.chmod(0o444)
    with refused(path, "its file is read-only.*right to write"):
        open_store(path)
    engine = open_store(path, read_only=True)
    with read(engine) as conn:
        assert conn.execute(sa.select(topic)).all() == []
    engine.dispose()


def test_a_read_only_folder_is_refused_for_writing_and_opened_for_reading(ordinary_user: Path) -> None:
    path = ordinary_user / "policywatch.db"
    open_store(path, create=True).dispose()
    ordinary_user.chmod(0o555)
    with refused(path, "its folder is read-only.*right to write"):
        open_store(path)
    engine = open_store(path, read_only=True)
    with read(engine) as conn:
        assert conn.execute(sa.select(topic)).all() == []
    engine.dispose()


def test_no_database_is_made_in_a_read_only_folder(ordinary_user: Path) -> None:
    ordinary_user.chmod(0o555)
    with refused(ordinary_user / "new.db", "its folder is read-only"):
        open_store(ordinary_user / "new.db", create=True)


def test_a_file_of_another_user_is_refused(ordinary_user: Path) -> None:
    path = ordinary_user / "policywatch.db"
    path.write_bytes(b"x")
    path.chmod(0)
    with told("cannot be read"):
        open_store(path)


def test_what_is_opened_for_reading_cannot_be_written(any_database: sa.Engine) -> None:
    address = any_database.url.render_as_string(hide_password=False)
    engine = open_store(address, read_only=True)
    with told("cannot be written"), write(engine) as conn:
        conn.execute(topic.delete())
    engine.dispose()


# ---------------------------------------------------------------- trouble while writing


def new_topic(name: str) -> dict[str, object]:
    return {"name": name, "query": "kratom", "created_at": NOW, "title": "", "candidates": "", "enabled": True}


def test_a_second_writer_waits_and_is_then_told(database: sa.Engine, tmp_path: Path) -> None:
    hasty = open_store(tmp_path / "policywatch.db", patience=0.05)
    with write(database) as conn:
        conn.execute(topic.insert().values(new_topic("first")))
        with told("is locked by another process.*try again"), write(hasty):
            pass
        with read(hasty) as reader:  # readers go on, and see what was there before
            assert reader.execute(sa.select(topic)).all() == []
    with write(hasty) as conn:
        conn.execute(topic.insert().values(new_topic("second")))
    hasty.dispose()


def test_a_database_that_another_program_keeps_to_itself_is_named(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with told("is locked by another process"):
            open_store(closed, patience=0.05)


def test_a_full_disk_is_named_and_nothing_is_half_stored(database: sa.Engine) -> None:
    with told("no room left.*Free space"), write(database) as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages + 3}")
        conn.execute(topic.insert().values(new_topic("small")))
        conn.execute(topic.insert().values(new_topic("large") | {"query": "x" * 100_000}))
    with read(database) as conn:
        assert conn.execute(sa.select(topic)).all() == []


def test_a_file_size_limit_is_named_and_nothing_is_half_stored(database: sa.Engine, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / "policywatch.db").stat().st_size, hard))
    try:
        with told("disk.*quota|no room left"), write(database) as conn:
            conn.execute(topic.insert().values(new_topic("large") | {"query": "x" * 1_000_000}))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    with read(database) as conn:
        assert conn.execute(sa.select(topic)).all() == []


def test_a_write_that_fails_leaves_nothing(any_database: sa.Engine) -> None:
    def write_half() -> None:
        with write(any_database) as conn:
            conn.execute(topic.insert().values(new_topic("half")))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    with read(any_database) as conn:
        assert conn.execute(sa.select(topic)).all() == []


def test_what_is_written_through_read_is_rolled_back(any_database: sa.Engine) -> None:
    with read(any_database) as conn:
        conn.execute(topic.insert().values(new_topic("stray")))
    with read(any_database) as conn:
        assert conn.execute(sa.select(topic)).all() == []


def test_a_broken_key_is_our_own_mistake_and_passes_through(any_database: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError), write(any_database) as conn:
        conn.execute(topic.insert(), [new_topic("kratom")] * 2)


# ---------------------------------------------------------------- insert or ignore


def test_insert_or_ignore_counts_what_was_new(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        assert insert_or_ignore(conn, topic, []) == 0
        assert insert_or_ignore(conn, topic, [new_topic("a"), new_topic("b")]) == 2
        assert insert_or_ignore(conn, topic, [new_topic("b") | {"query": "other"}, new_topic("c")]) == 1
        assert conn.execute(sa.select(topic.c.name, topic.c.query).order_by(topic.c.name)).all() == [
            ("a", "kratom"),
            ("b", "kratom"),
            ("c", "kratom"),
        ]


def test_insert_or_ignore_still_refuses_nonsense(any_database: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError), write(any_database) as conn:
        insert_or_ignore(conn, topic, [new_topic("a") | {"query": None}])


# ---------------------------------------------------------------- PostgreSQL


@pytest.mark.postgresql
def test_a_server_database_is_made_only_when_asked(empty_postgresql: str) -> None:
    with told("has no policywatch tables.*init"):
        open_store(empty_postgresql)
    open_store(empty_postgresql, create=True).dispose()
    open_store(empty_postgresql.replace("postgresql://", "postgres://")).dispose()


@pytest.mark.postgresql
def test_a_server_database_that_does_not_exist_is_named(postgresql_server: str) -> None:
    url = sa.make_url(postgresql_server).set(database="nowhere").render_as_string(hide_password=False)
    with told("cannot be reached.*nowhere.*does not exist"):
        open_store(url)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with told("cannot be reached") as caught:
        open_store("postgresql://reader:secret@127.0.0.1:1/policywatch")
    assert "secret" not in str(caught.value)


@pytest.mark.postgresql
def test_a_second_writer_of_the_same_row_on_a_server_waits_and_is_then_told(postgresql: sa.Engine) -> None:
    hasty = open_store(postgresql.url.render_as_string(hide_password=False), patience=0.05)
    with write(postgresql) as conn:
        conn.execute(topic.insert().values(new_topic("first")))
        with told("is locked"), write(hasty) as other:
            other.execute(topic.insert().values(new_topic("first")))
    hasty.dispose()


@pytest.mark.postgresql
def test_a_connection_cut_by_the_server_is_named(postgresql: sa.Engine) -> None:
    with told("cannot be reached"), write(postgresql) as conn:
        own = conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with read(postgresql) as other:
            other.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": own})
        conn.execute(sa.select(topic))
    with read(postgresql) as conn:  # the pool notices and connects anew
        assert conn.execute(sa.select(topic)).all() == []


def test_a_database_is_shown_without_its_password(database: sa.Engine) -> None:
    assert shown(database).endswith("/policywatch.db")
    assert (
        shown(sa.create_engine("postgresql+psycopg://me:secret@server/base"))
        == "postgresql+psycopg://me:***@server/base"
    )


def test_opening_a_database_again_leaves_the_locks_of_an_open_connection_alone(tmp_path: Path) -> None:
    """Closing a file gives up the process's locks on it; another process must still see that the database is in use."""
    path = tmp_path / "policywatch.db"
    engine = open_store(path, create=True)
    with engine.connect() as conn:
        conn.exec_driver_sql("SELECT count(*) FROM document").scalar()
        open_store(path).dispose()
        last = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT 1 FROM document'); c.close()"
        subprocess.run([sys.executable, "-c", last, str(path)], check=True)
        assert path.with_name(path.name + "-wal").exists(), "the other process took itself for the last one"
    engine.dispose()
