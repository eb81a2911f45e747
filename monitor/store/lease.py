"""One scheduler to a database: a lock that the system gives back by itself when its holder dies, however it dies.

SQLite: an advisory lock on a file beside the database, because a row would have to be waited for after a crash.
PostgreSQL: an advisory lock of one connection, which holds across machines.
"""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store.engine import file_of, is_sqlite, shown

_SERVICE = 0x706F6C6963790002  # "policy", 2: beside the lock of migrations
_REMEDY = "Leave the work to it, or stop it first; `policywatch check` and the other verbs can be used beside it."


@contextmanager
def sole_scheduler(engine: sa.Engine) -> Iterator[None]:
    """Holds the right to run the service on this database; StoreError, naming the holder, when another process has it."""
    held = _file_lock(engine) if is_sqlite(engine) else _server_lock(engine)
    with held:
        yield


@contextmanager
def _file_lock(engine: sa.Engine) -> Iterator[None]:
    path = _lock_file(engine)
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror})", remedy="Give this user the right to write there"
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            raise _taken(engine, handle.read().strip()) from error
        handle.truncate(0)
        handle.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        handle.flush()
        yield  # closing gives it back; the file stays, since removing it would race with the next holder


def _lock_file(engine: sa.Engine) -> Path:
    database = file_of(engine).resolve()
    return database.with_name(f"{database.name}.service")


@contextmanager
def _server_lock(engine: sa.Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if not conn.execute(sa.select(sa.func.pg_try_advisory_lock(_SERVICE))).scalar_one():
            raise _taken(engine, "")
        try:
            yield
        finally:
            conn.execute(sa.select(sa.func.pg_advisory_unlock(_SERVICE)))


def _taken(engine: sa.Engine, holder: str) -> StoreError:
    who = f" ({holder})" if holder else ""
    return StoreError(f"another `policywatch run` works on database {shown(engine)}{who}", remedy=_REMEDY)
