"""What a crawl process is told (on its standard input) and what it answers (a line of JSON per finished source)."""

from datetime import datetime
from typing import Any

import msgspec


class SourceJob(msgspec.Struct, frozen=True, kw_only=True):
    """One source to check: its name, the spider that runs it, and what a user typed for a watched address."""

    name: str
    spider: str
    settings: dict[str, Any] = {}
    jurisdiction: str = ""


class Fetching(msgspec.Struct, frozen=True, kw_only=True):
    """How to ask: who we are, what may be reached, how fast, and limits of the process (seconds, MB)."""

    contact: str = ""
    allow_private: tuple[str, ...] = ()
    intermediates: str = ""
    connect_to: dict[str, str] = {}
    delay: float | None = None
    processes: int = 2
    time_limit: float = 1800.0
    memory_limit_mb: int = 2048


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A whole crawl. `now` stands still when it is set (replays, demonstrations); `replay` answers every request from a folder or WARC."""

    database: str
    sources: tuple[SourceJob, ...]
    fetching: Fetching = Fetching()
    now: datetime | None = None
    replay: str = ""
    announce: bool = False
    accept_removals: bool = False


def encode(message: Any) -> bytes:
    """A message as one line of JSON."""
    return msgspec.json.encode(message) + b"\n"


def decode_job(line: bytes) -> Job:
    """The job that a parent wrote."""
    return msgspec.json.decode(line, type=Job)
