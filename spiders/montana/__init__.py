"""Montana Legislature."""
