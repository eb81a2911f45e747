"""Rules, proposed rules and notices of the Department of Health and Human Services and of all that belongs to it.

The department advises the DEA on scheduling, and its own requests for information bear on it; the FDA's documents are among
them and are the same documents as in us.fda_rules. Checked against recorded answers of the Federal Register's interface.
"""

from spiders.families.federal_register import FederalRegisterSpider


class HhsRules(FederalRegisterSpider):
    """Some 500 documents a month, most of them notices of meetings and of the collection of information."""

    name = "us.hhs_rules"
    publisher = "Department of Health and Human Services"
    agency = "health-and-human-services-department"
    verified = "capture"
