"""A host that sends only its own certificate is reached when the link to a trusted root is at hand, and only then."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from OpenSSL import SSL, crypto

from monitor.crawl.certificates import CompletedChains, intermediates
from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.errors import ConfigError
from monitor.model.records import CheckResult, Outcome
from monitor.store.engine import open_store

Issued = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def issue(name: str, issuer: Issued | None = None, *, ca: bool = True) -> Issued:
    """A certificate of this name, by an issuer or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return made.sign(issuer[1] if issuer else key, hashes.SHA256()), key


def pem(issued: Issued) -> bytes:
    return issued[0].public_bytes(serialization.Encoding.PEM)


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = (
            b"User-agent: *\n" if self.path == "/robots.txt" else b"<main><p>The session begins in January.</p></main>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def chain(tmp_path: Path) -> tuple[Path, Path, bytes, bytes]:
    """(file of the root, file of the leaf with its key, intermediate, leaf)."""
    root = issue("A root of a test")
    link = issue("An intermediate of a test", root)
    leaf = issue("localhost", link, ca=False)
    (tmp_path / "root.pem").write_bytes(pem(root))
    key = leaf[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "leaf.pem").write_bytes(pem(leaf) + key)
    return tmp_path / "root.pem", tmp_path / "leaf.pem", pem(link), pem(leaf)


@pytest.fixture
def address(chain: tuple[Path, Path, bytes, bytes]) -> Iterator[str]:
    """A server on loopback that sends its leaf alone."""
    server = HTTPServer(("127.0.0.1", 0), _Hello)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain[1])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


def check(tmp_path: Path, address: str, folder: Path | None) -> CheckResult:
    open_store(tmp_path / "p.db", create=True).dispose()
    job = Job(
        database=f"sqlite:///{tmp_path / 'p.db'}",
        sources=(SourceJob(name="a page", spider="anywhere.page", settings={"url": address, "css": "main"}),),
        fetching=Fetching(allow_private=("127.0.0.0/8", "::1/128"), delay=0.0, intermediates=str(folder or "")),
    )
    (result,) = run_checks(job)
    return result


def test_a_page_behind_an_incomplete_chain_is_read_when_the_link_is_at_hand(
    chain: tuple[Path, Path, bytes, bytes], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, _, link, _ = chain
    monkeypatch.setenv("SSL_CERT_FILE", str(root))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nowhere"))
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "link.pem").write_bytes(link)
    assert check(tmp_path, address, folder).outcome is Outcome.BASELINE


@pytest.mark.parametrize(
    ("trusted", "linked", "verified"),
    [(True, True, True), (True, False, False), (False, True, False)],
    ids=["the link is at hand", "the link is missing", "the root is not trusted"],
)
def test_a_link_completes_a_chain_and_is_trusted_for_nothing_by_itself(
    chain: tuple[Path, Path, bytes, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trusted: bool,
    linked: bool,
    verified: bool,
) -> None:
    root, _, link, leaf = chain
    other = tmp_path / "other.pem"
    other.write_bytes(pem(issue("Another root")))
    monkeypatch.setenv("SSL_CERT_FILE", str(root if trusted else other))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nowhere"))
    links = x509.load_pem_x509_certificates(link) if linked else []
    context = SSL.Context(SSL.TLS_METHOD)
    CompletedChains(links).trust._addCACertsToContext(context)
    store = context.get_cert_store()
    assert store is not None
    wanted = crypto.X509StoreContext(store, crypto.X509.from_cryptography(x509.load_pem_x509_certificate(leaf)))
    if verified:
        wanted.verify_certificate()
    else:
        with pytest.raises(crypto.X509StoreContextError):
            wanted.verify_certificate()


def test_only_intermediates_are_taken(chain: tuple[Path, Path, bytes, bytes], tmp_path: Path) -> None:
    root, _, link, leaf = chain
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "link.pem").write_bytes(link)
    assert len(intermediates(folder)) == 1
    for name, body in (("a_root.pem", root.read_bytes()), ("host.pem", leaf), ("note.pem", b"see the other folder")):
        (folder / name).write_bytes(body)
        with pytest.raises(ConfigError, match=r"is not an intermediate|holds no certificate") as fault:
            intermediates(folder)
        assert name in str(fault.value)
        (folder / name).unlink()
