"""Guidance documents of the FDA, drafts and final ones: the JSON behind the search on its web site.

https://www.fda.gov/regulatory-information/search-fda-guidance-documents. Not checked against a capture: the names of the
fields are those on which several other projects agree (2026-07). `changed` moves whenever a page is saved again, and
`open-comment` follows from the date on which comments close; both are left out.
"""

from collections.abc import Iterator
from typing import Any

from scrapy.http import Response

from monitor.model.documents import Notice
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day_field, field, json_of
from spiders.families.fda import DELAY, cell_link, cell_words, row_words
from spiders.families.register_documents import dockets

DETAILS = (
    ("Kind", "field_communication_type"),
    ("Office", "field_issuing_office_taxonomy"),
    ("Kind of product", "field_regulated_product_field"),
    ("Topics", "topics-product"),
)


class FdaGuidance(SourceSpider):
    """A guidance is a notice whose status is the FDA's word: Draft, Final or Withdrawn."""

    name = "us.fda_guidance"
    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 12 hours"
    kinds = ("notice",)
    registry = "fda.gov"
    verified = "unverified"
    delay = DELAY
    start_urls = ["https://www.fda.gov/files/api/datatables/static/search-for-guidance.json"]

    def parse(self, response: Response) -> Iterator[Notice]:
        """Guidance documents in the order of the array."""
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list of guidance, found {type(rows).__name__}", url=response.url)
        for row in rows:
            yield self._guidance(row, response.url)

    def _guidance(self, row: Any, url: str) -> Notice:
        cell = field(row, "title", str, url=url)
        title, address = cell_words(cell), cell_link(cell)
        if not title or not address:
            raise ExtractionError("a guidance has no title or no address", url=url, selector="title")
        details = [f"{label}: {words}" for label, name in DETAILS if (words := row_words(row, name, url))]
        file = cell_link(field(row, "field_associated_media_2", str, url=url, default="") or "")
        return Notice(
            identifier=address,
            title=title,
            url=address,
            published_on=day_field(row, "field_issue_datetime", url=url),
            status=row_words(row, "field_final_guidance_1", url),
            text="\n".join([*details, *([f"[File]({file})"] if file else [])]),
            agencies=(self.publisher,),
            docket=dockets([row_words(row, "field_docket_number", url)]),
            comments_close_on=day_field(row, "field_comment_close_date", url=url),
        )
