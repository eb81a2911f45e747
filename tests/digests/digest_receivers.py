"""Real receivers on loopback: a webhook and a mail server that keep what they are sent and answer as told."""

import asyncio
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller


class Webhook(ThreadingHTTPServer):
    """A receiver that keeps what it is sent and answers as told: a status, "hang" or "drop"."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.received: list[dict[str, Any]] = []
        self.answers: list[Any] = []
        self.headers: dict[str, str] = {}
        self.release = Event()

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_address[1]}/hooks/s3cr3t-t0ken-0123456789"


class _Answer(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer == "hang":
            self.server.release.wait(20)
            self.close_connection = True
        elif answer == "drop":
            self.close_connection = True
        else:
            self.send_response(answer)
            for name, value in self.server.headers.items():
                self.send_header(name, value)
            text = b'{"retry_after": 7}' if answer == 429 else b"{}"
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    def log_message(self, *args: object) -> None:
        """Silence."""


class Mailbox:
    """What an SMTP server took; its answers to a recipient or to the data instead of 250. `faults` come once each: an answer to
    the data, "hang" or "drop" for after the letter was taken."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.refuse_recipient: dict[str, str] = {}
        self.refuse_data = ""
        self.faults: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse_recipient:
            return self.refuse_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse_data:
            return self.refuse_data
        fault = self.faults.pop(0) if self.faults else ""
        if fault[:1].isdigit():
            return fault
        self.letters.append(envelope)
        if fault == "drop":
            server.transport.abort()
        elif fault == "hang":
            await asyncio.sleep(3)
        return "250 kept"


class _AnyPort(Controller):
    """aiosmtpd asks its own port whether it is up; with port 0 that must be the one it got."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class PostOffice:
    """A running SMTP server and its mailbox."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.controller = _AnyPort(self.mailbox, hostname="127.0.0.1", port=0)

    @property
    def port(self) -> int:
        assert self.controller.server is not None
        return int(self.controller.server.sockets[0].getsockname()[1])

    def address(self, to: str = "member@example.org", more: str = "") -> str:
        return f"mailto://127.0.0.1:{self.port}?from=Digest%20%3Cdigest@example.org%3E&to={to}{more}"
