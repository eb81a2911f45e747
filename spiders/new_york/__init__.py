"""New York State Legislature."""
