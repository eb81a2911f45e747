"""Import alerts of the FDA: what its officers may detain at the border without looking at it, and from whom.

https://www.accessdata.fda.gov/cms_ia/ialist.html lists them; kratom is 54-15. Not checked against a capture: none could be
had, and what is known of the pages comes from other projects and from alerts that were reprinted. So the page is read as a
person would read it, and its lists (red: detained; green: exempt) are lines of the document's text.

The published date moves on every edit of a list and is left out; the date in a list's own row stays.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Enforcement
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, many, squeeze, text_of
from spiders.families.fda import DELAY
from spiders.families.pages import reading_of

NUMBER = re.compile(r"\b\d{2}-\d{2}\b")
NAMED = re.compile(r"import alert\s*(?:#|no\.?|number)?\s*:?\s*(\d{2}-\d{2})\b", re.IGNORECASE)
LABEL = re.compile(
    r"^(published? date|date published|type|import alert name|reason for alert)\b\s*:?\s*(.*)$", re.IGNORECASE
)
LIST = re.compile(r"\b(red|green|yellow) list\)", re.IGNORECASE)
IS_ALERT = re.compile(r"\b(red|green|yellow) list\b|\breason for alert\b", re.IGNORECASE)
PUBLISHED = ("publish date", "published date", "date published")


class FdaImportAlerts(SourceSpider):
    """The alerts on dietary supplements (industry 54) and on unapproved drugs (66-41); `followed` holds the beginnings of
    their numbers. The page of an alert is asked for when its row in the list has moved."""

    followed: ClassVar[tuple[str, ...]] = ("54-", "66-41")

    name = "us.fda_import_alerts"
    jurisdiction = "us"
    publisher = "Food and Drug Administration"
    cadence = "every 12 hours"
    kinds = ("enforcement",)
    registry = "fda.gov"
    verified = "unverified"
    delay = DELAY

    def requests(self) -> Iterator[Request]:
        """The list of all alerts."""
        yield self.follow("https://www.accessdata.fda.gov/cms_ia/ialist.html", self.parse_list)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """One request for each alert that is followed."""
        page = text_of(response)
        asked = 0
        for link in many(page, "a[href*='importalert_']"):
            row = squeeze(
                " ".join(
                    link.xpath("(ancestor::tr)[last()]//text() | self::node()[not(ancestor::tr)]//text()").getall()
                )
            )
            number = NUMBER.search(row)
            if number and number[0].startswith(self.followed):
                asked += 1
                yield self.follow(page.urljoin(link.attrib["href"].strip()), when=row)
        if not asked:
            raise ExtractionError(f"none of {', '.join(self.followed)} is listed", url=response.url, found=0)

    def parse(self, response: Response) -> Iterator[Enforcement | Request]:
        """One alert with its lists, or the list of all alerts."""
        page = text_of(response)
        reading = reading_of(response)
        blocks = reading.text.split("\n")
        named = NAMED.search(f"{reading.title}\n{reading.text}")
        if not IS_ALERT.search(reading.text) and page.css("a[href*='importalert_']"):
            yield from self.parse_list(response)
            return
        if not named or not IS_ALERT.search(reading.text):
            raise ExtractionError("expected an import alert, found another page", url=response.url, selector="body")
        head, text = _head(blocks)
        yield Enforcement(
            identifier=f"Import Alert {named[1]}",
            title=head.get("import alert name") or reading.title or f"Import Alert {named[1]}",
            url=response.url,
            text="\n".join(text),
            product=head.get("import alert name", ""),
            reason=head.get("reason for alert", ""),
            classification=head.get("type", ""),
        )


def _head(blocks: list[str]) -> tuple[dict[str, str], list[str]]:
    """What stands behind the labels at the head of an alert, on their line or the next, and the text without its date."""
    head: dict[str, str] = {}
    text: list[str] = []
    wanted, in_head = "", True
    for block in blocks:
        bare = block.strip("#| ").replace(" | ", " ")
        in_head = in_head and not LIST.search(bare) and "reason for alert" not in head
        found = LABEL.match(bare) if in_head else None
        label = found[1].lower() if found else wanted
        value = found[2] if found else bare
        if label and value:
            head.setdefault(label, value.strip('"“” '))
        wanted = label if found and not value else ""
        if label not in PUBLISHED:
            text.append(block)
    return head, text
