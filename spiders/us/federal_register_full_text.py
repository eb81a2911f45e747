"""Every document of the Federal Register in full, whatever agency and subject: the daily issues in GPO's bulk data.

https://www.govinfo.gov/bulkdata/FR/2026/10/FR-2026-10-14.xml, one file an issue, without a key. This is where a topic finds
a word that stands in no title and no abstract. It also reads the XML of one document, as federalregister.gov gives it
(documents/full_text/xml/2026/10/14/2026-20943.xml). Checked against three whole issues and 31 documents of 2012 to 2024.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Notice, Rule
from monitor.source import SourceSpider
from spiders.families.register_documents import REGISTRY
from spiders.families.register_xml import documents_of
from spiders.families.xml_trees import tree_of

ISSUES = "https://www.govinfo.gov/bulkdata/FR"
DAYS = 10  # an issue may be corrected after its day; asked for again it costs a conditional request


class FederalRegisterFullText(SourceSpider):
    """The issues of the last ten days; there is none on weekends and federal holidays."""

    name = "us.federal_register_full_text"
    jurisdiction = "us"
    publisher = "Office of the Federal Register"
    cadence = "every 6 hours"
    kinds = ("rule", "notice")
    registry = REGISTRY
    verified = "capture"
    edition = 3

    def requests(self) -> Iterable[Request]:
        """One request a weekday, today's first; a day without an issue is answered with 404."""
        today = self.now.astimezone(ZoneInfo(self.zone)).date()
        for past in range(DAYS):
            on = today - timedelta(days=past)
            if on.weekday() < 5:
                yield self.follow(f"{ISSUES}/{on:%Y}/{on:%m}/FR-{on.isoformat()}.xml", optional=True)

    def parse(self, response: Response) -> Iterator[Rule | Notice]:
        """The documents of an issue, or one document."""
        yield from documents_of(tree_of(response), response.url)
