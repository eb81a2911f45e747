"""What a query states: a tree of conditions, between parsing and matching."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from monitor.topics.terms import Term


@dataclass(frozen=True, slots=True)
class Words:
    """A word, name, prefix or phrase that must stand in one of `fields`, or anywhere where that is empty."""

    term: Term
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Words in any order with at most `slop` other words among them, in one field."""

    terms: tuple[Term, ...]
    slop: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A field that is compared as a whole, without regard to case; `*` and `?` in the pattern are wildcards."""

    field: str
    pattern: str

    def holds(self, value: str) -> bool:
        """Whether the field's value satisfies the pattern; an empty value never does."""
        return bool(value) and fnmatchcase(value.casefold(), self.pattern)


@dataclass(frozen=True, slots=True)
class Not:
    """True where the condition is not."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """True where every condition is."""

    of: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """True where at least one condition is."""

    of: "tuple[Node, ...]"


Node = Words | Near | Value | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query as typed, and the condition it states."""

    text: str
    root: Node
