"""The words of Nebraska's bill histories and what they are. Motions (MO), amendments (AM, FA) and committee reports (ER, ST) have
numbers and fates of their own, which are not the bill's, so they stand first."""

from spiders.families.actions import Vocabulary

NEBRASKA = Vocabulary(
    (
        (r"date of introduction", ("introduction",)),
        (r"provisions/portions of|.*\bMO\d+\b", ()),
        (r"placed on general file", ("committee-passage",)),
        (r"placed on final reading", ("reading-3",)),
        (r"placed on select file", ()),
        (r".*\bname (added|withdrawn)|notice of hearing|.*priority bill|title printed|.*carryover bill", ()),
        (r".*\b(AM|FA|ER|ST)\d+\b.*\bfiled", ("amendment-introduction",)),
        (r".*\b(AM|FA|ER|ST)\d+\b.*\badopted", ("amendment-passage",)),
        (r".*\b(AM|FA|ER|ST)\d+\b.*\b(lost|failed|not considered)", ("amendment-failure",)),
        (r".*\b(AM|FA|ER|ST)\d+\b.*\b(withdrawn|withdrew)", ("amendment-withdrawal",)),
        (r".*\b(AM|FA|ER|ST)\d+\b.*\b(pending|recorded|reconsider|divi|ruled)", ()),
        (r".*\breferred to", ("referral-committee",)),
        (r"advanced to enrollment and review initial", ("reading-2",)),
        (r"advanced to enrollment and review for engrossment|dispensing of reading|enrollment and review|failed to advance|cloture", ()),
        (r"(.* )?passed notwithstanding the objections", ("veto-override-passage",)),
        (r"(.* )?failed to pass notwithstanding the objections", ("veto-override-failure",)),
        (r"failed to pass with (the )?emergency clause", ()),
        (r"passed\b", ("passage",)),
        (r"(resolution |LR ?\d+\w* )?adopted\b", ("passage",)),
        (r"president(/speaker)? signed", ("enrolled",)),
        (r"presented to (the )?governor", ("executive-receipt",)),
        (r"(approved|signed) by (the )?governor.*line.item|line.item veto", ("executive-veto-line-item",)),
        (r"(approved|signed) by (the )?governor", ("executive-signature",)),
        (r"returned by (the )?governor without approval|vetoed", ("executive-veto",)),
        (r"became law without", ("became-law",)),
        (r"indefinitely postponed", ("committee-failure",)),
        (r"failed", ("failure",)),
        (r"bracketed|laid over", ("deferral",)),
        (r"bill withdrawn|withdrawn", ("withdrawal",)),
        (r"recommitted to", ("referral-committee",)),
        (r"returned to select file|motion|speaker", ()),
    )
)  # fmt: skip
