"""Louisiana State Legislature."""
