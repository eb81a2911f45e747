"""What an agency publishes in the Federal Register, and what it has filed there for the next days.

The interface at https://www.federalregister.gov/developers/documentation/api/v1 needs no key. A source reads two addresses as
one bundle: the documents published since the first day of the month before last, and the public inspection desk. A document
that appears on both is the published one.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Document, Notice, Rule
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, SourceSpider, Total, day_field, field, json_of
from spiders.families.register_documents import (
    REGISTRY,
    documents_of_issue,
    filed_document,
    is_filed,
    published_document,
    slugs,
)

API = "https://www.federalregister.gov/api/v1"
DESK = f"{API}/public-inspection-documents/current.json"
FIELDS = (  # an unknown name would be answered with 400
    "abstract",
    "action",
    "agencies",
    "cfr_references",
    "comments_close_on",
    "dates",
    "docket_ids",
    "document_number",
    "effective_on",
    "html_url",
    "publication_date",
    "regulation_id_numbers",
    "title",
    "type",
)
PAGE = 1000  # the documented most; one page holds two months of any agency


class FederalRegisterSpider(SourceSpider):
    """Documents of one agency; a member sets its slug, see https://www.federalregister.gov/api/v1/agencies.json."""

    agency: ClassVar[str] = ""

    jurisdiction = "us"
    registry = REGISTRY
    cadence = "every 3 hours"
    kinds = ("rule", "notice")

    def requests(self) -> Iterable[Request]:
        """One bundle; its first address stays the same within a month, so that a quiet check costs a conditional request."""
        yield self.bundle({"published": self._search(), "filed": DESK}, optional=("filed",))

    def _search(self) -> str:
        months = self.now.year * 12 + self.now.month - 1 - 2
        since = date(months // 12, months % 12 + 1, 1)
        query = [
            ("conditions[agencies][]", self.agency),
            ("conditions[publication_date][gte]", since.isoformat()),
            *(("fields[]", name) for name in FIELDS),
            ("order", "newest"),
            ("per_page", str(PAGE)),
        ]
        return f"{API}/documents.json?{urlencode(query)}"

    def parse(self, response: Response) -> Iterator[Document | Request | Total]:
        """Any answer of the interface that holds documents: a search, several numbers, one number, filings, an issue."""
        members = response.members if isinstance(response, Bundle) else {"published": response}
        published, filed = members.get("published"), members.get("filed")
        data = json_of(published) if published is not None else {"results": []}
        documents = list(_documents(data, published.url if published is not None else response.url))
        next_page = field(data, "next_page_url", str, url=response.url, default="") if isinstance(data, dict) else ""
        waiting = self._waiting(filed, documents, whole=not next_page) if filed is not None else []
        yield from documents
        yield from waiting
        if next_page:
            yield self.follow(next_page)
        elif published is not None and (count := _count(data, published.url)) is not None:
            yield Total(documents=count + len(waiting))

    def _waiting(self, desk: Response, published: list[Rule | Notice], *, whole: bool) -> list[Rule | Notice]:
        """The agency's filings that are not yet published. When the search has further pages, a filing whose day of
        publication has come counts as published: its document may stand on one of them."""
        known = {document.identifier for document in published}
        newest = max((document.published_on for document in published if document.published_on), default=None)
        waiting = []
        for item in _results(json_of(desk), desk.url):
            scheduled = day_field(item, "publication_date", url=desk.url)
            passed = not whole and scheduled is not None and newest is not None and scheduled <= newest
            if self.agency in slugs(item, desk.url) and not passed:
                waiting.append(filed_document(item, desk.url))
        return [document for document in waiting if document.identifier not in known]


def _documents(data: Any, url: str) -> Iterator[Rule | Notice]:
    if isinstance(data, dict) and "agencies" in data and "document_number" not in data:
        yield from documents_of_issue(data, url)
        return
    items = [data] if isinstance(data, dict) and "document_number" in data else _results(data, url)
    for item in items:
        yield filed_document(item, url) if is_filed(item, url) else published_document(item, url)


def _results(data: Any, url: str) -> list[Any]:
    """The list of objects in an answer. A search without a match has a count of 0 and no results; saved excerpts of an
    answer hold a list under another name; anything else (an error, a question answered by suggestions) is a fault."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        if "results" in data:
            return field(data, "results", list, url=url)
        if data.get("count") == 0:
            return []
        lists = [value for value in data.values() if isinstance(value, list) and value]
        if len(lists) == 1 and all(isinstance(item, dict) and "document_number" in item for item in lists[0]):
            return list(lists[0])
        problem = data.get("message") or data.get("errors")
        raise ExtractionError(f"expected documents, found {problem or sorted(data)!r}", url=url, selector="results")
    raise ExtractionError(f"expected documents, found {type(data).__name__}", url=url, selector="results")


def _count(data: Any, url: str) -> int | None:
    """How many documents the answer says it has, when it is the first and only page of a search."""
    page = parse_qs(urlsplit(url).query).get("page", ["1"])
    if not isinstance(data, dict) or page != ["1"] or data.get("previous_page_url") or data.get("errors"):
        return None
    return field(data, "count", int, url=url, default=None)
