"""A spider's callback outside a crawl: a saved response in, documents and follow-up requests out.

For `policywatch parse`, for fixtures and for tests. Nothing is fetched; what the callback sees is what a crawl would show it.
"""

import gzip
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from monitor.model.documents import Bill, Document
from monitor.model.errors import MonitorError
from monitor.model.figures import Figure
from monitor.source.spider import Absent, Bundle, Enclosed, Mention, SourceSpider
from monitor.source.yielded import Yielded

_MEMBERS = "members.json"
_PACKED = {b"\x1f\x8b": gzip.decompress, b"\xfd7zXZ\x00": lzma.decompress}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one callback yielded. `total` is the number of documents the source says it has, None if it does not say."""

    documents: tuple[Document, ...]
    requests: tuple[Request, ...]
    total: int | None
    untracked: tuple[str, ...] = ()
    absent: tuple[Absent, ...] = ()
    figures: tuple[Figure, ...] = ()
    mentions: tuple[Mention, ...] = ()


def extract(spider: SourceSpider, response: Response, callback: str = "parse", **hints: Any) -> Extraction:
    """Runs a callback, by name, on a response or a bundle; `hints` are what its request carried in `cb_kwargs`.

    Raises what the callback raises, MonitorError for an unknown name.
    """
    read = getattr(spider, callback, None)
    if not callable(read) or callback.startswith("_"):
        known = sorted(name for name in dir(type(spider)) if name.startswith("parse"))
        raise MonitorError(f"{spider.name} has no callback {callback!r}", remedy=f"It has {', '.join(known)}.")
    found = Yielded()
    for thing in read(response, **hints) or ():
        found.add(thing)
    for one in found.enclosed:
        inner = getattr(one.request.callback, "__name__", "parse")
        found.documents += extract(spider, enclosed(one), inner, **one.request.cb_kwargs).documents
    for each in found.wholesale:
        found.requests += [each.request, *each.of]
    return Extraction(
        documents=tuple(found.documents),
        requests=tuple(found.requests),
        total=sum(one.documents for one in found.totals) if found.totals else None,
        untracked=tuple(one.what for one in found.untracked),
        absent=(found.absent,) if found.absent else (),
        figures=tuple(found.figures),
        mentions=tuple(found.mentions),
    )


def enclosed(thing: Enclosed) -> Response:
    """The answer that stands inside another one."""
    kind = responsetypes.from_args(
        headers={b"Content-Type": thing.media_type.encode()}, url=thing.request.url, body=thing.body
    )
    return kind(url=thing.request.url, headers={"Content-Type": thing.media_type}, body=thing.body)


def extract_file(
    spider: type[SourceSpider], file: Path, *, url: str, callback: str = "parse", now: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """What a spider makes of a saved response (or of a folder with the members of a bundle), as JSON-ready rows.

    Raises MonitorError when source, callback and file do not fit, and what the callback raises.
    """
    running = spider(now=now)
    yield from as_rows(running, extract(running, load(running, file, url=url, callback=callback), callback))


def as_rows(spider: SourceSpider, found: Extraction) -> Iterator[dict[str, Any]]:
    """Documents as `{"type": kind, "fields": {…}}`, numbers as `{"type": "figure", …}`, then follow-ups as `{"type": "request", "url": …, "callback": …}`, with
    method and body where it is no plain GET; then what is listed and not read as `{"type": "untracked", "what": …}`."""
    for document in found.documents:
        fields = msgspec.to_builtins(registered(spider, document))
        if not document.aliases:
            del fields["aliases"]  # few documents have other numbers; it stands where there are some
        for version in fields.get("versions", ()):
            if not version["copy"]:
                del version["copy"]
        yield {"type": document.kind, "fields": fields}
    for figure in found.figures:
        yield {
            "type": "figure",
            "fields": msgspec.to_builtins(replace(figure, registry=figure.registry or spider.registry)),
        }
    for request in found.requests:
        yield {"type": "request", **_asked(request)}
    for mention in found.mentions:
        yield {"type": "mention", "session": mention.session, "identifier": mention.identifier}
    for what in found.untracked:
        yield {"type": "untracked", "what": what}


def _asked(request: Request) -> dict[str, str]:
    row = {"url": request.url, "callback": getattr(request.callback, "__name__", "parse")}
    if request.method != "GET":
        row |= {"method": request.method, "body": request.body.decode("utf-8", "replace")}
    return row


def registered(spider: SourceSpider, document: Document) -> Document:
    """The document with its register filled in: its own, its spider's, or for a bill its jurisdiction and session."""
    if document.registry:
        return document
    by_session = f"{spider.jurisdiction}:{document.session}" if isinstance(document, Bill) else ""
    return replace(document, registry=spider.registry or by_session)


def load(
    spider: SourceSpider, file: Path, *, url: str, callback: str = "parse", members: Mapping[str, str] | None = None
) -> Response:
    """The response that a file holds; a `Bundle` when the spider asks for one whose members the file or folder fits.

    A member is known by the last part of its address ("BILLS.CSV", whatever the case) or, in a folder, by its own name too.
    `members` names a bundle that no first request shows, such as the pages of one bill; so does a `members.json` in the folder.
    """
    files = {one.name: one for one in sorted(file.iterdir()) if one.is_file()} if file.is_dir() else {file.name: file}
    members = members or (_members_in(files[_MEMBERS]) if file.is_dir() and _MEMBERS in files else None)
    if members is None:
        members = next(
            (fitting for fitting in _bundles(spider, callback) if fitting and _fits(fitting, url, file)), None
        )
    if members is None:
        if file.is_dir():
            raise MonitorError(
                f"{file} is a folder and {callback}() of {spider.name} reads no bundle", remedy="Name one file."
            )
        return respond(url, read_bytes(file), name=file.name)
    answers: dict[str, TextResponse | None] = dict.fromkeys(members)
    exact = url in members.values()  # members may share the last part of their paths and differ in the query
    for member, address in members.items():
        here = url if (address == url if exact else _last_part(address) == _last_part(url)) else address
        found = file if file.is_file() and here == url else _named(files, member, address) if file.is_dir() else None
        if found:
            answers[member] = TextResponse(here, body=read_bytes(found), request=Request(here))
    return Bundle(url, answers)


def respond(url: str, body: bytes, *, name: str = "") -> Response:
    """A Scrapy response of the class that address, file name and bytes call for."""
    kind = responsetypes.from_args(url=url, filename=name.removesuffix(".gz").removesuffix(".xz") or None, body=body)
    return kind(url, body=body, request=Request(url))


def read_bytes(file: Path) -> bytes:
    """A file's bytes, unpacked if it was saved with gzip or xz."""
    body = file.read_bytes()
    for magic, unpack in _PACKED.items():
        if body.startswith(magic):
            return unpack(body)
    return body


def _bundles(spider: SourceSpider, callback: str) -> Iterator[Mapping[str, str]]:
    for request in spider.requests():
        if getattr(request.callback, "__name__", "") == callback and "bundle" in request.meta:
            yield request.meta["bundle"]


def _members_in(file: Path) -> dict[str, str]:
    """The addresses of a bundle's members by their names, as a file tells them."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    except msgspec.DecodeError as error:
        raise MonitorError(f"{file}: {error}", remedy='Write {"name": "address", …}.') from error


def _fits(members: Mapping[str, str], url: str, file: Path) -> bool:
    return file.is_dir() or _last_part(url) in {_last_part(address) for address in members.values()}


def _named(files: Mapping[str, Path], member: str, address: str) -> Path | None:
    wanted = (_last_part(address), member.lower())
    return next((path for name, path in files.items() if name.lower() in wanted or path.stem.lower() in wanted), None)


def _last_part(url: str) -> str:
    return unquote(urlsplit(url).path).rpartition("/")[2].lower()
