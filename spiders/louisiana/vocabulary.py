"""The words of Louisiana's bill histories and what they are; all that fit an action are added up.

One line often tells a whole day: "Read third time by title, roll called on final passage, yeas 34, nays 0. Finally passed, ordered
to the House."
"""

from spiders.families.actions import Vocabulary

_LOST = r"(?!.*\b(failed to pass|fails? to pass|rejected|not concurred|refused))"

LOUISIANA = Vocabulary(
    (
        (r"(.*\b)?prefiled", ("filing",)),
        (r"introduced\b|.*\bintroduced in the", ("introduction",)),
        (r".*\bread (the )?first time", ("introduction", "reading-1")),
        (r".*\bread (the )?second time", ("reading-2",)),
        (r".*\breferred to (the )?(committee|legislative bureau)|.*\brecommitted to", ("referral-committee",)),
        (r".*\breported (favorably|with amendments|by substitute)", ("committee-passage-favorable",)),
        (r".*\breported unfavorably", ("committee-passage-unfavorable",)),
        (r".*\breported without action", ("committee-passage",)),
        (r".*\b(read (the )?third time|passed to (3rd|third) reading)", ("reading-3",)),
        (r".*\bby substitute\b|.*\bsubstitute.*\b(adopted|becomes)", ("substitution",)),
        (r".*\bamendments?\b.*\b(read and )?adopted\b(?!.*\bconcurred)", ("amendment-passage",)),
        (rf"{_LOST}.*\b(finally passed|passed by|ordered (returned )?to the (house|senate)|sent to the (house|senate))",
         ("passage",)),
        (rf"{_LOST}(?!.*\b(amendments?|conference|report|motion)\b).*\badopted\b", ("passage",)),
        (r".*\b(fail(ed|s) to pass|failed on final passage)\b", ("failure",)),
        (rf"{_LOST}.*\bconcurred in\b", ("concurrence",)),
        (r".*\benrolled\b", ("enrolled",)),
        (r".*\bsent to the governor", ("executive-receipt",)),
        (r"(?!.*\bvetoed).*\bsigned by the governor", ("executive-signature",)),
        (r".*\bbecomes (act no|law)|became law|act no\.? \d+", ("became-law",)),
        (r".*\bline.item.*\bveto|.*\bvetoed.*\bline.item", ("executive-veto-line-item",)),
        (r"(?!.*\b(line.item|overrid)).*\bvetoed by the governor", ("executive-veto",)),
        (r".*\bveto overrid", ("veto-override-passage",)),
        (r".*\bdeferred\b", ("deferral",)),
        (r".*\bwithdrawn from the files|.*\bwithdrawn by (the )?author", ("withdrawal",)),
        (r"received from|notice|scheduled|effective|called from|rules? suspended|under the rules|read by title|made special", ()),
        (r"conference|.*\brejected\b|signed by|lies over|taken up|recalled|discharged|.*\breturned to the calendar|motion|engrossed", ()),
        (r"(house|senate) (rejects|grants|conferees)|legislative bureau|disposition|withdrawn from|point of order", ()),
    ),
    every=True,
)  # fmt: skip
