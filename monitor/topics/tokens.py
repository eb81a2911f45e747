"""Text as a matcher sees it: folded words in a row, each with its place in the original.

First step of matching. Folding takes case, diacritics, compatibility forms (NFKD of Unicode Standard Annex 15), soft hyphens
and zero-width characters away, spells single Greek letters out (α is "alpha"), and makes every number a word of its own, so
that "7-OH", "7‑OH", "7 OH" and "7OH" are the same two words. What stood between two words is looked up in the original,
which is why "7, OH" can be told from "7-OH".
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d"
"""Characters that join the parts of a name: hyphens, the figure and en dashes of typesetters, minus signs."""

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_TOKEN = re.compile(r"[0-9]+|[^ 0-9]+")
# Only what looks like an address: "[words](b)" is a paragraph letter after brackets, as bills print it.
_ADDRESS = re.compile(r"(?<=\])\((?=[^\s()]*[/:#?.@])(?:[^\s()]|\([^\s()]*\))*\)")


class _Folding(dict[int, str]):
    """Character code → what a matcher reads: letters and digits folded, nothing for invisible ones, a blank for the rest."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = "" if _is_invisible(char) else _fold_character(char)
        return folded


def _is_invisible(char: str) -> bool:
    category = unicodedata.category(char)
    return category == "Cf" or category.startswith("M")


def _fold_character(char: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    if plain in _GREEK:
        return f" {_GREEK[plain]} "
    read = "".join(_fold_part(part) for part in plain if not _is_invisible(part))
    # A footnote's number or a trade mark sign touches a word without being part of it.
    raised = unicodedata.decomposition(char).startswith("<super>")
    return f" {read}" if raised else read or " "


def _fold_part(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return char if char.isalpha() else " "


_FOLDING = _Folding()


class _Only(dict[int, str]):
    """The same folding with digits (or all else) blanked: cheap enough for a first look at every text."""

    def __init__(self, *, digits: bool) -> None:
        super().__init__()
        self.digits = digits

    def __missing__(self, code: int) -> str:
        folded = _FOLDING[code]
        kept = self[code] = "".join(part if (part in _DIGITS) is self.digits else " " for part in folded)
        return kept


_DIGITS = frozenset("0123456789")
_LETTERS_ONLY = _Only(digits=False)
_DIGITS_ONLY = _Only(digits=True)


def letters(text: str) -> str:
    """The words of a text that are made of letters, between any number of blanks; link addresses are still there."""
    return f" {text.translate(_LETTERS_ONLY)} "


def numbers(text: str) -> str:
    """The numbers of a text, between any number of blanks."""
    return f" {text.translate(_DIGITS_ONLY)} "


def fold(text: str) -> str:
    """The words of a text in a row, each between single blanks, the whole beginning and ending with a blank."""
    words = _TOKEN.findall(without_addresses(text).translate(_FOLDING))
    return f" {' '.join(words)} " if words else " "


def without_addresses(text: str) -> str:
    """The text with every link's address blanked, so that each character stays where it was."""
    return _ADDRESS.sub(lambda found: " " * len(found[0]), text) if "](" in text else text


def visible(text: str) -> str:
    """The text without soft hyphens, zero-width characters and combining marks."""
    return text if text.isascii() else "".join(char for char in text if not _is_invisible(char))


class Passage:
    """A piece of text that was found worth reading closely: its folded words and where each stands in the original.

    `base` is the passage's offset in the searched text of its field.
    """

    def __init__(self, text: str, base: int = 0) -> None:
        self.text = without_addresses(text)
        self.base = base
        self._read = self.text.translate(_FOLDING)
        self.words: list[str] = _TOKEN.findall(self._read)
        self.folded = f" {' '.join(self.words)} " if self.words else " "

    @cached_property
    def _folded_starts(self) -> list[int]:
        return list(accumulate((len(word) + 1 for word in self.words), initial=0))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        spans = [found.span() for found in _TOKEN.finditer(self._read)]
        if self.text.isascii():
            return spans
        ends = list(accumulate(len(_FOLDING[ord(char)]) for char in self.text))
        return [(bisect_right(ends, start), bisect_right(ends, end - 1) + 1) for start, end in spans]

    def word_at(self, folded_offset: int) -> int:
        """The number of the word that follows the blank at this offset of `folded`."""
        return bisect_right(self._folded_starts, folded_offset) - 1

    def start(self, word: int) -> int:
        """Where a word begins in the passage."""
        return self._spans[word][0]

    def end(self, word: int) -> int:
        """Where a word ends in the passage; accents typed as characters of their own are part of it."""
        end = self._spans[word][1]
        while end < len(self.text) and unicodedata.combining(self.text[end]):
            end += 1
        return end

    def between(self, word: int) -> str:
        """What stands between a word and the next one, invisible characters left out."""
        return visible(self.text[self._spans[word][1] : self._spans[word + 1][0]])
