"""Small, pure conversions that spiders share: dates as agencies print them, spaces, bill numbers.

Every function either returns the value or raises ValueError; none guesses silently.
"""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_DATE_FORMS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%Y%m%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%b. %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
)


def squeeze(text: str | None) -> str:
    """The text with every run of white space (non-breaking too) as one blank, and none at the ends; without NUL characters,
    which stand in damaged exports and which no PostgreSQL text can hold."""
    return " ".join(text.replace("\0", "").split()) if text else ""


def day(text: str | None) -> date | None:
    """The date that an agency printed in one of the usual American or ISO forms; None for an empty text."""
    text = squeeze(text)
    if not text:
        return None
    if re.match(r"\d{4}-\d{2}-\d{2}T", text):
        return date.fromisoformat(text[:10])
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError(f"not a date: {text!r}")


def moment(text: str, zone: str) -> datetime:
    """A moment in UTC from an ISO text; one without offset is read in the IANA zone of the publisher."""
    when = datetime.fromisoformat(squeeze(text))
    return (when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def bill_number(text: str) -> str:
    """A bill's identifier with one blank between letters and number and no padding: "HB0360", "hb 360" → "HB 360"."""
    found = re.fullmatch(r"([A-Za-z.]+?)[\s.]*0*(\d+)\s*([A-Za-z]*)", squeeze(text))
    if not found:
        raise ValueError(f"not a bill number: {text!r}")
    letters, number, suffix = found.groups()
    return f"{letters.replace('.', '').upper()} {number}{suffix.upper()}"
