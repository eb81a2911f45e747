"""The words of a digest: text made safe to show, dates and counts as people say them.

Pure, step 10 of the path. Titles come from strangers' pages: a line break in one would forge a mail header, a bidirectional
override would show one thing and mean another, so both are taken out before anything is composed.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import quote, urlsplit

from monitor.digests import language
from monitor.digests.language import DAY, FULL_DAY, SHORT_DAY, number

_KEPT_FORMATS = "\u200c\u200d"  # joiners: emoji and several scripts need them
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
_BLOCK_MARK = re.compile(r"(?m)^(?:#{1,6} |- )")

_OTHER_TERRITORIES = ("us-as", "us-gu", "us-mp", "us-vi")
_PLACES = {
    "us": "United States",
    "us-al": "Alabama",
    "us-ak": "Alaska",
    "us-az": "Arizona",
    "us-ar": "Arkansas",
    "us-ca": "California",
    "us-co": "Colorado",
    "us-ct": "Connecticut",
    "us-de": "Delaware",
    "us-dc": "District of Columbia",
    "us-fl": "Florida",
    "us-ga": "Georgia",
    "us-hi": "Hawaii",
    "us-id": "Idaho",
    "us-il": "Illinois",
    "us-in": "Indiana",
    "us-ia": "Iowa",
    "us-ks": "Kansas",
    "us-ky": "Kentucky",
    "us-la": "Louisiana",
    "us-me": "Maine",
    "us-md": "Maryland",
    "us-ma": "Massachusetts",
    "us-mi": "Michigan",
    "us-mn": "Minnesota",
    "us-ms": "Mississippi",
    "us-mo": "Missouri",
    "us-mt": "Montana",
    "us-ne": "Nebraska",
    "us-nv": "Nevada",
    "us-nh": "New Hampshire",
    "us-nj": "New Jersey",
    "us-nm": "New Mexico",
    "us-ny": "New York",
    "us-nc": "North Carolina",
    "us-nd": "North Dakota",
    "us-oh": "Ohio",
    "us-ok": "Oklahoma",
    "us-or": "Oregon",
    "us-pa": "Pennsylvania",
    "us-ri": "Rhode Island",
    "us-sc": "South Carolina",
    "us-sd": "South Dakota",
    "us-tn": "Tennessee",
    "us-tx": "Texas",
    "us-ut": "Utah",
    "us-vt": "Vermont",
    "us-va": "Virginia",
    "us-wa": "Washington",
    "us-wv": "West Virginia",
    "us-wi": "Wisconsin",
    "us-wy": "Wyoming",
    "us-as": "American Samoa",
    "us-gu": "Guam",
    "us-mp": "Northern Mariana Islands",
    "us-pr": "Puerto Rico",
    "us-vi": "U.S. Virgin Islands",
}


def jurisdictions() -> tuple[str, ...]:
    """The nation and its states, the District and Puerto Rico by name: those that have a legislature of their own to watch."""
    states = sorted((name, code) for code, name in _PLACES.items() if code not in ("us", *_OTHER_TERRITORIES))
    return ("us", *(code for _, code in states))


def place(jurisdiction: str) -> str:
    """The name of an ISO 3166-2 code in lower case ("us-va" → "Virginia"); an unknown code stays as it is."""
    return _PLACES.get(jurisdiction, clean(jurisdiction).upper()) if jurisdiction else "Elsewhere"


def code_of(place_name: str) -> str:
    """The code of "OH", "us-oh" or "Ohio": us-oh; "us" for Congress. Empty for what is no place of ours."""
    word = " ".join(place_name.split()).casefold()
    if word in ("us", "congress", "us congress", "u.s. congress"):
        return "us"
    by_name = {name.casefold(): code for code, name in _PLACES.items()}
    return next((code for code in (word, f"us-{word}", by_name.get(word, "")) if code in _PLACES), "")


def clean(text: str) -> str:
    """One line of visible text: white space collapsed, control, bidirectional and other invisible characters gone."""
    spaced = " ".join(text.split())
    if spaced.isprintable():  # nothing of what is sought is
        return spaced
    kept = (_visible(letter) for letter in spaced)
    return " ".join("".join(kept).split())


def visible(text: str) -> str:
    """Text of several lines without control, bidirectional and other invisible characters."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(letter if letter == "\n" else _visible(letter) for letter in text)


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf":
        return letter if letter in _KEPT_FORMATS else ""
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return " " if category in ("Cc", "Zl", "Zp") else letter


def reading(text: str) -> str:
    """A stretch of a document's text as one line: block marks and link addresses gone, blocks parted by a pilcrow."""
    bare = _BLOCK_MARK.sub("", _LINK.sub(r"\1", text))
    return " ".join(clean("\n¶ ".join(bare.split("\n"))).split())


def short(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there is one, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = len(head) if text[limit - 1] == " " else head.rfind(" ", limit // 2)
    return (head[:cut] if cut > 0 else head).rstrip(" ,;:") + "…"


def sentence(text: str) -> str:
    """Words as a sentence: a capital first letter and a full stop."""
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.!?…' else '.'}" if text else ""


def web_address(url: str) -> str:
    """The address if a reader may follow it (http or https), percent-encoded where it could break out; else empty."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url.strip(), safe=":/?#@!$&*+,;=~%-._[]")


def day(on: date, today: date | None = None) -> str:
    """ "Mon, Dec 1" in today's year or in the half year ahead, "Dec 1, 2027" otherwise."""
    if not _near(on, today):
        return full_day(on)
    return language.day(on, DAY) or f"{_DAYS[on.weekday()]}, {_MONTHS[on.month - 1]} {on.day}"


def _near(on: date, today: date | None) -> bool:
    """Whether a day needs no year and is better told with its weekday."""
    return today is not None and (on.year == today.year or 0 <= (on - today).days < 180)


def short_day(on: date) -> str:
    """ "Dec 1"."""
    return language.day(on, SHORT_DAY) or f"{_MONTHS[on.month - 1]} {on.day}"


def span(first: date, last: date) -> str:
    """ "Aug 26–28", "Aug 30 – Sep 2", or one day."""
    if first == last:
        return short_day(first)
    if told := language.days(first, last):
        return told
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{short_day(first)}–{last.day}" if same_month else f"{short_day(first)} – {short_day(last)}"


def full_day(on: date) -> str:
    """ "Dec 1, 2026"."""
    return language.day(on, FULL_DAY) or f"{_MONTHS[on.month - 1]} {on.day}, {on.year}"


def moment(at: datetime, today: date | None = None) -> str:
    """ "Dec 1, 2026, 2:00 PM EST", in the zone that `at` carries; near `today`, "Tue, Dec 1, 2:00 PM EST"."""
    near = _near(at.date(), today)
    told = language.moment(at, DAY if near else FULL_DAY)
    if not told:
        told = f"{day(at.date(), today)}, {at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
    return f"{told} {at.tzname()}"


def away(days: int) -> str:
    """How far off a date is: "today", "tomorrow", "in 9 days", "3 days ago"."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def count(many: int, noun: str, plural: str = "") -> str:
    """ "1 change", "2 changes", "1,204 changes"."""
    return f"{number(many)} {noun if many == 1 else plural or noun + 's'}"


def listed(names: Sequence[str], *, most: int = 8) -> str:
    """Names joined by commas, the overlong rest counted: "HB 1, HB 2 and 7 more"."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {number(len(names) - most)} more"
