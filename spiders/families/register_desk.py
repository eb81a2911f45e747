"""The Federal Register's public inspection desk: what is filed there, and what became of a filing that is there no longer.

https://www.federalregister.gov/api/v1/public-inspection-documents/current.json. A filing leaves the desk when it is published;
the Office also takes one back when its agency asks for that. A day without an issue is answered with no results and without
the two stamps of the last filing: that means "no issue yet", never "no filings".
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from monitor.model.documents import Document
from monitor.model.errors import ExtractionError
from monitor.source import field

FILED = "filed for public inspection"
WITHDRAWN = "withdrawn from public inspection"
UNPUBLISHED = "no longer on public inspection, and not published"
STAMPS = ("special_filings_updated_at", "regular_filings_updated_at")
_SCHEDULED = re.compile(r"publication (?:was )?scheduled (\d{4}-\d{2}-\d{2})")


def on_desk(data: Any, url: str) -> list[Any]:
    """The filings of an answer; ExtractionError for one that holds fewer than it counts."""
    filings = data if isinstance(data, list) else field(data, "results", list, url=url)
    count = field(data, "count", int, url=url, default=None) if isinstance(data, dict) else None
    if count is not None and count > len(filings):
        raise ExtractionError(f"the desk counts {count} filings", url=url, selector="results", found=len(filings))
    return list(filings)


def has_issue(data: Any) -> bool:
    """Whether there is an issue on the desk, so that what is not on it is truly not there."""
    if not isinstance(data, dict):
        return False
    return bool(data.get("results")) or any(data.get(stamp) for stamp in STAMPS)


def status_of(item: Any, url: str) -> str:
    """The words for where a filing stands: filed, how and for which day, or taken back as the editors' note says."""
    scheduled = field(item, "publication_date", str, url=url, default="") or ""
    note = field(item, "editorial_note", str, url=url, default="") or ""
    if re.search(r"\bwithdr(aw|ew|awn)", note, re.IGNORECASE):
        return f"{WITHDRAWN}, publication was scheduled {scheduled}" if scheduled else WITHDRAWN
    special = ", a special filing" if field(item, "filing_type", str, url=url, default="") == "special" else ""
    return f"{FILED}{special}, publication scheduled {scheduled}" if scheduled else f"{FILED}{special}"


def kept(filed: Document) -> Document | None:
    """The filing as it was, for as long as nothing can be said of it; None for any other document."""
    return filed if filed.status.startswith((FILED, WITHDRAWN, UNPUBLISHED)) else None


def after_inspection(filed: Document, *, today: date, read: tuple[date, date | None]) -> Document | None:
    """The state of a filing that is neither on the desk nor published; `read` is the day after which all issues were searched,
    and that of the last one.

    Taken back before its day, it was withdrawn. When its day has come, the issue of that day must be out before anything is
    said, and then only what is seen: it is not on the desk and not in the issue.
    """
    if kept(filed) is None or not filed.status.startswith(FILED):
        return kept(filed)
    found = _SCHEDULED.search(filed.status)
    scheduled = date.fromisoformat(found[1]) if found else None
    if scheduled is None or scheduled > today:
        return _ended(filed, WITHDRAWN, scheduled)
    after, newest = read
    if newest is not None and after < scheduled <= newest:
        return _ended(filed, UNPUBLISHED, scheduled)
    return filed


def _ended(filed: Document, words: str, scheduled: date | None) -> Document:
    return replace(filed, status=f"{words}, publication was scheduled {scheduled}" if scheduled else words)
