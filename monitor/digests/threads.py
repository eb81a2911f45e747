"""An alert that follows another about the same document says so, for many channels have no threads. Pure; step 10 of the path."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.digests.content import DigestContent
from monitor.digests.cut import DETAILED, cut
from monitor.digests.entries import Entry
from monitor.digests.words import day


def follow_ups(said: DigestContent, follows: Mapping[str, str], zone: ZoneInfo, today: date) -> DigestContent:
    """The alert with each document that was told before called a follow-up."""
    if not follows:
        return said
    ranked = tuple(_again(one, follows.get(str(one.change_id)), zone, today) for one in said.ranked)
    return cut(replace(said, ranked=ranked), full=DETAILED, lines=100)


def _again(one: Entry, before: str | None, zone: ZoneInfo, today: date) -> Entry:
    if before is None:
        return one
    return replace(one, last_told=day(datetime.fromisoformat(before).astimezone(zone).date(), today))
