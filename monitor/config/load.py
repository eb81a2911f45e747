"""From `policywatch.toml` to a `Config`: reads the file, judges every key, fetches secrets from where the file says.

What needs a parser of its own (a topic's query, an Apprise address) is judged by `verify`, for the verbs that act on it, so
that `policywatch status` starts without loading either.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from monitor.config.cadence import parse_cadence
from monitor.config.follow import TOPIC as FOLLOWED
from monitor.config.follow import read_follow, with_follows
from monitor.config.shape import (
    CANARY,
    OPERATOR,
    ROUTES,
    Config,
    ConfiguredDestination,
    Fetch,
    Route,
    Sources,
    SourceSettings,
    Subscription,
    Watch,
)
from monitor.config.table import Table, nearest, quoted
from monitor.model.errors import ConfigError, MonitorError

if TYPE_CHECKING:
    from monitor.model.records import Topic

FORMATS = ("html", "text", "markdown")
WATCH_KINDS = ("page", "feed", "index")
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
    zone = _zone(root, "timezone", "UTC")
    watches = _watches(root)
    follows = tuple(read_follow(table, watches) for table in root.listed("follow"))
    topics = with_follows(tuple(_topic(name, table) for name, table in root.named("topics")), follows, root)
    destinations = tuple(
        _destination(name, table, folder=folder, environ=environ) for name, table in root.named("destinations")
    )
    templates = _folder(root, "templates", folder)
    operator, canary = _operator(root.table("operator"), destinations)
    config = Config(
        file=str(path),
        database=_database(root, folder, environ),
        contact=_contact(root),
        timezone=zone,
        templates=templates,
        public_url=_web_address(root, "public_url").rstrip("/"),
        fetch=_fetch(root.table("fetch"), folder),
        sources=_sources(root.table("sources")),
        topics=topics,
        destinations=destinations,
        subscriptions=tuple(
            _subscription(name, table, topics, destinations, zone, templates)
            for name, table in root.named("subscriptions")
        ),
        operator=operator,
        canary=canary,
        watches=watches,
        follows=follows,
        routes=tuple(_route(name, table) for name, table in root.named("jurisdictions")),
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


def _zone(table: Table, key: str, default: str) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    name = table.text(key, default)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # a folder, a path outside, an unknown name
        close = nearest(name, available_timezones())
        remedy = close if close.startswith("Did") else "Write one such as America/New_York"
        raise table.error(key, f'"{name}" is not a time zone', remedy) from error
    return name


def _cadence(table: Table, key: str, default: str, *, at_once: bool) -> str:
    text = table.text(key, default)
    if not text:
        return ""
    try:
        cadence = parse_cadence(text)
    except ValueError as error:
        raise table.error(key, str(error)) from error
    if cadence.at_once and not at_once:
        raise table.error(key, "a source cannot be checked at once", 'Write how often, such as "every 6 hours"')
    return cadence.text


def _contact(table: Table) -> str:
    contact = table.text("contact")
    if contact and not re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+|https?://[^\s<>()]+", contact):
        raise table.error(
            "contact", f'"{contact}" is neither an e-mail address nor a web address', "Write you@example.org"
        )
    return contact


def _web_address(table: Table, key: str) -> str:
    address = table.text(key)
    scheme, host = _split(address) or ("", "")
    if address and (scheme not in ("http", "https") or not host or " " in address):
        raise table.error(key, f'"{address}" is not a web address', "Write https://…")
    return address


def _split(address: str) -> tuple[str, str] | None:
    """(scheme, host) of an address, or None when it has no such form."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # reading the port is what judges it
    except ValueError:
        return None
    return parts.scheme, host or ""


def _folder(table: Table, key: str, folder: Path) -> Path | None:
    """A folder that the file names, from where the file stands."""
    text = table.text(key)
    if not text:
        return None
    path = (folder / Path(text).expanduser()).resolve()
    if not path.is_dir():
        raise table.error(key, f"{path} is not a folder", "Create it, or remove the key")
    return path


def _fetch(table: Table, folder: Path) -> Fetch:
    fetch = Fetch(
        allow_private=table.texts("allow_private"),
        intermediates=_folder(table, "intermediates", folder),
        delay=table.number("delay", 1.0, 0.0, 3600.0) if table.has("delay") else None,
        processes=table.whole("processes", 2, 1, 64),
        time_limit=table.whole("time_limit", 1800, 10, 86400),
        memory_limit_mb=table.whole("memory_limit_mb", 2048, 256, 65536),
    )
    table.close()
    return fetch


def _sources(table: Table) -> Sources:
    enabled = table.texts("enabled", ("*",))
    return Sources(enabled=enabled, settings=tuple(_source(name, below) for name, below in table.children()))


def _source(name: str, table: Table) -> SourceSettings:
    settings = SourceSettings(
        name=name,
        cadence=_cadence(table, "cadence", "", at_once=False),
        enabled=table.flag("enabled", True),
        terms=table.texts("terms"),
    )
    for key, value in table.values.items():
        if isinstance(value, dict):
            raise table.error(
                key, "a source's name holds a dot, so it stands in quotes", f'Write [sources."{name}.{key}"]'
            )
    table.close()
    return settings


def _route(name: str, table: Table) -> Route:
    jurisdiction = name.lower()
    if jurisdiction != "default" and not _is_jurisdiction(jurisdiction):
        raise table.error(
            "", f'"{name}" is not a jurisdiction', 'Write [jurisdictions.us-va], or "default" for all others'
        )
    order = (table.choice("route", ROUTES, "direct"), *table.texts("then"))
    for route in order[1:]:
        if route not in ROUTES or order.count(route) > 1:
            raise table.error("then", f'"{route}" is no further route', f"Write some of {', '.join(ROUTES)}, each once")
    table.close()
    return Route(jurisdiction=jurisdiction, order=order)


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


def _destination(name: str, table: Table, *, folder: Path, environ: Mapping[str, str]) -> ConfiguredDestination:
    given = [key for key in ("url", "url_env", "url_file") if table.has(key)]
    if len(given) != 1:
        raise table.error("", "needs exactly one of url, url_env and url_file", f"Found: {', '.join(given) or 'none'}")
    address, problem = _secret(table, given[0], folder, environ)
    if not problem and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://\S+", address):
        raise table.error(
            given[0], "is not an Apprise address", "Write scheme://…, see https://github.com/caronc/apprise/wiki"
        )
    form = table.choice("format", FORMATS, "html")
    unsubscribe = _unsubscribe(table)
    table.close()
    key = f"{table.path}.{given[0]}"
    return ConfiguredDestination(
        name=name, format=form, address=address, key=key, problem=problem, unsubscribe=unsubscribe
    )


def _unsubscribe(table: Table) -> str:
    """An https address that unsubscribes with one POST (RFC 8058), or a mailto one."""
    address = table.text("unsubscribe")
    if address and not re.fullmatch(r"(https://[^\s<>,/]+|mailto:[^\s<>,@]+@)[^\s<>,]*", address):
        raise table.error(
            "unsubscribe", f'"{address}" is neither https:// nor mailto:', "Write https://… or mailto:leave@example.org"
        )
    return address


def _secret(table: Table, key: str, folder: Path, environ: Mapping[str, str]) -> tuple[str, str]:
    """(value, "") or ("", what is wrong) of a key that may end in _env or _file."""
    written = table.required(key, f'{key} = "…"')
    if key.endswith("_env"):
        value = environ.get(written, "").strip()
        return value, "" if value else f"the environment variable {written} is not set"
    if key.endswith("_file"):
        path = folder / Path(written).expanduser()
        try:
            value = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            return "", f"{path} cannot be read ({getattr(error, 'strerror', None) or 'not text'})"
        return value, "" if value else f"{path} is empty"
    return written, ""


def _database(table: Table, folder: Path, environ: Mapping[str, str]) -> str:
    given = [key for key in ("database", "database_env", "database_file") if table.has(key)]
    if len(given) > 1:
        raise table.error(given[1], f"stands beside {given[0]}", "Keep one of them")
    if not given:
        return _database_url("policywatch.db", folder)
    value, problem = _secret(table, given[0], folder, environ)
    if problem:
        raise table.error(given[0], problem, "Set it and start again")
    scheme = value.partition("://")[0] if "://" in value else "sqlite"
    if scheme.partition("+")[0] not in ("sqlite", "postgresql"):
        raise table.error(
            given[0], f'"{scheme}" is not a database', "Write a file's path, sqlite:///… or postgresql://…"
        )
    if scheme != "sqlite" and _split(value) is None:
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


def _subscription(
    name: str,
    table: Table,
    topics: "tuple[Topic, ...]",
    destinations: tuple[ConfiguredDestination, ...],
    zone: str,
    templates: Path | None,
) -> Subscription:
    from monitor.model.documents import KINDS

    if name.casefold() in (OPERATOR, CANARY):
        raise table.error("", f'"{name}" is kept for health messages', "Choose another name, or use [operator]")
    subscription = Subscription(
        name=name,
        topics=_known(table, "topics", "topic", list(dict.fromkeys((*(topic.name for topic in topics), FOLLOWED)))),
        cadence=_cadence(table, "cadence", "mon 08:00", at_once=True),
        timezone=_zone(table, "timezone", zone),
        destinations=_known(table, "destinations", "destination", [known.name for known in destinations]),
        send_empty=table.flag("send_empty", False),
        jurisdictions=_jurisdictions(table),
        kinds=_known(table, "kinds", "kind of document", list(KINDS)),
        minimum_importance=table.number("minimum_importance", 0.0, 0.0, 1.0),
        paused=table.flag("paused", False),
        quiet_hours=_quiet_hours(table),
        holidays=_holidays(table),
        template=_template(table, templates),
    )
    if not subscription.topics:
        raise table.error(
            "topics", "names no topic", nearest("", [topic.name for topic in topics]) or "Add a [topics.NAME]"
        )
    table.close()
    return subscription


def _quiet_hours(table: Table) -> str:
    text = table.text("quiet_hours").replace(" ", "")
    time = r"([01]\d|2[0-3]):[0-5]\d"
    if text and (not re.fullmatch(f"{time}-{time}", text) or text[:5] == text[6:]):
        raise table.error("quiet_hours", f'"{text}" is not a span of the day', 'Write "21:00-07:00"')
    return text


def _holidays(table: Table) -> tuple[str, ...]:
    """ISO dates, in order."""
    from datetime import date

    days = table.texts("holidays")
    for day in days:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise table.error("holidays", f'"{day}" is not a date', 'Write "2026-12-25"') from error
    return tuple(sorted(set(days)))


def _template(table: Table, templates: Path | None) -> str:
    """The name of a template in the user's own folder."""
    name = table.text("template")
    if name and not re.fullmatch(r"[A-Za-z0-9][\w-]{0,60}", name):
        raise table.error("template", f'"{name}" is not a name of a template', "Write letters, digits, - and _")
    if name and not any((templates / "digest").glob(f"{name}.*") if templates else ()):
        where = f"{templates}/digest" if templates else "the folder that `templates` names"
        raise table.error("template", f'no template is called "{name}"', f"Write {name}.html, .txt or .md in {where}")
    return name


def _known(table: Table, key: str, noun: str, known: list[str]) -> tuple[str, ...]:
    """A list of names that must all be known."""
    names = table.texts(key)
    for name in names:
        if name not in known:
            raise table.error(key, f'no {noun} is called "{name}"', nearest(name, known) or f"Add one to {table.file}")
    return names


def _jurisdictions(table: Table) -> tuple[str, ...]:
    names = tuple(name.lower() for name in table.texts("jurisdictions"))
    for name in names:
        if not _is_jurisdiction(name.removesuffix("-*")):
            raise table.error(
                "jurisdictions", f'"{name}" is not a jurisdiction', 'Write ISO 3166-2 codes: "us", "us-va", or "us-*"'
            )
    return names


def _is_jurisdiction(name: str) -> bool:
    return re.fullmatch(r"[a-z]{2}(-[a-z0-9]{1,3})?", name) is not None


def _operator(table: Table, destinations: tuple[ConfiguredDestination, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(who hears of failing sources, where the canary goes)."""
    known = [one.name for one in destinations]
    names = _known(table, "destinations", "destination", known)
    canary = _known(table, "canary", "destination", known)
    table.close()
    return names, canary


def _watches(root: Table) -> tuple[Watch, ...]:
    watches: dict[str, Watch] = {}
    for table in root.listed("watch"):
        watch = _watch(table)
        if watch.name.casefold() in watches:
            raise table.error("name", f'"{watch.name}" is already watched', "Give each [[watch]] a name of its own")
        watches[watch.name.casefold()] = watch
    return tuple(watches.values())


def _watch(table: Table) -> Watch:
    name = table.required("name", 'name = "FDA and Kratom"')
    if len(name) > 100 or name.startswith("-"):
        raise table.error(
            "name", f'"{name}" cannot be used as a name', "Use at most 100 characters, not beginning with -"
        )
    table.required("url", 'url = "https://…"')
    kind = table.choice("kind", WATCH_KINDS, "page")
    jurisdiction = table.text("jurisdiction").lower()
    if jurisdiction and not _is_jurisdiction(jurisdiction):
        raise table.error(
            "jurisdiction", f'"{jurisdiction}" is not a jurisdiction', 'Write ISO 3166-2 codes: "us", "us-va"'
        )
    watch = Watch(
        name=name,
        url=_web_address(table, "url"),
        kind=kind,
        css=_selector(table, "css", table.text("css")),
        ignore=_ignored(table),
        follow=_selector(table, "follow", table.text("follow")),
        complete=table.flag("complete", False),
        cadence=_cadence(table, "cadence", "every 6 hours", at_once=False),
        jurisdiction=jurisdiction,
    )
    if watch.complete and kind != "index":
        raise table.error("complete", "goes with kind index and with no other", 'Write kind = "index", or remove it')
    if (kind == "index") != bool(watch.follow):
        remedy = 'Write follow = "css of the links"' if kind == "index" else 'Write kind = "index", or remove it'
        raise table.error("follow", "goes with kind index and with no other", remedy)
    table.close()
    return watch


def _selector(table: Table, key: str, css: str) -> str:
    if css:
        from cssselect import SelectorError, parse

        try:
            parse(css)
        except SelectorError as error:
            raise table.error(key, f'"{css}" is not a CSS selector ({error})') from error
    return css


def _ignored(table: Table) -> tuple[str, ...]:
    rules = table.texts("ignore")
    for rule in rules:
        if not rule.startswith("re:"):
            _selector(table, "ignore", rule)
            continue
        try:
            re.compile(rule.removeprefix("re:"))
        except re.error as error:
            raise table.error("ignore", f'"{rule}" is not a regular expression ({error})') from error
    return rules
