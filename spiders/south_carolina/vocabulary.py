"""The words of South Carolina's bill histories and what they are; all that fit an action are added up."""

from spiders.families.actions import Vocabulary

SOUTH_CAROLINA = Vocabulary(
    (
        (r"prefiled", ("filing",)),
        (r"introduced", ("introduction",)),
        (r"(introduced,?( and)? )?read first time", ("reading-1",)),
        (r"(introduced,? |amended,? |debated,? )?(and )?adopted", ("passage",)),
        (r".*\b(referred|committed|recommitted) to\b", ("referral-committee",)),
        (r"committee report: favorable", ("committee-passage-favorable",)),
        (r"committee report: (majority|minority|polled|without)|polled out of committee", ("committee-passage",)),
        (r"committee report: unfavorable", ("committee-passage-unfavorable",)),
        (r".*\bread second time", ("reading-2",)),
        (r".*\bread third time", ("passage", "reading-3")),
        (r"amended\b", ("amendment-passage",)),
        (r"(committee|house|senate) amendment.*\badopted", ("amendment-passage",)),
        (r"(committee|house|senate) amendment amended", ("amendment-amendment",)),
        (r"(committee |house |senate )?amendments? tabled", ("amendment-deferral",)),
        (r"concurred in (house|senate)", ("concurrence",)),
        (r".*\benrolled\b|ratified", ("enrolled",)),
        (r"rejected|tabled|failed", ("failure",)),
        (r"withdrawn", ("withdrawal",)),
        (r"signed by (the )?governor", ("executive-signature",)),
        (r"vetoed by (the )?governor", ("executive-veto",)),
        (r"certain items vetoed", ("executive-veto-line-item",)),
        (r"veto overridden", ("veto-override-passage",)),
        (r"veto sustained", ("veto-override-failure",)),
        (r"act no|became law without|.*without (the )?governor's signature", ("became-law",)),
        (r"member\(s\)|roll call|scrivener|effective date|requests? for debate|debate|unanimous consent|objection", ()),
        (r"recalled|point of order|motion|reconsider|(set for |made )?special order|continued|carried over|retained", ()),
        (r"non-?concurrence|conference|free conference|(house|senate) (insists|recedes|appointed)|message|sent to", ()),
        (r"returned|ordered|copies|see act|veto\b|committee (report|amendment)|(house|senate) amendment", ()),
    ),
    every=True,
)  # fmt: skip
