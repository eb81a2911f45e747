"""The clock by which each legislature meets: the IANA zone of its capital."""

from zoneinfo import ZoneInfo

_BY_ZONE = {
    "America/New_York": "us ct de dc fl ga ky me md ma nh nj ny nc oh pa ri sc vt va wv",
    "America/Detroit": "mi",
    "America/Indiana/Indianapolis": "in",
    "America/Chicago": "al ar il ia ks la mn ms mo ne nd ok sd tn tx wi",
    "America/Denver": "co mt nm ut wy",
    "America/Boise": "id",
    "America/Phoenix": "az",
    "America/Los_Angeles": "ca nv or wa",
    "America/Anchorage": "ak",
    "Pacific/Honolulu": "hi",
    "America/Puerto_Rico": "pr vi",
    "Pacific/Guam": "gu mp",
    "Pacific/Pago_Pago": "as",
}
_ZONES = {place: zone for zone, places in _BY_ZONE.items() for place in places.split()}


def clock_of(jurisdiction: str) -> ZoneInfo:
    """The zone of a jurisdiction's capital ("us-va"); UTC where none is known."""
    return ZoneInfo(_ZONES.get(jurisdiction.removeprefix("us-"), "UTC"))
