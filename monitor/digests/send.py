"""One message to one destination through Apprise, and what came of it; step 11 of the path.

With `chat` (every service but mail) and `mail` the only importer of `apprise`. What Apprise gets is finished: the format its service
shows natively and a length it takes, so that it neither converts (which would glue "[-10-]{+25+}" into "1025") nor cuts.

Redirects are not followed, nothing is attached, and Apprise's log goes nowhere but into the error text, redacted.
"""

import logging
from functools import lru_cache
from typing import Any

import apprise
from apprise.plugins.email import NotifyEmail

from monitor.digests import pauses
from monitor.digests.chat import is_matrix, notify
from monitor.digests.compose import MAIL_LIMIT, Room
from monitor.digests.compose import trial as trial_message
from monitor.digests.mail import post
from monitor.digests.redact import redact, secrets, shown
from monitor.digests.render import Format, Rendered
from monitor.digests.sent import Sent
from monitor.digests.words import clean, short
from monitor.model.errors import DeliveryError
from monitor.model.records import Destination

__all__ = ["TIMEOUT", "Sent", "room", "send", "trial"]

TIMEOUT = 60.0
"""Seconds after which an answer is no longer waited for."""

_FORMATS: dict[str, Format] = {"html": "html", "text": "text", "markdown": "markdown"}
_ROOMY = 30_000
"""Characters from which on a service is taken for a mail or a page rather than a chat, and may get our HTML."""

_MATRIX_LIMIT = 12_000
"""Characters. A Matrix event holds 65,536 bytes (https://spec.matrix.org/v1.6/client-server-api/#size-limits), and Apprise puts the
text into it twice, once as HTML."""


def room(destination: Destination) -> Room:
    """What a message to this destination may be. Raises `DeliveryError` (permanent) when its address loads no service."""
    service = _service(destination)
    if isinstance(service, NotifyEmail):
        return Room(format="text" if destination.format == "text" else "html", limit=MAIL_LIMIT)
    native = {str(getattr(one, "value", one)) for one in _native(service)}
    limit = min(int(service.body_maxlen), _MATRIX_LIMIT if is_matrix(service) else int(service.body_maxlen))
    return Room(
        format=_format(destination.format, native, limit),
        limit=limit,
        subject=int(service.title_maxlen),
        subject_in_body=service.title_maxlen <= 0 or bool(service.overflow_amalgamate_title),
    )


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
        ended = await post(service, destination, message, timeout)
    else:
        ended = await notify(service, message, timeout, _asset())
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
    pauses.listen(log)
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
