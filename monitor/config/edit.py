"""Changing policywatch.toml for its owner: the one home of tomlkit.

The file stays the truth, so what a verb changes is written there first, in as few lines as possible: comments, order and layout of
all else stay. Each edit is checked twice before anything is written: the new text must parse to exactly what was meant, and it must
be a configuration without mistakes.
"""

import copy
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from monitor.config.table import quoted
from monitor.model.errors import ConfigError


class Draft:
    """A configuration file in the making: `text` is what it would say."""

    def __init__(self, path: Path) -> None:
        try:
            self.path = path.resolve()
            self.before = self.path.read_bytes().decode("utf-8-sig")
            self.text = self.before
            self._values()
        except FileNotFoundError as error:
            raise ConfigError(
                "there is no such file", file=str(path), remedy="Run `policywatch init` to write one"
            ) from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(str(error), file=str(path), remedy="Correct the file first") from error

    def names(self, kind: str) -> list[str]:
        """The names of the tables of a kind: "topics", "subscriptions"."""
        found = self._values().get(kind, {})
        return list(found) if isinstance(found, dict) else []

    def get(self, kind: str, name: str) -> Mapping[str, Any]:
        """What a table says."""
        found: Mapping[str, Any] = self._values()[kind][name]
        return found

    def entries(self, kind: str) -> list[dict[str, Any]]:
        """The entries `[[kind]]`, in the order of the file."""
        found = self._values().get(kind, [])
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def add(self, kind: str, name: str, values: Mapping[str, Any]) -> None:
        """A new table `[kind.name]` at the end of the file."""
        meant = self._values()
        meant.setdefault(kind, {})[name] = dict(values)
        self._settle([self._at_end], meant, f"[{kind}.{quoted(name)}]", values)

    def append(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """New entries `[[kind]]` at the end of the file."""
        meant = self._values()
        text = self.text
        for row in rows:
            meant.setdefault(kind, []).append(dict(row))
            text = self._at_end(f"[[{kind}]]", row, text)
        self._settle([lambda: text], meant)

    def change(self, kind: str, name: str, values: Mapping[str, Any]) -> None:
        """Other values for some keys of a table; None takes a key out."""
        for key, value in values.items():
            meant = self._values()
            table = meant[kind][name]
            if value is None and key not in table:
                continue
            if value is None:
                del table[key]
            else:
                table[key] = value
            self._settle([self._below_header, self._changed], meant, kind, name, key, value)

    def remove(self, kind: str, name: str) -> None:
        """Takes a table out; what is commented behind it stays."""
        meant = self._values()
        del meant[kind][name]
        if not meant[kind]:
            del meant[kind]
        self._settle([self._cut_out, self._deleted], meant, kind, name)

    def remove_entry(self, kind: str, at: int) -> None:
        """Takes an entry `[[kind]]` out, counted from 0."""
        meant = self._values()
        del meant[kind][at]
        if not meant[kind]:
            del meant[kind]
        document = tomlkit.parse(self.text)
        entries: Any = document[kind]
        if len(entries) == 1:
            del document[kind]
        else:
            del entries[at]
        self._settle([lambda: tomlkit.dumps(document)], meant)

    def difference(self) -> str:
        """What would change, line by line."""
        old, new = self.before.splitlines(keepends=True), self.text.splitlines(keepends=True)
        return "".join(unified_diff(old, new, fromfile=self.path.name, tofile=self.path.name, n=1))

    def save(self) -> None:
        """Writes the file whole or not at all, readable by whom it was."""
        if self.text == self.before:
            return
        unfinished = self.path.with_name(f"{self.path.name}.partial")
        try:
            unfinished.touch(mode=0o600)
            unfinished.write_text(self.text, encoding="utf-8", newline="")
            shutil.copymode(self.path, unfinished)
            unfinished.replace(self.path)
        except OSError as fault:
            raise OSError(fault.errno, fault.strerror, str(self.path)) from fault
        finally:
            unfinished.unlink(missing_ok=True)

    def _values(self) -> dict[str, Any]:
        return copy.deepcopy(tomllib.loads(self.text))

    def _settle(self, ways: Sequence[Callable[..., str]], meant: Mapping[str, Any], *edit: Any) -> None:
        """Takes the first way to make the edit whose text says exactly what is meant."""
        for way in ways:
            try:
                text = way(*edit)
                right = tomllib.loads(text) == meant
            except (tomllib.TOMLDecodeError, TOMLKitError):
                continue
            if right:
                self.text = text
                return
        raise ConfigError("cannot be changed without disturbing it", file=str(self.path), remedy="Edit it by hand")

    def _at_end(self, header: str, values: Mapping[str, Any], text: str | None = None) -> str:
        before = self.text if text is None else text
        gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
        lines = [f"{quoted(key)} = {_written(value)}" for key, value in values.items()]
        return f"{before}{gap}" + "\n".join([header, *lines]) + "\n"

    def _header(self, kind: str, name: str) -> re.Match[str] | None:
        names = "|".join(re.escape(one) for one in (name, f'"{name}"', f"'{name}'"))
        return re.search(rf"(?m)^[ \t]*\[[ \t]*{kind}[ \t]*\.[ \t]*(?:{names})[ \t]*\][^\n]*\n?", self.text)

    def _below_header(self, kind: str, name: str, key: str, value: Any) -> str:
        """The text with a new key right below its table's header; empty where the key is there already."""
        found = self._header(kind, name)
        if found is None or value is None or key in self.get(kind, name):
            return ""
        head = self.text[: found.end()]
        return f"{head}{'' if head.endswith(chr(10)) else chr(10)}{key} = {_written(value)}\n{self.text[found.end() :]}"

    def _changed(self, kind: str, name: str, key: str, value: Any) -> str:
        document: Any = tomlkit.parse(self.text)
        if value is None:
            del document[kind][name][key]
        else:
            document[kind][name][key] = tomlkit.value(_written(value))
        return tomlkit.dumps(document)

    def _cut_out(self, kind: str, name: str) -> str:
        """The text without a table's header and keys, with what stands behind an empty line after the last of them."""
        found = self._header(kind, name)
        table: Any = tomlkit.parse(self.text)
        table = table[kind][name]
        if found is None or not isinstance(table, Table):
            return ""
        body = table.as_string()
        if not self.text.startswith(body, found.end()):
            return ""
        end = found.end() + len(body)
        trailing = _trailing(table)
        kept = trailing.partition("\n\n")[2] if not trailing.startswith("\n") else trailing[1:]
        return self.text[: found.start()] + kept + self.text[end:]

    def _deleted(self, kind: str, name: str) -> str:
        document: Any = tomlkit.parse(self.text)
        del document[kind][name]
        if not document[kind]:
            del document[kind]
        return tomlkit.dumps(document)


def _trailing(table: Table) -> str:
    """The comments and empty lines behind a table's last key."""
    behind: list[str] = []
    for key, item in reversed(table.value.body):
        if key is not None:
            break
        behind.insert(0, item.as_string())
    return "".join(behind)


def _written(value: Any) -> str:
    """A value as TOML; a text of several lines between triple quotes where that can be."""
    if isinstance(value, str) and "\n" in value and "'''" not in value and not re.search(r"[^\n\t\x20-\uffff]", value):
        return f"'''\n{value}'''"
    if isinstance(value, str) and '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    return str(tomlkit.item(value).as_string())
