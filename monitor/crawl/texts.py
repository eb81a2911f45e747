"""Texts of the bills that matter, read in the crawl of the source that lists them: steps 1 to 4 for a bill's versions.

A bill matters when a topic or its `candidates` query matched it (`store.texts`). Its text is one document, a `Page` in the
registry "us-oh:136 texts" under the bill's own identifier, and its successive versions are that document's revisions: so a
topic is matched against the text, a new version is compared with the one before, and the digest tells where it stands. Each
address is read once, the newest alone when a bill is first looked at, and never more than `MOST` a check: the rest waits, and
the check says so. The texts are a source of their own ("ohio.bills texts") in the bills' crawl, so that they share its pace,
and a text that cannot be had does not make the list of bills look broken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from scrapy import Request
from scrapy.http import Response

from monitor import reading
from monitor.crawl.watch import Watch
from monitor.model.documents import Bill, Page, Version
from monitor.model.errors import UnreadableDocument
from monitor.source.spider import SourceSpider
from monitor.store import checks, evidence, sources, texts
from monitor.store.engine import read, write
from monitor.store.evidence import PageState
from monitor.store.texts import WantedBill

MOST = 50
"""Texts that one check of one source reads."""
_FORMS = ("xml", "html", "pdf", "wordprocessingml", "msword")
"""Media types, the best to read first; one that is not here or not told stands behind HTML."""
_UNTOLD = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCheck:
    """The check of a source's texts: its watch, and the first request for each bill that has something to read."""

    watch: Watch
    requests: tuple[Request, ...]


def name_of_texts(source: str) -> str:
    """What the texts of a source's bills are called among the sources."""
    return f"{source} texts"


def open_texts(engine: sa.Engine, spider: type[SourceSpider], bills: Watch, now: datetime) -> TextCheck | None:
    """Opens the check of the texts that wait to be read; None where none does, or none can be read, and nothing
    is written."""
    if not spider.texts:
        return None
    name = name_of_texts(bills.name)
    with read(engine) as conn:
        found = list(texts.wanted(conn, bills.name))
        row = sources.find(conn, name)
        pages = evidence.pages_of(conn, [row["id"]])[row["id"]] if row and found else {}
    waiting = [(one, versions) for one in found if (versions := unread(one.bill.versions, pages, spider.text_address))]
    if not waiting:
        return None
    with write(engine) as conn:
        columns = {"spider": spider.name, "jurisdiction": bills.jurisdiction, "cadence": "", "enabled": False}
        row = sources.ensure(conn, {name: columns})[name]
        check_id = checks.begin(conn, [row["id"]], now)[0]
    watch = _watch(row["id"], name, bills, check_id, pages)
    chosen = _first(waiting, MOST)
    rest = sum(len(versions) for _, versions in waiting) - sum(len(versions) for _, versions in chosen)
    if rest:
        watch.tally.note = f"{rest} more texts wait for the next check"
    return TextCheck(watch=watch, requests=tuple(_request(spider, name, one, versions) for one, versions in chosen))


def unread(
    versions: Sequence[Version], pages: Mapping[str, PageState], address: Callable[[Version], str]
) -> tuple[Version, ...]:
    """The versions to read, oldest first: of a bill never looked at the newest, later those that came after the last read."""
    each = _one_form(versions)
    if each and all(one.on for one in each):
        each.sort(key=lambda one: one.on or date.min)
    done = [at for at, one in enumerate(each) if _is_read(address(one), pages)]
    return tuple(each[done[-1] + 1 :] if done else each[-1:])


def _is_read(address: str, pages: Mapping[str, PageState]) -> bool:
    state = pages.get(address)
    return state is not None and state.snapshot_id is not None


def _one_form(versions: Sequence[Version]) -> list[Version]:
    """Each version once, in the form that reads best: publishers offer the same text as HTML, PDF and Word."""
    best: dict[tuple[str, date | None], Version] = {}
    for one in versions:
        known = best.get((one.note, one.on))
        if one.url.startswith(("http://", "https://")) and (known is None or _rank(one) < _rank(known)):
            best[one.note, one.on] = one
    return list(best.values())


def _rank(version: Version) -> float:
    said = f"{version.media_type} {version.url.rpartition('.')[2]}".lower()
    return next((at for at, form in enumerate(_FORMS) if form in said), _UNTOLD)


def _first(
    waiting: Sequence[tuple[WantedBill, tuple[Version, ...]]], most: int
) -> list[tuple[WantedBill, tuple[Version, ...]]]:
    chosen: list[tuple[WantedBill, tuple[Version, ...]]] = []
    for one, versions in waiting:
        if most > 0:
            chosen.append((one, versions[:most]))
            most -= len(versions)
    return chosen


def _watch(source_id: int, name: str, bills: Watch, check_id: int, pages: dict[str, PageState]) -> Watch:
    return Watch(
        id=source_id,
        name=name,
        check_id=check_id,
        jurisdiction=bills.jurisdiction,
        registry="",
        edition=reading.EDITION,
        complete=False,
        may_be_empty=True,
        baselined=True,  # what a topic has matched in the bill is not told again: `entry` sees to that
        announce=False,
        started_at=bills.started_at,
        pages=pages,
    )


def _request(spider: type[SourceSpider], source: str, wanted: WantedBill, versions: Sequence[Version]) -> Request:
    """The request for the first of these versions, whose answer asks for the next: they are told in their order."""
    return Request(
        spider.text_address(versions[0]),
        callback=read_text,
        meta={"source": source},
        cb_kwargs={"spider": spider, "source": source, "wanted": wanted, "versions": tuple(versions)},
        dont_filter=True,
    )


def read_text(
    response: Response, *, spider: type[SourceSpider], source: str, wanted: WantedBill, versions: Sequence[Version]
) -> Iterator[Page | Request]:
    """The text of a version as a document, and the request for the next one."""
    yield text_of(response, wanted, versions[0], spider.text_file)
    if len(versions) > 1:
        yield _request(spider, source, wanted, versions[1:])


def text_of(
    response: Response,
    wanted: WantedBill,
    version: Version,
    file: Callable[[Response], tuple[bytes, str]] = SourceSpider.text_file,
) -> Page:
    """The text of a bill as this version has it. One that cannot be read stands beside the others and says why; its bytes
    are kept."""
    body, declared = file(response)
    media_type, _, parameters = declared.partition(";")
    _, _, charset = parameters.lower().partition("charset=")
    try:
        found = reading.read(
            body,
            media_type=media_type.strip(),
            url=response.url,
            charset=charset.partition(";")[0].strip(" \"'"),
        ).text
        fault = "" if found.strip() else "it holds pictures of pages and no characters"
    except UnreadableDocument as error:
        found, fault = "", str(error)
    return _page(wanted, version, found, fault)


def _page(wanted: WantedBill, version: Version, text: str, fault: str) -> Page:
    bill: Bill = wanted.bill
    stage = version.note or "text"
    return Page(
        identifier=f"{bill.identifier}, {stage}" if fault else bill.identifier,
        registry=f"{wanted.registry}{texts.REGISTRY}",
        title=f"Text of {bill.identifier}: {bill.title}",
        url=version.url,
        published_on=version.on,
        status=f"{stage}, which cannot be read: {fault}" if fault else stage,
        text=text,
        aliases=bill.aliases,
    )
