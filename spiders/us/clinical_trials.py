"""Clinical trials that study a watched term: ClinicalTrials.gov's interface, version 2.

https://clinicaltrials.gov/data-api/api. A new trial and a status that moved are what is told; the record's own dates of update
move for nothing and are left out. Written after the documentation; checked only when the configuration names it.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Page
from monitor.source import SourceSpider, field, json_of, squeeze

API = "https://clinicaltrials.gov/api/v2/studies"


class ClinicalTrials(SourceSpider):
    """One document a trial, "NCT01234567", whichever terms lead to it."""

    name = "us.clinical_trials"
    jurisdiction = "us"
    publisher = "National Library of Medicine"
    cadence = "every 24 hours"
    kinds = ("page",)
    registry = "clinicaltrials.gov"
    verified = "documented"
    searches = True
    on_request = True
    may_be_empty = True  # of many terms there is no trial

    def requests(self) -> Iterable[Request]:
        """One search a term."""
        return [self._search(term) for term in self.terms]

    def _search(self, term: str, page: str = "") -> Request:
        phrase = term.replace('"', " ")
        query = {"query.term": f'"{phrase}"', "pageSize": "100", "format": "json"} | (
            {"pageToken": page} if page else {}
        )
        return self.follow(f"{API}?{urlencode(query)}", cb_kwargs={"term": term})

    def parse(self, response: Response, term: str = "") -> Iterator[Request | Page]:
        """The trials of one page, and the next page; or one trial."""
        data = json_of(response)
        if isinstance(data, dict) and "protocolSection" in data:
            yield _trial(data, response.url)
            return
        yield from (_trial(one, response.url) for one in field(data, "studies", list, url=response.url))
        token = field(data, "nextPageToken", str, url=response.url, default="")
        if token and term:
            yield self._search(term, token)
        elif token:
            yield self.follow(f"{urlsplit(response.url)._replace(query='').geturl()}?{urlencode({'pageToken': token})}")


def _trial(study: Any, url: str) -> Page:
    def said(path: str) -> str:
        return squeeze(field(study, f"protocolSection.{path}", str, url=url, default=""))

    number = field(study, "protocolSection.identificationModule.nctId", str, url=url)
    lists = {
        "Conditions": field(study, "protocolSection.conditionsModule.conditions", list, url=url, default=[]),
        "Keywords": field(study, "protocolSection.conditionsModule.keywords", list, url=url, default=[]),
    }
    treatments = field(study, "protocolSection.armsInterventionsModule.interventions", list, url=url, default=[]) or []
    names = [squeeze(one.get("name")) for one in treatments if isinstance(one, dict)]
    lines = [
        said("descriptionModule.briefSummary"),
        *(f"{label}: {', '.join(map(str, values))}" for label, values in lists.items() if values),
        f"Interventions: {', '.join(names)}" if names else "",
        f"Sponsor: {sponsor}" if (sponsor := said("sponsorCollaboratorsModule.leadSponsor.name")) else "",
    ]
    status = said("statusModule.overallStatus").replace("_", " ").lower()
    return Page(
        registry=ClinicalTrials.registry,
        identifier=number,
        title=said("identificationModule.briefTitle") or said("identificationModule.officialTitle"),
        url=f"https://clinicaltrials.gov/study/{number}",
        status=status,
        text="\n".join(line for line in lines if line),
    )
