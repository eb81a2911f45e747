"""A bill of Congress from the Library of Congress's record of it, whichever of its three shapes brings it.

GovInfo's BILLSTATUS in schema 1.0.0 (until 2022) and 3.0.0 (https://github.com/usgpo/bill-status), and the JSON of
https://api.congress.gov/v3, whose parts (actions, texts, titles …) come one address each: what a part does not tell stays
empty. Both schemas and the whole of the parts make the same document.

Identifiers are the type and number with a blank ("HR 1037", "HJRES 37"), the session is the number of the Congress ("117").
Left out because they move without meaning: times of update, counts, links. A step that is printed once for each of its
committees is one step; a cosponsor who withdrew is none.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.reading import read
from monitor.source import bill_number, day_field, field, squeeze
from spiders.families.actions import Vocabulary, classify

TYPES = {
    "HR": "house-bill",
    "S": "senate-bill",
    "HJRES": "house-joint-resolution",
    "SJRES": "senate-joint-resolution",
    "HCONRES": "house-concurrent-resolution",
    "SCONRES": "senate-concurrent-resolution",
    "HRES": "house-resolution",
    "SRES": "senate-resolution",
}
"""Bill types by code, and as the address of a bill's page at www.congress.gov spells them."""
CHAMBERS = {"House": "lower", "Senate": "upper"}
MEDIA = {"xml": "application/xml", "htm": "text/html", "html": "text/html", "pdf": "application/pdf"}
FORMATS = ("Formatted XML", "Formatted Text", "PDF")  # of a text version, the most telling first
_PLAIN_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_NAMED = re.compile(r"\b((?:H|S)\.? ?(?:R\.?|(?:J\.?|Con\.?)? ?Res\.?)? ?\d+)\b", re.IGNORECASE)
_WRAPPERS = ("item", "summary", "billCommittees", "billSummaries")


def congresses(now: datetime) -> tuple[int, ...]:
    """The Congress in session on the publisher's calendar (the 20th Amendment: from January 3 of odd years), and until the
    end of March the one before."""
    year = now.year if (now.month, now.day) >= (1, 3) else now.year - 1
    number = (year - 1789) // 2 + 1
    opening = year % 2 == 1 and now.year == year and now.month <= 3
    return (number, number - 1) if opening else (number,)


def sitemaps(collection: str, now: datetime) -> Iterator[tuple[str, bool]]:
    """The sitemaps of a GovInfo collection by type of bill, and whether one may be absent: a new Congress has none for a type
    that nobody has introduced yet, an older one has all eight."""
    numbers = congresses(now.astimezone(ZoneInfo("America/New_York")))
    for number in numbers:
        for kind in TYPES:
            yield (
                f"https://www.govinfo.gov/sitemap/bulkdata/{collection}/{number}{kind.lower()}/sitemap.xml",
                number != numbers[-1],
            )


def identifier_of(kind: str, number: str, url: str) -> str:
    """ "hr", "1037" → "HR 1037"; ExtractionError for a type that Congress does not have."""
    if kind.upper() not in TYPES or not number.isdigit():
        raise ExtractionError(f"not a bill of Congress: {kind!r} {number!r}", url=url, selector="type")
    return bill_number(f"{kind}{number}")


def bills_named(words: str) -> Iterator[str]:
    """The bills that a text names, as identifiers: "H.R. 4435, S. Res. 12" → HR 4435, SRES 12."""
    yield from (bill_number(found.replace(" ", "")) for found in _NAMED.findall(words))


def page_of_bill(congress: str, kind: str, number: str) -> str:
    """The address of the bill's page for people."""
    return f"https://www.congress.gov/bill/{ordinal(int(congress))}-congress/{TYPES[kind.upper()]}/{int(number)}"


def ordinal(number: int) -> str:
    """117 → "117th", 101 → "101st", 112 → "112th"."""
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def bill_of(item: Mapping[str, Any], vocabulary: Vocabulary, url: str) -> Bill:
    """The bill that a record tells of; `congress`, type and number are required, all else may be missing."""
    congress, kind, number = _identity(item, url)
    identifier = identifier_of(kind, number, url)
    return Bill(
        identifier=identifier,
        title=_title(item),
        url=page_of_bill(congress, kind, number),
        published_on=day_field(item, "introducedDate", url=url),
        status="; ".join(
            squeeze(f"{law.get('type') or ''} {law.get('number') or ''}") for law in entries(item.get("laws"))
        ),
        text="\n".join((*_official_titles(item), *_summary(item, url))),
        session=congress,
        chamber=CHAMBERS.get(str(item.get("originChamber") or ""), "lower" if identifier[0] == "H" else "upper"),
        sponsors=tuple(_sponsors(item)),
        actions=_actions(item, vocabulary, url),
        versions=tuple(_versions(item, url)),
        subjects=tuple(dict.fromkeys(_subjects(item))),
        companions=tuple(dict.fromkeys(_related(item, congress, url))),
    )


def _identity(item: Mapping[str, Any], url: str) -> tuple[str, str, str]:
    congress, number = (str(item.get(name) or "") for name in ("congress", "number"))
    kind = str(item.get("type") or item.get("billType") or "")
    number = number or str(item.get("billNumber") or "")
    if not congress.isdigit():
        raise ExtractionError(f"expected the number of a Congress, found {congress!r}", url=url, selector="congress")
    return congress, kind, number


def entries(value: Any) -> list[Any]:
    """The objects of a part: a JSON list, or XML items below one or two wrapping elements; [] for a mere count or nothing."""
    while isinstance(value, Mapping):
        value = next((value[name] for name in _WRAPPERS if name in value), None)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _title(item: Mapping[str, Any]) -> str:
    """The title on display: a field of the whole record, an entry of the part that lists titles."""
    displayed = [
        title.get("title") for title in entries(item.get("titles")) if title.get("titleType") == "Display Title"
    ]
    return squeeze(item.get("title") or next(iter(displayed), ""))


def _official_titles(item: Mapping[str, Any]) -> Iterator[str]:
    """What the bill says it is for, each wording once: a new bill has no summary for weeks."""
    wordings: dict[str, str] = {}
    for title in entries(item.get("titles")):
        words = squeeze(title.get("title"))
        if words and "Official Title" in str(title.get("titleType")):
            wordings.setdefault(words.translate(_PLAIN_QUOTES), words)
    yield from (f"Official title: {words}" for words in wordings.values())


def _summary(item: Mapping[str, Any], url: str) -> Iterator[str]:
    """The latest summary by the Congressional Research Service, with the stage that it describes."""
    summaries = entries(item.get("summaries"))
    if summaries:
        latest = max(
            enumerate(summaries), key=lambda one: (day_field(one[1], "actionDate", url=url) or date.min, one[0])
        )[1]
        html = str(latest.get("text") or "")
        words = read(html.encode(), media_type="text/html", charset="utf-8").text if html.strip() else ""
        if words:
            yield f"# Summary: {squeeze(latest.get('actionDesc')) or 'latest'}"
            yield words


def _sponsors(item: Mapping[str, Any]) -> Iterator[Sponsor]:
    for sponsor in entries(item.get("sponsors")):
        yield Sponsor(name=squeeze(sponsor.get("fullName")), primary=True)
    for cosponsor in entries(item.get("cosponsors")):
        if not cosponsor.get("sponsorshipWithdrawnDate"):
            yield Sponsor(name=squeeze(cosponsor.get("fullName")))


def _actions(item: Mapping[str, Any], vocabulary: Vocabulary, url: str) -> tuple[Action, ...]:
    """The steps, oldest first (they are published newest first); of a record without them the latest one that it names."""
    listed = entries(item.get("actions"))
    latest = item.get("latestAction")
    if not listed and isinstance(latest, Mapping) and latest.get("text"):
        listed = [latest]
    steps = [_action(each, vocabulary, url) for each in reversed(listed) if each.get("text")]
    return tuple(sorted(dict.fromkeys(steps), key=lambda step: step.on or date.min))


def _action(item: Mapping[str, Any], vocabulary: Vocabulary, url: str) -> Action:
    text = field(item, "text", str, url=url).strip()
    return Action(
        on=day_field(item, "actionDate", url=url), text=text, by=_actor(item, text), kinds=classify(text, vocabulary)
    )


def _actor(item: Mapping[str, Any], text: str) -> str:
    """Who acted: the President, else the chamber whose system tells it, else the first that the words name, else ""."""
    if re.match(r"(became|presented to|signed by|(pocket )?vetoed by)\b", text, re.IGNORECASE):
        return "executive"
    system = item.get("sourceSystem")
    told = f"{system.get('name') or ''} " if isinstance(system, Mapping) else ""
    found = re.search(r"\b(House|Senate)\b", told) or re.search(r"\b(House|Senate)\b", text)
    return CHAMBERS[found[1]] if found else ""


def _versions(item: Mapping[str, Any], url: str) -> Iterator[Version]:
    """The texts, oldest first; the records hold empty ones while a text is awaited."""
    for version in reversed(entries(item.get("textVersions"))):
        note, address = squeeze(version.get("type")), _best(entries(version.get("formats")))
        if note or address:
            media_type = MEDIA.get(address.rpartition(".")[2].lower(), "")
            yield Version(note=note, on=day_field(version, "date", url=url), url=address, media_type=media_type)


def _best(formats: list[Any]) -> str:
    """The most telling address: by the format's name, else by what the address ends in."""
    named = {str(each.get("type") or ""): str(each.get("url") or "") for each in formats}
    address = next((named[name] for name in FORMATS if named.get(name)), "")
    addresses = [str(each.get("url") or "") for each in formats]
    return address or next((one for one in addresses if one.endswith(".xml")), next(iter(addresses), ""))


def _subjects(item: Mapping[str, Any]) -> Iterator[str]:
    """Policy area, legislative subjects, and the committees that have it ("Committee: House Ways and Means Committee")."""
    subjects = item.get("subjects")
    part = subjects.get("billSubjects") or subjects if isinstance(subjects, Mapping) else {}
    for area in (item.get("policyArea"), part.get("policyArea")):
        if isinstance(area, Mapping) and area.get("name"):
            yield squeeze(area["name"])
    yield from (squeeze(each.get("name")) for each in entries(part.get("legislativeSubjects")))
    for committee in entries(item.get("committees")):
        name = squeeze(committee.get("name"))
        chamber = squeeze(committee.get("chamber"))
        yield f"Committee: {name if chamber in name else f'{chamber} {name}'}"


def _related(item: Mapping[str, Any], congress: str, url: str) -> Iterator[str]:
    """Bills that the Library calls identical or related; one of another Congress with its number."""
    for related in entries(item.get("relatedBills")):
        if not (related.get("number") or related.get("billNumber")):
            continue  # one of which the record gives no more than a title
        other, kind, number = _identity(related, url)
        identifier = identifier_of(kind, number, url)
        yield identifier if other == congress else f"{identifier} ({other})"
