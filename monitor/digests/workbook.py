"""A table as an Excel workbook (Office Open XML). The one home of xlsxwriter; every text is written as text, never as a formula."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

_LONGEST = 32_767
"""Characters of a cell (Excel's specifications and limits)."""

_WIDEST = 60


def write_workbook(out: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str) -> int:
    """Writes one sheet with a header that stays in sight and filters; returns how many rows. Moments are in UTC."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    with xlsxwriter.Workbook(str(out), options) as book:
        table = book.add_worksheet(sheet)
        heading = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        table.freeze_panes(1, 0)
        for at, name in enumerate(columns):
            table.set_column(at, at, min(_WIDEST, max(12, len(name) + 4)))
            table.write_string(0, at, name, heading)
        for count, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, datetime):
                    table.write_datetime(count, at, cell.astimezone(UTC).replace(tzinfo=None), moment)
                elif isinstance(cell, int | float):
                    table.write_number(count, at, cell)
                elif cell:
                    table.write_string(count, at, str(cell)[:_LONGEST])
        table.autofilter(0, 0, max(count, 1), len(columns) - 1)
    return count
