"""The words of Tennessee's bill histories, full of abbreviations, and what they are; most particular first.

A bill and its companion in the other chamber go side by side; what becomes of the companion ("Comp. became Pub. Ch. 9") is the
law too, for the text is the same. The Speakers sign what both chambers passed.
"""

from spiders.families.actions import Vocabulary

TENNESSEE = Vocabulary(
    (
        (r"effective date|(comp\. became )?pub\. ?ch\.|public chapter|.*became (pub|law)", ("became-law",)),
        (r".*(veto overridden|override.*(passed|adopted)|passed.*over.*veto)", ("veto-override-passage",)),
        (r"signed by (the )?governor, but item veto", ("executive-veto-line-item",)),
        (r"signed by (the )?governor", ("executive-signature",)),
        (r".*(reduc|item).*veto", ("executive-veto-line-item",)),
        (r"vetoed|.*\bveto(ed)? by (the )?governor|veto\b", ("executive-veto",)),
        (r".*transmitted to (the )?gov", ("executive-receipt",)),
        (r"signed by (h\.|s\.|house|senate) ?speaker|enrolled", ("enrolled",)),
        (r".*ready for transmission|received by (the )?gov", ()),
        (r"filed for intro\.|filed for intro\b(?!duction)", ("introduction", "reading-1")),
        (r"filed for introduction", ("filing",)),
        (r"sponsor\(?s?\)? (added|removed|change)|.*sponsor.*(added|removed)", ()),
        (r"introduced, passed on first|intro\., p1c|(r/s )?intro.*, ref\. to", ("introduction", "reading-1")),
        (r"introduced, withdrawn|.*withdrawn, w/o|withdrawn\b", ("withdrawal",)),
        (r"(r/s )?intro\.?,? adopted|r/s intro", ("introduction", "passage")),
        (r"(passed on second|p2c\b).*(ref|refer|hld|held)", ("reading-2", "referral-committee")),
        (r"passed on second|p2c\b|passed second", ("reading-2",)),
        (r".*refused to concur|.*nonconcurr", ("amendment-failure",)),
        (r"am(d|end)?\.? .*reconsidered", ("amendment-withdrawal",)),
        (r"(h\. |s\. |h |s )?am(d|end|endment)?s?\b.*(withdrawn|widthrawn)", ("amendment-withdrawal",)),
        (r"(h\. |s\. )?am(d|end|endment)?s?\b.*tabled|am\..*tabled|tabled", ("amendment-deferral",)),
        (r"(h\. |s\. |h |s )?adopted am|(h\. |s\. )?am(d|end|endment)?s?\b.*adopted", ("amendment-passage",)),
        (r"am(d|end|endment)?s?\b.*(failed|rejected)", ("amendment-failure",)),
        (r"am(d|end|endment)?s?\b.*(proposed|offered|filed)", ("amendment-introduction",)),
        (r"failed in (h\.|s\.|s/c|house|senate).*(comm|s/c|sub)", ("committee-failure",)),
        (r".*(failed to pass|failed for lack|failed to adopt|fail(ed)? to receive)", ("failure",)),
        (r"failed in|.*no motion|.*no second", ("committee-failure",)),
        (r".*\bdo not pass", ("committee-passage-unfavorable",)),
        (r".*without recommendation|divided committee report", ("committee-passage",)),
        (
            r".*(rec\. for pass|w/ ?recommend|do pass|recommended for passage|rec\. for adopt)",
            ("committee-passage-favorable",),
        ),
        (r".*(subst\.|substituted)", ("substitution",)),
        (r"(passed (h\.|s\.|senate|house)|(h|s)\. passed)", ("passage",)),
        (r"(re-?)?conf(erence)? (comm|report).*|.*conf\. comm", ()),
        (r"(r/s )?(adopted|concurred)\b|r/s concurred", ("passage",)),
        (r"(h|s|house|senate)\.? concurred|concurred", ("concurrence",)),
        (r"second reading,? .*(adopted|passed)", ("reading-2", "passage")),
        (r"second reading,? .*failed", ("reading-2", "failure")),
        (r"third reading", ("reading-3",)),
        (r"rcvd\. from (h|s)\.,? ref\. to|received from (house|senate),? ref", ("introduction", "referral-committee")),
        (r"(rcvd\.|received) from", ("introduction",)),
        (
            r"action def\.|.*action deferred|.*\bdeferred|held on|h/s held|reset|def\. to|.*behind the budget",
            ("deferral",),
        ),
        (r"(re-?)?ref(\.|erred)? ?to:? .*(cal(\.|endar) & rules|calendar)", ()),
        (r"(re-?)?ref(\.|erred)? ?to|.*(ref\. to|refer to|re-referred to)|assigned to", ("referral-committee",)),
        (
            r"placed on|taken off notice|.*to be heard|recalled from|.*on cal|h\. placed|s\. placed|cal\.|caption bill",
            (),
        ),
        (
            r"engrossed|enrolling|bill (held|returned)|motion|reconsider|.*\bnot cons|.*\bheld\b|companion|comp\.|.*notice|sponsor",
            (),
        ),
        (r"see |w/o|point of order|message|.*desk|.*message calendar|.*moved down|rules susp|.*previous question", ()),
    )
)
