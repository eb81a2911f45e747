"""A small agency on loopback whose pages are published, amended, broken, walled off and brought back while it is watched.

It answers with strong ETags and honours If-None-Match (RFC 9110 section 13), so that a quiet check costs what it costs with
real sites. `asked` lists (path, status) as they were answered.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=utf-8"
WALL = (
    b"<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>"
    b'You don\'t have permission to access "http://agency.example/" on this server.<p>Reference #18.2d351ab8.1751900000</body></html>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands at a path."""

    body: bytes
    media_type: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:16]}"'


class Agency(ThreadingHTTPServer):
    """The site; it answers 404 where nothing was put."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, int]] = []
        self.visited = threading.Event()  # somebody has asked since it was last cleared

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def put(self, path: str, body: str | bytes, media_type: str = HTML) -> None:
        """Publishes a page, new or amended."""
        self.answers[path] = Answer(body=body.encode() if isinstance(body, str) else body, media_type=media_type)

    def fail(self, path: str) -> None:
        """The server has an error there, and asks to be tried again at once, so that tests need not wait."""
        self.answers[path] = Answer(body=b"oops", status=500, headers={"Retry-After": "0"})

    def wall_off(self, path: str) -> None:
        """A bot wall stands there, under the status of a good page."""
        self.answers[path] = Answer(body=WALL)

    def statuses(self, path: str) -> list[int]:
        """How the path was answered, in order."""
        return [status for asked, status in self.asked if asked == path]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed hangs up; that is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Agency

    def do_GET(self) -> None:
        self.server.visited.set()
        answer = self.server.answers.get(self.path, Answer(body=b"not here", status=404))
        if answer.status == 200 and self.headers["If-None-Match"] == answer.etag:
            answer = Answer(body=b"", status=304)
        self.server.asked.append((self.path, answer.status))
        self.send_response(answer.status)
        headers = {"Content-Type": answer.media_type, "Content-Length": str(len(answer.body)), **answer.headers}
        if answer.status == 200:
            headers["ETag"] = answer.etag
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *args: object) -> None:
        """Silence."""


@contextmanager
def agency() -> Iterator[Agency]:
    """A site of its own on a port of its own."""
    with Agency() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def page(title: str, *paragraphs: str) -> str:
    """A page as content management systems make them: navigation and a footer around what counts."""
    words = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<main><h1>{escape(title)}</h1>{words}</main><footer>Page last reviewed today</footer></body></html>"
    )


def index(title: str, links: dict[str, str]) -> str:
    """A page that lists documents: path → words of the link."""
    rows = "".join(f'<li><a href="{path}">{escape(words)}</a></li>' for path, words in links.items())
    return f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body><ul class=bills>{rows}</ul></body></html>"


def feed(title: str, items: dict[str, tuple[str, str]]) -> str:
    """An RSS 2.0 feed: address → (title, description), in this order."""
    rows = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(url)}</link><guid>{escape(url)}</guid>"
        f"<description>{escape(words)}</description></item>"
        for url, (name, words) in items.items()
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://agency.example/</link><description>News</description>{rows}</channel></rss>"
    )
