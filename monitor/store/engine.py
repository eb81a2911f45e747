"""Opening the database, and the two ways to use it: `read` and `write`.

The first thing every command does, so an up-to-date SQLite file is opened with one look at its header and one row read;
Alembic is imported only when tables must be made or brought up to date.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store import whereabouts
from monitor.store.faults import translated
from monitor.store.whereabouts import Found

EDITION = "0001"  # of the schema: the newest of `migrations/versions`; a test compares
EDITION_TABLE = "schema_edition"
PATIENCE = 30.0  # seconds to wait for another writer
EDITION_QUERY = "SELECT version_num FROM schema_edition"
_MIGRATION_LOCK = 0x706F6C6963790001  # PostgreSQL advisory lock: "policy", 1

log = logging.getLogger(__name__)


def open_store(
    url_or_path: str | Path, *, create: bool = False, read_only: bool = False, patience: float = PATIENCE
) -> sa.Engine:
    """Opens `sqlite:///FILE`, a plain path or `postgresql://…`, of the edition this program knows.

    An older one is backed up beside itself (SQLite) and brought up to date. `create` makes the tables where there is no
    database yet, and only where none has been before. `patience` is how many seconds to wait for another writer.
    Raises `StoreError`, which says what to do, when the database is missing, empty, foreign, damaged, read-only, full,
    locked, unreachable or of a newer edition; the file is then as it was.
    """
    if isinstance(url_or_path, str) and (url := _server_url(url_or_path)) is not None:
        return _open_server(url, create=create, read_only=read_only, patience=patience)
    path = _sqlite_path(url_or_path)
    with translated(str(path)):
        return _open_file(path, create=create, read_only=read_only, patience=patience)


@contextmanager
def write(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One writing transaction: it holds SQLite's write lock from its first moment, so it cannot fail half-way for one."""
    with translated(shown(engine)), engine.connect().execution_options(writes=True) as conn, conn.begin():
        yield conn


@contextmanager
def read(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view; what is written through it is rolled back."""
    with translated(shown(engine)), engine.connect() as conn:
        yield conn


def shown(engine: sa.Engine) -> str:
    """The database as a person may see it: a path, or an address without its password."""
    database = engine.url.database
    if is_sqlite(engine) and database is not None:
        return database
    return engine.url.render_as_string(hide_password=True)


def is_sqlite(engine: sa.Engine) -> bool:
    """Whether this is a file rather than a server."""
    return engine.dialect.name == "sqlite"


def file_of(engine: sa.Engine) -> Path:
    """The file of a SQLite engine."""
    assert engine.url.database is not None
    return Path(engine.url.database)


# ---------------------------------------------------------------- SQLite


def _sqlite_path(url_or_path: str | Path) -> Path:
    text = str(url_or_path)
    if "://" not in text:
        return Path(text).expanduser().absolute()
    url = sa.make_url(text)
    if not url.database or url.database == ":memory:":
        raise StoreError(f"database {text} names no file", remedy="Give a path, or sqlite:///FILE.")
    return Path(url.database).expanduser().absolute()


def _open_file(path: Path, *, create: bool, read_only: bool, patience: float) -> sa.Engine:
    found = whereabouts.look(path)
    if found in {Found.OTHER, Found.SHORTENED}:
        raise _unusable(path, found)
    if not read_only:
        whereabouts.refuse_unwritable(path)
    if found is not Found.DATABASE:
        if not create or read_only:
            raise _absent(path, found)
        whereabouts.refuse_if_lost(path)
        return _make(path, patience)
    engine = _file_engine(path, mode="ro" if read_only else "rw", patience=patience)
    try:
        return _settle_file(engine, path, create=create, read_only=read_only, patience=patience)
    except BaseException:
        engine.dispose()
        raise


def _settle_file(engine: sa.Engine, path: Path, *, create: bool, read_only: bool, patience: float) -> sa.Engine:
    """Makes sure that an existing database is ours and up to date."""
    edition = _edition(engine)
    if edition is None:
        if _has_tables(engine):
            raise _unusable(path, Found.OTHER)
        if not create or read_only:
            raise _absent(path, Found.EMPTY)
        whereabouts.refuse_if_lost(path, opened=True)
        engine.dispose()
        return _make(path, patience)
    if edition != EDITION:
        _refuse_newer(edition, str(path))
        if read_only:
            raise _outdated(edition, str(path))
        _migrate_file(path, patience)
    if not read_only and not _uses_log(engine):
        _use_log(engine)
    return engine


def _make(path: Path, patience: float) -> sa.Engine:
    """Makes the tables in one transaction: after a crash there are all of them or none."""
    if not path.parent.is_dir():
        raise StoreError(f"folder {path.parent} does not exist", remedy=f"Make it with mkdir -p {path.parent}")
    engine = _file_engine(path, mode="rwc", patience=patience)
    _use_log(engine)
    _upgrade(engine)
    whereabouts.leave_mark(path)
    whereabouts.remember(path)
    return engine


def _migrate_file(path: Path, patience: float) -> None:
    """Backup first, then all steps in one transaction under the write lock; another process may have been quicker."""
    from monitor.store.backup import backup

    engine = _file_engine(path, mode="rw", patience=patience, foreign_keys=False)  # tables may have to be rebuilt
    try:
        with write(engine) as conn:
            edition = _edition_in(conn)
            if edition is None or edition == EDITION:
                return
            kept = backup(engine)
            log.warning("bringing database %s from edition %s to %s; backup: %s", path, edition, EDITION, kept)
            _upgrade_in(conn, remedy=f"Nothing was changed, and a backup is at {kept}; please report this.")
            if broken := conn.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StoreError(
                    f"database {path} would have broken references after the migration ({tuple(broken)})",
                    remedy=f"Nothing was changed, and a backup is at {kept}; please report this.",
                )
    finally:
        engine.dispose()


def _file_engine(path: Path, *, mode: str, patience: float, foreign_keys: bool = True) -> sa.Engine:
    """An engine whose connections are set up alike. `mode` is SQLite's: ro, rw (never makes a file), rwc."""
    address = f"file:{quote(str(path))}?mode={mode}"
    if mode == "ro" and _is_still(path):
        address += "&immutable=1"
    pragmas = [
        f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "PRAGMA synchronous=NORMAL",  # safe in WAL mode: a power cut may lose the last commits, never the database
        "PRAGMA temp_store=MEMORY",
        "PRAGMA cache_size=-8192",  # KiB
        "PRAGMA mmap_size=0",  # no faster here, and a file cut short under a mapping kills the process
        "PRAGMA journal_size_limit=67108864",
    ]

    def connect() -> sqlite3.Connection:
        # No isolation level: transactions begin where SQLAlchemy says so, not where Python guesses.
        made = sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
        made.executescript(";".join(pragmas))
        return made

    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)), creator=connect)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(conn: sa.Connection) -> None:
    writes = conn.get_execution_options().get("writes", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _is_still(path: Path) -> bool:
    """Whether nobody can be writing: SQLite cannot put its index beside a WAL database in a read-only folder."""
    return not whereabouts.is_writable(path.parent) and not whereabouts.has_log(path)


def _uses_log(engine: sa.Engine) -> bool:
    """Whether the file is in WAL mode; one restored from a backup is not until it is first opened."""
    with engine.connect() as conn:
        return conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def _use_log(engine: sa.Engine) -> None:
    """Turns on the write-ahead log, which the file then remembers: readers and one writer no longer wait for each other."""
    with engine.connect() as conn:
        made: Any = conn.connection.driver_connection  # outside a transaction, where this pragma must stand
        made.execute("PRAGMA journal_mode=WAL")


def _has_tables(engine: sa.Engine) -> bool:
    with engine.connect() as conn:
        return conn.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is not None


# ---------------------------------------------------------------- PostgreSQL


def _server_url(text: str) -> sa.URL | None:
    """A PostgreSQL address with the driver we use, or None for anything that names a file."""
    scheme = text.partition("://")[0]
    if "://" not in text or scheme == "sqlite":
        return None
    if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        raise StoreError(f"no database is called {scheme}://", remedy="Give a path, sqlite:///FILE or postgresql://….")
    return sa.make_url(text).set(drivername="postgresql+psycopg")


def _open_server(url: sa.URL, *, create: bool, read_only: bool, patience: float) -> sa.Engine:
    options = f"-c lock_timeout={int(patience * 1000)}"
    if read_only:
        options += " -c default_transaction_read_only=on"
    try:
        engine = sa.create_engine(
            url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": int(patience)}
        )
    except ImportError as error:
        raise StoreError(
            "PostgreSQL's driver is not installed", remedy="Run pip install 'policywatch[postgresql]'."
        ) from error
    try:
        with translated(shown(engine)):
            return _settle_server(engine, create=create, read_only=read_only)
    except BaseException:
        engine.dispose()
        raise


def _settle_server(engine: sa.Engine, *, create: bool, read_only: bool) -> sa.Engine:
    edition = _edition(engine)
    if edition == EDITION:
        return engine
    if edition is not None:
        _refuse_newer(edition, shown(engine))
        if read_only:
            raise _outdated(edition, shown(engine))
        log.warning("bringing database %s from edition %s to %s", shown(engine), edition, EDITION)
    elif not create or read_only:
        raise StoreError(
            f"database {shown(engine)} has no policywatch tables",
            remedy="Make them with `policywatch init`, or restore a dump with pg_restore.",
        )
    _upgrade(engine)
    return engine


# ---------------------------------------------------------------- editions


def _edition(engine: sa.Engine) -> str | None:
    """The edition of the schema, or None where there is none."""
    with engine.connect() as conn:
        return _edition_in(conn)


def _edition_in(conn: sa.Connection) -> str | None:
    try:
        found: str | None = conn.exec_driver_sql(EDITION_QUERY).scalar()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        if _says_no_table(error.orig):
            conn.rollback()  # PostgreSQL ends a transaction at its first error
            return None
        raise
    return found


def _says_no_table(error: BaseException | None) -> bool:
    return getattr(error, "sqlstate", None) == "42P01" or str(error).startswith("no such table")


def _upgrade(engine: sa.Engine) -> None:
    """Makes the tables or brings them up to date, one process at a time."""
    with write(engine) as conn:
        if not is_sqlite(engine):
            conn.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        _upgrade_in(conn, remedy="Nothing was changed; please report this.")


def _upgrade_in(conn: sa.Connection, *, remedy: str) -> None:
    from monitor.store.migrations import CannotMigrate, upgrade

    try:
        upgrade(conn)
    except CannotMigrate as error:
        raise StoreError(f"the tables could not be brought to edition {EDITION} ({error})", remedy=remedy) from error


def _refuse_newer(edition: str, where: str) -> None:
    if edition > EDITION:
        raise StoreError(
            f"database {where} is of edition {edition}, and this policywatch knows only {EDITION}",
            remedy="Install the newer policywatch that made it, or restore the backup made before it.",
        )


def _outdated(edition: str, where: str) -> StoreError:
    return StoreError(
        f"database {where} is of edition {edition}, older than {EDITION}",
        remedy="Run `policywatch status` once as a user who may write it; it will be backed up and brought up to date.",
    )


def _absent(path: Path, found: Found) -> StoreError:
    if found is Found.NOTHING:
        lost = whereabouts.traces(path)
        remedy = whereabouts.how_to_restore(path) if lost else "Make it with `policywatch init`, or name another."
        return StoreError(f"there is no database at {path}", remedy=remedy)
    restore = whereabouts.how_to_restore(path)
    return StoreError(f"database {path} is empty", remedy=f"{restore} Or make a new one with `policywatch init`.")


def _unusable(path: Path, found: Found) -> StoreError:
    if found is Found.SHORTENED:
        return StoreError(f"database {path} is cut short", remedy=whereabouts.how_to_restore(path))
    return StoreError(
        f"{path} is not a policywatch database",
        remedy="Name the right file with --database; this one was left untouched.",
    )
