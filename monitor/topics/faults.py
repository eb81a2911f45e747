"""What is wrong with a query that cannot be parsed, said so that its author can mend it.

luqum says where it stopped; people need to know which quotation mark is open. Used by `query` alone.
"""

import re

from monitor.model.errors import QueryError

QUOTES = str.maketrans("“”„‟″＂", '""""""')
"""Word processors' quotation marks, read as the ones that queries use."""

_PARTS = re.compile(r'\\.|["()]', re.DOTALL)
_POSITION = re.compile(r"position (\d+)")
_NUMBER = re.compile(r"[~^][0-9.]+")
_REMEDIES = {
    "'": "Use double quotes around a phrase",
    ":": "A field's name goes before the colon and a word right after it; put words with a colon in double quotes",
    "~": 'Nearness goes after a phrase: "kratom ban"~5',
    "^": "Leave ^ and its number out",
    "\\": "Put text with a backslash in double quotes",
    "/": "Put text with a slash in double quotes",
    **dict.fromkeys("[]{}", "Put names with brackets in double quotes"),
    **dict.fromkeys("<>", "Put text with < or > in double quotes"),
}
_GENERAL = "AND and OR stand between words, NOT before one; put words that belong together in double quotes"


def check_balance(typed: str, query: str) -> None:
    """Raises QueryError where a quotation mark or a parenthesis has no partner."""
    open_quote: int | None = None
    open_parentheses: list[int] = []
    for part in _PARTS.finditer(typed):
        if part[0] == '"':
            open_quote = part.start() if open_quote is None else None
        elif open_quote is None and part[0] == "(":
            open_parentheses.append(part.start())
        elif open_quote is None and part[0] == ")":
            if not open_parentheses:
                raise fault(
                    "a parenthesis is closed that was never opened",
                    query,
                    part.start(),
                    "Take it out, or open it with (",
                )
            open_parentheses.pop()
    if open_quote is not None:
        raise fault("a quotation mark has no partner", query, open_quote, 'Close the phrase with "')
    if open_parentheses:
        raise fault("a parenthesis is never closed", query, open_parentheses[-1], "Close it with )")


def fault(message: str, query: str, position: int, remedy: str) -> QueryError:
    """The error that says what is wrong, at which character (for people: counted from 1), and what to do about it."""
    return QueryError(f"{message} (character {position + 1})", query=query, position=position, remedy=remedy)


def explain(complaint: str, query: str) -> QueryError:
    """The error to raise for what luqum complained about."""
    found = _POSITION.search(complaint)
    if found is None and "end of expression" not in complaint:
        number = _NUMBER.search(query)
        at = number.start() if number else 0
        return fault(
            "the number after ~ or ^ cannot be read", query, at, 'Nearness takes a whole number: "kratom ban"~5'
        )
    position = int(found[1]) if found else len(query)
    rest = query[position:].split(maxsplit=1)
    if not rest:
        return fault("the query stops where a word should follow", query, position, _GENERAL)
    return fault(f"{rest[0]!r} cannot stand here", query, position, _REMEDIES.get(rest[0][0], _GENERAL))
