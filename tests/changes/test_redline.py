"""The laws of a redline, and the readings a person would expect."""

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes import anchors, pairing, passages, words
from monitor.changes.enumerators import unnumbered
from monitor.changes.redline import redline
from monitor.changes.words import split_words
from monitor.model.records import Operation

LONG = "The commissioner shall adopt regulations to carry out this section within ninety days."
OTHER = "A person who violates this chapter is guilty of a class 1 misdemeanor and shall be fined."
THIRD = "Nothing in this act applies to a pharmacist who dispenses under a valid prescription."

head = st.sampled_from(["", "(1) ", "(2) (a) ", "(b) ", "SECTION 3. ", "Sec. 4. (c) ", "ii. ", "{+(5) ", "§ 6. "])
line = st.one_of(
    st.builds("{}{}".format, head, st.sampled_from([LONG, OTHER, THIRD, "x", ""])),
    st.lists(st.sampled_from(["the", "fee", "$1,000", "5", "%", ".", "section", "shall", "not"]), max_size=7).map(
        " ".join
    ),
    st.sampled_from([LONG, OTHER, THIRD, "", "  ", "(a) Reserved."]),
    st.builds(
        "{}{}".format,
        head,
        st.sampled_from([LONG.replace("ninety", "sixty"), f"But {OTHER}", THIRD.replace("valid ", "")]),
    ),
)
law = st.lists(line, max_size=12).map("\n".join)
anything = st.text(alphabet=st.sampled_from("ab \n\r\t\u00a0\x0b\x85%5.-[]{}+é\u0301\u2028\U0001f600"), max_size=40)
texts = st.one_of(law, anything, st.text(max_size=30))


def old_of(operations: Sequence[Operation]) -> str:
    return "".join(operation.old for operation in operations if operation.op != "insert")


def new_of(operations: Sequence[Operation]) -> str:
    return "".join(operation.new for operation in operations if operation.op != "delete")


def marked(old: str, new: str) -> str:
    shown = {"equal": "{0}", "delete": "[-{0}-]", "insert": "{{+{1}+}}", "move": "<{0}|{1}>", "renumber": "{{{0}→{1}}}"}
    return "".join(shown[each.op].format(each.old, each.new) for each in redline(old, new))


@given(texts, texts)
def test_joining_the_sides_gives_both_texts_back(old: str, new: str) -> None:
    operations = redline(old, new)
    assert old_of(operations) == old
    assert new_of(operations) == new


@given(texts, texts)
def test_every_operation_carries_only_its_own_side(old: str, new: str) -> None:
    for operation in redline(old, new):
        match operation.op:
            case "equal":
                assert operation.old == operation.new != ""
            case "insert":
                assert operation.new
                assert not operation.old
            case "delete":
                assert operation.old
                assert not operation.new
            case "renumber":
                assert operation.old != operation.new
                assert operation.old
                assert operation.new
            case op:
                assert op == "move"
                assert bool(operation.old) != bool(operation.new)


@given(texts)
def test_a_text_against_itself_is_one_equal(text: str) -> None:
    assert redline(text, text) == ((Operation(op="equal", old=text, new=text),) if text else ())


@given(texts, texts)
def test_swapping_the_texts_swaps_insertions_and_deletions(old: str, new: str) -> None:
    def went(operations: Sequence[Operation]) -> list[tuple[str, str]]:
        return [(each.op, each.old) for each in operations if each.op != "insert" and each.old]

    def came(operations: Sequence[Operation]) -> list[tuple[str, str]]:
        return [
            ("delete" if each.op == "insert" else each.op, each.new)
            for each in operations
            if each.op != "delete" and each.new
        ]

    assert went(redline(old, new)) == came(redline(new, old))
    assert came(redline(old, new)) == went(redline(new, old))


@given(texts, texts)
def test_what_is_moved_stands_on_both_sides(old: str, new: str) -> None:
    operations = redline(old, new)
    away = sorted(unnumbered(each.old).rstrip("\n") for each in operations if each.op == "move" and each.old)
    here = sorted(unnumbered(each.new).rstrip("\n") for each in operations if each.op == "move" and each.new)
    assert away == here


@given(texts, texts)
def test_long_texts_are_cut_into_passages_and_keep_the_laws(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "_LONG": 0,
            "_CHUNKS": (8, 2),
            "_SAME": 6,
            "_ENOUGH": 3,
            "_NEAR": 90,
            "_LINES": (2, 4),
        }.items():
            patch.setattr(passages, name, value)
        patch.setattr(anchors, "_LONG", 0)
        operations = redline(old, new)
    assert old_of(operations) == old
    assert new_of(operations) == new
    assert (old == new) == all(each.op == "equal" for each in operations)


def test_passages_find_what_lines_find() -> None:
    """Edits, insertions, deletions, a rewritten stretch and a moved section, with and without passages."""
    lines = [
        f"({n % 7}) The seller of class {n * 37 % 1009} shall pay {n} dollars to unit {n * 11 % 83}.\n"
        for n in range(900)
    ]
    changed = list(lines)
    changed[40] = changed[40].replace("pay", "not pay")
    changed[41] = changed[41].replace("seller", "buyer")
    changed[300:300] = [f"(8) A new duty number {n} of every maker begins here.\n" for n in range(30)]
    changed[500:520] = [f"Rewritten rule {n} has nothing of the old words in its text.\n" for n in range(50)]
    del changed[700:760]
    changed[100:100] = changed[800:812]
    del changed[812:824]
    old, new = "".join(lines), "".join(changed)
    expected = redline(old, new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages, "_LONG", 0)
        patch.setattr(anchors, "_LONG", 0)
        assert redline(old, new) == expected
    assert {each.op for each in expected} == {"equal", "insert", "delete", "move"}


@given(texts)
def test_cutting_into_words_loses_nothing(text: str) -> None:
    pieces = split_words(text)
    assert "".join(pieces) == text
    assert len(pieces) % 2 == 1
    assert not "".join(pieces[::2]).strip()


@given(law, law)
def test_no_word_is_cut(old: str, new: str) -> None:
    """An edit between two words of the text never begins or ends inside one."""
    at = 0
    starts = word_edges(old)
    for operation in redline(old, new):
        if operation.op != "insert":
            at += len(operation.old)
        assert at in starts


def word_edges(text: str) -> set[int]:
    edges, at = set(), 0
    for place, piece in enumerate(split_words(text)):
        edges |= {at, at + len(piece)} if place % 2 else set(range(at, at + len(piece) + 1))
        at += len(piece)
    return edges | {0, len(text)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The fee is $10 a year.", "The fee is $25 a year.", "The fee is [-$10-]{+$25+} a year."),
        ("It shall not be sold.", "It shall be sold.", "It shall [-not -]be sold."),
        ("It may be sold.", "It may not be sold.", "It may {+not +}be sold."),
        ("at 0.050 % by weight", "at 0.060 % by weight", "at [-0.050 %-]{+0.060 %+} by weight"),
        ("under 21 U.S.C. 811(h).", "under 21 U.S.C. 811(j).", "under 21 U.S.C. 811([-h-]{+j+})."),
        ("sold to minors under 18", "sold to persons under 21", "sold to [-minors-]{+persons+} under [-18-]{+21+}"),
        ("sections 9776–9784 apply", "sections 9776–9785 apply", "sections [-9776–9784-]{+9776–9785+} apply"),
        ("one  two", "one two", "one [- -]two"),
        ("mitragynine is", "7-hydroxymitragynine is", "[-mitragynine-]{+7-hydroxymitragynine+} is"),
        ("a", "a\n", "a{+\n+}"),
        ("a\n", "a\nb", "a\n{+b+}"),
        ("a\nb", "a", "a[-\nb-]"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("a\r\nb", "a\nb", "a[-\r\n-]{+\n+}b"),
    ],
)
def test_reads_as_a_person_would_mark_it(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_a_replaced_phrase_is_one_deletion_and_one_insertion() -> None:
    old = "The board shall grant every applicant a hearing within the county at no cost to him."
    new = "The board shall deny the petition of any person who fails to appear at no cost to him."
    assert [each.op for each in redline(old, new)] == ["equal", "delete", "insert", "equal"]


def test_an_edited_paragraph_meets_its_counterpart_among_new_ones() -> None:
    old = f"{LONG}\n{OTHER}\n"
    new = f"{THIRD}\n{LONG.replace('ninety', 'sixty')}\n(b) Reserved.\n{OTHER.replace('1', '2')}\n"
    assert marked(old, new) == (
        f"{{+{THIRD}\n+}}{LONG.replace('ninety', '[-ninety-]{+sixty+}')}\n"
        f"{{+(b) Reserved.\n+}}{OTHER.replace('class 1', 'class [-1-]{+2+}')}\n"
    )


def test_renumbered_paragraphs_keep_their_words() -> None:
    old = f"(1) {LONG}\n(2) {OTHER}\n(3) {THIRD}\n"
    new = f"(1) {LONG}\n(2) A new duty is created here for all sellers.\n(3) {OTHER}\n(4) {THIRD}\n"
    assert marked(old, new) == (
        f"(1) {LONG}\n{{+(2) A new duty is created here for all sellers.\n+}}({{2→3}}) {OTHER}\n({{3→4}}) {THIRD}\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("(2) (a) {0}", "(3) {0}", "({{2) (a→3}}) {0}"),
        ("(2) (a) {0}", "(2) {0}", "({{2) (a→2}}) {0}"),
        ("(2) (a) (i) {0}", "(2) (b) {0}", "(2) ({{a) (i→b}}) {0}"),
        ("(1) (a) {0}", "(a) {0}", "[-(1) -](a) {0}"),
        ("(1) {0}", "(1) (a) {0}", "({{1→1) (a}}) {0}"),
        ("SECTION 3. {0}", "SECTION 4. {0}", "SECTION {{3→4}}. {0}"),
        ("Sec. 104. (b) {0}", "Sec. 103. (c) {0}", "Sec. {{104→103}}. ({{b→c}}) {0}"),
        ("### TITLE IV {0}", "### TITLE V {0}", "### TITLE {{IV→V}} {0}"),
        ("{{+(4) {0}+}}", "{{+(5) {0}+}}", "{{+({{4→5}}) {0}+}}"),
        ("b. {0}", "c. {0}", "{{b→c}}. {0}"),
        ("Section 5 of this act: {0}", "Section 6 of this act: {0}", "Section [-5-]{{+6+}} of this act: {0}"),
        ("J. Smith", "K. Smith", "[-J-]{{+K+}}. Smith"),
        ("§ 165.T11-157 {0}", "§ 165.T11–157 {0}", "§ 165.[-T11-157-]{{+T11–157+}} {0}"),
    ],
)
def test_another_number_is_told_as_renumbering_and_a_reference_is_not(old: str, new: str, expected: str) -> None:
    assert marked(old.format(LONG), new.format(LONG)) == expected.format(LONG)


def test_another_paragraph_under_another_number_is_not_a_renumbering() -> None:
    operations = redline("(b) Depressants. Any salt of amobarbital.", "(55) Cannabinoids. Any group listed here below.")
    assert "renumber" not in {each.op for each in operations}


def test_a_paragraph_of_one_number_in_one_place_is_compared_by_its_words() -> None:
    old = f"{OTHER}\n(2) (a) A fee for a license under this section is $600.\n{THIRD}\n"
    new = (
        f"{OTHER}\n(2) The department shall charge the following fees to obtain a license under this chapter:\n"
        f"(a) $2,500 for a shop; or\n(b) $300 for a stall.\n{THIRD}\n"
    )
    assert marked(old, new) == (
        f"{OTHER}\n({{2) (a→2}}) [-A fee for-]{{+The department shall charge the following fees to obtain+}} a license under this "
        f"[-section is $600.-]{{+chapter:+}}\n{{+(a) $2,500 for a shop; or\n(b) $300 for a stall.\n+}}{THIRD}\n"
    )


def test_short_lines_whose_one_number_changed_are_paired() -> None:
    old, new = "9776–9784\n2024–02705\n", "9776-9784\n2024-02705\n"
    assert marked(old, new) == "[-9776–9784-]{+9776-9784+}\n[-2024–02705-]{+2024-02705+}\n"


def test_a_sentence_added_to_a_short_paragraph_does_not_replace_it() -> None:
    assert marked(f"{OTHER}\n", f"{OTHER} {LONG} {THIRD}\n") == f"{OTHER}{{+ {LONG} {THIRD}+}}\n"


def test_a_long_block_that_stands_elsewhere_is_moved() -> None:
    operations = redline(f"{LONG}\n{OTHER}\n{THIRD}\n", f"{OTHER}\n{THIRD}\n{LONG}\n")
    assert operations == (
        Operation(op="move", old=f"{LONG}\n"),
        Operation(op="equal", old=f"{OTHER}\n{THIRD}\n", new=f"{OTHER}\n{THIRD}\n"),
        Operation(op="move", new=f"{LONG}\n"),
    )


def test_a_moved_block_at_the_end_of_a_text_without_a_last_line_end_is_still_a_move() -> None:
    assert {each.op for each in redline(f"{LONG}\n{OTHER}\n{THIRD}", f"{OTHER}\n{THIRD}\n{LONG}")} >= {"move"}


def test_a_block_that_stands_elsewhere_under_another_number_is_moved() -> None:
    operations = redline(f"(1) {LONG}\n(2) {OTHER}\n(3) {THIRD}\n", f"(1) {THIRD}\n(2) {LONG}\n(3) {OTHER}\n")
    assert [(each.op, each.old, each.new) for each in operations if each.op != "equal"] == [
        ("move", "", f"(1) {THIRD}\n"),
        ("renumber", "1", "2"),
        ("renumber", "2", "3"),
        ("move", f"(3) {THIRD}\n", ""),
    ]


def test_a_block_that_moved_and_was_reworded_is_a_move_with_its_edits() -> None:
    rest = "".join(
        f"Sec. {n}. Subject {n}.\nParagraph {n} of the part that stays where it is, in order.\n" for n in (5, 6)
    )
    fees = "Sec. {0}. Fees.\nA person who files a petition shall pay a fee of {1} to the clerk within ten days of filing.\n"
    old, new = fees.format(4, "$500") + rest, rest + fees.format(7, "$1,000")
    assert [(each.op, each.old, each.new) for each in redline(old, new) if each.op != "equal"] == [
        ("move", "Sec. 4. Fees.\n", ""),
        ("move", "A person who files a petition shall pay a fee of ", ""),
        ("delete", "$500", ""),
        ("move", " to the clerk within ten days of filing.\n", ""),
        ("move", "", "Sec. 7. Fees.\n"),
        ("move", "", "A person who files a petition shall pay a fee of "),
        ("insert", "", "$1,000"),
        ("move", "", " to the clerk within ten days of filing.\n"),
    ]


def test_another_paragraph_in_another_place_is_no_move() -> None:
    old = (
        "A person who sells kratom to a minor commits a class 1 misdemeanor and pays a fine of at least $500 for it.\n"
    )
    new = (
        "A person who rents a flat to a family commits no offense when he lives in the same house and tells them so.\n"
    )
    rest = "".join(f"Paragraph {n} of the part that stays where it is, in order.\n" for n in range(3))
    assert {each.op for each in redline(old + rest, rest + new)} == {"equal", "delete", "insert"}


def test_a_paragraph_cut_in_two_or_two_made_one_lose_no_word() -> None:
    assert (
        marked(f"{LONG} {OTHER}\n{THIRD}\n", f"{LONG}\n{OTHER}\n{THIRD}\n") == f"{LONG}[- -]{{+\n+}}{OTHER}\n{THIRD}\n"
    )
    assert marked(f"{LONG}\n{OTHER.replace('1', '2')}\n", f"{LONG} {OTHER}\n") == (
        f"{LONG}[-\n-]{{+ +}}{OTHER.replace('1', '[-2-]{+1+}')}\n"
    )


def test_a_table_is_compared_row_by_row() -> None:
    rows = [
        "| 9668 | Mitragynine | 2 mg |\n",
        "| 9669 | 7-hydroxymitragynine | 1 % |\n",
        "| 9670 | Tianeptine | 5 mg |\n",
    ]
    new = [rows[0].replace("2", "4"), "| 9671 | Xylazine | 5 mg |\n", *rows[1:]]
    assert marked("".join(rows), "".join(new)) == (
        f"| 9668 | Mitragynine | [-2-]{{+4+}} mg |\n{{+| 9671 | Xylazine | 5 mg |\n+}}{rows[1]}{rows[2]}"
    )


def test_a_link_with_the_same_words_and_a_new_target_is_a_change() -> None:
    old = "See [the rule](https://example.org/old.pdf) now.\n"
    assert marked(old, old.replace("old", "new")) == (
        "See [the rule]([-https://example.org/old.pdf-]{+https://example.org/new.pdf+}) now.\n"
    )


def test_the_definitions_of_one_term_are_compared_and_those_of_two_are_not() -> None:
    old = '(e) "Kratom product" means a food that contains any part of the leaf of the plant Mitragyna speciosa.\n'
    leaf = '(c) "Kratom leaf" means the leaf of the Mitragyna speciosa plant in fresh or dehydrated form.\n'
    product = (
        '(d) "Kratom product" means a consumable product that contains any part of the kratom leaf or kratom extract. It is not '
        "considered a food under the food law, 2000 PA 92, MCL 289.1101 to 289.8111.\n"
    )
    shown = marked(old, leaf + product)
    assert shown.startswith(f'{{+{leaf}+}}({{e→d}}) "Kratom product" means a [-food-]')


def test_short_blocks_are_never_moved() -> None:
    operations = redline(f"(a) Reserved.\n{OTHER}\n{LONG}\n", f"{OTHER}\n{LONG}\n(a) Reserved.\n")
    assert {each.op for each in operations} == {"equal", "insert", "delete"}


def test_a_moved_section_is_one_move_with_its_blank_lines() -> None:
    section = f"{LONG}\n\n{THIRD}\n"
    rest = "".join(f"Paragraph {n} of the part that stays where it is, in order.\n" for n in range(5))
    operations = redline(section + rest, rest + section)
    assert [(each.op, each.old, each.new) for each in operations if each.op != "equal"] == [
        ("move", section, ""),
        ("move", "", section),
    ]


def test_large_tables_take_the_other_way_and_keep_the_laws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "_LARGEST_TABLE", 1)
    monkeypatch.setattr(anchors, "LARGEST_EXACT_TABLE", 1)
    monkeypatch.setattr(words, "_LARGEST_TABLE", 1)
    old = "\n".join(f"{n} {sentence}" for n in range(20) for sentence in (LONG, OTHER, THIRD))
    new = "\n".join(f"{n + 1} {sentence}" for n in range(20) for sentence in (OTHER, THIRD.replace("valid", "lawful")))
    operations = redline(old, new)
    assert old_of(operations) == old
    assert new_of(operations) == new
    assert sum(len(each.old) for each in operations if each.op == "equal") > len(new) / 2


def test_a_large_gap_is_cut_at_like_lines_behind_the_last_renumbered_one_too() -> None:
    sentences = [f"A seller of class {n:05} pays {n * 7} dollars to unit {n % 5} of the office." for n in range(600)]
    old = "".join(f"({n % 9}) {sentence}\n" for n, sentence in enumerate(sentences))
    new = "".join(f"({n + 700}) {sentence}\n" for n, sentence in enumerate(sentences))
    assert sum(len(each.new) for each in redline(old, new) if each.op == "insert") < 0.1 * len(new)


def test_the_order_of_sets_and_hashes_plays_no_part() -> None:
    """Chosen among equals by place, never by hash: the same on every machine and in every process."""
    code = (
        "from monitor.changes.redline import redline;"
        "old = chr(10).join(f'{n} the seller shall pay {n * 7} dollars to unit {n % 5}' for n in range(150));"
        "new = chr(10).join(f'{n + 3} the buyer shall pay {n * 5} dollars to unit {n % 4}' for n in range(150));"
        "print(hash(0), [(each.op, each.old, each.new) for each in redline(old, new)])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
