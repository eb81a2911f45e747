"""Alabama Legislature."""
