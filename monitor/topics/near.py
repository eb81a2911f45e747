"""Near misses: words of a document that hold a word of a query without being it ("kratoms", "mitragynine-like").

They are what a wildcard would add ("kratom*"), and the usual reason why somebody was not told.
"""

import re

from monitor.model.documents import Document
from monitor.topics.fields import texts
from monitor.topics.match import terms_of
from monitor.topics.query import parse

_LEAST = 4  # letters; a shorter word stands inside too many others


class NearMisses:
    """The near misses of a query; raises QueryError for one that does not parse."""

    def __init__(self, query: str) -> None:
        anchors = {term.anchor.strip() for term in terms_of(parse(query).root)}
        sought = sorted(re.escape(anchor) for anchor in anchors if anchor.isalpha() and len(anchor) >= _LEAST)
        self._form = re.compile(rf"[\w-]*(?:{'|'.join(sought)})[\w-]*", re.IGNORECASE) if sought else None

    def of(self, document: Document) -> tuple[str, ...]:
        """The words of a document that hold the longest word of a term of the query, each once and in order."""
        if self._form is None:
            return ()
        words = (found[0] for _, values in texts(document) for value in values for found in self._form.finditer(value))
        return tuple(dict.fromkeys(word.strip("-").lower() for word in words))
