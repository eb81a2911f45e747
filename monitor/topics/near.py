"""Near misses: words of a document that hold a word of a query without being it ("kratoms", "mitragynine-like").

They are what a wildcard would add ("kratom*"), and the usual reason why somebody was not told.
"""

import re

from monitor.model.documents import Document
from monitor.topics.fields import texts
from monitor.topics.match import terms_of
from monitor.topics.query import parse

_LEAST = 4  # letters; a shorter word stands inside too many others


def near_misses(query: str, document: Document) -> tuple[str, ...]:
    """The words of a document that begin with, or hold, the longest word of a term of the query, each once and in order.

    Raises QueryError for a query that does not parse.
    """
    anchors = {term.anchor.strip() for term in terms_of(parse(query).root)}
    sought = sorted(re.escape(anchor) for anchor in anchors if anchor.isalpha() and len(anchor) >= _LEAST)
    if not sought:
        return ()
    form = re.compile(rf"[\w-]*(?:{'|'.join(sought)})[\w-]*", re.IGNORECASE)
    words = (found[0] for _, values in texts(document) for value in values for found in form.finditer(value))
    return tuple(dict.fromkeys(word.strip("-").lower() for word in words))
