"""openFDA's enforcement reports (https://open.fda.gov/apis/): recalls of food, drugs or devices, weekly, without a key.

A source reads the reports dated since the first day of three months ago. "No matches found!" comes as a 404 and is an
answer, but not to be believed of three months in which hundreds are reported. The order of an object's keys differs from record to record and means nothing.
"""

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Document, Enforcement
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, Total, day_field, field, json_of

API = "https://api.fda.gov"
PAGE = 1000  # the documented most
DETAILS = (
    ("Product", "product_description"),
    ("Reason", "reason_for_recall"),
    ("Codes", "code_info"),
    ("More codes", "more_code_info"),
    ("Quantity", "product_quantity"),
    ("Distribution", "distribution_pattern"),
    ("Mandate", "voluntary_mandated"),
    ("Notification", "initial_firm_notification"),
    ("Recall initiated", "recall_initiation_date"),
    ("Classified", "center_classification_date"),
    ("Terminated", "termination_date"),
)


class OpenFdaEnforcementSpider(SourceSpider):
    """Enforcement reports of one kind of product; a member sets `endpoint` ("food/enforcement")."""

    endpoint: ClassVar[str] = ""

    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 12 hours"
    kinds = ("enforcement",)
    registry = "fda.gov"
    handle_httpstatus_list = (404,)  # "No matches found!" must reach the callback

    def requests(self) -> Iterable[Request]:
        """The first page; the address stays the same within a month."""
        months = self.now.year * 12 + self.now.month - 1 - 3
        since = date(months // 12, months % 12 + 1, 1)
        window = f"report_date:[{since:%Y%m%d} TO {self.now.year + 1}1231]"
        query = {"search": window, "sort": "report_date:desc", "limit": str(PAGE)}
        yield self.follow(f"{API}/{self.endpoint}.json?{urlencode(query)}")

    def parse(self, response: Response) -> Iterator[Document | Request | Total]:
        """Reports of one page, and the next page."""
        data = json_of(response)
        if isinstance(data, dict) and "error" in data:
            if field(data, "error.code", str, url=response.url) == "NOT_FOUND":
                return
            raise ExtractionError(f"openFDA answers {data['error']}", url=response.url, selector="error")
        results = field(data, "results", list, url=response.url)
        for item in results:
            yield self._report(item, response.url)
        following = next_page(response, data, len(results))
        if following:
            yield self.follow(following)
        elif (
            not field(data, "meta.results.skip", int, url=response.url, default=0)
            and "search_after" not in response.url
        ):
            yield Total(documents=field(data, "meta.results.total", int, url=response.url))

    def _report(self, item: Any, url: str) -> Enforcement:
        number = field(item, "recall_number", str, url=url)
        firm = field(item, "recalling_firm", str, url=url)
        product = field(item, "product_description", str, url=url)
        details = [(label, field(item, name, str, url=url, default="")) for label, name in DETAILS]
        return Enforcement(
            identifier=number,
            title=textwrap.shorten(f"{firm}: {product}", 200, placeholder=" …"),
            url=f"{API}/{self.endpoint}.json?{urlencode({'search': f'recall_number:{chr(34)}{number}{chr(34)}'})}",
            published_on=day_field(item, "report_date", url=url),
            status=field(item, "status", str, url=url, default="") or "",
            text="\n".join(f"{label}: {' '.join(words.splitlines())}" for label, words in details if words),
            firm=firm,
            product=product,
            reason=field(item, "reason_for_recall", str, url=url, default="") or "",
            classification=field(item, "classification", str, url=url, default="") or "",
        )


def next_page(response: Response, data: Any, shown: int) -> str:
    """The address of the next page: the one that the server names in its Link header, else `skip` moved on; "" at the end."""
    for link in (response.headers.get("Link") or b"").decode("latin-1").split(","):
        address, _, relation = link.partition(">")
        if 'rel="next"' in relation.lower():
            return address.strip().lstrip("<")
    skip = field(data, "meta.results.skip", int, url=response.url, default=0) or 0
    total = field(data, "meta.results.total", int, url=response.url)
    if not shown or skip + shown >= total or "search_after" in response.url:
        return ""
    parts = urlsplit(response.url)
    query = dict(parse_qsl(parts.query)) | {"skip": str(skip + shown)}
    return urlunsplit(parts._replace(query=urlencode(query)))
