"""What chambers and steps are called where: "House" for Virginia's lower chamber, "passed both chambers". Pure.

Documents hold the words of Open Civic Data (upper, lower, legislature, executive) and of `changes.progress`; readers know
their Senate, their Assembly and their governor.
"""

import re

_ASSEMBLY = frozenset({"us-ca", "us-nj", "us-nv", "us-ny", "us-wi"})
_ONE_CHAMBER = {"us-dc": "Council", "us-gu": "Legislature", "us-ne": "Legislature", "us-vi": "Legislature"}
_STATE = re.compile(r"us-[a-z]{2}")
_ITSELF = ("passed", "sent", "became", "reported", "signed", "vetoed", "failed", "withdrawn", "carried", "introduced")


def body_name(by: str, jurisdiction: str) -> str:
    """Who acted: "lower" in Virginia is the House, in California the Assembly; other words stay as published."""
    if by == "lower":
        return _lower(jurisdiction)
    if by == "upper":
        return _ONE_CHAMBER.get(jurisdiction) or ("Senate" if _known(jurisdiction) else "upper chamber")
    if by == "legislature":
        return "Congress" if jurisdiction == "us" else _ONE_CHAMBER.get(jurisdiction, "Legislature")
    return _executive(jurisdiction) if by == "executive" else by


def _known(jurisdiction: str) -> bool:
    return jurisdiction == "us" or _STATE.fullmatch(jurisdiction) is not None


def _lower(jurisdiction: str) -> str:
    if jurisdiction in _ASSEMBLY:
        return "Assembly"
    return "House" if _known(jurisdiction) else "lower chamber"


def _executive(jurisdiction: str) -> str:
    named = {"us": "President", "us-dc": "Mayor"}.get(jurisdiction)
    return named or ("Governor" if _known(jurisdiction) else "executive")


def standing(words: str, jurisdiction: str) -> str:
    """Where a bill stands, for readers; a publisher's own status words stay as they are."""
    if words == "passed both":
        alone = _ONE_CHAMBER.get(jurisdiction)
        return f"passed the {alone}" if alone else "passed both chambers"
    if words == "to the executive":
        return f"sent to the {_executive(jurisdiction).lower()}"
    return "became law" if words == "law" else words


def says_itself(words: str) -> bool:
    """Whether a standing can follow a bill's name as it is ("HB 5 passed both chambers"); others need a "now"."""
    return words.startswith(_ITSELF)
