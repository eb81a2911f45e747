"""Companies' announcements of food recalls that the FDA publishes.

The feed's form is that of the FDA's press releases; it was seen alive by others on 2026-08-21.
"""

from spiders.families.fda import FEEDS, FdaFeedSpider


class FdaFoodRecallAnnouncements(FdaFeedSpider):
    """The window of 20 items can pass in under two weeks."""

    name = "us.fda_food_recall_announcements"
    start_urls = [f"{FEEDS}/food-safety-recalls/rss.xml"]
    verified = "unverified"
