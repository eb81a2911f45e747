"""A bill's "All Information" page at THOMAS, the Library of Congress's site until 2016, as a record like the later ones.

Nothing is fetched from there any more; saved pages keep older Congresses readable. Checked against six pages of 2012 and 2013.
The markup is not well-formed and lists nest by committee, so that the parts are cut at their anchors.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from parsel import Selector
from scrapy.http import TextResponse

from monitor.model.errors import ExtractionError
from monitor.source import day, one, squeeze

_LEGISLATION = re.compile(r"legislation\.(\d+)([a-z]+)(\d+)$")
_STEP = re.compile(r"<dt><strong>([\d/]+)[^<]*</strong>\s*<dd>(.*?)(?=<dt>|</?dl>|$)", re.DOTALL)
_PERSON = re.compile(r"<a[^>]*>\s*((?:Rep|Sen|Del|Com)[^<]*)</a>\s*(\[[^\]]*\])(.*?)(?=<a|$)", re.DOTALL)
_RELATED = re.compile(r"<td[^>]*><a[^>]*>([HS][A-Z.]*?)\.?(\d+)</a>")
_COMMITTEE = re.compile(r"FLD005[^>]*>((?:House|Senate|Joint) [^<]*)</a>")
_SUMMARY = re.compile(r"<br\s*/?>\s*([\d/]+)--([^<&.]*)[^<]*?\.?(.*)", re.DOTALL)


def record_of_page(page: TextResponse) -> dict[str, Any]:
    """The page as a record in the shape of api.congress.gov; ExtractionError where a part is not as it was."""
    found = _LEGISLATION.search(one(page, "meta[name='dc.identifier']").attrib["content"])
    if not found:
        raise ExtractionError("the page names no bill", url=page.url, selector="dc.identifier")
    head = _between(page, "<b>Latest Title:</b>", "<hr")
    persons = list(_persons(head))
    steps = list(_steps(_between(page, 'name="status"', "<hr"), page.url))
    return {
        "congress": found[1],
        "type": found[2].upper(),
        "number": found[3],
        "title": _words(head.partition("<br")[0]),
        "introducedDate": _iso(re.search(r"introduced ([\d/]+)\)", head), page.url),
        "sponsors": persons[:1],
        "cosponsors": list(_persons(_between(page, 'name="cosponsors"', "<hr"))),
        "actions": steps[::-1],
        "titles": list(_titles(_between(page, 'name="titles"', "<hr"))),
        "summaries": list(_summary(_between(page, 'name="summary"', "<hr"), page.url)),
        "committees": [
            {"name": _words(name)} for name in _COMMITTEE.findall(_between(page, 'name="committees"', "<hr"))
        ],
        "relatedBills": [
            {"congress": found[1], "type": kind.replace(".", ""), "number": number}
            for kind, number in _RELATED.findall(_between(page, 'name="rel-bill-detail"', "<hr"))
        ],
        "subjects": {
            "legislativeSubjects": [
                {"name": name} for name in page.css("meta[name='dc.subject']::attr(content)").getall()
            ]
        },
    }


def _between(page: TextResponse, start: str, end: str) -> str:
    """The source between two marks; ExtractionError when the first is missing."""
    _, mark, rest = page.text.partition(start)
    if not mark:
        raise ExtractionError(f"expected {start!r}, found none", url=page.url, selector=start)
    return rest.partition(">")[2].partition(end)[0] if start.startswith("name") else rest.partition(end)[0]


def _words(html: str) -> str:
    return squeeze("".join(Selector(text=f"<p>{html}</p>", type="html").css("::text").getall()))


def _iso(found: re.Match[str] | None, url: str) -> str:
    return _day(found[1], url).isoformat() if found else ""


def _day(printed: str, url: str) -> date:
    try:
        found = day(printed)
    except ValueError as error:
        raise ExtractionError(str(error), url=url) from error
    if found is None:
        raise ExtractionError("a date is empty", url=url)
    return found


def _persons(html: str) -> Iterator[dict[str, str]]:
    for name, seat, rest in _PERSON.findall(html):
        withdrawn = re.search(r"withdrawn - ([\d/]+)", rest)
        yield {"fullName": f"{squeeze(name)} {seat}", "sponsorshipWithdrawnDate": withdrawn[1] if withdrawn else ""}


def _steps(html: str, url: str) -> Iterator[dict[str, str]]:
    """The steps in the order of the page, which is that of time but for committees' own."""
    for printed, words in _STEP.findall(html):
        yield {"actionDate": _day(printed, url).isoformat(), "text": _words(words)}


def _titles(html: str) -> Iterator[dict[str, str]]:
    for entry in html.split("<li>")[1:]:
        kind, _, titles = entry.partition(":")
        for title in re.split(r"<br\s*/?>", titles):
            if _words(title):
                yield {"titleType": squeeze(kind).title(), "title": _words(title)}


def _summary(html: str, url: str) -> Iterator[dict[str, str]]:
    found = _SUMMARY.search(html)
    if found:
        body = found[3][found[3].find("<p>") :] if "<p>" in found[3] else found[3]
        yield {"actionDate": _day(found[1], url).isoformat(), "actionDesc": squeeze(found[2]), "text": body}
