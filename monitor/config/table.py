"""Reading one table of a configuration: typed values by key, and errors that name the file, the dotted path and the cure.

A key that nobody asked for is an error too, with the nearest known one, because a misspelt key that is silently ignored
is a subscription that silently never arrives.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from monitor.model.errors import ConfigError

_NAME = re.compile(r"\w(?:[\w .&-]{0,98}[\w.])?")
_WORDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number", list: "a list", dict: "a table"}


def quoted(key: str) -> str:
    """`key` as it stands in a dotted path: bare where TOML allows that, else in quotes."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'


def nearest(word: str, known: Iterable[str]) -> str:
    """ "Did you mean …?" for the most similar known word, or what there is to choose from."""
    from difflib import get_close_matches

    choices = tuple(known)
    close = get_close_matches(word, choices, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Known: {', '.join(sorted(choices))}" if choices else ""


class Table:
    """The values of one table. Each getter marks its key as known; `close()` complains about the rest."""

    def __init__(self, values: Mapping[str, Any], *, path: str, file: str) -> None:
        self.values, self.path, self.file = values, path, file
        self._known: list[str] = []

    def error(self, key: str, message: str, remedy: str = "") -> ConfigError:
        """The error for `key` of this table ("" for the table itself)."""
        path = ".".join(part for part in (self.path, quoted(key) if key else "") if part)
        return ConfigError(message, key=path, file=self.file, remedy=remedy)

    def has(self, key: str) -> bool:
        """True when the key is there; it counts as known from here on."""
        self._known.append(key)
        return key in self.values

    def text(self, key: str, default: str = "", *, lines: bool = False) -> str:
        """A string without surrounding blanks and without control characters; `lines` allows it to be broken."""
        value = str(self._value(key, str, default)).strip()
        allowed = "\t\r\n" if lines else ""
        if any((ord(character) < 32 or ord(character) == 127) and character not in allowed for character in value):
            raise self.error(key, "holds a line break or another control character", "Write it on one line")
        return value

    def required(self, key: str, example: str, *, lines: bool = False) -> str:
        """A string that must be there and not be empty; `example` shows how it is written."""
        value = self.text(key, lines=lines)
        if not value:
            missing = "is empty" if key in self.values else "is missing"
            raise self.error(key, missing, f"Write {example}")
        return value

    def choice(self, key: str, choices: Iterable[str], default: str) -> str:
        """One of several words."""
        value = self.text(key, default)
        if value not in choices:
            raise self.error(key, f'"{value}" is none of {", ".join(choices)}', nearest(value, choices))
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        return bool(self._value(key, bool, default))

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        value = float(self._value(key, float, default))
        if not low <= value <= high:
            raise self.error(key, f"{value:g} is out of range", f"Write a number from {low:g} to {high:g}")
        return value

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = int(self._value(key, int, default))
        if not low <= value <= high:
            raise self.error(key, f"{value} is out of range", f"Write a whole number from {low} to {high}")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings, each once, in the order written."""
        values = self._value(key, list, list(default))
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(key, f"holds {_kind(value)} where text is wanted", 'Write ["one", "two"]')
        return tuple(dict.fromkeys(value.strip() for value in values))

    def table(self, key: str) -> "Table":
        """The table under `key`, empty when it is not there."""
        return self._below(key, self._value(key, dict, {}), quoted(key))

    def named(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The tables under `key` by name, names checked: `[topics.kratom]` gives ("kratom", table)."""
        yield from self.table(key).children()

    def children(self) -> Iterator[tuple[str, "Table"]]:
        """Each table of this table by its name; two names that differ only in case are one too many."""
        seen: dict[str, str] = {}
        for name, value in self.values.items():
            if name in self._known:
                continue
            self._known.append(name)
            self.check_name(name, name)
            if name.casefold() in seen:
                raise self.error(name, f'has the same name as "{seen[name.casefold()]}"', "Rename one of them")
            seen[name.casefold()] = name
            if not isinstance(value, dict):
                raise self.error(
                    name, f"is {_kind(value)} where a table is wanted", f"Write [{self.path}.{quoted(name)}]"
                )
            yield name, self._below(name, value, quoted(name))

    def listed(self, key: str) -> Iterator["Table"]:
        """The tables of an array of tables: `[[watch]]`; the path counts them from 1."""
        for index, value in enumerate(self._value(key, list, []), start=1):
            if not isinstance(value, dict):
                raise self.error(key, f"holds {_kind(value)} where a table is wanted", f"Write [[{key}]]")
            yield self._below(key, value, f"{key}[{index}]")

    def check_name(self, key: str, name: str) -> None:
        """Names are printed, typed on a command line and used as file names."""
        if not _NAME.fullmatch(name):
            raise self.error(
                key,
                f"{name!r} is not a name",
                "Use letters, digits, blanks, dots, hyphens and underscores, at most 100",
            )

    def close(self) -> None:
        """Raises for the first key that no getter asked for."""
        for key in self.values:
            if key not in self._known:
                raise self.error(key, "is not a known key", nearest(key, self._known))

    def _below(self, key: str, values: Mapping[str, Any], step: str) -> "Table":
        return Table(values, path=f"{self.path}.{step}" if self.path else step, file=self.file)

    def _value(self, key: str, kind: type, default: Any) -> Any:
        if not self.has(key):
            return default
        value = self.values[key]
        right = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not right or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, f"is {_kind(value)} where {_WORDS[kind]} is wanted", _example(key, kind))
        return value


def _kind(value: object) -> str:
    return next((words for kind, words in _WORDS.items() if isinstance(value, kind)), type(value).__name__)


def _example(key: str, kind: type) -> str:
    examples = {str: '"…"', bool: "true", int: "10", float: "1.5", list: '["one", "two"]'}
    return f"Write {key} = {examples[kind]}" if kind in examples else f"Write [{key}]"
