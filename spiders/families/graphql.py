"""GraphQL over POST: what goes into a request and what comes out of its answer. Step 3 of the path.

An answer with `errors` is refused even where it brings data: a field that the publisher renamed leaves holes in all documents.
"""

import json
from collections.abc import Mapping
from typing import Any

from scrapy.http import Response

from monitor.model.errors import ExtractionError
from monitor.source import field, json_of


def asking(query: str, variables: Mapping[str, Any], *, origin: str) -> dict[str, Any]:
    """Arguments of `SourceSpider.follow` for one query; `origin` is the site (https://host) whose page asks it.

    The body is the same for the same question, because it names the page.
    """
    body = json.dumps({"query": " ".join(query.split()), "variables": dict(variables)}, sort_keys=True)
    headers = {"Content-Type": "application/json", "Origin": origin, "Referer": f"{origin}/"}
    return {"method": "POST", "body": body, "headers": headers}


def filled(query: str, **texts: str) -> str:
    """A query with its words in capitals replaced by quoted texts. A text in the query fits whatever type the schema gives its
    place (String, ID, a date); a variable must name that type, and is refused when the schema has another."""
    for name, text in texts.items():
        query = query.replace(name, json.dumps(text))
    return query


def answer(response: Response) -> dict[str, Any]:
    """The `data` of an answer. Raises ExtractionError with the server's words for one with errors (GraphQL section 7.1)."""
    parsed = json_of(response)
    if not isinstance(parsed, dict):
        raise ExtractionError(f"expected a GraphQL answer, found {type(parsed).__name__}", url=response.url)
    errors = parsed.get("errors")
    if errors:
        first = errors[0] if isinstance(errors, list) else errors
        words = first.get("message", first) if isinstance(first, dict) else first
        raise ExtractionError(f"the query is refused: {words}", url=response.url, selector="errors")
    return field(parsed, "data", dict, url=response.url)
