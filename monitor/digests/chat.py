"""A message to any service but mail, through Apprise, and what its log says of how that ended. Step 11 of the path.

Apprise answers yes or no; which of the failures may be tried again stands in its log alone.
"""

import logging
import re
from typing import Any

import apprise

from monitor.digests.pauses import asked_for
from monitor.digests.render import Rendered
from monitor.digests.sent import Sent

_HTTP = re.compile(r"\berror=(\d{3})\b")
_PERMANENT = frozenset({300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 501})
_IN_DOUBT = re.compile(
    r"read timed out|readtimeout|remote end closed|remotedisconnected|connection aborted|connection reset|incomplete ?read",
    re.IGNORECASE,
)


def is_matrix(service: Any) -> bool:
    """Whether this is Matrix, of which Apprise 2.2.0 counts and cuts in its own way."""
    return type(service).__name__ == "NotifyMatrix"


def in_thread(service: Any, message: Rendered) -> str:
    """Puts a message beside the earlier ones about its document, where Apprise 2.2.0 lets the sender name a thread; returns the
    subject it then has.

    Google Chat takes any key of ours, and Zulip the name of a topic. Slack, Discord, Telegram and the others want the number that
    they gave to the first message, which Apprise keeps to itself; what a user's address says of a thread stands there.
    """
    kind = type(service).__name__
    if message.thread and kind == "NotifyGoogleChat" and not service.thread_key:
        service.thread_key = message.thread
    return message.about if message.thread and message.about and kind == "NotifyZulip" else message.subject


async def notify(service: Any, message: Rendered, seconds: float, asset: Any) -> Sent:
    """Sends a message once through an Apprise service that is no mail. Never raises for what a receiver does."""
    if service.socket_read_timeout < seconds / 2:
        service.socket_read_timeout = seconds / 2  # Apprise's 4 s would make slow receivers look like lost messages
    # A net: what is composed fits. Not for Matrix, where Apprise 2.2.0 counts the title twice and cuts what fits in two.
    if service.overflow_mode == apprise.OverflowMode.UPSTREAM and message.format != "html" and not is_matrix(service):
        service.overflow_mode = apprise.OverflowMode.SPLIT
    subject = in_thread(service, message)
    caller = apprise.Apprise(asset=asset)
    caller.add(service)
    result = await caller.async_notify(
        title=subject,
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
        if code in _PERMANENT:
            return Sent(state="failed", permanent=True, error=told)
        return Sent(state="retry", retry_after=asked_for(everything), error=told)
    if _IN_DOUBT.search(everything):
        return Sent(state="unknown", error=told)
    why = told or "the service refused the message and did not say why"
    return Sent(state="retry", retry_after=asked_for(everything), error=why)
