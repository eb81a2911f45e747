"""From `policywatch.toml` to a `Config`: reads the file, judges every key, fetches secrets from where the file says.

What needs a parser of its own (a topic's query, an Apprise address) is judged by `verify`, for the verbs that act on it, so
that `policywatch status` starts without loading either.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from monitor.config.follow import read_follow, with_follows
from monitor.config.looking import read_fetch, read_route, read_sources, read_watches
from monitor.config.shape import (
    Config,
)
from monitor.config.table import Table, quoted
from monitor.config.telling import connected, read_destination, read_operator, read_subscription
from monitor.config.values import (
    folder_of,
    secret_of,
    split_address,
    web_address,
    zone_of,
)
from monitor.model.errors import ConfigError, MonitorError

if TYPE_CHECKING:
    from monitor.model.records import Topic

STARTER = Path(__file__).parent.parent / "starter.toml"
"""The commented configuration that `policywatch init` writes."""


def load(path: Path | None, *, environ: Mapping[str, str]) -> Config:
    """The configuration in `path`, or the defaults when `path` is None.

    Raises ConfigError naming file, dotted key and cure. Secrets named by `url_env` and `url_file` are fetched here; a
    destination whose secret is missing is an error only when it is needed (`Config.reach`).
    """
    if path is None:
        return Config(database=_database_url("policywatch.db", Path()))
    root = Table(_read(path), path="", file=str(path))
    folder = path.parent
    zone = zone_of(root, "timezone", "UTC")
    watches = read_watches(root)
    follows = tuple(read_follow(table, watches) for table in root.listed("follow"))
    topics = with_follows(tuple(_topic(name, table) for name, table in root.named("topics")), follows, root)
    destinations = connected(
        [read_destination(name, table, folder=folder, environ=environ) for name, table in root.named("destinations")]
    )
    templates = folder_of(root, "templates", folder)
    operator, canary = read_operator(root.table("operator"), destinations)
    config = Config(
        file=str(path),
        database=_database(root, folder, environ),
        contact=_contact(root),
        timezone=zone,
        templates=templates,
        public_url=web_address(root, "public_url").rstrip("/"),
        fetch=read_fetch(root.table("fetch"), folder),
        sources=read_sources(root.table("sources")),
        topics=topics,
        destinations=destinations,
        subscriptions=tuple(
            read_subscription(name, table, topics, destinations, zone, templates)
            for name, table in root.named("subscriptions")
        ),
        operator=operator,
        canary=canary,
        watches=watches,
        follows=follows,
        routes=tuple(read_route(name, table) for name, table in root.named("jurisdictions")),
    )
    root.close()
    return config


def verify(
    config: Config,
    *,
    query: Callable[[str], object] | None = None,
    address: Callable[[str], object] | None = None,
) -> None:
    """Judges each topic's query and each destination's address with parsers that raise MonitorError or ValueError; raises
    ConfigError with the key. Queries are parsed as Lucene syntax by default, addresses only when a parser is given."""
    from monitor.topics.query import parse

    for topic in config.topics:
        for key, text in (("query", topic.query), ("candidates", topic.candidates)):
            if text:
                _try(query or parse, text, f"topics.{quoted(topic.name)}.{key}", config.file)
    for destination in config.destinations:
        if address and destination.address:
            _try(address, destination.address, destination.key, config.file)


def secrets(config: Config) -> tuple[str, ...]:
    """Every string that must not be printed, longest first: whole addresses, passwords, tokens in paths and options."""
    from monitor.digests.redact import secrets as parts_of

    addresses = [known.address for known in config.destinations if known.address]
    password = "" if config.database.startswith("sqlite") else urlsplit(config.database).password or ""
    found = {part for address in addresses for part in parts_of(address)} | {password, unquote(password)} - {""}
    return tuple(sorted(found, key=lambda part: (-len(part), part)))


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(
            "there is no such file", file=str(path), remedy="Run `policywatch init` to write one"
        ) from error
    except OSError as error:
        raise ConfigError(
            f"cannot be read ({error.strerror})", file=str(path), remedy="Check the path and who may read it"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"line {line}: not UTF-8", file=str(path), remedy="Save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise ConfigError(
            *_toml_fault(str(error)), file=str(path), remedy="Correct that line; see https://toml.io"
        ) from error
    except RecursionError as error:
        raise ConfigError("brackets are nested too deeply", file=str(path), remedy="Close the brackets") from error


def _toml_fault(message: str) -> tuple[str]:
    """tomllib's "Expected … (at line 3, column 4)" with the place first."""
    found = re.fullmatch(r"(.*) \(at (.*)\)", message, re.DOTALL)
    return (f"{found[2]}: {found[1]}" if found else message,)


def _try(judge: Callable[[str], object], text: str, key: str, file: str) -> None:
    try:
        judge(text)
    except (MonitorError, ValueError) as error:
        message = error.message if isinstance(error, MonitorError) else str(error)
        raise ConfigError(
            message, key=key, file=file, remedy=error.remedy if isinstance(error, MonitorError) else ""
        ) from error


def _contact(table: Table) -> str:
    contact = table.text("contact")
    if contact and not re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+|https?://[^\s<>()]+", contact):
        raise table.error(
            "contact", f'"{contact}" is neither an e-mail address nor a web address', "Write you@example.org"
        )
    return contact


def _topic(name: str, table: Table) -> "Topic":
    from monitor.model.records import Topic

    topic = Topic(
        name=name,
        query=table.required("query", 'query = "kratom OR mitragynine"', lines=True),
        candidates=table.text("candidates", lines=True),
        title=table.text("title"),
    )
    table.close()
    return topic


def _database(table: Table, folder: Path, environ: Mapping[str, str]) -> str:
    given = [key for key in ("database", "database_env", "database_file") if table.has(key)]
    if len(given) > 1:
        raise table.error(given[1], f"stands beside {given[0]}", "Keep one of them")
    if not given:
        return _database_url("policywatch.db", folder)
    value, problem = secret_of(table, given[0], folder, environ)
    if problem:
        raise table.error(given[0], problem, "Set it and start again")
    scheme = value.partition("://")[0] if "://" in value else "sqlite"
    if scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        raise table.error(
            given[0], f'"{scheme}" is not a database', "Write a file's path, sqlite:///… or postgresql://…"
        )
    if scheme != "sqlite" and split_address(value) is None:
        raise table.error(given[0], "is not an address", "Write postgresql://user:password@host/name")
    return _database_url(value, folder)


def _database_url(value: str, folder: Path) -> str:
    """`value` as a URL; a relative SQLite path is taken from the configuration's folder, wherever the service is started."""
    if "://" in value and not value.startswith("sqlite:///"):
        return value
    path = value.removeprefix("sqlite:///")
    if path in ("", ":memory:"):
        return value
    return f"sqlite:///{(folder / Path(path).expanduser()).absolute()}"
