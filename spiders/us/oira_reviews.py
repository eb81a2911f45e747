"""Rules that the Office of Information and Regulatory Affairs reviews before they may be issued: reginfo.gov's daily XML.

https://www.reginfo.gov/public/do/XMLReportList. A draft is received, stays on the list of rules under review, and leaves it
when the review is concluded; the list of the last 30 days' conclusions then says how. That list rolls, and every review that
ends is on it, so that absence alone says nothing and the listing is not complete. The list under review was checked against a
capture of 2025-02-26; the list of conclusions is read as public projects tell it (DATE_COMPLETED, DECISION).

A stage here is the draft's and called so ("draft final rule", "draft proposed rule" …): nothing on these lists is in effect.
"""

from collections.abc import Iterable, Iterator

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Rule
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, SourceSpider, day
from spiders.families.xml_records import expected, text_at, tree_of

FILES = "https://www.reginfo.gov/public/do/XMLViewFileAction?f="
REVIEW = f"{FILES}EO_RULES_UNDER_REVIEW.xml"
COMPLETED = f"{FILES}EO_RULE_COMPLETED_30_DAYS.xml"
PAGE = "https://www.reginfo.gov/public/do/eoReviewSearch"  # a review has no address of its own that its RIN tells
AGENCIES = {
    "0910": "Food and Drug Administration",
    "0930": "Substance Abuse and Mental Health Services Administration",
    "0937": "Office of the Assistant Secretary for Health",
    "0970": "Administration for Children and Families",
    "0991": "Health and Human Services Department",
    "1105": "Justice Department",
    "1117": "Drug Enforcement Administration",
}
"""Agencies by the code that begins their RINs; others keep the code."""
DETAILS = (
    ("Received", "DATE_RECEIVED"),
    ("Completed", "DATE_COMPLETED"),
    ("Decision", "DECISION"),
    ("Economically significant", "ECONOMICALLY_SIGNIFICANT"),
    ("Legal deadline", "LEGAL_DEADLINE"),
)


class OiraReviews(SourceSpider):
    """One document a RIN, of every agency; a topic's words find it by title."""

    name = "us.oira_reviews"
    jurisdiction = "us"
    publisher = "Office of Information and Regulatory Affairs"
    cadence = "every 6 hours"
    kinds = ("rule",)
    registry = "reginfo.gov"
    verified = "capture"
    edition = 2

    def requests(self) -> Iterable[Request]:
        """Both lists at once: a review that left one of them stands on the other."""
        yield self.bundle({"review": REVIEW, "completed": COMPLETED}, optional=("completed",))

    def parse(self, response: Response | Bundle) -> Iterator[Rule]:
        """Reviews in hand, then those concluded lately that are not in hand again."""
        lists = response.members.values() if isinstance(response, Bundle) else (response,)
        found: dict[str, Rule] = {}
        for one in filter(None, lists):
            for record in _records(one):
                rule = _rule(record, one.url)
                known = found.get(rule.identifier)
                if known is None or _moved(known) < _moved(rule):
                    found[rule.identifier] = rule
        yield from found.values()


def _records(response: Response) -> list[etree._Element]:
    """The reviews on a list. Some 150 are always in hand, so that a list of them without any is a fault."""
    records = list(expected(tree_of(response), "OIRA_DATA", response.url).iterfind("REGACT"))
    if not records and "UNDER_REVIEW" in response.url:
        raise ExtractionError("expected reviews, found none", url=response.url, selector="REGACT", found=0)
    return records


def _moved(rule: Rule) -> tuple[str, bool]:
    """When a review last moved, for choosing between two of one RIN: an earlier stage's conclusion gives way."""
    dates = [line.rpartition(": ")[2] for line in rule.text.splitlines() if line.startswith(("Received", "Completed"))]
    return max(dates), rule.status == "under review"


def _rule(record: etree._Element, url: str) -> Rule:
    rin, title, stage = (text_at(record, name) for name in ("RIN", "TITLE", "STAGE"))
    if not title or not stage or not text_at(record, "DATE_RECEIVED"):
        raise ExtractionError(f"the review {rin or title!r} has no title, stage or date", url=url, selector="REGACT")
    code = text_at(record, "AGENCY_CODE") or rin.partition("-")[0]
    concluded, decision = _date(record, "DATE_COMPLETED", url), text_at(record, "DECISION")
    _date(record, "DATE_RECEIVED", url)
    details = [(label, text_at(record, name)) for label, name in DETAILS]
    return Rule(
        identifier=rin or f"{code} {title}",
        title=title,
        url=PAGE,
        status=f"review concluded: {decision}".rstrip(": ") if concluded else "under review",
        text="\n".join(f"{label}: {words}" for label, words in details if words),
        stage=f"draft {stage.lower()}",  # "final rule" would say that there is one
        agencies=(AGENCIES.get(code, code),),
        rin=rin,
    )


def _date(record: etree._Element, name: str, url: str) -> str:
    """A date of the record as printed, known to be one; "" when it is not there."""
    words = text_at(record, name)
    try:
        day(words)
    except ValueError as error:
        raise ExtractionError(f"{name!r}: {error}", url=url, selector=name) from error
    return words
