"""What a person sees: whether one is looking, colour, progress, and text of strangers that cannot steer a terminal."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import click

# Control characters (but line break and tab) and the bidirectional overrides that make a line read otherwise than it is.
# Colours are ours: `\x1b[…m` as click writes it stays.
_STEERING = re.compile(r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_MARKS = {
    "insert": ("{+", "+}", "green"),
    "delete": ("[-", "-]", "red"),
    "move": ("{~", "~}", "blue"),
}
_THEIR_MARKS = (("[-", "«-"), ("-]", "-»"), ("{+", "«+"), ("+}", "+»"))
_FOLDED = 6  # unchanged lines that are shown whole
_KEPT = 2  # of longer stretches, so many lines beside each change


def terminal() -> bool:
    """Whether a person is looking: colour and progress are for them only."""
    return sys.stdout.isatty()


def safe(text: str) -> str:
    """Text that a terminal shows and does not obey."""
    return text if text.isascii() and text.isprintable() else _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the largest fitting unit: "3 h ago", "2 days ago", "never"."""
    if moment is None:
        return "never"
    minutes = int((now - moment).total_seconds() // 60)
    for size, unit in ((1440, "day"), (60, "h"), (1, "min")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''} ago"
    return "just now"


def marked(operations: Iterable[Mapping[str, str]], *, whole: bool = False) -> str:
    """A redline with textual marks, coloured for a terminal: [-old-] {+new+} {~moved~}, and {4→5} where a paragraph only got
    another number; long unchanged stretches are counted unless the `whole` is wanted."""
    known = list(operations)
    pieces = []
    for place, one in enumerate(known):
        if one["op"] == "equal":
            text = _plain(one["new"])
            pieces.append(text if whole else _folded(text, first=place == 0, last=place == len(known) - 1))
            continue
        opening, closing, colour = _MARKS[one["op"]]
        if "kind" in one:  # a number: "{4" and "→5}"
            opened = place and "kind" in known[place - 1] and known[place - 1]["old"]
            opening, closing, colour = ("→", "}", "blue") if one["new"] else ("" if opened else "{", "", "blue")
        piece = f"{opening}{_plain(one['new'] or one['old'])}{closing}"
        pieces.append(click.style(piece, fg=colour) if terminal() else piece)
    return "".join(pieces)


def _plain(text: str) -> str:
    """Document text without colours of its own; what a bill itself marks as struck or inserted is not taken for a difference."""
    for ours, theirs in _THEIR_MARKS:
        text = text.replace(ours, theirs)
    return _COLOURS.sub("\N{REPLACEMENT CHARACTER}", text)


def _folded(text: str, *, first: bool, last: bool) -> str:
    lines = text.split("\n")
    head, tail = (0 if first else _KEPT), (0 if last else _KEPT)
    hidden = len(lines) - head - tail
    if hidden <= _FOLDED - _KEPT:
        return text
    note = f"⋯ {hidden} unchanged lines ⋯"
    return "\n".join([*lines[:head], note, *lines[len(lines) - tail :]])


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[], None]]:
    """A bar on a terminal while a long piece of work goes on, gone when it ends; gives the function that moves it on by one."""
    if total < 2 or not (terminal() and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
