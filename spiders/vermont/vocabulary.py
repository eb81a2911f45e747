"""The words of Vermont's bill histories and what they are; the House spells out what the Senate abbreviates.

A chamber that changes the other's bill makes a "proposal of amendment". What is messaged to the other chamber has been passed before.
"""

from spiders.families.actions import Vocabulary

_TIME = r"(time|reading)?"
_FIRST = rf"(read (for the )?(first|1st) {_TIME}|first read)"
_THIRD = rf"(read (for the )?(third|3rd) {_TIME}|third read)"

VERMONT = Vocabulary(
    (
        (rf"{_FIRST}.*\b(re)?(ferred|commit)", ("introduction", "reading-1", "referral-committee")),
        (_FIRST, ("introduction", "reading-1")),
        (rf"{_THIRD}.*\b(passed|adopted)", ("reading-3", "passage")),
        (rf"{_THIRD}.*\b(failed|defeated|not passed)", ("reading-3", "failure")),
        (rf"{_THIRD}(?!ing ordered)", ("reading-3",)),
        (r"(house|senate) message|message from", ()),
        (r".*veto.*sustained", ("veto-override-failure",)),
        (r".*overrid", ("veto-override-passage",)),
        (r".*(becomes?|became|allowed to become) law|.*allowed to go into effect", ("became-law",)),
        (r".*\bdelivered to (the )?governor", ("executive-receipt",)),
        (r".*\bsigned by (the )?governor", ("executive-signature",)),
        (r".*\bveto(ed)?\b", ("executive-veto",)),
        (r".*proposals? of amendment.*\b(concurred in|adopted|agreed)", ("amendment-passage",)),
        (r".*\b(refused|failed) to concur|.*proposals? of amendment.*\b(rejected|disagreed)", ("amendment-failure",)),
        (r".*\bamended.*third reading ordered|.*amendment.*\b(agreed to|adopted)", ("amendment-passage",)),
        (r".*\b(amendments?|motion to amend)\b.*\b(disagreed to|failed|rejected|defeated)", ("amendment-failure",)),
        (r".*\bamendments?\b.*\bwithdrawn", ("amendment-withdrawal",)),
        (r"reported favorably|.*\breported favorably|favorable report by", ("committee-passage-favorable",)),
        (r".*\bfavorable report|.*\breported without recommendation|.*\breport(ed)? with", ("committee-passage",)),
        (r".*\b(reported )?unfavorabl[ey]|.*adverse(ly)? report", ("committee-passage-unfavorable",)),
        (rf".*read (for the )?(second|2nd)( {_TIME})?|second read", ("reading-2",)),
        (r".*proposals? of amendment", ("amendment-introduction",)),
        (r".*\b(recommitted|committed|(re-?)?referred) to", ("referral-committee",)),
        (r".*third reading ordered|rules suspended.*messaged|messaged|.*messaged to", ()),
        (r".*\b(ordered to lie|tabled|postponed|laid on the table)", ("deferral",)),
        (r"(joint resolution |resolution )?(read (&|and) )?(passed|adopted)", ("passage",)),
        (r"withdrawn", ("withdrawal",)),
        (r"act (no\. )?\d+|as enacted", ("became-law",)),
        (r"failed|defeated", ("failure",)),
        (r"notice|new business|unfinished|action|entered|calendar|placed|rules suspended|pending|yeas|motion", ()),
        (r"rep\.|sen\.|committee|conference|received|senate|house|ordered|consider|point of order|ruled|floor", ()),
    )
)
