"""Announcements of the FDA in full: the pages to which its feeds lead, as long as they are new.

The feeds (us.fda_press_releases and its kin) hold the first 300 characters, where a substance that is named further down does not
stand; and a page is edited in place while its item keeps its date. So the pages of the last fortnight are read once a day. They
are the same documents as in the feeds and the table of recalls. The feeds were checked against a capture of 2026-09-04, the
frame of the pages against a letter; see spiders/families/fda_pages.py.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Enforcement, Notice
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider
from spiders.families.fda import DELAY, FEEDS, SITE
from spiders.families.fda_pages import announcement, is_announcement
from spiders.families.rss import day_of, entries_of, plain, secure

READ = ("press-releases", "medwatch", "health-fraud", "recalls", "drugs")
DAYS = 14


class FdaAnnouncements(SourceSpider):
    """Press releases, safety communications and companies' recalls of the last fourteen days, each page once a day."""

    name = "us.fda_announcements"
    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 24 hours"
    kinds = ("notice", "enforcement")
    registry = "fda.gov"
    verified = "documented"
    delay = DELAY
    start_urls = [f"{FEEDS}/{name}/rss.xml" for name in READ]
    may_be_empty = True  # a fortnight in which a feed had nothing new

    def parse(self, response: Response, on: str = "") -> Iterator[Request | Notice | Enforcement]:
        """A feed, or one of the pages it leads to: each tells itself."""
        if is_announcement(response):
            yield announcement(response, on)
            return
        today = self.now.astimezone(ZoneInfo(self.zone)).date()
        yield from self._pages(response, today)

    def _pages(self, response: Response, today: date) -> Iterable[Request]:
        entries = entries_of(response)
        if not entries:
            raise ExtractionError("the feed has no items", url=response.url, selector="item", found=0)
        for entry in entries:
            address, on = secure(entry.get("link", "")), day_of(entry, self.zone)
            if not address.startswith(SITE) or (on and on < today - timedelta(days=DAYS)):
                continue
            token = f"{today} {plain(entry.get('title'))} {plain(entry.get('summary'))}"
            yield self.follow(address, when=token, cb_kwargs={"on": on.isoformat() if on else ""}, optional=True)
