"""What stands on the disk where a SQLite database is expected, found out before SQLite touches it.

SQLite would turn an empty file into a new database and only notice a shortened one pages later. A look at the first
hundred bytes (https://www.sqlite.org/fileformat.html#the_database_header) costs microseconds and changes nothing.
"""

import os
import shlex
from enum import Enum
from pathlib import Path

from monitor.model.errors import StoreError

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100


_looked_into: dict[tuple[int, int], int] = {}
"""Device and inode of the databases that this process has looked into, with the size they had."""


class Found(Enum):
    """What a path holds."""

    NOTHING = "nothing"
    EMPTY = "an empty file"
    OTHER = "not a database"
    SHORTENED = "a database cut short"
    DATABASE = "a database"


def look(path: Path) -> Found:
    """Looks without touching. A folder, a device or an unreadable file is a `StoreError`.

    A database is looked into once per process, and again only if it has become smaller: closing a file gives up every lock that the process holds on it (POSIX), those
    of SQLite's open connections too, and another process would then tidy the log away under them
    (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
    """
    try:
        stands = path.stat()
        if 0 < _looked_into.get((stands.st_dev, stands.st_ino), 0) <= stands.st_size:
            return Found.DATABASE
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return Found.NOTHING
    except OSError as error:
        raise StoreError(
            f"database {path} cannot be read ({error.strerror})",
            remedy="Name a file that this user may read with --database.",
        ) from error
    if not head:
        return Found.EMPTY
    if not head.startswith(_MAGIC):
        return Found.OTHER
    if size < _promised_size(head) and not has_log(path):
        return Found.SHORTENED
    remember(path)
    return Found.DATABASE


def remember(path: Path) -> None:
    """Notes that this process has this database in hand, so that nobody looks into it any more."""
    stands = path.stat()
    _looked_into[stands.st_dev, stands.st_ino] = stands.st_size


def has_log(path: Path) -> bool:
    """Whether committed pages may still stand in the write-ahead log, so that the file alone says little."""
    return (log := beside(path, "-wal")).exists() and log.stat().st_size > 0


def beside(path: Path, ending: str) -> Path:
    """A file of the same name and folder with an ending added."""
    return path.with_name(path.name + ending)


def backups(path: Path) -> list[Path]:
    """The backups beside a database, oldest first."""
    made = path.parent.glob(f"{_literal(path.name)}.backup-*")
    return sorted(file for file in made if not file.name.endswith(".partial"))


def leave_mark(path: Path) -> None:
    """Notes beside a new database that it was made, so that its loss is noticed instead of covered up by a new one."""
    text = f"A policywatch database was made here as {path.name}. If it is gone, restore a backup.\n"
    beside(path, ".made").write_text(text + "To begin anew with an empty one, delete this file.\n", encoding="utf-8")


def traces(path: Path, *, opened: bool = False) -> list[Path]:
    """Files beside it that tell of a database; its log tells nothing once SQLite has `opened` it."""
    mark, log = beside(path, ".made"), beside(path, "-wal")
    return [*([mark] if mark.exists() else []), *backups(path), *([log] if not opened and has_log(path) else [])]


def refuse_if_lost(path: Path, *, opened: bool = False) -> None:
    """Refuses to make a new database where traces show that one existed."""
    if left := traces(path, opened=opened):
        named = ", ".join(trace.name for trace in left[-3:])
        raise StoreError(
            f"database {path} is gone or empty, but one existed here (see {named})",
            remedy=f"{how_to_restore(path)} To begin anew, move those files away first.",
        )


def how_to_restore(path: Path) -> str:
    """The sentence that brings a lost or damaged database back. The old log must go: SQLite would replay it into the copy."""
    kept = backups(path)
    if not kept:
        return f"No backup stands beside it; stop policywatch and copy one to {path}."
    log, index, newest = (shlex.quote(str(file)) for file in (beside(path, "-wal"), beside(path, "-shm"), kept[-1]))
    return f"Stop policywatch, then: rm -f {log} {index} && cp {newest} {shlex.quote(str(path))}"


def refuse_unwritable(path: Path) -> None:
    """SQLite writes its log beside the file, so both the file and its folder must be writable."""
    for place, name in ((path, "file"), (path.parent, "folder")):
        if place.exists() and not is_writable(place):
            raise StoreError(
                f"database {path} cannot be written: its {name} is read-only",
                remedy=f"Give this user the right to write {place}, or choose another place with --database.",
            )


def is_writable(place: Path) -> bool:
    """Whether the acting user may write this file or folder."""
    return os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _promised_size(head: bytes) -> int:
    """Bytes the header promises, or 0 where an old SQLite left the count stale."""
    size = int.from_bytes(head[16:18], "big")
    page = 65536 if size == 1 else size
    return page * int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
