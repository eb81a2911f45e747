"""The inside of a finished block: marks and links written out.

While a block grows, marks and links are control characters among its words (documents hold none, see `charset.clean`): a
link is `LINK_ON words LINK_TO address LINK_OFF`. Every reader passes its raw blocks through `finished`.
"""

import re

from monitor.reading import amendments

_NOT_FIRST = " \t\n\r\xa0-+"  # "[-" and "{+" open marks; a link's words do not begin so
LINK_ON, LINK_TO, LINK_OFF = "\x05", "\x06", "\x07"
_LINK = re.compile("\x05([^\x05\x06]*)\x06([^\x07]*)\x07")


def finished(text: str) -> str:
    """A raw block with its marks and links written out, in single blanks."""
    if amendments.is_marked(text):
        text = amendments.render(text)
    if LINK_ON in text:
        text = _LINK.sub(_written_link, text).replace(LINK_ON, "")
    return " ".join(text.split())


def _written_link(found: re.Match[str]) -> str:
    """`[words](address)`; the words alone where there are none, or where they are the address."""
    words, to = found.group(1), found.group(2)
    core = words.strip(_NOT_FIRST)
    if core in ("", to):
        return words
    start = words.index(core)
    return f"{words[:start]}[{' '.join(core.split())}]({to}){words[start + len(core) :]}"
