"""A source whose publisher wants no machine at an hour is not checked then, and is due as soon as the hour is over."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from service_world import configured, put, set_source

from monitor.crawl import politeness
from monitor.service.due import due_sources
from spiders.new_hampshire.bills import NewHampshireBills

NOON = datetime(2026, 1, 14, 17, tzinfo=UTC)
NIGHT = datetime(2026, 1, 15, 2, tzinfo=UTC)  # 21:00 in Concord


def test_the_schedule_waits_for_the_night(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    set_source(database, "virginia.bills", spider="new_hampshire.bills")
    assert due_sources(database, now=NOON, timezone="UTC") == ("us.dea_rules",)
    assert set(due_sources(database, now=NIGHT, timezone="UTC")) == {"us.dea_rules", "virginia.bills"}


@pytest.mark.parametrize(("moment", "refused"), [(NOON, True), (NIGHT, False)])
def test_a_check_by_hand_does_not_ask_either(moment: datetime, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # the one call that is made
            return moment

    monkeypatch.setattr(politeness, "datetime", Clock)
    crawler = Crawler(NewHampshireBills, {"LOG_ENABLED": False})
    crawler.spider = NewHampshireBills()
    manners = politeness.Manners(crawler, politeness.Hosts())
    request = Request("https://gc.nh.gov/dynamicdatadump/LSRs.txt")
    if refused:
        with pytest.raises(IgnoreRequest, match="no machines at this hour"):
            manners.process_request(request)
    else:
        manners.apply = lambda name: None  # type: ignore[method-assign]  # no engine stands behind it here
        manners.process_request(request)
        assert request.meta["download_slot"] == "gc.nh.gov"
