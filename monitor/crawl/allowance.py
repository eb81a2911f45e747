"""Requests of which a provider allows so many, with a key: counted before they leave, and the key put in at the last moment.

The count is a row that all processes share and is written before the request leaves, so that a crash can only make it too
high. A key never stands in a request that anything else sees: the handler adds it to the copy that goes over the wire.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_plus

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from monitor.crawl.visit import Desk
from monitor.source.spider import Allowance
from monitor.store import quota
from monitor.store.engine import write

HIDDEN = "…"
_MARK = "allowance"  # in a request's meta: whose key it needs


class AllowanceMiddleware:
    """Innermost of all: what comes here goes out. Refuses what needs a key that is not there, or a quota that is used up."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.desk: Desk | None = crawler.settings.get("POLICYWATCH_DESK")
        self.clock: Callable[[], datetime] = self.desk.recorder.clock if self.desk else lambda: datetime.now(UTC)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "AllowanceMiddleware":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        allowance: Allowance | None = getattr(self.crawler.spider, "allowance", None)
        request.meta.pop(_MARK, None)  # a redirect copies it
        if allowance is None or not request.url.startswith(allowance.api) or request.url.endswith("/robots.txt"):
            return
        if not key_of(allowance):
            raise IgnoreRequest(f"{allowance.provider} needs a key: set {allowance.key} or {allowance.key}_FILE")
        if self.desk and allowance.requests:
            self._count(allowance, self.desk)
        request.meta[_MARK] = allowance

    def _count(self, allowance: Allowance, desk: Desk) -> None:
        period = quota.period_of(allowance.per, self.clock())
        with write(desk.recorder.engine) as conn:
            if not quota.take(conn, allowance.provider, period, allowance.requests):
                raise IgnoreRequest(
                    f"the {allowance.requests:,} requests to {allowance.provider} of {period} are used up"
                )


def key_of(allowance: Allowance) -> str:
    """The key from the environment or its file; "" where there is none."""
    named = os.environ.get(f"{allowance.key}_FILE")
    try:
        said = Path(named).read_text(encoding="utf-8") if named else os.environ.get(allowance.key, "")
    except (OSError, UnicodeDecodeError):
        return ""
    return "".join(said.split())


def with_key(request: Request) -> tuple[Request, str]:
    """The request as it goes over the wire, and the key in it as it is spelled there; the same request where none is needed."""
    allowance: Allowance | None = request.meta.get(_MARK)
    if allowance is None:
        return request, ""
    key = key_of(allowance)
    if allowance.header:
        keyed = request.copy()
        keyed.headers[allowance.header] = key
        return keyed, key
    spelled = quote_plus(key)
    mark = "&" if "?" in request.url else "?"
    return request.replace(url=f"{request.url}{mark}{allowance.parameter}={spelled}"), spelled


def without(fault: Exception, key: str) -> Exception:
    """The same fault, whose words do not hold the key."""
    if key:
        fault.args = tuple(one.replace(key, HIDDEN) if isinstance(one, str) else one for one in fault.args)
    return fault
