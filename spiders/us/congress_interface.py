"""Bills of Congress from the Library's own interface, https://api.congress.gov, for those who have its key.

The same documents as us.congress, sooner: a bill's record and its parts (actions, committees, cosponsors, related bills,
subjects, summaries, texts, titles), each an answer of its own, read together as one bundle. Only what was updated in the last
week is asked for; what stood before is us.congress's to tell. The key is read from CONGRESS_GOV_KEY. Checked against samples of
2022 and later, of one bill and all its parts.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Bill
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, SourceSpider, field, json_of
from monitor.source.spider import Allowance
from spiders.families.congress_bills import bill_of, congresses
from spiders.us.congress_vocabulary import CONGRESS

API = "https://api.congress.gov/v3/bill"
MOST = 250  # entries of one answer
PARTS = {
    "actions": "actions",
    "committees": "committees",
    "cosponsors": "cosponsors",
    "relatedBills": "relatedbills",
    "subjects": "subjects",
    "summaries": "summaries",
    "textVersions": "text",
    "titles": "titles",
}
"""A part's name in the record and in the address."""
_NUMBERED = re.compile(r" \d+$")


class CongressInterface(SourceSpider):
    """Bills updated in the last seven days; each is asked for when its record or a text of it moved."""

    name = "us.congress_interface"
    jurisdiction = "us"
    publisher = "United States Congress"
    cadence = "every 2 hours"
    kinds = ("bill",)
    verified = "capture"
    delay = 0.75  # 5,000 requests an hour
    on_request = True
    may_be_empty = True  # a recess of a week
    allowance = Allowance(
        provider="api.congress.gov",
        api="https://api.congress.gov/",
        requests=100_000,
        per="day",
        key="CONGRESS_GOV_KEY",
        header="X-Api-Key",
    )

    def requests(self) -> Iterable[Request]:
        """The bills of the Congress in session that were updated since the day a week ago."""
        since = (self.now - timedelta(days=7)).date()
        for number in congresses(self.now):
            query = f"format=json&limit={MOST}&fromDateTime={since}T00:00:00Z&sort=updateDate+desc"
            yield self.follow(f"{API}/{number}?{query}")

    def parse(self, response: Response) -> Iterator[Request]:
        """A list leads to its bills, a bill to all its parts."""
        data = json_of(response)
        if isinstance(data, dict) and "bill" in data:
            yield self._whole(field(data, "bill", dict, url=response.url), response)
            return
        for item in field(data, "bills", list, url=response.url):
            kind, number = (field(item, name, str, url=response.url).lower() for name in ("type", "number"))
            address = f"{API}/{field(item, 'congress', int, url=response.url)}/{kind}/{number}?format=json"
            moved = field(item, "updateDateIncludingText", str, url=response.url, default="")
            yield self.follow(address, when=moved or field(item, "updateDate", str, url=response.url))
        following = field(data, "pagination.next", str, url=response.url, default="")
        if following:
            yield self.follow(following)

    def _whole(self, item: Any, response: Response) -> Request:
        """The bundle of a bill's parts; the record says how many entries each has."""
        base = response.url.partition("?")[0]
        members = {
            "bill": f"{base}?format=json&limit={MOST}"
        }  # another address than the record's, which was asked just now
        for name, path in PARTS.items():
            count = field(item, f"{name}.count", int, url=response.url, default=0) or 0
            for page, offset in enumerate(range(0, count, MOST), 1):
                members[f"{name} {page}"] = f"{base}/{path}?format=json&limit={MOST}&offset={offset}"
        return self.bundle(members, self.parse_bill)

    def parse_bill(self, response: Bundle) -> Iterator[Bill]:
        """The bill with all its parts."""
        whole = response.required("bill")
        record: dict[str, Any] = dict(field(json_of(whole), "bill", dict, url=whole.url))
        for name in PARTS:
            pages = [page for member, page in response.members.items() if _NUMBERED.sub("", member) == name and page]
            if pages:
                record[name] = _joined([json_of(page) for page in pages], name, pages[0].url)
        yield bill_of(record, CONGRESS, whole.url)


def _joined(pages: list[Any], name: str, url: str) -> Any:
    """The entries of all pages of a part; subjects are an object, whose legislative ones are the list."""
    parts: list[Any] = [page.get(name) if isinstance(page, dict) else None for page in pages]
    if all(isinstance(part, list) for part in parts):
        return [entry for part in parts for entry in part]
    if all(isinstance(part, dict) for part in parts):
        listed = [entry for part in parts for entry in part.get("legislativeSubjects") or ()]
        return {**parts[0], "legislativeSubjects": listed}
    raise ExtractionError(f"expected the {name} of a bill", url=url, selector=name)
