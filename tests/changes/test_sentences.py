"""What a digest shows of a redline."""

from monitor.changes.redline import changed_sentences, redline


def told(old: str, new: str, limit: int = 5) -> tuple[str, ...]:
    return changed_sentences(redline(old, new), limit)


def test_only_the_sentence_that_changed_is_told() -> None:
    old = "Kratom is sold in stores. The age is 18 years. Labels are required."
    assert told(old, old.replace("18", "21")) == ("The age is [-18-] {+21+} years.",)


def test_each_line_is_a_sentence_of_its_own() -> None:
    new = "One stays.\nImporters must register.\nLabels list every alkaloid.\n"
    assert told("One stays.\nTwo goes.\n", new) == (
        "[-Two goes.-]",
        "{+Importers must register.+}",
        "{+Labels list every alkaloid.+}",
    )


def test_no_more_than_the_limit_are_told() -> None:
    old = "\n".join(f"Rule {n} is in force." for n in range(9))
    assert len(told(old, old.replace("in force", "void"), 3)) == 3
    assert told(old, old.replace("in force", "void"), 0) == ()


def test_unchanged_words_far_from_the_change_are_cut() -> None:
    long = "the owner of every building in the district of the city " * 8
    (sentence,) = told(f"{long}pays $10 {long}end.", f"{long}pays $25 {long}end.")
    assert "[-$10-] {+$25+}" in sentence
    assert len(sentence) < 200
    assert sentence.startswith("…")
    assert sentence.endswith("…")


def test_a_long_insertion_is_cut_at_a_word() -> None:
    (sentence,) = told("", "word " * 500)
    assert sentence.endswith("word …+}")
    assert len(sentence) < 420


def test_blanks_alone_are_not_told() -> None:
    assert told("one  two\n\nthree", "one two\nthree") == ()


def test_a_moved_block_is_told_once() -> None:
    moved = "The commissioner shall adopt regulations to carry out this section within ninety days."
    stays = "\n".join(f"Paragraph {n} of the part that stays where it is, in order." for n in range(3))
    assert told(f"{moved}\n{stays}\n", f"{stays}\n{moved}\n") == (f"(moved) {moved}",)


def test_a_citation_does_not_end_a_sentence() -> None:
    old = "Sold as defined in 21 U.S.C. 811 and no. 5 of the list."
    assert told(old, old.replace("5", "6")) == ("Sold as defined in 21 U.S.C. 811 and no. [-5-] {+6+} of the list.",)


def test_a_number_alone_is_no_changed_sentence_and_stands_as_it_is_now_in_one() -> None:
    old = "(1) Kratom is sold in stores.\n(2) The age of a buyer is 18 years.\n(3) Labels are required of all.\n"
    new = "(1) Kratom is sold in stores.\n(3) The age of a buyer is 21 years.\n(4) Labels are required of all.\n"
    assert told(old, new) == ("(3) The age of a buyer is [-18-] {+21+} years.",)


def test_a_block_that_moved_and_was_reworded_is_told_by_its_words() -> None:
    fee = "A person who files a petition shall pay a fee of {} to the clerk within ten days of filing."
    stays = "".join(f"Paragraph {n} of the part that stays where it is, in order.\n" for n in range(3))
    assert told(f"{fee.format('$500')}\n{stays}", f"{stays}{fee.format('$1,000')}\n") == (
        fee.format("[-$500-]"),
        fee.format("{+$1,000+}"),
    )


def test_a_moved_block_at_the_end_without_a_line_end_is_told_as_moved() -> None:
    moved = "The commissioner shall adopt regulations to carry out this section within ninety days."
    stays = "\n".join(f"Paragraph {n} of the part that stays where it is, in order." for n in range(3))
    assert told(f"{moved}\n{stays}", f"{stays}\n{moved}") == (f"(moved) {moved}",)
