"""The words of Kansas's histories and what they are. The Committee of the Whole is a whole chamber at work, not yet its vote."""

from spiders.families.actions import Vocabulary

KANSAS = Vocabulary(
    (
        (r"prefiled", ("filing",)),
        (r"(received and )?introduced", ("introduction",)),
        (r"(withdrawn from .*)?(re-?)?referred to|withdrawn from .*(re-?)?referred to", ("referral-committee",)),
        (r"withdrawn from (calendar|consent|.*committee)", ()),
        (r"withdrawn", ("withdrawal",)),
        (r"committee report recommending.*(not (be )?(passed|adopted)|unfavorabl)", ("committee-passage-unfavorable",)),
        (r"committee report recommending.*without recommendation", ("committee-passage",)),
        (r"committee report recommending.*substitut.*be (passed|adopted)", ("committee-passage-favorable", "substitution")),
        (r"committee report recommending.*(be (passed|adopted)|favorabl)", ("committee-passage-favorable",)),
        (r"committee report.*reported out|committee report recommending", ("committee-passage",)),
        (r"committee of the whole.*committee report be adopted", ()),
        (r"committee of the whole.*amendment.*(reject|fail|lost)", ("amendment-failure",)),
        (r"committee of the whole.*amendment.*adopted", ("amendment-passage",)),
        (r"committee of the whole.*motion to amend", ("amendment-introduction",)),
        (r"committee of the whole.*(passed over|retain)|.*retain a place|.*passed over", ("deferral",)),
        (r"committee of the whole.*(not passed|be not|failed)", ("failure",)),
        (r"committee of the whole.*\b(be passed|adopted)", ("committee-passage-favorable",)),
        (r"(emergency )?final action.*(failed|not (passed|adopted))", ("failure",)),
        (r"(emergency )?final action.*(passed|adopted)|adopted without roll call|adopted\b", ("passage",)),
        (r"nonconcurred|conference committee|motion to (accede|suspend)|(re)?engrossed|.*hearing|committee of the whole", ()),
        (r"concurred", ("amendment-passage",)),
        (r"enrolled and presented to (the )?governor", ("enrolled", "executive-receipt")),
        (r"enrolled", ("enrolled",)),
        (r"(approved by|signed by) (the )?governor.*line.item", ("executive-signature", "executive-veto-line-item")),
        (r"(?!.*overrid).*line.item veto", ("executive-veto-line-item",)),
        (r"(approved by (the )?governor|governor signed|signed by (the )?governor)", ("executive-signature",)),
        (r"(.*(veto )?overrid|veto override).*(fail|sustain|not)|.*veto sustained", ("veto-override-failure",)),
        (r"(.*overrid|veto override).*(passed|prevail|adopted)|.*veto overridden", ("veto-override-passage",)),
        (r"(.*without|became law without).*signature|became law", ("became-law",)),
        (r"vetoed", ("executive-veto",)),
        (r"died|stricken from calendar", ("failure",)),
    )
)  # fmt: skip
