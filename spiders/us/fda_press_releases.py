"""Press announcements of the Food and Drug Administration, from its RSS feed. Checked against a capture of 2026-09-04.

The feed holds the newest 20 items, so an item that is missing was pushed out, not withdrawn. An edited announcement keeps
its date and its place.
"""

from collections.abc import Iterator

from scrapy.http import Response

from monitor.model.documents import Notice
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider
from spiders.families.rss import day_of, entries_of, plain, secure


class FdaPressReleases(SourceSpider):
    """The first 300 characters of each; descriptions are cut by the feed itself."""

    name = "us.fda_press_releases"
    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 2 hours"
    kinds = ("notice",)
    registry = "fda.gov"
    verified = "capture"
    delay = 30.0  # the site's robots.txt has asked for it, and quick requests bring up its wall

    start_urls = ["https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds/press-releases/rss.xml"]

    def parse(self, response: Response) -> Iterator[Notice]:
        """Announcements, newest first."""
        for entry in entries_of(response):
            address, title = secure(entry.get("link", "")), plain(entry.get("title"))
            if not address or not title:
                raise ExtractionError("an item has no link or no title", url=response.url, selector="item")
            yield Notice(
                identifier=address,
                title=title,
                url=address,
                published_on=day_of(entry, self.zone),
                text=plain(entry.get("summary")),
                agencies=(self.publisher,),
            )
