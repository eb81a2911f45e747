"""Documents of the Federal Register, of whatever agency, in which a watched word stands.

The words are those of the topics, or the `terms` that the configuration sets for this source; each is one search of the full
text. Public inspection is looked through by title. Checked against recorded answers of the interface.
"""

import re
from typing import Any

from monitor.source import field
from spiders.families.federal_register import FederalRegisterSpider

_JOINTS = re.compile(r"[\s\u2010-\u2015\u2212-]+")


class FederalRegisterTopic(FederalRegisterSpider):
    """It finds within hours what us.federal_register_full_text finds in the daily issue, and without reading all of it."""

    name = "us.federal_register_topic"
    publisher = "Office of the Federal Register"
    verified = "capture"
    searches = True
    may_be_empty = True  # no agency writes about most words every month

    def searches_made(self) -> dict[str, str]:
        """One search a term, as a phrase."""
        phrases = (term.replace('"', " ").strip() for term in self.terms)
        return {phrase: self.search(("conditions[term]", f'"{phrase}"')) for phrase in phrases if phrase}

    def wanted(self, item: Any, url: str) -> bool:
        """Whether a filing names a term; without terms, any. Blanks and hyphens are alike, for titles bear typesetting blanks."""
        names = ("title", "subject_1", "subject_2", "subject_3", "toc_subject", "toc_doc")
        title = _plain(" ".join(field(item, name, str, url=url, default="") or "" for name in names))
        return not self.terms or any(_plain(term) in title for term in self.terms)


def _plain(text: str) -> str:
    return _JOINTS.sub("", text).casefold()
