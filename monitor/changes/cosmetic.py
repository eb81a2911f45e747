"""Differences that change no word: spacing and typography. Asked by `compare`, `progress` and `importance`, step 6 of the path.

Publishers pad titles on some days (Virginia's bulk tables), swap straight for curly quotes, and clean up dashes years later (the
Government Publishing Office replaced en dashes by hyphens in whole volumes in 2024). Such a difference is kept, and shouted at
nobody. Letter case, digits, superscripts and any blank that separates two words or two numbers are content.
"""

import re
import unicodedata

from rapidfuzz.distance import Postfix, Prefix

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʹʼ`´＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
        "…": "...",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
    }
)
_BESIDE_PUNCTUATION = re.compile(r"(?<=\w) (?=[^\w\s])|(?<=[^\w\s]) (?=\w)|(?<=[^\w\s]) (?=[^\w\s])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d) ?([^\w\s]) ?(?=\d)")


def is_cosmetic(old: str, new: str) -> bool:
    """True when two texts differ, and only in white space or typography (quotes, dashes, non-breaking and invisible blanks)."""
    return bool(difference(old, new))


def difference(old: str, new: str) -> str:
    """ "spacing" or "typography" when two different texts differ in nothing else, "" otherwise."""
    if old == new:
        return ""
    old, new = _differing(old, new)
    if _squeezed(old) == _squeezed(new):
        return "spacing"
    return "typography" if _plain(old) == _plain(new) else ""


def _differing(old: str, new: str) -> tuple[str, str]:
    """Both texts without what they share at the ends, cut at blanks between two words, where no rule looks across."""
    head = Prefix.similarity(old, new)
    start = _between_words(old, old.rfind(" ", 0, max(head - 1, 0)), -1) + 1
    tail = Postfix.similarity(old[start:], new[start:])
    stop = _between_words(old, old.find(" ", len(old) - tail + 1), 1)
    length = len(old) - stop if stop >= 0 and tail else 0
    return old[start : len(old) - length], new[start : len(new) - length]


def _between_words(text: str, at: int, step: int) -> int:
    """The next blank from here on, or back, that stands between two letters; -1 when there is none."""
    while at > 0 and not text[at - 1 : at + 2 : 2].isalpha():
        at = text.find(" ", at + 1) if step > 0 else text.rfind(" ", 0, at)
    return at if 0 < at < len(text) - 1 else -1


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """The text as an old typewriter would have set it, with no blank beside punctuation.

    Between two digits a blank beside punctuation stays: "5, 6" are two numbers and "5,6" may be one.
    """
    text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).replace("''", '"')
    text = _BETWEEN_DIGITS.sub(lambda found: found[0].replace(" ", "\0"), _squeezed(text))
    return _BESIDE_PUNCTUATION.sub("", text)
