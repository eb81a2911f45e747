"""Numbers of list items as the page shows them: 1, a, A, i, I. In a statute the letter is part of the text."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(kind: str, number: int) -> str:
    """The number in the style of an HTML list of type "1", "a", "A", "i" or "I"; in digits where the style has none."""
    if kind in ("a", "A") and number > 0:
        return _cased(_letters(number), kind)
    if kind in ("i", "I") and 0 < number < 4000:
        return _cased(_roman(number), kind)
    return str(number)


def whole(text: str | None, otherwise: int) -> int:
    """The number that an attribute holds, or another where it holds none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _cased(text: str, kind: str) -> str:
    return text.upper() if kind.isupper() else text


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    signs = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        signs += sign * times
    return signs
