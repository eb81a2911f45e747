"""One message to one destination through Apprise, and what came of it. The only importer of `apprise`; step 11 of the path.

What Apprise gets is finished: the format its service shows natively and a length it takes, so that it neither converts
(which would glue "[-10-]{+25+}" into "1025") nor cuts. Mail is built here from our own two parts and handed to Apprise's SMTP
connection: Apprise itself derives the plain part from the HTML and loses link addresses doing so.

Redirects are not followed, nothing is attached, and Apprise's log goes nowhere but into the error text, redacted.
"""

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import format_datetime, formataddr
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal
from urllib.parse import quote

import apprise
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import SMTP_EXCEPTIONS, AppriseSMTPController

from monitor.digests.compose import MAIL_LIMIT, Room
from monitor.digests.compose import trial as trial_message
from monitor.digests.redact import redact, secrets, shown
from monitor.digests.render import Format, Rendered
from monitor.digests.words import clean, short
from monitor.model.errors import DeliveryError
from monitor.model.records import Destination

TIMEOUT = 60.0
"""Seconds after which an answer is no longer waited for."""

_FORMATS: dict[str, Format] = {"html": "html", "text": "text", "markdown": "markdown"}
_ROOMY = 30_000
"""Characters from which on a service is taken for a mail or a page rather than a chat, and may get our HTML."""

_LONGEST_CONVERSATION = 300.0
"""Seconds in which a mail server takes the messages to all recipients of a destination; shorter than a delivery's lease."""

_MATRIX_LIMIT = 12_000
"""Characters. A Matrix event holds 65,536 bytes (https://spec.matrix.org/v1.6/client-server-api/#size-limits), and Apprise puts the
text into it twice, once as HTML."""

_UNFOLDED = default_policy.clone(max_line_length=200)
"""Python begins a new line before a subject that almost fits into one, and readers then see a blank in front of it."""

_HTTP = re.compile(r"\berror=(\d{3})\b")
_RETRY_AFTER = re.compile(r"retry[_-]?after\W{1,5}(\d+(?:\.\d+)?)", re.IGNORECASE)
_PERMANENT = frozenset({300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 501})
_IN_DOUBT = re.compile(
    r"read timed out|readtimeout|remote end closed|remotedisconnected|connection aborted|connection reset|incomplete ?read",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How an attempt ended. `unknown`: it may have arrived, nobody can say. `retry` may carry the seconds the receiver asks
    for. `error` holds no secret."""

    state: Literal["sent", "failed", "unknown", "retry"]
    permanent: bool = False
    retry_after: float | None = None
    error: str = ""


def room(destination: Destination) -> Room:
    """What a message to this destination may be. Raises `DeliveryError` (permanent) when its address loads no service."""
    service = _service(destination)
    if isinstance(service, NotifyEmail):
        return Room(format="text" if destination.format == "text" else "html", limit=MAIL_LIMIT)
    native = {str(getattr(one, "value", one)) for one in _native(service)}
    limit = min(int(service.body_maxlen), _MATRIX_LIMIT if _is_matrix(service) else int(service.body_maxlen))
    return Room(
        format=_format(destination.format, native, limit),
        limit=limit,
        subject=int(service.title_maxlen),
        subject_in_body=service.title_maxlen <= 0 or bool(service.overflow_amalgamate_title),
    )


def _is_matrix(service: Any) -> bool:
    return type(service).__name__ == "NotifyMatrix"


def trial(destination: Destination) -> Rendered:
    """The message that tries out a destination. Raises `DeliveryError` like `room`."""
    return trial_message(room(destination), destination.name)


def _native(service: Any) -> tuple[Any, ...]:
    declared = service.notify_format
    return declared if isinstance(declared, tuple) else (declared,)


def _format(wished: str, native: set[str], limit: int) -> Format:
    """The wished format if the service shows it as it is; else Markdown before text. Chats show only scraps of HTML."""
    if wished in native and (wished != "html" or limit >= _ROOMY):
        return _FORMATS[wished]
    for fallback in ("markdown", "text", "html"):
        if fallback in native:
            return _FORMATS[fallback]
    return "text"


async def send(destination: Destination, message: Rendered, *, timeout: float = TIMEOUT) -> Sent:  # noqa: ASYNC109 - Apprise needs the number itself
    """Sends a message once. Never raises for what a receiver does; a cancelled call leaves the outcome open."""
    hidden = secrets(destination.address)
    try:
        service = _service(destination)
    except DeliveryError as error:
        return Sent(state="failed", permanent=True, error=redact(str(error), hidden))
    if isinstance(service, NotifyEmail) and service.pgp_mode == "no":
        ended = await _mail(service, destination, message, timeout)
    else:
        ended = await _notify(service, message, timeout)
    return Sent(
        state=ended.state,
        permanent=ended.permanent,
        retry_after=ended.retry_after,
        error=short(redact(clean(ended.error), hidden), 500),
    )


@lru_cache(maxsize=1)
def _asset() -> Any:
    """Settings of every service. Apprise's log is captured per call; it must not also run into ours, where tokens would show.

    The same holds for the HTTP library beneath it, which writes every address at level DEBUG.
    """
    log = logging.getLogger("apprise")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(logging.NullHandler())
    logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)
    return apprise.AppriseAsset(
        app_id="policywatch",
        app_desc="policywatch",
        app_url="",
        secure_logging=True,
        http_redirects=False,
        pgp_autogen=False,
        pem_autogen=False,
        storage_mode="memory",
    )


def _service(destination: Destination) -> Any:
    """A new service object: one per message, so that no pacing or memory of an earlier one reaches into this one."""
    if not destination.address:
        raise DeliveryError(f"destination {destination.name} is not in the configuration", permanent=True)
    made = apprise.Apprise.instantiate(destination.address, asset=_asset())
    if made is None:
        raise DeliveryError(
            f"the address of destination {destination.name} ({shown(destination.address)}) is not one Apprise knows",
            permanent=True,
        )
    return made


# ---------------------------------------------------------------- every service but mail


async def _notify(service: Any, message: Rendered, seconds: float) -> Sent:
    if service.socket_read_timeout < seconds / 2:
        service.socket_read_timeout = seconds / 2  # Apprise's 4 s would make slow receivers look like lost messages
    # A net: what is composed fits. Not for Matrix, where Apprise 2.2.0 counts the title twice and cuts what fits in two.
    if service.overflow_mode == apprise.OverflowMode.UPSTREAM and message.format != "html" and not _is_matrix(service):
        service.overflow_mode = apprise.OverflowMode.SPLIT
    caller = apprise.Apprise(asset=_asset())
    caller.add(service)
    result = await caller.async_notify(
        title=message.subject,
        body=message.body,
        body_format=apprise.NotifyFormat(message.format),
        timeout=seconds,
        log_level=logging.DEBUG,
    )
    log = [(entry.level, entry.message) for entry in result.logs()]
    return _judged(result.status, log)


def _judged(status: Any, log: list[tuple[str, str]]) -> Sent:
    told = "; ".join(text for level, text in log if level in ("WARNING", "ERROR", "CRITICAL"))
    everything = "; ".join(text for _, text in log)
    values = apprise.AppriseResultStatus
    if status == values.SUCCESS:
        return Sent(state="sent")
    if status == values.NOMATCH:
        return Sent(state="failed", permanent=True, error="nothing was sent: no service took the message")
    if status == values.TIMEOUT:
        return Sent(state="unknown", error=told or "no answer in time")
    if status == values.PARTIAL:
        return Sent(state="failed", permanent=True, error=f"only some recipients took it: {told}")
    code = max(map(int, _HTTP.findall(everything)), default=0)
    if code:
        asked = _RETRY_AFTER.search(everything)
        if code in _PERMANENT:
            return Sent(state="failed", permanent=True, error=told)
        return Sent(state="retry", retry_after=float(asked[1]) if asked else None, error=told)
    if _IN_DOUBT.search(everything):
        return Sent(state="unknown", error=told)
    return Sent(state="retry", error=told or "the service refused the message and did not say why")


# ---------------------------------------------------------------- mail


async def _mail(service: Any, destination: Destination, message: Rendered, seconds: float) -> Sent:
    try:
        built = {one: _message(service, destination, message, one) for one in _recipients(service)}
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


def _message(service: Any, destination: Destination, message: Rendered, to: tuple[str, str]) -> EmailMessage:
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
