"""The words of Montana's bill statuses and what they are; all that fit a status are added up.

A chamber "concurs" when it passes the other's bill. "(S) Signed by Governor" bears the chamber that sent the bill to him.
"""

from spiders.families.actions import Vocabulary

MONTANA = Vocabulary(
    (
        (r"(\([HS]\) )?introduced$", ("introduction",)),
        (r".*first reading", ("reading-1",)),
        (r".*\b(re)?referred to committee", ("referral-committee",)),
        (
            r".*committee (executive action|report)--(bill|resolution) (passed|concurred|adopted)",
            ("committee-passage",),
        ),
        (
            r".*committee (executive action|report)--(bill|resolution) not (passed|concurred|adopted)",
            ("committee-failure",),
        ),
        (r".*died in standing committee", ("committee-failure",)),
        (r".*tabled in committee", ("deferral",)),
        (r".*2nd reading", ("reading-2",)),
        (r".*2nd reading (senate|house) amendments concurred", ("amendment-passage",)),
        (r".*[23](nd|rd) reading governor's proposed amendments adopted", ("amendment-passage",)),
        (r".*amendments? not concur|.*governor's proposed amendments not adopted", ("amendment-failure",)),
        (r".*motion to amend failed|.*amendments? .*concur motion failed", ("amendment-failure",)),
        (r".*3rd reading (passed|concurred)", ("passage",)),
        (r"(?!.*taken from).*3rd reading", ("reading-3",)),
        (r".*(?<!committee report--)(?<!executive action--)\bresolution adopted", ("passage",)),
        (r".*amendments? .*introduced", ("amendment-introduction",)),
        (r".*died in process", ("failure",)),
        (r"(?!.*(motion|override|amend)).*\bfailed", ("failure",)),
        (r".*enrolled", ("enrolled",)),
        (r".*signed by (the )?(speaker|president)", ("enrolled",)),
        (r".*transmitted to (the )?governor", ("executive-receipt",)),
        (r".*signed by governor", ("executive-signature",)),
        (r".*(?<!not )vetoed by governor", ("executive-veto",)),
        (r".*returned with governor's line-item veto", ("executive-veto-line-item",)),
        (r".*veto overridden", ("veto-override-passage",)),
        (r".*veto override (motion )?failed", ("veto-override-failure",)),
        (r".*chapter number assigned|.*became law", ("became-law",)),
        (r".*(bill|draft) withdrawn|.*withdrawn by", ("withdrawal",)),
        (r".*(draft|hearing|fiscal note|printed|text available|deadline|returned|received|sponsor|scheduled)", ()),
        (r".*(taken from|reconsidered|transmitted to|placed on|motion|conference|sent to|filed with)", ()),
    ),
    every=True,
)
