"""Who hears of it: a webhook and a mail server on loopback that keep what they are sent, to be read as its readers would."""

import asyncio
import email
import email.policy
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


class Webhook(ThreadingHTTPServer):
    """Takes JSON; `slowness` is how many seconds it thinks before it says that it has a message."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.received: list[dict[str, Any]] = []
        self.slowness = 0.0
        self.reached = threading.Event()

    @property
    def address(self) -> str:
        """Where Apprise finds it."""
        return f"json://127.0.0.1:{self.server_address[1]}/hook"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed does not hear the answer."""


class _Hook(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.reached.set()
        time.sleep(self.server.slowness)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Silence."""


@contextmanager
def webhook() -> Iterator[Webhook]:
    """A webhook on a port of its own."""
    with Webhook() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class PostOffice(Controller):
    """A mail server; `letters` are the messages it took, parsed."""

    def __init__(self) -> None:
        super().__init__(self, hostname="127.0.0.1", port=0)
        self.letters: list[EmailMessage] = []
        self.slowness = 0.0
        self.reached = threading.Event()

    def _trigger_server(self) -> None:
        assert self.server is not None  # aiosmtpd asks its own port whether it is up: it must be the one it got
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def address(self, to: str) -> str:
        """Where Apprise finds it."""
        return f"mailto://127.0.0.1:{self.port}?from=Policywatch%20%3Cdigest@example.org%3E&to={to}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keeps a message."""
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.reached.set()
        await asyncio.sleep(self.slowness)
        return "250 kept"


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A mail server on a port of its own."""
    office = PostOffice()
    office.start()
    yield office
    office.stop()


def parts(letter: EmailMessage) -> tuple[str, str]:
    """(text, HTML) of a mail, as its reader may see either."""
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()
