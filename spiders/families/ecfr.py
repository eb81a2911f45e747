"""The Code of Federal Regulations as it stands: the eCFR's versioner, and the sections of any XML that holds them.

https://www.ecfr.gov/developers/documentation/api/v1 needs no key. Three steps: the titles with the day up to which each is
current; of each watched part the list of amended sections; the text of a section as of its last amendment, whose date is part
of its address, so that a quiet day costs one request a part.

A section is a `Rule` of the stage "codified text": what the law says now, next to the rules and proposed rules that change it.
Its `action` is the Federal Register citation of the last amendment (none where only the part's source note gives one), its
`published_on` the day of that issue.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Document, Rule
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day_field, field, json_of, squeeze
from spiders.families.cfr_xml import REGISTRY, STAGE, address_of, sections_of
from spiders.families.xml_trees import tree_of

API = "https://www.ecfr.gov/api/versioner/v1"


class EcfrSpider(SourceSpider):
    """Parts of one title; a member sets `title` and `parts`."""

    title: ClassVar[int] = 0
    parts: ClassVar[tuple[str, ...]] = ()

    jurisdiction = "us"
    publisher = "Office of the Federal Register"
    cadence = "every 6 hours"
    kinds = ("rule",)
    registry = REGISTRY

    def requests(self) -> Iterable[Request]:
        """The list of titles."""
        yield self.follow(f"{API}/titles.json", self.parse_titles)

    def parse_titles(self, response: Response) -> Iterator[Request]:
        """One list of versions for each part."""
        titles = field(json_of(response), "titles", list, url=response.url)
        row = next((row for row in titles if isinstance(row, dict) and row.get("number") == self.title), None)
        if row is None:
            raise ExtractionError(f"title {self.title} is not listed", url=response.url, selector="titles")
        current = day_field(row, "up_to_date_as_of", url=response.url)
        if current is None:
            raise ExtractionError(
                f"title {self.title} does not say up to which day it is current",
                url=response.url,
                selector="up_to_date_as_of",
            )
        for part in self.parts:
            url = f"{API}/versions/title-{self.title}.json?{urlencode({'part': part})}"
            yield self.follow(url, self.parse_versions, cb_kwargs={"current": current.isoformat()})

    def parse_versions(self, response: Response, current: str = "") -> Iterator[Document | Request]:
        """The text of each section as of its last amendment; a section that was removed is told as that.

        `current` is the day up to which texts are there: an amendment dated later waits for it.
        """
        rows = field(json_of(response), "content_versions", list, url=response.url)
        newest = _newest(rows, current, response.url)
        if not newest:
            raise ExtractionError("the part has no section", url=response.url, selector="content_versions", found=0)
        for (kind, number), (on, row) in newest.items():
            if field(row, "removed", bool, url=response.url, default=False):
                yield self._removed(kind, number, on, row, response.url)
            else:
                part = field(row, "part", str, url=response.url)
                query = urlencode({"part": part, kind: number})
                yield self.follow(f"{API}/full/{on.isoformat()}/title-{self.title}.xml?{query}", when=on.isoformat())

    def parse(self, response: Response) -> Iterator[Document | Request]:
        """The sections and appendices of a piece of the Code: a section, a part, a title, or a part of an annual edition. Or one
        of the two lists."""
        if response.body.lstrip()[:1] in (b"{", b"["):
            data = json_of(response)
            titles = isinstance(data, dict) and "titles" in data
            yield from self.parse_titles(response) if titles else self.parse_versions(response)
            return
        yield from sections_of(tree_of(response), response.url)

    def _removed(self, kind: str, number: str, on: date, row: Any, url: str) -> Rule:
        part = field(row, "part", str, url=url, default="") or ""
        return Rule(
            identifier=f"{self.title} CFR {number}",
            title=squeeze(field(row, "name", str, url=url, default="")) or number,
            url=address_of(str(self.title), kind, number),
            published_on=on,
            status="removed",
            stage=STAGE,
            cfr=(f"{self.title} CFR {part}",) if part else (),
        )


def _newest(rows: list[Any], current: str, url: str) -> dict[tuple[str, str], tuple[date, Any]]:
    """The last version of each section or appendix that is in the texts already, in the order of the list."""
    newest: dict[tuple[str, str], tuple[date, Any]] = {}
    for row in rows:
        kind = field(row, "type", str, url=url)
        key = (kind, field(row, "identifier", str, url=url))
        on = day_field(row, "date", url=url)
        if on is None:
            raise ExtractionError(f"a version of {key[1]} has no date", url=url, selector="date")
        known = newest.get(key)
        if kind in ("section", "appendix") and on.isoformat() <= (current or "9999") and (not known or on >= known[0]):
            newest[key] = (on, row)
    return newest
