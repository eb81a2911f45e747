"""The canary: a message a day; silence on it is heard."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from service_world import NOW, TEXT, configured, put

from monitor.digests.read import stored
from monitor.digests.render import render
from monitor.model.errors import ConfigError
from monitor.model.records import Destination
from monitor.service.canary import PATIENCE, watch_canary
from monitor.service.catalogue import state_of_things
from monitor.store import schema
from monitor.store.engine import read, write

WITH = TEXT.replace('destinations = ["mail"]\n[sub', 'destinations = ["mail"]\ncanary = ["mail"]\n[sub')
PLACES = {"mail": Destination(name="mail", address="json://127.0.0.1:9/")}


@pytest.fixture
def engine(database: sa.Engine, tmp_path: Path) -> sa.Engine:
    put(database, configured(tmp_path, WITH))
    return database


def watched(engine: sa.Engine, *moments: datetime) -> None:
    for now in moments:
        watch_canary(engine, now=now, destinations=PLACES)


def made(engine: sa.Engine, name: str) -> list[sa.RowMapping]:
    query = sa.select(schema.digest).join(
        schema.subscription, schema.subscription.c.id == schema.digest.c.subscription_id
    )
    with read(engine) as conn:
        return list(conn.execute(query.where(schema.subscription.c.name == name)).mappings())


def ended(engine: sa.Engine, digest_id: int, state: str, error: str = "") -> None:
    with write(engine) as conn:
        conn.execute(
            schema.delivery.update().where(schema.delivery.c.digest_id == digest_id).values(state=state, error=error)
        )


def test_it_sings_once_a_day(engine: sa.Engine) -> None:
    watched(engine, *(NOW + timedelta(hours=hours) for hours in range(48)))
    assert [one["slot"] for one in made(engine, "canary")] == ["2026-07-06", "2026-07-07", "2026-07-08"]


def test_its_message_says_what_it_is_for(engine: sa.Engine) -> None:
    watched(engine, NOW)
    with read(engine) as conn:
        message = render(stored(conn, made(engine, "canary")[0]["id"]), "text")
    assert message.subject == "policywatch: canary"
    assert "shows that messages arrive" in " ".join(message.body.split())


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_one_that_fails_or_stays_in_doubt_is_told_once_a_day_and_so_is_its_end(engine: sa.Engine, state: str) -> None:
    watched(engine, NOW)
    ended(engine, made(engine, "canary")[0]["id"], state, "no answer")
    watched(engine, *(NOW + timedelta(minutes=minutes) for minutes in (1, 2, 60)))
    (told,) = made(engine, "operator")
    (event,) = told["content"]["events"]
    assert (event["state"], event["detail"]) == ("failing", f"mail is {state}: no answer")
    watched(engine, NOW + timedelta(hours=24))
    ended(engine, made(engine, "canary")[1]["id"], "sent")
    watched(engine, *(NOW + timedelta(hours=24, minutes=minutes) for minutes in (1, 2)))
    states = [one["content"]["events"][0]["state"] for one in made(engine, "operator")]
    assert states[0] == "failing"
    assert states[-1] == "recovered"
    assert states.count("recovered") == 1


def test_one_that_is_never_handed_over_is_told_too(engine: sa.Engine) -> None:
    watched(engine, NOW, NOW + PATIENCE)
    assert made(engine, "operator") == []
    watched(engine, NOW + PATIENCE + timedelta(minutes=1))
    assert "mail is pending" in made(engine, "operator")[0]["content"]["events"][0]["detail"]


def test_one_that_arrives_is_no_news(engine: sa.Engine) -> None:
    watched(engine, NOW)
    ended(engine, made(engine, "canary")[0]["id"], "sent")
    watched(engine, NOW + timedelta(hours=3))
    assert made(engine, "operator") == []


def status(engine: sa.Engine, now: datetime) -> tuple[str, str]:
    """How `policywatch status` tells of the canary."""
    (row,) = [row for row in state_of_things(engine, now=now) if row["what"] == "canary"]
    return row["state"], row["words"]


def arrived(engine: sa.Engine, digest_id: int, at: datetime) -> None:
    ended(engine, digest_id, "sent")
    with write(engine) as conn:
        conn.execute(schema.delivery.update().where(schema.delivery.c.digest_id == digest_id).values(settled_at=at))


def test_the_status_says_when_it_last_arrived_and_when_it_is_due(engine: sa.Engine) -> None:
    assert status(engine, NOW) == ("good", "has not arrived yet")
    watched(engine, NOW)
    arrived(engine, made(engine, "canary")[0]["id"], NOW + timedelta(seconds=2))
    assert status(engine, NOW + timedelta(hours=3)) == (
        "good",
        "last arrived 2026-07-06 11:59 UTC, next at 2026-07-07 10:00 UTC",
    )


@pytest.mark.parametrize("state", ["failed", "unknown", "pending"])
def test_its_silence_turns_the_status_red_until_it_arrives_again(engine: sa.Engine, state: str) -> None:
    watched(engine, NOW)
    first = made(engine, "canary")[0]["id"]
    arrived(engine, first, NOW)
    for days in (1, 2):
        watched(engine, NOW + timedelta(days=days))
        ended(engine, made(engine, "canary")[-1]["id"], state, "no answer")
    later = NOW + timedelta(days=2, hours=3)
    silent, words = status(engine, later)
    assert silent == "red"
    assert words == (
        f"silent since 2026-07-07 11:59 UTC: mail is {state}: no answer; "
        "last arrived 2026-07-06 11:59 UTC, next at 2026-07-09 10:00 UTC"
    )
    watched(engine, NOW + timedelta(days=3))
    arrived(engine, made(engine, "canary")[-1]["id"], NOW + timedelta(days=3))
    assert status(engine, NOW + timedelta(days=3, hours=1))[0] == "good"


def test_a_service_that_does_not_run_is_silence_too(engine: sa.Engine) -> None:
    watched(engine, NOW)
    arrived(engine, made(engine, "canary")[0]["id"], NOW)
    due = datetime(2026, 7, 7, 10, tzinfo=UTC)
    assert status(engine, due + PATIENCE)[0] == "good"
    silent, words = status(engine, due + PATIENCE + timedelta(minutes=1))
    assert (silent, words.partition(";")[0]) == (
        "red",
        "silent since 2026-07-07 10:00 UTC: no message was made at its time, so the service does not run",
    )


def test_without_one_nothing_is_sent(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    watched(database, NOW)
    assert made(database, "canary") == []
    assert not [row for row in state_of_things(database, now=NOW) if row["what"] == "canary"]


def test_its_name_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="kept for health messages"):
        configured(tmp_path, TEXT.replace("subscriptions.weekly", "subscriptions.canary"))
    with pytest.raises(ConfigError, match="no destination is called"):
        configured(tmp_path, WITH.replace('canary = ["mail"]', 'canary = ["mial"]'))
