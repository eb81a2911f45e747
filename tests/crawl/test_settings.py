"""What a crawl really runs with, after Scrapy has put all settings together."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from loopback import MEGABYTE, Crawler, Site

from monitor.crawl import settings as module
from monitor.crawl.settings import settings_for, user_agent
from monitor.model.errors import ConfigError

SAFE = {
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "policywatch",
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "DOWNLOAD_MAXSIZE": 20 * MEGABYTE,
    "DOWNLOAD_WARNSIZE": 10 * MEGABYTE,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_TIMEOUT": 60.0,
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_ITEMS": 1,
    "AUTOTHROTTLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REDIRECT_MAX_TIMES": 5,
    "METAREFRESH_ENABLED": False,
    "REFERRER_POLICY": "no-referrer",
    "HTTPCACHE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "RETRY_ENABLED": False,
    "COMPRESSION_ENABLED": True,
    "ITEM_PIPELINES": {},
    "FILES_STORE": None,
    "IMAGES_STORE": None,
    "JOBDIR": None,
    "USER_AGENT": "policywatch/9.9 (+https://example.org/contact)",
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
}


@pytest.fixture(scope="module")
def effective(crawl: Crawler) -> dict[str, Any]:
    """A crawl of an address that is refused before any connection; without the operator's delay."""
    return crawl("http://127.0.0.1:1/", settings_for={"delay": None}, settings={"HTTPERROR_ALLOW_ALL": False})


def test_every_unsafe_default_is_safe_in_effect(effective: dict[str, Any]) -> None:
    assert {name: effective["settings"][name] for name in SAFE} == SAFE


def test_only_the_middlewares_that_are_used_are_built(effective: dict[str, Any]) -> None:
    built = effective["built"]
    assert built["middlewares"] == [
        "Manners",
        "RobotsTxtMiddleware",
        "DefaultHeadersMiddleware",
        "UserAgentMiddleware",
        "Retry",
        "RedirectMiddleware",
        "AllowanceMiddleware",
    ]
    assert built["spider_middlewares"] == ["HttpErrorMiddleware", "RefererMiddleware"]
    assert built["extensions"] == []
    assert built["pipelines"] == []


def test_http_goes_through_our_handler_and_other_schemes_through_none(
    effective: dict[str, Any], crawl: Crawler
) -> None:
    assert effective["built"]["handlers"] == {"http": "GuardedHandler"}
    for url in ("file:///etc/hostname", "data:text/plain,x", "ftp://example.org/", "s3://bucket/key"):
        assert crawl(url, settings_for={"delay": 0.0})["answers"][url]["error"] == "NotSupported"


def test_the_server_is_told_who_asks_and_nothing_else(crawl: Crawler, site: Site) -> None:
    url = f"http://127.0.0.1:{site.port}/go?to=/page"
    crawl(url, settings_for={"allow_private": ["127.0.0.1"]})
    assert [path for _, path in site.asked] == ["/robots.txt", "/go?to=/page", "/page"]
    for headers in site.heard:
        assert headers["User-Agent"] == "policywatch/9.9 (+https://example.org/contact)"
        assert set(headers) == {"Accept", "Accept-Encoding", "Accept-Language", "Host", "User-Agent"}


def test_a_replay_has_no_network_no_robots_and_no_pace(crawl: Crawler, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x")
    rows = ["url,at,status,media_type,file", "http://127.0.0.1:1/,2025-01-10T12:00:00Z,200,text/html,a.html"]
    (tmp_path / "captures.csv").write_text("\n".join(rows))
    told = crawl("http://127.0.0.1:1/", settings_for={"delay": None, "replay": str(tmp_path)})
    assert told["answers"]["http://127.0.0.1:1/"]["status"] == 200
    assert told["built"]["handlers"] == {"http": "ReplayHandler"}
    assert told["built"]["middlewares"] == ["DefaultHeadersMiddleware", "UserAgentMiddleware", "RedirectMiddleware"]
    assert told["settings"]["DOWNLOAD_DELAY"] == 0.0


def test_an_address_without_a_capture_answers_404_and_says_why(crawl: Crawler, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x")
    rows = ["url,at,status,media_type,file", "https://example.gov/,2025-01-10T12:00:00Z,200,text/html,a.html"]
    (tmp_path / "captures.csv").write_text("\n".join(rows))
    before = {"replay": str(tmp_path), "as_of": "2025-01-09T00:00:00+00:00"}
    answer = crawl("https://example.gov/", settings_for=before)["answers"]["https://example.gov/"]
    assert (answer["status"], answer["headers"]) == (404, {"X-Policywatch-Replay": "not captured"})


def test_plain_scrapy_is_as_polite_as_a_crawl_process() -> None:
    chosen = settings_for(contact="", version="0", slim=False)
    for name in SAFE.keys() - {"USER_AGENT", "TWISTED_REACTOR"}:
        assert getattr(module, name) == chosen[name]
    assert chosen["EXTENSIONS"] == module.EXTENSIONS
    assert "scrapy.extensions.feedexport.FeedExporter" not in module.EXTENSIONS


def test_the_settings_of_one_crawl_are_not_those_of_another() -> None:
    first = settings_for(contact="", version="0")
    first["DOWNLOADER_MIDDLEWARES"]["another.Middleware"] = 1
    first["POLICYWATCH_CONNECT_TO"]["https://example.gov"] = "http://127.0.0.1"
    second = settings_for(contact="", version="0")
    assert "another.Middleware" not in second["DOWNLOADER_MIDDLEWARES"]
    assert second["POLICYWATCH_CONNECT_TO"] == {}


@pytest.mark.parametrize("contact", ["x\r\nCookie: a", "né@example.org", "a (b)", " x", "\t"])
def test_a_contact_that_does_not_fit_into_a_header_names_its_key(contact: str) -> None:
    with pytest.raises(ConfigError, match=r"fetch\.contact"):
        user_agent(contact, "1.0")


def test_a_contact_may_be_a_page_or_a_mailbox_or_missing() -> None:
    assert user_agent("watch@example.org", "1.0") == "policywatch/1.0 (+watch@example.org)"
    assert (
        user_agent("Kratom Watch, https://example.org", "1.0") == "policywatch/1.0 (+Kratom Watch, https://example.org)"
    )
    assert user_agent("", "1.0") == "policywatch/1.0"


def test_reading_the_settings_starts_no_reactor() -> None:
    code = "import sys, monitor.crawl.settings, monitor.crawl.handler; assert 'twisted.internet.reactor' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
