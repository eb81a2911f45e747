"""A whole redline for a page of its own: every change of the text, with the lines around it; long unchanged stretches are counted.

Pure. What a bill itself marks as struck or inserted is shown as «-…-» and «+…+», so that it is not taken for a difference.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.digests.excerpt import Piece
from monitor.digests.words import visible
from monitor.model.records import Operation

_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
_HEADING = re.compile(r"(?m)^#{1,6} ")
_ITEM = re.compile(r"(?m)^- ")
_THEIR_MARKS = (("[-", "«-"), ("-]", "-»"), ("{+", "«+"), ("+}", "+»"))
_AROUND = 2
"""Unchanged lines kept beside each change."""

_LONGEST_LINE = 1_200
"""Characters of an unchanged line that are shown: half of them at the change."""

TEXT = 20_000
"""Characters of a new document's text."""


def whole_redline(operations: Sequence[Operation]) -> tuple[Piece, ...]:
    """The redline's pieces in reading order: same, gone, new, moved, and note for what is left out."""
    last = len(operations) - 1
    found: list[Piece] = []
    fresh = True  # at the beginning of a line
    for at, one in enumerate(operations):
        shown = replace(one, old=plain(one.old, fresh=fresh), new=plain(one.new, fresh=fresh))
        found += [piece for piece in _pieces(shown, first=at == 0, last=at == last) if piece.text]
        fresh = (one.new or one.old).endswith("\n")
    return tuple(found)


def _pieces(one: Operation, *, first: bool, last: bool) -> Iterator[Piece]:
    if one.op == "equal":
        yield from _unchanged(one.new, first=first, last=last)
    elif one.op == "move":
        text = one.new or one.old
        yield Piece(op="moved", text=text.strip("\n"))
        if last or text.endswith("\n"):  # else a part of a paragraph that was reworded as well
            yield Piece(op="note", text=f" ({'moved from here' if one.old else 'moved here'})\n")
    elif one.op == "renumber":
        yield Piece(op="note", text=f"{one.old}→{one.new}")
    else:
        yield from _marked("gone", one.old)
        yield from _marked("new", one.new)


def _marked(op: str, text: str) -> Iterator[Piece]:
    """A change with its line ends outside the marks."""
    body = text.strip("\n")
    yield Piece(op="same", text=text[: len(text) - len(text.lstrip("\n"))] if body else "")
    yield Piece(op=op, text=body)
    yield Piece(op="same", text=text[len(text.rstrip("\n")) :] if body else text)


def _unchanged(text: str, *, first: bool, last: bool) -> Iterator[Piece]:
    lines = text.split("\n")
    head, tail = (0 if first else _AROUND), (0 if last else _AROUND)
    hidden = len(lines) - head - tail
    if hidden <= 3:
        yield Piece(op="same", text="\n".join(_shortened(line) for line in lines))
        return
    if head:
        yield Piece(op="same", text="\n".join(_shortened(line) for line in lines[:head]) + "\n")
    yield Piece(op="note", text=f"⋯ {hidden:,} unchanged lines ⋯" + ("\n" if tail else ""))
    if tail:
        yield Piece(op="same", text="\n".join(_shortened(line) for line in lines[-tail:]))


def _shortened(line: str) -> str:
    half = _LONGEST_LINE // 2
    return line if len(line) <= _LONGEST_LINE else f"{line[:half]} ⋯ {line[-half:]}"


def plain(text: str, *, fresh: bool = True) -> str:
    """A document's text as it may be shown: marks of headings, addresses of links, invisible characters and marks like ours
    gone. `fresh` where it begins a line."""
    for ours, theirs in _THEIR_MARKS:
        text = text.replace(ours, theirs)
    lines = ("" if fresh else " ") + _LINK.sub(r"\1", text)
    shown = _ITEM.sub("• ", _HEADING.sub("", lines))
    return visible(shown if fresh else shown[1:])


def beginning(text: str) -> str:
    """The text of a new document, or as much of it as a page holds."""
    shown = plain(text[:TEXT])
    return shown if len(text) <= TEXT else f"{shown}\n⋯ {len(text) - TEXT:,} more characters at the publisher ⋯"
