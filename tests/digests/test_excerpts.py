"""The part of a redline that a message can carry: cut where it means no less."""

from monitor.changes.redline import redline
from monitor.digests.excerpt import Piece, excerpt, pieces, shorter

OLD = "The agency is reviewing that recommendation and has said nothing of it. Sales go on.\n"
NEW = "The agency has published a notice that proposes to place the substance in schedule I. Sales go on.\n"


def test_words_shown_struck_are_never_shown_without_what_took_their_place() -> None:
    found = excerpt(OLD, NEW).pieces
    for limit in range(20, 300):
        cut = shorter(found, limit)
        for at, one in enumerate(cut):
            instead = found[at + 1 : at + 2]
            if one.op == "gone" and instead and instead[0].op == "new":
                assert cut[at + 1].op == "new", (limit, cut)
                assert instead[0].text.startswith(cut[at + 1].text.rstrip("…")), (limit, cut)


def test_what_is_cut_ends_in_a_note_and_no_dangling_paragraph_mark() -> None:
    whole = (
        Piece(op="same", text="under "),
        Piece(op="gone", text="18"),
        Piece(op="new", text="21"),
        Piece(op="same", text=" years. ¶ "),
        Piece(op="new", text="No product may contain more than 2 percent of it."),
    )
    assert shorter(whole, 30) == (*whole[:3], Piece(op="same", text=" years."), Piece(op="note", text=" …"))
    assert shorter(whole, 300) == whole


def test_a_long_excerpt_does_not_end_on_words_that_were_replaced() -> None:
    kept = "A processor shall keep a record of each lot, of its weight and of its laboratory. "
    old = "".join(f"{kept}The fee of class {at} is {at} dollars for each year and product.\n" for at in range(40))
    new = old.replace("dollars for", "hundred pounds of silver for")
    operations = redline(old, new)
    for limit in range(300, 900, 7):
        found = [one for one in pieces(operations, limit) if one.op != "note"]
        struck = [at for at, one in enumerate(found) if one.op == "gone"]
        assert struck
        assert all(found[at + 1].op == "new" for at in struck), limit
