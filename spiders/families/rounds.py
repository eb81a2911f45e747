"""When to look again at a bill whose list does not show what moved. Step 2 of the path, for the scout pass of legislatures.

Some lists show number, title and sponsors of a bill and never its last action. Its page is then read when its row moved and, while
the session lasts, once in a round of some days: each bill on a day of its own, so that no check reads them all.
"""

import hashlib
import zlib
from datetime import date, datetime

from spiders.families.sessions import SETTLING


def token(*shown: str) -> str:
    """What moves when any of the words shown moves."""
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:16]


def round_of(name: str, now: datetime, *, days: int, ends_on: date | None) -> str:
    """The number of the round in which a bill is; "" when its session's work is done, and only what is shown counts."""
    today = now.date()
    if ends_on and today > ends_on + SETTLING:
        return ""
    return str((today.toordinal() + zlib.crc32(name.encode())) // days)
