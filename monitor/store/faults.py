"""What the two drivers say when a database cannot be used, said once in our words.

`translated` stands around every connection (see `engine.read` and `engine.write`). A fault that is none of these (a broken
unique key, an unknown column) is a mistake of ours and passes through untouched.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store.whereabouts import how_to_restore

_LOCKED = ("is locked by another process", "Let it finish (a backup, a long check), or stop it, then try again.")
_READ_ONLY = (
    "cannot be written",
    "Give this user the right to write the file and its folder, or remount the disk for writing.",
)
_FULL = ("has no room left", "Free space on its disk or move it to a larger one; nothing of this step was stored.")
_IO = (
    "could not be read or written by the disk",
    "See the system's log for disk errors, a full quota or a file size limit; copy the database to a sound disk.",
)
_DAMAGED = ("is damaged", "Keep a copy of it, then restore the newest backup.")
_NO_DATABASE = ("is not a policywatch database", "Name the right file with --database; this one was left untouched.")
_CANNOT_OPEN = (
    "cannot be opened",
    "See that the file and its folder exist and that this user may read and write them.",
)
_UNREACHABLE = ("cannot be reached", "See that PostgreSQL runs there and that user, password and name are right.")
_CROWDED = ("refuses another connection", "Raise max_connections in PostgreSQL or run fewer workers.")
_FORBIDDEN = ("does not allow this user to do that", "Grant the user its own schema, or ownership of the tables.")

_LEAST_ROOM = 64 * 1024  # bytes; the index of a log takes half of that

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _IO,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _NO_DATABASE,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html, whole codes before classes
_BY_SQLSTATE = {
    "55P03": _LOCKED,  # lock_not_available
    "40P01": _LOCKED,  # deadlock_detected
    "40001": _LOCKED,  # serialization_failure
    "25006": _READ_ONLY,  # read_only_sql_transaction
    "42501": _FORBIDDEN,  # insufficient_privilege
    "53100": _FULL,  # disk_full
    "53300": _CROWDED,  # too_many_connections
    "58030": _IO,  # io_error
    "XX001": _DAMAGED,  # data_corrupted
    "XX002": _DAMAGED,  # index_corrupted
    "08": _UNREACHABLE,
    "28": _UNREACHABLE,  # wrong user or password
    "3D": _UNREACHABLE,  # no such database
    "57": _UNREACHABLE,  # shut down under us
}


@contextmanager
def translated(shown: str) -> Iterator[None]:
    """Turns the drivers' errors into `StoreError`; `shown` is the path, or the address without its password."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if fault := fault_of(error.orig, shown):
            raise fault from error
        raise
    except sqlite3.Error as error:
        if fault := fault_of(error, shown):
            raise fault from error
        raise


def fault_of(error: BaseException | None, shown: str) -> StoreError | None:
    """The `StoreError` for a driver's error, or None when it says nothing about the database's state."""
    known = _sqlite_fault(error) if isinstance(error, sqlite3.Error) else _postgresql_fault(error)
    if known is None:
        return None
    if known is _IO and isinstance(error, sqlite3.Error) and _is_full(Path(shown)):
        known = _FULL  # SQLite calls it an I/O error when there is not even room for the index of its log
    what, remedy = known
    if known is _DAMAGED and isinstance(error, sqlite3.Error):
        remedy = f"Keep a copy of it. {how_to_restore(Path(shown))}"
    return StoreError(f"database {shown} {what} ({_first_line(error)})", remedy=remedy)


def _sqlite_fault(error: sqlite3.Error) -> tuple[str, str] | None:
    code = getattr(error, "sqlite_errorcode", None)  # absent when Python, not SQLite, raised it
    return None if code is None else _BY_SQLITE_CODE.get(code & 0xFF)  # the low byte is the primary code


def _postgresql_fault(error: Any) -> tuple[str, str] | None:
    state = getattr(error, "sqlstate", None)
    if state:
        return _BY_SQLSTATE.get(state) or _BY_SQLSTATE.get(state[:2])
    # A connection that fails or breaks carries no SQLSTATE; psycopg calls all of these OperationalError.
    return _UNREACHABLE if type(error).__name__ == "OperationalError" else None


def _is_full(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _LEAST_ROOM
    except OSError:
        return False


def _first_line(error: BaseException | None) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
