"""The part of a redline that a message can carry: cut where it means no less."""

from monitor.digests.excerpt import Piece, excerpt, shorter

OLD = "The agency is reviewing that recommendation and has said nothing of it. Sales go on.\n"
NEW = "The agency has published a notice that proposes to place the substance in schedule I. Sales go on.\n"


def test_words_shown_struck_are_never_shown_without_what_took_their_place() -> None:
    pieces = excerpt(OLD, NEW).pieces
    for limit in range(20, 300):
        cut = shorter(pieces, limit)
        for at, one in enumerate(cut):
            instead = pieces[at + 1 : at + 2]
            if one.op == "gone" and instead and instead[0].op == "new":
                assert cut[at + 1].op == "new", (limit, cut)
                assert instead[0].text.startswith(cut[at + 1].text.rstrip("…")), (limit, cut)


def test_what_is_cut_ends_in_a_note_and_no_dangling_paragraph_mark() -> None:
    pieces = (
        Piece(op="same", text="under "),
        Piece(op="gone", text="18"),
        Piece(op="new", text="21"),
        Piece(op="same", text=" years. ¶ "),
        Piece(op="new", text="No product may contain more than 2 percent of it."),
    )
    assert shorter(pieces, 30) == (*pieces[:3], Piece(op="same", text=" years."), Piece(op="note", text=" …"))
    assert shorter(pieces, 300) == pieces
