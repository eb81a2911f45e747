"""Legal status as a map of tiles, one a state: as text for a terminal, as an HTML table that mail clients show.

Never by colour alone: each tile carries the sign of its status. Colours are Okabe and Ito's, which the colour-blind tell apart
(https://jfly.uni-koeln.de/color/).
"""

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
    "banned": ("X", "#d55e00", "#000"),
    "scheduled I": ("1", "#d55e00", "#000"),
    "scheduled II": ("2", "#d55e00", "#000"),
    "scheduled III": ("3", "#d55e00", "#000"),
    "scheduled IV": ("4", "#d55e00", "#000"),
    "scheduled V": ("5", "#d55e00", "#000"),
    "restricted": ("r", "#e69f00", "#000"),
    "regulated": ("R", "#56b4e9", "#000"),
    "age limit": ("A", "#a6d8f5", "#000"),
    "unregulated": ("o", "#ffffff", "#000"),
    "disputed": ("!", "#f0e442", "#000"),
    "unknown": ("?", "#d9d9d9", "#000"),
}
_TABLE = "font:bold 11px/1.15 Arial,sans-serif;table-layout:fixed;width:100%;max-width:432px;border-spacing:2px"
"""Said once for all tiles: each of 52 pays for what it says itself, and a mail has room for 90 KB."""


def text_map(statuses: Iterable[LegalStatus]) -> str:
    """The map for a terminal or a plain-text message: "KY R" beside each other, the legend below."""
    by_state = _by_state(statuses)
    lines = []
    for row in _ROWS:
        tiles = ("    " if code == ".." else f"{code} {_sign(by_state.get(code))}" for code in row.split())
        lines.append("  ".join(tiles).rstrip())
    legend = (
        f"{sign}  {status}: {len(codes)}{'' if status == 'unknown' else ' (' + ', '.join(codes) + ')'}"
        for sign, status, codes in _legend(by_state)
    )
    return "\n".join((*lines, "", *legend))


def html_map(statuses: Iterable[LegalStatus], *, title: str) -> str:
    """The map as an HTML table with inline styles; `title` says what it shows and on which day."""
    by_state = _by_state(statuses)
    rows = "".join(f'<tr align="center">{"".join(_tile(code, by_state) for code in row.split())}</tr>' for row in _ROWS)
    legend = ". ".join(
        f"<b>{escape(sign)} {escape(status)} ({len(codes)})</b>{'' if status == 'unknown' else ' ' + ', '.join(codes)}"
        for sign, status, codes in _legend(by_state)
    )
    return (
        f'<table role="img" cellspacing="2" cellpadding="0" aria-label="{escape(title)}; the list below says the same" style="{_TABLE}">'
        f'{rows}</table><p style="font-size:14px;margin:6px 0">{escape(title)}. {legend}.</p>'
    )


def _by_state(statuses: Iterable[LegalStatus]) -> Mapping[str, str]:
    return {one.jurisdiction.removeprefix("us-").upper(): one.status for one in statuses}


def _sign(status: str | None) -> str:
    return _SIGNS.get(status or "unknown", _SIGNS["unknown"])[0]


def _legend(by_state: Mapping[str, str]) -> Iterable[tuple[str, str, list[str]]]:
    """Each status that is drawn: its sign, its name, and where it holds."""
    shown = sorted(code for row in _ROWS for code in row.split() if code != "..")
    found = {status: [code for code in shown if by_state.get(code, "unknown") == status] for status in _SIGNS}
    return [(_SIGNS[status][0], status, codes) for status, codes in found.items() if codes]


def _tile(code: str, by_state: Mapping[str, str]) -> str:
    if code == "..":
        return "<td></td>"
    status = by_state.get(code, "unknown")
    sign, background, foreground = _SIGNS.get(status, _SIGNS["unknown"])
    words = escape(f"{place('us-' + code.lower())}: {status}")
    style = f"border:1px solid #555;background:{background};color:{foreground};height:30px"
    return f'<td bgcolor="{background}" title="{words}" style="{style}">{code}<br>{sign}</td>'
