"""openFDA's adverse-event reports (https://open.fda.gov/apis/food/event/, …/drug/event/): how many name a term.

A report is somebody's account and proves nothing, and their number moves with every quarter's file; so the reports are not
documents. A term is one, whose words never change, and the number of reports that name it is a series beside it. The day of
a number is the day of the file that the interface answers from (`meta.last_updated`). "No matches found!" comes as a 404 and
is the number 0. Written after the documentation and recorded answers of other endpoints.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Page
from monitor.model.errors import ExtractionError
from monitor.model.figures import Figure
from monitor.source import SourceSpider, day_field, field, json_of
from spiders.families.openfda import API

_PHRASE = re.compile(r'"([^"]+)"')


class OpenFdaEventSpider(SourceSpider):
    """Numbers of reports of one kind of product. A member sets `endpoint` ("food/event"), `names` (the field that holds a
    product's name) and `number` (the field by which a report is known)."""

    endpoint: ClassVar[str] = ""
    names: ClassVar[str] = ""
    number: ClassVar[str] = ""

    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 24 hours"
    kinds = ("page",)
    registry = "open.fda.gov"
    verified = "documented"
    searches = True
    handle_httpstatus_list = (404,)  # "No matches found!" must reach the callback

    def requests(self) -> Iterable[Request]:
        """One question a term; a single report is asked for, because the total comes with it."""
        return [self.follow(self.address(term)) for term in self.terms]

    def address(self, term: str) -> str:
        """Where the reports that name a term are counted."""
        phrase = term.replace('"', " ").replace("\\", " ")
        return f"{API}/{self.endpoint}.json?{urlencode({'search': f'{self.names}:{chr(34)}{phrase}{chr(34)}', 'limit': '1'})}"

    def parse(self, response: Response) -> Iterator[Page | Figure]:
        """The term, and how many reports name it."""
        term = _term(response.url)
        found = self._count(json_of(response), response.url)
        page = Page(
            registry=self.registry,
            identifier=f"{self.endpoint}: {term}",
            title=f"Reports of adverse events in which a {self.endpoint.partition('/')[0]} product names “{term}”",
            url=self.address(term),
            text=(
                "Reports that consumers, physicians and firms sent to the Food and Drug Administration. A report does not "
                "prove that the product caused the event."
            ),
        )
        yield page
        yield Figure(kind=page.kind, identifier=page.identifier, name="report", value=found[0], on=found[1])

    def _count(self, data: Any, url: str) -> tuple[int, Any]:
        """(number, day of the file); 0 for no match. ExtractionError for every other error and for other records."""
        if isinstance(data, dict) and "error" in data:
            if field(data, "error.code", str, url=url) == "NOT_FOUND":
                return 0, None
            raise ExtractionError(f"openFDA answers {data['error']}", url=url, selector="error")
        day = day_field(data, "meta.last_updated", url=url)
        results = field(data, "results", list, url=url)
        if all(isinstance(one, dict) and "time" in one for one in results):  # counted by day: a report has one
            return sum(field(one, "count", int, url=url) for one in results), day
        for one in results:
            field(one, self.number, str, url=url)
        return field(data, "meta.results.total", int, url=url), day


def _term(url: str) -> str:
    search = parse_qs(urlsplit(url).query).get("search", [""])[0]
    phrase = _PHRASE.search(search)
    term = phrase[1] if phrase else search.partition(":")[2].strip()
    if not term:
        raise ExtractionError("the address asks for no term", url=url, selector="search")
    return term
