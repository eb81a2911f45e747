"""Lists of bills as others keep them: LegiScan's and OpenStates' tables, or lines of jurisdiction and number. Pure.

LegiScan's datasets (https://legiscan.com/datasets) have `bill_number` and `url` (https://legiscan.com/OH/bill/HB587/2025), its
monitor lists a state and a number; OpenStates' (https://open.pluralpolicy.com/data/session-csv/) have `identifier` and `jurisdiction` by name.
"""

import csv
import io
import re
from collections.abc import Mapping

from monitor.digests.words import code_of
from monitor.model.errors import MonitorError

_NUMBER = ("bill_number", "bill number", "identifier", "number", "bill", "bill_id")
_PLACE = ("state", "jurisdiction", "state_abbr", "jurisdiction_name")
_TITLE = ("title", "description")
_LINK = re.compile(r"legiscan\.com/([A-Za-z]{2})/bill/", re.IGNORECASE)
_BILL = re.compile(r"([A-Za-z][A-Za-z. ]{0,9}?)[. ]*0*(\d{1,6}[A-Za-z]?)")
_LONGEST_NOTE = 200


def read_bills(data: bytes) -> tuple[list[dict[str, str]], list[str]]:
    """Entries for `[[follow]]` (document, note), each bill once, and what could not be read, line by line."""
    text = "\n".join(data.decode("utf-8-sig", errors="replace").replace("\0", "").splitlines())
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise MonitorError(f"the list is no table that can be read ({error})", remedy="Export it again") from error
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    table = any(name in header for name in _NUMBER)
    found: dict[str, dict[str, str]] = {}
    faults = []
    for at, row in enumerate(rows[1:] if table else rows, start=2 if table else 1):
        if row[0].lstrip().startswith("#"):
            continue
        named = _from_table(dict(zip(header, row, strict=False))) if table else _from_line(row)
        if named is None:
            faults.append(f"line {at} names no bill: {', '.join(row)[:60]}")
        else:
            found.setdefault(named["document"], named)
    return list(found.values()), faults


def _from_table(row: Mapping[str, str]) -> dict[str, str] | None:
    link = _LINK.search(" ".join(row.values()))
    place = _first(row, _PLACE) or (link[1] if link else "")
    numbers = (_number(row[name]) for name in _NUMBER if name in row)
    return _entry(place, next(filter(None, numbers), ""), _first(row, _TITLE))


def _from_line(row: list[str]) -> dict[str, str] | None:
    if len(row) == 1:
        row = re.split(r"\s+", row[0].strip(), maxsplit=1)
    return _entry(row[0], _number(row[1]) if len(row) > 1 else "", ", ".join(row[2:]).strip())


def _first(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _number(text: str) -> str:
    """ "HB587", "H.B. 587" and "HB 0587" as "HB 587"; empty for what is no number of a bill."""
    found = _BILL.fullmatch(text.strip())
    return f"{re.sub(r'[. ]', '', found[1]).upper()} {found[2].upper()}" if found else ""


def _entry(place: str, number: str, note: str) -> dict[str, str] | None:
    code = code_of(place)
    if not code or not number:
        return None
    words = " ".join(note.split())[:_LONGEST_NOTE]
    return {"document": f"{code}, {number}", **({"note": words} if words.isprintable() and words else {})}
