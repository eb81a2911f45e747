"""What the bill spiders of all legislatures share: the tables that coverage, health and tests read. Step 3 of the path."""

from datetime import date, datetime
from typing import ClassVar

from monitor.model.documents import Action
from monitor.source import SourceSpider, squeeze
from spiders.families.actions import Vocabulary, classify
from spiders.families.sessions import Sessions


class BillSpider(SourceSpider):
    """The bills of one legislature. Subclasses set the tables and write `requests` and their callbacks:

    `for due in self.sessions.due(self.now): yield self.follow(address(due.session), self.parse_list, **due.pace)`
    """

    kinds = ("bill",)
    steady = True
    sessions: ClassVar[Sessions]
    vocabulary: ClassVar[Vocabulary]

    @classmethod
    def registers(cls, now: datetime) -> frozenset[str] | None:
        """The sessions that are read at this moment."""
        return frozenset(f"{cls.jurisdiction}:{due.session.identifier}" for due in cls.sessions.due(now))

    @classmethod
    def session_days(cls) -> dict[str, tuple[date | None, date | None]]:
        """First and last day of each session of the table."""
        known = getattr(cls, "sessions", ())
        return {f"{cls.jurisdiction}:{one.identifier}": (one.starts_on, one.ends_on) for one in known}

    def action(self, text: str, *, on: date | None, by: str = "legislature") -> Action:
        """A step in the publisher's words, classified by the state's vocabulary; `by` is upper, lower, legislature or executive."""
        words = squeeze(text)
        return Action(on=on, text=words, by=by, kinds=classify(words, self.vocabulary))
