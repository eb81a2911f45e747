"""A substance that a press release of the FDA names only further down than its feed goes: the page tells, once."""

from datetime import UTC, datetime
from pathlib import Path

from federal_days import Day, Watch

from monitor.model.records import ChangeKind
from spiders.us.fda_announcements import FdaAnnouncements
from spiders.us.fda_press_releases import FdaPressReleases

BEFORE, DAY, NEXT = (datetime(2026, 10, day, 15, tzinfo=UTC) for day in (12, 13, 14))
ADDRESS = "https://www.fda.gov/news-events/press-announcements"
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>FDA Press Releases RSS Feed</title><link>http://www.fda.gov/</link>{}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>http://www.fda.gov/news-events/press-announcements/{slug}</link>
<description>{said}</description><pubDate>{on:%a, %d %b %Y} 09:00:00 EDT</pubDate></item>"""
PAGE = """<!doctype html><html lang="en"><head><title>{title} | FDA</title></head><body><main><article id="main-content">
<header><h1 class="text-center content-title">{title}</h1></header><div class="col-md-8" role="main"><p>{said}</p><p>{more}</p></div>
</article></main></body></html>"""
OLD = {"title": "An Announcement About Food", "slug": "food", "said": "The agency speaks of food.", "on": BEFORE}
NEW = {"title": "FDA Takes Steps", "slug": "steps", "said": "Today the agency takes steps against", "on": DAY}


def days(folder: Path) -> list[Day]:
    watch = Watch(folder, sources=["us.fda_press_releases", "us.fda_announcements"], now=BEFORE)
    pages = {"food": "It says no more.", "steps": "Among them are products that hold 7-hydroxymitragynine."}
    seen = []
    for at, items in ((BEFORE, [OLD]), (DAY, [NEW, OLD]), (NEXT, [NEW, OLD])):
        feed = FEED.format("".join(ITEM.format(**one) for one in items))
        for url in {*FdaAnnouncements.start_urls, *FdaPressReleases.start_urls}:
            watch.put(url, at, feed, media_type="application/xml")
        for one in items:
            page = PAGE.format(**one, more=pages[str(one["slug"])])
            watch.put(f"{ADDRESS}/{one['slug']}", at, page, media_type="text/html")
        seen.append(watch.check(at))
    return seen


def test_the_page_names_what_the_feed_cuts_off_and_is_told_once(tmp_path: Path) -> None:
    before, day, after = days(tmp_path)
    assert before.outcomes == {"us.fda_press_releases": "baseline", "us.fda_announcements": "baseline"}
    assert not before.messages("alert")
    (alert,) = day.messages("alert")
    assert "FDA Takes Steps" in alert.text
    assert "7-hydroxymitragynine" in " ".join(alert.bodies)
    assert {one.key.identifier for one in day.changes if one.kind is ChangeKind.ADDED} == {f"{ADDRESS}/steps"}
    assert not after.changes
    assert not after.messages("alert")
