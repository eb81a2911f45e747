"""A site whose pages go wrong on request, each at a loopback address of its own, so that one host's trouble is not another's."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MEGABYTE = 1024 * 1024
BOMB = b"""<?xml version="1.0"?><!DOCTYPE bill [<!ENTITY a "kratom">%s]><bill><p>&j;</p></bill>""" % b"".join(
    b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 12) for name in b"bcdefghij"
)
WALL = b"""<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>"""
SMALL_PDF = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length %d>>stream
%s
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>"""


@dataclass(frozen=True)
class Answer:
    """What the site says: the body with its status and headers."""

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()


def html(words: str) -> bytes:
    return f"<!DOCTYPE html><title>{words}</title><main><p>{words} is regulated.</p></main>".encode()


def pdf(words: str) -> bytes:
    content = f"BT /F1 12 Tf 20 100 Td ({words} is regulated.) Tj ET".encode()
    return SMALL_PDF % (len(content), content)


def feed(words: str, link: str = "") -> bytes:
    item = f"<item><title>{words}</title><link>https://example.org/{link}</link></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{item}</channel></rss>'.encode()


def good(kind: str, words: str, host: str) -> Answer:
    """A page as it should be; what a feed links to is its own."""
    if kind == "feed":
        return Answer(feed(words, host), media_type="application/rss+xml")
    if kind == "pdf":
        return Answer(pdf(words), media_type="application/pdf")
    if kind == "json":
        item = f'{{"id": "1", "title": "{words}", "url": "https://example.org/{host}"}}'
        data = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [{item}]}}'
        return Answer(data.encode(), media_type="application/feed+json")
    if kind == "xml":
        return Answer(f"<bill><p>{words} is regulated.</p></bill>".encode(), media_type="text/xml")
    return Answer(html(words))


@dataclass(frozen=True)
class Trouble:
    """One way to go wrong: the kind of page it happens to, what comes instead, and how the check must end."""

    kind: str
    bad: Answer
    outcome: str
    saying: str

    @property
    def path(self) -> str:
        return {"json": "/feed.json", "pdf": "/bill.pdf", "xml": "/bill.xml", "feed": "/feed"}.get(self.kind, "/page")


TROUBLES: dict[str, Trouble] = {
    "HTML where JSON was promised": Trouble("json", Answer(html("We are sorry")), "blocked", "where JSON"),
    "a truncated gzip": Trouble(
        "page",
        Answer(gzip.compress(html("x") * 99)[:-30], headers=(("Content-Encoding", "gzip"),)),
        "unreachable",
        "cut short",
    ),
    "a 50 MB body": Trouble("page", Answer(bytes(50 * MEGABYTE)), "unreachable", "larger than the limit of 20 MB"),
    "a bomb of 100 MB": Trouble(
        "page",
        Answer(gzip.compress(bytes(100 * MEGABYTE), 9), headers=(("Content-Encoding", "gzip"),)),
        "unreachable",
        "larger than the limit of 20 MB",
    ),
    "endless redirects": Trouble(
        "page",
        Answer(status=302, headers=(("Location", "/page?again"),)),
        "unreachable",
        "/page: max redirections reached",
    ),
    "a redirect to a private address": Trouble(
        "page", Answer(status=302, headers=(("Location", "http://10.0.0.1/"),)), "unreachable", "private"
    ),
    "a redirect to a file": Trouble(
        "page", Answer(status=302, headers=(("Location", "file:///etc/passwd"),)), "unreachable", "HTTP 302"
    ),
    "an entity bomb": Trouble("xml", Answer(BOMB, media_type="text/xml"), "broken", "entit"),
    "a corrupt PDF": Trouble(
        "pdf", Answer(pdf("Kratom")[:60], media_type="application/pdf"), "broken", "this PDF cannot be opened"
    ),
    "an archive instead of a page": Trouble(
        "page", Answer(b"PK\x03\x04" + bytes(99), media_type="application/zip"), "broken", "archive"
    ),
    "a bot wall": Trouble(
        "page",
        Answer(WALL, 403, headers=(("cf-mitigated", "challenge"), ("Server", "cloudflare"))),
        "blocked",
        "Cloudflare",
    ),
    "an empty answer": Trouble("page", Answer(), "blocked", "empty"),
    "a page without the part that counts": Trouble("page", Answer(b"<p>We have moved</p>" * 9), "broken", "main"),
    "a feed cut short": Trouble(
        "feed", Answer(feed("x")[:-40], media_type="application/rss+xml"), "broken", "cut short"
    ),
    "a page where a feed was": Trouble("feed", Answer(html("News")), "broken", "expected a feed"),
    "a server in trouble": Trouble("page", Answer(b"oops", 500), "unreachable", "HTTP 500"),
    "a page that is gone": Trouble("page", Answer(b"gone", 404), "unreachable", "HTTP 404"),
}


class Site:
    """The pages by address; `words` is what good ones say, `troubled` whether the others speak."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.words = "Kratom"
        self.troubled = False

    def host(self, name: str) -> str:
        """The loopback address of a page."""
        return f"127.0.1.{list(TROUBLES).index(name) + 1}"

    def url(self, name: str) -> str:
        return f"http://{self.host(name)}:{self.port}{TROUBLES[name].path}"

    def answer(self, host: str, path: str) -> Answer:
        if path == "/robots.txt":
            return Answer(b"", 404)
        if path == "/old":
            return Answer(status=302, headers=(("Location", "/page"),))
        trouble = next((one for name, one in TROUBLES.items() if self.host(name) == host), None)
        if trouble and self.troubled:
            return trouble.bad
        return good(trouble.kind if trouble else "page", self.words, host)


@contextmanager
def site() -> Iterator[Site]:
    """The site, at every loopback address of one port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
            pass

        def do_GET(self) -> None:
            said = served.answer(self.headers["Host"].partition(":")[0], self.path.partition("?")[0])
            self.send_response(said.status)
            for name, value in (
                ("Content-Type", said.media_type),
                ("Content-Length", str(len(said.body))),
                *said.headers,
            ):
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # a client that has seen enough of 50 MB
                self.wfile.write(said.body)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is what several pages are about."""

    with Server(("0.0.0.0", 0), Handler) as server:  # every 127.x.y.z
        served = Site(int(server.server_address[1]))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield served
        server.shutdown()
        thread.join()


def free_port() -> int:
    """A port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
