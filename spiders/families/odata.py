"""OData services as some legislatures run them (version 3, JSON on request): addresses of pages, and what a page holds.

https://www.odata.org/documentation/odata-version-3-0/. Step 3 of the path.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from scrapy.http import Response

from monitor.model.errors import ExtractionError
from monitor.source import field, json_of

ACCEPT = {"Accept": "application/json"}  # else the answer is an Atom feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The rows of an answer, how many there are in all (None: not said), and the address of the next page ("" at the end)."""

    rows: tuple[dict[str, Any], ...]
    count: int | None
    following: str


def address(collection: str, **options: str | int) -> str:
    """The address of a collection's page; options without their dollar: `top=500, skip=0, expand="Sponsors"`."""
    return f"{collection}?{urlencode({f'${name}': value for name, value in options.items()}, quote_via=quote, safe='$,()/')}"


def page(response: Response) -> Page:
    """What an answer holds. ExtractionError for one without a list, or for a page that is empty before the count is reached.

    A list without a count that was asked for by `skip` is read until a page is empty.
    """
    data = json_of(response)
    rows = field(data, "value", list, url=response.url)
    if not all(isinstance(row, dict) for row in rows):
        raise ExtractionError("a row is no object", url=response.url, selector="value")
    said = data.get("odata.count", data.get("@odata.count"))
    count = int(said) if said is not None else None
    options = dict(parse_qsl(urlsplit(response.url).query))
    read = int(options.get("$skip", 0)) + len(rows)
    if count is not None and not rows and read < count:
        raise ExtractionError(f"the list ends at {read} of {count} rows", url=response.url, selector="value")
    more = bool(rows) and (read < count if count is not None else "$skip" in options)
    link = data.get("odata.nextLink") or data.get("@odata.nextLink") or ""
    following = urljoin(response.url, link) if link else _skipping(response.url, read) if more else ""
    return Page(rows=tuple(rows), count=count, following=following)


def _skipping(url: str, rows: int) -> str:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query)) | {"$skip": str(rows)}
    return urlunsplit(parts._replace(query=urlencode(options, quote_via=quote, safe="$,()/")))
