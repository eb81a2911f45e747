"""The legislatures of the United States by ISO 3166-2 code: what aggregators and folders call them. Step 1 of the path."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

NAMES: Mapping[str, str] = {
    "al": "Alabama",
    "ak": "Alaska",
    "az": "Arizona",
    "ar": "Arkansas",
    "ca": "California",
    "co": "Colorado",
    "ct": "Connecticut",
    "de": "Delaware",
    "dc": "District of Columbia",
    "fl": "Florida",
    "ga": "Georgia",
    "hi": "Hawaii",
    "id": "Idaho",
    "il": "Illinois",
    "in": "Indiana",
    "ia": "Iowa",
    "ks": "Kansas",
    "ky": "Kentucky",
    "la": "Louisiana",
    "me": "Maine",
    "md": "Maryland",
    "ma": "Massachusetts",
    "mi": "Michigan",
    "mn": "Minnesota",
    "ms": "Mississippi",
    "mo": "Missouri",
    "mt": "Montana",
    "ne": "Nebraska",
    "nv": "Nevada",
    "nh": "New Hampshire",
    "nj": "New Jersey",
    "nm": "New Mexico",
    "ny": "New York",
    "nc": "North Carolina",
    "nd": "North Dakota",
    "oh": "Ohio",
    "ok": "Oklahoma",
    "or": "Oregon",
    "pa": "Pennsylvania",
    "pr": "Puerto Rico",
    "ri": "Rhode Island",
    "sc": "South Carolina",
    "sd": "South Dakota",
    "tn": "Tennessee",
    "tx": "Texas",
    "ut": "Utah",
    "vt": "Vermont",
    "va": "Virginia",
    "wa": "Washington",
    "wv": "West Virginia",
    "wi": "Wisconsin",
    "wy": "Wyoming",
}


def folder(code: str) -> str:
    """The name of a legislature's package: "nh" → "new_hampshire"."""
    return NAMES[code].lower().replace(" ", "_")


@cache
def direct(code: str) -> Any:
    """The class that reads the bills of this legislature from its own site, which holds its sessions and vocabulary; None where
    there is none. Imported when it is asked for: an aggregator's crawl of one state needs no other."""
    name = f"spiders.{folder(code)}"
    try:
        module = import_module(f"{name}.bills")
    except ModuleNotFoundError as fault:
        if fault.name in (name, f"{name}.bills"):
            return None
        raise
    found = (thing for thing in vars(module).values() if getattr(thing, "name", None) == f"{folder(code)}.bills")
    return next(found, None)
