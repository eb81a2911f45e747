"""Where a request meets the network: the download handler of every crawl that is not a replay.

`GuardedHandler` resolves each host itself, asks `monitor.crawl.guard` about every address it got and connects to a checked
address only; as each hop of a redirect, each robots.txt and each retry is a request of its own, all are checked. It decodes
bodies too, so that a damaged one is a failed download (Scrapy's own middleware hands on what it could decode of it).
"""

import zlib
from collections.abc import Generator, Mapping
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, ResponseDataLossError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred, inlineCallbacks
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.error import ConnectError, DNSLookupError
from twisted.internet.interfaces import IResolutionReceiver, IStreamClientEndpoint
from twisted.web.client import URI, Agent
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer

from monitor.crawl import politeness
from monitor.crawl.allowance import HIDDEN, with_key, without
from monitor.crawl.certificates import CompletedChains, intermediates
from monitor.crawl.guard import Address, Allowed, allowed, as_literal, check_address, check_url

CONNECT_TIMEOUT = 20.0
"""Seconds for one address of a host to accept the connection."""

_ENCODINGS = b"gzip, deflate"
_GZIP_MEMBER = b"\x1f\x8b"


class GuardedHandler(HTTP11DownloadHandler):
    """http and https for all spiders: guarded, paced, decoded.

    Settings: `POLICYWATCH_ALLOW_PRIVATE` (networks and hosts), `POLICYWATCH_CONNECT_TO` (where to go instead, by origin; the
    answers keep their addresses, and what it names is permitted). Proxies are not used: behind one nobody could tell which
    address is reached.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        settings = crawler.settings
        self._instead = {
            origin.rstrip("/"): target.rstrip("/")
            for origin, target in settings.getdict("POLICYWATCH_CONNECT_TO").items()
        }
        hosts = [urlsplit(target).hostname or "" for target in self._instead.values()]
        self._allow = allowed([*settings.getlist("POLICYWATCH_ALLOW_PRIVATE"), *hosts])
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        folder = settings.get("POLICYWATCH_INTERMEDIATES")
        tls = CompletedChains(intermediates(Path(folder))) if folder else self._contextFactory
        endpoints = GuardedEndpoints(reactor, tls, self._allow)
        self._agent: Agent = Agent.usingEndpointFactory(reactor, endpoints, self._pool)  # type: ignore[no-untyped-call]  # Twisted's

    async def download_request(self, request: Request) -> Response:
        """The response with its body decoded. Raises ForbiddenAddress, HostGivenUp, and Scrapy's download errors."""
        hosts = politeness.HOSTS
        check_url(request.url, self._allow)
        await hosts.gate(politeness.host_of(request))
        try:
            response = await hosts.found(request, lambda: self._download(request))
        except politeness.FAULTS as fault:
            hosts.missed(request, fault)
            raise
        hosts.heard(request, response)
        return response

    async def _download(self, request: Request) -> Response:
        request.headers.setdefault("Accept-Encoding", _ENCODINGS)
        keyed, key = with_key(request)
        asked = redirected_to(keyed, self._instead) if self._instead else keyed
        limit = request.meta.get("download_maxsize", self._default_maxsize)  # as Scrapy's own handler has it
        download = _Download(
            agent=self._agent,
            contextFactory=self._contextFactory,
            pool=self._pool,
            connectTimeout=self._timeout,
            maxsize=limit,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(download.download_request(asked))
        except DownloadCancelledError as cause:
            raise DownloadCancelledError(_too_large(request.url, limit)) from cause
        except ResponseDataLossError as cause:
            words = str(cause).replace(key, HIDDEN) if key else str(cause)
            raise ResponseDataLossError(words or f"the answer of {request.url} broke off") from (None if key else cause)
        except politeness.FAULTS as fault:
            raise without(fault, key) from (None if key else fault.__cause__)
        return response if asked is request else response.replace(url=request.url)


class _Download(_ScrapyAgent):
    """One download by Scrapy's own machinery, through our agent, with the body decoded before it becomes a response."""

    def __init__(self, *, agent: Agent, **options: Any) -> None:
        super().__init__(**options)
        self._agent = agent

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        return self._agent

    def _cb_bodydone(self, result: Any, url: str) -> Response:
        headers = result["txresponse"].headers
        encoding = b",".join(headers.getRawHeaders(b"content-encoding", ())).decode("latin-1")
        if encoding and result.get("body") and not result.get("stop_download"):
            result["body"] = decoded(result["body"], encoding, self._maxsize, url)
            headers.removeHeader(b"content-encoding")
        return super()._cb_bodydone(result, url)


def decoded(body: bytes, encoding: str, limit: int, url: str) -> bytes:
    """A body without its content encoding (RFC 9110 section 8.4): whole or not at all.

    Raises ResponseDataLossError for a truncated or damaged body, DownloadCancelledError where it grows beyond `limit` bytes,
    DownloadFailedError for an encoding that nobody asked for.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("", "identity"):
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            raise DownloadFailedError(f"{url} came in the encoding {name!r}, which was not asked for")
        try:
            body = _inflated(body, _window(name, body), limit)
        except zlib.error as cause:
            raise ResponseDataLossError(f"the {name} body of {url} is damaged: {cause}") from cause
        except EOFError as cause:
            raise ResponseDataLossError(f"the {name} body of {url} is cut short") from cause
        if len(body) > limit:
            raise DownloadCancelledError(_too_large(url, limit))
    return body


def _window(name: str, body: bytes) -> int:
    """What zlib is to expect; "deflate" ought to be zlib's format, but some servers send it bare (RFC 9110 section 8.4.1.2)."""
    if name != "deflate":
        return 16 + zlib.MAX_WBITS
    zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS


def _inflated(body: bytes, window: int, limit: int) -> bytes:
    """At most limit + 1 bytes; what follows a gzip member and is not another one is padding."""
    whole = b""
    while True:
        member = zlib.decompressobj(window)
        whole += member.decompress(body, limit + 1 - len(whole))
        if len(whole) > limit:
            return whole
        if not member.eof:
            raise EOFError
        body = member.unused_data
        if window < 16 or not body.startswith(_GZIP_MEMBER):
            return whole


def _too_large(url: str, limit: int) -> str:
    return f"{url} is larger than the limit of {limit / 1024 / 1024:g} MB"


def redirected_to(request: Request, instead: Mapping[str, str]) -> Request:
    """The request as it goes over the wire when its origin is mapped to another address; else the request itself."""
    parts = urlparse_cached(request)
    target = instead.get(f"{parts.scheme}://{parts.netloc}")
    if target is None:
        return request
    return request.replace(url=target + request.url.partition("://")[2][len(parts.netloc) :])


@implementer(IAgentEndpointFactory)
class GuardedEndpoints:
    """Makes the way to a host: its checked addresses, with TLS and its name for https."""

    def __init__(self, reactor: Any, tls: Any, allow: Allowed) -> None:
        self.reactor = reactor
        self.tls = tls
        self.allow = allow

    def endpointForURI(self, uri: URI) -> Any:  # noqa: N802 -- the interface names it
        """The endpoint that Twisted's agent connects through when no connection to this host is open."""
        plain: Any = CheckedEndpoint(self.reactor, uri.host.decode("ascii"), uri.port, self.allow)
        if uri.scheme == b"https":
            return wrapClientTLS(self.tls.creatorForNetloc(uri.host, uri.port), plain)
        return plain


@implementer(IStreamClientEndpoint)
class CheckedEndpoint:
    """A host and port whose addresses are resolved, all checked, and tried one after the other, IPv4 first."""

    def __init__(self, reactor: Any, host: str, port: int, allow: Allowed) -> None:
        self.reactor = reactor
        self.host = host
        self.port = port
        self.allow = allow

    @inlineCallbacks
    def connect(self, protocolFactory: Any) -> Generator[Deferred[Any], Any, Any]:  # noqa: N803 -- the interface names it
        """A connection to a checked address. Fails with ForbiddenAddress, DNSLookupError, or the last address's error."""
        literal = as_literal(self.host)
        found = [literal] if literal else (yield resolved(self.reactor, self.host, self.port))
        if not found:
            raise DNSLookupError(f"no address is known for {self.host}")
        for address in found:
            check_address(address, self.allow, self.host)
        fault: ConnectError | None = None
        for address in sorted(found, key=lambda one: one.version):
            kind = TCP4ClientEndpoint if isinstance(address, IPv4Address) else TCP6ClientEndpoint
            try:
                way = kind(self.reactor, str(address), self.port, timeout=CONNECT_TIMEOUT)
                connected = yield way.connect(protocolFactory)
            except ConnectError as refused:
                fault = refused
            else:
                return connected
        assert fault is not None
        raise fault


def resolved(reactor: Any, host: str, port: int) -> Deferred[list[Address]]:
    """The addresses of a host, as the reactor's resolver knows them now."""
    receiver = _Addresses()
    reactor.nameResolver.resolveHostName(receiver, host, port)
    return receiver.complete


@implementer(IResolutionReceiver)
class _Addresses:
    """Collects what the resolver finds."""

    def __init__(self) -> None:
        self.found: list[Address] = []
        self.complete: Deferred[list[Address]] = Deferred()

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 -- the interface names it
        """Nothing is known yet."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802 -- the interface names it
        """One more address."""
        found = as_literal(getattr(address, "host", ""))
        if found is not None:
            self.found.append(found)

    def resolutionComplete(self) -> None:  # noqa: N802 -- the interface names it
        """That was all; the request may have been cancelled meanwhile."""
        if not self.complete.called:
            self.complete.callback(self.found)
