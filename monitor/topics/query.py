"""A saved query, from what a person typed (Lucene syntax, read by luqum) to a tree of conditions.

Before step 7 of the path: a topic's query is parsed once, when the configuration is applied and when a matcher is made.
Words side by side must all occur (AND), as search boxes have taught people; blanks bind weakest, then OR, then AND, then NOT.
The language is described for its users in docs/reference/queries.md.
"""

import re
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from luqum import tree
from luqum.thread import parse as parse_lucene

from monitor.model.documents import KINDS
from monitor.model.errors import QueryError
from monitor.topics import fields
from monitor.topics.conditions import And, Near, Node, Not, Or, Query, Value, Words
from monitor.topics.faults import QUOTES, check_balance, explain, fault
from monitor.topics.terms import Term, term

_MOST_CHARACTERS = 20_000
_MOST_NESTING = 60
_WILDCARD = re.compile(r"(?<!\\)[*?]")
_ESCAPED = re.compile(r"\\(.)")


@lru_cache(maxsize=4096)
def parse(query: str) -> Query:
    """The query's meaning.

    Raises QueryError, with the position and a remedy, for anything that is not a query or that this language leaves out:
    unbalanced quotes and parentheses, unknown fields and kinds, wildcards inside words, boosts, fuzzy words, ranges, regular
    expressions, and queries that nearly every document would satisfy because all they say is NOT.
    """
    if not query.strip():
        raise fault("the query is empty", query, 0, "Write the words to look for: kratom OR mitragynine")
    if len(query) > _MOST_CHARACTERS:
        raise fault(
            f"the query is longer than {_MOST_CHARACTERS} characters",
            query,
            _MOST_CHARACTERS,
            "Split it into several topics",
        )
    typed = query.translate(QUOTES)
    check_balance(typed, query)
    root = _Reader(query).node(_lucene(typed, query), field="", depth=0)
    if _holds_without_words(root):
        message = "the query says only what must not occur, so nearly everything would match"
        raise fault(message, query, 0, "Say what to look for first: kratom AND NOT tea")
    return Query(query, root)


def _lucene(typed: str, query: str) -> Any:
    try:
        return parse_lucene(typed)
    except (
        ValueError,
        ArithmeticError,
    ) as error:  # luqum's own errors are ValueErrors; a number after ~ or ^ may be either
        raise explain(str(error), query) from error


def _holds_without_words(node: Node) -> bool:
    """Whether a document in which nothing of the query occurs would satisfy it."""
    match node:
        case Not(of):
            return not _holds_without_words(of)
        case And(of):
            return all(map(_holds_without_words, of))
        case Or(of):
            return any(map(_holds_without_words, of))
        case _:
            return False


class _Reader:
    """Turns luqum's tree into ours; knows the query for the sake of its errors."""

    def __init__(self, query: str) -> None:
        self.query = query

    def fault(self, item: Any, message: str, remedy: str) -> QueryError:
        return fault(message, self.query, item.pos, remedy)

    def node(self, item: Any, *, field: str, depth: int) -> Node:
        if depth > _MOST_NESTING:
            raise self.fault(
                item, "the query is nested too deeply", "Take parentheses away, or split it into several topics"
            )
        match item:
            case tree.OrOperation():
                return Or(tuple(self.node(child, field=field, depth=depth + 1) for child in item.children))
            case tree.AndOperation() | tree.UnknownOperation():
                return And(tuple(self.node(child, field=field, depth=depth + 1) for child in item.children))
            case tree.Not() | tree.Prohibit():
                return Not(self.node(item.a, field=field, depth=depth + 1))
            case tree.BaseGroup():
                return self.node(item.expr, field=field, depth=depth + 1)
            case tree.SearchField():
                return self._field(item, field, depth)
            case _:
                return self._leaf(item, field)

    def _field(self, item: Any, outer: str, depth: int) -> Node:
        name = item.name.lower()
        if outer:
            raise self.fault(
                item,
                f"the field {name!r} stands inside the field {outer!r}",
                "Close the first field's parentheses before naming another",
            )
        if name not in fields.names():
            near = get_close_matches(name, fields.names(), n=1)
            hint = f"Did you mean {near[0]}: ?" if near else f"The fields are {', '.join(fields.names())}."
            raise self.fault(
                item,
                f"there is no field {item.name!r}",
                f"{hint} To search for a colon, put the words in double quotes",
            )
        return self.node(item.expr, field=name, depth=depth + 1)

    def _leaf(self, item: Any, field: str) -> Node:
        match item:
            case tree.Word():
                return self._value(item, item.value, field) or self._word(item, field)
            case tree.Phrase():
                return self._value(item, item.value[1:-1], field) or self._phrase(item, field)
            case tree.Proximity():
                return self._near(item, field)
            case _:
                raise self.fault(item, *_left_out(item))

    def _value(self, item: Any, written: str, field: str) -> Value | None:
        whole = field in fields.VALUES or (field == "status" and bool(_WILDCARD.search(written.removesuffix("*"))))
        if not whole:
            return None
        pattern = _glob(written)
        if not pattern.strip():
            raise self.fault(item, f"{field}: has no value", f"Write one after the colon, as in {field}:something")
        if field == "kind" and not any(fnmatchcase(kind, pattern) for kind in KINDS):
            raise self.fault(item, f"there is no kind {written!r}", f"The kinds are {', '.join(KINDS)}")
        return Value(field, pattern)

    def _word(self, item: Any, field: str) -> Words:
        written = item.value
        if not field and written.lower() in ("and", "or", "not"):
            raise self.fault(
                item,
                f"{written!r} is written small",
                f"Write {written.upper()}, or put it in double quotes to search for the word",
            )
        if written.startswith(("!", "&&", "||")):
            raise self.fault(item, f"{written[:2]!r} is not an operator here", "Write AND, OR and NOT as words")
        return Words(self._term(item, written, field), fields.texts_named(field))

    def _phrase(self, item: Any, field: str) -> Words:
        return Words(self._term(item, item.value[1:-1], field), fields.texts_named(field))

    def _near(self, item: Any, field: str) -> Node:
        if field in fields.VALUES:
            raise self.fault(item, f"{field}: is compared as a whole", "Leave out the ~ and its number")
        parts = item.term.value[1:-1].split()
        terms = tuple(self._term(item, part, field) for part in parts)
        if len(terms) < 2:
            raise self.fault(
                item, "nearness needs at least two words", 'Write them in one pair of quotes: "kratom ban"~5'
            )
        return Near(terms, item.degree, fields.texts_named(field))

    def _term(self, item: Any, written: str, field: str) -> Term:
        prefix = written.endswith("*") and not written.endswith("\\*")
        stem = written[:-1] if prefix else written
        if _WILDCARD.search(stem):
            raise self.fault(
                item,
                f"{written!r} has a wildcard where only an ending may have one",
                "Write the beginning of the word and one *, as in kratom*",
            )
        found = term(
            _ESCAPED.sub(r"\1", stem),
            prefix=prefix,
            loose=bool(field) and fields.CODES.issuperset(fields.texts_named(field)),
        )
        if found is None:
            raise self.fault(
                item, f"{written!r} has neither letter nor digit to search for", "Write a word, or leave it out"
            )
        if prefix and len(stem.strip()) < 2:
            raise self.fault(
                item, f"{written!r} would match nearly everything", "Write at least two letters before the *"
            )
        return found


def _glob(written: str) -> str:
    """A pattern for fnmatch: `*` and `?` are wildcards, all else stands for itself."""
    return re.sub(r"\\(.)|(\[)", lambda found: f"[{found[1] or found[2]}]", written.casefold())


def _left_out(item: Any) -> tuple[str, str]:
    """What is wrong with a part of Lucene's syntax that this language does without, and the remedy."""
    match item:
        case tree.Plus():
            return "+ is not needed", "Words side by side must all occur already; leave the + out"
        case tree.Boost():
            return "^ (a boost) has no meaning: a document matches or it does not", "Leave ^ and its number out"
        case tree.Fuzzy():
            return (
                "~ after a word (a similar word) is not supported",
                "Write the spellings with OR, or the beginning and *",
            )
        case tree.Regex():
            return (
                "regular expressions are not supported",
                "Write the beginning of the word and *, or put text with a slash in double quotes",
            )
        case _:
            return "ranges and comparisons are not supported", "Put a name with brackets in double quotes"
