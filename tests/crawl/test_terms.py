"""What a source that searches searches for: its own terms, else the words of the topics, and never nothing."""

from datetime import UTC, datetime
from pathlib import Path

from monitor.config.shape import Config, Sources, SourceSettings
from monitor.crawl.job import Job
from monitor.crawl.plan import plan
from monitor.crawl.run import run_checks
from monitor.model.records import Outcome, Topic
from monitor.service.catalogue import jobs_named
from monitor.store.engine import open_store
from monitor.topics.match import Matcher

NAME = "us.federal_register_topic"
NOW = datetime(2026, 10, 13, 16, tzinfo=UTC)


def test_the_terms_of_the_configuration_reach_the_spider() -> None:
    config = Config(sources=Sources(settings=(SourceSettings(name=NAME, terms=("kratom",)),)))
    (crawl,) = plan(jobs_named(config, [NAME]), now=NOW)
    assert (crawl.terms, crawl.hosts) == (("kratom",), {"www.federalregister.gov"})
    (bare,) = plan(jobs_named(Config(), [NAME]), now=NOW)
    assert (bare.terms, bare.hosts) == ((), {"www.federalregister.gov"})


def test_the_words_of_topics_are_those_that_a_match_needs() -> None:
    query = '(kratom OR mitragynine OR "mitragynine pseudoindoxyl" OR 7-OH) AND NOT tea OR schedul* OR (recall AND salmonella)'
    assert Matcher([Topic(name="one", query=query)]).words() == ("7 oh", "kratom", "mitragynine", "salmonella")
    assert Matcher([]).words() == ()


def test_a_search_without_words_is_told_and_asks_nothing(tmp_path: Path) -> None:
    database = tmp_path / "watch.db"
    open_store(database, create=True).dispose()
    (tmp_path / "captures.csv").write_text("url,at,status,media_type,file\n")
    job = Job(database=str(database), sources=tuple(jobs_named(Config(), [NAME])), now=NOW, replay=str(tmp_path))
    (result,) = run_checks(job)
    assert result.outcome is Outcome.BROKEN
    assert "nothing to search for" in result.error
