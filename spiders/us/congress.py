"""Bills and resolutions of Congress: GovInfo's bulk data "BILLSTATUS", one XML file a bill, found through its sitemaps.

https://www.govinfo.gov/bulkdata/BILLSTATUS, in schema 1.0.0 (until 2022) and 3.0.0; checked against two bills' files in both.
The sitemaps name each file with the time of its last change, so that a quiet check reads nothing else; their structure is
told by public projects. Answers of https://api.congress.gov/v3 for bills are read too (checked against samples of 2022), but
never asked for: they need a key, hold a bill in nine parts, and tell nothing more. So are saved pages of THOMAS, where bills
stood until 2016.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Bill
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, field, json_of, text_of
from spiders.families.congress_bills import bill_of, sitemaps
from spiders.families.thomas import record_of_page
from spiders.families.xml_records import expected, name_of, plain, sitemap_entries, tree_of
from spiders.us.congress_vocabulary import CONGRESS

PARTS = frozenset({
    "actions", "amendments", "committees", "cosponsors", "relatedBills", "subjects", "summaries", "textVersions", "titles",
})  # fmt: skip
_FILE = re.compile(r"/BILLSTATUS-\d+[a-z]+\d+\.xml$")
_BILL = re.compile(r"/bill/(\d+)/([a-z]+)/(\d+)(?:[/?]|$)", re.IGNORECASE)


class Congress(SourceSpider):
    """The Congress in session, and in its first months the one before, whose last bills are still being signed."""

    name = "us.congress"
    jurisdiction = "us"
    publisher = "United States Congress"
    cadence = "every 4 hours"  # as often as the files of the Congress in session are made anew
    kinds = ("bill",)
    verified = "capture"
    delay = 0.25  # some 20,000 files a Congress, offered in bulk for machines
    on_request = True  # the first check takes hours; one that is cut short goes on where it stopped

    def requests(self) -> Iterable[Request]:
        """One sitemap for each type of bill."""
        return [self.follow(address, optional=optional) for address, optional in sitemaps("BILLSTATUS", self.now)]

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A sitemap, an index of sitemaps, a bill's file, an answer of the Library's interface, a page of THOMAS: each tells itself."""
        if response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            yield from self.parse_json(response)
            return
        if b'name="dc.identifier"' in response.body:
            page = text_of(response)
            yield bill_of(record_of_page(page), CONGRESS, page.url)
            return
        root = tree_of(response)
        if name_of(root) in ("urlset", "sitemapindex"):
            for address, changed in sitemap_entries(root, response.url, _FILE):
                yield self.follow(address, when=changed or None)
            return
        record = plain(expected(root, "billStatus", response.url))
        yield bill_of(field(record, "bill", dict, url=response.url), CONGRESS, response.url)

    def parse_json(self, response: Response) -> Iterator[Bill]:
        """Bills in an answer of api.congress.gov: a list, one bill, or a part of one."""
        data = json_of(response)
        problem = data.get("error") or data.get("errors") if isinstance(data, dict) else type(data).__name__
        if problem:
            raise ExtractionError(f"expected bills, found {problem}", url=response.url, selector="bill")
        if "bills" in data:
            items = field(data, "bills", list, url=response.url)
        elif "bill" in data:
            items = [field(data, "bill", dict, url=response.url)]
        else:
            items = [_part(data, response.url)]
        for item in items:
            if not isinstance(item, dict):
                raise ExtractionError(
                    f"expected a bill, found {type(item).__name__}", url=response.url, selector="bills"
                )
            yield bill_of(item, CONGRESS, response.url)


def _part(data: Mapping[str, Any], url: str) -> dict[str, Any]:
    """A part of a bill (its actions, its texts …) as a record of the bill; the address or the answer's own `request` says whose."""
    parts = {name: value for name, value in data.items() if name in PARTS}
    request = field(data, "request", dict, url=url, default=None) or {}
    found = _BILL.search(url)
    names = (
        found.groups()
        if found
        else tuple(str(request.get(name) or "") for name in ("congress", "billType", "billNumber"))
    )
    if not parts or not all(names):
        raise ExtractionError(f"expected bills or a part of one, found {sorted(data)}", url=url, selector="bill")
    return {"congress": names[0], "type": names[1], "number": names[2], **parts}
