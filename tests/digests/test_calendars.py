"""Calendars that move what moved and call off what was called off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from digest_world import NOW, World, rich
from icalendar import Calendar, Event

from monitor.digests.calendar import Appointment, appointments, calendar, enacted
from monitor.digests.channels import channel, dates
from monitor.digests.clocks import clock_of
from monitor.digests.words import jurisdictions
from monitor.model.documents import Document, Hearing, Notice, Rule
from monitor.model.records import Key, LegalStatus, Upcoming
from monitor.store.engine import read
from monitor.store.histories import History, State

HEARING = Hearing(
    identifier="881",
    title="House Health",
    url="https://ohio.example.gov/881",
    starts_at=datetime(2026, 11, 24, 19, 0, tzinfo=UTC),
    location="Room 116, Statehouse",
    concerns=("HB 587",),
)
RULE = Rule(identifier="2026-1", title="Placement in Schedule I", url="https://example.gov/1", stage="rule")


def history(*states: Document | None, jurisdiction: str = "us-oh") -> History:
    """A document's states a day apart; None is its removal."""
    known: list[State] = []
    for number, one in enumerate(states):
        thing = one or known[-1].document
        known.append(State(document=thing, seen_at=NOW + timedelta(days=number), removed=one is None))
    first = known[0].document
    key = Key(registry="x", kind=first.kind, identifier=first.identifier)
    return History(key=key, jurisdiction=jurisdiction, states=tuple(known))


def only(*states: Document | None, jurisdiction: str = "us-oh") -> Appointment:
    (found,) = appointments(history(*states, jurisdiction=jurisdiction))
    return found


def event(one: Appointment) -> Event:
    (found,) = Calendar.from_ical(calendar([one], title="x")).events
    return found


def at(**moved: int) -> Hearing:
    assert HEARING.starts_at is not None
    return replace(HEARING, starts_at=HEARING.starts_at + timedelta(**moved))


def test_a_hearing_stands_on_the_clock_of_its_legislature() -> None:
    said = event(only(HEARING))
    assert said["DTSTART"].params["TZID"] == "America/New_York"
    assert said["DTSTART"].dt == HEARING.starts_at
    assert said["DTSTART"].dt.hour == 14
    assert str(said["LOCATION"]) == "Room 116, Statehouse"
    assert "HB 587" in str(said["DESCRIPTION"])
    assert (said["SEQUENCE"], str(said["STATUS"])) == (0, "CONFIRMED")
    pacific = event(only(HEARING, jurisdiction="us-ca"))
    assert pacific["DTSTART"].dt.hour == 11


def test_every_legislature_has_a_clock() -> None:
    assert all(clock_of(one).key != "UTC" for one in jurisdictions())
    assert clock_of("de-by").key == "UTC"


def test_the_zone_is_defined_in_the_file() -> None:
    made = Calendar.from_ical(calendar([only(HEARING)], title="x"))
    assert [str(one["TZID"]) for one in made.timezones] == ["America/New_York"]


def test_what_moves_keeps_its_name_and_counts_up() -> None:
    first, moved, back = only(HEARING), only(HEARING, at(days=1)), only(HEARING, at(days=1), HEARING)
    assert first.uid == moved.uid == back.uid
    assert [one.sequence for one in (first, moved, back)] == [0, 1, 2]
    assert event(moved)["DTSTART"].dt == at(days=1).starts_at
    assert moved.seen_at == NOW + timedelta(days=1)


def test_other_words_do_not_move_it() -> None:
    assert only(HEARING, replace(HEARING, concerns=("HB 587", "HB 1"))).sequence == 0


def test_what_is_called_off_stays_as_cancelled() -> None:
    said = event(only(HEARING, replace(HEARING, cancelled=True)))
    assert (str(said["STATUS"]), said["SEQUENCE"]) == ("CANCELLED", 1)
    assert str(said["SUMMARY"]).startswith("CANCELLED: Hearing: House Health")


def test_what_is_no_longer_listed_is_cancelled_until_it_is_back() -> None:
    gone, back = only(HEARING, None), only(HEARING, None, HEARING)
    assert (gone.cancelled, gone.sequence) == (True, 1)
    assert (back.cancelled, back.sequence) == (False, 2)


def test_a_hearing_without_an_hour_is_an_event_of_its_day() -> None:
    said = event(only(replace(HEARING, identifier="Health 2026-11-24", starts_at=None)))
    assert said["DTSTART"].dt == date(2026, 11, 24)
    assert said["DTEND"].dt == date(2026, 11, 25)
    by_text = only(replace(HEARING, starts_at=None, text="2026-11-25, at the call of the chair\nHB 587"))
    assert by_text.when == date(2026, 11, 25)
    assert not list(appointments(history(replace(HEARING, starts_at=None))))
    assert not list(appointments(history(replace(HEARING, identifier="2026-99-24", starts_at=None))))


def test_a_rule_has_two_dates_of_their_own() -> None:
    thing = replace(RULE, comments_close_on=date(2026, 12, 1), effective_on=date(2027, 1, 1))
    comments, effect = appointments(history(thing, jurisdiction="us"))
    assert comments.uid != effect.uid
    assert (comments.when, effect.when) == (date(2026, 12, 1), date(2027, 1, 1))
    assert str(event(effect)["TRANSP"]) == "TRANSPARENT"


def test_a_proposal_takes_no_effect() -> None:
    assert not list(appointments(history(replace(RULE, stage="proposed rule", effective_on=date(2027, 1, 1)))))


def test_a_date_set_later_begins_at_nought_and_one_taken_back_is_cancelled() -> None:
    dated = Notice(identifier="n", title="Kratom; request for comments", url="", comments_close_on=date(2026, 12, 1))
    bare = replace(dated, comments_close_on=None)
    assert only(bare, dated).sequence == 0
    gone = only(bare, dated, bare)
    assert (gone.cancelled, gone.sequence, gone.when) == (True, 1, date(2026, 12, 1))
    assert not list(appointments(history(bare)))


def test_titles_of_strangers_cannot_add_properties() -> None:
    evil = replace(HEARING, title="Health\r\nATTENDEE:mailto:x@example.org", location="A;B,C\nURL:http://evil.example")
    data = calendar([only(evil)], title="x\r\nMETHOD:REQUEST")
    made = Calendar.from_ical(data)
    assert "METHOD" not in made
    (said,) = made.events
    assert "ATTENDEE" not in said
    assert str(said["URL"]) == HEARING.url
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


def law(on: date | None, recorded: date) -> LegalStatus:
    upcoming = (Upcoming(on=on, status="banned", instrument="HB 757"),) if on else ()
    at_ = datetime(recorded.year, recorded.month, recorded.day, tzinfo=UTC)
    return LegalStatus(topic="kratom", jurisdiction="us-ky", status="regulated", upcoming=upcoming, recorded_at=at_)


def test_the_law_of_a_later_day_is_in_the_calendar() -> None:
    first = law(date(2027, 1, 1), date(2026, 6, 1))
    (kept,) = enacted([first, law(date(2027, 1, 1), date(2026, 7, 1))])
    assert (kept.when, kept.sequence, kept.cancelled) == (date(2027, 1, 1), 0, False)
    assert kept.title == "Kentucky: kratom banned"
    (moved,) = enacted([first, law(date(2027, 7, 1), date(2026, 7, 1))])
    assert (moved.uid, moved.when, moved.sequence) == (kept.uid, date(2027, 7, 1), 1)
    (gone,) = enacted([first, law(None, date(2026, 7, 1))])
    assert (gone.cancelled, gone.sequence) == (True, 1)
    (in_force,) = enacted([first, law(None, date(2027, 2, 1))])
    assert not in_force.cancelled


@pytest.mark.parametrize(("names", "count"), [({}, 2), ({"topic": "kratom"}, 2), ({"jurisdiction": "us-va"}, 1)])
def test_a_calendar_of_the_store_survives_a_round_trip(world: World, names: dict[str, str], count: int) -> None:
    rich(world)
    with read(world.engine) as conn:
        found = dates(conn, channel(conn, **names))  # type: ignore[arg-type]  # names
    data = calendar(found, title="policywatch: Kratom", address="https://watch.example.org/k.ics")
    made = Calendar.from_ical(data)
    assert made.errors == []
    assert all(one.errors == [] for one in made.events)
    assert made.to_ical() == data
    assert len(made.events) == count == len({str(one["UID"]) for one in made.events})
    for one in made.events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS"} <= set(one)
    assert calendar(reversed(found), title="policywatch: Kratom", address="https://watch.example.org/k.ics") == data
