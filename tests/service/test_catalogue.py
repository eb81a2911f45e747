"""Which sources there are, and which of them a configuration asks for."""

from datetime import UTC, datetime
from pathlib import Path

from monitor.config.shape import Config, Sources, SourceSettings, Watch
from monitor.service.catalogue import every_job, jobs_named, overview, spiders
from monitor.store import schema
from monitor.store.engine import open_store, write


def names(config: Config) -> set[str]:
    return {job.name for job in every_job(config)}


def test_a_pattern_enables_all_but_the_sources_that_want_to_be_named() -> None:
    on_request = {name for name, spider in spiders().items() if spider.on_request}
    assert "us.congress" in on_request
    assert names(Config()) == spiders().keys() - on_request


def test_a_source_that_is_named_is_enabled() -> None:
    by_pattern = Config(sources=Sources(enabled=("virginia.b*", "us.congress")))
    assert names(by_pattern) == {"virginia.bills", "us.congress"}
    by_table = Config(
        sources=Sources(enabled=(), settings=(SourceSettings(name="us.congress", cadence="daily 06:00"),))
    )
    assert names(by_table) == {"us.congress"}


def test_a_source_can_be_checked_by_hand_whatever_is_enabled() -> None:
    (job,) = jobs_named(Config(sources=Sources(enabled=())), ["us.congress"])
    assert (job.name, job.spider) == ("us.congress", "us.congress")


def test_the_overview_names_every_source_and_says_which_are_enabled(tmp_path: Path) -> None:
    config = Config(
        sources=Sources(enabled=("virginia.b*",)), watches=(Watch(name="a page", url="https://example.gov/"),)
    )
    rows = {row["name"]: row["enabled"] for row in overview(config, str(tmp_path / "none.db"))}
    assert rows.keys() == {*spiders(), "a page"}
    assert {name for name, enabled in rows.items() if enabled} == {"virginia.bills", "a page"}


def test_what_a_key_allows_is_shown_with_what_was_used(tmp_path: Path) -> None:
    database = str(tmp_path / "watched.db")
    engine = open_store(database, create=True)
    with write(engine) as conn:
        conn.execute(schema.quota.insert().values(provider="LegiScan", period="2026-11", used=1204))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    legiscan, direct = overview(Config(), database, ["legiscan.idaho", "virginia.bills"], now=now)
    assert legiscan["allowance"] == {"provider": "LegiScan", "period": "2026-11", "used": 1204, "allowed": 30_000}
    assert direct["allowance"] is None
