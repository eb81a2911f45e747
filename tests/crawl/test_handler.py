"""Bodies: decoded whole or not at all, and never larger than the limit."""

import gzip
import ipaddress
import ssl
import threading
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import PAGE, Crawler, Site
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, ResponseDataLossError
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import ConnectError, DNSLookupError
from twisted.internet.protocol import Factory
from twisted.python.failure import Failure

from monitor.crawl.guard import NOTHING
from monitor.crawl.handler import CheckedEndpoint, decoded
from monitor.model.errors import ForbiddenAddress

URL = "https://example.gov/page"
LIMIT = 1000


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


ENCODINGS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "Deflate": bare}


@given(st.binary(max_size=LIMIT), st.sampled_from(sorted(ENCODINGS)))
def test_what_was_encoded_is_decoded(data: bytes, encoding: str) -> None:
    assert decoded(ENCODINGS[encoding](data), encoding, LIMIT, URL) == data


@given(st.binary(min_size=1, max_size=LIMIT), st.sampled_from(sorted(ENCODINGS)), st.data())
def test_a_body_that_was_cut_short_is_never_taken_for_a_whole_one(data: bytes, encoding: str, draw: Any) -> None:
    packed = ENCODINGS[encoding](data)
    kept = draw.draw(st.integers(min_value=1, max_value=len(packed) - 1))
    with pytest.raises(ResponseDataLossError, match=r"https://example\.gov/page is (cut short|damaged)"):
        decoded(packed[:kept], encoding, LIMIT, URL)


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_a_body_grows_to_the_limit_and_not_beyond(encoding: str) -> None:
    pack = ENCODINGS[encoding]
    assert len(decoded(pack(bytes(LIMIT)), encoding, LIMIT, URL)) == LIMIT
    with pytest.raises(DownloadCancelledError, match="larger than the limit"):
        decoded(pack(bytes(LIMIT + 1)), encoding, LIMIT, URL)


def test_members_follow_one_another_and_padding_is_no_member() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    assert decoded(packed, "gzip", LIMIT, URL) == b"one two"
    assert decoded(packed + bytes(100), "gzip", LIMIT, URL) == b"one two"
    with pytest.raises(DownloadCancelledError):
        decoded(gzip.compress(bytes(LIMIT)) + gzip.compress(b"x"), "gzip", LIMIT, URL)


def test_encodings_are_taken_off_in_reverse() -> None:
    assert decoded(gzip.compress(zlib.compress(b"x")), "deflate, gzip", LIMIT, URL) == b"x"
    assert decoded(b"x", "identity", LIMIT, URL) == b"x"


def test_an_encoding_that_nobody_asked_for_is_named() -> None:
    with pytest.raises(DownloadFailedError, match="'br', which was not asked for"):
        decoded(b"x", "br", LIMIT, URL)


class Network:
    """A reactor that knows the addresses of every name, and where nothing answers; `tried` lists them in order."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.nameResolver = self
        self.tried: list[str] = []

    def resolveHostName(self, receiver: Any, name: str, port: int) -> None:
        for address in self.addresses:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()

    def connectTCP(self, host: str, port: int, factory: Any, **options: Any) -> None:
        self.tried.append(host)
        factory.clientConnectionFailed(None, Failure(ConnectError()))


def outcome(network: Network) -> type[Exception]:
    failures: list[Failure] = []
    CheckedEndpoint(network, "agency.test", 443, NOTHING).connect(Factory()).addErrback(failures.append)
    return failures[0].type


def test_every_address_of_a_host_is_tried_ipv4_first() -> None:
    network = Network("2600:1406::1", "23.60.131.10", "2600:1406::2", "23.60.131.11")
    assert outcome(network) is ConnectError
    assert network.tried == ["23.60.131.10", "23.60.131.11", "2600:1406::1", "2600:1406::2"]


def test_nothing_is_tried_when_one_address_is_refused_or_none_is_known() -> None:
    mixed, unknown = Network("23.60.131.10", "fd00:ec2::254"), Network()
    assert outcome(mixed) is ForbiddenAddress
    assert outcome(unknown) is DNSLookupError
    assert mixed.tried == unknown.tried == []


# -- over real connections --------------------------------------------------------------------------------------------


def fetched(crawl: Crawler, site: Site, path: str) -> dict[str, Any]:
    url = f"http://127.0.0.1:{site.port}{path}"
    told = crawl(url, settings_for={"allow_private": ["127.0.0.1"]}, settings={"ROBOTSTXT_OBEY": False})
    answer: dict[str, Any] = told["answers"][url]
    return answer


@pytest.mark.parametrize("kind", ["gzip", "members", "deflate", "bare"])
def test_a_packed_page_arrives_as_a_page(crawl: Crawler, site: Site, kind: str) -> None:
    answer = fetched(crawl, site, f"/packed?as={kind}")
    assert answer["body"] == PAGE.decode()
    assert answer["kind"] == "HtmlResponse"
    assert "Content-Encoding" not in answer["headers"]


@pytest.mark.parametrize("kind", ["truncated", "damaged", "plain"])
def test_a_damaged_page_is_asked_again_and_then_fails(crawl: Crawler, site: Site, kind: str) -> None:
    answer = fetched(crawl, site, f"/packed?as={kind}")
    assert answer["error"] == "ResponseDataLossError"
    assert "the gzip body of" in answer["message"]
    assert len(site.asked) == 3


def test_a_bomb_is_stopped_at_the_limit_and_not_asked_again(crawl: Crawler, site: Site) -> None:
    answer = fetched(crawl, site, "/packed?as=bomb")
    assert answer["error"] == "DownloadCancelledError"
    assert "is larger than the limit of 20 MB" in answer["message"]
    assert len(site.asked) == 1


@pytest.mark.parametrize("path", ["/large", "/large?declared=1"])
def test_a_large_body_is_cut_off_at_the_limit(crawl: Crawler, site: Site, path: str) -> None:
    answer = fetched(crawl, site, path)
    assert answer["error"] == "DownloadCancelledError"
    assert "is larger than the limit of 20 MB" in answer["message"]
    assert site.counts["megabytes"] < 40
    assert len(site.asked) == 1


def test_an_answer_that_breaks_off_is_asked_again_and_then_fails(crawl: Crawler, site: Site) -> None:
    answer = fetched(crawl, site, "/cut")
    assert answer["error"] == "ResponseDataLossError"
    assert "broke off" in answer["message"]
    assert len(site.asked) == 3


def test_a_silent_server_is_given_up_after_the_time_limit(crawl: Crawler, site: Site) -> None:
    url = f"http://127.0.0.1:{site.port}/silent"
    told = crawl(
        {"url": url, "meta": {"tries": 3}},
        settings_for={"allow_private": ["127.0.0.1"]},
        settings={"ROBOTSTXT_OBEY": False, "DOWNLOAD_TIMEOUT": 0.1},
    )
    assert told["answers"][url]["error"] == "DownloadTimeoutError"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_certificate_that_nobody_vouches_for_is_refused(crawl: Crawler, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Site() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        url = f"https://127.0.0.1:{server.port}/page"
        told = crawl(url, settings_for={"allow_private": ["127.0.0.1"]}, settings={"ROBOTSTXT_OBEY": False})
        trusting = crawl(
            url,
            settings_for={"allow_private": ["127.0.0.1"]},
            settings={"ROBOTSTXT_OBEY": False, "DOWNLOAD_VERIFY_CERTIFICATES": False},
        )
        server.shutdown()
        thread.join()
    assert told["answers"][url]["error"] == "DownloadFailedError"
    assert "certificate" in told["answers"][url]["message"]
    assert trusting["answers"][url]["status"] == 200  # so it was the certificate, not the connection
