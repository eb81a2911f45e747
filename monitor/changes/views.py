"""The views of one bill: what it would change in the law by its own marks, and the law as it would read. After step 6 of the path.

Readers keep what a bill strikes as `[-thus-]` and what it inserts as `{+thus+}` (monitor.reading.amendments). What a version
changes against the last is the redline of the two; where one version is set in marks and the other is not, the redline of
both as amended tells the law and not the printing.
"""

import re
from collections.abc import Iterator

from monitor.changes.words import Piece
from monitor.model.records import Operation

_MARKED = re.compile(r"\[-(?P<struck>.*?)-\]|\{\+(?P<inserted>.*?)\+\}", re.DOTALL)
_OPEN = re.compile(r"\[-|\{\+")
_ALL_NEW = 0.9
"""A bill that inserts this part of its words and strikes none writes new law: its marks set nothing off."""


def own_marks(text: str) -> tuple[Operation, ...]:
    """What a bill itself would change in the law: its struck words as delete, its inserted ones as insert, the rest equal.

    A bill that is inserted from end to end is new law, one equal piece: everything marked would be nothing marked.
    """
    pieces, plain = list(_pieces(text)), as_amended(text)
    new = sum(len(after) for op, _, after in pieces if op == "insert")
    if all(op != "delete" for op, _, _ in pieces) and new >= _ALL_NEW * len(plain):
        return (Operation(op="equal", old=plain, new=plain),) if plain else ()
    return tuple(Operation(op=op, old=before, new=after) for op, before, after in pieces)


def as_amended(text: str) -> str:
    """The law as a bill would make it: without what it strikes and without its marks; a line struck whole is gone."""
    return "".join(_unmarked(line, "inserted") for line in _whole_lines(text))


def as_it_stands(text: str) -> str:
    """The law as a bill finds it: without what it inserts and without its marks; a line inserted whole is gone."""
    return "".join(_unmarked(line, "struck") for line in _whole_lines(text))


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for mark in _MARKED.finditer(text):
        if at < mark.start():
            yield "equal", text[at : mark.start()], text[at : mark.start()]
        if mark["struck"] is not None:
            yield "delete", mark["struck"], ""
        else:
            yield "insert", "", mark["inserted"]
        at = mark.end()
    if at < len(text):
        yield "equal", text[at:], text[at:]


def _whole_lines(text: str) -> Iterator[str]:
    """The lines of a text, where a mark that runs over several keeps them together."""
    held = ""
    for line in text.splitlines(keepends=True):
        held += line
        if not _OPEN.search(_MARKED.sub("", held)):
            yield held
            held = ""
    yield held


def _unmarked(line: str, kept: str) -> str:
    """A line with one kind of its marked words; where words went, one blank is left, and no line where nothing is left."""
    plain = _MARKED.sub(lambda mark: mark[kept] or "", line)
    if plain == line:
        return line
    words = re.sub(r"[ \t]{2,}", " ", plain.strip())
    return words + plain[len(plain.rstrip("\n")) :] if words else ""
