"""Real crawls over real loopback connections, for tests: a small site that misbehaves on request, and a process that crawls it.

The process (`python loopback.py`) reads a scenario as a line of JSON and answers with what happened. Names resolve as the
scenario says; waiting for hosts moves a clock instead of sleeping.
"""

import asyncio
import gzip
import json
import subprocess
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = b"<!DOCTYPE html><title>Kratom</title><p>A bill to regulate kratom</p>"
MEGABYTE = 1024 * 1024


class Site(ThreadingHTTPServer):
    """A site whose paths say how they misbehave; `asked` lists (host, path) as they came."""

    daemon_threads = True

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), _Answer)
        self.asked: list[tuple[str, str]] = []
        self.heard: list[dict[str, str]] = []
        self.robots = ""
        self.counts: Counter[str] = Counter()
        self.stopping = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what several tests are about."""


@contextmanager
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.stopping.set()
        server.shutdown()
        thread.join()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host = self.headers["Host"].rpartition(":")[0]
        self.server.asked.append((host, self.path))
        self.server.heard.append(dict(self.headers.items()))
        self.server.counts[self.path] += 1
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        getattr(self, "_" + parts.path.strip("/").replace("-", "_").replace(".", "_").replace("/", "_"), self._page)(
            query
        )

    def _send(self, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self, query: dict[str, str]) -> None:
        self._send()

    def _robots_txt(self, query: dict[str, str]) -> None:
        if self.server.robots.startswith("http"):
            self._send(b"", 302, Location=self.server.robots)
        else:
            self._send(self.server.robots.encode(), 200 if self.server.robots else 404, Content_Type="text/plain")

    def _go(self, query: dict[str, str]) -> None:
        self._send(b"", 302, Location=query["to"])

    def _loop(self, query: dict[str, str]) -> None:
        self._send(b"", 302, Location=f"/loop?n={int(query.get('n', 0)) + 1}")

    def _status(self, query: dict[str, str]) -> None:
        """Answers `is` for the first `times` askings, with `after` as Retry-After; then the page."""
        if self.server.counts[self.path] > int(query.get("times", 99)):
            return self._send()
        after = {"Retry-After": query["after"]} if "after" in query else {}
        return self._send(b"no", int(query["is"]), **after)

    def _empty(self, query: dict[str, str]) -> None:
        """Answers 200 and not a byte for the first `times` askings; then the page."""
        self._send(b"" if self.server.counts[self.path] <= int(query.get("times", 99)) else PAGE)

    def _large(self, query: dict[str, str]) -> None:
        self.send_response(200)
        if query.get("declared"):
            self.send_header("Content-Length", str(50 * MEGABYTE))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            for _ in range(50):
                self.wfile.write(bytes(MEGABYTE))
                self.server.counts["megabytes"] += 1

    def _hang_up(self, query: dict[str, str]) -> None:
        self._send(Connection="close")
        self.close_connection = True

    def _silent(self, query: dict[str, str]) -> None:
        self.server.stopping.wait()
        self.close_connection = True

    def _cut(self, query: dict[str, str]) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(PAGE)
        self.close_connection = True

    def _packed(self, query: dict[str, str]) -> None:
        encoding = {"deflate": "deflate", "bare": "deflate", "br": "br"}.get(query["as"], "gzip")
        self._send(packed(query["as"]), Content_Encoding=encoding)


@cache
def packed(how: str) -> bytes:
    """The page in an encoding, whole or spoiled."""
    bare = zlib.compressobj(wbits=-15)
    bodies: dict[str, Callable[[], bytes]] = {
        "gzip": lambda: gzip.compress(PAGE),
        "members": lambda: gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]) + bytes(8),
        "deflate": lambda: zlib.compress(PAGE),
        "bare": lambda: bare.compress(PAGE) + bare.flush(),
        "truncated": lambda: gzip.compress(PAGE * 99)[:-30],
        "damaged": lambda: gzip.compress(PAGE)[:-8] + bytes(8),
        "bomb": lambda: gzip.compress(bytes(100 * MEGABYTE), 1),
        "plain": lambda: PAGE,
        "br": lambda: PAGE,
    }
    return bodies[how]()


class Crawler:
    """The crawling process, as tests see it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def __call__(self, *start: str | dict[str, Any], **scenario: Any) -> dict[str, Any]:
        """Crawls these addresses and returns {"answers": {address: …}, "waits": […], "slots": {…}, "settings": {…}}."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"start": start, **scenario}).encode() + b"\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            assert self.process.stderr is not None
            raise AssertionError(self.process.stderr.read().decode())
        told: dict[str, Any] = json.loads(line)
        return told

    def close(self) -> None:
        self.process.communicate(timeout=10)


# -- the other side: everything below runs in the crawling process ----------------------------------------------------


def main() -> None:
    """Crawls scenario after scenario until the input ends."""
    from scrapy.crawler import AsyncCrawlerProcess

    # Next to nothing, because Scrapy puts a process's settings over those of its crawlers.
    process = AsyncCrawlerProcess({"LOG_LEVEL": "CRITICAL", "LOG_ENABLED": False})
    loop = asyncio.get_event_loop()
    work = loop.create_task(_serve(process))

    def stop(_: Any) -> None:
        from twisted.internet import reactor

        reactor.callFromThread(reactor.stop)

    work.add_done_callback(stop)
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    work.result()


async def _serve(process: Any) -> None:
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        told = await _crawl(process, json.loads(line))
        sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
        sys.stdout.buffer.flush()


class _Names:
    """A resolver that answers from the scenario: for each name a list of answers, one after the other, the last again."""

    def __init__(self, names: dict[str, list[list[str]]], before: Any) -> None:
        self.names = {name: list(answers) for name, answers in names.items()}
        self.before = before

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *more: Any, **rest: Any) -> Any:
        from twisted.internet.address import IPv4Address, IPv6Address

        answers = self.names.get(name)
        if answers is None:
            return self.before.resolveHostName(receiver, name, port, *more, **rest)
        receiver.resolutionBegan(self)
        for address in answers.pop(0) if len(answers) > 1 else answers[0]:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return self


async def _crawl(process: Any, scenario: dict[str, Any]) -> dict[str, Any]:
    import scrapy
    from scrapy import signals
    from scrapy.crawler import Crawler as ScrapyCrawler
    from twisted.internet import reactor
    from twisted.internet.interfaces import IHostnameResolver
    from zope.interface import directlyProvides

    from monitor.crawl import politeness
    from monitor.crawl.settings import settings_for

    waits: list[float] = []
    now = 1000.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        waits.append(round(seconds, 3))
        now += seconds
        await asyncio.sleep(0)

    if not scenario.get("remember"):
        politeness.HOSTS.clear()
    politeness.HOSTS.clock = lambda: now
    politeness.HOSTS.sleep = sleep
    names = _Names(scenario.get("names", {}), reactor.nameResolver)
    directlyProvides(names, IHostnameResolver)
    before = reactor.installNameResolver(names)
    told: dict[str, Any] = {"answers": {}, "order": []}

    class Spider(scrapy.Spider):
        name = "loopback"

        async def start(self) -> Any:
            for one in scenario["start"]:
                given = {"url": one} if isinstance(one, str) else one
                yield scrapy.Request(
                    **given, callback=self.parse, errback=self.failed, cb_kwargs={"asked": given["url"]}
                )

        def parse(self, response: Any, asked: str) -> None:
            told["order"].append(asked)
            told["answers"][asked] = {
                "status": response.status,
                "url": response.url,
                "body": response.body[:200].decode("latin-1"),
                "size": len(response.body),
                "kind": type(response).__name__,
                "headers": {name.decode(): values[0].decode() for name, values in response.headers.items()},
            }

        def failed(self, failure: Any) -> None:
            asked = failure.request.cb_kwargs["asked"]
            told["order"].append(asked)
            told["answers"][asked] = {"error": failure.type.__name__, "message": str(failure.value)}

    for name, value in scenario.get("spider", {}).items():
        setattr(Spider, name, value)
    options = {"contact": "https://example.org/contact", "version": "9.9", "delay": 0.0}
    settings = settings_for(**{**options, **scenario.get("settings_for", {})})
    settings.update({"HTTPERROR_ALLOW_ALL": True, **scenario.get("settings", {})})
    crawler = ScrapyCrawler(Spider, settings)

    def closed() -> None:
        slots = crawler.engine.downloader.slots
        told["slots"] = {name: [slot.delay, slot.concurrency, slot.jitter] for name, slot in slots.items()}

    crawler.signals.connect(closed, signals.spider_closed)
    await process.crawl(crawler)
    reactor.installNameResolver(before)
    return {**told, "waits": waits, **_effective(crawler)}


def _effective(crawler: Any) -> dict[str, Any]:
    """What the crawl really ran with: settings after everything, and the components that were built from them."""
    import asyncio as aio

    built = {
        "middlewares": [type(one).__name__ for one in crawler.engine.downloader.middleware.middlewares],
        "spider_middlewares": [type(one).__name__ for one in crawler.engine.scraper.spidermw.middlewares],
        "extensions": [type(one).__name__ for one in crawler.extensions.middlewares],
        "pipelines": [type(one).__name__ for one in crawler.engine.scraper.itemproc.middlewares],
        "handlers": {
            scheme: type(one).__name__ for scheme, one in crawler.engine.downloader.handlers._handlers.items()
        },
        "loop": type(aio.get_running_loop()).__name__,
    }
    settings = {name: value for name, value in crawler.settings.copy_to_dict().items() if _plain(value)}
    return {
        "built": built,
        "settings": settings,
        "stats": {k: v for k, v in crawler.stats.get_stats().items() if _plain(v)},
    }


def _plain(value: Any) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
