"""The way in: `open_store`, and the two ways to use what it opens, `read` and `write`.

The first thing every command does, so an up-to-date database costs one connection and one row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store.faults import translated
from monitor.store.file import open_file

PATIENCE = 30.0  # seconds to wait for another writer


def open_store(
    url_or_path: str | Path, *, create: bool = False, read_only: bool = False, patience: float = PATIENCE
) -> sa.Engine:
    """Opens `sqlite:///FILE`, a plain path or `postgresql://…`, of the edition of the schema that this program knows.

    An older one is backed up beside itself (SQLite) and brought up to date. `create` makes the tables where there is no
    database yet, and only where none has been before. `patience` is how many seconds to wait for another writer.
    Raises `StoreError`, which says what to do, when the database is missing, empty, foreign, damaged, read-only, full,
    locked, unreachable or of a newer edition; the file is then as it was.
    """
    text = str(url_or_path)
    scheme, colon, _ = text.partition("://")
    if not colon or isinstance(url_or_path, Path):
        return open_file(_absolute(text), create=create, read_only=read_only, patience=patience)
    if scheme == "sqlite":
        return open_file(_absolute(_named_file(text)), create=create, read_only=read_only, patience=patience)
    if scheme.partition("+")[0] in {"postgresql", "postgres"}:
        from monitor.store.server import open_server

        return open_server(_server_url(text), create=create, read_only=read_only, patience=patience)
    raise StoreError(f"no database is called {scheme}://", remedy="Give a path, sqlite:///FILE or postgresql://….")


@contextmanager
def write(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One writing transaction: it holds SQLite's write lock from its first moment, so it cannot fail half-way for one."""
    with translated(shown(engine)), engine.connect().execution_options(writes=True) as conn, conn.begin():
        yield conn


@contextmanager
def read(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view (on PostgreSQL, of each statement); what is written through it is rolled back."""
    with translated(shown(engine)), engine.connect() as conn:
        yield conn


def shown(engine: sa.Engine) -> str:
    """The database as a person may see it: a path, or an address without its password."""
    return str(file_of(engine)) if is_sqlite(engine) else engine.url.render_as_string(hide_password=True)


def is_sqlite(engine: sa.Engine) -> bool:
    """Whether this is a file rather than a server."""
    return engine.dialect.name == "sqlite"


def file_of(engine: sa.Engine) -> Path:
    """The file of a SQLite engine."""
    assert engine.url.database is not None
    return Path(engine.url.database)


def _absolute(path: str) -> Path:
    return Path(path).expanduser().absolute()


def _named_file(text: str) -> str:
    name = sa.make_url(text).database
    if not name or name == ":memory:":
        raise StoreError(f"database {text} names no file", remedy="Give a path, or sqlite:///FILE.")
    return name


def _server_url(text: str) -> sa.URL:
    try:
        return sa.make_url(text).set(drivername="postgresql")
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError(
            "the database's address cannot be understood",
            remedy="Write it as postgresql://USER:PASSWORD@HOST:PORT/NAME, with %-escapes for special signs.",
        ) from error
