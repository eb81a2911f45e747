"""Fresh databases for any test: `database` (SQLite), `postgresql`, and `any_database`, which runs a test on both.

PostgreSQL tests need a server: POLICYWATCH_TEST_POSTGRESQL names one (`python tests/start_postgresql.py run pytest` starts
one). Without it they skip, in CI they fail.
"""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from monitor.store.engine import open_store

_numbers = count(1)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One new database, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "policywatch.db"
    open_store(path, create=True).dispose()
    return path


@pytest.fixture
def database(tmp_path: Path, _sqlite_template: Path) -> Iterator[sa.Engine]:
    """A new SQLite database, `policywatch.db` in tmp_path."""
    path = tmp_path / "policywatch.db"
    shutil.copy(_sqlite_template, path)
    engine = open_store(path)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The URL of a server where databases may be made and dropped."""
    if url := os.environ.get("POLICYWATCH_TEST_POSTGRESQL", ""):
        return url
    reason = "POLICYWATCH_TEST_POSTGRESQL names no server: python tests/start_postgresql.py run pytest …"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def _postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of a database with our tables, made once; PostgreSQL copies it faster than it makes them."""
    name = f"policywatch_template_{os.getpid()}"
    _command(postgresql_server, "CREATE DATABASE {}", name)
    open_store(_url(postgresql_server, name), create=True).dispose()
    yield name
    _command(postgresql_server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def postgresql(postgresql_server: str, _postgresql_template: str) -> Iterator[sa.Engine]:
    """A new PostgreSQL database with our tables."""
    name = f"policywatch_test_{os.getpid()}_{next(_numbers)}"
    _command(postgresql_server, "CREATE DATABASE {} TEMPLATE {}", name, _postgresql_template)
    engine = open_store(_url(postgresql_server, name))
    yield engine
    engine.dispose()
    _command(postgresql_server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> Iterator[str]:
    """The URL of a new PostgreSQL database without any table."""
    name = f"policywatch_empty_{os.getpid()}_{next(_numbers)}"
    _command(postgresql_server, "CREATE DATABASE {}", name)
    yield _url(postgresql_server, name)
    _command(postgresql_server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_database(request: pytest.FixtureRequest) -> sa.Engine:
    """A new database, once of each kind: what holds for one must hold for both."""
    engine = request.getfixturevalue("database" if request.param == "sqlite" else "postgresql")
    assert isinstance(engine, sa.Engine)
    return engine


def _url(server: str, name: str) -> str:
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def _command(server: str, text: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(sql.SQL(text).format(*map(sql.Identifier, names)))
