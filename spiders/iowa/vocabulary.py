"""The words of Iowa's bill histories and what they are. A page of a journal ends most of them ("H.J. 45.")."""

from spiders.families.actions import Vocabulary

IOWA = Vocabulary(
    (
        (r"introduced.*\breferred to", ("introduction", "referral-committee")),
        (r"introduced|resolution filed", ("introduction",)),
        (r"read first time.*\breferred to", ("reading-1", "referral-committee")),
        (r"read first time", ("reading-1",)),
        (r"read second time", ("reading-2",)),
        (r"subcommittee recommends.*(indefinite postponement|against)", ("committee-passage-unfavorable",)),
        (r"subcommittee recommends.*passage", ("committee-passage-favorable",)),
        (r"subcommittee|committee vote|committee meeting", ()),
        (r"committee report.*(indefinite postponement|unfavorabl)", ("committee-passage-unfavorable",)),
        (r"committee report", ("committee-passage",)),
        (r"amendment [HS]-\d+.* filed.*\badopted", ("amendment-introduction", "amendment-passage")),
        (r"amendment [HS]-\d+.*\b(withdrawn|out of order)", ("amendment-withdrawal",)),
        (r"amendment [HS]-\d+.*\b(lost|not germane|failed)", ("amendment-failure",)),
        (r"amendment [HS]-\d+.* filed", ("amendment-introduction",)),
        (r"amendment [HS]-\d+.*\badopted", ("amendment-passage",)),
        (r"amendment", ()),
        (r"(house|senate) concurred", ("amendment-passage",)),
        (r"(house|senate) (refused|insisted|receded)|conference committee", ()),
        (r"passed (house|senate)|resolution adopted|adopted\b|.*\bon final adoption, adopted", ("passage",)),
        (r"(failed to pass|failed|lost)\b", ("failure",)),
        (r"reported correctly enrolled|enrolled", ("enrolled",)),
        (r"sent to governor", ("executive-receipt",)),
        (r"(reported )?(signed|approved) by (the )?governor.*item veto", ("executive-signature", "executive-veto-line-item")),
        (r"(reported )?(signed|approved) by (the )?governor", ("executive-signature",)),
        (r"item veto", ("executive-veto-line-item",)),
        (r"(reported )?vetoed by (the )?governor", ("executive-veto",)),
        (r"became law", ("became-law",)),
        (r"withdrawn", ("withdrawal",)),
        (r"indefinitely postponed", ("failure",)),
        (r"deferred|laid over|.*unfinished business", ("deferral",)),
        (r"(re-?)?referred to|(pursuant|under|rule).*\breferred to", ("referral-committee",)),
        (r"message from|immediate message|fiscal note|placed on|sponsor|motion|explanation|noba|attached to|substituted for", ()),
        (r"[HS][FJCRS][BR]? ?\d+ substituted|rules suspended|sent to secretary|public hearing|bill summary|steering", ()),
    )
)  # fmt: skip
