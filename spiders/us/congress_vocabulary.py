"""The words of Congress's actions and what they are, most particular first.

Each step is told up to three times: by the floor's own system ("On passage Passed by …"), by the Library of Congress
("Passed/agreed to in House: On passage Passed by …") and by the next chamber ("Received in the Senate."); the first two are
the same passage. Motions that fail (to recommit, to suspend the rules) do not defeat a bill, and debate is no step.
"""

from spiders.families.actions import Vocabulary

CONGRESS = Vocabulary(
    (
        (r".*\b(failed|not agreed)\b.*\bover (the )?veto|.*objections of the president.*\bfailed", ("veto-override-failure",)),
        (r".*\bover (the )?(presidential |president's )?veto|.*objections of the president", ("veto-override-passage",)),
        (r"(pocket )?vetoed by (the )?president", ("executive-veto",)),
        (r"became (public|private) law", ("became-law",)),
        (r"signed by (the )?president", ("executive-signature",)),
        (r"presented to (the )?president", ("executive-receipt",)),
        (r"(enrolled )?(measure|bill) (enrolled|signed) in|message on .*action", ()),
        (r"(introduced|submitted) in (the )?senate.*read twice.*passed", ("introduction", "reading-2", "passage")),
        (r"(introduced|submitted) in (the )?senate.*(agreed to|passed)", ("introduction", "passage")),
        (r"(introduced|submitted) in (the )?senate.*read the first time", ("introduction", "reading-1")),
        (r"(introduced|submitted) in (the )?(house|senate)", ("introduction",)),
        (r"sponsor introductory remarks", ()),
        (r"rules committee resolution|rule (h\. ?res\. ?\d+ )?(provides|passed)|considered |debate\b|pursuant to|postponed", ()),
        (r"unfinished business|the (previous question|house|clerk|speaker|chair)\b|motion to (reconsider|proceed|table)", ()),
        (r".*\b(cloture|motion to (re)?commit|moved to recommit|moved to suspend|motion by leave)\b", ()),
        (r"(conference report|resolving differences).*failed", ("failure",)),
        (r"conference report agreed to|resolving differences.*agreed", ("amendment-passage",)),
        (r".*\b(agree|concur)\w* (to|in|with) (the )?(senate|house)('s)? amendments?.*(agreed|concurred|passed)", ("amendment-passage",)),
        (r"(senate|house) (agreed|concurred) (to|in) (the )?(senate|house) amendments?", ("amendment-passage",)),
        (r"(h|s)\.? ?amdt|on agreeing to the .*amendments?.*(agreed|passed|adopted)", ("amendment-passage",)),
        (r"on agreeing to the .*amendments?.*(failed|rejected)", ("amendment-failure",)),
        (r"amendment .*(withdrawn)", ("amendment-withdrawal",)),
        (r"(disagreed|not agreed) to in (house|senate)|failed of passage|on passage failed|on agreeing to the (joint |concurrent )?resolution failed", ("failure",)),
        (r"on motion to suspend the rules.*\bfailed\b", ()),
        (r"passed/agreed to in (house|senate)|passed (house|senate)|on passage passed", ("passage",)),
        (r"on motion to suspend the rules and (pass|agree to the (joint |concurrent )?resolution|agree)\b.*(agreed|passed)", ("passage",)),
        (r"on agreeing to the (joint |concurrent )?resolution.*agreed", ("passage",)),
        (r"(joint |concurrent )?resolution agreed to in (house|senate)", ("passage",)),
        (r"(measure|bill) (laid before .*)?passed|agreed to in (house|senate)", ("passage",)),
        (r".*\bread twice\b.*\breferred to", ("reading-2", "referral-committee")),
        (r".*\bread the second time", ("reading-2",)),
        (r".*\bread the first time", ("reading-1",)),
        (r".*\bordered to be reported (unfavorably|adversely)", ("committee-passage-unfavorable",)),
        (r".*\bordered to be reported.*\bfavorably", ("committee-passage-favorable",)),
        (r".*\bordered to be reported", ("committee-passage",)),
        (r"(committee on [^.]*\. )?(original measure )?reported (adversely|unfavorably)", ("committee-passage-unfavorable",)),
        (r"(committee on [^.]*\. )?(original measure )?reported (by|to|in|with|favorably|original|\(|an original)", ("committee-passage",)),
        (r".*\b(discharged|waived).*\breferred to", ("referral-committee",)),
        (r"(sequentially |jointly )?(re-?)?referred (jointly |sequentially )?to|received in the senate and referred to", ("referral-committee",)),
        (r"(subsequently )?.*\bsequentially referred to", ("referral-committee",)),
    )
)  # fmt: skip
