"""The words of Idaho's bill histories, spelled out and abbreviated, and what they are; all that fit an action are added up."""

from spiders.families.actions import Vocabulary

_READ = r"(read third time|read (the )?third time|3rd rdg|read three times|rls susp|rules suspended|read in full)"

IDAHO = Vocabulary(
    (
        (r"introduced|\w+ intro\b", ("introduction",)),
        (r"introduced.*read first time|\w+ intro - 1st rdg|read first time|received from.*read first time", ("reading-1",)),
        (r"(introduced|read first time|reported printed|received from)(?!.*filed for).*\breferred to", ("referral-committee",)),
        (r"rpt prt - to|reported out of committee and referred to|(re-?)?referred to (?!.*enrolling)", ("referral-committee",)),
        (r"rpt out - rec d/p|reported out of committee with do pass", ("committee-passage-favorable",)),
        (r"rpt out(?! - rec d/p)|reported out (of committee )?(without|and referred|; ?to|with amend)", ("committee-passage",)),
        (r"reported out of committee[;,]? to (14th|general|\w+ order)", ("committee-passage",)),
        (r"1st rdg - to 2nd rdg|read (the )?second time", ("reading-2",)),
        (rf"2nd rdg - to 3rd rdg|3rd rdg$|{_READ}", ("reading-3",)),
        (rf"(.*received from.*?)?{_READ}(?:(?!\bfailed\b).)*\b(passed|adopted)\b", ("passage",)),
        (rf"{_READ}(?:(?!\b(passed|adopted)\b).)*\bfailed\b", ("failure",)),
        (r"(house|senate) concurred in", ("amendment-passage",)),
        (r".*\b(held|hold) place|retained on|held at desk", ("deferral",)),
        (r".*\breferred to enrolling|.*to (jra?|enrolling) for enrolling|.*\benrolling\b|.*signed by (the )?(president|speaker)|reported enrolled", ("enrolled",)),
        (r"(reported )?delivered to (the )?governor|to governor|.*- to governor", ("executive-receipt",)),
        (r".*(governor signed|signed by (the )?governor)", ("executive-signature",)),
        (r".*became law without|.*session law chapter", ("became-law",)),
        (r"(returned from )?(the )?governor (line.item )?vetoed|returned.*vetoed|vetoed by", ("executive-veto",)),
        (r".*line.item veto", ("executive-veto-line-item",)),
        (r".*veto overridden|.*passed notwithstanding", ("veto-override-passage",)),
        (r".*veto sustained", ("veto-override-failure",)),
        (r"withdrawn", ("withdrawal",)),
        (r"placed in the committee|amendments|reported engrossed|reported printed|returned from (house|senate)|filed|title apvd", ()),
        (r"received from|transmitted|u\.?c\.|pursuant to|rpt prt|motion|held in committee", ()),
    ),
    every=True,
)  # fmt: skip
