"""What is new at the FDA's Center for Drug Evaluation and Research.

The feed's form is that of the FDA's press releases; that it is alive is what other projects tell (2026-09).
"""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaDrugs(FdaFeedSpider):
    """Safety communications, approvals, statements."""

    name = "us.fda_drugs"
    start_urls = [f"{FEEDS}/drugs/rss.xml"]
    cadence = "every 12 hours"
    verified = "unverified"
