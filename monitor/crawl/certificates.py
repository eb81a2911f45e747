"""Intermediate certificates for hosts that forget to send theirs, so that nobody is tempted to switch verification off.

They help to build a chain and are trusted for nothing by themselves: a chain must still end at a root that the machine
trusts, and name the host. OpenSSL looks for missing links in its store (X509_verify_cert(3ssl)).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from OpenSSL import SSL, crypto
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from monitor.model.errors import ConfigError

SUFFIXES = (".pem", ".crt", ".cer")


def intermediates(folder: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of a folder's PEM files. Raises ConfigError for a file that holds none, and for a root or a host's own."""
    found: list[x509.Certificate] = []
    for file in sorted(one for one in folder.iterdir() if one.suffix in SUFFIXES):
        try:
            found += x509.load_pem_x509_certificates(file.read_bytes())
        except ValueError as fault:
            raise ConfigError("holds no certificate", file=str(file), remedy="Save it as PEM, or remove it") from fault
        if not all(_is_intermediate(one) for one in found):
            raise ConfigError(
                "is not an intermediate certificate",
                file=str(file),
                remedy="Roots belong to the machine's own store, and no host's certificate is trusted by itself",
            )
    return tuple(found)


def _is_intermediate(certificate: x509.Certificate) -> bool:
    try:
        authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
    return authority and certificate.issuer != certificate.subject


class _Completed:
    """The machine's trust with the links that hosts leave out."""

    def __init__(self, links: Sequence[x509.Certificate]) -> None:
        self.links = [crypto.X509.from_cryptography(one) for one in links]

    def _addCACertsToContext(self, context: SSL.Context) -> None:  # noqa: N802 -- Twisted's IOpenSSLTrustRoot names it
        context.set_default_verify_paths()  # what Twisted's platformTrust() does
        store = context.get_cert_store()
        assert store is not None
        for one in self.links:
            store.add_cert(one)


@implementer(IPolicyForHTTPS)
class CompletedChains:
    """Verifies like Scrapy's own factory with DOWNLOAD_VERIFY_CERTIFICATES, knowing more intermediates."""

    def __init__(self, links: Sequence[x509.Certificate]) -> None:
        from twisted.internet._sslverify import IOpenSSLTrustRoot
        from zope.interface import directlyProvides

        self.trust: Any = _Completed(links)
        directlyProvides(self.trust, IOpenSSLTrustRoot)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 -- the interface names it
        """What opens a verified connection to the host."""
        return optionsForClientTLS(hostname=hostname.decode("ascii"), trustRoot=self.trust)
