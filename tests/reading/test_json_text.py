"""JSON as a person would read it: a line for each value, and nothing of what moves without meaning."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reading import read


def text(value: Any) -> str:
    return read(json.dumps(value).encode(), media_type="application/json").text


def test_a_record_is_read_value_by_value() -> None:
    recall = {
        "results": [
            {
                "status": "Ongoing",
                "product": "Kratom <b>powder</b> &amp; capsules",
                "codes": ["A1", "A2"],
                "more": None,
            },
            {"status": "Terminated", "voluntary": True, "quantity": 0.050, "openfda": {}},
        ],
        "meta": {"last_updated": "2026-10-14", "results": {"total": 2}},
    }
    assert text(recall).splitlines() == [
        "meta:",
        "results:",
        "total: 2",
        "results:",
        "- codes:",
        "- A1",
        "- A2",
        "product: Kratom powder & capsules",
        "status: Ongoing",
        "- quantity: 0.05",
        "status: Terminated",
        "voluntary: true",
    ]


def test_figures_stand_as_they_are_printed() -> None:
    assert read(b'{"threshold": 0.050, "count": 1e3}').text == "count: 1e3\nthreshold: 0.050"


@pytest.mark.parametrize(
    "name", ["last_updated", "modifyDate", "lastModifiedDate", "page_views", "updateDateIncludingText", "aggregations"]
)
def test_when_a_record_was_stored_or_looked_at_is_no_part_of_it(name: str) -> None:
    assert (
        text({"title": "Kratom", name: "2026-10-14"})
        == text({"title": "Kratom", name: {"count": 7}})
        == "title: Kratom"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4), st.randoms())
def test_the_order_of_keys_means_nothing(value: dict[str, Any], random: Any) -> None:
    def shuffled(one: Any) -> Any:
        if isinstance(one, dict):
            keys = list(one)
            random.shuffle(keys)
            return {key: shuffled(one[key]) for key in keys}
        return [shuffled(each) for each in one] if isinstance(one, list) else one

    assert text(value) == text(shuffled(value))


@pytest.mark.parametrize("body", [b"{not json", b"[1, 2", b"{" * 100_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000])
def test_what_is_no_json_is_plain_text(body: bytes) -> None:
    assert read(body, media_type="application/json").text == body.decode()


def test_a_changed_value_is_one_changed_line() -> None:
    before = {"data": [{"id": n, "status": "open"} for n in range(50)]}
    after = json.loads(json.dumps(before))
    after["data"][30]["status"] = "closed"
    old, new = text(before).splitlines(), text(after).splitlines()
    assert [(one, other) for one, other in zip(old, new, strict=True) if one != other] == [
        ("status: open", "status: closed")
    ]
