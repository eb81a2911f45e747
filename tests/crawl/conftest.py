"""A misbehaving site and a process that crawls it, over real loopback connections."""

from collections.abc import Iterator

import loopback
import pytest


@pytest.fixture
def site() -> Iterator[loopback.Site]:
    """A site of its own for each test, on a port of its own."""
    with loopback.site() as server:
        yield server


@pytest.fixture(scope="session")
def crawl() -> Iterator[loopback.Crawler]:
    """Crawls in another process: Scrapy's reactor can be started once only, and does not belong into the tests' process."""
    crawler = loopback.Crawler()
    yield crawler
    crawler.close()
