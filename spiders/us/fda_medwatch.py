"""Safety alerts for drugs, devices, supplements and other products for people: the FDA's MedWatch.

The feed's form is that of the FDA's press releases; that it is alive is what other projects tell (2026-09).
"""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaMedwatch(FdaFeedSpider):
    """Some of them lead to a company's recall."""

    name = "us.fda_medwatch"
    start_urls = [f"{FEEDS}/medwatch/rss.xml"]
    verified = "unverified"
