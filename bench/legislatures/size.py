"""How many bills each legislature has in the session that is read; scaled to what is asked for.

Illinois lists some 12,800 files for its 104th Assembly and Massachusetts some ten thousand documents for a Court (the facts of their
sources). The others are estimates of the bills and resolutions of a session, or of a biennium where it has one.
"""

BILLS = {
    "alabama": 1500,
    "alaska": 1000,
    "arizona": 2000,
    "arkansas": 2000,
    "california": 5600,
    "colorado": 800,
    "connecticut": 4200,
    "delaware": 1100,
    "district_of_columbia": 2200,
    "florida": 2000,
    "georgia": 5400,
    "hawaii": 6200,
    "idaho": 900,
    "illinois": 12800,
    "indiana": 1400,
    "iowa": 4200,
    "kansas": 1500,
    "kentucky": 1500,
    "louisiana": 2600,
    "maine": 2400,
    "maryland": 2700,
    "massachusetts": 10300,
    "michigan": 3400,
    "minnesota": 10600,
    "mississippi": 3600,
    "missouri": 3400,
    "montana": 2300,
    "nebraska": 1600,
    "nevada": 1200,
    "new_hampshire": 1400,
    "new_jersey": 10400,
    "new_mexico": 1100,
    "new_york": 22900,
    "north_carolina": 2500,
    "north_dakota": 1100,
    "ohio": 2100,
    "oklahoma": 5600,
    "oregon": 600,
    "pennsylvania": 5400,
    "puerto_rico": 3100,
    "rhode_island": 2700,
    "south_carolina": 2800,
    "south_dakota": 600,
    "tennessee": 7600,
    "texas": 11500,
    "utah": 1000,
    "vermont": 1500,
    "virginia": 3600,
    "washington": 3600,
    "west_virginia": 3300,
    "wisconsin": 2500,
    "wyoming": 500,
}


def scaled(bills: int, states: list[str]) -> dict[str, int]:
    """So many bills shared out among these states by their size; at least four each."""
    whole = sum(BILLS[state] for state in states)
    counts = {state: max(4, BILLS[state] * bills // whole) for state in states}
    largest = max(states, key=lambda state: BILLS[state])
    counts[largest] = max(4, counts[largest] + bills - sum(counts.values()))
    return counts
