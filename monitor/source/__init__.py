"""All that a spider's author needs: the base spider, counted selections and a few conversions."""

from monitor.source.normalize import bill_number, day, moment, squeeze
from monitor.source.selection import day_field, field, json_of, many, maybe, one, text_of
from monitor.source.spider import Absent, Bundle, Enclosed, Mention, SourceSpider, Total, Untracked, Wholesale

__all__ = [
    "Absent",
    "Bundle",
    "Enclosed",
    "Mention",
    "SourceSpider",
    "Total",
    "Untracked",
    "Wholesale",
    "bill_number",
    "day",
    "day_field",
    "field",
    "json_of",
    "many",
    "maybe",
    "moment",
    "one",
    "squeeze",
    "text_of",
]
