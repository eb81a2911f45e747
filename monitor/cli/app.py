"""What every verb shares: the three standard options, the configuration, the database, and printing."""

import functools
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from monitor.config import Config, load
from monitor.model.errors import ConfigError

if TYPE_CHECKING:
    import sqlalchemy as sa

DEFAULT_FILE = Path("policywatch.toml")


@dataclass
class App:
    """The context of one verb; configuration and database are opened when first asked for."""

    file: Path | None
    database: str | None
    as_json: bool

    @cached_property
    def config(self) -> Config:
        """The configuration: the file named, policywatch.toml of this folder, or the defaults."""
        named = self.file or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
        if self.file and not self.file.exists():
            raise ConfigError("no such file", file=str(self.file), remedy="Write one with `policywatch init`")
        return load(named, environ=os.environ)

    @cached_property
    def database_url(self) -> str:
        """Where the database is: the option, else the configuration."""
        return self.database or self.config.database

    @cached_property
    def engine(self) -> "sa.Engine":
        """The database, opened; StoreError when there is none."""
        from monitor.store.engine import open_store

        return open_store(self.database_url)

    def ensure_database(self) -> None:
        """Makes the database where there has been none; the first verb that fills it may be any of them."""
        from monitor.store.engine import open_store

        file = self.database_url.removeprefix("sqlite:///")
        if "://" in file or Path(file).exists():
            return
        open_store(self.database_url, create=True)
        click.echo(f"a new database: {file}", err=True)

    def emit(self, rows: Iterable[Mapping[str, Any]], show: Callable[[Mapping[str, Any]], str]) -> int:
        """Prints rows, one JSON object a line or as `show` words them; returns how many there were."""
        count = 0
        for row in rows:
            count += 1
            click.echo(as_json(row) if self.as_json else show(row))
        return count


def as_json(row: Mapping[str, Any]) -> str:
    """One JSON object on one line, with moments as ISO 8601."""
    return msgspec.json.encode(row, enc_hook=str).decode()


def standard(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --config, --database and --json to a verb and hands it an `App`."""

    @click.option(
        "--config", "config_file", type=click.Path(path_type=Path), help="The configuration file [policywatch.toml]."
    )
    @click.option(
        "--database", metavar="URL", help="sqlite:///file, a path, or postgresql://… [from the configuration]."
    )
    @click.option("--json", "as_json", is_flag=True, help="One JSON object a line, stable for scripts.")
    @functools.wraps(command)
    def wrapped(*args: Any, config_file: Path | None, database: str | None, as_json: bool, **more: Any) -> Any:
        return command(App(file=config_file, database=database, as_json=as_json), *args, **more)

    return wrapped


class Moment(click.ParamType[datetime]):
    """A date or moment: 2025-02-01, 2025-02-01T12:00:00Z; without a zone it is UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            when = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date or time; write 2025-02-01 or 2025-02-01T12:00:00Z", param, ctx)
        return when if when.tzinfo else when.replace(tzinfo=UTC)


def terminal() -> bool:
    """Whether a person is looking: colour and progress are for them only."""
    return sys.stdout.isatty()


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the largest fitting unit: "3 h", "2 days", "never"."""
    if moment is None:
        return "never"
    minutes = int((now - moment).total_seconds() // 60)
    for size, unit in ((1440, "day"), (60, "h"), (1, "min")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''} ago"
    return "just now"
