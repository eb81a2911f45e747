"""What a visitor of the demonstration reads: a line for each thing that happens, coloured on a terminal, plain in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from monitor.demo.evidence import Seen, change_of
from monitor.demo.story import Day
from monitor.model.records import Outcome

_STYLES = {
    "new": "green",
    "changed": "cyan",
    "wall": "yellow",
    "held": "yellow",
    "red": "red",
    "well": "green",
    "alert": "bold magenta",
    "digest": "bold blue",
    "welcome": "bold blue",
    "wrong": "bold red",
}
_WORDS = {"added": "new", "amended": "changed"}
_HEALTH = {"failing": "red", "recovered": "well"}
_MARGIN = 21
"""Columns before the words of a line: the day, and what kind of thing it is."""


@dataclass(slots=True)
class Screen:
    """Writes to standard output; `day` is the date that the next line belongs to."""

    console: Console = field(default_factory=lambda: Console(highlight=False))
    day: str = ""

    def say(self, text: str = "", style: str = "") -> None:
        """A paragraph."""
        self.console.print(Text(text, style=style), soft_wrap=not self.console.is_terminal)

    def verbatim(self, text: str) -> None:
        """Text as it is, never broken: messages, and commands to copy."""
        self.console.out(text, highlight=False)

    def line(self, word: str, text: str, aside: str = "") -> None:
        """Something that happened; the date stands before the first line of a day. A pipe gets one line, however long."""
        words = Text(text, style="" if word else "dim")
        words.append(f"  [{aside}]" if aside else "", style="dim")
        room = self.console.width - _MARGIN if self.console.is_terminal else len(words) + 1
        for row in words.wrap(self.console, max(room, 30)):
            start = Text(f"{self.day:<12}", style="dim").append(f"{word:<9}", style=_STYLES.get(word, "dim"))
            row.rstrip()
            self.console.print(start + row, soft_wrap=True)
            self.day = word = ""

    @contextmanager
    def busy(self, words: str) -> Iterator[None]:
        """A turning sign while something runs, for people at a terminal."""
        if self.console.is_terminal:
            with self.console.status(words):
                yield
        else:
            yield

    def begin(self, on: date) -> None:
        """The next line opens this day."""
        self.day = f"{on:%a} {on.day:>2} {on:%b}"

    def messages(self, seen: Seen) -> None:
        """The digests and alerts that arrived; a welcome goes to each subscription and is shown once."""
        for one in seen.told:
            kind = one.content.kind
            if kind == "welcome" and one.content.subscription != "weekly":
                continue
            self.line(kind, f"“{one.subject}”")
            if kind == "digest":
                self.line("", f"it ends: {' '.join((one.content.proof.sentence, *one.content.proof.more))}")

    def findings(self, day: Day, seen: Seen) -> None:
        """What the checks of a day found."""
        for note in day.notes:
            self.line("", note)
        walls: dict[str, list[str]] = {}
        for result in seen.results:
            if result.outcome is Outcome.BLOCKED:
                walls.setdefault(result.error.partition(" at ")[0], []).append(result.source)
            if result.held:
                self.line("held", f"{result.source}: {result.error}")
        for wall, names in walls.items():
            self.line("wall", f"{wall}: {', '.join(names)}")
        for event in day.events:
            if change := change_of(event.source, event.identifier, seen):
                name = event.source if event.identifier.startswith("https://") else event.identifier
                self.line(_WORDS[event.kind], event.told, f"{name}: {'; '.join(change.reasons[:2])}")
        for state in dict.fromkeys(one.state for one in seen.health):
            names = [one.source for one in seen.health if one.state == state]
            self.line(_HEALTH[state], f"the operator is told: {', '.join(names)} {state}")

    def baseline(self, seen: Seen) -> None:
        """What the first look found."""
        documents = sum(result.documents for result in seen.results)
        self.line("", f"{len(seen.results)} sources are read for the first time: {documents} documents, kept quietly")

    def commands(self, folder: Path, change: int) -> None:
        """What to try next, on what the demonstration has left; `change` is one with a redline."""
        database, config = folder / "demo.db", folder / "policywatch.toml"
        self.say("Try next:", "bold")
        self.verbatim(
            f"  policywatch changes --database {database} --topic kratom\n"
            f"  policywatch show {change} --database {database}\n"
            f"  policywatch digest weekly --database {database} --since 2026-07-01 --now 2026-08-31T12:00\n"
            f"  policywatch deliveries --database {database}\n"
            f"  policywatch sources --config {config}\n"
            "  policywatch init && policywatch run     (your own monitor)"
        )
