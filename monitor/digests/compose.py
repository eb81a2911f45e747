"""A message that fits its channel: the most urgent changes in full, the next in a line each, the rest counted. Pure.

Channels cut or refuse what is too long, mail clients hide what lies beyond about 100 KB, and a cut in the middle of a
redline says the opposite of what was decided. So the length is decided here, by leaving out whole changes.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from monitor.digests.content import DigestContent
from monitor.digests.cut import DETAILED, cut
from monitor.digests.entries import Entry
from monitor.digests.glance import ALERT, alert, headline
from monitor.digests.language import spoken
from monitor.digests.law import without_maps
from monitor.digests.render import Format, Rendered, markdown, render
from monitor.digests.words import clean, short

MAIL_LIMIT = 90_000
"""Bytes of an HTML part: Gmail hides what lies beyond about 102 KB."""

LINES = 100
"""Documents told in one line at most."""

_SMALL = 8_000
"""Below this many characters a message is a chat's: entries are brief."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a channel takes: `format`, `limit` in characters (bytes for HTML; 0 is no limit), and whether the subject is
    put into the body and so takes part of it. `subject` is the longest subject, 0 for any."""

    format: Format
    limit: int = 0
    subject: int = 0
    subject_in_body: bool = False


def compose(content: DigestContent, room: Room, *, templates: Path | None = None) -> Rendered:
    """The longest message that the channel takes; an HTML one with its plain-text part."""
    with spoken(content.language):
        return _composed(content, room, templates)


def _composed(content: DigestContent, room: Room, templates: Path | None) -> Rendered:
    limit = room.limit or MAIL_LIMIT
    whole = _fitted(content, room.format, limit, templates, subject_in_body=room.subject_in_body)
    if room.subject:
        whole = replace(whole, subject=short(whole.subject, room.subject))
    if room.format == "html":
        whole = replace(whole, text=_fitted(content, "text", MAIL_LIMIT, templates).body)
    return whole


def _fitted(
    content: DigestContent, form: Format, limit: int, templates: Path | None, *, subject_in_body: bool = False
) -> Rendered:
    brief = limit < _SMALL

    def made(full: int, lines: int) -> Rendered:
        return render(cut(content, full=full, lines=lines, brief=brief), form, templates=templates)

    def fits(message: Rendered) -> bool:
        size = len(message.body.encode()) if form == "html" else len(message.body)
        return size + (len(message.subject) + 8 if subject_in_body else 0) <= limit

    most = min(DETAILED, len(content.ranked))
    message = made(most, LINES)
    if fits(message):
        return message
    for keep in (1, 0):  # a map gives way before the five most urgent documents do
        if any(one.mapped for one in content.law) and not fits(made(min(most, 5), 0)):
            content = replace(content, law=without_maps(content.law, keep))
    full = _most(most, lambda number: fits(made(number, 0)))
    lines = _most(LINES, lambda number: fits(made(full, number))) if full >= 0 else -1
    if full < 0 or (brief and content.total and full + lines < 1):
        return _least(message, content, limit, subject_in_body)
    return made(full, max(0, lines))


def _most(highest: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `highest` that fits, or -1."""
    return bisect_right(range(highest + 1), 0, key=lambda number: 0 if fits(number) else 1) - 1


def _least(message: Rendered, content: DigestContent, limit: int, subject_in_body: bool) -> Rendered:
    """For channels like SMS: the count, as many headlines as fit, where to read on, and the mark."""
    escape_ = markdown if message.format == "markdown" else str
    tail = escape_(f"[{content.mark}]") if not content.archive else f"{content.archive} {escape_(f'[{content.mark}]')}"
    space = limit - (len(message.subject) + 8 if subject_in_body else 0) - len(tail) - 1
    if content.kind == "alert" and len(content.ranked) == 1:
        return replace(message, body=f"{_told(content.ranked[0], space, escape_)} {tail}")
    lines = [short(content.tally if content.total else message.subject, max(8, space))]
    for one in map(headline, content.ranked):
        line = f"- {escape_(one)}"
        if sum(map(len, lines)) + len(lines) + len(line) > space:
            break
        lines.append(line)
    joint = "\n" if len(lines) > 1 else " "
    return replace(message, body="\n".join(lines) + joint + tail)


def _told(one: Entry, space: int, escape_: Callable[[str], str]) -> str:
    """One document's news in `space` characters, with its address where that leaves room for the news."""
    news = alert(one if len(one.url) * 2 < space else replace(one, url=""), min(space, ALERT))
    said = escape_(replace(news, url="").text)
    whole = f"{said} {news.url}".strip()
    return whole if len(whole) <= space else short(said, space)


def trial(space: Room, destination: str) -> Rendered:
    """A message that only shows that the way to a destination works, with a redline's marks to see how they arrive."""
    said = f"This is a trial message of policywatch to {clean(destination)}. A redline looks like this:"
    bodies = {
        "text": f"{said} fined [-$250-]{{+$1,000+}}\n",
        "markdown": f"{markdown(said)} fined \\[-$250-]{{+**$1,000**+}}\n",
        "html": f"<p>{escape(said)} fined [-$250-]{{+$1,000+}}</p>\n",
    }
    return Rendered(
        subject="policywatch: trial message",
        body=bodies[space.format],
        format=space.format,
        text=bodies["text"],
        mark="trial",
    )
