"""Where to look, as the file says it: how pages are fetched, sources, routes of jurisdictions, and watched addresses."""

import re
from pathlib import Path

from monitor.config.shape import (
    ROUTES,
    Fetch,
    Route,
    Sources,
    SourceSettings,
    Watch,
)
from monitor.config.table import Table
from monitor.config.values import (
    cadence_of,
    folder_of,
    is_jurisdiction,
    web_address,
)

WATCH_KINDS = ("page", "feed", "index")


def read_fetch(table: Table, folder: Path) -> Fetch:
    """`[fetch]`."""
    fetch = Fetch(
        allow_private=table.texts("allow_private"),
        intermediates=folder_of(table, "intermediates", folder),
        delay=table.number("delay", 1.0, 0.0, 3600.0) if table.has("delay") else None,
        processes=table.whole("processes", 2, 1, 64),
        time_limit=table.whole("time_limit", 1800, 10, 86400),
        memory_limit_mb=table.whole("memory_limit_mb", 2048, 256, 65536),
    )
    table.close()
    return fetch


def read_sources(table: Table) -> Sources:
    """`[sources]`, with a table for each source that has settings of its own."""
    enabled = table.texts("enabled", ("*",))
    return Sources(enabled=enabled, settings=tuple(_source(name, below) for name, below in table.children()))


def _source(name: str, table: Table) -> SourceSettings:
    settings = SourceSettings(
        name=name,
        cadence=cadence_of(table, "cadence", "", at_once=False),
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


def read_route(name: str, table: Table) -> Route:
    """`[jurisdictions.NAME]`."""
    jurisdiction = name.lower()
    if jurisdiction != "default" and not is_jurisdiction(jurisdiction):
        raise table.error(
            "", f'"{name}" is not a jurisdiction', 'Write [jurisdictions.us-va], or "default" for all others'
        )
    order = (table.choice("route", ROUTES, "direct"), *table.texts("then"))
    for route in order[1:]:
        if route not in ROUTES or order.count(route) > 1:
            raise table.error("then", f'"{route}" is no further route', f"Write some of {', '.join(ROUTES)}, each once")
    table.close()
    return Route(jurisdiction=jurisdiction, order=order)


def read_watches(root: Table) -> tuple[Watch, ...]:
    """`[[watch]]`, each of another name."""
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
    if jurisdiction and not is_jurisdiction(jurisdiction):
        raise table.error(
            "jurisdiction", f'"{jurisdiction}" is not a jurisdiction', 'Write ISO 3166-2 codes: "us", "us-va"'
        )
    watch = Watch(
        name=name,
        url=web_address(table, "url"),
        kind=kind,
        css=_selector(table, "css", table.text("css")),
        ignore=_ignored(table),
        follow=_selector(table, "follow", table.text("follow")),
        complete=table.flag("complete", False),
        cadence=cadence_of(table, "cadence", "every 6 hours", at_once=False),
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
