"""The sentences that a redline touches, short enough for a digest. After step 6 of the path, asked by step 10."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from monitor.model.records import Operation

_END = re.compile(r"(?<=[a-z0-9)\]%\"”][.;:?!])[ \t]+(?=[\"“(\[A-Z§])|\n+")
"""A sentence ends before a capital, a quotation or a bracket; "21 U.S.C. 811" and "no. 5" go on."""
_CONTEXT = 60
"""Characters of unchanged text kept on each side of a change."""
_LONGEST = 400
"""Characters shown of one inserted or deleted piece."""


def changed_sentences(operations: Iterable[Operation], limit: int) -> tuple[str, ...]:
    """The first `limit` sentences or lines that changed, in reading order, as plain text.

    What went is marked `[-thus-]` and what came `{+thus+}`; unchanged words further off and the end of long pieces become "…".
    Changes of nothing but blanks or numbering are left out; a moved block is told once, where it stands now, as `(moved) its
    first words`.
    """
    told: list[str] = []
    for sentence in _sentences(numbered_anew(operations)):
        if len(told) >= limit:
            break
        told.append(sentence)
    return tuple(told)


def numbered_anew(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The same operations with renumbered paragraphs as if they had always stood under their new number, and with what stayed of
    a paragraph that moved and was reworded as if it stood in both places.

    What stayed becomes one equal with its neighbours, whose `old` is no longer that of the old text.
    """
    for kept, group in groupby(_in_place(list(operations)), key=lambda each: each.op in ("equal", "renumber")):
        run = list(group)
        if not kept or (len(run) == 1 and run[0].op == "equal"):
            yield from run
        else:
            text = "".join(each.new for each in run)
            yield Operation(op="equal", old=text, new=text)


def _in_place(operations: Sequence[Operation]) -> Iterator[Operation]:
    """Moves of whole lines as they are, parts of a line as equal."""
    lasts = {max((at for at, each in enumerate(operations) if each.old), default=-1)}
    lasts.add(max((at for at, each in enumerate(operations) if each.new), default=-1))
    fresh = True  # at the beginning of a line
    for at, each in enumerate(operations):
        text = each.new or each.old
        ended = text.endswith("\n")
        if each.op == "move" and not (fresh and (ended or at in lasts)):
            yield Operation(op="equal", old=text, new=text)
        else:
            yield each
        fresh = ended


def _sentences(operations: Iterable[Operation]) -> Iterator[str]:
    """Pieces are gathered until a line or an unchanged sentence ends; what held no change is dropped."""
    pieces: list[Operation] = []
    for operation in operations:
        if operation.op == "move":
            if operation.new.strip():
                yield f"(moved) {_cut(operation.new)}"
            continue
        *ended, rest = _parts(operation)
        for part in ended:
            yield from _told([*pieces, part])
            pieces = []
        pieces.append(rest)
    yield from _told(pieces)


def _parts(operation: Operation) -> list[Operation]:
    """An operation cut at the ends of its lines, and an equal one also at the ends of sentences."""
    if operation.op == "equal":
        return [Operation(op="equal", old=part, new=part) for part in _END.split(operation.old)]
    if operation.op == "delete":
        return [Operation(op="delete", old=part) for part in operation.old.split("\n")]
    return [Operation(op="insert", new=part) for part in operation.new.split("\n")]


def _told(pieces: list[Operation]) -> Iterator[str]:
    if not any(piece.op != "equal" and (piece.old + piece.new).strip() for piece in pieces):
        return
    last = len(pieces) - 1
    words = [_piece(piece, first=place == 0, last=place == last) for place, piece in enumerate(pieces)]
    text = re.sub(r"-\]\{\+", "-] {+", "".join(words))
    yield " ".join(text.split())


def _piece(piece: Operation, *, first: bool, last: bool) -> str:
    if piece.op == "delete":
        return _marked(piece.old, "[-", "-]")
    if piece.op == "insert":
        return _marked(piece.new, "{+", "+}")
    return _context(piece.old, first=first, last=last)


def _marked(text: str, opening: str, closing: str) -> str:
    """The marks close around the words; blanks at the ends stand outside."""
    core = text.strip()
    if not core:
        return text
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{head}{opening}{_cut(core)}{closing}{tail}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + " …"


def _context(text: str, *, first: bool, last: bool) -> str:
    """Unchanged words near a change: the end of what stands before, the beginning of what follows."""
    if len(text) <= 2 * _CONTEXT or (first and last):
        return text
    head = "" if first else text[:_CONTEXT].rpartition(" ")[0]
    tail = "" if last else text[-_CONTEXT:].partition(" ")[2]
    return f"{head} … {tail}"
