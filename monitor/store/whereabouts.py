"""What stands on the disk where a SQLite database is expected, found out before SQLite touches it.

SQLite turns an empty file into a new database without a word; whether one was lost there, only the files beside it tell.
"""

import os
import shlex
import stat
from enum import Enum
from pathlib import Path

from monitor.model.errors import StoreError


class Found(Enum):
    """What a path holds."""

    NOTHING = "nothing"
    EMPTY = "an empty file"
    SOMETHING = "a file with something in it"


def look(path: Path) -> Found:
    """Looks without opening; what cannot be read is a `StoreError`.

    The file itself is for SQLite alone to open: closing it anywhere in a process gives up the locks of the process's
    connections (https://www.sqlite.org/howtocorrupt.html, "posix advisory locks canceled").
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return Found.NOTHING
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error
    if not stat.S_ISREG(status.st_mode):
        raise _unreadable(path, "not a file")
    if not _may(path, os.R_OK):
        raise _unreadable(path, "permission denied")
    return Found.SOMETHING if status.st_size else Found.EMPTY


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
    return _may(place, os.W_OK)


def is_still(path: Path) -> bool:
    """Whether nobody can be writing: SQLite cannot put its index beside a WAL database in a read-only folder."""
    return not is_writable(path.parent) and not has_log(path)


def _may(place: Path, mode: int) -> bool:
    return os.access(place, mode, effective_ids=os.access in os.supports_effective_ids)


def _unreadable(path: Path, why: str) -> StoreError:
    return StoreError(
        f"database {path} cannot be read ({why})", remedy="Name a file that this user may read with --database."
    )


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
