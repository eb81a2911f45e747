"""The difference of two texts that a person can read: blocks first, then words inside edited blocks. Step 6 of the path.

The laws, each a test: the `old` of all but inserts join to the old text and the `new` of all but deletes to the new one; a text
against itself is one equal; swapping the texts swaps insertions and deletions. A paragraph that only stands under another number
is told as that: `renumber`, with the old number and the new one.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Literal

from monitor.changes.blocks import absorbed, align
from monitor.changes.cosmetic import is_cosmetic
from monitor.changes.enumerators import renumbered
from monitor.changes.sentences import changed_sentences, numbered_anew
from monitor.changes.words import Piece, word_pieces
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
    1 % edits take some milliseconds, 100,000 half a second; memory grows with the texts.
    """
    if old == new:
        return (Operation(op="equal", old=old, new=new),) if old else ()
    with _uncollected():
        if (
            new < old
        ):  # one direction is computed and the other mirrored, so that the order of the arguments changes nothing
            pieces = _settled([(_MIRRORED[op], gone, come) for op, come, gone in _pieces(new, old)])
        else:
            pieces = _settled(_pieces(old, new))
        return tuple([Operation(op=op, old=gone, new=come) for op, gone, come in pieces])


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
    pieces = list(_blockwise(before.splitlines(keepends=True), after.splitlines(keepends=True)))
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


def _blockwise(before: list[str], after: list[str]) -> Iterator[Piece]:
    alignment = align(before, after)
    from_here = {i: size for i, _, size in alignment.moved}
    to_here = {j: size for _, j, size in alignment.moved}
    at, to = 0, 0
    runs = [*alignment.runs, (len(before), len(after), 0)]
    for place, (i, j, size) in enumerate(runs):
        start, begin, stop, end = i, j, i + size, j + size
        edited = size == 1 and before[i] != after[j]
        if edited:
            rooms = (at, i, runs[place + 1][0]), (to, j, runs[place + 1][1])
            (start, stop), (begin, end) = _resplit(before, after, *rooms, from_here, to_here)
        if at < start:
            yield from ((op, text, "") for op, text in _alone(before, at, start, from_here, "delete"))
        if to < begin:
            yield from ((op, "", text) for op, text in _alone(after, to, begin, to_here, "insert"))
        if edited:
            yield from _reworded("".join(before[start:stop]), "".join(after[begin:end]))
        elif size:
            text = "".join(before[start:stop])
            yield "equal", text, text
        at, to = stop, end


Room = tuple[int, int, int]
"""Where the lines without a counterpart begin before a line, the line, and where those after it end."""


def _resplit(
    before: list[str], after: list[str], old: Room, new: Room, gone: dict[int, int], come: dict[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The lines of which an edited pair is made: a paragraph cut in two, or two made one, is compared with both."""
    left, right = before[old[1]], after[new[1]]
    if len(left) > len(right):
        first, last = absorbed(left, right, after, new, come)
        return (old[1], old[1] + 1), (first, last)
    first, last = absorbed(right, left, before, old, gone)
    return (first, last), (new[1], new[1] + 1)


def _reworded(old: str, new: str) -> list[Piece]:
    """Two versions of one paragraph: the number at its head by itself, where most of its words stayed, and its words."""
    pieces: list[Piece] = []
    at, to = 0, 0
    for (start, stop), (begin, end) in renumbered(old, new):
        pieces += _worded(old[at:start], new[to:begin])
        pieces.append(("renumber", old[start:stop], new[begin:end]))
        at, to = stop, end
    if not pieces:
        return list(word_pieces(old, new))
    rest = _worded(old[at:], new[to:])
    kept = sum([len(text) for op, text, _ in rest if op == "equal"])
    if 2 * kept < min(len(old) - at, len(new) - to):  # another paragraph in the same place
        return list(word_pieces(old, new))
    return pieces + rest


def _worded(old: str, new: str) -> list[Piece]:
    if old == new:
        return [("equal", old, new)] if old else []
    return list(word_pieces(old, new))


def _alone(lines: list[str], start: int, stop: int, moved: dict[int, int], op: str) -> Iterator[tuple[str, str]]:
    """Lines without a counterpart in this place: gone or come, or moved when their counterpart stands elsewhere."""
    at = start
    while at < stop:
        size = moved.get(at, 1)
        yield "move" if at in moved else op, "".join(lines[at : at + size])
        at += size


def _settled(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces with what went before what came, and neighbours of one kind joined."""
    for kind, group in groupby(pieces, key=_kind):
        run = list(group)
        if kind == "equal":
            text = run[0][OLD] if len(run) == 1 else "".join([piece[OLD] for piece in run])
            yield "equal", text, text
        elif kind == "renumber":
            yield from run
        elif len(run) == 1:
            yield run[0]
        else:
            yield from _joined([piece for piece in run if piece[OLD]])
            yield from _joined([piece for piece in run if piece[NEW]])


def _kind(piece: Piece) -> str:
    return piece[0] if piece[0] in ("equal", "renumber") else "edit"


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one; a moved block stays by itself, so that both its places show the same."""
    if len(pieces) == 1:
        yield pieces[0]
        return
    for op, group in groupby(pieces, key=itemgetter(0)):
        run = list(group)
        if op == "move":
            yield from run
        else:
            yield op, "".join([piece[OLD] for piece in run]), "".join([piece[NEW] for piece in run])
