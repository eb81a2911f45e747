"""Bytes as they came, stored once by their SHA-256 and packed against the earlier bytes they resemble.

A page of 40 KB whose footer changes every day costs some 7 KB once and then about 80 bytes a day: zstd
(https://www.rfc-editor.org/rfc/rfc8878) takes an earlier body as its prefix. A body is packed against the first of the
chain as long as that is about as small, so that most are read in two steps; else against its predecessor, at most
`DEEPEST` steps from the first.
"""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
import zstandard

from monitor.model.errors import StoreError
from monitor.store.insert import insert_or_ignore
from monitor.store.schema import body

DEEPEST = 12  # twenty saved another tenth of a growing list and read half as fast again
LARGEST_PREFIXED = 12 * 2**20  # bytes; two of these, their copies and the tables fit into a child's memory
_LEVEL = 3
_LARGE_LEVEL = 5  # the lowest that finds every match in a table of 1 MB: 0.7 KB a day where level 3 needs 30
_SMALL = 128 * 1024  # up to here zstd sizes its tables well by itself
_LARGEST_TABLE_LOG = 22
_FIRST_IS_FINE = 256  # bytes: against the first of the chain, no need to look for better


class _Tools(threading.local):
    """One compressor and one decompressor for each thread: they keep their tables from call to call."""

    def __init__(self) -> None:
        self.pack = zstandard.ZstdCompressor(level=_LEVEL)
        self.unpack = zstandard.ZstdDecompressor()


_tools = _Tools()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """One row of the table `body`."""

    sha256: bytes
    size: int
    packed: bytes
    base: bytes | None = None
    depth: int = 0


_KNOWN = sa.select(sa.literal(1)).where(body.c.sha256 == sa.bindparam("sha256"))
_start = sa.select(body).where(body.c.sha256 == sa.bindparam("sha256")).cte("chain", recursive=True)
_base = body.alias("base")
# Depth falls at each step, so that even a damaged table cannot send the query round in a circle.
_step = sa.select(_base).join(_start, sa.and_(_base.c.sha256 == _start.c.base, _base.c.depth < _start.c.depth))
_whole = _start.union_all(_step)
_CHAIN = sa.select(_whole.c.sha256, _whole.c.size, _whole.c.packed, _whole.c.base, _whole.c.depth).order_by(
    _whole.c.depth.desc()
)


def put(conn: sa.Connection, data: bytes, *, like: bytes | None = None) -> bytes:
    """Stores bytes once and returns their SHA-256 (32 bytes).

    `like` is the SHA-256 of a stored body that these probably resemble, as the page's last one does. It is a hint: when it
    is missing, damaged or no help, the bytes stand alone.
    """
    digest = hashlib.sha256(data).digest()
    if conn.execute(_KNOWN, {"sha256": digest}).first() is None:
        made = _best(conn, digest, data, like)
        insert_or_ignore(
            conn,
            body,
            [{"sha256": digest, "size": made.size, "packed": made.packed, "base": made.base, "depth": made.depth}],
        )
    return digest


def get(conn: sa.Connection, sha256: bytes) -> bytes:
    """The bytes with this SHA-256, verified; `StoreError` names it when they are missing or damaged."""
    chain = _chain(conn, sha256)
    if not chain:
        raise StoreError(f"body {sha256.hex()} is missing", remedy=_REMEDY)
    return _unpacked(chain)


_REMEDY = "Run `policywatch doctor`; a backup may still have it."


def _best(conn: sa.Connection, digest: bytes, data: bytes, like: bytes | None) -> _Packed:
    if like is None or not 0 < len(data) <= LARGEST_PREFIXED:
        return _alone(digest, data)
    try:
        return _prefixed(digest, data, _chain(conn, like))
    except StoreError:  # new evidence is kept even where the old is damaged
        return _alone(digest, data)


def _prefixed(digest: bytes, data: bytes, chain: Sequence[_Packed]) -> _Packed:
    """The smallest of: against the first of the chain, against its last, alone."""
    if not chain or max(link.size for link in chain) > LARGEST_PREFIXED:
        return _alone(digest, data)
    first, last = chain[-1], chain[0]
    found = _against(first, _unpacked(chain[-1:]), digest, data)
    if len(found.packed) > max(_FIRST_IS_FINE, len(first.packed) // 64) and first is not last and last.depth < DEEPEST:
        found = min(_against(last, _unpacked(chain), digest, data), found, key=_cost)
    if len(found.packed) > len(first.packed) // 2:
        found = min(_alone(digest, data), found, key=_cost)
    return found


def _cost(made: _Packed) -> int:
    return len(made.packed) + (0 if made.base is None else len(made.base))


def _alone(digest: bytes, data: bytes) -> _Packed:
    return _Packed(sha256=digest, size=len(data), packed=_tools.pack.compress(data))


def _against(base: _Packed, prefix: bytes, digest: bytes, data: bytes) -> _Packed:
    known = zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    packer = zstandard.ZstdCompressor(dict_data=known, compression_params=_parameters(len(data), len(prefix)))
    return _Packed(sha256=digest, size=len(data), packed=packer.compress(data), base=base.sha256, depth=base.depth + 1)


def _parameters(size: int, prefix: int) -> zstandard.ZstdCompressionParameters:
    """zstd sizes its tables by the data alone; for larger bodies they must have room for the whole prefix too."""
    if max(size, prefix) <= _SMALL:
        return zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, source_size=size, dict_size=prefix, write_dict_id=False
        )
    window = (size + prefix).bit_length()
    tables = min(window, _LARGEST_TABLE_LOG)
    return zstandard.ZstdCompressionParameters.from_level(
        _LARGE_LEVEL, window_log=window, hash_log=tables, chain_log=tables, write_dict_id=False
    )


def _chain(conn: sa.Connection, sha256: bytes) -> list[_Packed]:
    """A body and what it is packed against, the first of the chain last; empty when there is no such body."""
    rows = conn.execute(_CHAIN, {"sha256": sha256})
    return [
        _Packed(sha256=digest, size=size, packed=packed, base=base, depth=depth)
        for digest, size, packed, base, depth in rows
    ]


def _unpacked(chain: Sequence[_Packed]) -> bytes:
    """The bytes of the head of a chain, built up from its first and verified."""
    head, first = chain[0], chain[-1]
    if first.base is not None:
        raise StoreError(
            f"body {head.sha256.hex()} cannot be read: {first.base.hex()}, which it builds on, is missing",
            remedy=_REMEDY,
        )
    data = b""
    for link in reversed(chain):
        data = _unpack(link, data, head)
    if hashlib.sha256(data).digest() != head.sha256:
        raise _damaged(head)
    return data


def _unpack(link: _Packed, prefix: bytes, head: _Packed) -> bytes:
    try:
        if zstandard.frame_content_size(link.packed) != link.size:  # before room is made for what it claims
            raise _damaged(head)
        if link.base is None:
            return _tools.unpack.decompress(link.packed)
        known = zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return zstandard.ZstdDecompressor(dict_data=known).decompress(link.packed)
    except zstandard.ZstdError as error:
        raise _damaged(head) from error


def _damaged(head: _Packed) -> StoreError:
    return StoreError(f"body {head.sha256.hex()} is damaged", remedy=_REMEDY)
