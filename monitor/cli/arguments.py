"""What a person may type where a verb wants a moment, an address, a number or a name."""

from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

import click

from monitor.model.documents import KINDS
from monitor.model.errors import UnknownName
from monitor.model.records import ChangeKind

ROW = click.IntRange(1, 2**63 - 1)
"""The number of a change or a delivery."""

KIND = click.Choice([*KINDS, *(one.value for one in ChangeKind)])
"""A kind of document or of change."""


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
        if not 1970 <= when.year < 2200:
            self.fail(f"{value!r} is not a time to watch policy; write a year from 1970 to 2199", param, ctx)
        return when if when.tzinfo else when.replace(tzinfo=UTC)


class WebAddress(click.ParamType[str]):
    """An http or https address."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            parts = urlsplit(str(value))
            right = parts.scheme in ("http", "https") and bool(parts.hostname) and not set(value) & set(' "<>\\\n')
        except ValueError:
            right = False
        if not right:
            self.fail(f"{value!r} is not a web address; write https://…", param, ctx)
        return str(value)


def known(kind: str, name: str, names: list[str]) -> None:
    """Raises UnknownName, with what is similar, unless the name is empty or one of these."""
    if name and name not in names:
        raise UnknownName(kind, name, tuple(get_close_matches(name, names)))
