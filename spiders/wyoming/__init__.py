"""Wyoming Legislature."""
