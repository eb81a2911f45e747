"""Outbreaks of foodborne illness that the FDA investigates.

The feed's form is that of the FDA's press releases; that it exists is only claimed by other projects.
"""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaOutbreaks(FdaFeedSpider):
    """Kratom was one of them, in 2018."""

    name = "us.fda_outbreaks"
    start_urls = [f"{FEEDS}/fda-outbreaks/rss.xml"]
    cadence = "every 12 hours"
    verified = "unverified"
