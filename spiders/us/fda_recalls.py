"""Recalls, market withdrawals and safety alerts published by the FDA: the JSON behind the table of its web page.

https://www.fda.gov/safety/recalls-market-withdrawals-safety-alerts. Checked against rows captured on 2026-08-21. The array
covers about three years and rolls, so a row that is gone has aged, it was not withdrawn. `changed` moves whenever a page is
saved again (hundreds of rows on 2024-08-09) and is left out.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from scrapy.http import Response

from monitor.model.documents import Enforcement, Notice
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day_field, field, json_of
from spiders.families.fda import DELAY, SITE, row_words
from spiders.families.fda_pages import announcement, is_announcement

DETAILS = (
    ("Brand", "field_brand_name"),
    ("Product", "field_product_description"),
    ("Reason", "field_recall_reason_description"),
    ("Kind of reason", "field_recall_reason"),
    ("Kind of product", "field_regulated_product_field"),
    ("Topic", "term_node_tid"),
)


class FdaRecalls(SourceSpider):
    """One row a company announcement; an update is either a new address ("updated-…") or a later date on the same one."""

    name = "us.fda_recalls"
    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 6 hours"
    kinds = ("enforcement",)
    registry = "fda.gov"
    verified = "capture"
    delay = DELAY

    start_urls = ["https://www.fda.gov/datatables-json/recalls-market-withdrawals.json"]

    def parse(self, response: Response) -> Iterator[Enforcement | Notice]:
        """Recalls in the order of the array, which has none; or the page of one of them."""
        if is_announcement(response):
            yield announcement(response)
            return
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list of recalls, found {type(rows).__name__}", url=response.url)
        for row in rows:
            yield _recall(row, response.url)


def _recall(row: Any, url: str) -> Enforcement:
    address = urljoin(SITE, field(row, "path", str, url=url).strip())
    firm, product = row_words(row, "field_company_name", url), row_words(row, "field_product_description", url)
    details = [(label, row_words(row, name, url)) for label, name in DETAILS]
    return Enforcement(
        identifier=address,
        title=": ".join(part for part in (firm, product) if part) or address,
        url=address,
        published_on=day_field(row, "field_change_date_2", url=url),
        text="\n".join(f"{label}: {words}" for label, words in details if words),
        firm=firm,
        product=product,
        reason=row_words(row, "field_recall_reason_description", url),
    )
