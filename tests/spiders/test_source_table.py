"""The table of sources in the documentation is the code's."""

from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from spiders_at_hand import SPIDERS

from monitor.config.cadence import parse_cadence
from monitor.source.spider import SourceSpider

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "sources.md"
USERS = "the user's"


def called(name: str, spider: type[SourceSpider]) -> str:
    return name if spider.route == "direct" else f"{spider.route}.STATE"


def where(spider: type[SourceSpider]) -> str:
    return "each state" if spider.route != "direct" else spider.jurisdiction or "any"


def test_the_table_of_sources_says_what_the_spiders_say() -> None:
    written = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert written == [
        f"| `{called(name, spider)}` | {where(spider)} | {spider.publisher} | {', '.join(spider.kinds)} | "
        f"{USERS if spider.user_supplied else spider.cadence} | {spider.verified} | "
        f"{'yes' if spider.complete else 'no'} |"
        for name, spider in sorted(SPIDERS.items())
    ]


@pytest.mark.parametrize("name", sorted(SPIDERS))
def test_every_source_says_what_it_must_in_words_that_can_be_read(name: str) -> None:
    spider = SPIDERS[name]
    assert not parse_cadence(spider.cadence).at_once
    ZoneInfo(spider.zone)
    assert spider.verified in ("capture", "documented", "unverified")
    assert spider.__doc__
    assert import_module(spider.__module__).__doc__
    assert spider.publisher
