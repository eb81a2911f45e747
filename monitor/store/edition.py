"""The edition of the schema that a database is of, and how it is brought to the one this program knows.

Reading it is one row; Alembic is imported only when tables must be made or altered.
"""

import sqlalchemy as sa

from monitor.model.errors import StoreError

EDITION = "0009"  # the newest of `migrations/versions`; a test compares
EDITION_TABLE = "schema_edition"
EDITION_QUERY = "SELECT version_num FROM schema_edition"


def edition_of(engine: sa.Engine) -> str | None:
    """The edition of a database, or None where there are no tables of ours."""
    with engine.connect() as conn:
        return edition_in(conn)


def edition_in(conn: sa.Connection) -> str | None:
    """The same, inside a transaction; one without our tables is rolled back."""
    try:
        found: str | None = conn.exec_driver_sql(EDITION_QUERY).scalar()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        if _says_no_table(error.orig):
            conn.rollback()  # PostgreSQL ends a transaction at its first error
            return None
        raise
    return found


def is_outdated(edition: str, where: str, *, read_only: bool) -> bool:
    """Whether a database must be brought up to date; a newer one, and an older one opened for reading, are refused."""
    if edition > EDITION:
        raise StoreError(
            f"database {where} is of edition {edition}, and this policywatch knows only {EDITION}",
            remedy="Install the newer policywatch that made it, or restore the backup made before it.",
        )
    if edition < EDITION and read_only:
        raise StoreError(
            f"database {where} is of edition {edition}, older than {EDITION}",
            remedy="Run `policywatch status` once as a user who may write it; that backs it up and brings it up to date.",
        )
    return edition < EDITION


def upgrade_in(conn: sa.Connection, *, remedy: str) -> None:
    """Makes the tables or brings them up to date; the caller commits, or rolls all of it back on a `StoreError`."""
    from monitor.store.migrations import CannotMigrate, upgrade

    try:
        upgrade(conn)
    except CannotMigrate as error:
        raise StoreError(f"the tables could not be brought to edition {EDITION} ({error})", remedy=remedy) from error


def _says_no_table(error: BaseException | None) -> bool:
    return getattr(error, "sqlstate", None) == "42P01" or str(error).startswith("no such table")
