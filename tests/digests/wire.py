"""What goes over the wire: a server on loopback that keeps every request, and a detour that leads fixed hosts to it.

A service whose address can name a host is sent there directly; requests to hosts that are built into Apprise (hooks.slack.com …) are
led to the same server under their host's name, so that nothing leaves the machine and everything is really sent.
"""

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import requests

_ANSWER = {
    "ok": True,
    "access_token": "t",
    "home_server": "h",
    "user_id": "@u:h",
    "room_id": "!r:h",
    "joined_rooms": ["!r:h"],
    "event_id": "$1",
    "id": "1",
    "sid": "S",
    "username": "u",
    "accessJwt": "j",
    "refreshJwt": "r",
    "did": "did:plc:x",
    "uri": "at://x",
    "cid": "c",
    "result": {"message_id": 1},
    "service": [{"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example.org"}],
}


class Wire(ThreadingHTTPServer):
    """Keeps (method, host and path, content type, body) of what it is sent; `answers` are the next status codes, "hang" or "drop"
    for requests whose path holds `concerned`. `taken` are the bodies of those it accepted, or took before it fell silent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Kept)
        self.kept: list[tuple[str, str, str, bytes]] = []
        self.answers: list[int | str] = []
        self.concerned = ""
        self.taken: list[str] = []
        self.pause = "7"
        self.release = Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def detour(self, adapter: Any, request: Any, **options: Any) -> Any:
        """Stands in for `HTTPAdapter.send`: hosts other than loopback become the first part of the path here."""
        parts = urlsplit(request.url)
        if parts.hostname != "127.0.0.1":
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            request.url = f"http://127.0.0.1:{self.port}/{parts.hostname}{path}"
            options["verify"] = False
        return _SEND(adapter, request, **options)

    def told(self) -> str:
        """Everything kept, as one text without what differs from run to run."""
        kept = [one for one in self.kept if not one[1].endswith("/logout")]  # said whenever the service is collected
        return "\n".join(_shown(*one) for one in kept).replace(str(self.port), "PORT").replace("\r", "")

    def messages(self) -> list[str]:
        """The bodies as texts, JSON unpacked into its strings."""
        return [_strings(content) for *_, content in self.kept]


_SEND = requests.adapters.HTTPAdapter.send


class _Kept(BaseHTTPRequestHandler):
    server: Wire

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.kept.append((self.command, self.path, self.headers.get("Content-Type", ""), body))
        asked = self.server.concerned in self.path
        status = self.server.answers.pop(0) if self.server.answers and asked else 200
        if asked and status in (200, "hang", "drop"):
            self.server.taken.append(_strings(body))
        if isinstance(status, str):
            if status == "hang":
                self.server.release.wait(20)
            self.close_connection = True
            return
        said = b"ok" if "hooks.slack.com" in self.path else json.dumps(_ANSWER).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", self.server.pause)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Silence."""


def _shown(method: str, path: str, kind: str, body: bytes) -> str:
    path = re.sub(r"(/send/m\.room\.message/)[^/?]+", r"\1TRANSACTION", path)
    return f"{method} {path}\n{kind}\n\n{_pretty(body)}\n"


def _pretty(body: bytes) -> str:
    text = body.decode()
    try:
        shown = json.dumps(json.loads(text), indent=1, ensure_ascii=False, sort_keys=True)
    except ValueError:
        pairs = parse_qsl(text)
        shown = (
            "\n".join(f"{name} = {value}" for name, value in pairs) if pairs and text.startswith(pairs[0][0]) else text
        )
    return re.sub(r'("(?:createdAt|ts)": )("[^"]*"|[\d.]+)', r'\1"MOMENT"', shown)


def _strings(body: bytes) -> str:
    def walk(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [found for one in value.values() for found in walk(one)]
        if isinstance(value, list):
            return [found for one in value for found in walk(one)]
        return [value] if isinstance(value, str) else []

    try:
        return "\n".join(walk(json.loads(body)))
    except ValueError:
        return unquote_plus(body.decode())
