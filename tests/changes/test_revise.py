"""Which states are kept, which are announced, and as what."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

from monitor.changes.fingerprint import fingerprint
from monitor.changes.revise import Verdict, revise, tombstone
from monitor.model.documents import Action, Bill, Document, Page
from monitor.model.records import ChangeKind, Key, Move, Revision

NOW = datetime(2026, 7, 1, 14, 0, tzinfo=UTC)
KEY = Key(registry="us-va:2025", kind="bill", identifier="HB 360")
INTRODUCED = Action(on=date(2025, 1, 8), text="Introduced", by="lower", kinds=("introduction",))
PASSED = Action(on=date(2025, 2, 4), text="Passed House", by="lower", kinds=("passage",))
BILL = Bill(identifier="HB 360", title="Kratom; labels.", url="u", chamber="lower", actions=(INTRODUCED,))


def kept(document: Document, **more: Any) -> Revision:
    plain = Revision(
        key=KEY,
        source="virginia.bills",
        number=1,
        fingerprint=fingerprint(document).hex(),
        document=document,
        seen_at=NOW,
    )
    return dataclasses.replace(plain, **more)


def judged(last: Revision | None, document: Document, **more: Any) -> Verdict | None:
    return revise(last, document, key=KEY, source="virginia.bills", jurisdiction="us-va", now=NOW, **more)


def test_a_document_never_seen_is_added() -> None:
    verdict = judged(None, BILL)
    assert verdict
    assert verdict.change
    assert verdict.change.kind is ChangeKind.ADDED
    assert (verdict.change.key, verdict.change.source, verdict.change.jurisdiction) == (KEY, "virginia.bills", "us-va")
    assert (verdict.change.before, verdict.change.fields, verdict.change.moves) == (None, (), ())
    assert verdict.change.detected_at == NOW
    assert verdict.change.reasons == ("new bill",)
    assert verdict.fingerprint == fingerprint(BILL)
    assert not verdict.replace


def test_a_baseline_is_kept_and_not_announced() -> None:
    assert judged(None, BILL, quiet=True) == Verdict(
        document=BILL, fingerprint=fingerprint(BILL), replace=False, change=None
    )
    later = dataclasses.replace(BILL, title="Kratom.")
    verdict = judged(kept(BILL), later, quiet=True)
    assert verdict == Verdict(document=later, fingerprint=fingerprint(later), replace=False, change=None)


def test_the_same_state_is_nothing() -> None:
    assert judged(kept(BILL), dataclasses.replace(BILL)) is None
    assert judged(kept(BILL), dataclasses.replace(BILL, url="elsewhere", registry="us-va:2025")) is None


def test_a_fingerprint_of_an_older_form_is_not_a_change() -> None:
    assert judged(kept(BILL, fingerprint="00" * 17), BILL) is None


def test_a_differing_state_is_amended_with_fields_moves_and_reasons() -> None:
    after = dataclasses.replace(BILL, actions=(INTRODUCED, PASSED))
    verdict = judged(kept(BILL), after)
    assert verdict
    assert verdict.change
    assert not verdict.replace
    assert verdict.change.kind is ChangeKind.AMENDED
    assert verdict.change.before == BILL
    assert [field.name for field in verdict.change.fields] == ["actions"]
    assert verdict.change.moves == (
        Move(before="introduced", after="passed one chamber", on=date(2025, 2, 4), because="Passed House"),
    )
    assert (verdict.change.importance, verdict.change.reasons) == (0.75, ("passed one chamber",))


def test_padding_is_an_amendment_that_weighs_nothing() -> None:
    verdict = judged(kept(BILL), dataclasses.replace(BILL, title="Kratom; labels.        "))
    assert verdict
    assert verdict.change
    assert verdict.change.kind is ChangeKind.AMENDED
    assert verdict.change.importance <= 0.05
    assert verdict.change.reasons == ("cosmetic: spacing only",)


def test_an_edit_of_ours_replaces_the_state_and_announces_nothing() -> None:
    ours = dataclasses.replace(BILL, title="Kratom, labels")
    assert judged(kept(BILL), ours, ours=True) == Verdict(
        document=ours, fingerprint=fingerprint(ours), replace=True, change=None
    )
    assert judged(kept(BILL), BILL, ours=True) is None
    found = judged(None, BILL, ours=True)
    assert found
    assert (found.replace, found.change) == (False, None)


def test_a_removed_document_that_is_back_is_restored_with_what_differs() -> None:
    verdict = judged(kept(BILL, removed=True), dataclasses.replace(BILL, title="Kratom."))
    assert verdict
    assert verdict.change
    assert verdict.change.kind is ChangeKind.RESTORED
    assert [field.name for field in verdict.change.fields] == ["title"]
    assert "listed again" in verdict.change.reasons
    same = judged(kept(BILL, removed=True), BILL)
    assert same
    assert same.change
    assert (same.change.kind, same.change.fields) == (ChangeKind.RESTORED, ())


def test_a_tombstone_repeats_the_last_state_as_removed() -> None:
    verdict = tombstone(kept(BILL), jurisdiction="us-va", now=NOW)
    assert verdict.document == BILL
    assert verdict.fingerprint == fingerprint(BILL)
    assert verdict.change
    assert verdict.change.kind is ChangeKind.REMOVED
    assert (verdict.change.key, verdict.change.source) == (KEY, "virginia.bills")
    assert verdict.change.reasons == ("no longer listed",)


def test_an_empty_field_is_filled_without_announcement() -> None:
    bare = dataclasses.replace(BILL, actions=())
    full = dataclasses.replace(BILL, actions=(INTRODUCED, PASSED))
    assert judged(kept(bare), full, quiet_fields=("actions",)) == Verdict(
        document=full, fingerprint=fingerprint(full), replace=True, change=None
    )


def test_what_differs_beside_a_filled_field_is_announced_alone() -> None:
    bare = dataclasses.replace(BILL, actions=())
    full = dataclasses.replace(BILL, actions=(INTRODUCED, PASSED), title="Kratom.")
    verdict = judged(kept(bare), full, quiet_fields=("actions",))
    assert verdict
    assert verdict.change
    assert not verdict.replace
    assert [field.name for field in verdict.change.fields] == ["title"]
    assert verdict.change.moves == ()


def test_a_quiet_field_that_was_not_empty_or_becomes_empty_is_announced() -> None:
    more = dataclasses.replace(BILL, actions=(INTRODUCED, PASSED))
    for last, document in ((BILL, more), (more, dataclasses.replace(BILL, actions=()))):
        verdict = judged(kept(last), document, quiet_fields=("actions",))
        assert verdict
        assert verdict.change


def flap(states: list[str], new: str) -> Verdict:
    """The verdict on `new` after `states`, oldest first."""
    pages = [Page(identifier="p", title="t", url="u", text=text) for text in [*states, new]]
    marks = [fingerprint(page) for page in pages]
    verdict = judged(kept(pages[-2]), pages[-1], recent=marks[-3::-1])
    assert verdict
    including = judged(kept(pages[-2]), pages[-1], recent=marks[-2::-1])
    assert including == verdict, "whether the current state is listed among the earlier ones must not matter"
    return verdict


def test_coming_back_to_an_earlier_state_is_demoted_and_kept() -> None:
    change = flap(["a", "b"], "a").change
    assert change
    assert change.importance == 0.15
    assert change.reasons == ("back to the state of an earlier check", "the text changed")


def test_the_third_return_in_a_row_is_noise() -> None:
    weights = []
    for length in range(2, 7):
        change = flap(["a" if place % 2 == 0 else "b" for place in range(length)], "ab"[length % 2]).change
        assert change
        weights.append(change.importance)
    assert weights == [0.15, 0.15, 0.05, 0.05, 0.05]
    change = flap(["a", "b", "a", "b"], "a").change
    assert change
    assert change.reasons[0] == "noisy: back to the state of an earlier check 3 times in a row"


def test_news_after_a_flapping_page_is_news_again() -> None:
    change = flap(["a", "b", "a", "b", "a"], "c").change
    assert change
    assert change.importance == 0.5


def test_a_return_that_was_cosmetic_anyway_does_not_gain_weight() -> None:
    change = flap(["a", "a "], "a").change
    assert change
    assert change.importance == 0.05
    assert "cosmetic: spacing only" in change.reasons
