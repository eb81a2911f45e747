"""What a receiver says of when to come back. Step 11 of the path.

It stands in the header Retry-After (RFC 9110, section 10.2.3), which Apprise 2.2.0 reads for no service but one, or in the body,
which Apprise writes into its log. So the header is written there too.
"""

import logging
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

import requests

_IN_LOG = re.compile(r"retry[_-]?after(_ms)?\W{1,5}(\d+(?:\.\d+)?)", re.IGNORECASE)
_LONGEST = 7 * 86_400.0


def asked_for(log: str) -> float | None:
    """The seconds for which Apprise's log of a message says that the receiver wants to be left alone, the longest of them."""
    found = [float(number) / (1000 if milli else 1) for milli, number in _IN_LOG.findall(log)]
    return max(found, default=None)


def seconds(header: str, now: datetime) -> float | None:
    """A Retry-After in seconds from `now`: it is a number of them, or an HTTP date. None for what is neither."""
    if header.strip().isdigit():
        return min(float(header), _LONGEST)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), _LONGEST)


@lru_cache(maxsize=1)  # once a process
def listen(log: logging.Logger) -> None:
    """From now on the Retry-After of every answer that Apprise's services get is written into this log, which is Apprise's.

    Its services call the functions of `requests`, which nobody else in this process does, and show nobody the answer.
    """
    plain = requests.Session.send

    def send(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        answer = plain(session, request, **options)
        pause = seconds(answer.headers.get("Retry-After", ""), datetime.now(UTC))
        if pause is not None:
            log.debug("Retry-After: %.0f", pause)
        return answer

    requests.Session.send = send  # type: ignore[method-assign, assignment]  # there is no other place to listen
