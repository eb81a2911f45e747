"""How every crawl behaves: each setting whose default in Scrapy is unsafe or impolite, stated here once.

`scrapy.cfg` names this module, so that plain `scrapy list`, `crawl` and `shell` behave the same; a crawl process gets
`settings_for(...)`, which adds what the configuration says and drops what only a person at a terminal needs.
"""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from monitor import __version__
from monitor.crawl import politeness
from monitor.model.errors import ConfigError

_MEGABYTE = 1024 * 1024
_CONTACT_VARIABLE = "POLICYWATCH_CONTACT"

BOT_NAME = politeness.ROBOT
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"


def user_agent(contact: str, version: str) -> str:
    """`policywatch/VERSION (+CONTACT)`: agencies and legislatures ask robots to say who they are. Raises ConfigError for a contact that does not fit into a header."""
    if not contact:
        return f"{politeness.ROBOT}/{version}"
    if not re.fullmatch(r"[!-'*-~][ -'*-~]*", contact):
        remedy = "Write an address of a page or mailbox in plain letters, without parentheses."
        raise ConfigError(f"{contact!r} cannot stand in a User-Agent header", key="fetch.contact", remedy=remedy)
    return f"{politeness.ROBOT}/{version} (+{contact})"


USER_AGENT = user_agent(os.environ.get(_CONTACT_VARIABLE, ""), __version__)

# Pace: one request a second to a host, one at a time. A source may state its own (monitor.crawl.politeness.Manners).
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = politeness.ROBOT
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = (
    1  # Scrapy starts so many tasks for every response, whatever it yields; its 100 take half the time of a page
)
AUTOTHROTTLE_ENABLED = False

# What may come in, from whom, and for how long.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = 60.0
DOWNLOAD_MAXSIZE = 20 * _MEGABYTE  # of the decoded body too
DOWNLOAD_WARNSIZE = 10 * _MEGABYTE
DOWNLOAD_FAIL_ON_DATALOSS = True
REDIRECT_ENABLED = True
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "monitor.crawl.handler.GuardedHandler",
    "https": "monitor.crawl.handler.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
HTTPPROXY_ENABLED = False  # behind a proxy nobody could tell which address is reached
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # IPv4 and IPv6; its answers are checked each time

# What is told to nobody: no cookies, no referrer, no doors into the process.
COOKIES_ENABLED = False
REFERER_ENABLED = True  # it removes the header on redirects too
REFERRER_POLICY = "no-referrer"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# What others do for us: answers are kept and asked again by monitor.crawl.conditional, tried again by politeness.Retry.
HTTPCACHE_ENABLED = False
RETRY_ENABLED = False
COMPRESSION_ENABLED = (
    True  # asked for and decoded by GuardedHandler: Scrapy's middleware takes half a page for a whole one
)
ITEM_PIPELINES: dict[str, int] = {}
FILES_STORE = None
IMAGES_STORE = None
JOBDIR = None

# Ours by their place: smaller numbers stand nearer to the spider. A crawl process adds those that keep and compare.
OURS = {
    "monitor.crawl.allowance.AllowanceMiddleware": 700,
    "monitor.crawl.politeness.Manners": 90,
    "monitor.crawl.politeness.Retry": 550,
}
_REDIRECT = "scrapy.downloadermiddlewares.redirect.RedirectMiddleware"
_ROBOTS = "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware"
_USED = {
    _ROBOTS: 100,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    _REDIRECT: 600,
}
_UNUSED = dict.fromkeys(
    f"scrapy.downloadermiddlewares.{name}"
    for name in (
        "offsite.OffsiteMiddleware",
        "httpauth.HttpAuthMiddleware",
        "downloadtimeout.DownloadTimeoutMiddleware",  # the handler knows the limit
        "retry.RetryMiddleware",
        "redirect.MetaRefreshMiddleware",
        "httpcompression.HttpCompressionMiddleware",
        "cookies.CookiesMiddleware",
        "httpproxy.HttpProxyMiddleware",
        "stats.DownloaderStats",
        "httpcache.HttpCacheMiddleware",
    )
)
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {**_UNUSED, **_USED, **OURS}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS: dict[str, int | None] = dict.fromkeys(
    f"scrapy.extensions.{name}"
    for name in (
        "telnet.TelnetConsole",
        "remote_control.RemoteControl",
        "memdebug.MemoryDebugger",
        "spiderstate.SpiderState",
        "throttle.AutoThrottle",
    )
)
_AT_A_TERMINAL = dict.fromkeys(
    f"scrapy.extensions.{name}"
    for name in (
        "corestats.CoreStats",
        "logcount.LogCount",
        "memusage.MemoryUsage",  # a crawl process is limited from outside
        "closespider.CloseSpider",
        "feedexport.FeedExporter",
        "logstats.LogStats",
    )
)


def settings_for(
    *,
    contact: str,
    version: str,
    allow_private: Sequence[str] = (),
    intermediates: str = "",
    replay: str = "",
    as_of: str = "",
    connect_to: Mapping[str, str] | None = None,
    delay: float | None = None,
    concurrency: int = CONCURRENT_REQUESTS,
    slim: bool = True,
    log_level: str = "WARNING",
) -> dict[str, Any]:
    """The settings of a crawl process.

    `delay` (seconds) overrules what sources state, not what a robots.txt asks for; with 0 a host may be asked side by side.
    `replay` names a folder or WARC file and `as_of` a moment (ISO 8601): then there is no network, robots.txt or pace.
    `connect_to` maps an origin to the address to ask instead. `slim` leaves out extensions for people at a terminal.
    """
    chosen = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    chosen |= {
        "USER_AGENT": user_agent(contact, version),
        "SPIDER_MODULES": [],  # a crawl process loads the spiders it was told; a broken one must not stop the others
        "CONCURRENT_REQUESTS": concurrency,
        "LOG_LEVEL": log_level,
        "POLICYWATCH_ALLOW_PRIVATE": list(allow_private),
        "POLICYWATCH_INTERMEDIATES": intermediates,
        "POLICYWATCH_CONNECT_TO": dict(connect_to or {}),
        "DOWNLOADER_MIDDLEWARES": dict(DOWNLOADER_MIDDLEWARES),
        "SPIDER_MIDDLEWARES": dict(SPIDER_MIDDLEWARES),
        "EXTENSIONS": {**EXTENSIONS, **(_AT_A_TERMINAL if slim else {})},
    }
    if delay is not None:
        chosen |= {"DOWNLOAD_DELAY": delay, "POLICYWATCH_DELAY": delay}
    if replay:
        chosen |= _replaying(replay, as_of)
    if slim:
        chosen |= _only_named(chosen)
    if replay or delay == 0:
        chosen |= {"DOWNLOAD_DELAY": 0.0, "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency}
    return chosen


def _only_named(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Scrapy's own lists emptied: what is not named is not there, not even loaded to be left out (a quarter of a second)."""
    lists = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS")
    named = {name: {path: place for path, place in chosen[name].items() if place is not None} for name in lists}
    return {**named, **{f"{name}_BASE": {} for name in lists}}


def _replaying(replay: str, as_of: str) -> dict[str, Any]:
    """Captures instead of the network: nobody to be polite to, and nothing to gain from asking twice."""
    handler = "monitor.crawl.replay_handler.ReplayHandler"
    return {
        "POLICYWATCH_REPLAY": replay,
        "POLICYWATCH_AS_OF": as_of,
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_HANDLERS": {**DOWNLOAD_HANDLERS, "http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES": {**DOWNLOADER_MIDDLEWARES, **dict.fromkeys([*OURS, _ROBOTS])},
    }
