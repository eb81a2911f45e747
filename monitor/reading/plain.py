"""Plain text → blocks. Text that has paragraphs (blank lines between them) is put together; any other keeps its lines.

Reading its own result again gives the same: a text in blocks has no blank lines.
"""

import re
from collections.abc import Sequence

from monitor.reading.blocks import Reading, assemble, squeeze
from monitor.reading.charset import clean, decode
from monitor.reading.printed import reflow

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def plain_text(body: bytes | str, *, charset: str = "", ignore: Sequence[str] = ()) -> Reading:
    """The blocks of a plain text; total on any bytes."""
    text = decode(body, declared=charset) if isinstance(body, bytes) else clean(body)
    text = "\n".join(text.splitlines())
    lines = reflow(text) if _BLANK_LINE.search(text.strip()) else text.split("\n")
    return Reading(title="", text=assemble(map(squeeze, lines), ignore))
