"""The DEA's list of controlled substances: each with its code number and schedule.

https://www.deadiversion.usdoj.gov/schedules/orangebook/c_cs_alpha.pdf, known from other projects; no capture was at hand. The
law is 21 CFR 1308 (us.ecfr), which this list follows; what is in no schedule there is in none, whatever stands here.
"""

import re
from collections.abc import Iterator

from scrapy.http import Response

from monitor.model.documents import Page
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, squeeze
from spiders.families.pages import reading_of

LIST = "https://www.deadiversion.usdoj.gov/schedules/orangebook/c_cs_alpha.pdf"
SCHEDULES = ("I", "II", "III", "IV", "V")
_ROW = re.compile(
    r"(?P<name>\S.*?)\s+(?P<code>\d{4})\s+(?P<schedule>I{1,3}|IV|V)N?(?:\s+[NY])?(?:\s+(?P<others>\S.*))?"
)


class DeaSchedules(SourceSpider):
    """One page with a line for each substance below its schedule, so that one that is moved goes and comes."""

    name = "us.dea_schedules"
    jurisdiction = "us"
    publisher = "Drug Enforcement Administration"
    kinds = ("page",)
    registry = "deadiversion.usdoj.gov"
    cadence = "every 24 hours"
    verified = "unverified"
    start_urls = [LIST]

    def parse(self, response: Response) -> Iterator[Page]:
        """The list, by schedule and name; lines that are no row of the table (headings, dates, page numbers) are left out."""
        lines = (squeeze(line.replace("|", " ")) for line in reading_of(response).text.split("\n"))
        rows = [found for line in lines if (found := _ROW.fullmatch(line))]
        if not rows:
            raise ExtractionError("no row with a substance, its code number and schedule", url=response.url, found=0)
        yield Page(
            identifier="controlled substances",
            title="Controlled Substances by the DEA's List",
            url=response.url,
            text="\n".join(_grouped(rows)),
        )


def _grouped(rows: list[re.Match[str]]) -> Iterator[str]:
    for schedule in SCHEDULES:
        said = {_said(row) for row in rows if row["schedule"] == schedule}
        if said:
            yield f"# Schedule {schedule}"
            yield from (f"- {line}" for line in sorted(said, key=str.casefold))


def _said(row: re.Match[str]) -> str:
    others = f"; also {row['others']}" if row["others"] else ""
    return f"{row['name']} ({row['code']}){others}"
