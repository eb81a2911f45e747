"""New papers that name a watched term: PubMed, through the E-utilities of the National Library of Medicine.

https://www.ncbi.nlm.nih.gov/books/NBK25499/: esearch gives the numbers of the papers that came in lately, efetch
their titles and abstracts.
Written after the documentation; checked only when the configuration names it.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Page
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, field, json_of
from spiders.families.xml_records import expected, text_at, tree_of

API = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
DAYS = 60  # of entry into PubMed that a search looks back


class Pubmed(SourceSpider):
    """One document a paper, by its PMID."""

    name = "us.pubmed"
    jurisdiction = "us"
    publisher = "National Library of Medicine"
    cadence = "every 24 hours"
    kinds = ("page",)
    registry = "pubmed.ncbi.nlm.nih.gov"
    verified = "documented"
    searches = True
    on_request = True
    may_be_empty = True  # two months without a paper

    def requests(self) -> Iterable[Request]:
        """One search a term, in titles and abstracts."""
        for term in self.terms:
            phrase = term.replace('"', " ")
            query = {
                "db": "pubmed",
                "term": f'"{phrase}"[Title/Abstract]',
                "reldate": str(DAYS),
                "datetype": "edat",
                "retmax": "200",
                "retmode": "json",
            }
            yield self.follow(f"{API}/esearch.fcgi?{urlencode(query)}")

    def parse(self, response: Response) -> Iterator[Request | Page]:
        """The numbers that a search found lead to their records; records are papers."""
        if response.body.lstrip()[:1] == b"<":
            articles = expected(tree_of(response), "PubmedArticleSet", response.url)
            yield from (_paper(one, response.url) for one in articles.iterfind("PubmedArticle"))
            return
        data = json_of(response)
        fault = data.get("error") if isinstance(data, dict) else type(data).__name__
        fault = fault or field(data, "esearchresult.ERROR", str, url=response.url, default="")
        if fault:
            raise ExtractionError(f"PubMed answers {fault}", url=response.url, selector="error")
        numbers = field(data, "esearchresult.idlist", list, url=response.url)
        if numbers:
            query = urlencode({"db": "pubmed", "id": ",".join(sorted(map(str, numbers))), "retmode": "xml"})
            yield self.follow(f"{API}/efetch.fcgi?{query}")


def _paper(record: etree._Element, url: str) -> Page:
    number, title = (text_at(record, f"MedlineCitation/{path}") for path in ("PMID", "Article/ArticleTitle"))
    if not number or not title:
        raise ExtractionError("the paper has no number or no title", url=url, selector="PubmedArticle")
    abstract = record.iterfind("MedlineCitation/Article/Abstract/AbstractText")
    parts = [" ".join("".join(str(words) for words in one.itertext()).split()) for one in abstract]
    return Page(
        registry=Pubmed.registry,
        identifier=number,
        title=title,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/",
        text="\n".join(filter(None, (text_at(record, "MedlineCitation/Article/Journal/Title"), *parts))),
    )
