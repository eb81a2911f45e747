"""How many adverse-event reports on food and dietary supplements name a watched term: openFDA's food/event."""

from spiders.families.openfda_events import OpenFdaEventSpider


class OpenFdaFoodEvents(OpenFdaEventSpider):
    """Reports of the CFSAN Adverse Event Reporting System; kratom is a food or supplement here."""

    name = "us.openfda_food_events"
    endpoint = "food/event"
    names = "products.name_brand"
    number = "report_number"
