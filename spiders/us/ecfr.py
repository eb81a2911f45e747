"""The regulations on controlled substances, drugs and dietary supplements as they stand: parts of 21 CFR in the eCFR.

A section that was amended is told with the citation of the rule that did it. Checked against a whole title of 2024 in the
versioner's XML and against annual editions; the lists of titles and versions are read as the documentation describes them.
"""

from spiders.families.ecfr import EcfrSpider


class Ecfr(EcfrSpider):
    """21 CFR 1308 holds the schedules; a rule stands in the Federal Register before it stands here."""

    name = "us.ecfr"
    title = 21
    parts = (
        "1300",  # definitions
        "1308",  # schedules of controlled substances
        "1310",  # listed chemicals
        "189",  # substances prohibited from use in human food
        "190",  # new dietary ingredients
        "111",  # manufacturing of dietary supplements
        "101",  # food labeling, and dietary supplements' claims
    )
    verified = "capture"
