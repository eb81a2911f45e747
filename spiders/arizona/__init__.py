"""Arizona State Legislature."""
