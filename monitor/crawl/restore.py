"""Stored answers as responses again: what a page, or a bundle, was last read from."""

from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from monitor.crawl.record import Recorder
from monitor.crawl.visit import BUNDLE, Visit
from monitor.source.spider import Bundle
from monitor.store.evidence import PageState


def restored(recorder: Recorder, state: PageState) -> Response:
    """A stored answer as a response that a callback can read."""
    answer, data = recorder.stored(state)
    headers: dict[str, list[str]] = {}
    for name, value in answer.headers:
        headers.setdefault(name, []).append(value)
    kind = responsetypes.from_args(headers={b"Content-Type": answer.media_type.encode()}, url=answer.url, body=data)
    return kind(url=answer.url, status=answer.status, headers=headers, body=data)


def restored_bundle(recorder: Recorder, visit: Visit) -> Bundle:
    """A bundle as it was last read, from the evidence."""
    known = {name: one.state for name, one in visit.members.items()}
    members = {name: text_of(restored(recorder, state)) if state.snapshot_id else None for name, state in known.items()}
    return Bundle(visit.state.address.removeprefix(BUNDLE), members)


def text_of(response: Response) -> TextResponse:
    """A member as text: servers send tables as application/octet-stream too."""
    if isinstance(response, TextResponse):
        return response
    return TextResponse(response.url, status=response.status, headers=response.headers, body=response.body)
