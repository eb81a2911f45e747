"""A message as mail: our own two parts, a letter for each reader, over Apprise's SMTP connection. Step 11 of the path.

Apprise itself would derive the plain part from the HTML, lose link addresses doing so, and tell every reader of the others. What it
knows of servers (TLS, login, providers' settings) is used as it is.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import format_datetime, formataddr
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from apprise.plugins.email.smtp import SMTP_EXCEPTIONS, AppriseSMTPController

from monitor.digests.render import Rendered
from monitor.digests.sent import Sent
from monitor.digests.words import clean
from monitor.model.records import Destination

_LONGEST_CONVERSATION = 300.0
"""Seconds in which a mail server takes the messages to all recipients of a destination; shorter than a delivery's lease."""

_UNFOLDED = default_policy.clone(max_line_length=200)
"""Python begins a new line before a subject that almost fits into one, and readers then see a blank in front of it."""


async def post(service: Any, destination: Destination, message: Rendered, seconds: float) -> Sent:
    """Sends a mail to everyone an Apprise mail service names. Never raises for what a server does."""
    try:
        built = {one: _letter(service, destination, message, one) for one in _recipients(service)}
        patience = min(seconds + 1 + len(built), _LONGEST_CONVERSATION)
        return await asyncio.wait_for(asyncio.to_thread(_submit, service, built, seconds), patience)
    except ValueError as error:  # the email package refuses an address or header that could not be written
        return Sent(state="failed", permanent=True, error=f"the message cannot be addressed: {error}")
    except TimeoutError:
        return Sent(state="unknown", error="no answer from the mail server in time")


def _recipients(service: Any) -> tuple[tuple[str, str], ...]:
    """(name, address) of everyone a mail goes to, each once: they get a message of their own and do not see each other."""
    named = [(name or "", address) for name, address in service.targets]
    others = [("", address) for address in sorted({*service.cc, *service.bcc})]
    return tuple({address.casefold(): (name, address) for name, address in reversed([*named, *others])}.values())[::-1]


def _letter(service: Any, destination: Destination, message: Rendered, to: tuple[str, str]) -> EmailMessage:
    """Both parts, ours, as quoted-printable: lines stay short whatever the text. The Message-ID is the same each time this
    digest goes to this destination, so that a repeat is recognised, and by many mailboxes dropped."""
    mail = EmailMessage(_UNFOLDED if message.subject.isascii() else default_policy)
    sender = service.from_addr[1]
    mail["Subject"] = message.subject
    mail["From"] = formataddr((service.from_addr[0] or service.app_id, sender))
    mail["To"] = formataddr(to)
    if service.reply_to:
        mail["Reply-To"] = ", ".join(sorted(service.reply_to))
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = _message_id(message.mark, destination, sender, to[1])
    if (
        message.thread
    ):  # a message nobody has: every mail about the document answers it, whichever came first or was deleted
        mail["In-Reply-To"] = mail["References"] = _message_id(f"thread {message.thread}", destination, sender, to[1])
    for name, value in _leaving(destination.unsubscribe, to[1]):
        mail[name] = value
    mail["X-Policywatch-Digest"] = message.mark
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in service.headers.items():
        if name not in mail:
            mail[name] = clean(value)
    mail.set_content(message.text or message.body, cte="quoted-printable")
    if message.format == "html":
        mail.add_alternative(message.body, subtype="html", cte="quoted-printable")
    return mail


def _leaving(unsubscribe: str, reader: str) -> tuple[tuple[str, str], ...]:
    """The headers by which a mail program offers to unsubscribe (RFC 2369), with one POST where the address is https (RFC 8058).

    `{email}` in the address stands for the reader's, percent-encoded.
    """
    if not unsubscribe:
        return ()
    where = ("List-Unsubscribe", f"<{unsubscribe.replace('{email}', quote(reader, safe=''))}>")
    if not unsubscribe.startswith("https://"):
        return (where,)
    return (where, ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))


def _message_id(mark: str, destination: Destination, sender: str, reader: str) -> str:
    who = blake2b(f"{destination.name} {reader}".encode(), digest_size=6).hexdigest()
    return f"<{mark.replace(' ', '-')}.{who}@{sender.rpartition('@')[2] or 'policywatch.invalid'}>"


class _Connection(AppriseSMTPController):
    """Apprise's connection (TLS, login, providers' settings), but saying what the server said."""

    def submit(self, sender: str, recipients: list[str], mail: EmailMessage) -> dict[str, tuple[int, bytes]]:
        """Sends; returns those the server refused. Raises one of Apprise's SMTP_EXCEPTIONS."""
        connected: Any = self._socket
        refused: dict[str, tuple[int, bytes]] = connected.send_message(mail, sender, recipients)
        return refused


def _submit(service: Any, mails: Mapping[tuple[str, str], EmailMessage], seconds: float) -> Sent:
    if not mails:
        return Sent(state="failed", permanent=True, error="the address names no recipient")
    connection = _Connection(
        host=service.smtp_host,
        port=service.port,
        secure_mode=service.secure_mode,
        user=service.user,
        password=service.password,
        verify_certificate=service.verify_certificate,
        socket_connect_timeout=max(1, int(seconds)),
    )
    begun = False
    try:
        with connection:
            begun = True
            return _all_of(connection, service.from_addr[1], mails)
    except SMTP_EXCEPTIONS as error:
        return _failed(error, begun=begun)


def _all_of(connection: _Connection, sender: str, mails: Mapping[tuple[str, str], EmailMessage]) -> Sent:
    """One message after the other on the same connection. A fault before anybody took one is raised; after that it is told,
    since another try would repeat the message for those who have it."""
    refused: dict[str, tuple[int, bytes]] = {}
    taken = 0
    for (_, address), mail in mails.items():
        try:
            answers = connection.submit(sender, [address], mail)
        except SMTP_EXCEPTIONS as error:
            turned_away: dict[str, tuple[int, bytes]] | None = getattr(error, "recipients", None)
            if turned_away is None and not taken:
                raise
            if turned_away is None:
                return Sent(
                    state="failed", permanent=True, error=f"{taken} of {len(mails)} recipients took it; then: {error}"
                )
            answers = turned_away
        refused |= answers
        taken += not answers
    return _accepted(refused, len(mails)) if taken else _refused(refused)


def _failed(error: Any, *, begun: bool) -> Sent:
    """What a fault of the SMTP conversation means: answers carry a code, refusals the recipients, all else is in doubt once begun."""
    if hasattr(error, "recipients"):
        return _refused(error.recipients)
    if hasattr(error, "smtp_code"):
        return _answered(error.smtp_code, error.smtp_error)
    if type(error).__name__ == "SMTPNotSupportedError":
        return Sent(state="failed", permanent=True, error=str(error))
    return Sent(state="unknown" if begun else "retry", error=f"{type(error).__name__}: {error}")


def _accepted(refused: dict[str, tuple[int, bytes]], recipients: int) -> Sent:
    """A message that some took is not sent again: the others are named instead."""
    if not refused:
        return Sent(state="sent")
    told = _refused(refused).error
    return Sent(
        state="failed", permanent=True, error=f"{recipients - len(refused)} of {recipients} recipients took it; {told}"
    )


def _refused(refused: dict[str, tuple[int, bytes]]) -> Sent:
    codes = [code for code, _ in refused.values()]
    told = "; ".join(f"{address}: {code} {_decoded(said)}" for address, (code, said) in refused.items())
    if any(400 <= code < 500 for code in codes):
        return Sent(state="retry", error=f"recipient refused for now: {told}")
    return Sent(state="failed", permanent=True, error=f"recipient refused: {told}")


def _answered(code: int, said: bytes | str) -> Sent:
    told = f"the mail server answered {code} {_decoded(said)}"
    if 500 <= code < 600:
        return Sent(state="failed", permanent=True, error=told)
    return Sent(state="retry", error=told)


def _decoded(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
