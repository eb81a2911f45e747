"""The configuration becomes rows by name: twice is once, and what is gone is disabled, not deleted."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from service_world import NOW, SHIPPED, TEXT, configured, count, put, source_row, subscription_row

from monitor.model.errors import ConfigError
from monitor.model.records import Topic
from monitor.store import schema
from monitor.store.engine import write
from monitor.store.topics import Plan, ShippedSource, apply

WATCH = """
[[watch]]
name = "FDA and Kratom"
url = "https://www.fda.gov/kratom"
css = "main"
jurisdiction = "us"
"""


def applied(
    engine: sa.Engine, folder: Path, text: str, shipped: tuple[ShippedSource, ...] = SHIPPED
) -> tuple[Plan, list[Topic]]:
    """Applies a text; returns the plan and the topics that were handed over as new."""
    fresh: list[Topic] = []
    with write(engine) as conn:
        plan = apply(
            conn,
            configured(folder, text),
            now=NOW,
            on_new_topics=lambda _, topics: fresh.extend(topics),
            sources=shipped,
        )
    return plan, fresh


def test_the_first_time_everything_is_added(any_database: sa.Engine, tmp_path: Path) -> None:
    plan, fresh = applied(any_database, tmp_path, TEXT + WATCH)
    assert plan == Plan(
        added=(
            "topic kratom",
            "subscription weekly",
            "subscription operator",
            "watch FDA and Kratom",
            "source us.dea_rules",
            "source virginia.bills",
        )
    )
    assert [(topic.name, topic.query) for topic in fresh] == [("kratom", "kratom")]
    assert fresh[0].id > 0


def test_the_second_time_nothing_changes_and_it_says_so(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT + WATCH)
    before = dict(source_row(database, "FDA and Kratom")), subscription_row(database, "weekly")
    plan, fresh = applied(database, tmp_path, TEXT + WATCH)
    assert plan == Plan()
    assert not plan
    assert fresh == []
    assert (source_row(database, "FDA and Kratom"), subscription_row(database, "weekly")) == before


def test_a_plan_can_be_read_aloud() -> None:
    assert str(Plan()) == "nothing to change"
    plan = Plan(added=("topic kratom", "watch FDA"), disabled=("source us.x",))
    assert str(plan) == "added topic kratom, watch FDA; disabled source us.x"
    assert plan.as_row() == {"added": ["topic kratom", "watch FDA"], "changed": [], "disabled": ["source us.x"]}


def test_a_watched_page_is_a_source_run_by_a_spider_of_anywhere(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT + WATCH)
    row = source_row(database, "FDA and Kratom")
    assert (row["spider"], row["jurisdiction"], row["cadence"]) == ("anywhere.page", "us", "every 6 hours")
    assert row["settings"]["url"] == "https://www.fda.gov/kratom"
    assert row["settings"]["css"] == "main"


def test_a_subscription_keeps_its_settings_and_no_address(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT)
    settings = subscription_row(database, "weekly")["settings"]
    assert settings["topics"] == ["kratom"]
    assert settings["cadence"] == "mon 08:00"
    assert settings["timezone"] == "America/New_York"
    assert settings["destinations"] == ["mail"]
    assert "127.0.0.1" not in str(settings)


def test_another_query_is_a_new_topic_and_another_title_is_not(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT)
    plan, fresh = applied(database, tmp_path, TEXT.replace('query = "kratom"', 'query = "kratom"\ntitle = "Kratom"'))
    assert (plan.changed, fresh) == (("topic kratom",), [])
    plan, fresh = applied(database, tmp_path, TEXT.replace('query = "kratom"', 'query = "kratom OR 7-OH"'))
    assert plan.changed == ("topic kratom",)
    assert [topic.query for topic in fresh] == ["kratom OR 7-OH"]


def test_what_left_the_file_is_disabled_and_comes_back(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT + WATCH)
    plan, _ = applied(database, tmp_path, 'timezone = "America/New_York"')
    everything = {"topic kratom", "subscription weekly", "subscription operator", "watch FDA and Kratom"}
    assert set(plan.disabled) == everything
    assert count(database, schema.topic) == 1
    assert not source_row(database, "FDA and Kratom")["enabled"]
    plan, fresh = applied(database, tmp_path, TEXT + WATCH)
    assert set(plan.changed) == everything
    assert [topic.name for topic in fresh] == ["kratom"]
    assert source_row(database, "FDA and Kratom")["enabled"]


def test_a_new_cadence_is_reckoned_anew(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT)
    with write(database) as conn:
        conn.execute(schema.subscription.update().values(next_due_at=NOW))
    applied(database, tmp_path, TEXT.replace("mon 08:00", "fri 08:00"))
    assert subscription_row(database, "weekly")["next_due_at"] is None


def test_another_address_under_the_same_name_starts_quietly_and_another_selection_does_not(
    database: sa.Engine, tmp_path: Path
) -> None:
    applied(database, tmp_path, TEXT + WATCH)
    with write(database) as conn:
        conn.execute(schema.source.update().values(baselined_at=NOW))
    applied(database, tmp_path, TEXT + WATCH.replace('"main"', '"article"'))
    assert source_row(database, "FDA and Kratom")["baselined_at"] == NOW
    applied(database, tmp_path, TEXT + WATCH.replace("/kratom", "/elsewhere"))
    assert source_row(database, "FDA and Kratom")["baselined_at"] is None


def test_sources_follow_the_patterns_of_the_file(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT)
    text = TEXT + '[sources]\nenabled = ["us.*"]\n[sources."us.dea_rules"]\ncadence = "hourly"\n'
    plan, _ = applied(database, tmp_path, text)
    assert plan == Plan(changed=("source us.dea_rules",), disabled=("source virginia.bills",))
    assert source_row(database, "us.dea_rules")["cadence"] == "hourly"


def test_a_source_that_no_longer_ships_is_disabled(database: sa.Engine, tmp_path: Path) -> None:
    applied(database, tmp_path, TEXT + WATCH)
    plan, _ = applied(database, tmp_path, TEXT + WATCH, shipped=SHIPPED[:1])
    assert plan == Plan(disabled=("source virginia.bills",))


def test_without_knowing_the_spiders_their_rows_are_left_alone(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    plan, _ = applied(database, tmp_path, TEXT, shipped=())
    assert plan == Plan()


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('[sources."us.dea_rule"]\nenabled = true', 'sources."us.dea_rule"', 'Did you mean "us.dea_rules"'),
        ("[[watch]]\nname = 'us.dea_rules'\nurl = 'https://a.example'", "watch[1].name", "is the name of a source"),
    ],
)
def test_names_that_clash_or_do_not_exist_are_refused(
    database: sa.Engine, tmp_path: Path, text: str, key: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        applied(database, tmp_path, text)
    assert caught.value.key == key
    assert count(database, schema.source) == 0
