"""All simulated sites as one server on loopback, in a process of its own: `/HOST/PATH` is what HOST says at PATH.

Answers to GET carry an ETag. `/bench/…` is ours: `move` moves bills, `count` tells what was asked since it was asked last.
"""

import asyncio
import json
import re
import sys
import zlib
from collections import Counter
from hashlib import blake2b
from urllib.parse import parse_qsl, unquote

from legislatures.feed import SITES, TEXT, WORDS, Ask, Feed

DOCUMENTS = re.compile(
    r"\.(pdf|docx?|docm|rtf|lob)$|text|docs?\b|document|versions/|getContent|GetObject|billPdf|download|related/|amendments|/bills/.+\.html?$"
    r"|lawfilesext|/\d+ham\d+|\.htm$|/Bills/.+\.xml$|prever|view-leg",
    re.IGNORECASE,
)
LISTS = re.compile(
    r"minidata|list|feed|lisfiles|advreport|/record/|/Session/Bills/|proposals|databases|index", re.IGNORECASE
)


def text_at(target: str) -> tuple[str, bytes] | None:
    """The text of a bill's version that is no PDF, as what its address promises; None for an address that is no text's."""
    path = target.partition("?")[0].lower()
    if path.endswith(".xml") and "/bills/" in path:
        return "text/xml", f'<?xml version="1.0"?><bill><section>{WORDS}</section></bill>'.encode()
    if DOCUMENTS.search(target) and not LISTS.search(target):
        return "text/html", TEXT.encode()
    return None


def _pdf(words: str) -> bytes:
    """A page with a line of words (ISO 32000-1); readers rebuild the table of objects that is left out."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


class World:
    """The feeds by state, and which state a host belongs to."""

    def __init__(self, bills: dict[str, int], hosts: dict[str, str]) -> None:
        self.feeds = {state: Feed(count) for state, count in bills.items()}
        self.hosts = hosts
        self.asked: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()

    def answer(self, ask: Ask, target: str) -> tuple[int, str, bytes]:
        """Status, media type and body; `target` is the address as it was asked for."""
        state = self.hosts.get(ask.host, "")
        if not state or ask.path == "/robots.txt":
            return 404, "text/plain", b"not here"
        self.asked[state] += 1
        if ask.path.lower().endswith(".pdf"):
            return 200, "application/pdf", _pdf(WORDS)
        try:
            said = SITES[state](self.feeds[state], ask)
        except (IndexError, KeyError, ValueError):
            said = None
        if said is None:
            found = text_at(target) if ask.method == "GET" else None
            return (200, *found) if found else (404, "text/plain", b"not here")
        if isinstance(said, bytes):
            return 200, "application/octet-stream", said
        if isinstance(said, str):
            kind = "text/xml" if said.lstrip().startswith("<?xml") else "text/html"
            return 200, f"{kind}; charset=utf-8", said.encode()
        return 200, "application/json; charset=utf-8", json.dumps(said).encode()

    def move(self, states: list[str], per_mille: float) -> dict[str, int]:
        """Moves so many bills in a thousand of these states, spread evenly; tells how many in each."""
        for state in states:
            feed = self.feeds[state]
            if count := round(feed.bills * per_mille / 1000):
                feed.move(count)
        return {state: len(self.feeds[state].moved) for state in states}

    def told(self) -> dict[str, object]:
        """What was asked since the last time."""
        asked, statuses = dict(self.asked), {str(status): count for status, count in self.statuses.items()}
        self.asked.clear()
        self.statuses.clear()
        return {"asked": asked, "statuses": statuses}


class Visitor(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remembers where to write."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers every whole request that has arrived."""
        self.waiting += data
        while (end := self.waiting.find(b"\r\n\r\n")) >= 0:
            first, *lines = self.waiting[:end].decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            whole = end + 4 + int(headers.get("content-length", 0))
            if len(self.waiting) < whole:
                return
            body, self.waiting = self.waiting[end + 4 : whole], self.waiting[whole:]
            method, target, _ = first.split(" ")
            self.transport.write(self.respond(method, target, headers, body))  # type: ignore[attr-defined]

    def respond(self, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        """One answer as it goes over the wire."""
        place, _, query = target.partition("?")
        host, _, path = place.lstrip("/").partition("/")
        if host == "bench":
            return _wire(200, "application/json", json.dumps(self.ours(path, json.loads(body or b"null"))).encode(), "")
        ask = Ask(method, host, "/" + unquote(path), dict(parse_qsl(query, keep_blank_values=True)), body, headers)
        status, kind, said = self.world.answer(ask, target)
        tag = f'"{blake2b(said, digest_size=8).hexdigest()}"' if status == 200 and method == "GET" else ""
        if tag and headers.get("if-none-match") == tag:
            status, said = 304, b""
        if path != "robots.txt":
            self.world.statuses[status] += 1
        return _wire(status, kind, said, tag, squeezed="gzip" in headers.get("accept-encoding", ""))

    def ours(self, path: str, said: object) -> object:
        """A word from the bench itself."""
        if path == "move":
            assert isinstance(said, dict)
            return self.world.move(said["states"], said["per_mille"])
        return self.world.told()


def _wire(status: int, kind: str, body: bytes, tag: str, *, squeezed: bool = False) -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n"
    if tag:
        head += f"ETag: {tag}\r\n"
    if squeezed and len(body) > 1 << 16:  # as sites send their long lists
        packer = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        body = packer.compress(body) + packer.flush()
        head += "Content-Encoding: gzip\r\n"
    return (head + (f"Content-Length: {len(body)}\r\n" if status != 304 else "") + "\r\n").encode() + body


async def _serve(world: World) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Visitor(world), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def main() -> None:
    """Serves what the first line of standard input says: {"bills": {state: count}, "hosts": {host: state}}."""
    said = json.loads(sys.stdin.readline())
    asyncio.run(_serve(World(said["bills"], said["hosts"])))
