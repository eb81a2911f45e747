"""Press announcements of the Food and Drug Administration, from its RSS feed. Checked against a capture of 2026-09-04."""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaPressReleases(FdaFeedSpider):
    """The first 300 characters of each."""

    name = "us.fda_press_releases"
    start_urls = [f"{FEEDS}/press-releases/rss.xml"]
    cadence = "every 2 hours"
    kinds = ("notice",)
    verified = "capture"
