"""Which fields differ."""

import dataclasses
import json
from datetime import date

from monitor.changes.compare import compare, only_cosmetic
from monitor.model.documents import Action, Bill, Page, Rule
from monitor.model.records import FieldChange

BILL = Bill(identifier="HB 1", title="Kratom.", url="https://example.org/1", text="Sold at 18.")


def test_the_same_document_has_no_differing_fields() -> None:
    assert compare(BILL, dataclasses.replace(BILL)) == ()


def test_fields_come_in_the_order_declared_with_plain_values() -> None:
    action = Action(on=date(2025, 1, 8), text="Introduced", by="lower", kinds=("introduction",))
    after = dataclasses.replace(BILL, actions=(action,), title="Kratom; labels.", published_on=date(2025, 1, 8))
    changes = compare(BILL, after)
    assert changes == (
        FieldChange(name="title", before="Kratom.", after="Kratom; labels."),
        FieldChange(name="published_on", before=None, after="2025-01-08"),
        FieldChange(
            name="actions",
            before=[],
            after=[{"on": "2025-01-08", "text": "Introduced", "by": "lower", "kinds": ["introduction"]}],
        ),
    )
    assert json.dumps([dataclasses.asdict(change) for change in changes])


def test_the_text_is_named_and_not_carried() -> None:
    after = dataclasses.replace(BILL, text="Sold at 21.")
    assert compare(BILL, after) == (FieldChange(name="text", before=None, after=None),)


def test_the_registry_is_not_content_but_the_address_is_shown() -> None:
    after = dataclasses.replace(BILL, registry="us-va:2025", url="https://example.org/new")
    assert [change.name for change in compare(BILL, after)] == ["url"]


def test_two_kinds_are_compared_over_the_fields_of_both() -> None:
    page = Page(identifier="HB 1", title="Kratom.", url="https://example.org/1")
    rule = Rule(identifier="HB 1", title="Kratom.", url="https://example.org/1", docket="DEA-1")
    assert FieldChange(name="docket", before=None, after="DEA-1") in compare(page, rule)


def test_padding_is_cosmetic_at_any_depth() -> None:
    before = dataclasses.replace(BILL, actions=(Action(on=None, text="Reported from Health"),))
    after = dataclasses.replace(BILL, title="Kratom.      ", actions=(Action(on=None, text="Reported  from Health "),))
    assert only_cosmetic(before, after, ("title", "actions")) == "spacing"
    dashed = dataclasses.replace(BILL, title="Kratom—labels."), dataclasses.replace(BILL, title="Kratom – labels.")
    assert only_cosmetic(*dashed, ("title",)) == "typography"


def test_one_changed_word_or_date_is_not_cosmetic() -> None:
    before = dataclasses.replace(BILL, actions=(Action(on=None, text="Reported"),))
    assert (
        only_cosmetic(
            before, dataclasses.replace(before, actions=(Action(on=date(2025, 1, 1), text="Reported"),)), ("actions",)
        )
        == ""
    )
    assert only_cosmetic(before, dataclasses.replace(before, actions=()), ("actions",)) == ""
    assert only_cosmetic(before, before, ()) == ""
