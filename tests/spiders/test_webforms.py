"""What a WebForm would send, as a browser does."""

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from monitor.crawl.conditional import address_of
from monitor.model.errors import ExtractionError
from spiders.families import webforms

URL = "https://status.example.gov/"
FORM = b"""<form><input type="hidden" name="__VIEWSTATE" value="/wE+="><input name="from" value="">
<input type="checkbox" name="all" value="on"><input type="checkbox" name="open" value="on" checked>
<select name="year"><option value="2025">2025</option><option value="2026" selected>2026</option></select>
<select name="kind"><option value="any">Any</option><option value="bill">Bill</option></select>
<select name="none"></select><input type="submit" name="go" value="Go"></form>"""


def page(body: bytes) -> HtmlResponse:
    return HtmlResponse(URL, body=body, encoding="utf-8")


def test_fields_stand_as_the_form_shows_them() -> None:
    fields = webforms.fields_of(page(FORM))
    assert {name: value for name, value in fields.items() if value} == {
        "__VIEWSTATE": "/wE+=",
        "open": "on",
        "year": "2026",
        "kind": "any",
        "go": "Go",
    }
    assert "all" not in fields
    assert fields["__EVENTTARGET"] == fields["none"] == ""


def test_a_link_sends_the_form_without_its_buttons_and_under_one_name() -> None:
    asked = [
        Request(URL, **webforms.sent_back(page(FORM.replace(b"/wE+=", state)), "grid$next", name="page 2"))
        for state in (b"one", b"two")
    ]
    assert b"__EVENTTARGET=grid%24next" in asked[0].body
    assert b"go=" not in asked[0].body
    assert asked[0].body != asked[1].body
    assert address_of(asked[0]) == address_of(asked[1])


def test_a_page_without_a_view_state_is_refused() -> None:
    with pytest.raises(ExtractionError, match="view state"):
        webforms.fields_of(page(b"<form><input name='q'></form>"))
