"""Texts of bills and resolutions of Congress, each version a document: GovInfo's bulk data "BILLS", found through its sitemaps.

https://www.govinfo.gov/bulkdata/BILLS, in bill XML and in USLM. A version is published once and seldom corrected, so each is
read once. Checked against 26 texts of USLM and three pages of HTML; the sitemaps are told by public
projects. Struck and inserted words are kept as marks.
"""

import re
from collections.abc import Iterable, Iterator

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Page
from monitor.source import SourceSpider
from spiders.families.congress_bills import sitemaps
from spiders.families.congress_texts import text_of_version
from spiders.families.xml_records import sitemap_entries, tree_of

_FILE = re.compile(r"/BILLS-\d+[a-z]+\d+[a-z]+\d?\.xml$")


class CongressTexts(SourceSpider):
    """All versions of the Congress in session, and in its first months of the one before."""

    name = "us.congress_texts"
    jurisdiction = "us"
    publisher = "United States Congress"
    cadence = "every 6 hours"
    kinds = ("page",)
    verified = "capture"
    delay = 0.25  # some 20,000 files a Congress, offered in bulk for machines
    on_request = True  # the first check takes hours; one that is cut short goes on where it stopped

    def requests(self) -> Iterable[Request]:
        """One sitemap for each type of bill."""
        return [self.follow(address, optional=optional) for address, optional in sitemaps("BILLS", self.now)]

    def parse(self, response: Response) -> Iterator[Request | Page]:
        """A sitemap, or the text of one version."""
        start = response.body[:4000]
        if b"<urlset" in start or b"<sitemapindex" in start:
            root = tree_of(response)
            for address, changed in sitemap_entries(root, response.url, _FILE):
                yield self.follow(address, when=changed or None)
            return
        yield text_of_version(response)
