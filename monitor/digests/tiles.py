"""Legal status as a map of tiles, one a state: as text for a terminal, as an HTML table that mail clients show.

Never by colour alone: each tile carries the sign of its status. Colours are Okabe and Ito's, which the colour-blind tell apart
(https://jfly.uni-koeln.de/color/).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape

from monitor.digests.words import place
from monitor.model.records import LegalStatus

_ROWS = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT ..",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. TX .. .. .. .. FL .. PR",
)
_SIGNS: dict[str, tuple[str, str, str]] = {  # status → sign, background, foreground
    "banned": ("X", "#d55e00", "#000000"),
    "scheduled I": ("1", "#d55e00", "#000000"),
    "scheduled II": ("2", "#d55e00", "#000000"),
    "scheduled III": ("3", "#d55e00", "#000000"),
    "scheduled IV": ("4", "#d55e00", "#000000"),
    "scheduled V": ("5", "#d55e00", "#000000"),
    "restricted": ("r", "#e69f00", "#000000"),
    "regulated": ("R", "#56b4e9", "#000000"),
    "age limit": ("A", "#a6d8f5", "#000000"),
    "unregulated": ("o", "#ffffff", "#000000"),
    "disputed": ("!", "#f0e442", "#000000"),
    "unknown": ("?", "#d9d9d9", "#000000"),
}
_CELL = "width:34px;height:34px;text-align:center;font:bold 11px/1.1 Arial,sans-serif;border:1px solid #555555;"


def text_map(statuses: Iterable[LegalStatus]) -> str:
    """The map for a terminal or a plain-text message: "KY R" beside each other, the legend below."""
    by_state = _by_state(statuses)
    lines = []
    for row in _ROWS:
        tiles = ("    " if code == ".." else f"{code} {_sign(by_state.get(code))}" for code in row.split())
        lines.append("  ".join(tiles).rstrip())
    return "\n".join((*lines, "", *(f"{sign}  {status}: {number}" for sign, status, number in _legend(by_state))))


def html_map(statuses: Iterable[LegalStatus], *, title: str) -> str:
    """The map as an HTML table with inline styles; `title` says what it shows and on which day."""
    by_state = _by_state(statuses)
    rows = "".join(f"<tr>{''.join(_tile(code, by_state) for code in row.split())}</tr>" for row in _ROWS)
    legend = ", ".join(f"{escape(sign)} {escape(status)} ({number})" for sign, status, number in _legend(by_state))
    return (
        f'<table role="presentation" cellspacing="2" cellpadding="0" aria-label="{escape(title)}">{rows}</table>'
        f'<p style="font:13px Arial,sans-serif;margin:6px 0">{escape(title)}. {legend}.</p>'
    )


def _by_state(statuses: Iterable[LegalStatus]) -> Mapping[str, str]:
    return {one.jurisdiction.removeprefix("us-").upper(): one.status for one in statuses}


def _sign(status: str | None) -> str:
    return _SIGNS.get(status or "unknown", _SIGNS["unknown"])[0]


def _legend(by_state: Mapping[str, str]) -> Iterable[tuple[str, str, int]]:
    shown = {code for row in _ROWS for code in row.split() if code != ".."}
    counts = Counter(by_state.get(code, "unknown") for code in sorted(shown))
    return [(_SIGNS[status][0], status, counts[status]) for status in _SIGNS if counts[status]]


def _tile(code: str, by_state: Mapping[str, str]) -> str:
    if code == "..":
        return f'<td style="{_CELL.replace("1px solid #555555", "0")}"></td>'
    status = by_state.get(code, "unknown")
    sign, background, foreground = _SIGNS.get(status, _SIGNS["unknown"])
    words = escape(f"{place('us-' + code.lower())}: {status}")
    style = f"{_CELL}background-color:{background};color:{foreground}"
    return f'<td bgcolor="{background}" title="{words}" style="{style}">{code}<br>{sign}</td>'
