"""Opening a database on a PostgreSQL server: for installations that have outgrown one file."""

import logging

import sqlalchemy as sa

from monitor.model.errors import StoreError
from monitor.store import edition
from monitor.store.faults import translated

_MIGRATION_LOCK = 0x706F6C6963790001  # an advisory lock's key: "policy", 1

log = logging.getLogger(__name__)


def open_server(url: sa.URL, *, create: bool, read_only: bool, patience: float) -> sa.Engine:
    """Opens a database of the edition we know; see `engine.open_store`, which is the way in."""
    options = f"-c lock_timeout={int(patience * 1000)}"
    if read_only:
        options += " -c default_transaction_read_only=on"
    arguments = {"options": options, "connect_timeout": max(2, int(patience))}
    try:
        engine = sa.create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args=arguments)
    except ImportError as error:
        raise StoreError(
            "PostgreSQL's driver is not installed", remedy="Run pip install 'policywatch[postgresql]'."
        ) from error
    shown = url.render_as_string(hide_password=True)
    try:
        with translated(shown):
            _settle(engine, shown, create=create, read_only=read_only)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _settle(engine: sa.Engine, shown: str, *, create: bool, read_only: bool) -> None:
    """Makes sure that the tables are there and up to date."""
    found = edition.edition_of(engine)
    if found is None:
        if not create or read_only:
            raise StoreError(
                f"database {shown} has no policywatch tables",
                remedy="Make them with `policywatch init`, or restore a dump with pg_restore.",
            )
    elif not edition.is_outdated(found, shown, read_only=read_only):
        return
    else:
        log.warning("bringing database %s from edition %s to %s", shown, found, edition.EDITION)
    with engine.begin() as conn:  # one process at a time; PostgreSQL takes back altered tables, too
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        edition.upgrade_in(conn, remedy="Nothing was changed; please report this.")
