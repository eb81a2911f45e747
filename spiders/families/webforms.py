"""Forms of ASP.NET: what a page's form would send. Step 3 of the path, for the legislatures whose sites are WebForms.

Such a form is refused unless its hidden fields (`__VIEWSTATE`, `__EVENTVALIDATION` …) come back as they were given. They differ
at each visit, so that a request made with them needs `meta["named"]` to be the same page at the next check.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from scrapy.http import TextResponse

from monitor.model.errors import ExtractionError

HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
EVENTS = {"__EVENTTARGET": "", "__EVENTARGUMENT": "", "__LASTFOCUS": ""}
UNTICKED = ("checkbox", "radio")
PRESSED = ("submit", "button", "image", "reset")


def fields_of(page: TextResponse, *, buttons: bool = True) -> dict[str, str]:
    """Name and value of every field, as the form stands: selected options, ticked boxes, hidden fields, and its buttons.

    ExtractionError where the page has no view state, for then it is no such form.
    """
    fields = dict(EVENTS)
    for field in page.css("input[name]"):
        kind = field.attrib.get("type", "").lower()
        if "checked" in field.attrib or (kind not in UNTICKED and (buttons or kind not in PRESSED)):
            fields[field.attrib["name"]] = field.attrib.get("value", "")
    for choice in page.css("select[name]"):
        chosen = choice.css("option[selected]::attr(value)").get()
        fields[choice.attrib["name"]] = chosen or choice.css("option::attr(value)").get() or ""
    if "__VIEWSTATE" not in fields:
        raise ExtractionError(
            "the page has no form with a view state", url=page.url, selector="input[name=__VIEWSTATE]"
        )
    return fields


def filled(fields: Mapping[str, str], answers: Mapping[str, str]) -> str:
    """The body of a request that sends the fields with these answers."""
    return urlencode({**fields, **answers})


def sent_back(page: TextResponse, target: str, *, name: str) -> dict[str, Any]:
    """Arguments of `SourceSpider.follow` for what a link of the form does (`__doPostBack('target','')`); `name` says what is asked
    for, in words that are the same at the next check."""
    body = filled(fields_of(page, buttons=False), {"__EVENTTARGET": target})
    return {"method": "POST", "body": body, "headers": HEADERS, "meta": {"named": name}}
