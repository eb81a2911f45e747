"""Warning letters of the FDA: the rows behind the table of its web site, and the letters.

https://www.fda.gov/inspections-compliance-enforcement-and-criminal-investigations/compliance-actions-and-activities/warning-letters.
A letter was checked against a copy of 2026-08-04; the rows are read as other projects describe them (2026-09), no capture of
them was at hand. A letter is asked for again when its row changes: when a response or a close-out letter is added, weeks or
months after it.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urldefrag, urlencode

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Enforcement
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day, field, json_of, one, squeeze, text_of
from spiders.families.fda import DELAY, SITE, cell_link, cell_words
from spiders.families.fda_pages import FURNITURE, terms
from spiders.families.pages import reading_of

LETTERS = (
    "inspections-compliance-enforcement-and-criminal-investigations/compliance-actions-and-activities/warning-letters"
)
QUERY = {
    "view_name": "warning_letter_solr_index",
    "view_display_id": "warning_letter_solr_block",
    "view_path": f"/{LETTERS}",
    "_drupal_ajax": "1",
    "_wrapper_format": "drupal_ajax",
    "pager_element": "0",
    "draw": "1",
    "start": "0",
    "length": "500",
}
RECENT = timedelta(days=30)
MARCS = re.compile(r"\b(?:MARCS-CMS|CMS(?: Case)?)\s*#?:?\s*(\d{5,})", re.IGNORECASE)
IN_ADDRESS = re.compile(r"-(\d{5,7})-\d{8}(?=$|[?#])")
"""A letter's number before its day, at the end of its address: older letters do not print it in their heading."""


class FdaWarningLetters(SourceSpider):
    """Of the newest 500 rows, about nine months, the letters posted in the last 30 days and those that were answered or closed
    out. Reading all of them, one in 30 seconds, would take more than a day."""

    name = "us.fda_warning_letters"
    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 12 hours"
    kinds = ("enforcement",)
    registry = "fda.gov"
    verified = "unverified"
    delay = DELAY

    def requests(self) -> Iterator[Request]:
        """The newest rows."""
        since = (self.now - RECENT).date().isoformat()
        url = f"{SITE}datatables/views/ajax?{urlencode(QUERY)}"
        yield self.follow(url, self.parse_rows, meta={"promised": "json"}, cb_kwargs={"since": since})

    def parse_rows(self, response: Response, since: str = "") -> Iterator[Request]:
        """One request for each letter. `since` is the day of posting from which on all are read.

        What the row says is part of the address behind the #, which no server sees: a letter whose row has changed is another
        page for the scout pass, though the letter itself is the same.
        """
        rows = field(json_of(response), "data", list, url=response.url)
        if not rows:
            raise ExtractionError("the table has no rows", url=response.url, selector="data", found=0)
        for row in rows:
            posted, hints, address = _row(row, response.url)
            if posted >= since or hints["status"]:
                mark = hashlib.sha256(repr(hints).encode()).hexdigest()[:12]
                yield self.follow(f"{address}#{mark}", self.parse, when=mark, cb_kwargs=hints)

    def parse(self, response: Response, subject: str = "", status: str = "") -> Iterator[Enforcement | Request]:
        """One letter; its row gives the `subject`, which the letter does not have, and the `status`. Or the rows themselves."""
        if response.body.lstrip()[:1] in (b"{", b"["):
            yield from self.parse_rows(response)
            return
        page = text_of(response)
        heading = one(page, "h1.content-title")
        number = MARCS.search(squeeze(" ".join(heading.css("::text").getall()))) or IN_ADDRESS.search(response.url)
        if not number:
            raise ExtractionError("a letter has no MARCS-CMS number", url=response.url, selector="h1.content-title")
        firm = squeeze(" ".join(heading.xpath("./text()").getall()))
        address = urldefrag(response.url).url
        about = _about(page)
        text = reading_of(response, css="[role=main]", ignore=FURNITURE).text
        if not text.strip():
            raise ExtractionError("a letter has no text", url=response.url, selector="[role=main]")
        yield Enforcement(
            identifier=f"MARCS-CMS {number[1]}",
            title=f"Warning letter to {firm}" + (f": {subject}" if subject else ""),
            url=address,
            published_on=day(one(heading, "time").attrib["datetime"]),
            status=status,
            text="\n".join([*about, text]),
            firm=firm,
            product=next((line.removeprefix("Product: ") for line in about if line.startswith("Product: ")), ""),
            reason=subject,
        )


def _row(row: Any, url: str) -> tuple[str, dict[str, str], str]:
    """A row's day of posting in ISO form, what it adds to the letter, and the letter's address.

    Its cells: posted, issued, company (a link), issuing office, subject, response letter, close-out letter.
    """
    if not isinstance(row, list) or len(row) < 6 or not all(isinstance(cell, str) for cell in row):
        raise ExtractionError("expected a row of at least six cells", url=url, selector="data")
    address = cell_link(row[2])
    if not address:
        raise ExtractionError("a row has no link to its letter", url=url, selector="data")
    try:
        posted = day(cell_words(row[0]))
    except ValueError as error:
        raise ExtractionError(f"day of posting: {error}", url=url, selector="data") from error
    letters = zip(("response letter", "close-out letter"), row[5:7], strict=False)
    status = "; ".join(name for name, cell in letters if cell_words(cell) or cell_link(cell))
    return posted.isoformat() if posted else "", {"subject": cell_words(row[4]), "status": status}, address


def _about(page: Any) -> list[str]:
    """What stands above a letter: its product, recipient and issuing office, one a line."""
    return [f"{label}: {said}" for label, said in terms(page) if label in ("Product", "Recipient", "Issuing Office")]
