"""Scrapy's download handler for replays: no network in it, and none of the imports that a network needs."""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from monitor.crawl.replay import Replay

NOT_CAPTURED = "not captured"
"""What the header `X-Policywatch-Replay` says where a replay has no answer."""


class ReplayHandler(BaseDownloadHandler):
    """Captures instead of the network: `POLICYWATCH_REPLAY` names them, `POLICYWATCH_AS_OF` (ISO 8601) the moment; empty is the end.

    An address without a capture answers 404 and says so in the header `X-Policywatch-Replay`.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        said = crawler.settings.get("POLICYWATCH_AS_OF")
        self.as_of = datetime.fromisoformat(said) if said else datetime.max.replace(tzinfo=UTC)
        self.replay = Replay(crawler.settings["POLICYWATCH_REPLAY"])

    async def download_request(self, request: Request) -> Response:
        """The captured answer as a response of the class that its media type asks for."""
        captured = self.replay.answer(request.url, self.as_of)
        if captured is None:
            return Response(request.url, status=404, headers={"X-Policywatch-Replay": NOT_CAPTURED})
        headers: dict[str, list[str]] = {}
        for name, value in captured.headers:
            if name.lower() not in ("content-encoding", "transfer-encoding"):
                headers.setdefault(name, []).append(value)
        if captured.media_type:
            headers["Content-Type"] = [captured.media_type]
        body = captured.read()
        known = {b"Content-Type": captured.media_type.encode()} if captured.media_type else {}
        kind = responsetypes.from_args(headers=known, url=request.url, body=body)
        return kind(request.url, status=captured.status, headers=headers, body=body)
