"""New Jersey Legislature."""
