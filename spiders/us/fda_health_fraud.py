"""Products that promise what they do not keep: the FDA's notices of health fraud.

The feed's form is that of the FDA's press releases; that it is alive is what other projects tell (2026-09).
"""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaHealthFraud(FdaFeedSpider):
    """Tainted supplements and unapproved cures."""

    name = "us.fda_health_fraud"
    start_urls = [f"{FEEDS}/health-fraud/rss.xml"]
    cadence = "every 12 hours"
    verified = "unverified"
