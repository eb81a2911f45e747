"""What names a page in the store, so that it is found again at the next check."""

from scrapy import Request

from monitor.crawl.conditional import address_of

FORM = "https://status.example.gov/"


def test_a_plain_page_is_named_by_its_address() -> None:
    assert address_of(Request(FORM)) == FORM


def test_a_form_is_named_by_what_was_sent() -> None:
    first, second = (address_of(Request(FORM, method="POST", body=body)) for body in (b"from=1", b"from=251"))
    assert first != second
    assert first == address_of(Request(FORM, method="POST", body=b"from=1"))


def test_a_form_with_a_view_state_is_named_by_what_was_asked_for() -> None:
    monday, tuesday = (
        Request(FORM, method="POST", body=f"__VIEWSTATE={state}&from=1".encode(), meta={"named": "2026 1"})
        for state in ("abc", "xyz")
    )
    assert address_of(monday) == address_of(tuesday) == f"POST {FORM} 2026 1"
    assert address_of(monday) != address_of(monday.replace(meta={"named": "2026 251"}))
