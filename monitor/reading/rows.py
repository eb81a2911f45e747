"""Table rows: `| a | b |` for data, plain blocks where a table only lays out the page.

Old sites, and New Mexico's to this day, set whole pages in tables. A row counts as layout when a cell holds a heading, a
list, another table or many blocks, or when only one cell holds anything.
"""

from collections.abc import Iterable

_MOST_BLOCKS_OF_CELL = 4


class Row:
    """A row in the making: the blocks of each cell, and what is known of the row so far."""

    __slots__ = ("cells", "is_layout", "is_print", "line")

    def __init__(self) -> None:
        self.cells: list[list[str]] = []
        self.is_layout = False
        self.is_print = False  # the row is a line of print, gathered in `line`
        self.line = ""

    def blocks(self) -> list[str]:
        """The one block of a row of data, or the blocks of its cells one after the other."""
        filled = [cell for cell in self.cells if cell]
        if self.is_layout or len(filled) < 2 or any(len(cell) > _MOST_BLOCKS_OF_CELL for cell in filled):
            return [block for cell in filled for block in cell]
        return [written(" ".join(cell) for cell in self.cells)]


def written(cells: Iterable[str]) -> str:
    """The block of a row of data."""
    return " ".join(["|", *(part for cell in cells for part in (cell, "|") if part)])
