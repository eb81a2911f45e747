"""The recorded sites as one small web server on loopback, and the mailbox to which the demonstration's messages go.

`recording/DAY/HOST/PATH` holds what an address said from that day on. The crawler is told to go to `/HOST/PATH` here whenever
it asks HOST; it knows no difference. Answers carry an ETag, so that what did not change costs a 304, as on the real sites.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

RECORDING = Path(__file__).parent / "recording"
MAILBOX = "/mailbox/"
ROBOTS = b"User-agent: *\nDisallow:\n"
"""The real www.fda.gov asks for 30 seconds between requests; a demonstration has less time."""

APOLOGY = "https://www.fda.gov/apology_objects/abuse-detection-apology.html"
WALLS = {"www.fda.gov": (date(2026, 7, 4), date(2026, 7, 6))}
"""Hosts that send robots to an apology page, from the first to the last day."""

_TYPES = {
    ".json": "application/json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".CSV": "application/octet-stream",
    ".csv": "application/octet-stream",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that arrived: the mailbox it was sent to, its subject and text."""

    box: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back; `headers` beside the length."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Site(ThreadingHTTPServer):
    """Serves the recording as of `day`; `statuses` counts the answers of its pages."""

    daemon_threads = True

    def __init__(self, day: date) -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.day = day
        self.statuses: Counter[int] = Counter()
        self.counting = threading.Lock()
        self.messages: SimpleQueue[Message] = SimpleQueue()

    @property
    def address(self) -> str:
        """Such as http://127.0.0.1:40123."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def instead(self) -> dict[str, str]:
        """Where to go instead of the real origins, as `Fetching.connect_to` wants it."""
        return {f"https://{host}": f"{self.address}/{host}" for host in hosts()}

    def mailbox(self, box: str) -> str:
        """The Apprise address of a mailbox here."""
        return f"json://{self.address.removeprefix('http://')}{MAILBOX}{box}"

    def received(self) -> list[Message]:
        """The messages that arrived since this was asked last."""
        return [self.messages.get() for _ in range(self.messages.qsize())]

    def answer(self, host: str, path: str, known: str | None) -> Answer:
        """What the host said at this path on this day; `known` is the ETag that the visitor already has."""
        if path == "/robots.txt":
            return Answer(status=200, headers=(("Content-Type", "text/plain"),), body=ROBOTS)
        first, last = WALLS.get(host, (date.max, date.min))
        if first <= self.day <= last and not path.startswith("/apology_objects/"):
            return Answer(status=302, headers=(("Location", APOLOGY),))
        found = recorded(host, path, self.day)
        if found is None:
            return Answer(status=404, headers=(("Content-Type", "text/plain"),), body=b"Not Found\n")
        body = found.read_bytes()
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if known == tag:
            return Answer(status=304, headers=(("ETag", tag),))
        kind = ("Content-Type", _TYPES[found.suffix])
        return Answer(status=404 if _says_none(found, body) else 200, headers=(kind, ("ETag", tag)), body=body)


def hosts() -> tuple[str, ...]:
    """The hosts of which there is a recording."""
    return tuple(sorted({folder.name for folder in RECORDING.glob("*/*") if folder.is_dir()}))


def recorded(host: str, path: str, day: date) -> Path | None:
    """The last recording of this address up to the day; pages without an ending are HTML."""
    name = path.lstrip("/")
    name = name if Path(name).suffix in _TYPES else f"{name}.html"
    if ".." in Path(name).parts:
        return None
    days = sorted((folder for folder in RECORDING.iterdir() if folder.name <= day.isoformat()), reverse=True)
    return next((file for folder in days if (file := folder / host / name).is_file()), None)


def _says_none(file: Path, body: bytes) -> bool:
    """openFDA says with a 404 that it has no match, and why in the body."""
    return file.suffix == ".json" and body.startswith(b'{\n "error"')


class _Visitor(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        """Quiet: the screen belongs to the story."""

    def do_GET(self) -> None:
        """A page of one of the recorded hosts."""
        host, _, path = urlsplit(self.path).path.lstrip("/").partition("/")
        answer = self.server.answer(host, f"/{path}", self.headers.get("If-None-Match"))
        with self.server.counting:
            self.server.statuses[answer.status] += path != "robots.txt"
        self._send(answer)

    def do_POST(self) -> None:
        """A message for one of the mailboxes."""
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        box = self.path.removeprefix(MAILBOX).strip("/")
        self.server.messages.put(Message(box=box, subject=said["title"], text=said["message"]))
        self._send(Answer(status=200))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)


@contextmanager
def serving(day: date) -> Iterator[Site]:
    """The site, answering until the block ends."""
    with Site(day) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
