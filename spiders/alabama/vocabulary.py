"""The words of Alabama's bill histories and what they are; all that fit an action are added up."""

from spiders.families.actions import Vocabulary

ALABAMA = Vocabulary(
    (
        (r"prefiled", ("filing",)),
        (r"introduced\b|.*joint rule 11", ("introduction",)),
        (r".*read (for the )?first time", ("reading-1",)),
        (r".*read (for the )?second time", ("reading-2",)),
        (r".*\b(re-?)?referred\b", ("referral-committee",)),
        (r".*reported (from|favorably)", ("committee-passage",)),
        (r".*favorabl[ey] from", ("committee-passage-favorable",)),
        (r".*(amendment|substitute)\b.*\boffered", ("amendment-introduction",)),
        (r".*amendment\b(?!.*motion to table).*\badopted", ("amendment-passage",)),
        (r".*motion to adopt\b.*\badopted", ("amendment-passage",)),
        (r".*(amendment|motion to adopt)\b.*\blost", ("amendment-failure",)),
        (r".*substitute\b(?!.*motion to table).*\badopted", ("substitution",)),
        (r".*motion to table\b.*\badopted|.*carried over", ("deferral",)),
        (r".*read a third time and pass(?!.*\b(lost|fail))|.*third reading passed", ("reading-3", "passage")),
        (r".*read a third time and pass.*\b(lost|fail)", ("reading-3", "failure")),
        (r".*motion to concur in and adopt\b.*\badopted|.*joint rule 11", ("passage",)),
        (r".*passed (by house of origin|second house)", ("passage",)),
        (r".*indefinitely postponed|lost in", ("failure",)),
        (r".*withdrawn", ("withdrawal",)),
        (r"enrolled", ("enrolled",)),
        (r".*(forwarded|delivered) to governor", ("executive-receipt",)),
        (r".*veto(ed)? (by|from) (the )?governor|vetoed", ("executive-veto",)),
        (r".*assigned act no", ("executive-signature", "became-law")),
        (r"enacted", ("became-law",)),
        (r"signature requested|.*concurrence requested|clerk of the house|pending", ()),
    ),
    every=True,
)
