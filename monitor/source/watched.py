"""Sources that a user adds by address, without code: what is watched, and the base of the spiders that run many at once.

One spider of `spiders/anywhere/` serves thousands of watched addresses in one crawl. Each of them is a source of its own, so
every request says whose it is (`meta["source"]`, for the counts) and tells its callback too (`source`, for the settings).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from scrapy import Request

from monitor.source.spider import Callback, SourceSpider


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One watched address. `css` selects what is read, `ignore` holds what is left out (selectors, or "re:PATTERN" for lines),
    `follow` selects the links of an index, `complete` says that an index shows everything, so that a missing link is a removal."""

    source: str
    url: str
    css: str = ""
    ignore: tuple[str, ...] = ()
    follow: str = ""
    complete: bool = False


class WatchedSpider(SourceSpider):
    """Base of the spiders of watched addresses; the crawl sets `watched`."""

    user_supplied = True
    registry = "web"
    verified: ClassVar[str] = "documented"

    def __init__(
        self, *args: Any, now: datetime | None = None, watched: tuple[Watched, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.watched = watched
        self._by_source = {one.source: one for one in watched}

    def requests(self) -> Iterable[Request]:
        """One request for each watched address."""
        return [self.ask(one, one.url) for one in self.watched]

    def ask(self, watched: Watched, url: str, callback: Callback | None = None, **hints: str) -> Request:
        """A request on behalf of a watched address. Not filtered as a duplicate: two sources may watch the same page."""
        return self.follow(
            url,
            callback,
            meta={"source": watched.source},
            cb_kwargs={"source": watched.source, **hints},
            dont_filter=True,
        )

    def settings_of(self, source: str, url: str) -> Watched:
        """The settings of a source; outside a crawl, where nothing is watched, the plain ones for this address."""
        return self._by_source.get(source) or Watched(source=source or self.name, url=url)
