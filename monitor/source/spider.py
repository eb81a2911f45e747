"""The base of every source: what a spider's author sets, and the three ways to ask for more.

A spider is an ordinary Scrapy spider (`scrapy crawl us.fda_recalls -O out.jsonl` works). Its callbacks are pure: a response
in, documents and follow-up requests out; no network, clock, database or randomness. What is fetched, kept, skipped or
compared is decided in `monitor.crawl`.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import scrapy
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Document, Version
from monitor.model.errors import ExtractionError
from monitor.model.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How many documents the source itself says it has in this check; a callback yields it, and a differing count is a fault."""

    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Untracked:
    """Something that the site lists and this source does not read ("session '2027 Regular Session'"); a callback yields it.

    The check stays good and its documents stand, but the source's health turns red until somebody looks.
    """

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """What this answer says of documents that the page showed before and shows no longer; a callback yields it.

    `becomes` gets the last state of each and returns the state it is in now, the same state where nothing can be said yet (it
    is asked again at the next reading), or None for one of which absence says nothing, as of most.
    """

    becomes: Callable[[Document], Document | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wholesale:
    """Many requests, each with its token, and one whose answer may hold what they ask for; a callback yields it.

    Where `least` of them have not been read under their tokens, `request` is made first, and what is then still unread is asked for
    singly; where fewer are left, or `request` fails, all of them are.
    """

    request: Request
    of: tuple[Request, ...]
    least: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """An answer that stands inside this one (a file of an archive), as if `request` had been made and `body` had come back; a
    callback yields it. It is kept and read as the answer of that request's page."""

    request: Request
    body: bytes
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A bill of which the publisher's own search of texts says that it has the words searched for; a callback yields it. Its text
    is read like that of a bill that a topic's `candidates` query matches."""

    session: str
    identifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a provider that gives out keys allows: so many `requests` per "month" or "day" (UTC), uncounted where it states none.

    The key is in the environment variable named `key`, or in the file that `key`_FILE names. It is sent as `header`, or as the
    `parameter` of the address, and put in only where a request leaves: no address, page, log or error ever holds it. It goes to
    addresses that begin with `api` and to no others: a bill's texts stand on other hosts, and an answer may lead anywhere.
    """

    provider: str
    api: str
    requests: int = 0
    per: str = "month"
    key: str
    header: str = ""
    parameter: str = ""


Yielded = Iterable[Document | Figure | Request | Wholesale | Enclosed | Mention | Total | Untracked | Absent]
Callback = Callable[..., Yielded]


class Bundle(Response):
    """The responses of a declared bundle by member name; an optional member that the server does not have is None.

    A Scrapy response itself (address of the first member, no body), so that it travels the ordinary way to its callback.
    """

    def __init__(self, url: str, members: Mapping[str, TextResponse | None], **more: Any) -> None:
        super().__init__(url, **more)
        self.members = dict(members)

    def __getitem__(self, name: str) -> TextResponse | None:
        return self.members[name]

    def required(self, name: str) -> TextResponse:
        """The response of a member that is never absent."""
        response = self.members[name]
        if response is None:
            raise ExtractionError(f"the bundle has no {name!r}", url=self.url)
        return response


class SourceSpider(scrapy.Spider):
    """One source. Subclasses set the attributes below and write `parse`.

    A source's `name` is its module's path below `spiders/` ("us.fda_recalls").
    """

    jurisdiction: ClassVar[str] = ""  # "us", "us-va": ISO 3166-2 in lower case
    publisher: ClassVar[str] = ""
    cadence: ClassVar[str] = "every 6 hours"
    kinds: ClassVar[tuple[str, ...]] = ()  # of monitor.model.documents.KINDS
    registry: str = ""  # register of the identifiers; bills default to "jurisdiction:session"
    route: ClassVar[str] = "direct"  # direct, legiscan, openstates
    verified: ClassVar[str] = "unverified"  # capture, documented, unverified: how the facts behind it were checked
    edition: ClassVar[int] = 1  # raise when the spider's output changes for the same bytes
    complete: ClassVar[bool] = False  # True: the listing shows every living document, so absence means removal
    steady: ClassVar[bool] = (
        False  # True: each check sees what the last one saw, so that far fewer means a list cut short
    )
    rounds: ClassVar[int] = 0  # days in which each bill is read once, as lists do not show what moved; 0: they do
    may_be_empty: ClassVar[bool] = False  # True: no documents at all is a normal answer
    zone: ClassVar[str] = "America/New_York"  # of the publisher's clock
    delay: ClassVar[float] = 1.0  # seconds between requests to one host; robots.txt may ask for more
    identify_as: ClassVar[str] = ""  # the User-Agent this publisher asked for; empty: the monitor's own
    allowance: ClassVar[Allowance | None] = None  # what the provider of a key allows; counted, and never exceeded
    on_request: ClassVar[bool] = False  # True: checked only when the configuration names it, not by a pattern
    texts: ClassVar[bool] = True  # False: no text can be read at the addresses of its bills' versions
    user_supplied: ClassVar[bool] = False  # True: addresses are typed by users and pass the address guard

    searches: ClassVar[bool] = False  # True: asks its publisher for `terms`, and cannot be checked without any
    seeks: ClassVar[bool] = False  # True: is given `terms` where there are any, to search for besides what it reads
    lacks: ClassVar[Mapping[str, str]] = {}  # what no source reads of its publisher, as coverage names it, and why

    def __init__(
        self,
        *args: Any,
        now: datetime | None = None,
        terms: Iterable[str] = (),
        also: Iterable[Request] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.also = tuple(also)  # what the crawl asks besides, at this source's pace: texts of its bills
        self.now = now or datetime.now(UTC)
        self.terms = tuple(terms)  # of the configuration's [sources."NAME"], else the words of its topics

    @classmethod
    def registers(cls, now: datetime) -> frozenset[str] | None:
        """Whose documents a complete check at this moment would show; what belongs to another register is not missing when it is
        not seen (a session that is no longer read). None: all of the source's documents."""
        return None

    @classmethod
    def session_days(cls) -> Mapping[str, tuple[date | None, date | None]]:
        """First and last day of each legislative session that is known, by its register; None where a day is not known."""
        return {}

    @classmethod
    def text_address(cls, version: Version) -> str:
        """Where the text of a bill's version is asked for."""
        return version.url

    @classmethod
    def text_file(cls, response: Response) -> tuple[bytes, str]:
        """The file that the answer of a `text_address` is, and its media type as declared."""
        return response.body, (response.headers.get("Content-Type") or b"").decode("latin-1")

    async def start(self) -> AsyncIterator[Any]:
        """The first requests: `requests()` of the subclass, then what the crawl asks besides."""
        for request in self.requests():
            yield request
        for request in self.also:
            yield request

    def requests(self) -> Iterable[Request]:
        """The first requests; by default one per `start_urls`, answered by `parse`. May use `self.now` to choose sessions or dates."""
        return [self.follow(url) for url in self.start_urls]

    def follow(
        self,
        url: str,
        callback: Callback | None = None,
        *,
        when: str | None = None,
        optional: bool = False,
        **more: Any,
    ) -> Request:
        """A request for an absolute address. With `when` it is dropped if this address was already read under the same token
        (the scout pass: a list's "last action" decides which details are read). `optional` makes an absent page (404; also the
        statuses of `meta["absent"]`, where a site says "nothing there" with another error) no fault until it was there once.
        `more` goes to scrapy.Request (method, body, headers, cb_kwargs)."""
        meta = {**more.pop("meta", {}), "when": when, "optional": optional}
        return Request(url, callback=callback or self.parse, meta=meta, **more)

    def bundle(
        self,
        members: Mapping[str, str],
        callback: Callback | None = None,
        *,
        optional: Iterable[str] = (),
        absent: bool = False,
        when: str | None = None,
    ) -> Request:
        """A request for several addresses whose responses reach the callback together, as a `Bundle`.

        The first member names the bundle and is required. A member listed in `optional` may be absent (404 or 410) from the
        start; one that was there and is gone makes the check unreachable. `absent=True` lets the whole bundle be absent (a
        session whose files do not exist yet). `when` is `follow`'s.
        """
        first = next(iter(members.values()))
        meta = {"bundle": dict(members), "optional_members": tuple(optional), "optional": absent, "when": when}
        return Request(first, callback=callback or self.parse, meta=meta)

    if TYPE_CHECKING:
        parse: Callable[..., Any]  # a response or a bundle, and hints: each source writes its own signature
    else:

        def parse(self, response: Response, **hints: Any) -> Any:
            """Documents and follow-up requests of one response; the subclass writes it."""
            raise NotImplementedError(f"{type(self).__name__} has no parse()")
