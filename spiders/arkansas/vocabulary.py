"""The words of Arkansas's chamber actions and what they are, most particular first.

"Notification that HB1001 is now Act 1" tells a law; whether the Governor signed it is not said.
"""

from spiders.families.actions import Vocabulary

ARKANSAS = Vocabulary(
    (
        (r".*veto (passed|overrid)", ("veto-override-passage", "passage")),
        (r".*veto failed", ("veto-override-failure", "failure")),
        (r"prefiled", ("filing",)),
        (r"filed\b", ("introduction",)),
        (r"considered in the committee of the whole", ()),
        (
            r"read (the )?first time.*read (the )?second time.*referred to",
            ("reading-1", "reading-2", "referral-committee"),
        ),
        (r"read (the )?first time.*read (the )?second time", ("reading-1", "reading-2")),
        (r"read (the )?first time.*referred to", ("reading-1", "referral-committee")),
        (r"read (the )?first time", ("reading-1",)),
        (r"read (the )?second time.*referred to", ("reading-2", "referral-committee")),
        (r"read (the )?second time", ("reading-2",)),
        (r"read the third time and (passed|adopted)", ("reading-3", "passage")),
        (r"read the third time and (failed|not passed|defeated)", ("reading-3", "failure")),
        (r"read the third time", ("reading-3",)),
        (r"delivered to (the )?governor", ("executive-receipt",)),
        (r"notification.*(now|became) act", ("became-law",)),
        (r"(.*\bis )?now act \d", ("became-law",)),
        (r"became act|became law", ("became-law",)),
        (r".*(vetoed by (the )?governor|governor vetoed)", ("executive-veto",)),
        (r".*returned by the committee.*do not pass", ("committee-passage-unfavorable",)),
        (r".*returned by the committee.*do pass", ("committee-passage-favorable",)),
        (r"returned by the committee", ("committee-passage",)),
        (r".*amendment no\.? ?\d+ (was )?(read and )?adopted", ("amendment-introduction", "amendment-passage")),
        (r".*amendment no\.? ?\d+ (was )?(read and )?(failed|lost|rejected)", ("amendment-failure",)),
        (r".*amendment no\.? ?\d+ withdrawn", ("amendment-withdrawal",)),
        (r".*concurred in", ("concurrence",)),
        (r".*(re-?)?referred to|sent to committee|.*re-?committed", ("referral-committee",)),
        (r".*withdrawn by (the )?author|recommended for study|.*interim study", ("withdrawal",)),
        (r"died (in|on)|sine die adjournment", ("failure",)),
        (r"read and adopted|read, the rules suspended.*adopted", ("passage",)),
        (r"failed|the motion failed|motion failed", ()),
        (r"transmitted to|received from|reported (correctly|engrossed)|ordered|to be |correctly", ()),
        (r"placed on|emergency clause|clincher|motion|sounding|expunge|.*engrossed|rules suspended|returned", ()),
    )
)
