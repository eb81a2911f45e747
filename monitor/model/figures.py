"""A number that a source reports: how many comments came, how many reports name a term. It is kept as a series.

Such numbers move daily and say nothing new of the document, so they are no part of one: they never make a revision, a change
or a match. They stand beside it, for whoever asks.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value` of what `name` counts (a noun, "comment") at the document (registry, kind, identifier); a callback yields it.

    `on` is the day that the publisher gives the number for; None is the day of the answer. An empty registry is the spider's.
    """

    kind: str
    identifier: str
    name: str
    value: int
    on: date | None = None
    registry: str = ""
