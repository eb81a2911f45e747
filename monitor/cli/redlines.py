"""A redline as rows, for `compare --json` and `show --json`: one of equal, insert, delete and move, in reading order.

A paragraph under another number is no deletion: drafting offices print the new number as inserted and strike nothing. So its old
number is a row `move`, its new one an `insert`, both of the kind "renumber", and the words of all inserts and of all deletes are
those that an official comparison sets off. Measured: `tests/real/test_official_redlines.py`.
"""

from collections.abc import Iterable, Iterator

from monitor.model.records import Operation

Row = dict[str, str]


def operation_rows(operations: Iterable[Operation]) -> list[Row]:
    """The rows `op, old, new` of a redline, and `kind` where a row is part of a renumbering.

    The `old` of all but inserts join to the old text, the `new` of all but deletes to the new.
    """
    rows: list[Row] = []
    for one in operations:
        if one.op == "renumber":
            rows += _number_rows(one, bracketed=bool(rows) and rows[-1]["new"].endswith("("))
        else:
            rows.append({"op": one.op, "old": one.old, "new": one.new})
    return rows


def _number_rows(one: Operation, *, bracketed: bool) -> Iterator[Row]:
    """A number that became another. A level that went, "(2) (a)" → "(2)", is struck; the new number of a whole section, which
    offices count anew at every printing, is set off by none of them and moves like the old one."""
    place = _lost_levels(one)
    if place:
        yield _row("delete", one.old[:place], "")
    yield _row("move", one.old[place:], "")
    yield _row("insert" if bracketed else "move", "", one.new)


def _row(op: str, old: str, new: str) -> Row:
    return {"op": op, "old": old, "new": new, "kind": "renumber"}


def _lost_levels(one: Operation) -> int:
    """Where in the old number the levels end that the new one lacks: behind "2) (" for "2) (a" → "2"."""
    place = 0
    for _ in range(one.old.count("(") - one.new.count("(")):
        place = one.old.index("(", place) + 1
    return place
