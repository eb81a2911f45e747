"""Whom to tell, as the file says it: destinations, subscriptions and the operator."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config.follow import TOPIC as FOLLOWED
from monitor.config.shape import (
    CANARY,
    OPERATOR,
    ConfiguredDestination,
    Subscription,
)
from monitor.config.table import Table, nearest
from monitor.config.typed import is_mailbox, through
from monitor.config.values import (
    cadence_of,
    jurisdictions_of,
    known_names,
    secret_of,
    zone_of,
)
from monitor.model.errors import ConfigError

if TYPE_CHECKING:
    from monitor.model.records import Topic

FORMATS = ("html", "text", "markdown")


def read_destination(name: str, table: Table, *, folder: Path, environ: Mapping[str, str]) -> ConfiguredDestination:
    """`[destinations.NAME]`."""
    given = [key for key in ("url", "url_env", "url_file", "to") if table.has(key)]
    if len(given) != 1:
        raise table.error(
            "", "needs exactly one of url, url_env, url_file and to", f"Found: {', '.join(given) or 'none'}"
        )
    if given == ["to"]:
        return _mailbox(name, table)
    address, problem = secret_of(table, given[0], folder, environ)
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


def _mailbox(name: str, table: Table) -> ConfiguredDestination:
    """A reader's mailbox, told by the server of another destination."""
    to, by = table.text("to"), table.text("through")
    if not is_mailbox(to):
        raise table.error(
            "to", f'"{to}" is not one mail address', "Write ann@example.org, a destination for each reader"
        )
    if not by:
        raise table.error("through", "is missing", "Name the mail destination whose server sends it")
    form, unsubscribe = table.choice("format", FORMATS, "html"), _unsubscribe(table)
    table.close()
    return ConfiguredDestination(
        name=name, to=to, through=by, format=form, key=f"{table.path}.to", unsubscribe=unsubscribe
    )


def connected(destinations: Sequence[ConfiguredDestination]) -> tuple[ConfiguredDestination, ...]:
    """The destinations, those with `through` with the addresses that follow from the ones they name."""
    return tuple(_connected(one, destinations) if one.through else one for one in destinations)


def _connected(one: ConfiguredDestination, others: Sequence[ConfiguredDestination]) -> ConfiguredDestination:
    known = {other.name: other for other in others if not other.through}
    server = known.get(one.through)
    key = f"destinations.{one.name}.through"
    if server is None:
        raise ConfigError(
            f'no destination with an address is called "{one.through}"',
            key=key,
            remedy=nearest(one.through, list(known)),
        )
    if server.problem:
        return replace(one, problem=server.problem)
    try:
        address = through(server.address, one.to)
    except ConfigError as fault:
        raise ConfigError(f'"{one.through}" {fault.message}', key=key, remedy=fault.remedy) from fault
    return replace(one, address=address, unsubscribe=one.unsubscribe or server.unsubscribe)


def _unsubscribe(table: Table) -> str:
    """An https address that unsubscribes with one POST (RFC 8058), or a mailto one."""
    address = table.text("unsubscribe")
    if address and not re.fullmatch(r"(https://[^\s<>,/]+|mailto:[^\s<>,@]+@)[^\s<>,]*", address):
        raise table.error(
            "unsubscribe", f'"{address}" is neither https:// nor mailto:', "Write https://… or mailto:leave@example.org"
        )
    return address


def read_subscription(
    name: str,
    table: Table,
    topics: "tuple[Topic, ...]",
    destinations: tuple[ConfiguredDestination, ...],
    zone: str,
    templates: Path | None,
) -> Subscription:
    """`[subscriptions.NAME]`."""
    from monitor.model.documents import KINDS

    if name.casefold() in (OPERATOR, CANARY):
        raise table.error("", f'"{name}" is kept for health messages', "Choose another name, or use [operator]")
    subscription = Subscription(
        name=name,
        topics=known_names(
            table, "topics", "topic", list(dict.fromkeys((*(topic.name for topic in topics), FOLLOWED)))
        ),
        cadence=cadence_of(table, "cadence", "mon 08:00", at_once=True),
        timezone=zone_of(table, "timezone", zone),
        destinations=known_names(table, "destinations", "destination", [known.name for known in destinations]),
        send_empty=table.flag("send_empty", False),
        jurisdictions=jurisdictions_of(table),
        kinds=known_names(table, "kinds", "kind of document", list(KINDS)),
        minimum_importance=table.number("minimum_importance", 0.0, 0.0, 1.0),
        paused=table.flag("paused", False),
        quiet_hours=_quiet_hours(table),
        holidays=_holidays(table),
        template=_template(table, templates),
        language=_language(table),
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


def _language(table: Table) -> str:
    """A BCP 47 tag (RFC 5646) whose dates can be written."""
    tag = table.text("language")
    if not tag:
        return ""
    from monitor.digests.language import is_known

    if not is_known(tag):
        raise table.error(
            "language", f'"{tag}" is no language whose dates are known', 'Write a tag like "es" or "pt-BR"'
        )
    return tag


def read_operator(
    table: Table, destinations: tuple[ConfiguredDestination, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(who hears of failing sources, where the canary goes)."""
    known = [one.name for one in destinations]
    names = known_names(table, "destinations", "destination", known)
    canary = known_names(table, "canary", "destination", known)
    table.close()
    return names, canary
