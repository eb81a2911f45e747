"""One request instead of thousands: archives of a provider whose answers are counted. Between steps 1 and 3 of the path.

A list that moved in many places leads to an archive first (`Wholesale`); what stands in it is kept and read as if each page had been
asked for (`Enclosed`); then what the list wants and the archive had not, or had in an older state, is asked for singly.
"""

from collections.abc import Callable, Sequence

from scrapy import Request

from monitor.source.spider import Wholesale

THEN = "then"
"""The key of a request's meta that holds the requests to make when it, and what it leads to, has been read."""
AT_ONCE = 64
"""Enclosed answers that are kept in one transaction."""


def chosen(thing: Wholesale, is_read: Callable[[Request], bool]) -> list[Request]:
    """The requests to make: one and the others behind it, or all of them where few are left to read."""
    if sum(not is_read(one) for one in thing.of) < thing.least:
        return list(thing.of)
    return [thing.request.replace(meta={**thing.request.meta, THEN: thing.of})]


def handed_on(then: Sequence[Request], follow_ups: list[Request]) -> list[Request]:
    """The follow-ups of an answer, the last of which hands on what waits behind it; without any, what waits."""
    if not then:
        return follow_ups
    if not follow_ups:
        return list(then)
    *rest, last = follow_ups
    return [*rest, last.replace(meta={**last.meta, THEN: tuple(then)})]
