"""Bills' texts that were just read, compared with those of other bills: step 6 of the path for what stands beside a bill.

Only texts that match a topic are compared, with the few others whose sketches resemble theirs.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.changes.related import WORTH_A_LOOK, likeness, resemblance, sketch
from monitor.model.documents import Document
from monitor.store import related

MOST = 8
"""Other bills that a text is compared with word by word."""


def relate(conn: sa.Connection, read: Iterable[tuple[int, Document]], now: datetime) -> None:
    """Notes what is alike to each of these texts, by document id; what was noted of an earlier version of it is replaced."""
    told = {document_id: sketch(thing.text) for document_id, thing in read}
    if not told:
        return
    related.keep(conn, told)
    known = related.sketches(conn)
    for document_id, mine in told.items():
        related.relate(conn, document_id, list(_alike(conn, document_id, mine, known, now)))


def _alike(
    conn: sa.Connection, document_id: int, mine: bytes, known: list[tuple[int, bytes]], now: datetime
) -> Iterator[dict[str, Any]]:
    near = [(resemblance(mine, theirs), other) for other, theirs in known if mine and other != document_id]
    worth = [other for share, other in sorted(near, reverse=True)[:MOST] if share >= WORTH_A_LOOK]
    if not worth:
        return
    texts = related.newest(conn, [document_id, *worth])
    if document_id not in texts:
        return
    for other in worth:
        if other not in texts:
            continue
        for one, two in ((document_id, other), (other, document_id)):
            found = likeness(texts[one].text, texts[two].text)
            if found.telling:
                yield {
                    "document_id": one,
                    "other_id": two,
                    "share": round(found.share, 4),
                    "differs": list(found.differs),
                    "found_at": now,
                }
