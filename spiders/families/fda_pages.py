"""Announcements on the FDA's site, from their own pages: press releases, safety communications, outbreaks, companies' recalls.

All stand in one frame, which was checked against a warning letter of 2026-08-04; what a recall's page adds to it (the list above
the company's announcement, the boxed note of an update) is read as public projects describe it. The day on which the page was
saved last is left out, and so is what stands beside the text.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urldefrag, urlsplit

from scrapy.http import Response

from monitor.model.documents import Enforcement, Notice
from monitor.model.errors import ExtractionError
from monitor.source import day, squeeze, text_of
from spiders.families.pages import reading_of
from spiders.families.rss import secure

RECALLS = "/safety/recalls-market-withdrawals-safety-alerts/"
PUBLISHER = "Food and Drug Administration"
BODY = "[role=main]"
FURNITURE = ("header", "aside", "nav", "dl", "div.inset-column", "hr")
DATES = ("Company Announcement Date", "FDA Publish Date", "For Immediate Release")
STATED = ("Product Type", "Brand Name", "Product Description", "Reason for Announcement", "Company Name")


def is_announcement(response: Response) -> bool:
    """Whether a response is a page of the site, and not a feed or a table's JSON."""
    start = response.body.lstrip()[:1]
    return start == b"<" and b"content-title" in response.body


def announcement(response: Response, on: str = "") -> Notice | Enforcement:
    """A page as a document; `on` is the day in ISO form that a feed gave it. ExtractionError for a page without title or text."""
    page = text_of(response)
    title = squeeze(" ".join(page.css("h1.content-title ::text, h1.content-title::text").getall()))
    address = secure(urldefrag(response.url).url.partition("?")[0])
    told = dict(terms(page))
    text = reading_of(response, css=BODY, ignore=FURNITURE).text if page.css(BODY) else ""
    if not title or not text.strip():
        raise ExtractionError("an announcement has no title or no text", url=response.url, selector=BODY)
    common: dict[str, Any] = {
        "identifier": address,
        "title": title,
        "url": address,
        "published_on": _day((told.get(name, "") for name in DATES), response.url) or _day([on], response.url),
        "text": "\n".join([*(f"{name}: {told[name]}" for name in STATED if told.get(name)), text]),
    }
    if not urlsplit(address).path.startswith(RECALLS):
        return Notice(**common, agencies=(PUBLISHER,))
    return Enforcement(
        **common,
        firm=told.get("Company Name", ""),
        product=told.get("Product Description", ""),
        reason=told.get("Reason for Announcement", ""),
    )


def terms(page: Any) -> Iterator[tuple[str, str]]:
    """What stands above the text, by its label; filler and the labels that a cell repeats are left out."""
    for term in page.css(f"{BODY} dl dt"):
        label = squeeze(" ".join(term.css("::text").getall())).rstrip(":")
        following = term.xpath("following-sibling::dd[count(preceding-sibling::dt) = $n]", n=_terms_up_to(term))
        words = following.xpath(".//text()[not(parent::*[contains(@class, 'field--label')])]").getall()
        if label and (said := squeeze(" ".join(words))):
            yield label, said


def _terms_up_to(term: Any) -> int:
    return len(term.xpath("preceding-sibling::dt")) + 1


def _day(printed: Iterable[str], url: str) -> date | None:
    """The first of these that is a date; ExtractionError for one that is none."""
    words = next(filter(None, printed), "")
    try:
        return day(words)
    except ValueError as error:
        raise ExtractionError(f"day of the announcement: {error}", url=url, selector="dd") from error
