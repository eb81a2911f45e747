"""Food recalls in the FDA's weekly enforcement reports, with their classification: openFDA's food/enforcement.

Reports come weeks after a recall begins (11 to 196 days) and are amended until it is terminated. Checked against captured
records of 2014 and 2015 and recorded error answers.
"""

from spiders.families.openfda import OpenFdaEnforcementSpider


class OpenFdaFoodEnforcement(OpenFdaEnforcementSpider):
    """Kratom is food here: F-1988-2014 and the recalls after it."""

    name = "us.openfda_food_enforcement"
    endpoint = "food/enforcement"
    verified = "capture"
