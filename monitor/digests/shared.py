"""One message for many readers: what says the same is composed once, and only name, mark and address are put in for each. Pure.

On a Monday morning thousands of subscriptions say the same of the same week. What differs between them stands in the message
as a run of private-use characters, which no cleaned text of a publisher is likely to hold and no template changes.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape

from monitor.digests.compose import MAIL_LIMIT, Room
from monitor.digests.content import DigestContent
from monitor.digests.render import Rendered, markdown
from monitor.store.digests import Outline

_NAME, _MARK, _PAGE = (chr(0xE000 + at) * 16 for at in range(3))
"""Stand-ins, about as long as what they stand for."""

_SPLIT = re.compile(f"({_NAME}|{_MARK}|{_PAGE})")
_LETTERS = (_NAME[0], _MARK[0], _PAGE[0])
_ESCAPES: dict[str, Callable[[str], str]] = {"html": escape, "markdown": markdown, "text": str}


def same_as(row: Outline) -> str:
    """Equal for digests that say the same, whoever they are for."""
    said = {
        "kind": row.kind,
        "since": str(row.since),
        "at": str(row.created_at),
        "proof": row.proof,
        "content": row.content,
        "items": row.items,
    }
    return json.dumps(said, sort_keys=True)


def impersonal(said: DigestContent) -> DigestContent:
    """The same content with stand-ins for subscription, mark and address."""
    return replace(said, subscription=_NAME, marked=_MARK, archive=_PAGE if said.archive else "")


class Mould:
    """A message with stand-ins, cut where they stand once for all its readers."""

    def __init__(self, message: Rendered) -> None:
        self._message = message
        self._subject, self._body, self._text = map(_SPLIT.split, (message.subject, message.body, message.text))
        pieces = (*self._subject[::2], *self._body[::2], *self._text[::2])
        self._whole = not any(letter in piece for piece in pieces for letter in _LETTERS)
        self._size = sum(map(self._length, self._body[::2]))

    def personal(self, said: DigestContent, space: Room) -> Rendered | None:
        """The message of one subscription; None where a stand-in was cut or the channel would not take the result."""
        plain = {_NAME: said.subscription, _MARK: said.mark, _PAGE: said.archive}
        inside = {name: _ESCAPES[self._message.format](value) for name, value in plain.items()}
        if self._message.format == "markdown":
            inside[_PAGE] = said.archive  # an address in Markdown is written, not escaped
        subject = _filled(self._subject, plain)
        if not self._whole or any(letter in value for value in plain.values() for letter in _LETTERS):
            return None
        if not self._fits(space, subject, inside):
            return None
        return replace(
            self._message,
            subject=subject,
            body=_filled(self._body, inside),
            text=_filled(self._text, plain),
            mark=said.mark,
        )

    def _fits(self, space: Room, subject: str, inside: Mapping[str, str]) -> bool:
        size = self._size + sum(self._length(inside[name]) for name in self._body[1::2])
        size += len(subject) + 8 if space.subject_in_body else 0
        return size <= (space.limit or MAIL_LIMIT) and (not space.subject or len(subject) <= space.subject)

    def _length(self, text: str) -> int:
        return len(text.encode()) if self._message.format == "html" else len(text)


def _filled(pieces: Sequence[str], values: Mapping[str, str]) -> str:
    return "".join([values[piece] if at % 2 else piece for at, piece in enumerate(pieces)])
