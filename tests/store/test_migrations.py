"""The written-out migrations make exactly the tables of `schema.py`, and an older database is backed up before it is touched."""

import logging
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from monitor.model.errors import StoreError
from monitor.store import edition, migrations
from monitor.store.backup import backup
from monitor.store.edition import EDITION, EDITION_TABLE
from monitor.store.engine import open_store, read, write
from monitor.store.schema import metadata, topic

NEXT = f"{int(EDITION) + 1:04}"
FOLLOWING = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{EDITION}"


def upgrade() -> None:
    with op.batch_alter_table("topic") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="grey"))
        batch.alter_column("title", new_column_name="heading")
"""


def shape(conn: sa.Connection) -> dict[str, Any]:
    """Everything SQLAlchemy can see of the tables: columns, keys, references and indexes with their names."""
    inspector = sa.inspect(conn)
    return {
        table: {
            "columns": [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)],
            "primary key": inspector.get_pk_constraint(table),
            "unique": sorted(inspector.get_unique_constraints(table), key=str),
            "foreign keys": sorted(inspector.get_foreign_keys(table), key=str),
            "indexes": sorted(inspector.get_indexes(table), key=str),
            "checks": sorted(inspector.get_check_constraints(table), key=str),
        }
        for table in inspector.get_table_names()
        if table != EDITION_TABLE
    }


@pytest.fixture
def next_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the program know one edition more; returns the file of that step."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    step = folder / "versions" / f"{NEXT}_next.py"
    step.write_text(FOLLOWING)
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(edition, "EDITION", NEXT)
    return step


def old_database(path: Path, name: str = "kratom") -> None:
    """A database of this edition with one topic."""
    engine = open_store(path, create=True)
    with write(engine) as conn:
        conn.exec_driver_sql(
            "INSERT INTO topic (name, title, query, candidates, created_at, enabled) "
            f"VALUES ('{name}', 'T', 'q', '', '2026-01-01', 1)"
        )
    engine.dispose()


def test_the_edition_that_the_program_knows_is_the_newest_migration() -> None:
    assert migrations.newest() == EDITION


def test_alembic_finds_no_difference_between_migrations_and_schema(any_database: sa.Engine) -> None:
    with read(any_database) as conn:
        options = {"compare_type": True, "compare_server_default": True, "version_table": EDITION_TABLE}
        assert compare_metadata(MigrationContext.configure(conn, opts=options), metadata) == []


def test_every_name_and_order_is_that_of_the_schema(database: sa.Engine, tmp_path: Path) -> None:
    plain = sa.create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    with plain.begin() as wanted, read(database) as found:
        metadata.create_all(wanted)
        assert shape(found) == shape(wanted)
    plain.dispose()


@pytest.mark.postgresql
def test_every_name_and_order_is_that_of_the_schema_on_a_server(postgresql: sa.Engine, empty_postgresql: str) -> None:
    plain = sa.create_engine(sa.make_url(empty_postgresql).set(drivername="postgresql+psycopg"))
    with plain.begin() as wanted, read(postgresql) as found:
        metadata.create_all(wanted)
        assert shape(found) == shape(wanted)
    plain.dispose()


def test_an_older_database_is_backed_up_and_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "policywatch.db"
    old_database(path)
    request.getfixturevalue("next_edition")
    with caplog.at_level(logging.WARNING, "monitor.store.file"):
        engine = open_store(path)
    (kept,) = tmp_path.glob("policywatch.db.backup-*")
    assert f"from edition {EDITION} to {NEXT}; backup: {kept}" in caplog.text
    with read(engine) as conn:
        assert conn.exec_driver_sql("SELECT name, heading, colour FROM topic").all() == [("kratom", "T", "grey")]
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("SELECT name, title FROM topic").fetchall() == [("kratom", "T")]
        assert copy.execute("SELECT version_num FROM schema_edition").fetchall() == [(EDITION,)]
    open_store(path).dispose()
    assert len(list(tmp_path.glob("policywatch.db.backup-*"))) == 1


def test_two_processes_may_bring_it_up_to_date_at_the_same_time(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "policywatch.db"
    old_database(path)
    request.getfixturevalue("next_edition")
    with ThreadPoolExecutor() as pool:
        for engine in pool.map(open_store, [path] * 2):
            engine.dispose()
    assert len(list(tmp_path.glob("policywatch.db.backup-*"))) == 1


def test_an_older_database_is_not_touched_when_only_read(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "policywatch.db"
    old_database(path)
    request.getfixturevalue("next_edition")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=rf"of edition {EDITION}, older than {NEXT}.*brings it up to date"):
        open_store(path, read_only=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "fault",
    [
        'op.execute("INSERT INTO nowhere VALUES (1)")',
        'op.execute("INSERT INTO match (id, topic_id, document_id, hits, matched_at) VALUES (1, 99, 99, 1, 1)")',
    ],
)
def test_a_migration_that_fails_changes_nothing_and_keeps_its_backup(
    tmp_path: Path, fault: str, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "policywatch.db"
    old_database(path)
    step: Path = request.getfixturevalue("next_edition")
    step.write_text(FOLLOWING + f"    {fault}\n")
    with pytest.raises(StoreError, match=r"Nothing was changed, and a backup is at \S+backup-"):
        open_store(path)
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT name, title FROM topic").fetchall() == [("kratom", "T")]
        assert conn.execute("SELECT version_num FROM schema_edition").fetchall() == [(EDITION,)]


def test_a_restored_backup_opens_and_goes_back_to_its_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.db"
    old_database(path)
    engine = open_store(path)
    kept = backup(engine)
    engine.dispose()
    shutil.copy(kept, path)
    engine = open_store(path)
    with read(engine) as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert conn.scalar(sa.select(topic.c.name)) == "kratom"
    engine.dispose()


@pytest.mark.postgresql
def test_an_older_server_database_is_brought_up_to_date_or_left_as_it_was(
    empty_postgresql: str, request: pytest.FixtureRequest
) -> None:
    open_store(empty_postgresql, create=True).dispose()
    step: Path = request.getfixturevalue("next_edition")
    step.write_text(FOLLOWING + '    op.execute("INSERT INTO nowhere VALUES (1)")\n')
    with pytest.raises(StoreError, match=rf"could not be brought to edition {NEXT}.*nowhere"):
        open_store(empty_postgresql)
    step.write_text(FOLLOWING)
    engine = open_store(empty_postgresql)
    with read(engine) as conn:
        assert {"heading", "colour"} <= {column["name"] for column in sa.inspect(conn).get_columns("topic")}
    engine.dispose()
