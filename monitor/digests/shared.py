"""One message for many readers: what says the same is composed once, and only name, mark and address are put in for each. Pure.

On a Monday morning thousands of subscriptions say the same of the same week. What differs between them stands in the message
as a run of private-use characters, which no cleaned text of a publisher is likely to hold and no template changes.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from html import escape

from monitor.digests.compose import MAIL_LIMIT, Room
from monitor.digests.content import DigestContent
from monitor.digests.render import Rendered, markdown
from monitor.store.digests import Outline

_NAME, _MARK, _PAGE = (chr(0xE000 + at) * 16 for at in range(3))
"""Stand-ins, about as long as what they stand for."""

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


def personal(message: Rendered, said: DigestContent, space: Room) -> Rendered | None:
    """The message of one subscription; None where a stand-in was cut or the channel would not take the result."""
    inside = _ESCAPES[message.format]
    made = replace(
        message,
        subject=_filled(message.subject, said, str),
        body=_filled(message.body, said, inside),
        text=_filled(message.text, said, str),
        mark=said.mark,
    )
    whole = not any(letter in part for letter in _LETTERS for part in (made.subject, made.body, made.text))
    return made if whole and _fits(made, space) else None


def _filled(text: str, said: DigestContent, inside: Callable[[str], str]) -> str:
    page = (
        said.archive if inside is markdown else inside(said.archive)
    )  # an address in Markdown is written, not escaped
    return text.replace(_NAME, inside(said.subscription)).replace(_MARK, inside(said.mark)).replace(_PAGE, page)


def _fits(message: Rendered, space: Room) -> bool:
    size = len(message.body.encode()) if message.format == "html" else len(message.body)
    size += len(message.subject) + 8 if space.subject_in_body else 0
    return size <= (space.limit or MAIL_LIMIT) and (not space.subject or len(message.subject) <= space.subject)
