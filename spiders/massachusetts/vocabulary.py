"""The words of the histories of the General Court's bills and what they are; all that fit an action are added up."""

from spiders.families.actions import Vocabulary

_AMENDMENT = r"(further )?amendments? ?(#?\d+|[a-z]\b)?"

MASSACHUSETTS = Vocabulary(
    (
        (r"bill filed|filed\b", ("introduction",)),
        (r".*\b(re)?(referred|committed) (to|from) (the )?.*committee|(re)?(referred|committed) to|.*\breferred to (the )?(joint |house |senate )?committee",
         ("referral-committee",)),
        (r".*\bdischarged to the committee", ("referral-committee",)),
        (r"read\b[;,]|.*\bread first", ("reading-1",)),
        (r".*\bread second|.*\brules suspended, read second", ("reading-2",)),
        (r".*\bread third", ("reading-3",)),
        (r".*\breported favorably|.*\bcommittee recommended ought to pass|.*\breported.*\bought to pass", ("committee-passage-favorable",)),
        (r".*\bought not", ("committee-passage-unfavorable",)),
        (r"(?!.*\b(reject|fail|not passed)).*\bpassed to be engrossed|(?!.*\b(reject|fail)).*\bpassed to be enacted|.*\benacted\b", ("passage",)),
        (r"(resolutions? |order )?adopted\b", ("passage",)),
        (r".*\b(engrossment|enactment|passage) (was )?(negatived|rejected)|.*\bfailed (of passage|to pass)|rejected\b", ("failure",)),
        (r".*\bplaced before the governor|laid before the governor", ("executive-receipt",)),
        (r"(?!.*\bveto).*\b(signed|approved) by (the )?governor", ("executive-signature",)),
        (r".*\bchapter \d+ of the (acts|resolves)", ("became-law",)),
        (r".*\bpassed over veto|.*\bpassed notwithstanding", ("veto-override-passage",)),
        (r".*\b(item|line).*\bveto|.*\bdisapproved certain", ("executive-veto-line-item",)),
        (r"(?!.*\b(item|line|over veto)).*\b(with veto|vetoed)\b", ("executive-veto",)),
        (r"amended (by|\()|(?!.*\breject).*\bamendment\b.*\badopted\b|.*\bbundle yes adopted", ("amendment-passage",)),
        (r".*\bamendment.*\brejected\b|.*\bbundle no rejected", ("amendment-failure",)),
        (r".*\bamendment.*\bwithdrawn\b", ("amendment-withdrawal",)),
        (rf"{_AMENDMENT} \([^)]*\).*\bpending\b", ("amendment-introduction",)),
        (rf"{_AMENDMENT} pending\b|.*\blaid aside", ("amendment-deferral",)),
        (r".*\breporting date extended|.*\bpostponed\b|.*\blaid on the table", ("deferral",)),
        (r"(?!.*\bamendment).*\b(withdrawn|leave to withdraw)\b", ("withdrawal",)),
        (r".*\b(house|senate) concurred in the (house|senate) amendment", ("concurrence",)),
        (r"accompanied|hearing|(house|senate) concurred|\d+ yeas|.*\byeas to|ordered to|placed in|rules suspended|reported\b", ()),
        (r"new draft|see\b|emergency preamble|taken out|recommended|committee of conference|motion|reconsider|text of", ()),
    ),
    every=True,
)  # fmt: skip
