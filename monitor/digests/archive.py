"""Everything that was told as plain linked pages, without a script, that any web host can serve: `digest --archive`.

Cost follows change: `changes.json` in the folder says which changes have their page, and under which edition of templates and
settings; a later run makes the pages of what is new and the lists that name it. A file is written only when it differs, under another
name first, so that a web host never serves half of one. Messages about the health of sources are nobody's but the operator's
and are left out.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from monitor import __version__
from monitor.changes.redline import redline
from monitor.digests import feeds
from monitor.digests.addresses import change_page, digest_page, document_name
from monitor.digests.archive_lists import Listed, by_day, by_month, law_page, topics_of
from monitor.digests.calendar import calendar
from monitor.digests.channels import Channel, channel, dates, slug
from monitor.digests.cut import cut
from monitor.digests.read import stored
from monitor.digests.render import built_in, render_inside, render_page
from monitor.digests.subject import subject
from monitor.digests.told import Told, scope, told
from monitor.digests.whole import beginning, whole_redline
from monitor.digests.words import clean, full_day, moment
from monitor.model.errors import ConfigError
from monitor.model.records import ChangeKind
from monitor.store import digests, subscriptions
from monitor.store.changes import Wanted, ids
from monitor.store.legal import history

INDEX = "changes.json"
_NEWEST = 40
_OF_TOPIC = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How an archive is made: the reader's clock, where it is published, whose templates, and for one subscription or all."""

    zone: ZoneInfo
    public_url: str = ""
    templates: Path | None = None
    subscription: str = ""


@dataclass(slots=True, kw_only=True)
class Written:
    """What a run did: files written, and changes and digests that the archive holds."""

    files: int = 0
    changes: int = 0
    digests: int = 0


def write_archive(conn: sa.Connection, folder: Path, how: Publication) -> Written:
    """Brings the archive in `folder` up to date; makes the folder. Raises `UnknownName` for a subscription nobody has."""
    return _Archive(conn, folder, how).write()


@dataclass(slots=True)
class _Archive:
    """One run."""

    conn: sa.Connection
    folder: Path
    how: Publication
    done: Written = field(default_factory=Written)
    rows: dict[int, Listed] = field(default_factory=dict)
    fresh: dict[int, Told] = field(default_factory=dict)

    def write(self) -> Written:
        """Pages of changes and digests first, then the lists that lead to them, the index last."""
        if self.folder.exists() and not self.folder.is_dir():
            raise ConfigError(f"{self.folder} is a file", remedy="Name a folder for the archive")
        wanted = self._wanted()
        topics = topics_of(self.conn, wanted.topics)
        edition = self._edition([(one.name, one.title, one.query) for one in topics])
        known = _read_index(self.folder, edition)
        self._put("style.css", self._style())
        self._changes(wanted, known)
        digests_ = self._digests(known)
        self._lists(topics, digests_)
        self._law(topics)
        self._feeds(topics, known)
        index = {"edition": edition, "changes": list(self.rows.values()), "digests": digests_}
        self._put(INDEX, msgspec.json.encode(index))
        self.done.changes, self.done.digests = len(self.rows), len(digests_)
        return self.done

    def _wanted(self) -> Wanted:
        if not self.how.subscription:
            return Wanted()
        return scope(subscriptions.load(self.conn, self.how.subscription, {}))

    def _edition(self, topics: Sequence[tuple[str, ...]]) -> str:
        """Of all that decides how a page looks, but for what it is about."""
        made = hashlib.sha256(
            repr((__version__, str(self.how.zone), self.how.public_url, self.how.subscription, topics)).encode()
        )
        for base in filter(None, (built_in(), self.how.templates)):
            for file in sorted((base / "archive").glob("*")) + sorted((base / "digest").glob("*.html")):
                made.update(file.name.encode() + file.read_bytes())
        return made.hexdigest()[:16]

    def _style(self) -> bytes:
        own = self.how.templates / "archive/style.css" if self.how.templates else None
        return (own if own and own.is_file() else built_in() / "archive/style.css").read_bytes()

    def _put(self, path: str, data: bytes) -> None:
        """Writes a file whole or not at all, and only when it differs."""
        file = self.folder / path
        if file.is_file() and file.read_bytes() == data:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{file.name}.partial")
        try:
            unfinished.write_bytes(data)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
        self.done.files += 1

    def _page(self, path: str, template: str, values: Mapping[str, Any]) -> None:
        root = "../" * path.count("/")
        text = render_page(f"archive/{template}", {"root": root, **values}, templates=self.how.templates)
        self._put(path, text.encode())

    def _changes(self, wanted: Wanted, known: "_Index") -> None:
        """A page for each change that has none yet, and one for the history of each document that it is of."""
        kept = {one.id: one for one in known.changes}
        every = ids(self.conn, wanted)
        new = [one for one in every if one not in kept or not (self.folder / change_page(one)).exists()]
        for start in range(0, len(new), 500):
            for one in told(self.conn, Wanted(ids=tuple(new[start : start + 500])), self.how.zone):
                kept[one.change.id] = self._change(one)
                self.fresh[one.change.id] = one
        self.rows = {one: kept[one] for one in every}
        touched = {self.rows[one].document for one in new}
        self._documents(touched)

    def _change(self, one: Told) -> Listed:
        change = one.change
        name = document_name(change.key)
        before, text = change.before, change.document.text
        amended = before is not None and bool(before.text) and before.text != text
        values = {
            "told": one,
            "one": one.entry,
            "topics": [
                {"slug": slug(topic), "title": title} for topic, title in zip(one.topics, one.titles, strict=False)
            ],
            "document": name,
            "redline": whole_redline(redline(before.text, text)) if amended and before else (),
            "text": beginning(text) if change.kind is ChangeKind.ADDED and text else "",
        }
        self._page(change_page(change.id), "change.html", values)
        return Listed(
            id=change.id,
            at=change.detected_at,
            day=change.detected_at.astimezone(self.how.zone).date(),
            label=one.entry.label,
            headline=one.headline,
            title=one.entry.title,
            heading=one.entry.heading,
            what=one.entry.what,
            name=one.entry.name,
            place=one.place,
            jurisdiction=change.jurisdiction,
            url=one.entry.url,
            topics=one.topics,
            document=name,
        )

    def _documents(self, names: Iterable[str]) -> None:
        of_document: dict[str, list[Listed]] = {name: [] for name in names}
        for one in self.rows.values():
            if one.document in of_document:
                of_document[one.document].append(one)
        for name, rows in of_document.items():
            self._page(f"documents/{name}.html", "document.html", {"row": rows[-1], "days": by_day(rows)})

    def _digests(self, known: "_Index") -> list[dict[str, Any]]:
        """A page for each digest that has none yet; the digests, newest first."""
        kept = {one["id"]: one for one in known.digests}
        found = []
        for row in digests.listing(self.conn, limit=1_000_000):
            mine = not self.how.subscription or row["subscription"] == self.how.subscription
            if not mine or row["kind"] == "health":
                continue
            number = row["id"]
            if number not in kept or not (self.folder / digest_page(number)).exists():
                kept[number] = self._digest(number, row["created_at"].astimezone(self.how.zone))
            found.append(kept[number])
        return found

    def _digest(self, number: int, made: datetime) -> dict[str, Any]:
        whole = stored(self.conn, number, notes=False)
        said = cut(whole, full=len(whole.ranked), lines=1_000_000)
        body, foot = render_inside(said, templates=self.how.templates)
        items = digests.load(self.conn, number).items
        told_of = dict.fromkeys(one.change_id for one in items if one.part in ("entry", "folded"))
        rows = [self.rows[one] for one in told_of if one in self.rows]
        title = subject(said)
        values = {"subject": title, "body": _Html(body), "foot": _Html(foot), "rows": rows}
        self._page(digest_page(number), "digest.html", values)
        return {
            "id": number,
            "subject": title,
            "subscription": clean(whole.subscription),
            "made": moment(made),
            "month": f"{made:%B %Y}",
        }

    def _lists(self, topics: Sequence[Any], digests_: Sequence[Mapping[str, Any]]) -> None:
        newest = list(self.rows.values())[::-1]
        counts = [one.counted(self.rows.values()) for one in topics]
        values: dict[str, Any] = {
            "total": len(newest),
            "digest_total": len(digests_),
            "latest": full_day(newest[0].day) if newest else "",
            "topics": counts,
            "days": by_day(newest[:_NEWEST], newest_first=True),
            "digests": digests_[:10],
        }
        self._page("index.html", "index.html", values)
        months = [(name, list(some)) for name, some in groupby(digests_, lambda one: one["month"])]
        self._page("digests/index.html", "digests.html", {"digests": digests_, "months": months})
        in_months = by_month(newest)
        listed = [(key, name, len(rows)) for key, name, rows in in_months]
        self._page("changes/index.html", "months.html", {"months": listed})
        for key, name, rows in in_months:
            self._page(f"changes/{key}.html", "month.html", {"name": name, "days": by_day(rows, newest_first=True)})
        self._page("topics/index.html", "topics.html", {"topics": counts})
        for one in counts:
            rows = [row for row in newest if one["name"] in row.topics][:_OF_TOPIC]
            about = {"topic": one, "shown": len(rows), "days": by_day(rows, newest_first=True)}
            feed = {"path": f"feeds/topic-{one['slug']}", "calendar": True}
            self._page(f"topics/{one['slug']}.html", "topic.html", {**about, "feed": feed})

    def _law(self, topics: Sequence[Any]) -> None:
        with_law = [one for one in topics if one.legal]
        for one in with_law:
            values = law_page(one, history(self.conn, one.name), self.how.zone)
            values["map"] = _Html(values["map"])
            self._page(f"legal/{one.slug}.html", "legal.html", values)
        self._page("legal/index.html", "legal_index.html", {"topics": with_law})

    def _feeds(self, topics: Sequence[Any], known: "_Index") -> None:
        """Feeds of what has a new change, calendars always: a date can come and go without one."""
        groups = self._channels(topics)
        for _, some in groups:
            for one, calendared in some:
                self._feed(one, {row.id for row in known.changes})
                if calendared:
                    address = f"{self.how.public_url}/{one.path}.ics" if self.how.public_url else ""
                    data = calendar(dates(self.conn, one), title=one.title, address=address)
                    self._put(f"{one.path}.ics", data)
        shown = [
            (name, [{"title": one.about, "path": one.path, "calendar": yes} for one, yes in some])
            for name, some in groups
        ]
        self._page("feeds/index.html", "feeds.html", {"groups": shown})

    def _channels(self, topics: Sequence[Any]) -> list[tuple[str, list[tuple[Channel, bool]]]]:
        conn, own = self.conn, self.how.subscription
        if own:
            return [("Subscription", [(channel(conn, subscription=own), True)])]
        places = sorted({one.jurisdiction for one in self.rows.values() if one.jurisdiction})
        told_to = [one.name for one in subscriptions.listing(conn, {}) if one.topics]
        return [
            ("Everything", [(channel(conn), False)]),
            ("By topic", [(channel(conn, topic=one.name), True) for one in topics]),
            ("By jurisdiction", [(channel(conn, jurisdiction=one), False) for one in places]),
            ("By subscription", [(channel(conn, subscription=one), True) for one in told_to]),
        ]

    def _feed(self, one: Channel, known: set[int]) -> None:
        newest = ids(self.conn, one.wanted)[-feeds.NEWEST :]
        files = [self.folder / f"{one.path}.{ending}" for ending in ("atom", "json")]
        if set(newest) <= known and all(file.exists() for file in files):
            return
        found = [self._told(number) for number in newest]
        made = feeds.feed(found, title=one.title, path=one.path, base=self.how.public_url, templates=self.how.templates)
        self._put(f"{one.path}.atom", feeds.atom(made))
        self._put(f"{one.path}.json", feeds.json_feed(made))

    def _told(self, number: int) -> Told:
        if number not in self.fresh:
            (self.fresh[number],) = told(self.conn, Wanted(ids=(number,)), self.how.zone)
        return self.fresh[number]


class _Html(str):
    """Markup that a template of ours made already."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class _Index(msgspec.Struct):
    """What an earlier run left in `changes.json`."""

    edition: str = ""
    changes: list[Listed] = []
    digests: list[dict[str, Any]] = []


def _read_index(folder: Path, edition: str) -> _Index:
    """What is there already; nothing where there is none, or where it was made otherwise."""
    try:
        found = msgspec.json.decode((folder / INDEX).read_bytes(), type=_Index)
    except (OSError, msgspec.DecodeError):
        return _Index()
    return found if found.edition == edition else _Index()
