"""Walls and soft errors by their own words, and ordinary answers that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.crawl.blocked import HEAD, SMALL, wall

URL = "https://www.fda.gov/news-events/public-health-focus/fda-and-kratom"


def page(title: str, text: str = "") -> bytes:
    return f"<!DOCTYPE html>\n<html><head><title>\n {title} </title></head><body>{text}</body></html>".encode()


def answered(body: bytes = b"", *, status: int = 200, url: str = URL, promised: str = "", **headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return wall(status=status, headers=named, url=url, requested=URL, body=body, promised=promised)


F5 = b"""<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your
administrator.<br><br>Your support ID is: 1234567890<br><br><a href='javascript:history.back();'>[Go Back]</a></body></html>"""
AKAMAI = b"""<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\nYou don't have permission to access
"http&#58;&#47;&#47;www&#46;example&#46;gov&#47;" on this server.<P>\nReference&#32;&#35;18&#46;57c90b17\n
<P>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18</P>\n</BODY>\n</HTML>"""
INCAPSULA = b"""<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head><body>
<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=23">Request unsuccessful. Incapsula incident ID: 1</iframe></body></html>"""


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (answered(page("FDA Apology"), status=200), "FDA apology page"),
        (
            answered(
                b"Not found\n", status=404, url="https://www.fda.gov/apology_objects/abuse-detection-apology.html"
            ),
            "FDA apology page",
        ),
        (answered(F5), "F5: Request Rejected"),
        (answered(F5.replace(b"Request Rejected", b"")), "F5: Request Rejected"),
        (answered(AKAMAI.replace(b"<TITLE>Access Denied</TITLE>", b"")), "Akamai: Access Denied"),
        (answered(AKAMAI, status=403, Server="AkamaiGHost"), "Akamai: Access Denied"),
        (answered(page("Just a moment..."), status=403), "Cloudflare challenge"),
        (answered(page("", "<script>window._cf_chl_opt={}</script>"), status=503), "Cloudflare challenge"),
        (answered(page("x"), status=403, cf_mitigated="challenge"), "Cloudflare challenge"),
        (answered(page("Federal Register :: Request Access"), promised="json"), "Federal Register: Request Access"),
        (answered(page("x"), url="https://unblock.federalregister.gov/"), "Federal Register: Request Access"),
        (answered(b"", status=202, X_Amzn_Waf_Action="challenge"), "AWS WAF challenge"),
        (answered(INCAPSULA), "Imperva: Incapsula"),
        (answered(page("Pardon Our Interruption")), "Imperva: Pardon Our Interruption"),
        (
            answered(page("Illinois General Assembly", "<h1>Access Denied</h1>Automated Request Blocked")),
            "Access Denied: automated request blocked",
        ),
        (answered(page("Site Under Maintenance")), "maintenance page"),
        (answered(page("We&#8217;ll be back soon!"), status=200), "maintenance page"),
        (answered(page("Sign in to your account")), "login page"),
        (answered(page("Log In | Oregon Legislature")), "login page"),
        (answered(page("x"), url="https://www.fda.gov/Account/Login?ReturnUrl=%2Fnews"), "login page"),
        (answered(page("Page Not Found | FDA")), "soft 404"),
        (answered(page("502: Bad gateway")), "server error under another status"),
        (answered(page("429 Too Many Requests"), status=429), "rate limit: Too Many Requests"),
        (answered(b"You have made too many requests of eCFR.", status=429), "rate limit: Too Many Requests"),
        (answered(b"", status=429, promised="json"), "rate limit: Too Many Requests"),
        (answered(b""), "empty body"),
        (answered(b" \r\n\t"), "empty body"),
        (answered(b"\xef\xbb\xbf"), "empty body"),
    ],
)
def test_a_wall_is_called_by_its_name(found: str, name: str) -> None:
    assert found == name


@pytest.mark.parametrize("promised", ["json", "xml", "csv", "pdf"])
@pytest.mark.parametrize("body", [page("Bills"), b"\xef\xbb\xbf\n" + page("Bills"), b"<!-- x -->\n<html>Bills</html>"])
def test_a_web_page_is_not_what_was_promised(promised: str, body: bytes) -> None:
    assert answered(body, promised=promised) == f"HTML where {promised.upper()} was promised"
    assert answered(body, promised="html") == ""
    assert answered(body, status=404, promised=promised) == ""


@pytest.mark.parametrize(
    ("promised", "body"),
    [
        ("json", b'{"results": []}'),
        ("json", b" \n[1]"),
        ("json", b"null"),
        ("xml", b'<?xml version="1.0"?><!-- a feed --><rss version="2.0"></rss>'),
        ("xml", b'\xef\xbb\xbf<?xml version="1.0"?>\n<feed/>'),
        ("csv", b"Bill_id,Bill_description\r\n"),
        ("pdf", b"%PDF-1.4\n"),
    ],
)
def test_what_was_promised_is_no_wall(promised: str, body: bytes) -> None:
    assert answered(body, promised=promised) == ""


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b'{"error": {"code": "NOT_FOUND", "message": "No matches found!"}}'),
        (403, b'{"error": {"code": "API_KEY_MISSING", "message": "Access Denied"}}'),
        (429, b'{"error": {"code": "OVER_RATE_LIMIT", "message": "Too Many Requests"}}'),
    ],
)
def test_an_interfaces_own_error_is_the_spiders_business(status: int, body: bytes) -> None:
    assert answered(body, status=status, promised="json") == ""


@pytest.mark.parametrize("status", [403, 404, 500, 502, 503])
def test_a_status_alone_is_no_wall(status: int) -> None:
    assert answered(page(""), status=status) == ""
    assert answered(b"", status=status) == ""


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_that_has_no_body_by_its_meaning_is_not_empty(status: int) -> None:
    assert answered(b"", status=status) == ""


@pytest.mark.parametrize(
    "body",
    [
        page("Court rules on Access Denied to public records", "access denied, captcha, request rejected, incapsula"),
        page("Scheduled Maintenance of Effort Funding", "Under maintenance of effort rules"),
        page("404 Permit Program"),
        page("504 Plans in Schools"),
        page("Sign Language Interpreters Act"),
        page("HB 1020", "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script><p>An act about captchas</p>"),
        page("HB 1", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
        page("Long article", F5.decode() + AKAMAI.decode() + "x" * SMALL),
    ],
)
def test_an_article_that_mentions_walls_is_no_wall(body: bytes) -> None:
    assert answered(body) == ""


def test_a_login_page_that_was_asked_for_is_no_wall() -> None:
    url = "https://example.gov/login/"
    assert wall(status=200, headers={}, url=url + "?step=2", requested=url, body=page("Portal")) == ""


@given(
    st.binary(max_size=HEAD + 100),
    st.sampled_from(["", "json", "xml", "csv", "pdf", "html"]),
    st.integers(min_value=200, max_value=599),
)
def test_any_bytes_are_judged(body: bytes, promised: str, status: int) -> None:
    assert isinstance(answered(body, status=status, promised=promised), str)
