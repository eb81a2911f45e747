"""Drug recalls in the FDA's weekly enforcement reports, with their classification: openFDA's drug/enforcement.

Reports come weeks after a recall begins and are amended until it is terminated. The endpoint answers in the form of
food/enforcement, whose records were captured; of this one there are recorded answers of the interface only as a whole.
"""

from spiders.families.openfda import OpenFdaEnforcementSpider


class OpenFdaDrugEnforcement(OpenFdaEnforcementSpider):
    """7-OH and tianeptine products sold as drugs are recalled here."""

    name = "us.openfda_drug_enforcement"
    endpoint = "drug/enforcement"
    verified = "documented"
