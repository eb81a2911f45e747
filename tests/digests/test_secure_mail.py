"""Mail to a server that insists on STARTTLS and a login, each reader's message their own."""

import asyncio
import email
import email.policy
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from digest_receivers import Mailbox, PostOffice, _AnyPort
from digest_world import NOW

from monitor.digests.render import Rendered
from monitor.digests.send import Sent, send
from monitor.model.records import Destination

pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # aiosmtpd leaves its TLS sockets to the collector


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=3650))
        .not_valid_after(NOW + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[PostOffice]:
    office = PostOffice()

    def known(server: object, session: object, envelope: object, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"digest", b"s3cr3t-word"), handled=False)

    office.mailbox = Mailbox()
    office.controller = _AnyPort(
        office.mailbox,
        hostname="127.0.0.1",
        port=0,
        tls_context=certificate(tmp_path),
        require_starttls=True,
        authenticator=known,
        auth_required=True,
    )
    office.controller.start()
    yield office
    office.controller.stop()


def sent(office: PostOffice, password: str = "s3cr3t-word", to: str = "member@example.org", more: str = "") -> Sent:
    address = f"mailtos://digest:{password}@127.0.0.1:{office.port}?mode=starttls&from=d@example.org&to={to}{more}"
    message = Rendered(
        subject="Kratom: one change", body="<p>[-10-]{+25+}</p>", format="html", text="[-10-]{+25+}", mark="digest 7"
    )
    return asyncio.run(send(Destination(name="mail", address=address), message, timeout=10))


def test_a_mail_goes_over_starttls_with_a_login(strict: PostOffice) -> None:
    assert sent(strict, more="&verify=no") == Sent(state="sent")
    (letter,) = strict.mailbox.letters
    mail = email.message_from_bytes(letter.content, policy=email.policy.default)
    assert mail.get_body(("plain",)).get_content().strip() == "[-10-]{+25+}"  # type: ignore[union-attr]  # it has one


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_said(strict: PostOffice) -> None:
    ended = sent(strict)
    assert ended.state in ("retry", "unknown")
    assert strict.mailbox.letters == []
    assert "s3cr3t" not in ended.error


def test_a_wrong_password_is_a_fault_of_the_configuration(strict: PostOffice) -> None:
    ended = sent(strict, password="wrong-s3cr3t", more="&verify=no")
    assert (ended.state, ended.permanent) == ("failed", True)
    assert "s3cr3t" not in ended.error
    assert "535" in ended.error


def test_each_recipient_gets_a_message_of_their_own(strict: PostOffice) -> None:
    assert sent(strict, to="a@example.org,b@example.org", more="&bcc=c@example.org&verify=no").state == "sent"
    letters = strict.mailbox.letters
    assert [one.rcpt_tos for one in letters] == [["a@example.org"], ["b@example.org"], ["c@example.org"]]
    mails = [email.message_from_bytes(one.content) for one in letters]
    assert [mail["To"] for mail in mails] == ["a@example.org", "b@example.org", "c@example.org"]
    assert all(mail["Cc"] is None and mail["Bcc"] is None for mail in mails)
    assert len({mail["Message-ID"] for mail in mails}) == 3
