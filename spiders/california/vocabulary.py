"""The words of California's bill histories and what they are.

A line holds several sentences ("From committee: Do pass as amended. Read second time and amended."), so every entry that fits
adds its kinds. A fiscal committee's "To Com. on APPR." is a referral wherever it stands. The chapter is what makes an act of a
bill and of a resolution alike; a resolution goes to no governor.
"""

from spiders.families.actions import Vocabulary

CALIFORNIA = Vocabulary(
    (
        (r"introduced", ("introduction",)),
        (r".*read first time", ("reading-1",)),
        (r".*\b(re-?)?referred to coms?\.|.*\bto coms?\.|.*re-?refer(red)? to (com|the com)", ("referral-committee",)),
        (r".*re-?referred to committee|.*ordered to conference committee", ("referral-committee",)),
        (r".*read second time|.*ordered (returned )?to second reading", ("reading-2",)),
        (r".*read third time|.*ordered to third reading|.*\bto third reading", ("reading-3",)),
        (r".*read third time.*\bpassed\b", ("passage",)),
        (
            r"(?!.*(failed|refused)).*\badopted\.? (and )?(to|ordered to)|.*read\.? (and )?adopted|adopted\b",
            ("passage",),
        ),
        (r"from committee: .*do pass", ("committee-passage", "committee-passage-favorable")),
        (r"from committee:? (that the measure )?be adopted", ("committee-passage-favorable",)),
        (r"from committee:? (amend, and )?be adopted as amended", ("committee-passage-favorable",)),
        (r"from committee: (that the .* amendments be concurred|adopt)", ("committee-passage-favorable",)),
        (
            r"from (committee|committee chair,?) with author's amendments|from (committee chair|conference committee)",
            (),
        ),
        (r".*adopts? (the )?conference committee report|.*conference (committee )?report adopted", ("concurrence",)),
        (r".*from committee without further action", ("committee-passage-unfavorable",)),
        (r".*failed passage in committee", ("committee-failure",)),
        (r"from committee: filed with the chief clerk", ("failure",)),
        (r"(?!.*motion).*\bdied\b|(?!from).*without further action|.*returned to (the )?secretary", ("failure",)),
        (
            r"(?!.*clause refused).*refused (passage|adoption)|(read third time\. )?failed passage\b(?! in com)",
            ("failure",),
        ),
        (r".*\bamend,", ("amendment-introduction",)),
        (
            r"(?!.*(consider|motion)).*read (first|second|third) time(,| and)? amended|.*read (second|third) time\. amended|amended",
            ("amendment-passage",),
        ),
        (
            r"(?!.*(pending|refused)).*amendments concurred in|.*concurs in (assembly|senate) amendments",
            ("concurrence",),
        ),
        (r".*refused to concur", ("amendment-failure",)),
        (r".*\bto (the )?engrossing and enrolling|.*ordered to engrossing and enrolling|.*to enrollment", ()),
        (
            r".*(enrolled (and|\.) ?(presented )?to (the )?governor|to governor|presented to the governor)",
            (
                "enrolled",
                "executive-receipt",
            ),
        ),
        (r"enrolled (and filed|\. to secretary of state)|enrolled\. to secretary|enrolled and filed", ("enrolled",)),
        (r"approved by (the )?governor with item veto", ("executive-signature", "executive-veto-line-item")),
        (r"approved by (the )?governor(?! with)", ("executive-signature",)),
        (r"vetoed by (the )?governor", ("executive-veto",)),
        (r".*veto (stricken from file|sustained)|stricken from file.*veto", ("veto-override-failure",)),
        (r".*veto (overridden|override passed)", ("veto-override-passage",)),
        (r"chaptered by (the )?secretary of state|.*became law without", ("became-law",)),
        (r".*returned by the governor", ("withdrawal",)),
        (r"withdrawn from committee|.*withdrawn from (engrossing|enrollment)", ()),
        (r"(?!withdrawn from).*\bwithdrawn\b(?! from)", ("withdrawal",)),
        (r".*(in|to|placed on) (the )?inactive file|.*suspense file", ("deferral",)),
        (r"(in committee|set|from printer|from (special )?consent|joint rule|assembly rule|july|.* set for first)", ()),
        (
            r".*(consent calendar|from inactive|unfinished business|held (at|under)|held in|pending|reconsideration|motion)",
            (),
        ),
        (r".*(coauthors? revised|to print|action rescinded|rule \d|measure version|first hearing|read\b)", ()),
        (r"(action|ordered|hearing|re-?referred|assembly|senate|notice|art\. iv|stricken)\b", ()),
    ),
    every=True,
)
