"""Tables of legal status as files: the ones that come with policywatch by the name of a topic, and a user's own.

A table is TOML: `as_of`, then a `[[status]]` for each jurisdiction (jurisdiction, status, since, instrument, certainty, age, note,
evidence, upcoming).
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from monitor.model.errors import ConfigError
from monitor.model.records import LegalStatus, Upcoming
from monitor.topics.status import CERTAINTIES, STATUSES

SHIPPED = Path(__file__).parents[1] / "statuses"
_KEYS = {"jurisdiction", "status", "since", "instrument", "certainty", "age", "note", "evidence", "upcoming"}
_SINCE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
_PLACE = re.compile(r"[a-z]{2}(-[a-z0-9]{1,3})?")


def shipped(topic: str) -> Path | None:
    """The table that comes with policywatch for a topic of this name."""
    file = SHIPPED / f"{topic}.toml"
    return file if re.fullmatch(r"[\w-]+", topic) and file.exists() else None


def load_statuses(file: Path, topic: str) -> tuple[LegalStatus, ...]:
    """The statuses of a table, for a topic. Raises ConfigError that names file, entry and key."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigError(
            f"cannot be read: {fault}", file=str(file), remedy="Write it as TOML with [[status]]"
        ) from fault
    rows = table.get("status")
    if not isinstance(rows, list) or not rows:
        raise ConfigError("has no [[status]]", file=str(file), remedy="One for each jurisdiction")
    found = tuple(_status(row, topic, f"status {number}", file) for number, row in enumerate(rows, start=1))
    places = [one.jurisdiction for one in found]
    twice = sorted({place for place in places if places.count(place) > 1})
    if twice:
        raise ConfigError(f"{', '.join(twice)} stands twice", file=str(file), key="jurisdiction")
    return found


def _status(row: Any, topic: str, where: str, file: Path) -> LegalStatus:
    if not isinstance(row, Mapping) or set(row) - _KEYS:
        strange = ", ".join(sorted(set(row) - _KEYS)) if isinstance(row, Mapping) else str(row)
        raise ConfigError(f"unknown: {strange}", file=str(file), key=where, remedy=f"Known: {', '.join(sorted(_KEYS))}")
    for name in ("evidence", "upcoming"):
        if not isinstance(row.get(name, []), list):
            raise ConfigError(f"{name} is {row[name]!r}", file=str(file), key=where, remedy="Give a list")
    upcoming = tuple(_upcoming(one, where, file) for one in row.get("upcoming", []))
    said = {
        "jurisdiction": "",
        "status": "",
        **{name: row[name] for name in row if name not in ("evidence", "upcoming")},
    }
    return checked(
        **said,
        topic=topic,
        evidence=tuple(str(one) for one in row.get("evidence", [])),
        upcoming=upcoming,
        recorded_by=f"table {file.name}",
        where=where,
        file=str(file),
    )


def checked(*, where: str = "", file: str = "", **said: Any) -> LegalStatus:
    """A status whose words are known and whose dates can be read. Raises ConfigError that names the key."""
    for name, good, remedy in (
        ("jurisdiction", _PLACE.fullmatch(str(said.get("jurisdiction", ""))), 'a code such as "us-ky"'),
        ("status", said.get("status") in STATUSES, f"one of {', '.join(STATUSES)}"),
        ("since", _SINCE.fullmatch(str(said.get("since", ""))), '"2026-07-01", "2026-07" or "2026"'),
        ("certainty", said.get("certainty", "unknown") in CERTAINTIES, f"one of {', '.join(CERTAINTIES)}"),
        ("age", _is_age(said.get("age")), "a number of years"),
    ):
        if not good:
            raise ConfigError(f"{name} is {said.get(name)!r}", file=file, key=where or name, remedy=f"Give {remedy}")
    return LegalStatus(**said)


def _is_age(age: object) -> bool:
    return age is None or (isinstance(age, int) and 0 < age < 100)


def _upcoming(row: Any, where: str, file: Path) -> Upcoming:
    try:
        status = row["status"]
        if status not in STATUSES:
            raise ValueError(f"status is {status!r}")
        return Upcoming(on=date.fromisoformat(str(row["on"])), status=status, instrument=str(row.get("instrument", "")))
    except (KeyError, TypeError, ValueError) as fault:
        raise ConfigError(
            f"upcoming: {fault}", file=str(file), key=where, remedy='Give { on = "2027-01-01", status = "banned" }'
        ) from fault
