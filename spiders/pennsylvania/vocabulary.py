"""The words of Pennsylvania's bill histories and what they are; all that fit an action are added up."""

from spiders.families.actions import Vocabulary

PENNSYLVANIA = Vocabulary(
    (
        (r"introduced", ("introduction",)),
        (r"(introduced and )?referred to|re-?referred to|re-?committed to|.*request to re-?refer", ("referral-committee",)),
        (r"(re-?)?reported", ("committee-passage",)),
        (r"first consideration", ("reading-1",)),
        (r"second consideration", ("reading-2",)),
        (r"third consideration", ("reading-3",)),
        (r"(?!.*(defeated|fail|not agreed|reconsider)).*final passage|(.*, )?(resolution )?adopted\b", ("passage",)),
        (r".*(defeated|fail\w*) on final passage|.*final passage.*(defeated|fail)|(resolution )?(not adopted|defeated)", ("failure",)),
        (r"amended (on|in)|.*\bas amended\b", ("amendment-passage",)),
        (r".*(?<!non-)(?<!non)concurred in (the )?(house|senate) amendments", ("amendment-passage",)),
        (r"laid on the table|(bill )?passed over", ("deferral",)),
        (r"signed in (the )?(house|senate)", ("enrolled",)),
        (r"(presented to|in the hands of) the governor", ("executive-receipt",)),
        (r"approved by the governor(?!.*in part)", ("executive-signature",)),
        (r"approved by the governor.*in part|.*line.item veto", ("executive-signature", "executive-veto-line-item")),
        (r"became law without", ("became-law",)),
        (r"act no\.? *\d", ("became-law",)),
        (r"vetoed by the governor|veto no\.? *\d", ("executive-veto",)),
        (r".*passed notwithstanding the (objections|veto)|.*veto over", ("veto-override-passage",)),
        (r".*veto sustained", ("veto-override-failure",)),
        (r"withdrawn", ("withdrawal",)),
        (r"removed from (the )?table|\(remarks see|in the (house|senate)|set on the|filed in the office|.*placed on|.*motion", ()),
        (r".*non-?concurred|(house|senate) (receded|insisted)|committee on conference|.*reconsidered", ()),
    ),
    every=True,
)  # fmt: skip
