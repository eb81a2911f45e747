"""Captured answers instead of the network: a folder with `captures.csv`, or a WARC file (ISO 28500).

Stands where the network would: `monitor.crawl.replay_handler.ReplayHandler` asks for the answer that an address had at a moment. Only
an index is held in memory; a body is read from disk when it is wanted. `write_warc` writes the same captures as evidence that
any web archive tool, and `--replay`, can read.
"""

import csv
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from monitor.model.errors import ConfigError

COLUMNS = ("url", "at", "status", "media_type", "file")
_TABLE = "captures.csv"
_ASKED = "X-Policywatch-Asked"  # WARC permits fields of one's own (ISO 28500, section 5.1)
Value = TypeVar("Value")
_PHRASES = {one.value: one.phrase for one in HTTPStatus}
_TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """One captured answer. `read` gives the body decoded from any content encoding; `headers` keep names as they came.
    `asked` holds the addresses from which redirects led here."""

    url: str
    at: datetime
    status: int
    media_type: str
    read: Callable[[], bytes]
    headers: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()


class Replay:
    """The captures of a folder or WARC file, found by address and moment. Raises ConfigError for what is missing or malformed."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._exact: dict[str, list[Captured]] = {}
        self._alike: dict[str, list[Captured]] = {}
        for captured in captures(self.path):
            for one in (captured, *(_redirect(address, captured) for address in captured.asked)):
                self._exact.setdefault(one.url, []).append(one)
                self._alike.setdefault(_likeness(one.url), []).append(one)
        for series in (*self._exact.values(), *self._alike.values()):
            series.sort(key=_moment)

    def __len__(self) -> int:
        return sum(map(len, self._exact.values()))

    def __iter__(self) -> Iterator[Captured]:
        """Every capture, by address and moment."""
        return (captured for url in sorted(self._exact) for captured in self._exact[url])

    def answer(self, url: str, as_of: datetime) -> Captured | None:
        """The latest answer of this address at or before a moment; None where there is none.

        An address that was not captured letter by letter is found by its canonical form: order of query arguments, escapes,
        fragment, http or https and an empty query make no difference.
        """
        return _latest(self._exact.get(url), as_of) or _latest(self._alike.get(_likeness(url)), as_of)


def write_warc(path: Path | str, captures: Iterable[Captured]) -> int:
    """Writes captures as gzipped WARC 1.1 records with digests; returns how many. Bodies stand decoded, as they were kept."""
    from warcio.warcwriter import WARCWriter

    count = 0
    with Path(path).open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        writer.write_record(writer.create_warcinfo_record(Path(path).name, {"software": "policywatch"}))
        for count, captured in enumerate(captures, 1):  # noqa: B007 -- the count is the answer
            writer.write_record(_record(writer, captured))
    return count


def _redirect(address: str, to: Captured) -> Captured:
    """The redirect that was followed from an address; the answer it led to is what was kept."""
    return Captured(url=address, at=to.at, status=302, media_type="", headers=(("Location", to.url),), read=lambda: b"")


def _moment(captured: Captured) -> datetime:
    return captured.at


def _latest(series: list[Captured] | None, as_of: datetime) -> Captured | None:
    if not series:
        return None
    place = bisect_right(series, as_of, key=_moment)
    return series[place - 1] if place else None


def _likeness(url: str) -> str:
    from w3lib.url import canonicalize_url

    canonical: str = canonicalize_url(url)
    return canonical.partition("://")[2].replace(":443/", "/", 1).replace(":80/", "/", 1)


def captures(path: Path) -> Iterator[Captured]:
    """Every capture of a folder or WARC file, in its order; at least one. Raises ConfigError for what is missing or malformed.

    A folder is read without any library, so that a command can look at it before it starts a crawl.
    """
    if not path.exists():
        raise ConfigError("there is no such file or folder", file=str(path), remedy="Check what --replay names.")
    number = 0
    for number, captured in enumerate(_from_table(path) if path.is_dir() else _from_warc(path), 1):  # noqa: B007 -- zero is a fault
        yield captured
    if not number:
        raise ConfigError("no captures in it", file=str(path), remedy="Name the file or folder that holds them.")


# -- a folder ---------------------------------------------------------------------------------------------------------


def _from_table(folder: Path) -> Iterator[Captured]:
    table = folder / _TABLE
    if not table.is_file():
        raise ConfigError(
            "the folder has no captures.csv", file=str(folder), remedy=f"It needs the columns {_listed()}."
        )
    with table.open(newline="", encoding="utf-8-sig") as lines:
        rows = csv.DictReader(lines)
        try:
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                remedy = f"It needs the columns {_listed()}."
                raise ConfigError(f"no column {', '.join(missing)}", file=str(table), remedy=remedy)
            for row in rows:
                yield _from_row(folder, row, f"row {rows.line_num}")
        except (csv.Error, UnicodeDecodeError) as cause:
            raise ConfigError(f"not a table in UTF-8: {cause}", file=str(table), key=f"row {rows.line_num}") from cause


def _listed() -> str:
    return ",".join(COLUMNS)


def _from_row(folder: Path, row: dict[str, str | None], where: str) -> Captured:
    file = folder / _cell(folder, row, "file", where, str)
    if not file.is_file():
        raise _wrong(folder, "file", where, f"there is no file {file}")
    return Captured(
        url=_cell(folder, row, "url", where, str),
        at=_cell(folder, row, "at", where, _parsed_moment),
        status=_cell(folder, row, "status", where, _parsed_status),
        media_type=row["media_type"] or "",
        read=file.read_bytes,
    )


def _cell(folder: Path, row: dict[str, str | None], column: str, where: str, parse: Callable[[str], Value]) -> Value:
    text = (row[column] or "").strip()
    if not text:
        raise _wrong(folder, column, where, "nothing stands there")
    try:
        return parse(text)
    except ValueError as cause:
        raise _wrong(folder, column, where, str(cause)) from cause


def _wrong(folder: Path, column: str, where: str, message: str) -> ConfigError:
    return ConfigError(message, file=str(folder / _TABLE), key=f"{where}, column {column}")


def _parsed_moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; write it like 2025-01-31T12:00:00Z")
    return at.astimezone(UTC)


def _parsed_status(text: str) -> int:
    status = int(text)
    if not 100 <= status <= 599:
        raise ValueError(f"{text!r} is no HTTP status")
    return status


# -- a WARC file ------------------------------------------------------------------------------------------------------


def _from_warc(path: Path) -> Iterator[Captured]:
    """Responses and resources of a WARC file; what stands in it for other purposes (requests, metadata) is passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        end = 0
        try:
            for record in records:
                start = records.get_record_offset()  # reads the record to its end
                if getattr(record.raw_stream, "limit", 1):  # bytes that are missing; without a length all may be
                    raise ValueError(f"it ends within the record at byte {start}")
                end = start + records.get_record_length()
                if record.rec_type in ("response", "resource"):
                    yield _from_record(path, record, start)
            _refuse_rest(path, end)
        except (ArchiveLoadFailed, EOFError, ValueError, OSError, AttributeError) as cause:
            # warcio trips over its own None (AttributeError) where a record lacks an address
            raise ConfigError(f"not a readable WARC file: {cause}", file=str(path)) from cause


def _from_record(path: Path, record: Any, offset: int) -> Captured:
    http = record.http_headers
    media_type = http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")
    return Captured(
        url=record.rec_headers.get_header("WARC-Target-URI", "").strip("<>"),
        at=_parsed_moment(record.rec_headers.get_header("WARC-Date", "")),
        status=int(http.get_statuscode()) if http else 200,
        media_type=media_type or "",
        headers=tuple(http.headers) if http else (),
        asked=tuple((record.rec_headers.get_header(_ASKED) or "").split()),
        read=partial(_body, path, offset),
    )


def _refuse_rest(path: Path, end: int) -> None:
    """Raises ValueError when more than blank lines follow the last record: warcio passes over one that is cut in its headers."""
    with path.open("rb") as stream:
        stream.seek(end)
        if stream.read(1 << 16).strip(b"\r\n"):
            raise ValueError(f"it ends within the record at byte {end}")


def _body(path: Path, offset: int) -> bytes:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        stream.seek(offset)
        record = next(ArchiveIterator(stream))
        body: bytes = record.content_stream().read()
        return body


def _record(writer: Any, captured: Captured) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    body = captured.read()
    headers = [(name, value) for name, value in captured.headers if name.lower() not in _TRANSPORT]
    if captured.media_type and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", captured.media_type))
    headers.append(("Content-Length", str(len(body))))
    return writer.create_warc_record(
        captured.url,
        "response",
        payload=BytesIO(body),
        length=len(body),  # unknown, it would cost a temporary file each
        http_headers=StatusAndHeaders(
            f"{captured.status} {_PHRASES.get(captured.status, 'Captured')}", headers, protocol="HTTP/1.1"
        ),
        warc_headers_dict={
            "WARC-Date": captured.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            **({_ASKED: " ".join(captured.asked)} if captured.asked else {}),
        },
    )
