"""Copies of the database that can be trusted, and the question whether the database itself still can.

Restoring is `cp`: a backup is a whole SQLite database, packed tight and opened once before it gets its name.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store import bodies, whereabouts
from monitor.store.edition import EDITION_QUERY
from monitor.store.engine import file_of, is_sqlite, read, shown
from monitor.store.faults import translated
from monitor.store.schema import body


def backup(engine: sa.Engine, target: Path | None = None) -> Path:
    """A consistent copy made while others go on reading and writing; returns its path.

    `target` is a new file, or a folder for a dated one; without it the copy stands beside the database. Nothing is ever
    overwritten. Raises `StoreError` when the name is taken, there is no room, or the copy does not open.
    """
    if not is_sqlite(engine):
        raise StoreError(
            f"database {shown(engine)} is PostgreSQL's to back up",
            remedy=f"Run pg_dump --format=custom --file=policywatch.dump '{_plain_url(engine)}'",
        )
    source = file_of(engine)
    reserved = _reserve(source, target)
    partial = whereabouts.beside(reserved, ".partial")
    try:
        _copy(engine, source, partial)
        partial.replace(reserved)
    except BaseException:
        partial.unlink(missing_ok=True)
        reserved.unlink(missing_ok=True)
        raise
    return reserved


def verify(engine: sa.Engine, *, sample: int = 200) -> list[str]:
    """What is wrong with the database, one sentence each: its pages, its references, and up to `sample` bodies at random."""
    faults: list[str] = []
    try:
        with read(engine) as conn:
            if is_sqlite(engine):
                faults += [
                    f"damaged: {line}" for (line,) in conn.exec_driver_sql("PRAGMA integrity_check(20)") if line != "ok"
                ]
                faults += [
                    f"broken reference: row {row} of {table} names no {parent}"
                    for table, row, parent, _ in conn.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
                ]
            faults += _unreadable_bodies(conn, sample)
    except StoreError as error:
        faults.append(str(error))
    return faults


def _unreadable_bodies(conn: sa.Connection, sample: int) -> list[str]:
    faults = []
    chosen = conn.execute(sa.select(body.c.sha256).order_by(sa.func.random()).limit(sample)).scalars().all()
    for digest in chosen:
        try:
            bodies.get(conn, digest)
        except StoreError as error:
            faults.append(str(error))
    return faults


def _reserve(source: Path, target: Path | None) -> Path:
    """Takes the name with an empty file, so that no other backup can have it."""
    if target is None or target.is_dir():
        return _reserve_dated((target or source.parent) / source.name)
    try:
        target.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise StoreError(
            f"a backup cannot be made at {target} ({error.strerror})",
            remedy="Name a new file, or a folder, that this user may write; nothing is ever overwritten.",
        ) from error
    return target


def _reserve_dated(stem: Path) -> Path:
    dated = f".backup-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    for ending in ("", *(f"-{number}" for number in range(2, 10))):
        if not (target := whereabouts.beside(stem, dated + ending)).exists():
            return _reserve(stem, target)
    raise StoreError(f"nine backups of {stem} were made this second", remedy="Try again.")


def _copy(engine: sa.Engine, source: Path, partial: Path) -> None:
    """Packs, checks and settles the copy: SQLite itself does not wait for the disk here."""
    with translated(str(partial)):
        partial.touch(mode=0o600)
        shutil.copymode(source, partial)  # what the database keeps from others, its copy does too
        with engine.connect() as conn:
            made: Any = conn.connection.driver_connection  # outside a transaction, where VACUUM must stand
            made.execute("VACUUM INTO ?", (str(partial),))
        _check_copy(partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())


def _check_copy(path: Path) -> None:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as copy:
        said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        edition = copy.execute(EDITION_QUERY).fetchone()
    if said != "ok" or edition is None:
        raise StoreError(
            f"the backup is not sound ({said})", remedy="Run `policywatch doctor`: the database may be damaged."
        )


def _plain_url(engine: sa.Engine) -> str:
    """The address as PostgreSQL's own tools take it, without the password, which they ask for."""
    return engine.url.set(drivername="postgresql", password=None).render_as_string()
