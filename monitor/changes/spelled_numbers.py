"""Numbers as statutes write them: "21", "2,500.00", "twenty-one", "two thousand five hundred". Pure; asked by `facts`."""

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: at for at, word in enumerate(_ONES, 1)} | {word: 10 * at for at, word in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORD = "|".join(sorted((*_VALUES, *_SCALES), key=len, reverse=True))

NUMBER = rf"(?:\d+|(?:{_WORD})(?:(?:-|\s+)(?:and\s+)?(?:{_WORD}))*)"
"""A number in digits or words, as a pattern without groups."""


def figure(words: str) -> float | None:
    """The number that is written, or None: figure("two thousand five hundred") is 2500."""
    bare = words.strip().replace(",", "").lower()
    if bare == "one-half":
        return 0.5
    try:
        return float(bare)
    except ValueError:
        return _spelled(bare.replace("-", " ").split())


def _spelled(words: list[str]) -> float | None:
    total = current = 0
    for word in words:
        if word in _VALUES:
            current += _VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        elif word != "and":
            return None
    return float(total + current) or None
