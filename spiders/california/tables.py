"""The tables of California's bulk data ("pubinfo") and how they are cut from a zip file of nearly a gigabyte.

A table is a `.dat` file as MySQL's `LOAD DATA` reads it: cells between tabs, texts within backticks, a bare NULL for nothing,
a backslash before what would end a cell (schema and loaders: `pubinfo_load.zip`,
https://downloads.leginfo.legislature.ca.gov/). Texts are UTF-8 with damaged bytes here and there.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

from monitor.model.errors import ExtractionError

COLUMNS = {"BILL_TBL": 19, "BILL_HISTORY_TBL": 13, "BILL_VERSION_TBL": 18, "BILL_VERSION_AUTHORS_TBL": 10}
"""The tables that are read, and the cells of a row."""

KEPT = {
    "BILL_TBL": {0, 5, 10, 11, 17},
    "BILL_HISTORY_TBL": {0, 1, 2, 3},
    "BILL_VERSION_TBL": {0, 1, 2, 3, 4, 6, 15},
    "BILL_VERSION_AUTHORS_TBL": {0, 3, 4, 6},
}
"""The cells that a bill is made of; the others are let go, for a session has a million."""

Row = tuple[str | None, ...]
Tables = dict[str, list[Row]]

_CELL = re.compile(r"`((?:[^`\\]|\\.)*)`(?=\t|\n|\Z)|([^\t\n]*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "0": ""}
_END = struct.Struct("<4s4H2IH")  # end of central directory
_ENTRY = struct.Struct("<4s6H3I5H2I")  # central directory
_LOCAL = struct.Struct("<4s5H3I2H")  # before a member


def rows(body: bytes, name: str, *, url: str) -> list[Row]:
    """The rows of a table, None in the places that nobody reads.

    Raises ExtractionError for a row of another length: a column came or went.
    """
    columns, kept = COLUMNS[name], KEPT[name]
    found: list[Row] = []
    for number, row in enumerate(_rows(_text(body)), start=1):
        if len(row) != columns:
            raise ExtractionError(f"row {number} has {len(row)} cells, expected {columns}", url=url, found=len(row))
        found.append(tuple([cell if place in kept else None for place, cell in enumerate(row)]))
    return found


def table_of(body: bytes, *, url: str) -> Tables:
    """One table, known by the length of its first row."""
    first = next(_rows(_text(body[:100_000])), ())
    for name, columns in COLUMNS.items():
        if len(first) == columns:
            return {name: rows(body, name, url=url)}
    raise ExtractionError(f"no known table has rows of {len(first)} cells", url=url, found=len(first))


def tables_of_zip(body: bytes, *, url: str) -> Tables:
    """The tables in a whole zip file; one that it lacks is empty, but the bills' own table must be there."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = {info.filename.rpartition("/")[2].removesuffix(".dat"): info for info in archive.infolist()}
            held = {name: archive.read(members[name]) for name in COLUMNS if name in members}
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ExtractionError(f"no zip file: {error}", url=url) from error
    return _complete(held, url, need=("BILL_TBL",))


def spans(tail: bytes, *, url: str) -> str:
    """The bytes of the tables' members, as the value of a Range header, from the last bytes of a zip file (its directory).

    Raises ExtractionError where these bytes are no end of a zip file, begin after the directory does, or lack a table.
    """
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END.size:
        raise ExtractionError("the last bytes are not those of a zip file", url=url)
    _, _, _, _, _, size, start, _ = _END.unpack_from(tail, at)
    if size > at:
        raise ExtractionError(f"the directory of the zip file takes {size} bytes, {at} were asked for", url=url)
    entries = [*sorted(_entries(tail[at - size : at], url)), (start, "")]
    wanted = [
        (offset, following - 1)
        for (offset, name), (following, _) in pairwise(entries)
        if name.removesuffix(".dat") in COLUMNS
    ]
    if len(wanted) != len(COLUMNS):
        raise ExtractionError(f"expected {len(COLUMNS)} tables in the zip file, found {len(wanted)}", url=url)
    return "bytes=" + ",".join(f"{first}-{last}" for first, last in wanted)


def tables_of_parts(body: bytes, *, url: str) -> Tables:
    """The tables in a multipart/byteranges answer, each part a member of the zip file with its local header (RFC 9110, 14.6)."""
    boundary = body.lstrip(b"\r\n").split(b"\r\n", 1)[0]
    if not boundary.startswith(b"--"):
        raise ExtractionError("expected several byte ranges", url=url)
    held = {}
    for part in body.split(boundary)[1:]:
        _, _, member = part.partition(b"\r\n\r\n")
        if member:
            name, table = _member(member, url)
            held[name.removesuffix(".dat")] = table
    return _complete(held, url, need=COLUMNS)


def _complete(held: dict[str, bytes], url: str, *, need: tuple[str, ...] | dict[str, int]) -> Tables:
    for name in need:
        if name not in held:
            raise ExtractionError(f"{name}.dat is missing", url=url, selector=name)
    return {name: rows(held.pop(name, b""), name, url=f"{url} {name}.dat") for name in COLUMNS}


def _entries(directory: bytes, url: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(directory):
        mark, *numbers = _ENTRY.unpack_from(directory, at)
        if mark != b"PK\x01\x02":
            raise ExtractionError("the directory of the zip file is damaged", url=url)
        name, extra, comment, offset = numbers[9], numbers[10], numbers[11], numbers[-1]
        yield offset, directory[at + _ENTRY.size : at + _ENTRY.size + name].decode("utf-8", "replace")
        at += _ENTRY.size + name + extra + comment


def _member(data: bytes, url: str) -> tuple[str, bytes]:
    if len(data) < _LOCAL.size or data[:4] != b"PK\x03\x04":
        raise ExtractionError("a byte range does not begin with a member of the zip file", url=url)
    _, _, _, method, _, _, _, size, _, name, extra = _LOCAL.unpack_from(data)
    start = _LOCAL.size + name + extra
    packed = data[start:]
    try:
        plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed) if method else packed[:size]
    except zlib.error as error:
        raise ExtractionError(f"a member of the zip file is damaged: {error}", url=url) from error
    return data[_LOCAL.size : _LOCAL.size + name].decode("utf-8", "replace"), plain


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = body.split(b"\n")
        return "\n".join(_line(line) for line in lines)


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _rows(text: str) -> Iterator[Row]:
    row: list[str | None] = []
    at, end = 0, len(text)
    while at < end:
        found = _CELL.match(text, at)
        assert found is not None  # the second way fits anything
        row.append(_value(found))
        at = found.end()
        if at >= end or text[at] == "\n":
            if row != [""]:
                yield tuple(row)
            row = []
        at += 1
    if row:
        yield tuple(row)


def _value(found: re.Match[str]) -> str | None:
    quoted, bare = found.groups()
    if quoted is None:
        return None if bare.rstrip("\r") in ("NULL", "\\N") else bare.rstrip("\r")
    return _ESCAPE.sub(lambda one: _MEANT.get(one[1], one[1]), quoted) if "\\" in quoted else quoted
