"""What counts as the same state, and what the kept bytes hold."""

import dataclasses
import json
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.fingerprint import FORM, decode, encode, fingerprint
from monitor.model.documents import (
    KINDS,
    Action,
    Bill,
    Document,
    Enforcement,
    Hearing,
    Notice,
    Page,
    Rule,
    Sponsor,
    Version,
)
from monitor.model.errors import ExtractionError, StoreError

words = st.text(max_size=12)
dates = st.none() | st.dates()
actions = st.builds(
    Action,
    on=dates,
    text=words,
    by=st.sampled_from(["", "upper", "executive"]),
    kinds=st.lists(words, max_size=2).map(tuple),
)
bills = st.builds(
    Bill,
    identifier=words,
    title=words,
    url=words,
    published_on=dates,
    status=words,
    text=words,
    session=words,
    sponsors=st.lists(st.builds(Sponsor, name=words, primary=st.booleans()), max_size=2).map(tuple),
    actions=st.lists(actions, max_size=3).map(tuple),
    versions=st.lists(st.builds(Version, note=words, on=dates, url=words), max_size=2).map(tuple),
)
rules = st.builds(
    Rule, identifier=words, title=words, url=words, cfr=st.lists(words, max_size=2).map(tuple), effective_on=dates
)
hearings = st.builds(
    Hearing,
    identifier=words,
    title=words,
    url=words,
    starts_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    cancelled=st.booleans(),
)
documents = st.one_of(bills, rules, hearings)

BILL = Bill(
    identifier="HB 360",
    title="Kratom; labels.",
    url="https://example.org/hb360",
    session="2025",
    actions=(Action(on=date(2025, 1, 8), text="Introduced", by="lower", kinds=("introduction",)),),
    versions=(Version(note="Introduced", url="https://example.org/hb360/1"),),
)


@given(documents)
def test_decoding_gives_the_document_back(document: Document) -> None:
    assert decode(document.kind, encode(document)) == document


@given(documents)
def test_the_fingerprint_survives_keeping(document: Document) -> None:
    assert fingerprint(decode(document.kind, encode(document))) == fingerprint(document)


@given(documents, documents)
def test_equal_fingerprints_mean_equal_content(one: Document, other: Document) -> None:
    def content(document: Document) -> Document:
        return dataclasses.replace(document, registry="", url="" if document.kind != "hearing" else document.url)

    same = type(one) is type(other) and content(one) == content(other)
    assert same or fingerprint(one) != fingerprint(other)


def test_every_field_but_registry_and_address_counts() -> None:
    other: dict[Any, Any] = {
        str: "other",
        date: date(2020, 1, 1),
        bool: True,
        tuple: ("other",),
        datetime: datetime(2020, 1, 1, tzinfo=UTC),
    }
    nested = {
        "actions": (Action(on=None, text="x"),),
        "versions": (Version(note="x"),),
        "sponsors": (Sponsor(name="x"),),
    }
    for cls in KINDS.values():
        document = cls(identifier="1", title="t", url="u")
        for field in dataclasses.fields(cls):
            value = getattr(document, field.name)
            if value is None:
                changed = other[datetime if field.name.endswith("_at") else date]
            else:
                changed = nested.get(field.name, other[type(value)])
            differs = fingerprint(dataclasses.replace(document, **{field.name: changed})) != fingerprint(document)
            content = field.name != "registry" and (field.name != "url" or cls in (Notice, Hearing))
            assert differs is content, f"{cls.kind}.{field.name}"


def test_the_scheme_of_an_address_never_counts() -> None:
    one, other = (Notice(identifier="1", title="t", url=f"{scheme}://fda.gov/x") for scheme in ("http", "https"))
    assert fingerprint(one) == fingerprint(other)


def test_addresses_of_versions_count() -> None:
    moved = dataclasses.replace(BILL, versions=(Version(note="Introduced", url="https://example.org/hb360/2"),))
    assert fingerprint(moved) != fingerprint(BILL)


def test_kinds_with_the_same_content_differ() -> None:
    assert fingerprint(Page(identifier="1", title="t", url="u")) != fingerprint(
        Enforcement(identifier="1", title="t", url="u")
    )


def test_a_field_added_to_a_class_and_another_order_of_fields_change_nothing() -> None:
    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class Step:
        kinds: tuple[str, ...] = ()
        room: str = ""
        by: str = ""
        text: str
        on: date | None

    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class LaterBill(Document):
        kind: ClassVar[str] = "bill"

        urgent: bool = False
        effective_on: date | None = None
        links: tuple[str, ...] = ()
        versions: tuple[Version, ...] = ()
        actions: tuple[Step, ...] = ()
        session: str = ""

    later = LaterBill(
        identifier=BILL.identifier,
        title=BILL.title,
        url=BILL.url,
        session=BILL.session,
        actions=tuple(Step(on=a.on, text=a.text, by=a.by, kinds=a.kinds) for a in BILL.actions),
        versions=BILL.versions,
    )
    assert fingerprint(later) == fingerprint(BILL)
    assert fingerprint(dataclasses.replace(later, urgent=True)) != fingerprint(BILL)


def test_the_fingerprint_is_the_same_in_every_release() -> None:
    assert fingerprint(BILL).hex() == "01cd4073795efc309eaf29a1704d1a77fc"
    assert fingerprint(BILL)[:1] == FORM
    assert len(fingerprint(BILL)) == 17


def test_the_kept_bytes_are_json_with_every_field_in_the_order_declared() -> None:
    kept = json.loads(encode(BILL))
    assert list(kept) == [field.name for field in dataclasses.fields(Bill)]
    assert kept["actions"] == [{"on": "2025-01-08", "text": "Introduced", "by": "lower", "kinds": ["introduction"]}]


def test_bytes_of_an_older_class_are_read_with_empty_new_fields() -> None:
    old = b'{"identifier":"HB 1","title":"t","url":"u","dropped":1}'
    assert decode("bill", old) == Bill(identifier="HB 1", title="t", url="u")


@pytest.mark.parametrize(
    ("kind", "content"), [("bill", b"{"), ("bill", b'{"identifier":1}'), ("ballad", b"{}"), ("bill", b'"\xff"')]
)
def test_damaged_content_is_said_to_be_damaged(kind: str, content: bytes) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        decode(kind, content)


def test_lone_surrogates_and_nul_bytes_are_kept_as_well_as_can_be() -> None:
    page = Page(identifier="1", title="a\ud800b", url="u", text="nul \0 stays")
    assert decode("page", encode(page)) == Page(identifier="1", title="a\ufffdb", url="u", text="nul \0 stays")
    assert fingerprint(page) == fingerprint(Page(identifier="1", title="a\ufffdb", url="u", text="nul \0 stays"))


def test_a_value_of_the_wrong_type_is_the_spiders_fault_and_named() -> None:
    wrong = Page(identifier="1", title=None, url="https://example.org")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(ExtractionError, match=r"page '1'.*title.*example\.org"):
        fingerprint(wrong)
