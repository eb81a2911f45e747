"""Blocks: what every reader of this room yields, and the last step from blocks to text.

A block is what a person would call a line: a heading, a paragraph, a list item, a table row. It never contains a newline;
a text is its blocks joined by newlines. Lines that change without meaning anything (see `volatile`) end here, whatever
format they came from.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from monitor.model.errors import ConfigError
from monitor.reading.volatile import steady

EDITION = "r3"
"""Raised when the same bytes give another text, so that our edits are never announced as the law's."""

# Soft hyphen, zero-width blanks and joiners, bidirectional controls, byte order mark: nobody sees them, and each of them
# makes two equal sentences differ.
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_WITHOUT_INVISIBLE = str.maketrans("", "", _INVISIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a person would read in a response: its title ("" where it has none) and its blocks, one per line."""

    title: str
    text: str


def squeeze(text: str) -> str:
    """The text with every run of white space as one blank, none at the ends, and no invisible characters."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The text without invisible characters."""
    if text.isascii() or not any(character in text for character in _INVISIBLE):
        return text
    return text.translate(_WITHOUT_INVISIBLE)


def assemble(blocks: Iterable[str], ignore: Sequence[str] = ()) -> str:
    """One text from the squeezed blocks: empty, volatile and ignored ones are left out.

    Of `ignore` only the entries "re:PATTERN" count here; a block in which PATTERN is found is dropped. Raises ConfigError
    for a pattern that is not a regular expression.
    """
    text = "\n".join(blocks)
    seen = visible(text)
    if seen is not text:
        seen = "\n".join(map(squeeze, seen.split("\n")))
    kept = steady(block for block in seen.split("\n") if block)
    unwanted = _unwanted(ignore)
    return "\n".join(block for block in kept if not unwanted(block)) if unwanted else "\n".join(kept)


def _unwanted(ignore: Sequence[str]) -> Callable[[str], bool] | None:
    patterns = [_compiled(entry[3:]) for entry in ignore if entry.startswith("re:")]
    if not patterns:
        return None
    return lambda block: any(pattern.search(block) for pattern in patterns)


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ConfigError(
            f"{pattern!r} is not a regular expression: {error}", key="ignore", remedy="Correct the pattern."
        ) from error
