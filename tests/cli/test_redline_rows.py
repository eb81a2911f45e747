"""A redline as rows: four operations, whatever was renumbered."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.redline import redline
from monitor.cli.redlines import operation_rows
from monitor.cli.screen import marked


def test_a_level_that_went_is_struck_and_the_number_of_a_section_counts_for_nothing() -> None:
    """As Utah's Office of Legislative Research prints them: "(2)" struck and "(a)" printed as "(2)"; "Section 8" without colour."""
    duty = "The department shall adopt rules to carry out this section within ninety days."
    rows = operation_rows(redline(f"(2) (a) {duty}", f"(2) {duty}"))
    assert [(row["op"], row["old"], row["new"]) for row in rows[1:-1]] == [
        ("delete", "2) (", ""),
        ("move", "a", ""),
        ("insert", "", "2"),
    ]
    assert marked(rows).startswith("({2) (a→2}) The department")
    rows = operation_rows(redline(f"Section 7. {duty}", f"Section 8. {duty}"))
    assert [row["op"] for row in rows] == ["equal", "move", "move", "equal"]
    assert marked(rows).startswith("Section {7→8}. The department")


@given(st.text("(1a) .\n§", max_size=30), st.text("(1a) .\n§", max_size=30))
def test_rows_join_to_both_texts_and_keep_to_four_operations(old: str, new: str) -> None:
    rows = operation_rows(redline(old, new))
    assert {row["op"] for row in rows} <= {"equal", "insert", "delete", "move"}
    assert "".join(row["old"] for row in rows if row["op"] != "insert") == old
    assert "".join(row["new"] for row in rows if row["op"] != "delete") == new
