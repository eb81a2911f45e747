"""What every verb shares: the three standard options, the configuration, the database, and how to print."""

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
import msgspec

from monitor.cli.screen import safe
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

    def reading(self) -> "AbstractContextManager[sa.Connection]":
        """A consistent view of the database; what is wrong with it is a StoreError."""
        from monitor.store.engine import read

        return read(self.engine)

    def writing(self) -> "AbstractContextManager[sa.Connection]":
        """One writing transaction; what is wrong with the database is a StoreError."""
        from monitor.store.engine import write

        return write(self.engine)

    def ensure_database(self) -> None:
        """Makes the database where there has been none; the first verb that fills it may be any of them."""
        from monitor.store.engine import open_store

        file = self.database_url.removeprefix("sqlite:///")
        if "://" in file or Path(file).exists():
            return
        self.engine = open_store(self.database_url, create=True)
        click.echo(f"a new database: {file}", err=True)

    def close(self) -> None:
        """Gives the database back."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def emit(self, rows: Iterable[Mapping[str, Any]], show: Callable[[Mapping[str, Any]], str]) -> int:
        """Prints rows, one JSON object a line or as `show` words them; returns how many there were."""
        count = 0
        for row in rows:
            count += 1
            click.echo(as_json(row) if self.as_json else safe(show(row)))
        return count

    def say(self, row: Mapping[str, Any], words: str) -> None:
        """Prints one outcome: the row for scripts, the words for people."""
        self.emit([row], lambda _: words)


def as_json(row: Mapping[str, Any]) -> str:
    """One JSON object on one line, with moments as ISO 8601."""
    return msgspec.json.encode(row, enc_hook=str).decode()


def standard(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --config, --database and --json to a verb and hands it an `App`, which is closed when the verb ends."""

    @click.option(
        "--config", "config_file", type=click.Path(path_type=Path), help="The configuration file [policywatch.toml]."
    )
    @click.option(
        "--database", metavar="URL", help="sqlite:///file, a path, or postgresql://… [from the configuration]."
    )
    @click.option("--json", "as_json", is_flag=True, help="One JSON object a line, stable for scripts.")
    @functools.wraps(command)
    def wrapped(*args: Any, config_file: Path | None, database: str | None, as_json: bool, **more: Any) -> Any:
        app = App(file=config_file, database=database, as_json=as_json)
        try:
            return command(app, *args, **more)
        finally:
            app.close()

    return wrapped


@contextmanager
def output(out: Path | None) -> Iterator[IO[str]]:
    """Where text goes: standard output, or a file that takes its name only when everything is in it."""
    if out is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    with placed(out) as partial, partial.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def placed(out: Path) -> Iterator[Path]:
    """A name to write to that becomes `out` at the end, so that a failure leaves no half of a file, nor harms an old one."""
    if out.exists() and not out.is_file():  # a device or a pipe has no other name
        yield out
        return
    partial = out.with_name(f"{out.name}.partial")
    try:
        yield partial
        partial.replace(out)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(out)) from fault
    finally:
        partial.unlink(missing_ok=True)
