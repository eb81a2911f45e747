"""Dates and numbers as a language writes them: the one home of Babel, whose tables are those of Unicode CLDR. Pure but for the
language in force.

A digest's words are English unless its templates are replaced; its dates and numbers follow the `language` of its subscription.
They are written deep inside sentences, so the language is set once around the making of a message (`spoken`) and asked where a
date is written, as gettext's is. Without one, or with American English, `words` writes them itself and Babel is not loaded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

DAY = "MMMEd"
SHORT_DAY = "MMMd"
FULL_DAY = "yMMMd"
"""CLDR's skeletons: which parts of a date are told; the language decides their order and form."""

_OURS = frozenset({"", "en", "en-US"})
_SPOKEN: ContextVar[str] = ContextVar("language of dates and numbers", default="")


@contextmanager
def spoken(tag: str) -> Iterator[None]:
    """Dates and numbers made inside are in this language (a BCP 47 tag that `is_known`); "" is American English."""
    token = _SPOKEN.set("" if tag in _OURS else tag)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def in_force() -> str:
    """The language of `spoken`; "" for American English."""
    return _SPOKEN.get()


def is_known(tag: str) -> bool:
    """Whether a BCP 47 tag ("es", "pt-BR", "zh-Hant") names a language whose dates CLDR knows."""
    from babel import UnknownLocaleError

    try:
        return "_" not in tag and bool(_locale(tag))
    except (UnknownLocaleError, ValueError):
        return False


def day(on: date, skeleton: str) -> str:
    """The day in the language in force; "" where that is American English, which the caller writes."""
    if not _SPOKEN.get():
        return ""
    from babel.dates import format_skeleton

    return _plain(format_skeleton(skeleton, on, locale=_locale(_SPOKEN.get())))


def days(first: date, last: date) -> str:
    """ "26–28 ago", "30 ago – 2 sept"; "" where the caller writes it."""
    if not _SPOKEN.get():
        return ""
    from babel.dates import format_interval

    return _plain(format_interval(first, last, SHORT_DAY, locale=_locale(_SPOKEN.get())))


def moment(at: datetime, skeleton: str) -> str:
    """A day and its time without the zone: "1 dic 2026, 14:00"; "" where the caller writes it."""
    if not _SPOKEN.get():
        return ""
    from babel.dates import format_time, get_datetime_format

    locale = _locale(_SPOKEN.get())
    pattern = str(get_datetime_format("medium", locale=locale))
    return _plain(pattern.format(format_time(at, "short", locale=locale), day(at.date(), skeleton)))


def number(value: int) -> str:
    """ "1,204", "1.204"."""
    if not _SPOKEN.get():
        return f"{value:,}"
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_locale(_SPOKEN.get())))


@lru_cache(maxsize=64)
def _locale(tag: str) -> "Locale":
    from babel import Locale

    return Locale.parse(tag, sep="-")


def _plain(text: str) -> str:
    """With ordinary blanks: some languages' narrow ones are boxes in old mail programs."""
    return " ".join(text.split())
