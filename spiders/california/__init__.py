"""California State Legislature."""
