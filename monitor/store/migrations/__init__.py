"""The schema's history: numbered steps that Alembic applies, one version of the tables to the next.

Run in-process by `monitor.store.edition` on a connection whose transaction it began; there is no `alembic.ini`. A step once
released is never edited. There is no way down: the way back is the backup made before.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from monitor.store.faults import fault_of

FOLDER = Path(__file__).parent


class CannotMigrate(Exception):
    """A step failed or is unknown; the transaction must be rolled back."""


def upgrade(conn: sa.Connection, folder: Path | None = None) -> None:
    """Brings the tables to the newest edition inside the connection's transaction; the caller commits."""
    config = _config(folder or FOLDER)
    config.attributes["connection"] = conn
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise CannotMigrate(str(error)) from error
    except sa.exc.DBAPIError as error:
        if fault_of(error.orig, ""):  # full, locked, damaged …: said by whoever opened the connection
            raise
        raise CannotMigrate(str(error.orig)) from error


def newest(folder: Path | None = None) -> str:
    """The edition that the last step leads to."""
    head = ScriptDirectory.from_config(_config(folder or FOLDER)).get_current_head()
    assert head is not None
    return head


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
