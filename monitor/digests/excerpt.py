"""The part of a redline that a message can carry: each change with some words around it, up to a limit. Pure.

A piece never relies on colour: the templates write `[-gone-]` and `{+new+}` around what changed, in every format.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from monitor.changes.redline import changed_sentences, numbered_anew, redline
from monitor.digests.by_section import by_section
from monitor.digests.language import in_force, number
from monitor.digests.words import reading, short
from monitor.model.records import Operation

_AROUND = 70
"""Characters of unchanged text kept on either side of a change."""

_SENTENCE = 200
"""Characters within which the rest of the sentence is kept whole instead."""

_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\s*¶\s+")
_BLOCK_END = re.compile(r"([.!?;:]?)\s*¶\s*")
_MARKED = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}")

_LIMIT = 700
"""Characters of an excerpt."""

_NUMBERS = 3
"""How many renumbered paragraphs are named; the others are counted."""

_LONGEST = 320
"""Characters of one inserted or deleted stretch."""

_KEPT = 512
"""Excerpts that are kept, by a hash of what they are of: an excerpt is short, the texts are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of an excerpt: `op` is same, gone, new, or note (our own words, not the document's)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What a message carries of a redline: the first sentence that reads otherwise now, the changes with their surroundings, and
    what changed section by section (nothing where it all is in one)."""

    sentence: str
    pieces: tuple[Piece, ...]
    sections: tuple[str, ...]


_RECENT: dict[bytes, Excerpt] = {}


def excerpt(old: str, new: str) -> Excerpt:
    """The part of the redline of two texts that a message can carry. The last ones are kept: on a Monday many digests tell of the
    same changes."""
    mark = blake2b(f"{in_force()} {len(old)} {old}{new}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
    found = _RECENT.pop(mark, None) or _excerpt(old, new)
    _RECENT[mark] = found
    if len(_RECENT) > _KEPT:
        _RECENT.pop(next(iter(_RECENT)), None)
    return found


def _excerpt(old: str, new: str) -> Excerpt:
    operations = redline(old, new)
    sentences = changed_sentences(operations, 1)
    return Excerpt(
        sentence=short(reading(sentences[0]), 400) if sentences else "",
        pieces=pieces(operations),
        sections=by_section(operations),
    )


def told(sentence: str, found: Sequence[Piece]) -> bool:
    """Whether what is marked in a sentence can be read in the excerpt already, which has the words around it too."""
    seen = {(one.op, one.text) for one in found}
    marked = [("gone", gone.strip()) if gone else ("new", new.strip()) for gone, new in _MARKED.findall(sentence)]
    if marked:
        return all(any(op == known and text in whole for known, whole in seen) for op, text in marked)
    return "".join(sentence.split()) in "".join("".join(one.text for one in found).split())


def shorter(found: Sequence[Piece], limit: int) -> tuple[Piece, ...]:
    """The first pieces that fit into `limit` characters, at least one of them a change. What was put in place of words that are
    shown struck is shown too, or its beginning: a deletion alone would say something else."""
    kept: list[Piece] = []
    used = 0
    for one in found:
        changed = any(piece.op != "same" for piece in kept)
        if changed and used + len(one.text) > limit:
            instead = one.op == "new" and kept[-1].op == "gone"
            end = (Piece(op="new", text=short(one.text, max(limit // 3, 40))),) if instead else ()
            return (*_ended(kept), *end, Piece(op="note", text=" …"))
        kept.append(Piece(op=one.op, text=short(one.text, limit) if one.op != "same" else one.text))
        used += len(one.text)
    return tuple(kept)


def _ended(kept: Sequence[Piece]) -> Sequence[Piece]:
    """Without a pilcrow where the excerpt breaks off."""
    last = kept[-1]
    return (*kept[:-1], Piece(op=last.op, text=last.text.rstrip("¶… "))) if last.op == "same" else kept


def pieces(operations: Sequence[Operation], limit: int = _LIMIT) -> tuple[Piece, ...]:
    """The changes of a redline in reading order, cut at `limit` characters; what is left out is counted in a note.

    Paragraphs that only got another number are read under it, and named at the end.
    """
    found: list[Piece] = []
    used, left = 0, 0
    before = None
    for one in _visible(list(numbered_anew(operations))):
        instead = one.op == "new" and before is not None and before.op == "gone" and found[-1] is before
        if used < limit or instead:
            found.append(one)
            used += len(one.text)
        elif one.op != "same":
            left += 1
        before = one
    if found and found[-1].op == "same":
        found[-1] = Piece(op="same", text=found[-1].text.rstrip("¶ "))
    if left:
        found.append(Piece(op="note", text=f" … and {number(left)} more in the text"))
    if numbers := [f"{one.old} → {one.new}" for one in operations if one.op == "renumber"]:
        more = f" and {number(len(numbers) - _NUMBERS)} more" if len(numbers) > _NUMBERS else ""
        found.append(Piece(op="note", text=f" (renumbered: {', '.join(numbers[:_NUMBERS])}{more})"))
    return tuple(found)


def _visible(operations: Sequence[Operation]) -> Iterator[Piece]:
    changed = [one.op in ("insert", "delete") for one in operations]
    for at, one in enumerate(operations):
        if one.op == "equal":
            text = _context(one.old, after=at > 0 and changed[at - 1], before=any(changed[at + 1 : at + 2]))
            if text:
                yield Piece(op="same", text=text)
        elif one.op == "move":
            if one.new:
                yield Piece(op="note", text=f" (moved: {short(reading(one.new), 80)}) ")
        else:
            yield from _marked("gone" if one.op == "delete" else "new", one.old if one.op == "delete" else one.new)


def _marked(op: str, text: str) -> Iterator[Piece]:
    """A change with the white space around it set apart, so that no mark begins or ends with a blank."""
    inline = _inline(text)
    body = inline.strip("¶ ")
    lead = inline[: len(inline) - len(inline.lstrip("¶ "))]
    if not body:
        return
    if lead:
        yield Piece(op="same", text=lead)
    yield Piece(op=op, text=_middle(body, _LONGEST))
    if trail := inline[len(lead) + len(body) :]:
        yield Piece(op="same", text=trail)


def _context(text: str, *, after: bool, before: bool) -> str:
    """The ends of an unchanged stretch that touch a change."""
    whole = _inline(text)
    if after and before and len(whole) <= 2 * _AROUND + 20:
        return whole
    head = _until(whole, _AROUND) if after else ""
    tail = _from(whole, _AROUND) if before else ""
    return f"{head} … {tail}" if head and tail else head or tail


def _until(text: str, size: int) -> str:
    """The beginning of a text: to the end of its sentence where that is near, else some words."""
    if len(text) <= size:
        return text
    end = _SENTENCE_END.search(text, 0, _SENTENCE)
    if end:
        return text[: end.start()] + " …"
    return text[: text.rfind(" ", 0, size) + 1 or size].rstrip() + " …"


def _from(text: str, size: int) -> str:
    """The end of a text: from the beginning of its sentence where that is near, else some words."""
    if len(text) <= size:
        return text
    starts = [one.end() for one in _SENTENCE_END.finditer(text, max(0, len(text) - _SENTENCE)) if one.end() < len(text)]
    if starts:
        return "… " + text[starts[-1] :]
    cut = text.find(" ", len(text) - size)
    return "… " + text[cut + 1 if cut >= 0 else len(text) - size :]


def _middle(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size * 2 // 3].rstrip()} … {text[-size // 3 :].lstrip()}"


def _inline(text: str) -> str:
    """One line that keeps whether it began or ended with a space or a new block."""
    body = reading(text)
    if not body:
        return " " if text else ""
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(text.rstrip()) :]
    return f"{_gap(lead)}{body.strip('¶ ')}{_gap(trail)}"


def _gap(white: str) -> str:
    return " ¶ " if "\n" in white else " " if white else ""


def surroundings(text: str, at: int | None, size: int = 400) -> str:
    """Some words of a new document around its first hit, or its beginning."""
    if not text:
        return ""
    start = 0 if at is None or at < size // 2 else text.find(" ", at - size // 3) + 1
    passage = short(_plain(reading(text[start : start + 3 * size]).strip("¶ ")), size)
    return f"… {passage}" if start else passage


def _plain(text: str) -> str:
    """Running text: where blocks meet, a full stop parts them or else a dot."""
    return _BLOCK_END.sub(lambda found: f"{found[1]} " if found[1] else " · ", text)
