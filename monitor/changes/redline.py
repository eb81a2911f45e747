"""The difference of two texts that a person can read: blocks first, then words inside edited blocks. Step 6 of the path.

The laws, each a test: the `old` of all but inserts join to the old text and the `new` of all but deletes to the new one; a text
against itself is one equal; swapping the texts swaps insertions and deletions. A paragraph that only stands under another number
is told as that: `renumber`, with the old number and the new one. One that stands elsewhere is a `move` in both its places; what
was reworded in it is struck where it stood and inserted where it stands.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Literal

from monitor.changes.anchors import Run
from monitor.changes.blocks import absorbed, align
from monitor.changes.cosmetic import is_cosmetic
from monitor.changes.paragraphs import moved_away, moved_here, reworded
from monitor.changes.passages import cut
from monitor.changes.sentences import changed_sentences, numbered_anew
from monitor.changes.words import Piece
from monitor.model.records import Operation

__all__ = ["changed_sentences", "is_cosmetic", "numbered_anew", "redline"]

Side = Literal[1, 2]
OLD: Side = 1
NEW: Side = 2
"""Where the old and the new text stand in a piece."""

_MIRRORED = {"equal": "equal", "insert": "delete", "delete": "insert", "move": "move", "renumber": "renumber"}


def redline(old: str, new: str) -> tuple[Operation, ...]:
    """How `old` became `new`, in reading order; between two equal pieces what went stands before what came.

    An edited paragraph is compared with its counterpart, a paragraph that stands elsewhere is a move. 2,000 lines of law with
    1 % edits take some milliseconds, 100,000 a tenth to a quarter of a second; memory grows with the texts.
    """
    if old == new:
        return (Operation(op="equal", old=old, new=new),) if old else ()
    with _uncollected():
        if (
            new < old
        ):  # one direction is computed and the other mirrored, so that the order of the arguments changes nothing
            pieces = [(_MIRRORED[op], gone, come) for op, come, gone in _pieces(new, old)]
        else:
            pieces = _pieces(old, new)
        return tuple([Operation(op=op, old=gone, new=come) for op, gone, come in _settled(pieces)])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of reference cycles, of which a redline has none: it would look through every line again and again
    and take a third of the time of a long law."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _pieces(old: str, new: str) -> list[Piece]:
    """The difference in any order between equals; every line is given an end, which is taken back afterwards."""
    before, after = _ended(old), _ended(new)
    pieces = _blockwise(*cut(before, after))
    if before != old:
        _drop_end(pieces, OLD)
    if after != new:
        _drop_end(pieces, NEW)
    return [piece for piece in pieces if piece[OLD] or piece[NEW]]


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _drop_end(pieces: list[Piece], side: Side) -> None:
    """Take the line end that the text itself lacks from the last piece on its side."""
    place = max(k for k, piece in enumerate(pieces) if piece[side])
    op, text = pieces[place][0], pieces[place][side][:-1]
    if op == "equal":
        end: Piece = ("insert", "", "\n") if side == OLD else ("delete", "\n", "")
        pieces[place : place + 1] = [("equal", text, text), end]
    else:
        pieces[place] = (op, text, "") if side == OLD else (op, "", text)


def _blockwise(before: list[str], after: list[str], equal: list[Run]) -> list[Piece]:
    alignment = align(before, after, equal)
    away = {i: (j, size) for i, j, size in alignment.moved}
    here = {j: (i, size) for i, j, size in alignment.moved}
    pieces: list[Piece] = []
    at, to = 0, 0
    runs = [*alignment.runs, (len(before), len(after), 0)]
    for place, (i, j, size) in enumerate(runs):
        start, begin, stop, end = i, j, i + size, j + size
        edited = size == 1 and before[i] != after[j]
        if edited and (at < i or to < j or runs[place + 1][:2] != (stop, end)):
            rooms = (at, i, runs[place + 1][0]), (to, j, runs[place + 1][1])
            (start, stop), (begin, end) = _resplit(before, after, *rooms, away, here)
        if at < start:
            pieces += _gone(before, after, range(at, start), away)
        if to < begin:
            pieces += _come(before, after, range(to, begin), here)
        if edited:
            pieces += reworded("".join(before[start:stop]), "".join(after[begin:end]))
        elif size:
            text = "".join(before[start:stop])
            pieces.append(("equal", text, text))
        at, to = stop, end
    return pieces


Room = tuple[int, int, int]
"""Where the lines without a counterpart begin before a line, the line, and where those after it end."""
Elsewhere = dict[int, tuple[int, int]]
"""Where the blocks of one side that moved stand on the other, and how many lines each has."""


def _resplit(
    before: list[str], after: list[str], old: Room, new: Room, away: Elsewhere, here: Elsewhere
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The lines of which an edited pair is made: a paragraph cut in two, or two made one, is compared with both."""
    left, right = before[old[1]], after[new[1]]
    if len(left) > len(right):
        return (old[1], old[1] + 1), absorbed(left, right, after, new, here)
    return absorbed(right, left, before, old, away), (new[1], new[1] + 1)


def _gone(before: list[str], after: list[str], places: range, away: Elsewhere) -> Iterator[Piece]:
    """Old lines without a counterpart in this place: deleted, or moved when their counterpart stands elsewhere."""
    at = places.start
    while at < places.stop:
        j, size = away.get(at, (-1, 1))
        if j < 0:
            yield "delete", before[at], ""
        elif size == 1:
            yield from moved_away(before[at], after[j])
        else:
            yield "move", "".join(before[at : at + size]), ""
        at += size


def _come(before: list[str], after: list[str], places: range, here: Elsewhere) -> Iterator[Piece]:
    """New lines without a counterpart in this place: inserted, or moved here."""
    to = places.start
    while to < places.stop:
        i, size = here.get(to, (-1, 1))
        if i < 0:
            yield "insert", "", after[to]
        elif size == 1:
            yield from moved_here(before[i], after[to])
        else:
            yield "move", "", "".join(after[to : to + size])
        to += size


def _settled(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces with what went before what came, and neighbours of one kind joined."""
    same: list[str] = []
    edits: list[Piece] = []
    for piece in pieces:
        op = piece[0]
        if op == "equal":
            if edits:
                yield from _ordered(edits)
                edits = []
            same.append(piece[OLD])
            continue
        if same:
            text = "".join(same)
            yield "equal", text, text
            same = []
        if op == "renumber":
            yield from _ordered(edits)
            edits = []
            yield piece
        else:
            edits.append(piece)
    yield from _ordered(edits)
    if same:
        text = "".join(same)
        yield "equal", text, text


def _ordered(edits: list[Piece]) -> list[Piece]:
    """Neighbouring edits with what went before what came."""
    if len(edits) < 2:
        return edits
    return [
        *_joined([piece for piece in edits if piece[OLD]]),
        *_joined([piece for piece in edits if piece[NEW]]),
    ]


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one; a moved block stays by itself, so that both its places show the same."""
    for op, group in groupby(pieces, key=itemgetter(0)):
        run = list(group)
        if op == "move" or len(run) == 1:
            yield from run
        else:
            yield op, "".join([piece[OLD] for piece in run]), "".join([piece[NEW] for piece in run])
