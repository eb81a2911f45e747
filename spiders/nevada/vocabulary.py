"""The words of Nevada's bill histories and what they are; a line holds several steps, and all that fit are added up."""

from spiders.families.actions import Vocabulary

NEVADA = Vocabulary(
    (
        (r".*\bprefiled\b", ("filing", "introduction")),
        (r".*\bread first time\b", ("reading-1",)),
        (r".*\b(re-?)?referred\b", ("referral-committee",)),
        (r".*\bfrom committee:[^.]*\b(pass|adopt(ed)?)\b", ("committee-passage",)),
        (r".*\bfrom committee: without recommendation", ("committee-passage",)),
        (r".*\bread second time\b", ("reading-2",)),
        (r".*\bread third time\b", ("reading-3",)),
        (r".*\bread third time\.(?:(?!read |in (assembly|senate)\b).)*\bpassed\b", ("passage",)),
        (r".*\bread third time\.(?:(?!read |in (assembly|senate)\b).)*\blost\b", ("failure",)),
        (r".*\b(resolution )?read and adopted\b|.*\bread\. adopted\b", ("passage",)),
        (r".*(?<!not )\bamended\. ?\(amend\. no", ("amendment-passage",)),
        (r".*(?<!not )\bconcurred in\b", ("concurrence",)),
        (r".*\bplaced on (chief clerk|secretary)['\u2019]s desk", ("deferral",)),
        (r".*\bno further (action|consideration)\b", ("failure",)),
        (r".*\bindefinitely postponed\b", ("failure",)),
        (r".*\bwithdrawn\b(?!.*\bamend)", ("withdrawal",)),
        (r".*\bto enrollment\b|.*\benrolled\b", ("enrolled",)),
        (r".*\bdelivered to governor\b", ("executive-receipt",)),
        (r".*\bapproved by (the )?governor\b", ("executive-signature",)),
        (r".*\bvetoed by (the )?governor\b", ("executive-veto",)),
        (r".*\bveto not sustained\b|.*\bvetoed? overrid", ("veto-override-passage",)),
        (r".*\bveto sustained\b", ("veto-override-failure",)),
        (r".*\bchapter \d+\.|.*\bbecame law without|.*\bbecomes law without", ("became-law",)),
        (r"\(?(notice of|exempt|waiver|pursuant to|declared an emergency|rescind)", ()),
        (r"(in|to) (assembly|senate)\b|(to|from) (printer|committee|engrossment|secretary of state)\b", ()),
        (r"(placed on|taken from|moved from|remove[d]? from|action|engrossed|reengrossed|dispensed|reprinting|title)\b", ()),
        (r"(read\b|amended|motion|conference|first|second|senate|assembly|filed with|file no|no action|bill read)", ()),
    ),
    every=True,
)  # fmt: skip
