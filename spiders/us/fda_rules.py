"""Rules, proposed rules and notices of the Food and Drug Administration, published and filed for public inspection.

Checked against recorded answers of the Federal Register's interface; the public inspection list is read as its documentation
describes it.
"""

from spiders.families.federal_register import FederalRegisterSpider


class FdaRules(FederalRegisterSpider):
    """Guidance is announced in notices, petitions and food additives in proposed rules."""

    name = "us.fda_rules"
    publisher = "Food and Drug Administration"
    agency = "food-and-drug-administration"
    verified = "capture"
