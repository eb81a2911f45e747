"""Opening a SQLite file: refused, made, or brought up to date before anyone uses it."""

import logging
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from monitor.model.errors import NoStore, StoreError
from monitor.store import edition, whereabouts
from monitor.store.faults import translated
from monitor.store.whereabouts import Found

log = logging.getLogger(__name__)


def open_file(path: Path, *, create: bool, read_only: bool, patience: float) -> sa.Engine:
    """Opens a database of the edition we know; see `engine.open_store`, which is the way in."""
    found = whereabouts.look(path)
    if not read_only:
        whereabouts.refuse_unwritable(path)
    with translated(str(path)):
        if found is not Found.SOMETHING:
            if not create or read_only:
                raise _absent(path, found)
            whereabouts.refuse_if_lost(path)
            return _make(path, patience)
        engine = connect_file(path, mode="ro" if read_only else "rw", patience=patience)
        try:
            return _settle(engine, path, create=create, read_only=read_only, patience=patience)
        except BaseException:
            engine.dispose()
            raise


def connect_file(path: Path, *, mode: str, patience: float, foreign_keys: bool = True) -> sa.Engine:
    """An engine whose connections are set up alike. `mode` is SQLite's: ro, rw (never makes a file), rwc."""
    address = f"file:{quote(str(path))}?mode={mode}"
    if mode == "ro" and whereabouts.is_still(path):
        address += "&immutable=1"
    pragmas = (
        f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "PRAGMA synchronous=NORMAL",  # safe in WAL mode: a power cut may lose the last commits, never the database
        "PRAGMA temp_store=MEMORY",
        "PRAGMA cache_size=-8192",  # KiB
        "PRAGMA mmap_size=0",  # no faster here, and a file cut short under a mapping kills the process
        "PRAGMA journal_size_limit=67108864",
    )

    def connect() -> sqlite3.Connection:
        # No isolation level: transactions begin where SQLAlchemy says so, not where Python guesses.
        made = sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            made.executescript(";".join(pragmas))
        except sqlite3.Error:
            made.close()
            raise
        return made

    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)), creator=connect)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(conn: sa.Connection) -> None:
    writes = conn.get_execution_options().get("writes", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _settle(engine: sa.Engine, path: Path, *, create: bool, read_only: bool, patience: float) -> sa.Engine:
    """Makes sure that an existing database is ours and up to date."""
    found = edition.edition_of(engine)
    if found is None:
        if _has_tables(engine):
            raise StoreError(
                f"{path} is not a policywatch database",
                remedy="Name the right file with --database; this one was left untouched.",
            )
        if not create or read_only:
            raise _absent(path, Found.EMPTY)
        whereabouts.refuse_if_lost(path, opened=True)
        engine.dispose()
        return _make(path, patience)
    if edition.is_outdated(found, str(path), read_only=read_only):
        _migrate(path, patience)
    if not read_only:
        _use_log(engine)
    return engine


def _make(path: Path, patience: float) -> sa.Engine:
    """Makes the tables in one transaction: after a crash there are all of them or none."""
    if not path.parent.is_dir():
        raise StoreError(f"folder {path.parent} does not exist", remedy=f"Make it with mkdir -p {path.parent}")
    engine = connect_file(path, mode="rwc", patience=patience)
    _use_log(engine)
    with engine.connect().execution_options(writes=True) as conn, conn.begin():
        edition.upgrade_in(conn, remedy="Nothing was made; please report this.")
    whereabouts.leave_mark(path)
    return engine


def _migrate(path: Path, patience: float) -> None:
    """Backup first, then all steps in one transaction under the write lock; another process may have been quicker."""
    from monitor.store.backup import backup

    engine = connect_file(path, mode="rw", patience=patience, foreign_keys=False)  # tables may have to be rebuilt
    try:
        with engine.connect().execution_options(writes=True) as conn, conn.begin():
            found = edition.edition_in(conn)
            if found is None or not edition.is_outdated(found, str(path), read_only=False):
                return
            kept = backup(engine)
            log.warning("bringing database %s from edition %s to %s; backup: %s", path, found, edition.EDITION, kept)
            remedy = f"Nothing was changed, and a backup is at {kept}; please report this."
            edition.upgrade_in(conn, remedy=remedy)
            if broken := conn.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StoreError(f"the migration of {path} broke references ({tuple(broken)})", remedy=remedy)
    finally:
        engine.dispose()


def _use_log(engine: sa.Engine) -> None:
    """Sees to the write-ahead log, which the file remembers (a restored backup has none): readers need not wait for writers."""
    with engine.connect() as conn:
        plain: Any = conn.connection.driver_connection  # outside a transaction, where this pragma must stand
        if plain.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            plain.execute("PRAGMA journal_mode=WAL")


def _has_tables(engine: sa.Engine) -> bool:
    with engine.connect() as conn:
        return conn.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is not None


def _absent(path: Path, found: Found) -> StoreError:
    if found is Found.EMPTY:
        restore = whereabouts.how_to_restore(path)
        return StoreError(f"database {path} is empty", remedy=f"{restore} Or make a new one with `policywatch init`.")
    lost = whereabouts.traces(path)
    remedy = whereabouts.how_to_restore(path) if lost else "Make it with `policywatch init`, or name another."
    return NoStore(f"there is no database at {path}", remedy=remedy)
