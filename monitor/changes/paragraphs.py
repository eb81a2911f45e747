"""Two wordings of one paragraph as pieces: the number at its head by itself, then its words. Between the blocks and the words of
a redline, step 6 of the path."""

from collections.abc import Iterator
from itertools import groupby

from monitor.changes.enumerators import renumbered, unnumbered
from monitor.changes.likeness import LIKE
from monitor.changes.words import Piece, word_pieces


def reworded(old: str, new: str) -> list[Piece]:
    """The difference of two wordings in reading order; a number is told as another where most of the words stayed."""
    pieces: list[Piece] = []
    at, to = 0, 0
    for (start, stop), (begin, end) in renumbered(old, new):
        pieces += _worded(old[at:start], new[to:begin])
        pieces.append(("renumber", old[start:stop], new[begin:end]))
        at, to = stop, end
    if not pieces:
        return list(word_pieces(old, new))
    tail = old[at:]
    if tail == new[to:]:  # the usual one: nothing but the number
        return [*pieces, ("equal", tail, tail)]
    rest = _worded(tail, new[to:])
    kept = sum([len(text) for op, text, _ in rest if op == "equal"])
    if kept < LIKE * min(len(old) - at, len(new) - to):  # another paragraph in the same place
        return list(word_pieces(old, new))
    return pieces + rest


def _worded(old: str, new: str) -> list[Piece]:
    if old == new:
        return [("equal", old, new)] if old else []
    return list(word_pieces(old, new))


def moved_away(old: str, new: str) -> Iterator[Piece]:
    """A paragraph where it stood before it moved: whole where only its number differs, else what stayed and what was struck."""
    for op, gone, _ in _moved(old, new):
        if gone:
            yield op, gone, ""


def moved_here(old: str, new: str) -> Iterator[Piece]:
    """The same where it stands now: whole, or what stayed and what was inserted."""
    for op, _, come in _moved(old, new):
        if come:
            yield op, "", come


def _moved(old: str, new: str) -> Iterator[Piece]:
    """What stayed, its number with it, as `move`, cut alike on both sides; and what was deleted or inserted."""
    if unnumbered(old) == unnumbered(new):
        yield "move", old, new
        return
    for stayed, group in groupby(reworded(old, new), key=lambda piece: piece[0] in ("equal", "renumber")):
        run = list(group)
        gone, come = "".join([piece[1] for piece in run]), "".join([piece[2] for piece in run])
        if stayed and _says(gone) and unnumbered(gone) == unnumbered(come):
            yield "move", gone, come
        else:
            yield from _apart(run)


def _apart(run: list[Piece]) -> Iterator[Piece]:
    """Pieces of which no number moves with its words."""
    for op, gone, come in run:
        if op == "equal" and _says(gone):
            yield "move", gone, come
        else:
            yield from (("delete", gone, ""), ("insert", "", come))


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))
