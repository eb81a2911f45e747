"""Federal agencies of the United States."""
