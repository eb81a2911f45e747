"""What keys of several tables hold: zones, cadences, addresses, folders, secrets, names and jurisdictions, each judged where it is
read. Every fault names file and key."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config.cadence import parse_cadence
from monitor.config.table import Table, nearest


def zone_of(table: Table, key: str, default: str) -> str:
    """An IANA time zone."""
    from zoneinfo import ZoneInfo, available_timezones

    name = table.text(key, default)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # a folder, a path outside, an unknown name
        close = nearest(name, available_timezones())
        remedy = close if close.startswith("Did") else "Write one such as America/New_York"
        raise table.error(key, f'"{name}" is not a time zone', remedy) from error
    return name


def cadence_of(table: Table, key: str, default: str, *, at_once: bool) -> str:
    """A cadence that can be read; "" where the key is missing and has no default."""
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


def web_address(table: Table, key: str) -> str:
    """An http or https address with a host."""
    address = table.text(key)
    scheme, host = split_address(address) or ("", "")
    if address and (scheme not in ("http", "https") or not host or " " in address):
        raise table.error(key, f'"{address}" is not a web address', "Write https://…")
    return address


def split_address(address: str) -> tuple[str, str] | None:
    """(scheme, host) of an address, or None when it has no such form."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # reading the port is what judges it
    except ValueError:
        return None
    return parts.scheme, host or ""


def folder_of(table: Table, key: str, folder: Path) -> Path | None:
    """A folder that the file names, from where the file stands."""
    text = table.text(key)
    if not text:
        return None
    path = (folder / Path(text).expanduser()).resolve()
    if not path.is_dir():
        raise table.error(key, f"{path} is not a folder", "Create it, or remove the key")
    return path


def secret_of(table: Table, key: str, folder: Path, environ: Mapping[str, str]) -> tuple[str, str]:
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


def known_names(table: Table, key: str, noun: str, known: list[str]) -> tuple[str, ...]:
    """A list of names that must all be known."""
    names = table.texts(key)
    for name in names:
        if name not in known:
            raise table.error(key, f'no {noun} is called "{name}"', nearest(name, known) or f"Add one to {table.file}")
    return names


def jurisdictions_of(table: Table) -> tuple[str, ...]:
    """Codes of jurisdictions, or patterns of them."""
    names = tuple(name.lower() for name in table.texts("jurisdictions"))
    for name in names:
        if not is_jurisdiction(name.removesuffix("-*")):
            raise table.error(
                "jurisdictions", f'"{name}" is not a jurisdiction', 'Write ISO 3166-2 codes: "us", "us-va", or "us-*"'
            )
    return names


def is_jurisdiction(name: str) -> bool:
    """Whether it is a code such as "us-ky", or a pattern."""
    return re.fullmatch(r"[a-z]{2}(-[a-z0-9]{1,3})?", name) is not None
