"""How many adverse-event reports on drugs name a watched term: openFDA's drug/event."""

from spiders.families.openfda_events import OpenFdaEventSpider


class OpenFdaDrugEvents(OpenFdaEventSpider):
    """Reports of the FDA Adverse Event Reporting System."""

    name = "us.openfda_drug_events"
    endpoint = "drug/event"
    names = "patient.drug.medicinalproduct"
    number = "safetyreportid"
