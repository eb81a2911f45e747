"""How much of a digest is told: the most urgent documents in full, the next in a line each, the rest counted. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.digests.content import DigestContent, Group, Section
from monitor.digests.describe import line
from monitor.digests.entries import Entry
from monitor.digests.law import without_maps
from monitor.digests.words import place

DETAILED = 60
"""How many documents get a redline: more than fit into any message; the others are told in a line."""

WITHDRAWN = "Withdrawn"
"""The last group of a digest."""


def cut(whole: DigestContent, *, full: int, lines: int, brief: bool = False) -> DigestContent:
    """The same digest with its `full` most urgent documents told in full, the next `lines` in a line, the rest counted."""
    told, rest = whole.ranked[:full], whole.ranked[full:]
    told = tuple(one.brief() for one in told) if brief else told
    return replace(
        whole,
        groups=grouped(told),
        also=tuple(line(one) for one in rest[:lines]),
        left_out=sum(one.changes for one in rest[lines:]),
        standing=whole.standing[: max(lines, 5 if not brief else 0)],
        law=without_maps(whole.law, 0) if brief else whole.law,
        brief=brief,
    )


def grouped(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """By topic, then by jurisdiction, both in the order in which the most urgent change of each comes; what was withdrawn
    stands at the end."""
    groups: dict[str, dict[str, list[Entry]]] = {}
    for one in sorted(entries, key=lambda one: one.label == "withdrawn"):
        topic = WITHDRAWN if one.label == "withdrawn" else one.topic
        groups.setdefault(topic, {}).setdefault(one.jurisdiction, []).append(one)
    return tuple(
        Group(
            topic=topic,
            sections=tuple(
                Section(place=place(jurisdiction), entries=tuple(found)) for jurisdiction, found in sections.items()
            ),
        )
        for topic, sections in groups.items()
    )
