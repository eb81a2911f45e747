"""Rules, proposed rules and notices of the Drug Enforcement Administration, published and filed for public inspection.

A notice of intent to schedule a substance is typed "Proposed Rule", a temporary scheduling order "Rule". Checked against
recorded answers of the Federal Register's interface; the public inspection list is read as its documentation describes it.
"""

from spiders.families.federal_register import FederalRegisterSpider


class DeaRules(FederalRegisterSpider):
    """21 CFR 1308 is where it schedules; most of its notices are applications of importers and manufacturers."""

    name = "us.dea_rules"
    publisher = "Drug Enforcement Administration"
    agency = "drug-enforcement-administration"
    verified = "capture"
