"""What the digests of one round ask of the store alike, asked once: thousands of subscriptions are due on a Monday. Step 9.

Only what is the same for many is kept to the end of the round; what is one subscription's own goes with its hand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any, TypeVar

import sqlalchemy as sa

from monitor.store import digests, subscriptions
from monitor.store.digests import Item

Answer = TypeVar("Answer")


class Known:
    """The answers of a round. A fresh one knows nothing and asks as it goes."""

    def __init__(self) -> None:
        self._answers: dict[tuple[Any, ...], Any] = {}
        self._own: dict[tuple[str, int], Any] = {}
        self._items: dict[int, Item] = {}
        self._cast: dict[tuple[int, str], Item] = {}
        self._twins: dict[bytes, int] = {}

    def once(self, question: tuple[Any, ...], ask: Callable[[], Answer]) -> Answer:
        """The answer of `ask`, or the one that the same question got before in this round."""
        if question not in self._answers:
            self._answers[question] = ask()
        answer: Answer = self._answers[question]
        return answer

    def look_ahead(self, conn: sa.Connection, rows: Sequence[sa.RowMapping]) -> None:
        """Asks for these subscriptions (rows) together what `joined` and `last_told` would ask for each; forgets the others."""
        told = digests.newest(conn, [row["id"] for row in rows])
        self._own = {("told", row["id"]): told.get(row["id"]) for row in rows}
        self._own |= {("joined", row["id"]): subscriptions.joining(row["settings"]) for row in rows}

    def forget(self, what: str, subscription_id: int) -> None:
        """What was known of a subscription is out of date."""
        self._own.pop((what, subscription_id), None)

    def joined(self, conn: sa.Connection, subscription_id: int) -> tuple[Mapping[str, int], int]:
        """As `subscriptions.joined`."""
        mine = ("joined", subscription_id)
        if mine not in self._own:
            self._own[mine] = subscriptions.joined(conn, subscription_id)
        found: tuple[Mapping[str, int], int] = self._own[mine]
        return found

    def last_told(self, conn: sa.Connection, subscription_id: int) -> sa.RowMapping | None:
        """`created_at` and `proof` of the subscription's newest digest."""
        mine = ("told", subscription_id)
        if mine not in self._own:
            self._own[mine] = digests.newest(conn, [subscription_id]).get(subscription_id)
        found: sa.RowMapping | None = self._own[mine]
        return found

    def items(self, conn: sa.Connection, match_ids: Iterable[int]) -> list[Item]:
        """These matches, in the order given."""
        wanted = list(match_ids)
        unknown = [one for one in wanted if one not in self._items]
        self._items |= {one.match_id: one for one in digests.items(conn, unknown)}
        return [self._items[one] for one in wanted]

    def cast(self, item: Item, part: str) -> Item:
        """The item in a part, the same object for everybody."""
        played = (item.match_id, part)
        if played not in self._cast:
            self._cast[played] = replace(item, part=part)
        return self._cast[played]

    def twin(self, items: Sequence[Item]) -> int | None:
        """A digest of this round with the very same items."""
        return self._twins.get(_mark(items)) if items else None

    def gathered(self, items: Sequence[Item], digest_id: int) -> None:
        """Notes a digest with these items, that others may be its twins."""
        self._twins.setdefault(_mark(items), digest_id)

    def taken_back(self) -> None:
        """Something that was gathered is not there after all, so that nothing may be its twin."""
        self._twins.clear()


def _mark(items: Sequence[Item]) -> bytes:
    said = ",".join([f"{one.match_id}{one.part}" for one in items])
    return blake2b(said.encode(), digest_size=16).digest()
