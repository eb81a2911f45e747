"""The words of New York's bill histories and what they are: the Senate prints capitals, the Assembly small letters.

A bill "dies" in the other house each January of an even year and lives on in its own. "Held for consideration" is how the
Assembly's committees end a bill. Nothing is passed by being delivered or returned.
"""

from spiders.families.actions import Vocabulary

NEW_YORK = Vocabulary(
    (
        (r"(opinion )?(of the )?(attorney[- ]general.*|to attorney[- ]general.*)|opinion referred to", ()),
        (r"reported (and )?(re)?committed to|reported,? referred to", ("committee-passage", "referral-committee")),
        (r"committee discharged,? and (re)?committed to", ("referral-committee",)),
        (r"amend(ed)? .*(and )?recommit(ted)? to|amend and recommit", ("amendment-passage", "referral-committee")),
        (r"(motion to discharge|motion to amend|petition to discharge)", ()),
        (r"amended|amend\b|print number", ("amendment-passage",)),
        (r"(referred|re-?referred|reference changed|(re)?committed) to", ("referral-committee",)),
        (r"(1st|first) report|rules report|reported", ("committee-passage",)),
        (r"2nd report", ("reading-2",)),
        (r"(ordered|advanced|restored) to third reading|3rd reading|.*restored to third reading", ("reading-3",)),
        (r"(re)?passed (senate|assembly)|(re)?adopted|ratified", ("passage",)),
        (r"substituted (by|for)", ("substitution",)),
        (r"held (for consideration )?in|held for consideration", ("committee-failure",)),
        (r"died in|.*enacting clause stricken|stricken|defeated in|lost\b|resolution clause stricken", ("failure",)),
        (r"tabled vetoed|veto tabled", ()),
        (r"tabled", ("amendment-deferral",)),
        (r"laid aside", ("deferral",)),
        (r"delivered to governor", ("executive-receipt",)),
        (r"signed chap|approved chap|chap(ter)?\.", ("executive-signature", "became-law")),
        (r"became law|.*law without", ("became-law",)),
        (r"line veto|line item veto", ("executive-veto-line-item",)),
        (r"veto overridden|.*notwithstanding the objections", ("veto-override-passage",)),
        (r"(pocket )?veto(ed)?\b", ("executive-veto",)),
        (r"withdrawn", ("withdrawal",)),
        (r"(delivered|returned|recalled|vote reconsidered|approval memo|on calendar|filed|message|to be)\b", ()),
        (r"(delivered|returned|received|third reading|recommit|starred|star removed|sent)\b", ()),
    )
)
