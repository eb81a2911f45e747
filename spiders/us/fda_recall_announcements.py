"""Companies' announcements of recalls that the FDA publishes: food, drugs and devices, hours before its table shows them.

The feed's form is that of the FDA's press releases; that it is alive is what other projects tell (2026-09).
"""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaRecallAnnouncements(FdaFeedSpider):
    """Each is the same document as its row in us.fda_recalls, which says firm, product and reason."""

    name = "us.fda_recall_announcements"
    start_urls = [f"{FEEDS}/recalls/rss.xml"]
    verified = "unverified"
