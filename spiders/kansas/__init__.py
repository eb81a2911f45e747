"""Kansas Legislature."""
