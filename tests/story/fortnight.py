"""Eleven days of an agency that publishes, amends, breaks, hides behind a wall and comes back, watched through the whole stack.

Nothing is replaced: `policywatch run --once` as of each day, crawl processes over loopback HTTP, a webhook and a mail server.
Tests read what each day brought to those who are told.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from agency import Agency, agency, feed, index, page
from receivers import PostOffice, Webhook, post_office, webhook

from monitor.cli.app import App
from monitor.cli.running import hands_of
from monitor.service.run import once
from monitor.store import sources

CONFIG = """
timezone = "America/New_York"

[sources]
enabled = []

[[watch]]
name = "FDA and kratom"
url = "{fda}"
css = "main"
jurisdiction = "us"

[[watch]]
name = "DEA news"
kind = "feed"
url = "{dea}"
jurisdiction = "us"

[[watch]]
name = "Ohio bills"
kind = "index"
url = "{ohio}"
follow = ".bills a"
css = "main"
complete = true
jurisdiction = "us-oh"

[topics.kratom]
title = "Kratom and 7-OH"
query = 'kratom OR 7-OH OR 7-hydroxymitragynine'

[topics.scheduling]
title = "Scheduling"
query = '"schedule I"'

[destinations.chat]
url = "{chat}"
format = "text"

[destinations.board]
url = "{board}"

[destinations.volunteer]
url = "{volunteer}"

[subscriptions.alerts]
topics = ["kratom", "scheduling"]
cadence = "at once"
destinations = ["chat"]

[subscriptions.daily]
topics = ["kratom", "scheduling"]
cadence = "daily 08:00"
destinations = ["board"]
send_empty = true

[operator]
destinations = ["volunteer"]

[fetch]
allow_private = ["127.0.0.0/8"]
delay = 0
processes = 1
"""

DAY_BEFORE = datetime(2026, 7, 5, 13, 0, tzinfo=UTC)  # 09:00 in New York
AT_THE_END = DAY_BEFORE + timedelta(days=11, minutes=1)
FDA, DEA, OHIO = "/fda/kratom", "/dea/news", "/ohio/bills"
STATEMENT = (
    "FDA is not aware of any approved drug that contains kratom.",
    "A seller of kratom for human use pays a penalty of $10 for each unit sold.",
)
AMENDED = (STATEMENT[0], STATEMENT[1].replace("$10", "$25"))
BACK = (*AMENDED, "Products with more than 1 % of 7-OH are adulterated.")
BROKEN_FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
ORDER = "Temporary placement of 7-OH in schedule I"


@dataclass(slots=True, kw_only=True)
class Day:
    """What a day brought: messages of the webhook, letters to the board and to the volunteer, outcomes by source."""

    chat: list[dict[str, Any]] = field(default_factory=list)
    board: list[EmailMessage] = field(default_factory=list)
    volunteer: list[EmailMessage] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    red: set[str] = field(default_factory=set)


class Fortnight:
    """The days as they pass; day 1 is Monday, 6 July 2026."""

    def __init__(self, folder: Path, site: Agency, chat: Webhook, office: PostOffice) -> None:
        self.folder, self.site, self.chat, self.office = folder, site, chat, office
        self.days: dict[int, Day] = {}
        self.news = {site.url("/dea/1"): ("Kratom seized in Ohio", "Agents seized kratom.")}
        self.bills = {f"/ohio/bills/{number}": f"HB {number}" for number in range(1, 9)}
        self.file = folder / "policywatch.toml"
        addresses = {"fda": site.url(FDA), "dea": site.url(DEA), "ohio": site.url(OHIO), "chat": chat.address}
        letters = {"board": office.address("board@example.org"), "volunteer": office.address("volunteer@example.org")}
        self.file.write_text(CONFIG.format(**addresses, **letters))
        self.app = App(file=self.file, database=None, as_json=False)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`policywatch` as a person types it."""
        command = Path(sys.executable).with_name("policywatch")
        return subprocess.run(
            [command, *arguments, "--config", str(self.file)], capture_output=True, text=True, check=False, timeout=120
        )

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """What a verb prints with --json."""
        return [json.loads(line) for line in self.command(*arguments, "--json").stdout.splitlines()]

    def publish(self) -> None:
        """Everything as it stands on the first day."""
        self.site.put(FDA, page("FDA and kratom", *STATEMENT))
        self.put_news()
        for path, name in self.bills.items():
            self.site.put(path, page(name, f"{name} regulates the sale of kratom products."))
        self.put_bills(self.bills)

    def put_news(self) -> None:
        """The feed as it should be."""
        self.site.put(DEA, feed("DEA news", self.news), "application/rss+xml")

    def put_bills(self, bills: dict[str, str]) -> None:
        """The index with these rows."""
        self.site.put(OHIO, index("Bills", bills))

    def pass_day(self, number: int, *, by_command: bool = False) -> None:
        """09:00 in New York: everything that is due is done."""
        now = DAY_BEFORE + timedelta(days=number)
        told = len(self.chat.received), len(self.office.letters)
        if by_command:
            ended = self.command("run", "--once", "--now", now.isoformat())
            assert ended.returncode == 0, ended.stderr
        else:
            asyncio.run(once(self.app.engine, self.app.config, hands=hands_of(self.app, now), now=now))
        letters = self.office.letters[told[1] :]
        with self.app.engine.connect() as conn:
            rows = sources.listing(conn)
        self.days[number] = Day(
            chat=self.chat.received[told[0] :],
            board=[letter for letter in letters if letter["To"] == "board@example.org"],
            volunteer=[letter for letter in letters if letter["To"] == "volunteer@example.org"],
            outcomes={row["name"]: row["last_outcome"] for row in rows},
            red={row["name"] for row in rows if row["red_since"]},
        )


def play(story: Fortnight) -> None:
    """The eleven days."""
    site, half = story.site, dict(list(story.bills.items())[:4])
    without_third = {path: name for path, name in story.bills.items() if name != "HB 3"}
    story.publish()
    story.pass_day(1, by_command=True)

    story.news = {site.url("/dea/2"): (ORDER, "DEA places 7-OH, an alkaloid of kratom, in schedule I."), **story.news}
    story.put_news()
    story.pass_day(2)

    site.put(FDA, page("FDA and kratom", *AMENDED))
    story.pass_day(3)

    site.fail(FDA)
    site.put(DEA, BROKEN_FEED, "application/rss+xml")
    story.pass_day(4)

    story.put_news()
    story.pass_day(5)

    story.put_bills(half)
    story.pass_day(6)

    story.put_bills(story.bills)
    story.pass_day(7)

    site.wall_off(FDA)
    story.pass_day(8)

    site.put(FDA, page("FDA and kratom", *BACK))
    story.put_bills(without_third)
    story.pass_day(9)
    story.pass_day(10)

    story.put_bills(story.bills)
    story.pass_day(11)
    assert story.command("run", "--once", "--now", AT_THE_END.isoformat()).returncode == 0


@contextmanager
def fortnight(folder: Path) -> Iterator[Fortnight]:
    """The story, played; site and receivers stay up for commands that look back at it."""
    with ExitStack() as stack:
        site, chat, office = (stack.enter_context(one()) for one in (agency, webhook, post_office))
        story = Fortnight(folder, site, chat, office)
        play(story)
        yield story
        story.app.engine.dispose()
