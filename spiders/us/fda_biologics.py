"""What is new at the FDA's Center for Biologics Evaluation and Research.

The feed's form is that of the FDA's press releases; that it exists is only claimed by other projects.
"""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaBiologics(FdaFeedSpider):
    """Safety communications, approvals, meetings."""

    name = "us.fda_biologics"
    start_urls = [f"{FEEDS}/biologics/rss.xml"]
    cadence = "every 12 hours"
    verified = "unverified"
