"""What one callback yielded, by kind: what a crawl records and `extract` shows."""

from dataclasses import dataclass, field
from typing import Any

from scrapy import Request

from monitor.model.documents import Document
from monitor.model.figures import Figure
from monitor.source.spider import Absent, Enclosed, Mention, Total, Untracked, Wholesale


@dataclass(slots=True, kw_only=True)
class Yielded:
    """Documents, follow-up requests and whatever else a spider may say of an answer; `absent` is the last word on what is gone."""

    documents: list[Document] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    untracked: list[Untracked] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    wholesale: list[Wholesale] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    absent: Absent | None = None

    def add(self, thing: Any) -> None:
        """One thing more; what is nothing else is a request."""
        if isinstance(thing, Document):
            self.documents.append(thing)
        elif isinstance(thing, Absent):
            self.absent = thing
        else:
            self._of(thing).append(thing)

    def _of(self, thing: Any) -> list[Any]:
        kinds: tuple[tuple[type, list[Any]], ...] = (
            (Request, self.requests),
            (Total, self.totals),
            (Untracked, self.untracked),
            (Figure, self.figures),
            (Wholesale, self.wholesale),
            (Enclosed, self.enclosed),
            (Mention, self.mentions),
        )
        return next((held for kind, held in kinds if isinstance(thing, kind)), self.requests)

    @property
    def leads_on(self) -> bool:
        """Whether the page must be read again though it has not moved: for others, or for what nobody reads."""
        return bool(self.requests or self.untracked or self.wholesale)
