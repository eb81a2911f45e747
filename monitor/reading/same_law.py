"""Whether two bills are the same law: companions, and bills that are brought in again. Pure.

What stands before the enacting words (number, sponsors, session) differs always, and so do spaces, quotation marks and
capitals; all the rest counts. Texts that are merely alike are another question.
"""

import re
from hashlib import sha256

from monitor.reading.legend import ENACTING

_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 8


def law_mark(text: str) -> bytes:
    """A mark that two texts share when they enact the same words; b"" for one that enacts nothing or next to nothing."""
    enacting = ENACTING.search(text)
    if enacting is None:
        return b""
    words = _WORD.findall(text[text.find("\n", enacting.start()) :].casefold())
    return sha256(" ".join(words).encode()).digest() if len(words) >= _FEWEST_WORDS else b""
