"""One document of the Federal Register: from the objects of its interface to a `Rule` or a `Notice`.

Field names: https://www.federalregister.gov/developers/documentation/api/v1. Left out on purpose because they move all day or
say nothing about the law: page views, counts of comments, images, page numbers.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.model.documents import Notice, Rule
from monitor.source import day_field, field, squeeze
from spiders.families.register_desk import status_of
from spiders.families.register_links import amends, numbers

REGISTRY = "federalregister.gov"
STAGES = {"Rule": "rule", "Proposed Rule": "proposed rule"}  # every other type is a notice


def published_document(item: Any, url: str) -> Rule | Notice:
    """A document of an issue, from any subset of its fields that holds its number."""
    number = field(item, "document_number", str, url=url)
    return _document(
        item,
        url,
        number=number,
        title=field(item, "title", str, url=url, default="") or "",
        docket=dockets(_texts(item, "docket_ids", url) or [field(item, "docket_id", str, url=url, default="") or ""]),
        status="published",
        published_on=day_field(item, "publication_date", url=url),
    )


def filed_document(item: Any, url: str) -> Rule | Notice:
    """A document on the public inspection desk. It keeps its number when it is published, so both are one document.

    The day of publication is scheduled and may still move; until then the document has no `published_on`.
    """
    subjects = [field(item, f"subject_{n}", str, url=url, default="") or "" for n in (1, 2, 3)]
    return _document(
        item,
        url,
        number=field(item, "document_number", str, url=url),
        title=field(item, "title", str, url=url, default="") or squeeze(" ".join(subjects)),
        docket=dockets(_texts(item, "docket_numbers", url)),
        status=status_of(item, url),
        published_on=None,
    )


def is_filed(item: Any, url: str) -> bool:
    """Whether an object describes a filing for public inspection rather than a published document."""
    return "/public-inspection-documents" in url or (isinstance(item, dict) and "filing_type" in item)


def documents_of_issue(data: Any, url: str) -> Iterator[Rule | Notice]:
    """The documents in the table of contents of one issue; each once, with all the agencies that it is listed under."""
    listed: dict[str, dict[str, Any]] = {}
    for agency in field(data, "agencies", list, url=url):
        for category in field(agency, "document_categories", list, url=url, default=[]) or []:
            for entry in field(category, "documents", list, url=url):
                subjects = [field(entry, f"subject_{n}", str, url=url, default="") or "" for n in (1, 2, 3)]
                for number in field(entry, "document_numbers", list, url=url):
                    item = listed.setdefault(number, {"document_number": number, "agencies": []})
                    item.setdefault("title", squeeze(" ".join(subjects)))
                    item.setdefault("type", field(category, "type", str, url=url))
                    item["agencies"].append({"name": field(agency, "name", str, url=url)})
    on = re.search(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:\.json)?$", url)
    for item in listed.values():
        yield published_document({**item, "publication_date": "-".join(on.groups()) if on else None}, url)


def _document(
    item: Any, url: str, *, number: str, title: str, docket: str, status: str, published_on: Any
) -> Rule | Notice:
    action = field(item, "action", str, url=url, default="") or ""
    told = [field(item, name, str, url=url, default="") or "" for name in ("action", "abstract", "dates")]
    amended = [*numbers(item, "correction_of", url), *amends(number, named=f"{action} {title}", told=told)]
    common = {
        "identifier": number,
        "registry": REGISTRY,
        "title": title,
        "url": field(item, "html_url", str, url=url, default="") or f"https://www.federalregister.gov/d/{number}",
        "published_on": published_on,
        "status": status,
        "text": _text(item, url),
        "action": action,
        "agencies": _agencies(item, url),
        "docket": docket,
        "comments_close_on": day_field(item, "comments_close_on", url=url),
        "amends": tuple(dict.fromkeys(amended)),
        "citation": field(item, "citation", str, url=url, default="") or "",
        "amended_by": tuple(dict.fromkeys(numbers(item, "corrections", url))),
    }
    stage = STAGES.get(field(item, "type", str, url=url, default="") or "")
    if stage is None:
        return Notice(**common)
    return Rule(
        **common,
        stage=stage,
        rin="; ".join(_texts(item, "regulation_id_numbers", url)),
        cfr=tuple(dict.fromkeys(_cfr(item, url))),
        effective_on=day_field(item, "effective_on", url=url),
    )


def _text(item: Any, url: str) -> str:
    """The abstract and the DATES caption, one block a line, words and typesetting blanks as published."""
    blocks = [field(item, "abstract", str, url=url, default="") or ""]
    dates = field(item, "dates", str, url=url, default="") or ""
    if dates.strip():
        blocks.append(f"Dates: {dates.strip()}")
    return "\n".join(line.strip() for block in blocks for line in block.splitlines() if line.strip())


def _agencies(item: Any, url: str) -> tuple[str, ...]:
    """The agencies' names, departments before what belongs to them: the interface's own order changes from day to day. An
    agency that the register does not know has only the name it printed."""
    listed = field(item, "agencies", list, url=url, default=[]) or []
    named = [
        (
            field(agency, "parent_id", int, url=url, default=None) is not None,
            field(agency, "name", str, url=url, default="")
            or field(agency, "raw_name", str, url=url, default="")
            or "",
        )
        for agency in listed
    ]
    return tuple(dict.fromkeys(name for _, name in sorted(named) if name))


def slugs(item: Any, url: str) -> set[str]:
    """The register's short names of an object's agencies."""
    agencies = field(item, "agencies", list, url=url, default=[]) or []
    return {field(agency, "slug", str, url=url, default="") or "" for agency in agencies}


def _texts(item: Any, path: str, url: str) -> list[str]:
    return [squeeze(str(value)) for value in field(item, path, list, url=url, default=[]) or [] if value]


def _cfr(item: Any, url: str) -> Iterator[str]:
    """References as lawyers write them: 21 CFR 1308."""
    for reference in field(item, "cfr_references", list, url=url, default=[]) or []:
        if isinstance(reference, dict) and reference.get("title"):
            yield squeeze(f"{reference['title']} CFR {reference.get('part') or ''}")


def dockets(printed: Iterable[str]) -> str:
    """Docket numbers in one spelling: "Docket No. DEA-1570", "Docket No. DEA1570" and "DEA-1570" are the same docket."""
    found: dict[str, None] = {}
    for line in printed:
        text = re.sub("[\u2010-\u2015]", "-", line)
        bare = re.sub(r"\bdocket\s*(?:numbers?|nos?|ids?)?\b[\s.:]*", "", text, flags=re.IGNORECASE)
        for part in re.split(r"\s*(?:[,;&]|\band\b)\s*", bare):
            if part:
                found[re.sub(r"^([A-Z]{2,5})[ -]?(\d+[A-Z]?)$", r"\1-\2", part)] = None
    return "; ".join(found)
