"""The words of Texas' bill histories and what they are, most particular first.

A chamber that reports the other's passage has passed nothing itself, and "Signed in the House" is the speaker's signature under
the enrolled bill. A bill is law when its effect is stated.
"""

from spiders.families.actions import Vocabulary

TEXAS = Vocabulary(
    (
        (r"(house|senate) passage (as amended )?reported|.*passage as amended reported", ()),
        (r"received (by|from) the secretary of the senate", ("filing",)),
        (r"received (by|from) the (house|senate)", ("introduction",)),
        (r"filed without the governor's signature", ("became-law",)),
        (r"filed with (the )?secretary of state", ()),
        (r"statement|withdrawn from", ()),
        (r"filed|.*\bfiled$", ("filing",)),
        (r"read first time", ("introduction", "reading-1")),
        (r"read & adopted", ("passage", "introduction")),
        (r"referred (directly )?to|recommended to be sent to|recommitted to|re-referred", ("referral-committee",)),
        (r"reported favorably w/o amendment", ("committee-passage",)),
        (r"reported favorably as substituted", ("committee-passage-favorable", "substitution")),
        (r"reported favorably|recommended for local", ("committee-passage-favorable",)),
        (r"failed to receive affirmative vote in comm|reported unfavorably", ("committee-failure",)),
        (r"committee report|conference committee report (filed|printed|distributed)", ()),
        (r"comm(ittee)?\.? (substitute|amendment)|.*committee substitute", ("substitution",)),
        (r"(read )?3rd time.*failed|read 2nd time.*failed|failed to pass|.*failed of (passage|adoption)", ("failure",)),
        (r"amendment(\(?s\)?)? fails? of adoption|amendment failed", ("amendment-failure",)),
        (r"amendment(\(?s\)?)? withdrawn", ("amendment-withdrawal",)),
        (r"amendment tabled|.*on the table|amendment\(s\) tabled", ("deferral",)),
        (r"amendment(\(?s\)?)? offered", ("amendment-introduction",)),
        (r"amendment amended", ()),
        (r"(read 3rd time & )?(passed|adopted) as amended", ("passage", "amendment-passage")),
        (r"amended|amendment.*adopted|(house|senate) passage as amended", ("amendment-passage",)),
        (r"read 2nd time", ("reading-2",)),
        (r"read 3rd time.*\bpassed", ("reading-3", "passage")),
        (r"read 3rd time", ("reading-3",)),
        (r"passed to (engrossment|3rd reading|third reading)", ("reading-2",)),
        (r"passed|adopted", ("passage",)),
        (r".*(adopts|adopted).*conf(erence|\.) comm(ittee|\.) report|.*concurs in", ("concurrence",)),
        (r".*refuses to concur|.*(grants|requests) (request for )?conf|.*appoints conferees", ("referral-committee",)),
        (r".*conferees appointed", ("referral-committee",)),
        (r"(veto|.*governor's veto).*overridden", ("veto-override-passage",)),
        (r".*withdrawn|withdraw", ("withdrawal",)),
        (r"reported enrolled", ("enrolled",)),
        (r"signed in the (house|senate)", ("enrolled",)),
        (r"(sent|transmitted) to the governor", ("executive-receipt",)),
        (r"signed by the governor", ("executive-signature",)),
        (r"line[- ]item veto|vetoed in part", ("executive-veto-line-item",)),
        (r"vetoed by the governor", ("executive-veto",)),
        (r"effective (immediately|on|date)|see remarks for effective", ("became-law",)),
        (r"(postponed|motion to postpone|laid on the table|left pending)", ("deferral",)),
        (r"(laid before|record vote|nonrecord vote|vote (taken|recorded)|statement|reason for vote|placed on)", ()),
        (r"(scheduled for|considered in|testimony|posting rule|rules? suspended|three day rule|constitutional)", ()),
        (r"(reported engrossed|reported from|motion|point of order|co-?author|co-?sponsor|author|sponsor)", ()),
        (r"(set on|not again placed|no action|hearing|meeting|fiscal note|bill analysis|read\b|house|senate|text)", ()),
    )
)
